//! Posts that quote others.

use api::{
    admin::accounts::{AccountAction, ActOnAccount},
    blocks::BlockAccount,
    entities::Status,
    mutes::MuteAccount,
    statuses::{
        DeleteStatus, PostStatus,
        quotes::{ListQuotes, RevokeQuote},
        translations::TranslateStatus,
    },
};
use serde_json::json;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::{asks, says, to},
};

impl Person {
    pub(crate) async fn quote(&self, of: &Status, text: &str) -> Result<Status, client::Error> {
        let quote = PostStatus {
            quoted_status_id: Some(of.id.clone()),
            ..says(text)
        };
        self.post(quote).await
    }

    /// The state of a quote, and whether what it quotes is shown.
    async fn state_of(&self, quote: &Status) -> Result<(String, bool), client::Error> {
        let quote = self.show(&quote.id).await?.quote.expect("it quotes");
        let is_shown = quote.quoted_status.flatten().is_some();
        Ok((quote.state, is_shown))
    }
}

fn list(of: &Status) -> ListQuotes {
    asks(json!({ "id": of.id }))
}

#[tokio::test]
async fn a_quote_is_told_counted_and_shown() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("Quote me")).await?;

    let quote = bob.quote(&post, "look").await?;

    assert_eq!(bob.state_of(&quote).await?, ("accepted".into(), true));
    assert_eq!(ann.show(&post.id).await?.quotes_count, 1);
    assert_eq!(ann.kinds_told().await?, ["quote"]);
    Ok(())
}

#[tokio::test]
async fn a_revoked_quote_shows_and_counts_nothing() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("Quote me")).await?;
    let quote = bob.quote(&post, "look").await?;
    let revoke = RevokeQuote {
        id: post.id.clone(),
        quoting_status_id: quote.id.clone(),
    };
    let refused = refusal(bob.client.send(&revoke).await);
    assert_eq!(refused, (403, "This action is not allowed".into()));

    for _ in 0..2 {
        let revoked = ann.client.send(&revoke).await?;
        let inner = revoked.quote.expect("still a quote");
        assert_eq!(
            (inner.state.as_str(), inner.quoted_status),
            ("revoked", Some(None))
        );
    }

    assert_eq!(ann.show(&post.id).await?.quotes_count, 0);
    assert!(ann.client.send(&list(&post)).await?.items.is_empty());
    assert!(ann.kinds_told().await?.is_empty());
    let delete = DeleteStatus {
        id: quote.id,
        delete_media: None,
    };
    bob.client.send(&delete).await?;
    assert_eq!(
        ann.show(&post.id).await?.quotes_count,
        0,
        "not counted twice"
    );
    let other = RevokeQuote {
        quoting_status_id: post.id.clone(),
        ..revoke
    };
    let refused = refusal(ann.client.send(&other).await);
    assert_eq!(refused, (404, "Record not found".into()));
    Ok(())
}

#[tokio::test]
async fn the_author_finds_all_quotes_and_others_those_that_they_may_see() -> Test {
    let server = Server::start().await?;
    let (ann, bob, eve) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("eve")?,
    );
    let post = ann.post(says("Quote me")).await?;
    let open = bob.quote(&post, "for all").await?;
    let private = PostStatus {
        quoted_status_id: Some(post.id.clone()),
        ..to("for some", "private")
    };
    let private = bob.post(private).await?;

    let ids = |items: Vec<Status>| items.into_iter().map(|it| it.id).collect::<Vec<_>>();
    let by_ann = ids(ann.client.send(&list(&post)).await?.items);
    assert_eq!(by_ann, [private.id, open.id.clone()]);
    assert_eq!(
        ids(eve.client.send(&list(&post)).await?.items),
        std::slice::from_ref(&open.id)
    );
    let first: ListQuotes = asks(json!({ "id": post.id, "limit": "1" }));
    let page = ann.client.send(&first).await?;
    assert!(page.next().is_some_and(|it| it.contains("max_id=")));
    let after: ListQuotes = asks(json!({ "id": post.id, "max_id": page.items[0].id }));
    assert_eq!(ids(ann.client.send(&after).await?.items), [open.id]);

    let owner = server.staff("owner", "Owner")?;
    let suspend = ActOnAccount::new(bob.id(), AccountAction::Suspend);
    owner.client.send(&suspend).await?;
    assert!(ann.client.send(&list(&post)).await?.items.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_quote_says_why_it_is_better_not_shown() -> Test {
    let server = Server::start().await?;
    let (ann, bob, eve) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("eve")?,
    );
    let post = ann.post(says("Quote me")).await?;
    let quote = bob.quote(&post, "look").await?;

    let mute: MuteAccount = asks(json!({ "id": ann.id() }));
    eve.client.send(&mute).await?;
    assert_eq!(eve.state_of(&quote).await?, ("muted_account".into(), true));
    eve.client.send(&BlockAccount { id: ann.id() }).await?;
    assert_eq!(
        eve.state_of(&quote).await?,
        ("blocked_account".into(), true)
    );
    let gil = server.member("gil")?;
    ann.client.send(&BlockAccount { id: gil.id() }).await?;
    assert_eq!(gil.state_of(&quote).await?, ("unauthorized".into(), false));

    let delete = DeleteStatus {
        id: post.id.clone(),
        delete_media: None,
    };
    ann.client.send(&delete).await?;
    for _ in 0..2 {
        assert_eq!(bob.state_of(&quote).await?, ("deleted".into(), false));
        // Then the row is gone too.
        server.work_off()?;
    }
    Ok(())
}

#[tokio::test]
async fn a_message_to_few_quotes_only_whom_it_is_for() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let post = ann.post(says("Quote me")).await?;
    let quote = |text: &str| PostStatus {
        quoted_status_id: Some(post.id.clone()),
        ..to(text, "direct")
    };

    let text = "Cannot quote a non-mentioned user in a Private Mention post.";
    assert_eq!(refusal(bob.post(quote("psst")).await), (422, text.into()));
    assert!(bob.post(quote("psst @ann")).await.is_ok());
    ann.client.send(&BlockAccount { id: bob.id() }).await?;
    let missing = "The post you are trying to quote does not appear to exist.";
    assert_eq!(
        refusal(bob.quote(&post, "look").await),
        (404, missing.into())
    );
    Ok(())
}

#[tokio::test]
async fn nobody_translates() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.member("eve")?);
    let (open, private) = (
        ann.post(says("Hallo")).await?,
        ann.post(to("Psst", "private")).await?,
    );
    let translate = |of: &Status| TranslateStatus {
        id: of.id.clone(),
        lang: Some("en".into()),
    };

    let refused = refusal(eve.client.send(&translate(&open)).await);
    assert_eq!(refused, (403, "This action is not allowed".into()));
    let refused = refusal(eve.client.send(&translate(&private)).await);
    assert_eq!(refused, (404, "Record not found".into()));
    Ok(())
}

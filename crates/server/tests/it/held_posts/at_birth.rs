//! Posts that are held before anybody has seen them.

use api::{
    accounts::VerifyCredentials,
    conversations::ListConversations,
    featured_tags::{CreateFeaturedTag, ListFeaturedTags},
    statuses::{ShowContext, edits::EditStatus},
    timelines::{HomeTimeline, ListAccountStatuses},
};
use chrono::TimeDelta;
use domain::statuses::Wanted;
use serde_json::json;

use super::{RULE, wants};
use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::{asks, says},
    streams::Events,
};

async fn home(of: &Person) -> Result<Vec<String>, client::Error> {
    let page = of.client.send(&HomeTimeline::default()).await?;
    Ok(page.items.into_iter().map(|it| it.id).collect())
}

async fn profile(reader: &Person, of: &Person) -> Result<Vec<String>, client::Error> {
    let posts: ListAccountStatuses = asks(json!({ "id": of.id() }));
    let page = reader.client.send(&posts).await?;
    Ok(page.items.into_iter().map(|it| it.id).collect())
}

#[tokio::test]
async fn a_held_post_looks_normal_to_its_author_and_is_not_there_for_others() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    server.follow(&bob, &ann)?;
    let root = bob.post(says("What do you think?")).await?;
    let answer = Wanted {
        in_reply_to_id: Some(root.id.parse()?),
        ..wants("@bob buy this #art")
    };

    let id = server.held_post(&ann, &answer)?;
    server.work_off()?;

    assert!(ann.sees(&id).await? && home(&ann).await? == [id.clone()]);
    assert_eq!(profile(&ann, &ann).await?, [&*id]);
    let own = ann.client.send(&VerifyCredentials {}).await?;
    assert_eq!(own.account.statuses_count, 1);
    assert!(!bob.sees(&id).await? && !moderator.sees(&id).await?);
    assert!(home(&bob).await? == [root.id.clone()] && profile(&bob, &ann).await?.is_empty());
    assert!(bob.kinds_told().await?.is_empty() && ann.kinds_told().await?.is_empty());
    assert_eq!(bob.show(&root.id).await?.replies_count, 0);
    let thread = ShowContext {
        id: root.id.clone(),
    };
    assert!(bob.client.send(&thread).await?.descendants.is_empty());
    assert_eq!(ann.client.send(&thread).await?.descendants.len(), 1);
    assert!(server.counts_agree()?);
    Ok(())
}

#[tokio::test]
async fn once_released_everybody_hears_of_it_as_if_it_were_new_and_only_once() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob, fan) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("fan")?,
    );
    let follow = asks::<api::follows::FollowAccount>(json!({ "id": ann.id(), "notify": true }));
    fan.client.send(&follow).await?;
    server.work_off()?;
    let root = bob.post(says("What do you think?")).await?;
    let answer = Wanted {
        in_reply_to_id: Some(root.id.parse()?),
        ..wants("@bob buy this #art")
    };
    let featured: CreateFeaturedTag = asks(json!({ "name": "art" }));
    ann.client.send(&featured).await?;
    let id = server.held_post(&ann, &answer)?;
    let quoted = Wanted {
        quoted_status_id: Some(root.id.parse()?),
        ..wants("Look")
    };
    let quote = server.held_post(&ann, &quoted)?;
    let before = ann.show(&id).await?;
    let mut stream = Events::open(&server, &fan.token, "user").await?;
    server.advance(TimeDelta::days(5));

    let released = moderator.release(&id).await?;
    moderator.release(&quote).await?;
    server.work_off()?;

    assert!(released.held_at.is_none());
    let after = bob.show(&id).await?;
    assert_eq!(after.created_at, before.created_at);
    assert_eq!(home(&fan).await?, [&*quote]);
    assert_eq!(profile(&bob, &ann).await?, [quote.clone(), id.clone()]);
    assert_eq!(bob.kinds_told().await?, ["quote", "mention"]);
    assert_eq!(fan.kinds_told().await?, ["status"]);
    let counted = bob.show(&root.id).await?;
    assert_eq!((counted.replies_count, counted.quotes_count), (1, 1));
    let tags = ann.client.send(&ListFeaturedTags {}).await?;
    assert_eq!(tags[0].statuses_count.to_string(), "1");
    assert_eq!(stream.next().await?.event, "notification");
    assert_eq!(stream.next().await?.short()?, ("update".into(), quote));
    let again = refusal(moderator.release(&id).await);
    assert_eq!(again, (422, "The post is not held".into()));
    assert_eq!(bob.kinds_told().await?.len(), 2);
    assert!(server.counts_agree()?);
    Ok(())
}

#[tokio::test]
async fn a_held_message_reaches_nobody_and_stays_at_its_place_among_others() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    server.follow(&bob, &ann)?;
    let message = |text: &str| Wanted {
        visibility: Some("direct".into()),
        ..wants(text)
    };
    let list = ListConversations::default();

    let held = server.held_post(&ann, &message("@bob secret"))?;
    assert_eq!(ann.client.send(&list).await?.items.len(), 1);
    assert!(bob.client.send(&list).await?.items.is_empty());
    server.advance(TimeDelta::minutes(1));
    let root: i64 = held.parse()?;
    let later = Wanted {
        in_reply_to_id: Some(root),
        ..message("@bob later")
    };
    let later = server.as_member(&ann, |cx| domain::statuses::post(cx, &later))?;
    moderator.release(&held).await?;

    for who in [&ann, &bob] {
        let conversations = who.client.send(&list).await?.items;
        let last = conversations[0]
            .last_status
            .as_ref()
            .map(|it| it.id.clone());
        assert_eq!((conversations.len(), last), (1, Some(later.id.to_string())));
    }
    assert!(bob.sees(&held).await?);
    assert_eq!(bob.kinds_told().await?, ["mention", "mention"]);
    Ok(())
}

#[tokio::test]
async fn its_author_may_change_and_delete_a_held_post_and_like_it() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let (one, two) = (
        server.held_post(&ann, &wants("one"))?,
        server.held_post(&ann, &wants("two"))?,
    );
    let edit: EditStatus = asks(json!({ "id": one, "status": "@bob another" }));
    let like: api::statuses::FavouriteStatus = asks(json!({ "id": one }));

    ann.client.send(&edit).await?;
    ann.client.send(&like).await?;
    let delete: api::statuses::DeleteStatus = asks(json!({ "id": two }));
    ann.client.send(&delete).await?;
    server.work_off()?;

    assert_eq!(moderator.all_held().await?, [&*one]);
    assert!(bob.kinds_told().await?.is_empty());
    assert!(server.counts_agree()?);
    moderator.release(&one).await?;
    let seen = bob.show(&one).await?;
    assert!(seen.edited_at.is_some() && seen.favourites_count == 1);
    assert_eq!(bob.kinds_told().await?, ["mention"]);
    assert_eq!(
        refusal(moderator.release(&two).await),
        (404, "Record not found".into())
    );
    Ok(())
}

#[tokio::test]
async fn nobody_is_pointed_to_a_held_post() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let id = server.held_post(&ann, &wants("look"))?;

    let boost: api::statuses::BoostStatus = asks(json!({ "id": id }));
    assert_eq!(refusal(ann.client.send(&boost).await).0, 404);
    let pin: api::statuses::PinStatus = asks(json!({ "id": id }));
    assert_eq!(refusal(ann.client.send(&pin).await).0, 404);
    let quote: api::statuses::PostStatus = asks(json!({ "status": "x", "quoted_status_id": id }));
    let refused = refusal(ann.client.send(&quote).await);
    let missing = "The post you are trying to quote does not appear to exist.";
    assert_eq!(refused, (404, missing.into()));
    Ok(())
}

#[tokio::test]
async fn moderators_see_what_is_held_and_why_whoever_it_is_for() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let private = Wanted {
        visibility: Some("private".into()),
        ..wants("for friends")
    };

    let id = server.held_post(&ann, &private)?;

    let list = api::admin::held_statuses::ListHeldStatuses::default();
    let held = moderator.client.send(&list).await?.items;
    assert_eq!(
        held[0].status.content.as_deref(),
        Some("<p>for friends</p>")
    );
    assert_eq!(held[0].auto_rule_id, Some(RULE.to_string()));
    assert!(!held[0].was_published && held[0].held_at.is_some());
    let act = api::admin::acts::GetAct {
        id: held[0].act_id.clone().ok_or("an act")?,
    };
    let act = moderator.client.send(&act).await?;
    assert_eq!(act.reason.as_deref(), Some("A first post with a link"));
    assert_eq!((&*act.action, act.account_id), ("hold", None));
    let posts = asks::<api::admin::statuses::ListStatusesOf>(json!({ "id": ann.id() }));
    let posts = moderator.client.send(&posts).await?.items;
    assert!(posts[0].id == id && posts[0].held_at.is_some());
    let alone = api::admin::statuses::InspectStatus { id };
    assert!(moderator.client.send(&alone).await?.held_at.is_some());
    let queue = api::admin::queue::ShowQueue::default();
    let queue = moderator.client.send(&queue).await?;
    assert_eq!(queue.counts.held_posts, Some(1));
    let item = &queue.items[0];
    let shown = (&*item.r#type, &*item.account, &*item.text);
    assert_eq!(shown, ("held_post", "ann", "for friends"));
    Ok(())
}

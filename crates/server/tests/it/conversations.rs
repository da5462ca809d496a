//! Messages to few, and conversations that nobody wants to hear of.

use api::{
    admin::accounts::{AccountAction, ActOnAccount},
    blocks::BlockAccount,
    conversations::{ListConversations, ReadConversation, RemoveConversation, UnreadConversation},
    entities::{Conversation, Status},
    statuses::{
        DeleteStatus, PostStatus,
        mutes::{MuteConversation, UnmuteConversation},
    },
};
use serde_json::json;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::{asks, says, texts, to},
};

impl Person {
    async fn conversations(&self) -> Result<Vec<Conversation>, client::Error> {
        let page = self.client.send(&ListConversations::default()).await?;
        Ok(page.items)
    }

    pub(crate) async fn delete(&self, post: &Status) -> Result<(), client::Error> {
        let delete = DeleteStatus {
            id: post.id.clone(),
            delete_media: None,
        };
        self.client.send(&delete).await.map(drop)
    }
}

fn answer(to_post: &Status, text: &str) -> PostStatus {
    PostStatus {
        in_reply_to_id: Some(to_post.id.clone()),
        ..to(text, "direct")
    }
}

/// With whom, the last message, and whether it is new.
fn shown(conversations: &[Conversation]) -> Vec<(Vec<&str>, Option<&str>, bool)> {
    conversations
        .iter()
        .map(|it| {
            let people = it.accounts.iter().map(|it| it.acct.as_str()).collect();
            let last = it.last_status.as_ref();
            let last = last.map(|it| {
                texts(std::slice::from_ref(it))[0]
                    .split(' ')
                    .next()
                    .unwrap_or("")
            });
            (people, last, it.unread)
        })
        .collect()
}

#[tokio::test]
async fn messages_among_the_same_people_are_one_conversation() -> Test {
    let server = Server::start().await?;
    let (ann, bob, carl) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("carl")?,
    );
    let first = ann.post(to("one @bob", "direct")).await?;
    bob.post(answer(&first, "two @ann")).await?;
    ann.post(to("three @bob @carl", "direct")).await?;
    ann.post(says("not a message @bob")).await?;

    assert_eq!(
        shown(&ann.conversations().await?),
        [
            (vec!["bob", "carl"], Some("three"), false),
            (vec!["bob"], Some("two"), true),
        ]
    );
    assert_eq!(
        shown(&bob.conversations().await?),
        [
            (vec!["ann", "carl"], Some("three"), true),
            (vec!["ann"], Some("two"), false),
        ]
    );
    assert_eq!(carl.conversations().await?.len(), 1);
    let first: ListConversations = asks(json!({ "limit": "1" }));
    let page = ann.client.send(&first).await?;
    let last = page.items[0]
        .last_status
        .as_ref()
        .expect("there")
        .id
        .clone();
    assert!(
        page.next()
            .is_some_and(|it| it.contains(&format!("max_id={last}")))
    );
    let rest: ListConversations = asks(json!({ "max_id": last }));
    let rest = ann.client.send(&rest).await?.items;
    assert_eq!(shown(&rest), [(vec!["bob"], Some("two"), true)]);
    Ok(())
}

#[tokio::test]
async fn a_conversation_is_read_unread_and_removed_by_its_owner() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let first = ann.post(to("one @bob", "direct")).await?;
    let id = bob.conversations().await?[0].id.clone();
    let read = ReadConversation { id: id.clone() };

    assert!(!bob.client.send(&read).await?.unread);
    let unread = UnreadConversation { id: id.clone() };
    assert!(bob.client.send(&unread).await?.unread);
    let missing = (404, "Record not found".to_owned());
    assert_eq!(refusal(ann.client.send(&read).await), missing);
    let remove = RemoveConversation { id };
    assert_eq!(refusal(ann.client.send(&remove).await), missing);
    bob.client.send(&remove).await?;
    assert!(bob.conversations().await?.is_empty());
    assert_eq!(ann.conversations().await?.len(), 1);

    ann.post(answer(&first, "two @bob")).await?;
    let anew = bob.conversations().await?;
    assert_eq!(shown(&anew), [(vec!["ann"], Some("two"), true)]);
    Ok(())
}

#[tokio::test]
async fn when_the_last_message_goes_the_one_before_is_the_last() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let first = ann.post(to("one @bob", "direct")).await?;
    let second = ann.post(answer(&first, "two @bob")).await?;
    let third = bob.post(answer(&second, "three @ann")).await?;

    ann.delete(&second).await?;
    bob.delete(&third).await?;
    for person in [&ann, &bob] {
        let left = person.conversations().await?;
        assert_eq!(shown(&left)[0].1, Some("one"));
    }
    ann.delete(&first).await?;
    for person in [&ann, &bob] {
        assert!(person.conversations().await?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn what_somebody_does_not_want_to_hear_does_not_reach_her() -> Test {
    let server = Server::start().await?;
    let (ann, bob, eve) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("eve")?,
    );
    let first = ann.post(to("one @bob", "direct")).await?;
    let mute = MuteConversation {
        id: first.id.clone(),
    };
    assert_eq!(bob.client.send(&mute).await?.muted, Some(true));

    let second = ann.post(answer(&first, "two @bob")).await?;
    let seen = bob.conversations().await?;
    assert_eq!(shown(&seen), [(vec!["ann"], Some("one"), true)]);
    assert_eq!(bob.show(&second.id).await?.muted, Some(true));
    let unmute = UnmuteConversation {
        id: second.id.clone(),
    };
    assert_eq!(bob.client.send(&unmute).await?.muted, Some(false));
    ann.post(answer(&second, "three @bob")).await?;
    let seen = bob.conversations().await?;
    assert_eq!(shown(&seen), [(vec!["ann"], Some("three"), true)]);

    bob.client.send(&BlockAccount { id: ann.id() }).await?;
    assert!(bob.conversations().await?.is_empty());
    bob.client.send(&BlockAccount { id: eve.id() }).await?;
    eve.post(to("hey @bob", "direct")).await?;
    assert!(bob.conversations().await?.is_empty());
    let hidden = MuteConversation { id: second.id };
    let refused = refusal(eve.client.send(&hidden).await);
    assert_eq!(refused, (404, "Record not found".into()));
    Ok(())
}

#[tokio::test]
async fn the_message_of_somebody_suspended_is_not_shown() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    ann.post(to("one @bob", "direct")).await?;

    let suspend = ActOnAccount::new(ann.id(), AccountAction::Suspend);
    owner.client.send(&suspend).await?;

    let seen = bob.conversations().await?;
    assert_eq!(shown(&seen), [(vec!["ann"], None, true)]);
    assert_eq!(seen[0].accounts[0].suspended, Some(true));
    Ok(())
}

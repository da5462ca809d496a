//! Lists of people, which their owner alone knows of.

use api::{
    Open,
    admin::accounts::{AccountAction, ActOnAccount, DeleteAccount},
    entities::{List, RepliesPolicy},
    lists::{
        AddToList, CreateList, DeleteList, GetList, ListLists, ListListsWith, ListMembers,
        RemoveFromList, UpdateList,
    },
    timelines::HomeTimeline,
};
use serde_json::{Value, json};
use store::{lists, testing};

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::{says, texts},
};

type Anything<T> = Result<T, Box<dyn std::error::Error>>;

async fn create(owner: &Person, title: &str) -> Anything<List> {
    let request = CreateList {
        title: title.into(),
        ..CreateList::default()
    };
    Ok(owner.client.send(&request).await?)
}

fn adding(list: &List, ids: &[&str]) -> AddToList {
    AddToList {
        id: list.id.clone(),
        account_ids: ids.iter().map(ToString::to_string).collect(),
    }
}

async fn members(owner: &Person, list: &List, limit: Option<&str>) -> Anything<Vec<String>> {
    let request = ListMembers {
        id: list.id.clone(),
        max_id: None,
        since_id: None,
        min_id: None,
        limit: limit.map(str::to_owned),
    };
    let mut pages = owner.client.pages(&request);
    let mut ids = Vec::new();
    while let Some(page) = pages.next().await {
        ids.extend(page?.items.into_iter().map(|it| it.id));
    }
    Ok(ids)
}

#[tokio::test]
async fn a_list_is_made_changed_and_deleted_by_its_owner_alone() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);

    let list = create(&ann, "Friends").await?;
    let change = UpdateList {
        id: list.id.clone(),
        title: None,
        replies_policy: Some("none".into()),
        exclusive: Some(true),
    };
    let changed = ann.client.send(&change).await?;

    assert_eq!(
        (list.replies_policy, list.exclusive),
        (Open::Known(RepliesPolicy::List), false)
    );
    let expected = List {
        id: list.id.clone(),
        title: "Friends".into(),
        replies_policy: Open::Known(RepliesPolicy::None),
        exclusive: true,
    };
    assert_eq!(changed, expected);
    assert_eq!(ann.client.send(&ListLists {}).await?, [expected]);
    let id = list.id.clone();
    let not_found = (404, "Record not found".to_owned());
    assert_eq!(
        refusal(bob.client.send(&GetList { id: id.clone() }).await),
        not_found
    );
    assert_eq!(refusal(bob.client.send(&change).await), not_found);
    let delete = DeleteList { id: id.clone() };
    assert_eq!(refusal(bob.client.send(&delete).await), not_found);
    assert!(bob.client.send(&ListLists {}).await?.is_empty());
    ann.client.send(&delete).await?;
    assert_eq!(refusal(ann.client.send(&GetList { id }).await), not_found);
    Ok(())
}

#[tokio::test]
async fn a_list_that_makes_no_sense_is_refused() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let list = create(&ann, "Friends").await?;
    let made = |title: &str, policy: Option<&str>| CreateList {
        title: title.into(),
        replies_policy: policy.map(str::to_owned),
        exclusive: None,
    };

    for (request, text) in [
        (made("", None), "Title can't be blank"),
        (made(" ", None), "Title can't be blank"),
        (
            made("a", Some("all")),
            "Replies policy is not included in the list",
        ),
        (
            made(&"a".repeat(257), None),
            "Title is too long (maximum is 256 characters)",
        ),
    ] {
        let said = refusal(ann.client.send(&request).await);
        assert_eq!(said, (422, format!("Validation failed: {text}")));
    }
    let change = UpdateList {
        id: list.id.clone(),
        title: Some(String::new()),
        replies_policy: None,
        exclusive: Some(true),
    };
    let said = refusal(ann.client.send(&change).await);
    assert_eq!(
        said,
        (422, "Validation failed: Title can't be blank".into())
    );
    assert_eq!(ann.client.send(&ListLists {}).await?, [list]);
    Ok(())
}

#[tokio::test]
async fn a_member_has_fifty_lists_and_no_more() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    for number in 0..50 {
        create(&ann, &number.to_string()).await?;
    }

    let more = CreateList {
        title: "one more".into(),
        ..CreateList::default()
    };
    let said = refusal(ann.client.send(&more).await);

    let text = "Validation failed: You have reached the maximum number of lists";
    assert_eq!(said, (422, text.into()));
    assert_eq!(ann.client.send(&ListLists {}).await?.len(), 50);
    Ok(())
}

#[tokio::test]
async fn only_those_whom_one_has_chosen_come_onto_a_list() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let (carl, dora) = (server.member("carl")?, server.member("dora")?);
    server.follow(&ann, &bob)?;
    let asks = format!(
        "INSERT INTO follow_requests (account_id, target_account_id, shows_reblogs, notifies, \
         created_at) VALUES ({}, {}, true, false, '2026-11-22 12:00:00+00:00')",
        ann.id, carl.id
    );
    server.change(|cx| Ok(testing::execute(&mut cx.tx, &asks).map(drop)?))?;
    let list = create(&ann, "Friends").await?;

    for ids in [
        vec![dora.id()],
        vec![bob.id(), dora.id()],
        vec![bob.id(), "x".into()],
        vec![bob.id(), "4711".into()],
    ] {
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let said = refusal(ann.client.send(&adding(&list, &ids)).await);
        assert_eq!(said, (404, "Record not found".into()), "{ids:?}");
    }
    assert!(members(&ann, &list, None).await?.is_empty(), "none or all");
    let ids = [&*bob.id(), &*carl.id(), &*ann.id(), &*bob.id()];
    ann.client.send(&adding(&list, &ids)).await?;

    let found = members(&ann, &list, None).await?;
    assert_eq!(found, [carl.id(), bob.id(), ann.id()], "newest first");
    let said = refusal(ann.client.send(&adding(&list, &[&bob.id()])).await);
    let text = "Validation failed: Account has already been taken";
    assert_eq!(said, (422, text.into()));
    ann.client.send(&adding(&list, &[])).await?;
    let remove = RemoveFromList {
        id: list.id.clone(),
        account_ids: vec![carl.id(), dora.id(), "x".into()],
    };
    ann.client.send(&remove).await?;
    assert_eq!(
        members(&ann, &list, None).await?,
        [bob.id(), ann.id()],
        "who was not on it does no harm"
    );
    Ok(())
}

#[tokio::test]
async fn members_are_paged_or_come_all_at_once_without_suspended_ones() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let list = create(&ann, "Friends").await?;
    let mut ids = Vec::new();
    for number in 0..45 {
        let friend = server.member(&format!("friend{number}"))?;
        server.follow(&ann, &friend)?;
        ids.push(friend.id());
    }
    let all: Vec<&str> = ids.iter().map(String::as_str).collect();
    ann.client.send(&adding(&list, &all)).await?;
    ids.reverse();

    let first = ListMembers {
        id: list.id.clone(),
        max_id: None,
        since_id: None,
        min_id: None,
        limit: None,
    };
    assert_eq!(ann.client.send(&first).await?.items.len(), 40);
    assert_eq!(members(&ann, &list, None).await?, ids);
    assert_eq!(members(&ann, &list, Some("7")).await?, ids);
    let whole = ListMembers {
        limit: Some("0".into()),
        ..first
    };
    let page = ann.client.send(&whole).await?;
    assert_eq!((page.items.len(), page.links), (45, None));
    let suspend = ActOnAccount::new(ids[3].clone(), AccountAction::Suspend);
    moderator.client.send(&suspend).await?;
    let gone = ids.remove(3);
    assert_eq!(members(&ann, &list, Some("7")).await?, ids);
    let with = ListListsWith { id: gone };
    assert!(ann.client.send(&with).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn lists_with_somebody_are_ones_own() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    server.follow(&ann, &bob)?;
    let (first, second) = (create(&ann, "one").await?, create(&ann, "two").await?);
    create(&ann, "three").await?;
    for list in [&second, &first] {
        ann.client.send(&adding(list, &[&bob.id()])).await?;
    }

    let with = ListListsWith { id: bob.id() };
    assert_eq!(
        ann.client.send(&with).await?,
        [first.clone(), second.clone()]
    );
    assert!(bob.client.send(&with).await?.is_empty());
    server.change(|cx| Ok(lists::drop_member(&mut cx.tx, ann.id, bob.id)?))?;
    assert!(ann.client.send(&with).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn posts_of_members_stay_out_of_the_home_where_the_list_is_exclusive() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    server.follow(&ann, &bob)?;
    let list = create(&ann, "Loud").await?;
    ann.client.send(&adding(&list, &[&bob.id()])).await?;
    bob.post(says("before")).await?;
    server.work_off()?;
    let change = UpdateList {
        id: list.id.clone(),
        title: None,
        replies_policy: None,
        exclusive: Some(true),
    };

    ann.client.send(&change).await?;
    bob.post(says("after")).await?;
    server.work_off()?;

    let home = ann.client.send(&HomeTimeline::default()).await?.items;
    assert_eq!(texts(&home), ["before"]);
    Ok(())
}

#[tokio::test]
async fn a_purge_takes_lists_away_and_places_on_them() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    server.follow(&ann, &bob)?;
    server.follow(&bob, &ann)?;
    let (mine, hers) = (create(&bob, "mine").await?, create(&ann, "hers").await?);
    bob.client.send(&adding(&mine, &[&ann.id()])).await?;
    ann.client.send(&adding(&hers, &[&bob.id()])).await?;

    let suspend = ActOnAccount::new(bob.id(), AccountAction::Suspend);
    admin.client.send(&suspend).await?;
    admin.client.send(&DeleteAccount { id: bob.id() }).await?;
    server.work_off()?;

    assert!(lists::all_of(&mut server.tx()?, bob.id)?.is_empty());
    let id: i64 = hers.id.parse()?;
    assert!(lists::members(&mut server.tx()?, id)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn programs_send_lists_as_forms_and_delete_with_a_body() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    server.follow(&ann, &bob)?;
    let list = create(&ann, "Friends").await?;
    let address = format!("{}/api/v1/lists/{}/accounts", server.url, list.id);
    let form = format!("account_ids[]={}", bob.id());
    let kind = "application/x-www-form-urlencoded";

    let call = server.http.post(&address).bearer_auth(&ann.token);
    let answer = call
        .header("content-type", kind)
        .body(form.clone())
        .send()
        .await?;
    let body: Value = serde_json::from_str(&answer.text().await?)?;
    assert_eq!(body, json!({}));
    assert_eq!(members(&ann, &list, None).await?, [bob.id()]);
    let call = server.http.delete(&address).bearer_auth(&ann.token);
    call.header("content-type", kind).body(form).send().await?;
    assert!(members(&ann, &list, None).await?.is_empty());
    Ok(())
}

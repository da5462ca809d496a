//! Notifications, taken together.

use api::{
    Linked,
    admin::accounts::{AccountAction, UnsuspendAccount},
    entities::{NotificationGroup, NotificationGroups, Status},
    notification_groups::{
        CountNotificationGroups, DismissNotificationGroup, ListNotificationGroupAccounts,
        ListNotificationGroups, ShowNotificationGroup,
    },
};
use chrono::TimeDelta;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::says,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

impl Person {
    async fn groups(&self, request: &ListNotificationGroups) -> Result<NotificationGroups> {
        Ok(self.client.send(request).await?.body)
    }
}

fn all() -> ListNotificationGroups {
    ListNotificationGroups::default()
}

fn with_limit(limit: &str) -> ListNotificationGroups {
    ListNotificationGroups {
        limit: Some(limit.into()),
        ..all()
    }
}

/// The types of groups, and how many notifications are in each.
fn sizes(groups: &[NotificationGroup]) -> Vec<(&str, i64)> {
    let size = |it: &'_ NotificationGroup| it.notifications_count;
    groups
        .iter()
        .map(|it| (it.r#type.as_str(), size(it)))
        .collect()
}

/// Ann's post, which so many people like.
async fn popular(server: &Server, ann: &Person, likes: usize) -> Result<(Status, Vec<Person>)> {
    let post = ann.post(says("Hello")).await?;
    let mut people = Vec::new();
    for number in 0..likes {
        let person = server.member(&format!("fan{number}"))?;
        person.like(&post).await?;
        people.push(person);
    }
    Ok((post, people))
}

#[tokio::test]
async fn likes_of_one_post_are_one_group() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let (post, fans) = popular(&server, &ann, 10).await?;
    fans[0].post(says("@ann Hi!")).await?;
    let other = ann.post(says("Something else")).await?;
    fans[0].like(&other).await?;
    fans[0].boost(&post).await?;
    fans[0].follow(&ann).await?;
    fans[1].follow(&ann).await?;

    let shown = ann.groups(&all()).await?;

    let groups = &shown.notification_groups;
    let expected = [
        ("follow", 2),
        ("reblog", 1),
        ("favourite", 1),
        ("mention", 1),
        ("favourite", 10),
    ];
    assert_eq!(sizes(groups), expected);
    let likes = &groups[4];
    let latest: Vec<String> = fans.iter().rev().take(8).map(Person::id).collect();
    assert_eq!(likes.sample_account_ids, latest);
    assert_eq!(likes.status_id, Some(post.id.clone()));
    let hour = server.now().timestamp() / 3600;
    assert_eq!(likes.group_key, format!("favourite-{}-{hour}", post.id));
    assert_eq!(
        likes.page_max_id.as_ref(),
        Some(&likes.most_recent_notification_id)
    );
    let told = ann.notices().await?;
    assert_eq!(told.last().map(|it| &it.id), likes.page_min_id.as_ref());
    assert_eq!(told.last().map(|it| &it.group_key), Some(&likes.group_key));
    let mention = &groups[3];
    let alone = format!("ungrouped-{}", mention.most_recent_notification_id);
    assert_eq!(mention.group_key, alone);
    assert_eq!(shown.accounts.len(), 10, "of all samples, each once");
    assert!(shown.partial_accounts.is_none());
    assert_eq!(shown.statuses.len(), 3, "each once");
    Ok(())
}

#[tokio::test]
async fn an_app_may_take_less_together_and_show_less_of_people() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let (_, fans) = popular(&server, &ann, 3).await?;
    fans[0].follow(&ann).await?;
    fans[1].follow(&ann).await?;

    let follows = ListNotificationGroups {
        grouped_types: vec!["follow".into()],
        ..all()
    };
    let shown = ann.groups(&follows).await?.notification_groups;
    let expected = [
        ("follow", 2),
        ("favourite", 1),
        ("favourite", 1),
        ("favourite", 1),
    ];
    assert_eq!(sizes(&shown), expected);
    assert!(shown[1].group_key.starts_with("ungrouped-"));

    let partial = ListNotificationGroups {
        expand_accounts: Some("partial_avatars".into()),
        ..all()
    };
    let shown = ann.groups(&partial).await?;
    let mut names: Vec<_> = shown.accounts.iter().map(|it| it.acct.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["fan1", "fan2"], "the latest of each group");
    let partial = shown.partial_accounts.unwrap_or_default();
    let names: Vec<_> = partial.iter().map(|it| it.acct.as_str()).collect();
    assert_eq!(names, ["fan0"]);
    Ok(())
}

#[tokio::test]
async fn a_group_spans_twelve_hours() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let (post, _) = popular(&server, &ann, 1).await?;

    server.advance(TimeDelta::hours(11));
    server.member("bob")?.like(&post).await?;
    server.advance(TimeDelta::hours(1));
    server.member("carl")?.like(&post).await?;
    server.advance(TimeDelta::hours(1));
    server.member("dora")?.like(&post).await?;

    let shown = ann.groups(&all()).await?.notification_groups;
    assert_eq!(sizes(&shown), [("favourite", 2), ("favourite", 2)]);
    Ok(())
}

#[tokio::test]
async fn groups_are_paged_both_ways() -> Test {
    let server = Server::start().await?;
    let (ann, bob, carl) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("carl")?,
    );
    let one = ann.post(says("one")).await?;
    let two = ann.post(says("two")).await?;
    bob.like(&one).await?;
    bob.like(&two).await?;
    bob.post(says("@ann Hi!")).await?;
    carl.like(&one).await?;
    let ids: Vec<String> = ann.notices().await?.into_iter().map(|it| it.id).collect();
    let [carl_one, mention, bob_two, bob_one] = ids.as_slice() else {
        panic!("{ids:?}")
    };
    let ranges = |page: &Linked<NotificationGroups>| -> Vec<(String, String)> {
        let id = |it: &Option<String>| it.clone().unwrap_or_default();
        let groups = page.body.notification_groups.iter();
        groups
            .map(|it| (id(&it.page_min_id), id(&it.page_max_id)))
            .collect()
    };
    let pair = |a: &String, b: &String| (a.clone(), b.clone());

    // Downwards, a page ends where it is full; an older like shows its group once more.
    let page = ann.client.send(&with_limit("2")).await?;
    assert_eq!(
        ranges(&page),
        [pair(carl_one, carl_one), pair(mention, mention)]
    );
    let links = page.links.as_ref().expect("links").to_str()?.to_owned();
    assert!(
        links.contains(&format!("limit=2&max_id={mention}>; rel=\"next\"")),
        "{links}"
    );
    assert!(
        links.contains(&format!("limit=2&min_id={carl_one}>; rel=\"prev\"")),
        "{links}"
    );
    let next = ListNotificationGroups {
        max_id: Some(mention.clone()),
        ..with_limit("2")
    };
    let page = ann.client.send(&next).await?;
    assert_eq!(
        ranges(&page),
        [pair(bob_two, bob_two), pair(bob_one, bob_one)]
    );
    assert_eq!(
        page.body.notification_groups[1].notifications_count, 2,
        "of all"
    );
    assert_eq!(
        page.body.notification_groups[1].most_recent_notification_id,
        *carl_one
    );

    // Upwards, what belongs together on the page is one.
    let up = ListNotificationGroups {
        min_id: Some("1".into()),
        ..with_limit("80")
    };
    let page = ann.client.send(&up).await?;
    let expected = [
        pair(bob_one, carl_one),
        pair(mention, mention),
        pair(bob_two, bob_two),
    ];
    assert_eq!(ranges(&page), expected);
    let up = ListNotificationGroups {
        min_id: Some(bob_one.clone()),
        ..with_limit("1")
    };
    let page = ann.client.send(&up).await?;
    assert_eq!(ranges(&page), [pair(bob_two, bob_two)]);
    let since = ListNotificationGroups {
        since_id: Some(bob_two.clone()),
        ..all()
    };
    let page = ann.client.send(&since).await?;
    assert_eq!(
        ranges(&page),
        [pair(carl_one, carl_one), pair(mention, mention)]
    );
    Ok(())
}

#[tokio::test]
async fn a_page_of_groups_reaches_past_a_very_large_one() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    ann.post(says("@ann nobody is told of herself")).await?;
    let bob = server.member("bob")?;
    bob.post(says("@ann Hi!")).await?;
    let (post, fans) = popular(&server, &ann, 1).await?;
    // More of the same than are looked at in one statement.
    server.change(|cx| {
        let like = ann_is_told(cx, ann.id)?;
        for number in 1..=100 {
            let more = store::notifications::Notification {
                id: like.id + number,
                ..like.clone()
            };
            store::notifications::add(&mut cx.tx, &more)?;
        }
        Ok(())
    })?;

    let shown = ann.groups(&with_limit("2")).await?.notification_groups;
    assert_eq!(sizes(&shown), [("favourite", 101), ("mention", 1)]);
    assert_eq!(shown[0].status_id, Some(post.id));
    assert!(
        shown[0]
            .sample_account_ids
            .iter()
            .all(|it| *it == fans[0].id())
    );
    let count = CountNotificationGroups::default();
    assert_eq!(ann.client.send(&count).await?.count, 2);
    Ok(())
}

fn ann_is_told(
    cx: &mut domain::Context,
    id: i64,
) -> domain::Result<store::notifications::Notification> {
    let viewer = store::visible::Viewer {
        account_id: Some(id),
        now: cx.now,
    };
    let newest = store::account_list::Window {
        max_id: None,
        since_id: None,
        min_id: None,
        limit: 1,
    };
    let all = store::notifications::Filter::default();
    let found = store::notifications::page(&mut cx.tx, id, &all, viewer, newest)?.pop();
    found.ok_or(domain::Error::NotFound)
}

#[tokio::test]
async fn one_group_can_be_shown_with_all_its_people_and_taken_away() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let (_, fans) = popular(&server, &ann, 3).await?;
    fans[0].post(says("@ann Hi!")).await?;
    let groups = ann.groups(&all()).await?.notification_groups;
    let keys: Vec<String> = groups.iter().map(|it| it.group_key.clone()).collect();
    let not_found = || (404, "Record not found".to_owned());

    for (key, size) in [(&keys[0], ("mention", 1)), (&keys[1], ("favourite", 3))] {
        let show = ShowNotificationGroup {
            group_key: key.clone(),
        };
        let shown = ann.client.send(&show).await?;
        assert_eq!(sizes(&shown.notification_groups), [size]);
        assert_eq!(shown.notification_groups[0].page_min_id, None);
        assert_eq!(shown.accounts.len() as i64, size.1);
        assert_eq!(refusal(fans[0].client.send(&show).await), not_found());
    }
    let people = ListNotificationGroupAccounts {
        group_key: keys[1].clone(),
        max_id: None,
        since_id: None,
        min_id: None,
        limit: Some("2".into()),
    };
    let mut pages = ann.client.pages(&people);
    let mut names = Vec::new();
    while let Some(page) = pages.next().await {
        names.extend(page?.items.into_iter().map(|it| it.username));
    }
    assert_eq!(names, ["fan2", "fan1", "fan0"]);

    for key in [
        &keys[1],
        &keys[0],
        &"favourite-1-1".to_owned(),
        &"x".to_owned(),
    ] {
        let group_key = key.clone();
        ann.client
            .send(&DismissNotificationGroup { group_key })
            .await?;
    }
    assert_eq!(ann.notices().await?, []);
    let show = ShowNotificationGroup {
        group_key: keys[1].clone(),
    };
    assert_eq!(refusal(ann.client.send(&show).await), not_found());
    Ok(())
}

#[tokio::test]
async fn who_is_suspended_does_not_count_in_a_group() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let (_, fans) = popular(&server, &ann, 3).await?;

    moderator.act_on(&fans[2], AccountAction::Suspend).await?;
    let shown = ann.groups(&all()).await?.notification_groups;
    assert_eq!(sizes(&shown), [("favourite", 2)]);
    assert_eq!(shown[0].sample_account_ids, [fans[1].id(), fans[0].id()]);

    let id = fans[2].id();
    moderator.client.send(&UnsuspendAccount { id }).await?;
    let shown = ann.groups(&all()).await?.notification_groups;
    assert_eq!(sizes(&shown), [("favourite", 3)]);
    Ok(())
}

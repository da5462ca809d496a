//! What the staff tells all members.

use api::{
    admin::accounts::{AccountAction, ActOnAccount, DeleteAccount},
    announcements::{
        DismissAnnouncement, ListAnnouncements, ReactToAnnouncement, TakeBackReaction,
    },
    entities::Announcement,
};
use chrono::TimeDelta;
use client::Client;
use domain::{
    Caller, Error, Event,
    announcements::{self, Draft},
    emojis,
    jobs::SCHEDULES,
    members,
};

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::to,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn saying(text: &str) -> Draft {
    Draft {
        text: text.into(),
        ..Draft::default()
    }
}

impl Server {
    /// Publishes what is due and takes down what is over; the events of that.
    fn keep_time(&self) -> Result<Vec<Event>> {
        let schedule = SCHEDULES.iter().find(|it| it.name == "announce");
        let schedule = schedule.expect("it is kept");
        self.change(|cx| {
            (schedule.run)(cx)?;
            Ok(cx.events.clone())
        })
    }

    fn announce(&self, draft: &Draft) -> Result<String> {
        let added = self.change(|cx| announcements::create(cx, draft))?;
        Ok(added.id.to_string())
    }
}

async fn list(client: &Client) -> Result<Vec<Announcement>> {
    Ok(client.send(&ListAnnouncements::default()).await?)
}

async fn texts(client: &Client) -> Result<Vec<String>> {
    let all = list(client).await?.into_iter();
    Ok(all.map(|it| it.content).collect())
}

fn react(id: &str, name: &str) -> ReactToAnnouncement {
    ReactToAnnouncement {
        id: id.into(),
        name: name.into(),
    }
}

fn take_back(id: &str, name: &str) -> TakeBackReaction {
    TakeBackReaction {
        id: id.into(),
        name: name.into(),
    }
}

#[tokio::test]
async fn members_see_what_is_announced() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    server.remote("bob", "far.example")?;
    let text = "Hi @ann and @bob@far.example and @nobody!\n\nSee <b> https://a.example #Garden";
    let id = server.announce(&saying(text))?;

    let all = list(&ann.client).await?;

    let [shown] = &all[..] else { panic!("{all:?}") };
    assert_eq!((shown.id.as_str(), shown.read), (id.as_str(), Some(false)));
    assert!(shown.content.starts_with("<p>Hi "), "{}", shown.content);
    assert!(shown.content.contains("&lt;b&gt;"), "{}", shown.content);
    for link in [
        "https://a.example",
        &format!("{}/@ann", server.url),
        "https://far.example/users/bob",
    ] {
        let link = format!("<a href=\"{link}\"");
        assert!(shown.content.contains(&link), "{link}: {}", shown.content);
    }
    assert_eq!(shown.published_at.0, server.now());
    let mentions: Vec<&str> = shown.mentions.iter().map(|it| it.acct.as_str()).collect();
    assert_eq!(mentions, ["ann", "bob@far.example"]);
    assert_eq!(shown.tags[0].name, "garden");
    assert_eq!(shown.tags[0].url, format!("{}/tags/garden", server.url));
    assert!(shown.reactions.is_empty() && shown.statuses.is_empty());
    Ok(())
}

#[tokio::test]
async fn posts_that_everybody_may_see_come_with_an_announcement() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let mut links = Vec::new();
    for visibility in ["public", "private"] {
        let posted = bob.post(to("Look", visibility)).await?;
        links.push((posted.id, posted.url.expect("it has a page")));
    }
    let [(public, one), (_, other)] = &links[..] else {
        panic!("{links:?}")
    };
    server.announce(&saying(&format!("{one} {other} https://a.example/@bob/1")))?;

    let shown = list(&ann.client).await?.remove(0);

    let ids: Vec<&str> = shown.statuses.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, [public]);
    Ok(())
}

#[tokio::test]
async fn a_dismissed_announcement_is_shown_only_when_asked_for() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let id = server.announce(&saying("Hello"))?;

    for _ in 0..2 {
        ann.client
            .send(&DismissAnnouncement { id: id.clone() })
            .await?;
    }

    assert!(list(&ann.client).await?.is_empty());
    let everything = ListAnnouncements {
        with_dismissed: Some(true),
    };
    assert_eq!(ann.client.send(&everything).await?[0].read, Some(true));
    assert_eq!(list(&bob.client).await?[0].read, Some(false));
    Ok(())
}

#[tokio::test]
async fn members_react_with_emoji_and_take_it_back() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let id = server.announce(&saying("Hello"))?;
    server.change(|cx| emojis::add(cx, "cat", None, "emojis/a.gif", "emojis/b.png"))?;

    for (who, name) in [(&ann, "🎉"), (&ann, "🎉"), (&bob, "cat"), (&bob, "🎉")] {
        who.client.send(&react(&id, name)).await?;
    }

    let shown = list(&ann.client).await?.remove(0).reactions;
    let [party, cat] = &shown[..] else {
        panic!("{shown:?}")
    };
    assert_eq!(
        (party.name.as_str(), party.count, party.me),
        ("🎉", 2, Some(true))
    );
    assert_eq!(
        (party.url.as_ref(), cat.count, cat.me),
        (None, 1, Some(false))
    );
    let picture = |name| Some(format!("{}/media/emojis/{name}", server.url));
    assert_eq!(
        (&cat.url, &cat.static_url),
        (&picture("a.gif"), &picture("b.png"))
    );

    ann.client.send(&take_back(&id, "🎉")).await?;
    let again = ann.client.send(&take_back(&id, "🎉")).await;
    assert_eq!(refusal(again), (404, "Record not found".into()));
    let shown = list(&ann.client).await?.remove(0).reactions;
    assert_eq!((shown[0].count, shown[0].me), (1, Some(false)));
    Ok(())
}

#[tokio::test]
async fn what_is_no_emoji_or_one_too_many_is_refused() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let id = server.announce(&saying("Hello"))?;
    server.change(|cx| {
        emojis::add(cx, "off", None, "emojis/a.png", "emojis/a.png")?;
        emojis::disable(cx, "off")
    })?;

    for name in ["x", "off", ":cat:", "🎉🎉", "1"] {
        let answer = refusal(ann.client.send(&react(&id, name)).await);
        let text = "Validation failed: Name is not a recognized emoji".to_owned();
        assert_eq!(answer, (422, text), "{name}");
    }
    for name in ["🐘", "🐀", "🐁", "🐂", "🐃", "🐄", "🐅", "🐆"] {
        ann.client.send(&react(&id, name)).await?;
    }
    let ninth = refusal(bob.client.send(&react(&id, "🐇")).await);
    let text = "Validation failed: Limit of different reactions reached".to_owned();
    assert_eq!(ninth, (422, text));
    bob.client.send(&react(&id, "🐘")).await?;

    assert_eq!(list(&bob.client).await?[0].reactions.len(), 8);
    Ok(())
}

#[tokio::test]
async fn announcements_come_and_go_by_the_clock() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let now = server.now();
    let later = Draft {
        scheduled_at: Some(now + TimeDelta::hours(1)),
        starts_at: Some(now + TimeDelta::hours(2)),
        ends_at: Some(now + TimeDelta::hours(3)),
        ..saying("later")
    };
    let id = server.announce(&later)?;
    let announcement_id: i64 = id.parse()?;
    assert!(server.keep_time()?.is_empty() && list(&ann.client).await?.is_empty());
    let answer = ann.client.send(&react(&id, "🎉")).await;
    assert_eq!(refusal(answer).0, 404);

    server.advance(TimeDelta::hours(1));
    assert_eq!(server.keep_time()?, [Event::Announced { announcement_id }]);
    assert_eq!(texts(&ann.client).await?, ["<p>later</p>"]);

    server.advance(TimeDelta::hours(2));
    assert_eq!(
        server.keep_time()?,
        [Event::Unannounced { announcement_id }]
    );
    assert!(list(&ann.client).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn what_begins_first_is_listed_first() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let at = |hours| Some(server.now() + TimeDelta::hours(hours));
    let about = |text, starts, ends| Draft {
        starts_at: at(starts),
        ends_at: at(ends),
        ..saying(text)
    };
    server.announce(&about("tomorrow", 24, 25))?;
    server.announce(&saying("now"))?;
    server.announce(&about("yesterday", -24, 1))?;

    let texts = texts(&ann.client).await?;

    assert_eq!(texts, ["<p>yesterday</p>", "<p>now</p>", "<p>tomorrow</p>"]);
    Ok(())
}

#[tokio::test]
async fn staff_changes_takes_down_and_removes_and_all_of_it_is_in_the_log() -> Test {
    let server = Server::start().await?;
    let boss = server.staff("boss", "Admin")?;
    let ann = server.member("ann")?;

    let (id, mut told) = server.change(|cx| {
        let member = members::find(cx, boss.id)?.ok_or(Error::NotFound)?;
        cx.caller = Caller::Member(Box::new(member));
        let id = announcements::create(cx, &saying("one"))?.id;
        announcements::change(cx, id, &saying("two"))?;
        announcements::unpublish(cx, id)?;
        Ok((id, cx.events.clone()))
    })?;
    assert!(list(&ann.client).await?.is_empty());
    told.extend(server.change(|cx| {
        announcements::publish(cx, id)?;
        Ok(cx.events.clone())
    })?);
    assert_eq!(texts(&ann.client).await?, ["<p>two</p>"]);
    told.extend(server.change(|cx| {
        announcements::remove(cx, id)?;
        Ok(cx.events.clone())
    })?);

    assert!(list(&ann.client).await?.is_empty());
    let log = store::action_log::about(&mut server.tx()?, "Announcement", id)?;
    let log: Vec<_> = log
        .iter()
        .map(|it| {
            (
                it.action.as_str(),
                it.human_identifier.as_str(),
                it.account_id,
            )
        })
        .collect();
    let expected = [
        ("create", "one", Some(boss.id)),
        ("update", "one", Some(boss.id)),
        ("update", "two", Some(boss.id)),
        ("update", "two", None),
        ("destroy", "two", None),
    ];
    assert_eq!(log, expected);
    let on = Event::Announced {
        announcement_id: id,
    };
    let off = Event::Unannounced {
        announcement_id: id,
    };
    assert_eq!(told, [&on, &on, &off, &on, &off].map(Clone::clone));
    Ok(())
}

#[tokio::test]
async fn who_may_not_announce_does_not() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let id = server
        .change(|cx| announcements::create(cx, &saying("one")))?
        .id;
    let tries = |person: &Person| {
        server.change(|cx| {
            let member = members::find(cx, person.id)?.ok_or(Error::NotFound)?;
            cx.caller = Caller::Member(Box::new(member));
            let answers = [
                announcements::create(cx, &saying("two")).map(drop),
                announcements::change(cx, id, &saying("two")).map(drop),
                announcements::unpublish(cx, id).map(drop),
                announcements::remove(cx, id),
                announcements::remove(cx, 4711),
            ];
            Ok(answers.map(|it| matches!(it, Err(Error::NotPermitted))))
        })
    };

    assert_eq!(tries(&ann)?, [true; 5]);
    assert_eq!(tries(&moderator)?, [true; 5]);
    assert_eq!(texts(&ann.client).await?, ["<p>one</p>"]);
    Ok(())
}

#[tokio::test]
async fn a_draft_that_makes_no_sense_is_refused() -> Test {
    let server = Server::start().await?;
    let now = server.now();
    let refusal = |draft: Draft| {
        let answer = server.announce(&draft);
        answer.map_or_else(|it| it.to_string(), |_| "accepted".into())
    };
    let from = |starts_at, ends_at| Draft {
        starts_at,
        ends_at,
        ..saying("text")
    };

    assert_eq!(
        refusal(saying(" \n")),
        "Validation failed: Text can't be blank"
    );
    assert_eq!(
        refusal(from(Some(now), None)),
        "Validation failed: Ends at can't be blank"
    );
    assert_eq!(
        refusal(from(None, Some(now))),
        "Validation failed: Starts at can't be blank"
    );
    let backwards = from(Some(now), Some(now - TimeDelta::hours(1)));
    assert_eq!(
        refusal(backwards),
        "Validation failed: Ends at is before the start"
    );
    assert!(store::announcements::all(&mut server.tx()?)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_purged_member_has_reacted_to_nothing() -> Test {
    let server = Server::start().await?;
    let boss = server.staff("boss", "Owner")?;
    let ann = server.member("ann")?;
    let id = server.announce(&saying("Hello"))?;
    ann.client.send(&react(&id, "🎉")).await?;

    let suspend = ActOnAccount::new(ann.id(), AccountAction::Suspend);
    boss.client.send(&suspend).await?;
    boss.client.send(&DeleteAccount { id: ann.id() }).await?;
    server.work_off()?;

    assert!(list(&boss.client).await?[0].reactions.is_empty());
    Ok(())
}

//! What a post has to be like to meet a rule.

use api::{
    Open,
    admin::{
        auto_rules::{
            AutomaticRuleOrigin::{Local, Remote},
            AutomaticRuleOutcome::Flag,
            CreateAutomaticRule,
        },
        statuses::{ActOnStatuses, StatusAction},
    },
    statuses::edits::EditStatus,
};
use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::json;

use super::world::{Result, World, posts, words};
use crate::{
    files::png,
    server::Test,
    statuses::{asks, says, to},
};

impl World {
    /// Of some texts, which meet a rule when Ann posts them.
    async fn meeting(&self, rule: CreateAutomaticRule, texts: &[&str]) -> Result<Vec<String>> {
        let id = self.rule(&rule).await?;
        let mut posted = Vec::new();
        for text in texts {
            posted.push((self.ann.post(says(text)).await?.id, (*text).to_owned()));
        }
        let met = self.met(&id).await?;
        posted.retain(|(id, _)| met.contains(id));
        Ok(posted.into_iter().map(|(_, text)| text).collect())
    }
}

fn rule() -> CreateAutomaticRule {
    posts(&[Flag])
}

#[tokio::test]
async fn words_are_whole_and_of_any_case_and_accent() -> Test {
    let world = World::new().await?;
    let rule = CreateAutomaticRule {
        words: words(&["casino", "Gratuité totale"]),
        ..rule()
    };
    let texts = [
        "A CASINO!",
        "Casinos",
        "ca\u{200b}sino",
        "gratuite\n TOTALE",
        "gratuité totalement",
        "#casino",
    ];

    let met = world.meeting(rule, &texts).await?;

    assert_eq!(
        met,
        [
            "A CASINO!",
            "ca\u{200b}sino",
            "gratuite\n TOTALE",
            "#casino"
        ]
    );
    Ok(())
}

#[tokio::test]
async fn a_warning_and_the_options_of_a_poll_are_read_too() -> Test {
    let world = World::new().await?;
    let rule = CreateAutomaticRule {
        words: words(&["casino"]),
        ..rule()
    };
    let id = world.rule(&rule).await?;
    let poll = json!({
        "status": "Where?", "poll": { "options": ["Casino", "Home"], "expires_in": 3600 },
    });

    let warned = world
        .ann
        .post(asks(json!({ "status": "Hi", "spoiler_text": "casino" })))
        .await?;
    let asked = world.ann.post(asks(poll)).await?;

    assert_eq!(world.met(&id).await?, [warned.id, asked.id]);
    Ok(())
}

#[tokio::test]
async fn an_expression_fits_some_part_of_the_text() -> Test {
    let world = World::new().await?;
    let rule = CreateAutomaticRule {
        pattern: Some(r"win \d+ (euro|dollar)s?\b".into()),
        ..rule()
    };

    let texts = ["You WIN 500 Dollars now", "win euros", "win 5 eurostar"];
    let met = world.meeting(rule, &texts).await?;

    assert_eq!(met, ["You WIN 500 Dollars now"]);
    Ok(())
}

#[tokio::test]
async fn a_link_leads_to_a_host_or_to_one_below_it() -> Test {
    let world = World::new().await?;
    let hosts = CreateAutomaticRule {
        link_hosts: words(&["evil.example"]),
        ..rule()
    };
    let any = CreateAutomaticRule {
        has_link: Some(true),
        ..rule()
    };
    let any = world.rule(&any).await?;
    world.server.member("bob")?;
    let texts = [
        "https://evil.example/x",
        "http://www.EVIL.example:8080",
        "https://notevil.example/evil.example",
        "evil.example",
        "@bob #evil",
    ];

    let met = world.meeting(hosts, &texts).await?;

    assert_eq!(met, texts[..2]);
    assert_eq!(world.met(&any).await?.len(), 3);
    Ok(())
}

#[tokio::test]
async fn an_author_is_young_for_some_time() -> Test {
    let world = World::new().await?;
    let rule = CreateAutomaticRule {
        account_younger_than: Some(3600),
        ..rule()
    };
    let id = world.rule(&rule).await?;

    let first = world.ann.post(says("Hello")).await?;
    world.server.advance(TimeDelta::hours(1));
    world.ann.post(says("I am old")).await?;

    assert_eq!(world.met(&id).await?, [first.id]);
    Ok(())
}

#[tokio::test]
async fn whom_a_post_names_counts_and_whether_they_follow() -> Test {
    let world = World::new().await?;
    let (bob, _) = (world.server.member("bob")?, world.server.member("cat")?);
    let many = CreateAutomaticRule {
        mentions_at_least: Some(2),
        ..rule()
    };
    let strangers = CreateAutomaticRule {
        only_to_strangers: Some(true),
        ..rule()
    };
    let many = world.rule(&many).await?;
    let strangers = world.rule(&strangers).await?;
    world.server.follow(&bob, &world.ann)?;

    world.ann.post(says("To nobody, or @ann")).await?;
    world.ann.post(says("@bob hello @bob")).await?;
    let both = world.ann.post(says("@bob @cat")).await?;
    let cat = world.ann.post(says("@cat")).await?;

    assert_eq!(world.met(&many).await?, [both.id]);
    assert_eq!(world.met(&strangers).await?, [cat.id]);
    Ok(())
}

#[tokio::test]
async fn what_resembles_a_removed_post_is_met_until_that_is_restored_or_long_ago() -> Test {
    const SPAM: &str = "Buy cheap pills today and win a prize before all of them are gone for good";
    let world = World::new().await?;
    let bob = world.server.member("bob")?;
    let rule = CreateAutomaticRule {
        similar_to_removed: Some(60),
        ..rule()
    };
    let id = world.rule(&rule).await?;
    let first = bob.post(says(SPAM)).await?;
    assert!(world.met(&id).await?.is_empty());
    let act = ActOnStatuses {
        r#type: StatusAction::Delete.into(),
        status_ids: vec![first.id],
        ..ActOnStatuses::default()
    };
    let done = world.admin.client.send(&act).await?;

    let near = SPAM
        .replace("cheap", "fine")
        .replace("for good", "for good!");
    let near = world.ann.post(says(&near)).await?;
    world
        .ann
        .post(says("The heron stands in the brook and waits for nothing"))
        .await?;
    assert_eq!(world.met(&id).await?, [&*near.id]);

    let log = world.log().await?;
    let removal = log
        .iter()
        .find(|it| it.batch_id.as_deref() == Some(&*done.batch_id));
    world.revert(&removal.ok_or("it is in the log")?.id).await?;
    world.ann.post(says(&format!("{SPAM} now"))).await?;
    assert_eq!(world.met(&id).await?.len(), 1);

    let again = ActOnStatuses {
        status_ids: vec![near.id],
        ..act
    };
    world.admin.client.send(&again).await?;
    world.ann.post(says(&format!("{SPAM} yes"))).await?;
    assert_eq!(world.met(&id).await?.len(), 2);
    world.server.advance(TimeDelta::days(15));
    world.ann.post(says(&format!("{SPAM} no"))).await?;
    assert_eq!(world.met(&id).await?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn where_the_author_is_from_and_where_the_address_is() -> Test {
    let world = World::new().await?;
    let by = |change: fn(&mut CreateAutomaticRule)| {
        let mut rule = rule();
        change(&mut rule);
        rule
    };
    let mail = world
        .rule(&by(|it| it.email_domains = words(&["example"])))
        .await?;
    let other = world
        .rule(&by(|it| it.email_domains = words(&["mail.test"])))
        .await?;
    let here = world.rule(&by(|it| it.origin = Some(Local.into()))).await?;
    let there = world
        .rule(&by(|it| it.origin = Some(Remote.into())))
        .await?;
    let net = world
        .rule(&by(|it| it.networks = words(&["192.0.2.0/24"])))
        .await?;
    let eve = world.server.peer("eve", "far.test")?;
    eve.is_followed_by(&world.server, &world.ann)?;
    world.server.change(|cx| {
        let now = cx.now;
        let (old, new) = ("198.51.100.1".parse(), "192.0.2.7".parse());
        let day = TimeDelta::days(1);
        for (ip, at) in [(old, now - day), (new, now)] {
            let ip = ip.expect("an address");
            store::user_ips::add(&mut cx.tx, world.ann.id, ip, at)?;
        }
        Ok(())
    })?;

    let own = world.ann.post(says("Hello")).await?.id;
    let sent = eve
        .send(&world.server, &eve.create(&eve.note(1, "Hello")))
        .await?;

    assert_eq!(sent, StatusCode::ACCEPTED);
    for id in [&mail, &here, &net] {
        assert_eq!(world.met(id).await?, [&*own], "{id}");
    }
    assert!(world.met(&other).await?.is_empty());
    let far = eve.posts(&world.server)?[0].id.to_string();
    assert_eq!(world.met(&there).await?, [far]);
    Ok(())
}

#[tokio::test]
async fn all_conditions_have_to_hold() -> Test {
    let world = World::new().await?;
    let rule = CreateAutomaticRule {
        words: words(&["win", "prize"]),
        pattern: Some(r"\d{3}".into()),
        link_hosts: words(&["evil.example"]),
        account_younger_than: Some(3600),
        origin: Some(Local.into()),
        ..rule()
    };
    let texts = [
        "A prize: 500 at https://evil.example",
        "A prize: 500 at https://fine.example",
        "A prize: 50 at https://evil.example",
        "A price: 500 at https://evil.example",
    ];

    assert_eq!(world.meeting(rule, &texts).await?, texts[..1]);
    Ok(())
}

#[tokio::test]
async fn pictures_count_as_media() -> Test {
    let world = World::new().await?;
    let rule = CreateAutomaticRule {
        has_media: Some(true),
        ..rule()
    };
    let id = world.rule(&rule).await?;
    let file = world.server.upload(&world.ann, "a.png", &png(4, 4)).await?;
    world.server.work_off()?;

    world.ann.post(says("Without")).await?;
    let with = json!({ "status": "With", "media_ids": [file.id] });
    let with = world.ann.post(asks(with)).await?;

    assert_eq!(world.met(&id).await?, [with.id]);
    Ok(())
}

#[tokio::test]
async fn an_edit_is_met_like_a_post() -> Test {
    let world = World::new().await?;
    let rule = CreateAutomaticRule {
        words: words(&["casino"]),
        ..rule()
    };
    let id = world.rule(&rule).await?;
    let post = world.ann.post(says("Hello")).await?;

    let edit: EditStatus = asks(json!({ "id": post.id, "status": "A casino" }));
    world.ann.client.send(&edit).await?;

    assert_eq!(world.met(&id).await?, [post.id]);
    Ok(())
}

#[tokio::test]
async fn staff_and_those_whom_a_rule_spares_meet_none() -> Test {
    let world = World::new().await?;
    let moderator = world.server.staff("mod", "Moderator")?;
    let (bob, text) = (world.server.member("bob")?, "A casino");
    let rule = CreateAutomaticRule {
        words: words(&["casino"]),
        exempt_accounts: Some(vec![bob.id()]),
        ..rule()
    };
    let id = world.rule(&rule).await?;

    for person in [&moderator, &world.admin, &bob] {
        person.post(says(text)).await?;
    }
    let met = world.ann.post(says(text)).await?;

    assert_eq!(world.met(&id).await?, [met.id]);
    Ok(())
}

#[tokio::test]
async fn what_people_say_among_themselves_is_no_business_of_rules() -> Test {
    let world = World::new().await?;
    let (bob, _) = (world.server.member("bob")?, world.server.member("cat")?);
    world.server.follow(&bob, &world.ann)?;
    let rule = CreateAutomaticRule {
        words: words(&["casino"]),
        ..rule()
    };
    let id = world.rule(&rule).await?;

    world.ann.post(to("A casino, friends", "private")).await?;
    world.ann.post(to("@bob a casino", "direct")).await?;
    let quiet = world.ann.post(to("A casino", "unlisted")).await?;
    let stranger = world.ann.post(to("@cat a casino", "direct")).await?;

    assert_eq!(world.met(&id).await?, [quiet.id, stranger.id]);
    Ok(())
}

#[tokio::test]
async fn a_rule_ends_and_is_switched_off() -> Test {
    let world = World::new().await?;
    let ending = CreateAutomaticRule {
        words: words(&["casino"]),
        expires_at: Some((world.server.now() + TimeDelta::hours(1)).to_rfc3339()),
        ..rule()
    };
    let off = CreateAutomaticRule {
        enabled: Some(false),
        expires_at: None,
        ..ending.clone()
    };
    let (ending, off) = (world.rule(&ending).await?, world.rule(&off).await?);

    let first = world.ann.post(says("A casino")).await?;
    world.server.advance(TimeDelta::hours(1));
    world.ann.post(says("A casino again")).await?;

    assert_eq!(world.met(&ending).await?, [first.id]);
    assert!(world.met(&off).await?.is_empty());
    let shown = world.shown(&ending).await?;
    assert_eq!(shown.outcomes, [Open::Known(Flag)]);
    Ok(())
}

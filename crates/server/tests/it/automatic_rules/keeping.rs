//! Making, changing and reading rules.

use api::{
    Open,
    admin::auto_rules::{
        AutomaticRuleOutcome::{Flag, Hold, Limit, RequireApproval},
        AutomaticRuleSubject, CreateAutomaticRule, DeleteAutomaticRule, GetAutomaticRule,
        ListAutomaticRuleMatches, ListAutomaticRules, UpdateAutomaticRule,
    },
};
use chrono::TimeDelta;

use super::world::{World, posts, words};
use crate::{account_actions::refusal, server::Test, statuses::says};

fn change(id: &str) -> UpdateAutomaticRule {
    UpdateAutomaticRule {
        id: id.into(),
        ..UpdateAutomaticRule::default()
    }
}

#[tokio::test]
async fn a_rule_is_made_changed_and_taken_away_and_each_time_it_is_written_down() -> Test {
    let world = World::new().await?;
    let admin = &world.admin.client;
    let rule = CreateAutomaticRule {
        words: words(&["casino", " casino ", ""]),
        link_hosts: words(&["Evil.Example"]),
        networks: words(&["192.0.2.9/24"]),
        exempt_accounts: Some(vec![world.ann.id()]),
        limit_for: Some(3600),
        shadow: Some(true),
        expires_at: Some("2027-01-01".into()),
        ..posts(&[Limit, Flag])
    };

    let made = admin.send(&rule).await?;

    assert_eq!(made.conditions.words, ["casino"]);
    assert_eq!(made.conditions.link_hosts, ["evil.example"]);
    assert_eq!(made.conditions.networks, ["192.0.2.0/24"]);
    assert_eq!(made.outcomes, [Limit.into(), Flag.into()]);
    assert_eq!(made.report_category.to_text(), "spam");
    assert_eq!(made.account_id, Some(world.admin.id()));
    assert!(made.shadow && made.enabled && made.expires_at.is_some());
    assert_eq!((made.hits, made.last_hit_at), (0, None));
    assert_eq!(world.shown(&made.id).await?, world.shown(&made.id).await?);

    let less = UpdateAutomaticRule {
        link_hosts: Some(vec![String::new()]),
        networks: words(&[]),
        mentions_at_least: Some(3),
        limit_for: Some(0),
        shadow: Some(false),
        expires_at: Some(String::new()),
        ..change(&made.id)
    };
    let changed = admin.send(&less).await?;
    assert_eq!(changed.conditions.words, ["casino"]);
    assert!(changed.conditions.link_hosts.is_empty());
    assert_eq!(changed.conditions.mentions_at_least, Some(3));
    assert_eq!((changed.limit_for, changed.expires_at), (None, None));
    assert!(!changed.shadow);
    assert_eq!(changed.exempt_accounts, [world.ann.id()]);
    assert_eq!(admin.send(&ListAutomaticRules {}).await?, [changed]);

    let id = made.id.clone();
    admin.send(&DeleteAutomaticRule { id }).await?;
    assert_eq!(admin.send(&ListAutomaticRules {}).await?, []);
    let get = GetAutomaticRule { id: made.id };
    assert_eq!(refusal(admin.send(&get).await).0, 404);
    let log = world.log().await?;
    let told = log[..3]
        .iter()
        .map(|it| (&*it.action, &*it.target_type, &*it.target));
    let kind = "AutomaticRule";
    let expected = ["destroy", "update", "create"].map(|it| (it, kind, "Casinos"));
    assert_eq!(told.collect::<Vec<_>>(), expected);
    Ok(())
}

#[tokio::test]
async fn making_a_rule_is_taken_back_like_any_act() -> Test {
    let world = World::new().await?;
    let rule = CreateAutomaticRule {
        words: words(&["casino"]),
        ..posts(&[Flag])
    };
    world.rule(&rule).await?;
    let act = world.log().await?[0].id.clone();

    world.revert(&act).await?;

    let kept = world.admin.client.send(&ListAutomaticRules {}).await?;
    assert_eq!(kept, []);
    assert_eq!(refusal(world.revert(&act).await).0, 422);
    Ok(())
}

#[tokio::test]
async fn what_is_no_rule_is_refused_and_said_so() -> Test {
    let world = World::new().await?;
    let fine = CreateAutomaticRule {
        words: words(&["casino"]),
        ..posts(&[Flag])
    };
    let newcomers = CreateAutomaticRule {
        subject: AutomaticRuleSubject::SignUp.into(),
        outcomes: vec![RequireApproval.into()],
        ..fine.clone()
    };
    let many = vec!["x".to_owned(); 10_000];
    let with = |change: fn(&mut CreateAutomaticRule)| {
        let mut rule = fine.clone();
        change(&mut rule);
        rule
    };
    let unknown = |word: &str| Open::Unknown(word.to_owned());

    for (rule, text) in [
        (with(|it| it.name = " ".into()), "Name can't be blank"),
        (with(|it| it.words = None), "A rule needs a condition"),
        (
            with(|it| it.words = words(&[" ", ""])),
            "A rule needs a condition",
        ),
        (
            with(|it| it.outcomes = Vec::new()),
            "Outcomes can't be blank",
        ),
        (
            with(|it| it.outcomes = vec![Hold.into(), RequireApproval.into()]),
            "Outcomes cannot be require_approval for post",
        ),
        (
            CreateAutomaticRule {
                outcomes: vec![Hold.into()],
                ..newcomers.clone()
            },
            "Outcomes cannot be hold for sign_up",
        ),
        (
            CreateAutomaticRule {
                has_media: Some(true),
                ..newcomers.clone()
            },
            "Has media cannot be a condition for sign_up",
        ),
        (
            with(|it| it.usernames = Some("^spam".into())),
            "Usernames cannot be a condition for post",
        ),
        (
            with(|it| it.pattern = Some("(".into())),
            "Pattern is no expression, or one that is too large",
        ),
        (
            with(|it| it.pattern = Some(r"(\w{100}){1000}".into())),
            "Pattern is no expression, or one that is too large",
        ),
        (
            with(|it| it.pattern = Some("a*".into())),
            "Pattern fits everything",
        ),
        (
            with(|it| it.pattern = Some("x".repeat(1001))),
            "Pattern is too long (maximum is 1000 characters)",
        ),
        (
            CreateAutomaticRule {
                words: Some(many),
                ..fine.clone()
            },
            "Words are too many (maximum is 500)",
        ),
        (
            with(|it| it.networks = words(&["192.0.2.0/99"])),
            "Networks has something wrong in it: 192.0.2.0/99",
        ),
        (
            with(|it| it.link_hosts = words(&["no host"])),
            "Link hosts has something wrong in it: no host",
        ),
        (
            with(|it| it.similar_to_removed = Some(5)),
            "Similar to removed must be between 30 and 100",
        ),
        (
            with(|it| it.account_younger_than = Some(-1)),
            "Account younger than must be between 1 and 3153600000",
        ),
        (
            with(|it| it.expires_at = Some("2020-01-01".into())),
            "Expires at must be in the future",
        ),
        (
            with(|it| it.limit_for = Some(60)),
            "Limit for needs the outcome limit",
        ),
        (
            with(|it| it.exempt_accounts = words(&["4711"])),
            "Exempt accounts is invalid",
        ),
        (
            CreateAutomaticRule {
                subject: unknown_subject("poll"),
                ..fine.clone()
            },
            "Subject is not included in the list",
        ),
        (
            CreateAutomaticRule {
                outcomes: vec![unknown("explode")],
                ..fine.clone()
            },
            "Outcomes is not included in the list",
        ),
        (
            CreateAutomaticRule {
                origin: Some(Open::Unknown("mars".into())),
                ..fine.clone()
            },
            "Origin is not included in the list",
        ),
        (
            CreateAutomaticRule {
                report_category: Some(Open::Unknown("legal".into())),
                ..fine.clone()
            },
            "Report category is not included in the list",
        ),
    ] {
        let said = refusal(world.admin.client.send(&rule).await);
        assert_eq!(said, (422, format!("Validation failed: {text}")));
    }
    let id = world.rule(&fine).await?;
    let nothing = UpdateAutomaticRule {
        words: words(&[]),
        ..change(&id)
    };
    assert_eq!(refusal(world.admin.client.send(&nothing).await).0, 422);
    assert_eq!(world.shown(&id).await?.conditions.words, ["casino"]);
    Ok(())
}

fn unknown_subject(word: &str) -> Open<AutomaticRuleSubject> {
    Open::Unknown(word.to_owned())
}

#[tokio::test]
async fn who_works_on_reports_reads_rules_and_what_they_met_and_changes_none() -> Test {
    let world = World::new().await?;
    let moderator = world.server.staff("mod", "Moderator")?.client;
    let rule = CreateAutomaticRule {
        words: words(&["casino"]),
        ..posts(&[Flag])
    };
    let id = world.rule(&rule).await?;
    world.ann.post(says("A casino")).await?;

    assert_eq!(moderator.send(&ListAutomaticRules {}).await?[0].hits, 1);
    let matches = ListAutomaticRuleMatches {
        id: id.clone(),
        ..ListAutomaticRuleMatches::default()
    };
    assert_eq!(moderator.send(&matches).await?.items.len(), 1);
    assert_eq!(refusal(moderator.send(&rule).await).0, 403);
    assert_eq!(refusal(moderator.send(&change(&id)).await).0, 403);
    assert_eq!(
        refusal(moderator.send(&DeleteAutomaticRule { id }).await).0,
        403
    );
    Ok(())
}

#[tokio::test]
async fn a_dry_run_makes_no_rule_and_a_change_holds_at_once_in_every_process() -> Test {
    let world = World::new().await?;
    let other = world.server.beside().await?;
    let elsewhere = other.client(&world.ann.token)?;
    let rule = CreateAutomaticRule {
        words: words(&["casino"]),
        ..posts(&[Flag])
    };
    world.admin.client.preview(&rule).await?;
    assert_eq!(world.admin.client.send(&ListAutomaticRules {}).await?, []);

    let id = world.rule(&rule).await?;
    elsewhere.send(&says("A casino")).await?;
    let slots = UpdateAutomaticRule {
        words: words(&["slots"]),
        ..change(&id)
    };
    world.admin.client.send(&slots).await?;
    elsewhere.send(&says("Another casino")).await?;
    elsewhere.send(&says("Some slots")).await?;
    world.server.advance(TimeDelta::days(8));

    let shown = world.shown(&id).await?;
    assert_eq!((shown.hits, shown.hits_last_7_days), (2, 0));
    assert!(shown.last_hit_at.is_some());
    Ok(())
}

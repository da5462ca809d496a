//! Rules about people who sign up.

use api::{
    admin::{
        accounts::RejectAccount,
        auto_rules::{
            AutomaticRuleOutcome::RequireApproval, AutomaticRuleSubject, CreateAutomaticRule,
        },
    },
    emails::ResendConfirmation,
};
use serde_json::json;
use store::accounts;

use super::world::{World, words};
use crate::{
    server::Test,
    sign_up::confirm,
    sign_up_gates::{is_approved, open, sign_up},
};

fn newcomers() -> CreateAutomaticRule {
    CreateAutomaticRule {
        name: "Odd newcomers".into(),
        subject: AutomaticRuleSubject::SignUp.into(),
        outcomes: vec![RequireApproval.into()],
        ..CreateAutomaticRule::default()
    }
}

async fn start() -> super::world::Result<(World, String)> {
    let (server, token) = open(|_| ()).await?;
    let world = World {
        admin: server.staff("admin", "Admin")?,
        ann: server.member("ann")?,
        server,
    };
    Ok((world, token))
}

#[tokio::test]
async fn who_meets_a_rule_waits_for_approval_also_on_an_open_server() -> Test {
    let (world, token) = start().await?;
    let from = async |ip: &str, name: &str, reason: &str| {
        let more = json!({ "reason": reason });
        sign_up((&world.server, &token), ip, name, more).await
    };
    let by = |change: fn(&mut CreateAutomaticRule)| {
        let mut rule = newcomers();
        change(&mut rule);
        rule
    };
    let net = world
        .rule(&by(|it| it.networks = words(&["203.0.113.0/24"])))
        .await?;
    let name = world
        .rule(&by(|it| it.usernames = Some(r"\d{4}$".into())))
        .await?;
    let word = world.rule(&by(|it| it.words = words(&["casino"]))).await?;
    let link = world.rule(&by(|it| it.has_link = Some(true))).await?;

    for (ip, name, reason, is_in) in [
        ("192.0.2.1", "plain", "I like herons", true),
        ("203.0.113.7", "netted", "", false),
        ("192.0.2.1", "bot1234", "", false),
        ("192.0.2.1", "worded", "My CASINO", false),
        ("192.0.2.1", "linked", "See https://a.example/", false),
    ] {
        assert_eq!(from(ip, name, reason).await?.0, 200, "{name}");
        assert_eq!(is_approved(&world.server, name)?, is_in, "{name}");
    }
    for (id, name) in [
        (net, "netted"),
        (name, "bot1234"),
        (word, "worded"),
        (link, "linked"),
    ] {
        let met = world.matches(&id).await?;
        assert_eq!((met.len(), &*met[0].account), (1, name));
        assert_eq!(met[0].done, [RequireApproval.into()]);
        assert_eq!(met[0].status_id, None);
    }
    let act = world.log().await?[0].clone();
    assert_eq!(
        (&*act.action, act.account_id),
        ("automatic_rule_match", None)
    );
    Ok(())
}

#[tokio::test]
async fn she_still_waits_when_she_has_confirmed_and_is_let_in_when_it_is_taken_back() -> Test {
    let (world, token) = start().await?;
    let rule = CreateAutomaticRule {
        email_domains: words(&["mail.example"]),
        ..newcomers()
    };
    let id = world.rule(&rule).await?;

    sign_up((&world.server, &token), "192.0.2.1", "bob", json!({})).await?;
    confirm(&world.server).await?;
    assert!(!is_approved(&world.server, "bob")?);

    let act = world.matches(&id).await?[0]
        .act_id
        .clone()
        .ok_or("an act")?;
    world.revert(&act).await?;
    assert!(is_approved(&world.server, "bob")?);
    Ok(())
}

#[tokio::test]
async fn an_address_that_is_changed_before_it_is_confirmed_meets_rules_too() -> Test {
    let (world, token) = start().await?;
    let rule = CreateAutomaticRule {
        email_domains: words(&["junk.test"]),
        ..newcomers()
    };
    let id = world.rule(&rule).await?;
    let (_, body) = sign_up((&world.server, &token), "192.0.2.1", "bob", json!({})).await?;
    assert!(is_approved(&world.server, "bob")?);
    let bob = world
        .server
        .client(body["access_token"].as_str().ok_or("a token")?)?;

    let change = ResendConfirmation {
        email: Some("bob@a.junk.test".into()),
    };
    bob.send(&change).await?;

    assert!(!is_approved(&world.server, "bob")?);
    bob.send(&change).await?;
    assert_eq!(world.matches(&id).await?.len(), 1);
    confirm(&world.server).await?;
    assert!(!is_approved(&world.server, "bob")?);
    Ok(())
}

#[tokio::test]
async fn a_shadow_lets_her_in_and_what_is_known_of_her_goes_with_her() -> Test {
    let (world, token) = start().await?;
    let rule = CreateAutomaticRule {
        usernames: Some("^b".into()),
        ..newcomers()
    };
    let shadow = CreateAutomaticRule {
        shadow: Some(true),
        usernames: Some("^c".into()),
        ..newcomers()
    };
    let (rule, shadow) = (world.rule(&rule).await?, world.rule(&shadow).await?);

    sign_up((&world.server, &token), "192.0.2.1", "bob", json!({})).await?;
    sign_up((&world.server, &token), "192.0.2.1", "cat", json!({})).await?;

    assert!(is_approved(&world.server, "cat")?);
    assert!(world.matches(&shadow).await?[0].done.is_empty());
    let bob = accounts::find_by_handle(&mut world.server.tx()?, "bob", None)?;
    let id = bob.ok_or("an account")?.id.to_string();
    world.admin.client.send(&RejectAccount { id }).await?;
    assert!(world.matches(&rule).await?.is_empty());
    assert_eq!(world.shown(&rule).await?.hits, 1);
    Ok(())
}

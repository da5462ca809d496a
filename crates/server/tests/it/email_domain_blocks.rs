//! Rules for e-mail domains, and for the hosts behind them.

use std::sync::atomic::Ordering;

use api::admin::{
    acts::{ListActs, RevertAct},
    email_domain_blocks::{
        AdminEmailDomainBlock, CreateEmailDomainBlock, CreateEmailDomainBlockWithHosts,
        DeleteEmailDomainBlock, GetEmailDomainBlock, ListEmailDomainBlocks, ResolveEmailDomain,
        UpdateEmailDomainBlock,
    },
};
use chrono::TimeDelta;
use kumki_server::jobs::keep_schedules;
use reqwest::Method;
use serde_json::json;

use crate::{
    account_actions::refusal,
    ip_blocks::call,
    name_server::Names,
    server::{Server, Test},
};

pub(crate) fn block(domain: &str) -> CreateEmailDomainBlock {
    CreateEmailDomainBlock {
        domain: domain.into(),
        ..CreateEmailDomainBlock::default()
    }
}

const PATH: &str = "/api/v1/admin/email_domain_blocks";

fn domains(blocks: &[AdminEmailDomainBlock]) -> Vec<&str> {
    blocks.iter().map(|it| &*it.domain).collect()
}

#[tokio::test]
async fn a_rule_has_the_shape_that_mastodon_gives_it() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let sent = json!({ "domain": " Junk-Mail.Example/ ", "allow_with_approval": "true" });

    let (status, made) = call(&server, &admin, Method::POST, PATH, sent).await?;

    assert_eq!(status, 200);
    let midnight = 1_795_305_600;
    let day = |back: i64| {
        let day = (midnight - back * 86_400).to_string();
        json!({ "day": day, "accounts": "0", "uses": "0" })
    };
    assert_eq!(
        made,
        json!({
            "id": made["id"],
            "domain": "junk-mail.example",
            "created_at": "2026-11-22T12:00:00.000Z",
            "history": (0..7).map(day).collect::<Vec<_>>(),
            "allow_with_approval": true,
            "parent_id": null,
            "comment": "",
            "expires_at": null,
            "hits": 0,
            "last_hit_at": null,
        })
    );
    Ok(())
}

#[tokio::test]
async fn what_is_no_domain_is_refused_in_mastodons_words() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    admin.client.send(&block("junk.example")).await?;

    for (domain, text) in [
        (json!(null), "Domain can't be blank"),
        (json!(""), "Domain can't be blank"),
        (json!("foo bar"), "Domain is invalid, Domain is invalid"),
        (
            json!("a@junk.example"),
            "Domain is invalid, Domain is invalid",
        ),
        (json!("*.junk.example"), "Domain is invalid"),
        (json!("JUNK.example."), "Domain has already been taken"),
    ] {
        let sent = json!({ "domain": domain });
        let (status, body) = call(&server, &admin, Method::POST, PATH, sent).await?;
        let error = format!("Validation failed: {text}");
        assert_eq!((status, body), (422, json!({ "error": error })), "{domain}");
    }
    let made = admin.client.send(&block("bücher.example")).await?;
    assert_eq!(made.domain, "xn--bcher-kva.example");
    let past = CreateEmailDomainBlock {
        expires_at: Some("2026-11-01".into()),
        ..block("past.example")
    };
    let text = "Validation failed: Expires at must be in the future";
    assert_eq!(refusal(admin.client.send(&past).await), (422, text.into()));
    Ok(())
}

#[tokio::test]
async fn rules_are_listed_changed_and_taken_away_and_each_time_it_is_written_down() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let one = admin.send(&block("one.example")).await?;
    let two = admin.send(&block("two.example")).await?;

    let change = UpdateEmailDomainBlock {
        id: one.id.clone(),
        allow_with_approval: Some(true),
        comment: Some("Wave".into()),
        expires_at: Some("2026-12-01".into()),
    };
    let changed = admin.send(&change).await?;
    assert!(changed.allow_with_approval && changed.expires_at.is_some());
    assert_eq!(changed.comment, "Wave");
    let for_good = UpdateEmailDomainBlock {
        id: one.id.clone(),
        expires_at: Some(String::new()),
        ..UpdateEmailDomainBlock::default()
    };
    let changed = admin.send(&for_good).await?;
    assert_eq!((changed.expires_at, &*changed.comment), (None, "Wave"));
    let list = ListEmailDomainBlocks {
        limit: Some("1".into()),
        ..ListEmailDomainBlocks::default()
    };
    let page = admin.send(&list).await?;
    assert_eq!(domains(&page.items), ["two.example"]);
    assert!(page.next().is_some_and(|it| it.contains("limit=1")));
    admin
        .send(&DeleteEmailDomainBlock { id: one.id.clone() })
        .await?;
    let get = GetEmailDomainBlock { id: one.id };
    assert_eq!(
        refusal(admin.send(&get).await),
        (404, "Record not found".into())
    );
    let log = admin.send(&ListActs::default()).await?.items;
    let made = log.iter().find(|it| it.target == "two.example");
    let revert = RevertAct {
        id: made.expect("an act").id.clone(),
    };
    admin.send(&revert).await?;
    let get = GetEmailDomainBlock { id: two.id };
    assert_eq!(refusal(admin.send(&get).await).0, 404);
    let log = admin.send(&ListActs::default()).await?.items;
    let of_rules = log.iter().filter(|it| it.target_type == "EmailDomainBlock");
    let acts: Vec<_> = of_rules.map(|it| (&*it.action, &*it.target)).collect();
    assert_eq!(
        acts,
        [
            ("destroy", "two.example"),
            ("destroy", "one.example"),
            ("update", "one.example"),
            ("update", "one.example"),
            ("create", "two.example"),
            ("create", "one.example"),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn a_rule_that_has_ended_is_cleaned_up() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let short = CreateEmailDomainBlock {
        expires_at: Some((server.now() + TimeDelta::hours(1)).to_rfc3339()),
        ..block("short.example")
    };
    admin.send(&short).await?;
    admin.send(&block("long.example")).await?;

    server.advance(TimeDelta::hours(1));
    keep_schedules(&server.app)?;

    let left = admin.send(&ListEmailDomainBlocks::default()).await?.items;
    assert_eq!(domains(&left), ["long.example"]);
    Ok(())
}

#[tokio::test]
async fn hosts_are_found_and_blocked_along_with_a_domain_and_go_with_it() -> Test {
    let names = Names::default()
        .mail("junk.example", 20, "Backup.Mailers.example")
        .mail("junk.example", 10, "mx.mailers.example")
        .host("mx.mailers.example");
    let (dns, _) = names.serve().await?;
    let server = Server::start_with(|it| (it.dns, it.rate_limits) = (dns, false)).await?;
    let admin = server.staff("admin", "Admin")?.client;
    let known = admin.send(&block("backup.mailers.example")).await?;
    let resolve = ResolveEmailDomain {
        domain: "JUNK.example".into(),
    };

    let found = admin.send(&resolve).await?;
    assert_eq!(found.domain, "junk.example");
    assert_eq!(
        found.hosts,
        ["mx.mailers.example", "backup.mailers.example"]
    );
    assert!(found.is_reachable);
    assert_eq!(found.email_domain_blocks, std::slice::from_ref(&known));
    let save = CreateEmailDomainBlockWithHosts {
        domain: found.domain,
        hosts: found.hosts,
        allow_with_approval: Some(true),
        ..CreateEmailDomainBlockWithHosts::default()
    };
    let made = admin.send(&save).await?;

    assert_eq!(domains(&made), ["junk.example", "mx.mailers.example"]);
    assert_eq!(made[1].parent_id.as_ref(), Some(&made[0].id));
    assert!(made.iter().all(|it| it.allow_with_approval));
    let log = admin.send(&ListActs::default()).await?.items;
    let log = log.iter().filter(|it| it.target_type == "EmailDomainBlock");
    assert_eq!(log.count(), 3, "each is written down");
    let id = made[0].id.clone();
    admin.send(&DeleteEmailDomainBlock { id }).await?;
    let left = admin.send(&ListEmailDomainBlocks::default()).await?.items;
    assert_eq!(left, [known]);
    let wrong = CreateEmailDomainBlockWithHosts {
        hosts: vec!["mx.fine.example".into(), "no host".into()],
        ..save
    };
    let text = "Validation failed: Hosts is invalid";
    assert_eq!(refusal(admin.send(&wrong).await), (422, text.into()));
    assert_eq!(
        admin
            .send(&ListEmailDomainBlocks::default())
            .await?
            .items
            .len(),
        1
    );
    Ok(())
}

#[tokio::test]
async fn what_dns_does_not_know_has_no_hosts_and_what_is_unknown_counts_as_fine() -> Test {
    let names = Names::default()
        .mail("null.example", 0, "")
        .host("plain.example")
        .broken("broken.example");
    let (dns, asked) = names.serve().await?;
    let server = Server::start_with(|it| (it.dns, it.rate_limits) = (dns, false)).await?;
    let admin = server.staff("admin", "Admin")?;
    let resolve = async |domain: &str| {
        let request = ResolveEmailDomain {
            domain: domain.into(),
        };
        admin.client.send(&request).await
    };

    for (domain, is_reachable) in [
        ("plain.example", true),
        ("null.example", false),
        ("none.example", false),
        ("broken.example", true),
    ] {
        let found = resolve(domain).await?;
        assert_eq!(
            (found.is_reachable, found.hosts.len()),
            (is_reachable, 0),
            "{domain}"
        );
    }
    let before = asked.load(Ordering::Relaxed);
    assert_eq!(refusal(resolve("no domain").await).0, 422);
    let moderator = server.staff("mod", "Moderator")?;
    let path = "/api/kumki/v1/admin/email_domain_blocks/resolve?domain=other.example";
    let (status, _) = call(&server, &moderator, Method::GET, path, json!({})).await?;
    assert_eq!(status, 403);
    let after = asked.load(Ordering::Relaxed);
    assert_eq!(after, before, "nobody is asked for those who may not ask");
    Ok(())
}

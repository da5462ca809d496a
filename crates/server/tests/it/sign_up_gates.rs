//! What the rules of the gates do to those who sign up.

use api::{
    accounts::VerifyCredentials,
    admin::{
        canonical_email_blocks::{
            CreateCanonicalEmailBlock, GetCanonicalEmailBlock, ListCanonicalEmailBlocks,
        },
        email_domain_blocks::{
            CreateEmailDomainBlock, GetEmailDomainBlock, ListEmailDomainBlocks,
            UpdateEmailDomainBlock,
        },
        invites::ListInvites,
        ip_blocks::{DeleteIpBlock, GetIpBlock, IpBlockSeverity},
        sign_up_checks::{CheckSignUp, SignUpVerdict},
        user_access::{ChangeEmail, ConfirmEmail},
        username_blocks::{CreateUsernameBlock, UsernameComparison},
    },
    emails::ResendConfirmation,
    invites::CreateInvite,
};
use client::Client;
use domain::settings::Settings;
use serde_json::{Value, json};
use store::{accounts, users};

use crate::{
    account_actions::refusal,
    email_domain_blocks, ip_blocks,
    name_server::Names,
    server::{Server, Test},
    sign_up::confirm,
    username_blocks,
};

use IpBlockSeverity::{NoAccess, SignUpBlock, SignUpRequiresApproval};
use UsernameComparison::{Contains, Equals};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// An open server, and the token of a program.
pub(crate) async fn open(
    choose: impl FnOnce(&mut kumki_server::Options),
) -> Result<(Server, String)> {
    let server = Server::start_with(|options| {
        options.rate_limits = false;
        choose(options);
    })
    .await?;
    server.change(|cx| Settings::set(cx, "registrations_mode", "open"))?;
    let token = server.app_token("read write")?;
    Ok((server, token))
}

/// What somebody is told who signs up, with something said besides.
pub(crate) async fn sign_up(
    (server, token): (&Server, &str),
    ip: &str,
    name: &str,
    more: Value,
) -> Result<(u16, Value)> {
    let mut sent = json!({
        "username": name, "email": format!("{name}@mail.example"),
        "password": "correct horse battery", "agreement": true,
    });
    for (field, value) in more.as_object().into_iter().flatten() {
        sent[field] = value.clone();
    }
    let call = server.http.post(format!("{}/api/v1/accounts", server.url));
    let call = call.bearer_auth(token).header("x-forwarded-for", ip);
    let call = call.header("content-type", "application/json");
    let answer = call.body(sent.to_string()).send().await?;
    let status = answer.status().as_u16();
    Ok((status, serde_json::from_str(&answer.text().await?)?))
}

/// Whether a newcomer need not wait.
pub(crate) fn is_approved(server: &Server, name: &str) -> Result<bool> {
    let mut tx = server.tx()?;
    let account = accounts::find_by_handle(&mut tx, name, None)?.ok_or("no account")?;
    Ok(users::find(&mut tx, account.id)?.ok_or("no user")?.approved)
}

/// The rules that a refusal names for a field.
fn codes(body: &Value, field: &str) -> Vec<String> {
    let list = body["details"][field].as_array().into_iter().flatten();
    let codes = list.filter_map(|it| it["error"].as_str());
    codes.map(Into::into).collect()
}

#[tokio::test]
async fn where_somebody_comes_from_decides_whether_she_is_let_in_waits_or_is_refused() -> Test {
    let (server, token) = open(|_| ()).await?;
    let admin = server.staff("admin", "Admin")?.client;
    for (ip, severity) in [
        ("203.0.113.0/24", SignUpRequiresApproval),
        ("198.51.100.0/24", SignUpBlock),
        ("198.51.0.0/16", SignUpRequiresApproval),
        ("192.0.2.0/24", NoAccess),
    ] {
        admin.send(&ip_blocks::block(ip, severity)).await?;
    }
    let from = async |ip: &str, name: &str| sign_up((&server, &token), ip, name, json!({})).await;

    assert_eq!(from("127.0.0.1", "ann").await?.0, 200);
    assert!(is_approved(&server, "ann")?);
    assert_eq!(from("203.0.113.9", "bob").await?.0, 200);
    assert!(!is_approved(&server, "bob")?);
    let forbidden = json!({ "error": "Forbidden" });
    assert_eq!(from("198.51.100.9", "cat").await?, (403, forbidden));
    assert_eq!(from("::ffff:198.51.100.9", "cat").await?.0, 403);
    assert_eq!(from("198.51.7.9", "dan").await?.0, 200);
    assert!(!is_approved(&server, "dan")?);
    assert!(
        from("192.0.2.9", "eve").await.is_err(),
        "the answer is no JSON"
    );
    assert!(accounts::find_by_handle(&mut server.tx()?, "eve", None)?.is_none());
    Ok(())
}

#[tokio::test]
async fn no_invite_helps_against_a_rule_for_where_somebody_comes_from() -> Test {
    let (server, token) = open(|_| ()).await?;
    let owner = server.staff("owner", "Owner")?.client;
    let code = owner.send(&CreateInvite::default()).await?.code;
    owner
        .send(&ip_blocks::block("203.0.113.0/24", SignUpRequiresApproval))
        .await?;
    owner
        .send(&ip_blocks::block("198.51.100.0/24", SignUpBlock))
        .await?;
    let from = async |ip: &str, name: &str| {
        sign_up((&server, &token), ip, name, json!({ "invite_code": code })).await
    };

    assert_eq!(from("203.0.113.9", "ann").await?.0, 200);
    assert!(!is_approved(&server, "ann")?);
    assert_eq!(from("198.51.100.9", "bob").await?.0, 403);
    let invites = owner.send(&ListInvites::default()).await?.items;
    assert_eq!(invites[0].uses, 1);
    Ok(())
}

#[tokio::test]
async fn the_domain_of_an_address_decides_too_and_below_a_rule_it_holds_as_well() -> Test {
    let (server, token) = open(|_| ()).await?;
    let owner = server.staff("owner", "Owner")?.client;
    let code = owner.send(&CreateInvite::default()).await?.code;
    let junk = owner
        .send(&email_domain_blocks::block("junk.example"))
        .await?;
    let odd = CreateEmailDomainBlock {
        allow_with_approval: Some(true),
        ..email_domain_blocks::block("xn--bcher-kva.example")
    };
    owner.send(&odd).await?;
    let with =
        async |name: &str, more: Value| sign_up((&server, &token), "203.0.113.9", name, more).await;

    for (email, code) in [
        ("ann@junk.example", "ERR_BLOCKED"),
        ("Ann@A.B.Junk.example", "ERR_BLOCKED"),
        ("", "ERR_BLANK"),
        ("ann@", "ERR_INVALID"),
        ("ann", "ERR_INVALID"),
        ("ann@ju nk.example", "ERR_INVALID"),
    ] {
        let (status, said) = with("ann", json!({ "email": email })).await?;
        assert_eq!(
            (status, codes(&said, "email")),
            (422, vec![code.into()]),
            "{email}"
        );
    }
    let (_, said) = with("ann", json!({ "email": "ann@junk.example" })).await?;
    let text = "Validation failed: E-mail address uses a disallowed e-mail provider";
    assert_eq!(said["error"], text);
    assert_eq!(
        with("bob", json!({ "email": "bob@notjunk.example" }))
            .await?
            .0,
        200
    );
    assert!(is_approved(&server, "bob")?);
    let guest = json!({ "email": "cat@junk.example", "invite_code": code });
    assert_eq!(with("cat", guest).await?.0, 200, "whoever is invited may");
    assert_eq!(
        with("dan", json!({ "email": "dan@Bücher.example" }))
            .await?
            .0,
        200
    );
    assert!(!is_approved(&server, "dan")?);
    let ended = UpdateEmailDomainBlock {
        id: junk.id,
        expires_at: Some((server.now() + chrono::TimeDelta::minutes(1)).to_rfc3339()),
        ..UpdateEmailDomainBlock::default()
    };
    owner.send(&ended).await?;
    server.advance(chrono::TimeDelta::minutes(1));
    assert_eq!(
        with("eve", json!({ "email": "eve@junk.example" })).await?.0,
        200
    );
    Ok(())
}

#[tokio::test]
async fn every_try_is_counted_also_the_one_that_is_refused() -> Test {
    let (server, token) = open(|_| ()).await?;
    let admin = server.staff("admin", "Admin")?.client;
    let junk = admin
        .send(&email_domain_blocks::block("junk.example"))
        .await?;
    let ip = admin
        .send(&ip_blocks::block("198.51.100.0/24", SignUpBlock))
        .await?;
    let email = CreateCanonicalEmailBlock {
        email: Some("known@mail.example".into()),
        ..CreateCanonicalEmailBlock::default()
    };
    let email = admin.send(&email).await?;
    let with = async |ip: &str, email: &str| {
        sign_up((&server, &token), ip, "ann", json!({ "email": email })).await
    };

    for (ip, times) in [("203.0.113.1", 2), ("203.0.113.2", 1)] {
        for _ in 0..times {
            assert_eq!(with(ip, "ann@junk.example").await?.0, 422);
        }
    }
    server.advance(chrono::TimeDelta::days(1));
    assert_eq!(with("203.0.113.1", "ann@junk.example").await?.0, 422);
    assert_eq!(with("198.51.100.1", "ann@fine.example").await?.0, 403);
    assert_eq!(with("203.0.113.1", "kn.own+1@mail.example").await?.0, 422);

    let junk = admin.send(&GetEmailDomainBlock { id: junk.id }).await?;
    let days: Vec<_> = junk
        .history
        .iter()
        .map(|it| (&*it.uses, &*it.accounts))
        .collect();
    assert_eq!(days[..3], [("1", "1"), ("3", "2"), ("0", "0")]);
    assert_eq!((days.len(), junk.hits), (7, 4));
    assert_eq!(junk.last_hit_at.map(|it| it.0), Some(server.now()));
    let ip = admin.send(&GetIpBlock { id: ip.id }).await?;
    assert_eq!((ip.hits, ip.last_hit_at.is_some()), (1, true));
    let email = admin.send(&GetCanonicalEmailBlock { id: email.id }).await?;
    assert_eq!(email.hits, 1);
    Ok(())
}

#[tokio::test]
async fn a_blocked_address_is_told_apart_from_a_taken_one_by_nobody() -> Test {
    let (server, token) = open(|_| ()).await?;
    let owner = server.staff("owner", "Owner")?.client;
    let code = owner.send(&CreateInvite::default()).await?.code;
    let blocked = CreateCanonicalEmailBlock {
        email: Some("jo.doe@mail.example".into()),
        ..CreateCanonicalEmailBlock::default()
    };
    owner.send(&blocked).await?;
    let with = async |more: Value| sign_up((&server, &token), "203.0.113.9", "jo", more).await;

    let blocked = with(json!({ "email": "JoDoe+2@mail.example" })).await?;
    let taken = with(json!({ "email": "owner@mail.example" })).await?;

    assert_eq!(blocked, taken);
    assert_eq!(codes(&taken.1, "email"), ["ERR_TAKEN"]);
    let guest = json!({ "email": "jodoe@mail.example", "invite_code": code });
    assert_eq!(with(guest).await?.0, 200);
    Ok(())
}

#[tokio::test]
async fn names_are_compared_as_they_look() -> Test {
    let (server, token) = open(|_| ()).await?;
    let admin = server.staff("admin", "Admin")?.client;
    admin
        .send(&username_blocks::block("casino", Contains))
        .await?;
    admin.send(&username_blocks::block("boss", Equals)).await?;
    let odd = CreateUsernameBlock {
        allow_with_approval: Some(true),
        ..username_blocks::block("official", Contains)
    };
    admin.send(&odd).await?;

    for (name, is_fine) in [
        ("BestC4S1N0", false),
        ("casin", true),
        ("b055", false),
        ("bosses", true),
        ("official_ann", true),
    ] {
        let email = json!({ "email": format!("{name}@mail.example") });
        let (status, said) = sign_up((&server, &token), "203.0.113.9", name, email).await?;
        match is_fine {
            true => assert_eq!(status, 200, "{name}: {said}"),
            false => assert_eq!(codes(&said, "username"), ["ERR_RESERVED"], "{name}"),
        }
    }
    assert!(is_approved(&server, "bosses")? && !is_approved(&server, "official_ann")?);
    Ok(())
}

#[tokio::test]
async fn the_hosts_behind_an_address_count_as_much_as_its_domain() -> Test {
    let names = Names::default()
        .mail("fresh.example", 10, "mx.junk-mailers.example")
        .mail("odd.example", 10, "mx.odd-mailers.example")
        .mail("null.example", 0, "")
        .host("mx.junk-mailers.example")
        .host("mx.odd-mailers.example")
        .host("plain.example")
        .broken("broken.example");
    let (dns, _) = names.serve().await?;
    let (server, token) = open(|options| options.dns = dns).await?;
    let owner = server.staff("owner", "Owner")?.client;
    let code = owner.send(&CreateInvite::default()).await?.code;
    let junk = owner
        .send(&email_domain_blocks::block("junk-mailers.example"))
        .await?;
    owner
        .send(&email_domain_blocks::block("plain-junk.example"))
        .await?;
    let odd = CreateEmailDomainBlock {
        allow_with_approval: Some(true),
        ..email_domain_blocks::block("odd-mailers.example")
    };
    owner.send(&odd).await?;
    let with = async |name: &str, domain: &str, invite_code: &str| {
        let email = format!("{name}@{domain}");
        let more = json!({ "email": email, "invite_code": invite_code });
        let (status, said) = sign_up((&server, &token), "203.0.113.9", name, more).await?;
        Ok::<_, Box<dyn std::error::Error>>((status, codes(&said, "email")))
    };

    let refused = |code: &str| (422, vec![code.to_owned()]);
    assert_eq!(
        with("ann", "fresh.example", "").await?,
        refused("ERR_BLOCKED")
    );
    assert_eq!(
        with("ann", "fresh.example", &code).await?,
        refused("ERR_BLOCKED")
    );
    assert_eq!(
        with("ann", "none.example", "").await?,
        refused("ERR_UNREACHABLE")
    );
    assert_eq!(
        with("ann", "null.example", "").await?,
        refused("ERR_UNREACHABLE")
    );
    let (_, both) = with("ann", "plain-junk.example", "").await?;
    assert_eq!(both, ["ERR_BLOCKED", "ERR_UNREACHABLE"]);
    assert_eq!(with("bob", "plain.example", "").await?.0, 200);
    assert!(is_approved(&server, "bob")?);
    assert_eq!(
        with("cat", "broken.example", "").await?.0,
        200,
        "DNS locks nobody out"
    );
    assert_eq!(with("dan", "odd.example", "").await?.0, 200);
    assert!(!is_approved(&server, "dan")?);
    let junk = owner.send(&GetEmailDomainBlock { id: junk.id }).await?;
    assert_eq!(
        (&*junk.history[0].uses, &*junk.history[0].accounts),
        ("2", "1")
    );
    Ok(())
}

#[tokio::test]
async fn rules_are_looked_at_again_when_the_address_is_confirmed() -> Test {
    let (server, token) = open(|_| ()).await?;
    let admin = server.staff("admin", "Admin")?;
    let rule = ip_blocks::block("203.0.113.0/24", SignUpRequiresApproval);
    let rule = admin.client.send(&rule).await?;
    let from = async |name: &str| -> Result<Client> {
        let (_, made) = sign_up((&server, &token), "203.0.113.9", name, json!({})).await?;
        Ok(server.client(made["access_token"].as_str().ok_or("no token")?)?)
    };

    let ann = from("ann").await?;
    confirm(&server).await?;
    let waiting = refusal(ann.send(&VerifyCredentials {}).await);
    assert_eq!(
        waiting,
        (403, "Your login is currently pending approval".into())
    );
    from("bob").await?;
    admin.client.send(&DeleteIpBlock { id: rule.id }).await?;
    confirm(&server).await?;
    assert!(is_approved(&server, "bob")?, "the rule is gone by now");
    assert!(!is_approved(&server, "ann")?);
    Ok(())
}

#[tokio::test]
async fn another_address_is_looked_at_like_the_first() -> Test {
    let names = Names::default()
        .mail("fresh.example", 10, "mx.junk.example")
        .host("mx.junk.example")
        .host("fine.example")
        .host("odd.example")
        .host("junk.example");
    let (dns, _) = names.serve().await?;
    let (server, _) = open(|options| options.dns = dns).await?;
    let admin = server.staff("admin", "Owner")?.client;
    let (ann, bob) = (server.unconfirmed("ann")?, server.member("bob")?);
    admin
        .send(&email_domain_blocks::block("junk.example"))
        .await?;
    let odd = CreateEmailDomainBlock {
        allow_with_approval: Some(true),
        ..email_domain_blocks::block("odd.example")
    };
    admin.send(&odd).await?;
    let to = |domain: &str| ResendConfirmation {
        email: Some(format!("ann@{domain}")),
    };

    let disallowed = "Validation failed: E-mail address uses a disallowed e-mail provider";
    let nowhere = "Validation failed: E-mail address does not seem to exist";
    for (domain, text) in [
        ("junk.example", disallowed),
        ("fresh.example", disallowed),
        ("none.example", nowhere),
    ] {
        let said = refusal(ann.client.send(&to(domain)).await);
        assert_eq!(said, (422, text.into()), "{domain}");
        let change = ChangeEmail {
            id: bob.id(),
            email: format!("bob@{domain}"),
        };
        assert_eq!(
            refusal(admin.send(&change).await),
            (422, text.into()),
            "{domain}"
        );
    }
    ann.client.send(&to("fine.example")).await?;
    assert!(is_approved(&server, "ann")?);
    ann.client.send(&to("odd.example")).await?;
    assert!(
        !is_approved(&server, "ann")?,
        "she has to wait for that one"
    );
    admin.send(&ConfirmEmail { id: ann.id() }).await?;
    assert!(!is_approved(&server, "ann")?);
    Ok(())
}

#[tokio::test]
async fn a_check_says_what_would_happen_and_why_and_leaves_no_trace() -> Test {
    let names = Names::default()
        .mail("fresh.example", 10, "mx.junk.example")
        .host("mx.junk.example");
    let (dns, _) = names.serve().await?;
    let (server, _) = open(|options| options.dns = dns).await?;
    let admin = server.staff("admin", "Admin")?.client;
    let ip = admin
        .send(&ip_blocks::block("203.0.113.0/24", SignUpRequiresApproval))
        .await?;
    admin
        .send(&ip_blocks::block("198.51.100.0/24", SignUpBlock))
        .await?;
    admin
        .send(&ip_blocks::block("192.0.2.0/24", NoAccess))
        .await?;
    let junk = admin
        .send(&email_domain_blocks::block("junk.example"))
        .await?;
    let name = admin
        .send(&username_blocks::block("casino", Contains))
        .await?;
    let check = async |ip: Option<&str>, email: Option<&str>, username: Option<&str>| {
        let request = CheckSignUp {
            ip: ip.map(Into::into),
            email: email.map(Into::into),
            username: username.map(Into::into),
            invite_code: None,
        };
        admin.send(&request).await
    };

    let fine = check(None, None, Some("ann")).await?;
    assert_eq!(
        (fine.verdict, fine.errors.len()),
        (SignUpVerdict::Approved, 0)
    );
    let pending = check(Some("203.0.113.9"), None, None).await?;
    assert_eq!(pending.verdict, SignUpVerdict::Pending);
    assert_eq!(pending.ip_blocks, std::slice::from_ref(&ip));
    let forbidden = check(Some("198.51.100.9"), Some("x"), None).await?;
    assert_eq!(
        (forbidden.verdict, forbidden.errors.len()),
        (SignUpVerdict::Forbidden, 0)
    );
    let shut_out = check(Some("192.0.2.9"), None, None).await?;
    assert_eq!(shut_out.verdict, SignUpVerdict::NoAccess);
    let refused = check(
        Some("203.0.113.9"),
        Some("ann@fresh.example"),
        Some("C4sino1"),
    )
    .await?;
    assert_eq!(refused.verdict, SignUpVerdict::Refused);
    let errors = [
        "Username is reserved",
        "E-mail address uses a disallowed e-mail provider",
    ];
    assert_eq!(refused.errors, errors);
    assert_eq!(refused.mail_hosts, ["mx.junk.example"]);
    assert_eq!(refused.email_domain_blocks, std::slice::from_ref(&junk));
    assert_eq!(refused.username_blocks, [name]);
    assert_eq!(refused.ip_blocks, std::slice::from_ref(&ip));
    let taken = check(None, Some("admin@mail.example"), Some("admin")).await?;
    assert_eq!(taken.verdict, SignUpVerdict::Refused);
    assert_eq!(refusal(check(Some("here"), None, None).await).0, 422);
    let (ip, junk) = (
        GetIpBlock { id: ip.id },
        GetEmailDomainBlock { id: junk.id },
    );
    assert_eq!(
        (admin.send(&ip).await?.hits, admin.send(&junk).await?.hits),
        (0, 0)
    );
    let listed = admin
        .send(&ListEmailDomainBlocks::default())
        .await?
        .items
        .len();
    let emails = admin
        .send(&ListCanonicalEmailBlocks::default())
        .await?
        .items
        .len();
    assert_eq!((listed, emails), (1, 0));
    Ok(())
}

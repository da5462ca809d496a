//! Rules for addresses: what is kept, what is refused, and what is written down.

use api::admin::{
    acts::{ListActs, RevertAct},
    ip_blocks::{
        AdminIpBlock, CreateIpBlock, DeleteIpBlock, GetIpBlock, IpBlockSeverity, ListIpBlocks,
        SearchIpBlocks, UpdateIpBlock,
    },
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
};

use IpBlockSeverity::{NoAccess, SignUpBlock, SignUpRequiresApproval};

pub(crate) fn block(ip: &str, severity: IpBlockSeverity) -> CreateIpBlock {
    CreateIpBlock {
        ip: Some(ip.into()),
        severity: Some(severity.into()),
        ..CreateIpBlock::default()
    }
}

/// What the server says to a request of any form.
pub(crate) async fn call(
    server: &Server,
    by: &Person,
    method: Method,
    path: &str,
    body: Value,
) -> Result<(u16, Value), reqwest::Error> {
    let url = format!("{}{path}", server.url);
    let call = server.http.request(method, url).bearer_auth(&by.token);
    let call = call.header("content-type", "application/json");
    let answer = call.body(body.to_string()).send().await?;
    let status = answer.status().as_u16();
    let body = serde_json::from_str(&answer.text().await?).unwrap_or_default();
    Ok((status, body))
}

const PATH: &str = "/api/v1/admin/ip_blocks";

async fn post(server: &Server, by: &Person, body: Value) -> Result<(u16, Value), reqwest::Error> {
    call(server, by, Method::POST, PATH, body).await
}

fn refused(text: &str) -> (u16, Value) {
    (
        422,
        json!({ "error": format!("Validation failed: {text}") }),
    )
}

#[tokio::test]
async fn a_rule_has_the_shape_that_mastodon_gives_it() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let sent = json!({
        "ip": "203.0.113.77/24", "severity": "sign_up_requires_approval",
        "comment": "wave of fake sign-ups", "expires_in": "86400",
    });

    let (status, made) = post(&server, &admin, sent).await?;

    assert_eq!(status, 200);
    assert_eq!(
        made,
        json!({
            "id": made["id"],
            "ip": "203.0.113.0/24",
            "severity": "sign_up_requires_approval",
            "comment": "wave of fake sign-ups",
            "created_at": "2026-11-22T12:00:00.000Z",
            "expires_at": "2026-11-23T12:00:00.000Z",
            "hits": 0,
            "last_hit_at": null,
        })
    );
    Ok(())
}

#[tokio::test]
async fn what_is_no_rule_is_refused_in_mastodons_words_and_order() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let both = "Severity is not included in the list, Severity can't be blank";
    for (ip, severity) in [("0.0.0.0/32", 9999), ("8.8.8.0/24", 5000)] {
        let (status, _) = post(&server, &admin, json!({ "ip": ip, "severity": severity })).await?;
        assert_eq!(status, 200);
    }

    for (sent, text) in [
        (json!({}), &*format!("{both}, Ip has already been taken")),
        (json!({ "ip": "1.1.1.1" }), both),
        (json!({ "ip": "1.1.1.1", "severity": "" }), both),
        (json!({ "ip": "1.1.1.1", "severity": null }), both),
        (
            json!({ "ip": "1.1.1.1", "severity": "suspend" }),
            "Severity is not included in the list",
        ),
        (
            json!({ "ip": "", "severity": "suspend" }),
            "Severity is not included in the list, Ip can't be blank",
        ),
        (
            json!({ "ip": null }),
            "Severity is not included in the list, Ip can't be blank, Severity can't be blank",
        ),
        (
            json!({ "severity": "no_access" }),
            "Ip has already been taken",
        ),
        (
            json!({ "ip": "8.8.8.8/24", "severity": "no_access" }),
            "Ip has already been taken",
        ),
    ] {
        let said = post(&server, &admin, sent.clone()).await?;
        assert_eq!(said, refused(text), "{sent}");
    }
    for ip in [
        "520.1.1.1",
        "1.2.3",
        "1.2.3.4/33",
        "01.2.3.4",
        " 1.2.3.4",
        "localhost",
    ] {
        let said = post(
            &server,
            &admin,
            json!({ "ip": ip, "severity": "no_access" }),
        )
        .await?;
        assert_eq!(said, refused("Ip can't be blank"), "{ip}");
    }
    Ok(())
}

#[tokio::test]
async fn networks_are_kept_in_one_notation_and_may_overlap() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;

    for (ip, severity, kept, word) in [
        (
            "8.8.8.8/24",
            json!("5000"),
            "8.8.8.0/24",
            "sign_up_requires_approval",
        ),
        ("8.8.8.8/25", json!(5500), "8.8.8.0/25", "sign_up_block"),
        ("8.8.8.8", json!(9999), "8.8.8.8/32", "no_access"),
        (
            "8.8.9.9/255.255.255.0",
            json!("no_access"),
            "8.8.9.0/24",
            "no_access",
        ),
        (
            "2001:DB8::1",
            json!("no_access"),
            "2001:db8::1/128",
            "no_access",
        ),
        (
            "2001:0db8::/32",
            json!("no_access"),
            "2001:db8::/32",
            "no_access",
        ),
        (
            "::ffff:8.8.8.8",
            json!("no_access"),
            "::ffff:8.8.8.8/128",
            "no_access",
        ),
        (
            "0.0.0.0/0",
            json!("sign_up_block"),
            "0.0.0.0/0",
            "sign_up_block",
        ),
    ] {
        let sent = json!({ "ip": ip, "severity": severity });
        let (status, made) = post(&server, &admin, sent).await?;
        assert_eq!(
            (status, &made["ip"], &made["severity"]),
            (200, &json!(kept), &json!(word))
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_rule_ends_in_so_many_seconds_or_never() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let now = "2026-11-22T12:00:00.000Z";

    for (number, (expires_in, expected)) in [
        (json!(60), json!("2026-11-22T12:01:00.000Z")),
        (json!("60"), json!("2026-11-22T12:01:00.000Z")),
        (json!("abc"), json!(now)),
        (json!(-60), json!("2026-11-22T11:59:00.000Z")),
        (json!(""), json!(null)),
        (json!(null), json!(null)),
        (json!([1]), json!(null)),
    ]
    .into_iter()
    .enumerate()
    {
        let sent = json!({
            "ip": format!("10.9.8.{number}"), "severity": "no_access", "expires_in": expires_in,
        });
        let (status, made) = post(&server, &admin, sent).await?;
        assert_eq!(
            (status, &made["expires_at"]),
            (200, &expected),
            "{expires_in}"
        );
    }
    let sent = json!({ "ip": "10.9.9.9", "severity": "no_access", "expires_in": "9".repeat(40) });
    assert_eq!(post(&server, &admin, sent).await?.0, 200);
    Ok(())
}

#[tokio::test]
async fn what_is_left_out_of_a_change_stays() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let request = CreateIpBlock {
        comment: Some("Wave".into()),
        expires_in: Some("3600".into()),
        ..block("203.0.113.0/24", SignUpBlock)
    };
    let made = admin.client.send(&request).await?;
    admin
        .client
        .send(&block("192.0.2.0/24", SignUpBlock))
        .await?;
    let path = format!("{PATH}/{}", made.id);
    let put = async |body| call(&server, &admin, Method::PUT, &path, body).await;

    let (_, same) = put(json!({})).await?;
    assert_eq!(serde_json::from_value::<AdminIpBlock>(same)?, made);
    let (_, changed) =
        put(json!({ "id": "1", "severity": "no_access", "ip": "203.0.113.9" })).await?;
    assert_eq!(
        (
            &changed["id"],
            &changed["severity"],
            &changed["ip"],
            &changed["comment"]
        ),
        (
            &json!(made.id),
            &json!("no_access"),
            &json!("203.0.113.9/32"),
            &json!("Wave")
        )
    );
    let (_, for_good) = put(json!({ "expires_in": null, "comment": null })).await?;
    assert_eq!(
        (&for_good["expires_at"], &for_good["comment"]),
        (&json!(null), &json!(""))
    );
    let both = "Severity is not included in the list, Severity can't be blank";
    for (sent, text) in [
        (json!({ "severity": "" }), both),
        (
            json!({ "severity": "x" }),
            "Severity is not included in the list",
        ),
        (json!({ "ip": "nowhere" }), "Ip can't be blank"),
        (json!({ "ip": null }), "Ip can't be blank"),
        (json!({ "ip": "192.0.2.9/24" }), "Ip has already been taken"),
    ] {
        assert_eq!(put(sent.clone()).await?, refused(text), "{sent}");
    }
    let get = GetIpBlock { id: made.id };
    let kept = serde_json::to_value(admin.client.send(&get).await?)?;
    assert_eq!(kept, for_good, "what is refused changes nothing");
    Ok(())
}

#[tokio::test]
async fn nobody_shuts_herself_out_by_mistake() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let own = "Validation failed: Ip holds your own address (to mean it, send force)";
    let all = "Validation failed: Ip is every address there is (to mean it, send force)";

    for (ip, text) in [
        ("127.0.0.1", own),
        ("127.0.0.0/8", own),
        ("::ffff:127.0.0.1", own),
        ("0.0.0.0/0", all),
        ("::/0", all),
        ("::ffff:0:0/96", all),
    ] {
        let said = refusal(admin.send(&block(ip, NoAccess)).await);
        assert_eq!(said, (422, text.into()), "{ip}");
    }
    let mild = admin.send(&block("127.0.0.0/8", SignUpBlock)).await?;
    let change = UpdateIpBlock {
        id: mild.id.clone(),
        severity: Some(NoAccess.into()),
        ..UpdateIpBlock::default()
    };
    assert_eq!(refusal(admin.send(&change).await), (422, own.into()));
    let meant = CreateIpBlock {
        force: true,
        ..block("::/0", NoAccess)
    };
    assert_eq!(admin.send(&meant).await?.ip, "::/0");
    let meant = UpdateIpBlock {
        force: true,
        ..change
    };
    admin.send(&meant).await?;
    let get = GetIpBlock { id: mild.id };
    assert_eq!(refusal(admin.send(&get).await).0, 403, "she has meant it");
    Ok(())
}

#[tokio::test]
async fn rules_are_listed_newest_first_and_searched_by_overlap() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let networks = [
        "203.0.113.9",
        "203.0.0.0/16",
        "2001:db8::/32",
        "203.0.113.0/24",
        "198.51.100.0/24",
        "203.0.114.0/24",
    ];
    for ip in networks {
        admin.send(&block(ip, SignUpBlock)).await?;
    }
    let names = |items: &[AdminIpBlock]| {
        let names = items.iter().map(|it| it.ip.clone());
        names.collect::<Vec<_>>()
    };
    let search = |overlapping: Option<&str>, limit: Option<&str>| SearchIpBlocks {
        overlapping: overlapping.map(Into::into),
        limit: limit.map(Into::into),
        ..SearchIpBlocks::default()
    };

    let list = ListIpBlocks {
        limit: Some("2".into()),
        ..ListIpBlocks::default()
    };
    let page = admin.send(&list).await?;
    assert_eq!(names(&page.items), ["203.0.114.0/24", "198.51.100.0/24"]);
    assert!(page.next().is_some_and(|it| it.contains("limit=2")));
    let found = admin
        .send(&search(Some("203.0.113.0/25"), None))
        .await?
        .items;
    assert_eq!(
        names(&found),
        ["203.0.0.0/16", "203.0.113.0/24", "203.0.113.9/32"]
    );
    let found = admin.send(&search(Some("203.0.113.8"), None)).await?.items;
    assert_eq!(names(&found), ["203.0.0.0/16", "203.0.113.0/24"]);
    let found = admin
        .send(&search(Some("2001:db8:1::/48"), None))
        .await?
        .items;
    assert_eq!(names(&found), ["2001:db8::/32"]);
    let first = admin.send(&search(None, Some("4"))).await?;
    let by_address = [
        "198.51.100.0/24",
        "203.0.0.0/16",
        "203.0.113.0/24",
        "203.0.113.9/32",
    ];
    assert_eq!(names(&first.items), by_address);
    let next = SearchIpBlocks {
        after: Some("203.0.113.9/32".into()),
        ..search(None, Some("4"))
    };
    assert!(
        first
            .next()
            .is_some_and(|it| it.contains("after=203.0.113.9%2F32"))
    );
    let rest = admin.send(&next).await?;
    assert_eq!(names(&rest.items), ["203.0.114.0/24", "2001:db8::/32"]);
    assert!(rest.next().is_none());
    let wrong = refusal(admin.send(&search(Some("here"), None)).await);
    assert_eq!(
        wrong,
        (422, "Validation failed: Overlapping is invalid".into())
    );
    Ok(())
}

#[tokio::test]
async fn each_decision_is_written_down_tried_first_and_taken_back() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let log = async || -> Result<Vec<_>, Box<dyn std::error::Error>> {
        let acts = admin.send(&ListActs::default()).await?.items;
        let told = acts.into_iter().filter(|it| it.target_type == "IpBlock");
        Ok(told
            .map(|it| (it.action, it.target, it.id, it.reverts_id))
            .collect())
    };

    let tried = admin.preview(&block("203.0.113.0/24", NoAccess)).await?;
    assert_eq!(tried.would_be.ip, "203.0.113.0/24");
    assert_eq!(admin.send(&ListIpBlocks::default()).await?.items, []);
    let one = admin.send(&block("203.0.113.0/24", NoAccess)).await?;
    let change = UpdateIpBlock {
        id: one.id.clone(),
        severity: Some(SignUpRequiresApproval.into()),
        ..UpdateIpBlock::default()
    };
    admin.send(&change).await?;
    admin.send(&DeleteIpBlock { id: one.id }).await?;
    admin.send(&block("192.0.2.0/24", NoAccess)).await?;
    let made = log().await?.swap_remove(0).2;
    admin.send(&RevertAct { id: made.clone() }).await?;

    assert_eq!(admin.send(&ListIpBlocks::default()).await?.items, []);
    let log = log().await?;
    let told: Vec<_> = log.iter().map(|it| (&*it.0, &*it.1)).collect();
    let (first, second) = ("203.0.113.0/24", "192.0.2.0/24");
    assert_eq!(
        told,
        [
            ("destroy", second),
            ("create", second),
            ("destroy", first),
            ("update", first),
            ("create", first),
        ]
    );
    assert_eq!(log[0].3.as_ref(), Some(&made));
    assert_eq!(refusal(admin.send(&RevertAct { id: made }).await).0, 422);
    Ok(())
}

#[tokio::test]
async fn a_default_moderator_may_not_look_at_the_gates() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?.client;

    let refused = refusal(moderator.send(&ListIpBlocks::default()).await);

    assert_eq!(refused, (403, "This action is not allowed".into()));
    Ok(())
}

//! Who is shut out gets no answer at any door.

use api::admin::ip_blocks::{CreateIpBlock, DeleteIpBlock, GetIpBlock, IpBlockSeverity};
use chrono::TimeDelta;
use kumki_server::jobs::keep_schedules;
use reqwest::{Method, StatusCode};

use crate::{
    ip_blocks::block,
    server::{Server, Test},
    streams::Socket,
};

use IpBlockSeverity::{NoAccess, SignUpBlock};

/// What somebody at that address is told at a door.
async fn knock(server: &Server, ip: &str, path: &str) -> Result<StatusCode, reqwest::Error> {
    let url = format!("{}{path}", server.url);
    let call = server.http.get(url).header("x-forwarded-for", ip);
    Ok(call.send().await?.status())
}

/// Whether somebody at that address is shut out.
async fn is_out(server: &Server, ip: &str) -> Result<bool, reqwest::Error> {
    Ok(knock(server, ip, "/health").await? == StatusCode::FORBIDDEN)
}

#[tokio::test]
async fn every_door_is_shut_before_anything_else_is_looked_at() -> Test {
    let server = Server::start_with(|_| ()).await?;
    let admin = server.staff("admin", "Admin")?;
    admin
        .client
        .send(&block("203.0.113.0/24", NoAccess))
        .await?;

    for (method, path) in [
        (Method::GET, "/"),
        (Method::GET, "/health"),
        (Method::GET, "/nowhere"),
        (Method::PATCH, "/"),
        (Method::GET, "/@admin"),
        (Method::GET, "/media/none.png"),
        (Method::GET, "/assets/page.css"),
        (Method::GET, "/oauth/authorize"),
        (Method::POST, "/oauth/token"),
        (Method::GET, "/auth/sign_in"),
        (Method::POST, "/inbox"),
        (Method::POST, "/users/admin/inbox"),
        (Method::GET, "/.well-known/webfinger?resource=acct:admin"),
        (Method::GET, "/nodeinfo/2.0"),
        (Method::GET, "/api/v1/streaming/health"),
        (Method::GET, "/api/v1/streaming"),
        (Method::GET, "/api/v1/streaming/user"),
        (Method::GET, "/api/v2/instance"),
        (Method::OPTIONS, "/api/v2/instance"),
        (Method::GET, "/api/v1/admin/ip_blocks"),
    ] {
        let call = server
            .http
            .request(method.clone(), format!("{}{path}", server.url));
        let call = call.bearer_auth(&admin.token);
        let answer = call.header("x-forwarded-for", "203.0.113.9").send().await?;
        let what = format!("{method} {path}");
        assert_eq!(answer.status(), 403, "{what}");
        assert_eq!(answer.headers()["content-type"], "text/plain", "{what}");
        assert!(answer.headers().contains_key("x-request-id"), "{what}");
        assert!(
            !answer.headers().contains_key("x-ratelimit-limit"),
            "{what}"
        );
        assert_eq!(answer.text().await?, "Forbidden", "{what}");
    }
    assert!(!is_out(&server, "203.0.114.9").await?);
    assert!(!is_out(&server, "127.0.0.1").await?);
    Ok(())
}

#[tokio::test]
async fn an_address_is_known_in_whatever_notation() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    for ip in ["203.0.113.9", "::ffff:198.51.100.0/120", "2001:db8::/33"] {
        admin.send(&block(ip, NoAccess)).await?;
    }

    for (ip, expected) in [
        ("203.0.113.9", true),
        ("::ffff:203.0.113.9", true),
        ("::ffff:cb00:7109", true),
        ("203.0.113.8", false),
        ("198.51.100.255", true),
        ("198.51.101.0", false),
        ("2001:db8:7fff::1", true),
        ("2001:DB8:0::1", true),
        ("2001:db8:8000::1", false),
    ] {
        assert_eq!(is_out(&server, ip).await?, expected, "{ip}");
    }
    Ok(())
}

#[tokio::test]
async fn a_milder_rule_within_relaxes_nothing_and_other_rules_let_in() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    admin.send(&block("203.0.0.0/16", NoAccess)).await?;
    admin.send(&block("203.0.113.0/24", SignUpBlock)).await?;
    admin.send(&block("198.51.100.0/24", SignUpBlock)).await?;

    assert!(is_out(&server, "203.0.113.9").await?);
    assert!(!is_out(&server, "198.51.100.9").await?);
    Ok(())
}

#[tokio::test]
async fn a_rule_holds_at_once_and_ends_when_it_is_to_end() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let short = CreateIpBlock {
        expires_in: Some("2".into()),
        ..block("203.0.113.0/24", NoAccess)
    };
    assert!(!is_out(&server, "203.0.113.9").await?);

    let short = admin.send(&short).await?;
    let long = admin.send(&block("198.51.100.0/24", NoAccess)).await?;

    assert!(is_out(&server, "203.0.113.9").await?);
    server.advance(TimeDelta::seconds(2));
    assert!(!is_out(&server, "203.0.113.9").await?);
    assert!(is_out(&server, "198.51.100.9").await?);
    admin.send(&DeleteIpBlock { id: long.id }).await?;
    assert!(!is_out(&server, "198.51.100.9").await?);
    let get = GetIpBlock { id: short.id };
    admin.send(&get).await?;
    keep_schedules(&server.app)?;
    let gone = crate::account_actions::refusal(admin.send(&get).await);
    assert_eq!(gone.0, 404, "what has ended is cleaned up");
    Ok(())
}

#[tokio::test]
async fn a_stream_to_an_address_that_is_shut_out_ends_and_others_go_on() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let ann = server.member("ann")?;
    let bearer = format!("Bearer {}", ann.token);
    let from = |ip| [("authorization", bearer.as_str()), ("x-forwarded-for", ip)];
    let open = async |ip| {
        let opened = Socket::try_open(&server, "?stream=user", &from(ip)).await?;
        opened.map_err(|it| format!("{it:?}").into())
    };
    let shut: Result<_, Box<dyn std::error::Error>> = open("203.0.113.9").await;
    let (shut, mut other) = (shut?, open("198.51.100.9").await?);

    admin.send(&block("203.0.113.0/24", NoAccess)).await?;

    shut.end().await?;
    other.settle().await?;
    Ok(())
}

#[tokio::test]
async fn what_another_process_decides_holds_within_seconds() -> Test {
    let server = Server::start().await?;
    let other = server.beside().await?;
    let admin = server.staff("admin", "Admin")?.client;
    assert!(!is_out(&other, "203.0.113.9").await?);

    let made = admin.send(&block("203.0.113.0/24", NoAccess)).await?;
    server.advance(TimeDelta::seconds(5));
    assert!(is_out(&other, "203.0.113.9").await?);

    admin.send(&DeleteIpBlock { id: made.id }).await?;
    server.advance(TimeDelta::seconds(5));
    assert!(!is_out(&other, "203.0.113.9").await?);
    Ok(())
}

#[tokio::test]
async fn who_was_stopped_is_counted() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let made = admin.send(&block("203.0.113.0/24", NoAccess)).await?;
    for _ in 0..3 {
        is_out(&server, "203.0.113.9").await?;
    }
    is_out(&server, "203.0.114.9").await?;
    let before = server.now();

    server.advance(TimeDelta::seconds(5));
    is_out(&server, "127.0.0.1").await?;

    let shown = admin.send(&GetIpBlock { id: made.id }).await?;
    let last = shown.last_hit_at.map(|it| it.0);
    assert_eq!((shown.hits, last), (3, Some(before)));
    Ok(())
}

#[tokio::test]
async fn only_a_trusted_proxy_is_believed_about_where_a_request_comes_from() -> Test {
    let server = Server::start_with(|options| options.trusted_proxies.clear()).await?;
    let admin = server.staff("admin", "Admin")?.client;
    admin.send(&block("203.0.113.0/24", NoAccess)).await?;

    assert!(!is_out(&server, "203.0.113.9").await?);
    Ok(())
}

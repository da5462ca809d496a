//! Calling other servers.

use std::{net::SocketAddr, time::Duration};

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, Method, StatusCode, header},
    response::IntoResponse,
    routing::{any, get},
};
use ipnet::IpNet;
use kumki_server::outgoing::{Answer, Call, Outgoing, Trouble};
use tokio::net::TcpListener;

use crate::server::Test;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A server that does as its paths say.
async fn other() -> Result<SocketAddr> {
    let router = Router::new()
        .route("/headers", any(said))
        .route("/long", get(|| async { "x".repeat(2000) }))
        .route(
            "/never",
            get(|| async { std::future::pending::<()>().await }),
        )
        .route("/to/{*target}", any(redirect));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

async fn said(headers: HeaderMap) -> String {
    let lines = headers.iter().map(|(name, value)| {
        let value = value.to_str().unwrap_or_default();
        format!("{name}: {value}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

async fn redirect(Path(target): Path<String>) -> impl IntoResponse {
    (StatusCode::FOUND, [(header::LOCATION, target)])
}

fn loopback() -> Vec<IpNet> {
    vec!["127.0.0.0/8".parse().expect("a network")]
}

fn call(url: &str) -> Call {
    Call {
        method: Method::GET,
        url: url.parse().expect("an address"),
        headers: HeaderMap::new(),
        body: Vec::new(),
        redirects: 3,
        most_bytes: 1000,
    }
}

async fn send(outgoing: &Outgoing, call: Call) -> std::result::Result<Answer, Trouble> {
    outgoing.send(call).await
}

fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}

#[tokio::test]
async fn nothing_that_is_not_public_is_called() -> Test {
    let port = other().await?.port();
    let outgoing = Outgoing::new("test".into(), &[]);

    for url in [
        format!("http://127.0.0.1:{port}/headers"),
        format!("https://127.0.0.1:{port}/headers"),
        // Resolved first, and then looked at.
        format!("http://localhost:{port}/headers"),
        format!("https://localhost:{port}/headers"),
        format!("https://2130706433:{port}/headers"),
        format!("https://[::ffff:7f00:1]:{port}/headers"),
        "https://169.254.169.254/latest/meta-data".into(),
        "https://[fe80::1]/".into(),
        // Without TLS, only where it is allowed.
        "http://1.1.1.1/".into(),
        "https://name:password@1.1.1.1/".into(),
        "file:///etc/passwd".into(),
        "gopher://1.1.1.1/".into(),
    ] {
        let refused = send(&outgoing, call(&url)).await;
        assert!(
            matches!(refused, Err(Trouble::Refused(..))),
            "{url}: {refused:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn what_is_allowed_is_called_and_told_who_calls() -> Test {
    let port = other().await?.port();
    let outgoing = Outgoing::new("Kumki/test".into(), &loopback());

    for host in ["127.0.0.1", "localhost"] {
        let url = format!("http://{host}:{port}/headers");
        let answer = send(&outgoing, call(&url)).await?;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(text(&answer).contains("user-agent: Kumki/test"), "{host}");
        assert_eq!(answer.url.as_str(), url);
    }
    Ok(())
}

#[tokio::test]
async fn redirects_are_followed_so_far_and_never_to_where_nobody_may_go() -> Test {
    let port = other().await?.port();
    let outgoing = Outgoing::new("test".into(), &loopback());
    let base = format!("http://127.0.0.1:{port}");
    let to = |target: &str| format!("{base}/to/{target}");

    let answer = send(&outgoing, call(&to(&to(&to("/headers"))))).await?;
    assert_eq!(answer.url.path(), "/headers");
    let many = send(&outgoing, call(&to(&to(&to(&to("/headers")))))).await;
    assert!(matches!(many, Err(Trouble::Redirected)), "{many:?}");
    for target in [
        "http://10.0.0.1/",
        "https://[::1]/",
        "http://1.1.1.1/",
        "file:///etc",
    ] {
        let refused = send(&outgoing, call(&to(target))).await;
        assert!(
            matches!(refused, Err(Trouble::Refused(..))),
            "{target}: {refused:?}"
        );
    }
    let none = Call {
        redirects: 0,
        ..call(&to("/headers"))
    };
    assert_eq!(send(&outgoing, none).await?.status, StatusCode::FOUND);
    let post = Call {
        method: Method::POST,
        ..call(&to("/headers"))
    };
    assert_eq!(send(&outgoing, post).await?.status, StatusCode::FOUND);
    Ok(())
}

#[tokio::test]
async fn what_is_meant_for_one_server_is_not_passed_on_to_another() -> Test {
    let (first, second) = (other().await?, other().await?);
    let outgoing = Outgoing::new("test".into(), &loopback());
    let mut call = call(&format!("http://{first}/to/http://{second}/headers"));
    call.headers
        .insert(header::AUTHORIZATION, "secret".parse()?);
    call.headers.insert(header::ACCEPT, "text/plain".parse()?);

    let said = text(&send(&outgoing, call.clone()).await?);
    assert!(
        said.contains("accept: text/plain") && !said.contains("secret"),
        "{said}"
    );

    call.url = format!("http://{first}/to//headers").parse()?;
    let said = text(&send(&outgoing, call).await?);
    assert!(
        said.contains("authorization: secret"),
        "the same server: {said}"
    );
    Ok(())
}

#[tokio::test]
async fn answers_have_a_size_and_a_time() -> Test {
    let address = other().await?;
    let outgoing = Outgoing::new("test".into(), &loopback());
    let long = send(&outgoing, call(&format!("http://{address}/long"))).await;
    assert!(matches!(long, Err(Trouble::TooLong(1000))), "{long:?}");

    let hasty = outgoing.with_patience(Duration::from_millis(100));
    let late = send(&hasty, call(&format!("http://{address}/never"))).await;
    assert!(matches!(late, Err(Trouble::Late(_))), "{late:?}");
    let nobody = TcpListener::bind("127.0.0.1:0").await?.local_addr()?;
    let failed = send(&hasty, call(&format!("http://{nobody}/"))).await;
    assert!(matches!(failed, Err(Trouble::Failed(_))), "{failed:?}");
    Ok(())
}

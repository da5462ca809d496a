//! Slowing down who calls too often.

use std::time::Duration;

use reqwest::{Method, StatusCode};

use crate::server::{Server, Test};

#[tokio::test]
async fn every_answer_says_how_many_calls_are_left() -> Test {
    let server = Server::start_with(|_| ()).await?;
    let ann = server.member("ann")?;
    let call = async |token: Option<&str>| {
        let mut call = server.http.get(format!("{}/api/v2/instance", server.url));
        if let Some(token) = token {
            call = call.bearer_auth(token);
        }
        call.send().await
    };

    let first = call(Some(&ann.token)).await?;
    assert_eq!(first.headers()["x-ratelimit-limit"], "300");
    assert_eq!(first.headers()["x-ratelimit-remaining"], "299");
    assert_eq!(
        first.headers()["x-ratelimit-reset"],
        "2026-11-22T12:05:00.000000Z"
    );
    assert_eq!(
        call(Some(&ann.token)).await?.headers()["x-ratelimit-remaining"],
        "298"
    );
    assert_eq!(
        call(None).await?.headers()["x-ratelimit-remaining"],
        "299",
        "strangers are counted apart"
    );
    Ok(())
}

#[tokio::test]
async fn who_calls_too_often_is_told_so_until_the_window_ends() -> Test {
    let server = Server::start_with(|_| ()).await?;
    let url = format!("{}/api/v1/instance/rules", server.url);
    let http = &server.http;
    for _ in 0..300 {
        assert_eq!(http.get(&url).send().await?.status(), 200);
    }

    let refused = http.get(&url).send().await?;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.text().await?, r#"{"error":"Too many requests"}"#);

    server.advance(chrono::TimeDelta::minutes(5));
    assert_eq!(http.get(&url).send().await?.status(), 200);
    Ok(())
}

#[tokio::test]
async fn nobody_fills_the_database_with_tokens() -> Test {
    let server = Server::start_with(|_| ()).await?;
    let ask = async || {
        let ask = server.http.post(format!("{}/oauth/token", server.url));
        ask.send().await
    };
    for _ in 0..300 {
        assert_eq!(ask().await?.status(), StatusCode::BAD_REQUEST);
    }

    assert_eq!(ask().await?.status(), StatusCode::TOO_MANY_REQUESTS);
    Ok(())
}

#[tokio::test]
async fn addresses_behind_a_trusted_proxy_are_counted_apart() -> Test {
    let server = Server::start_with(|_| ()).await?;
    let left = async |forwarded: &str| -> Result<String, Box<dyn std::error::Error>> {
        let call = server
            .http
            .get(format!("{}/api/v1/instance/rules", server.url));
        let answer = call.header("x-forwarded-for", forwarded).send().await?;
        Ok(answer.headers()["x-ratelimit-remaining"]
            .to_str()?
            .to_owned())
    };

    assert_eq!(left("203.0.113.9").await?, "299");
    assert_eq!(left("198.51.100.7").await?, "299");
    assert_eq!(
        left("1.2.3.4, 203.0.113.9").await?,
        "298",
        "what is made up further left is not believed"
    );
    Ok(())
}

#[tokio::test]
async fn passwords_and_pictures_wait_their_turn_and_nothing_else_does() -> Test {
    // As if so many were being worked on that nobody else has a turn.
    let server = Server::start_with(|options| {
        options.heavy_at_once = 0;
        options.patience = Duration::ZERO;
    })
    .await?;
    let ann = server.member("ann")?;
    let form = "application/x-www-form-urlencoded";
    let call = async |method: Method, path: &str, body: &'static str| {
        let call = server.http.request(method, format!("{}{path}", server.url));
        let call = call.bearer_auth(&ann.token).header("content-type", form);
        call.body(body).send().await
    };

    for (method, path, body) in [
        (Method::POST, "/auth/sign_in", "email=a&password=b"),
        (
            Method::POST,
            "/oauth/token",
            "grant_type=password&password=b",
        ),
        (Method::POST, "/api/v1/accounts", "username=a"),
        (
            Method::PATCH,
            "/api/v1/accounts/update_credentials",
            "note=a",
        ),
    ] {
        let answer = call(method, path, body).await?;
        assert_eq!(answer.status(), 503, "{path}");
        let text = answer.text().await?;
        assert!(
            text.contains("There was a temporary problem"),
            "{path}: {text}"
        );
    }
    let light = call(Method::GET, "/api/v1/accounts/verify_credentials", "").await?;
    assert_eq!(light.status(), 200);
    assert_eq!(call(Method::GET, "/auth/sign_in", "").await?.status(), 200);
    Ok(())
}

//! Slowing down who calls too often.

use reqwest::StatusCode;

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

//! Pages and documents that show no post that is held.

use serde_json::Value;

use super::{Result, wants};
use crate::server::{Server, Test};

async fn get(server: &Server, path: &str, accept: &str) -> Result<(u16, String)> {
    let request = server.http.get(format!("{}{path}", server.url));
    let answer = request.header("accept", accept).send().await?;
    Ok((answer.status().as_u16(), answer.text().await?))
}

#[tokio::test]
async fn no_page_feed_or_document_shows_a_held_post() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let id = server.held_post(&ann, &wants("secret #art"))?;
    let (html, activity) = ("text/html", "application/activity+json");

    for (path, accept) in [
        (format!("/@ann/{id}"), html),
        (format!("/@ann/{id}/embed"), html),
        (format!("/users/ann/statuses/{id}"), activity),
        (format!("/users/ann/statuses/{id}/activity"), activity),
        (format!("/users/ann/statuses/{id}/replies"), activity),
        (
            format!("/api/oembed?url={}/@ann/{id}", server.url),
            "application/json",
        ),
    ] {
        let (status, said) = get(&server, &path, accept).await?;
        assert!(
            status == 404 && !said.contains("secret"),
            "{path}: {status} {said}"
        );
    }
    for (path, accept) in [
        ("/@ann", html),
        ("/tags/art", html),
        ("/@ann.rss", html),
        ("/tags/art.rss", html),
        ("/users/ann/outbox?page=true", activity),
        ("/users/ann/collections/featured", activity),
    ] {
        let (status, said) = get(&server, path, accept).await?;
        assert!(
            status == 200 && !said.contains("secret"),
            "{path}: {status} {said}"
        );
    }
    let (_, outbox) = get(&server, "/users/ann/outbox?page=true", activity).await?;
    let outbox: Value = serde_json::from_str(&outbox)?;
    assert_eq!(outbox["orderedItems"].as_array().map(Vec::len), Some(0));
    Ok(())
}

//! What programs ask first, to learn which software answers.

use api::instance::ShowInstanceV1;
use chrono::TimeDelta;
use client::Client;
use domain::settings::Settings;
use serde_json::{Value, json};

use crate::{
    server::{Server, Test},
    statuses::says,
};

impl Server {
    async fn json(&self, address: &str) -> Result<Value, reqwest::Error> {
        self.http.get(address).send().await?.json().await
    }
}

#[tokio::test]
async fn nodeinfo_says_which_software_it_is_and_what_it_is_like() -> Test {
    let server = Server::start().await?;
    server.change(|cx| {
        Settings::set(cx, "site_title", "Teapots")?;
        Settings::set(cx, "source_url", "https://code.example/kumki")
    })?;

    let list = server
        .json(&format!("{}/.well-known/nodeinfo", server.url))
        .await?;
    let mut shown = Vec::new();
    for link in list["links"].as_array().expect("a list") {
        let address = link["href"].as_str().expect("an address");
        shown.push((link["rel"].clone(), server.json(address).await?));
    }

    assert_eq!(shown.len(), 2);
    for (rel, document) in &shown {
        let version = document["version"].as_str().expect("a text");
        let expected = format!("http://nodeinfo.diaspora.software/ns/schema/{version}");
        assert_eq!(rel, &json!(expected));
        assert_eq!(document["software"]["name"], "kumki");
        assert_eq!(document["metadata"]["upstream"]["name"], "mastodon");
        assert_eq!(document["metadata"]["nodeName"], "Teapots");
        assert_eq!(document["protocols"], json!(["activitypub"]));
    }
    let repositories = shown.iter().map(|it| &it.1["software"]["repository"]);
    let repositories: Vec<&Value> = repositories.collect();
    assert_eq!(
        repositories,
        [&Value::Null, &json!("https://code.example/kumki")]
    );
    Ok(())
}

#[tokio::test]
async fn nodeinfo_counts_what_the_instance_document_counts() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    server.member("bob")?;
    server.unconfirmed("new")?;
    ann.post(says("One")).await?;
    let stranger = Client::anonymous(&server.url)?;
    let address = format!("{}/nodeinfo/2.0", server.url);

    let stats = stranger.send(&ShowInstanceV1 {}).await?.stats;
    let shown = server.json(&address).await?;
    assert_eq!(
        shown["usage"]["users"],
        json!({ "total": stats.user_count, "activeMonth": 1, "activeHalfyear": 1 })
    );
    assert_eq!(shown["usage"]["localPosts"], stats.status_count);
    assert_eq!((stats.user_count, stats.status_count), (2, 1));
    assert_eq!(shown["openRegistrations"], false);

    server.change(|cx| Settings::set(cx, "registrations_mode", "approved"))?;
    server.advance(TimeDelta::days(40));
    let later = server.json(&address).await?;
    assert_eq!(later["openRegistrations"], true);
    let users = &later["usage"]["users"];
    assert_eq!(
        (&users["activeMonth"], &users["activeHalfyear"]),
        (&json!(0), &json!(1))
    );
    Ok(())
}

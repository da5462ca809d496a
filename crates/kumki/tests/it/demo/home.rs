//! What the admin of the demo comes home to.

use std::collections::BTreeSet;

use anyhow::Result;
use api::{
    apps::CreateApp,
    conversations::ListConversations,
    entities::{Status, Visibility},
    filters::ListFilters,
    lists::ListLists,
    notification_requests::ListNotificationRequests,
    notifications::ListNotifications,
    scheduled_statuses::ListScheduledStatuses,
    search::Search,
    timelines::{HomeTimeline, ListBookmarks, PublicTimeline},
};
use client::Client;
use serde_json::Value;

use super::Demo;

/// With the address and the password that are in the README.
async fn sign_in(demo: &Demo) -> Result<Client> {
    let app = CreateApp {
        client_name: "Test".into(),
        redirect_uris: vec!["urn:ietf:wg:oauth:2.0:oob".into()],
        scopes: Some("read".into()),
        website: None,
    };
    let app = Client::anonymous(&demo.url)?.send(&app).await?;
    let form = [
        ("grant_type", "password"),
        ("client_id", &app.client_id),
        ("client_secret", &app.client_secret),
        ("scope", "read"),
        ("username", "jonas@mail.example"),
        ("password", "trunks and tusks"),
    ];
    let asked = reqwest::Client::new().post(format!("{}/oauth/token", demo.url));
    let given: Value = asked.form(&form).send().await?.json().await?;
    let token = given["access_token"].as_str().unwrap_or_default();
    Ok(Client::new(&demo.url, token)?)
}

fn is_seen_by(status: &Status, visibility: Visibility) -> bool {
    status.visibility.clone().known() == Some(visibility)
}

#[tokio::test]
async fn the_admin_signs_in_and_finds_all_kinds_of_posts_at_home() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let demo = Demo::start(folder.path(), &["--listen", "127.0.0.1:0"])?;
    let jonas = sign_in(&demo).await?;

    let home = jonas.pages(&HomeTimeline::default()).all().await?;

    assert!(home.len() >= 60, "{}", home.len());
    let some = |is: fn(&Status) -> bool| home.iter().any(is);
    assert!(some(|it| it.reblog.is_some()), "boosts");
    assert!(some(|it| it.in_reply_to_id.is_some()), "answers");
    assert!(some(|it| it.quote.is_some()), "quotes");
    assert!(some(|it| it.poll.is_some()), "polls");
    assert!(some(|it| it.edited_at.is_some()), "edits");
    assert!(some(|it| it.media_attachments.len() == 2), "pictures");
    assert!(some(|it| !it.spoiler_text.is_empty()), "warnings");
    assert!(some(|it| !it.emojis.is_empty()), "emoji");
    assert!(some(|it| !it.tags.is_empty()), "tags");
    assert!(some(|it| !it.mentions.is_empty()), "mentions");
    assert!(some(|it| it.account.acct.contains('@')), "other servers");
    assert!(some(|it| is_seen_by(it, Visibility::Private)), "private");
    assert!(some(|it| is_seen_by(it, Visibility::Direct)), "direct");
    assert!(some(|it| it
        .filtered
        .as_ref()
        .is_some_and(|it| !it.is_empty())));
    let languages: BTreeSet<_> = home.iter().filter_map(|it| it.language.clone()).collect();
    assert!(languages.len() >= 6, "{languages:?}");
    let picture = home.iter().find_map(|it| it.media_attachments[..].first());
    let url = picture.and_then(|it| it.url.clone()).unwrap_or_default();
    let shown = reqwest::get(&url).await?;
    assert_eq!(shown.status(), 200, "{url}");
    assert!(shown.bytes().await?.starts_with(b"\x89PNG"));
    Ok(())
}

#[tokio::test]
async fn the_admin_was_told_of_everything_and_has_kept_some_of_it() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let demo = Demo::start(folder.path(), &["--listen", "127.0.0.1:0"])?;
    let jonas = sign_in(&demo).await?;

    let told = jonas.pages(&ListNotifications::default()).all().await?;

    let kinds: BTreeSet<&str> = told.iter().map(|it| &*it.r#type).collect();
    let expected = [
        "admin.report",
        "admin.sign_up",
        "favourite",
        "follow",
        "mention",
        "poll",
        "quote",
        "quoted_update",
        "reblog",
        "status",
        "update",
    ];
    assert_eq!(kinds, expected.into());
    let reports = told.iter().filter_map(|it| it.report.as_ref());
    let cited =
        |it: &&api::entities::Report| it.status_ids.as_ref().is_some_and(|it| !it.is_empty());
    assert!(reports.filter(cited).count() >= 5);
    let aside = jonas.send(&ListNotificationRequests::default()).await?;
    assert!(aside.items.iter().any(|it| it.account.acct == "parrot_bot"));

    let bookmarks = jonas.send(&ListBookmarks::default()).await?.items;
    assert_eq!(bookmarks.len(), 5);
    let conversations = jonas.send(&ListConversations::default()).await?.items;
    assert!(conversations.len() >= 3, "{}", conversations.len());
    assert_eq!(jonas.send(&ListLists {}).await?.len(), 2);
    assert_eq!(jonas.send(&ListFilters {}).await?.len(), 2);
    let scheduled = jonas.send(&ListScheduledStatuses::default()).await?;
    assert_eq!(scheduled.items.len(), 1);
    Ok(())
}

#[tokio::test]
async fn anybody_finds_what_is_said_in_public_and_nothing_else() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let demo = Demo::start(folder.path(), &["--listen", "127.0.0.1:0"])?;
    let jonas = sign_in(&demo).await?;
    let anybody = Client::anonymous(&demo.url)?;

    let elephants = Search {
        q: "elephants".into(),
        ..Search::default()
    };
    let found = jonas.send(&elephants).await?;
    let public = anybody.pages(&PublicTimeline::default()).all().await?;

    assert!(found.statuses.len() >= 3, "{}", found.statuses.len());
    assert!(found.hashtags.iter().any(|it| it.name == "elephants"));
    assert!(public.len() >= 40, "{}", public.len());
    let is_public = |it: &Status| is_seen_by(it, Visibility::Public) && it.reblog.is_none();
    assert!(public.iter().all(is_public));
    let hidden = ["old_spite", "coin_oracle", "truth_now", "parrot_bot"];
    assert!(!public.iter().any(|it| hidden.contains(&&*it.account.acct)));
    let shot = public.iter().find(|it| it.account.acct == "night_shot");
    assert!(shot.is_some_and(|it| it.sensitive));
    Ok(())
}

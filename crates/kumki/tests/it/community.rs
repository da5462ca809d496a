//! Announcements, emoji and texts, by the operator's hand.

use std::fs;

use anyhow::Result;
use api::{
    announcements::ListAnnouncements, emojis::ListEmojis, instance::ShowExtendedDescription,
};
use client::Client;

use crate::{
    place::{Place, said_to},
    running::Running,
};

const PICTURE: &[u8] = include_bytes!("../../assets/demo/kumki.png");
const MOVING: &[u8] = include_bytes!("../../assets/demo/hello.gif");

#[tokio::test]
async fn what_the_operator_announces_is_read_by_members() -> Result<()> {
    let place = Place::new()?;
    assert_eq!(
        place.must(&["announcements", "list"])?,
        "nothing is announced"
    );
    let id = place.must(&["announcements", "add", "We move on Sunday"])?;
    let later = ["--publish-at", "2999-01-01T00:00:00Z"];
    let when = [
        "--starts-at",
        "2999-01-02T00:00:00Z",
        "--ends-at",
        "2999-01-03T00:00:00Z",
    ];
    let add = ["announcements", "add", "Some day"];
    place.must(&[&add[..], &later, &when, &["--all-day"]].concat())?;

    let listed = place.must(&["announcements", "list"])?;
    let rows: Vec<&str> = listed.lines().collect();
    assert!(
        rows[1].contains("published") && rows[1].ends_with("We move on Sunday"),
        "{listed}"
    );
    assert!(
        rows[2].contains("waiting    2999-01-01T00:00:00Z"),
        "{listed}"
    );
    let server = Running::serve(&place)?;
    let owner = place.owner(&server.url)?;
    let shown = owner.send(&ListAnnouncements::default()).await?;
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].content, "<p>We move on Sunday</p>");

    place.must(&["announcements", "remove", &id])?;
    assert!(owner.send(&ListAnnouncements::default()).await?.is_empty());
    let said = place.run(&["announcements", "remove", &id])?;
    assert_eq!(said.err, format!("kumki: there is no announcement {id}\n"));
    let said = place.run(&["announcements", "add", " "])?;
    assert_eq!(said.err, "kumki: Validation failed: Text can't be blank\n");
    Ok(())
}

#[tokio::test]
async fn emoji_come_from_files() -> Result<()> {
    let place = Place::new()?;
    let file = |name: &str, bytes: &[u8]| -> Result<String> {
        let path = place.folder().join(name);
        fs::write(&path, bytes)?;
        Ok(path.display().to_string())
    };
    let (still, moving) = (file("a.png", PICTURE)?, file("b.gif", MOVING)?);
    let (text, large) = (
        file("c.png", b"no picture")?,
        file("d.png", &vec![0; 300_000])?,
    );
    assert_eq!(
        place.must(&["emojis", "list"])?,
        "there are no custom emoji"
    );

    place.must(&["emojis", "add", "kumki", &still, "--category", "Elephants"])?;
    place.must(&["emojis", "add", "hello", &moving])?;
    let refused = |shortcode: &str, file: &str| place.run(&["emojis", "add", shortcode, file]);
    assert!(
        refused("text", &text)?
            .err
            .contains("cannot be used: Validation failed: Image")
    );
    assert!(
        refused("large", &large)?
            .err
            .contains("is larger than 256 KB")
    );
    assert!(
        refused("kumki", &moving)?
            .err
            .contains("Shortcode has already been taken")
    );
    assert!(
        refused("none", "/nowhere/x.png")?
            .err
            .contains("cannot be read")
    );
    let files = fs::read_dir(place.folder().join("media/emojis"))?.count();
    assert_eq!(files, 3, "what was refused leaves no file");

    place.must(&["emojis", "disable", "hello"])?;
    let listed = place.must(&["emojis", "list"])?;
    let rows: Vec<Vec<&str>> = listed
        .lines()
        .map(|it| it.split_whitespace().collect())
        .collect();
    assert_eq!(rows[1], ["hello", "disabled", "-"]);
    assert_eq!(rows[2], ["kumki", "enabled", "Elephants"]);
    let server = Running::serve(&place)?;
    let stranger = Client::anonymous(&server.url)?;
    assert_eq!(stranger.send(&ListEmojis {}).await?.len(), 1);
    place.must(&["emojis", "enable", "hello"])?;
    place.must(&["emojis", "remove", "kumki"])?;
    let shown = stranger.send(&ListEmojis {}).await?;
    assert_eq!((shown.len(), shown[0].shortcode.as_str()), (1, "hello"));
    assert_ne!(shown[0].url, shown[0].static_url);
    let said = place.run(&["emojis", "remove", "kumki"])?;
    assert_eq!(said.err, "kumki: there is no emoji \"kumki\"\n");
    Ok(())
}

#[tokio::test]
async fn long_texts_come_from_standard_input() -> Result<()> {
    let place = Place::new()?;
    let mut command = place.command(&["settings", "set", "site_extended_description", "-"]);

    let said = said_to(&mut command, "# Who we are\n\nPeople.\n")?;

    assert_eq!(said.code, Some(0), "{said:?}");
    let server = Running::serve(&place)?;
    let shown = Client::anonymous(&server.url)?
        .send(&ShowExtendedDescription {})
        .await?;
    assert_eq!(shown.content, "<h1>Who we are</h1>\n<p>People.</p>\n");
    Ok(())
}

#[tokio::test]
async fn the_key_for_push_messages_stays_the_same() -> Result<()> {
    let place = Place::new()?;
    let key = async || -> Result<Option<String>> {
        let server = Running::serve(&place)?;
        let client = Client::anonymous(&server.url)?;
        let shown = client.send(&api::instance::ShowInstance {}).await?;
        server.stop()?;
        Ok(shown.configuration.vapid.public_key)
    };

    let first = key().await?;

    assert!(first.is_some());
    assert_eq!(key().await?, first);
    assert!(!place.must(&["settings", "list"])?.contains("vapid"));
    Ok(())
}

//! Something that everybody talks about, without everybody.

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use store::{
    accounts,
    cards::{self, Content},
    statuses::{self, NewStatus, Visibility},
    tags,
    trends::{self, Kind, Trend},
};

use crate::place::Place;

/// A tag, a post of ann and a link, as if many had talked about them just now.
pub(crate) fn let_all_trend(place: &Place) -> Result<()> {
    let at = DateTime::<Utc>::from_timestamp(1_700_000_000, 0).context("in range")?;
    let mut tx = place.store()?.write()?;
    let ann = accounts::find_by_handle(&mut tx, "ann", None)?.context("made above")?;
    tags::add_if_new(&mut tx, "gardenday", Some("GardenDay"), at)?;
    let tag = tags::find_named(&mut tx, "gardenday")?.context("made above")?;
    let post = statuses::add(&mut tx, &post_of(ann.id, at))?;
    let card = cards::find_or_add(&mut tx, "https://news.example/bridge", at)?;
    let content = Content {
        title: "Bridge reopens".into(),
        kind: "link".into(),
        host: "news.example".into(),
        ..Content::default()
    };
    cards::set_content(&mut tx, card, &content, at)?;
    for (kind, id) in [
        (Kind::Tag, tag.id),
        (Kind::Status, post.id),
        (Kind::Link, card),
    ] {
        let trend = Trend {
            thing_id: id,
            account_id: (kind == Kind::Status).then_some(ann.id),
            language: String::new(),
            score: Some(9.0),
            rank: Some(1),
            allowed: false,
            is_best: true,
            peak: 9.0,
            peak_at: at,
        };
        trends::replace(&mut tx, kind, &[id], &[trend])?;
    }
    Ok(tx.save()?)
}

fn post_of(account_id: i64, at: DateTime<Utc>) -> NewStatus<'static> {
    let id = at.timestamp_millis() << 16;
    NewStatus {
        id,
        uri: None,
        url: None,
        account_id,
        content: "<p>Look</p>",
        text: "Look",
        spoiler_text: "",
        visibility: Visibility::Public,
        sensitive: false,
        language: Some("en"),
        in_reply_to_id: None,
        in_reply_to_account_id: None,
        conversation_id: id,
        reblog_of_id: None,
        quote_of_id: None,
        quote_policy: "public",
        application_id: None,
        is_local: true,
        has_media: false,
        created_at: at,
    }
}

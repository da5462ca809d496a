//! Emoji, which documents bring along that use them.

use domain::arrivals::NamedPicture;
use serde_json::Value;

use crate::json::{file, is_any, is_same_host, list, text, time};

/// How much of a document is looked at.
const MOST: usize = 200;

/// The emoji of a document, as far as they are those of its own server.
pub(super) fn emojis(document: &Value, uri: &str) -> Vec<NamedPicture> {
    let tags = list(document, "tag").iter().take(MOST);
    let emojis = tags.filter(|it| is_any(it, &["Emoji"]));
    emojis.filter_map(|it| emoji(it, uri)).collect()
}

/// The picture may be anywhere: many servers keep theirs in a bucket.
fn emoji(value: &Value, of: &str) -> Option<NamedPicture> {
    let uri = text(value, "id");
    if uri.is_some_and(|it| !is_same_host(it, of)) {
        return None;
    }
    let name = text(value, "name")?;
    Some(NamedPicture {
        shortcode: name.trim_matches(':').to_owned(),
        uri: uri.map(str::to_owned),
        url: list(value, "icon").iter().find_map(file)?.to_owned(),
        updated_at: time(value, "updated"),
    })
}

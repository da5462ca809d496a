//! Pictures, films and sounds, and the small pictures inside texts.

use std::collections::HashMap;

use domain::{Context, Result, Site, emojis::shortcodes};
use serde_json::{Value, json};
use store::{
    emojis::{self, Emoji},
    media::Media,
};

/// The address of a file among the media; what is an address already stays.
fn address(site: &Site, file: &str) -> String {
    match file.contains("://") {
        true => file.to_owned(),
        false => site.file(file),
    }
}

/// A picture of a profile, with what it shows in words.
pub(super) fn picture(site: &Site, file: &str, description: &str) -> Value {
    let mut picture = json!({ "type": "Image", "url": address(site, file) });
    if let Some(kind) = media_type(file) {
        picture["mediaType"] = json!(kind);
    }
    if !description.is_empty() {
        picture["summary"] = json!(description);
    }
    picture
}

/// What a file holds, by its name.
fn media_type(file: &str) -> Option<&'static str> {
    let (_, extension) = file.rsplit_once('.')?;
    Some(match extension {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        _ => return None,
    })
}

/// What a post carries; none while it is still worked on.
pub(super) fn attachment(site: &Site, media: &Media) -> Option<Value> {
    let file = media.file.as_ref().filter(|_| media.state == "ready")?;
    let mut shown = json!({
        "type": "Document",
        "mediaType": media.content_type,
        "url": address(site, file),
        "name": media.description,
    });
    if let Some(blurhash) = &media.blurhash {
        shown["blurhash"] = json!(blurhash);
    }
    let original = &media.meta["original"];
    for side in ["width", "height"] {
        if original[side].is_number() {
            shown[side] = original[side].clone();
        }
    }
    let focus = &media.meta["focus"];
    if focus["x"].is_number() && focus["y"].is_number() {
        shown["focalPoint"] = json!([focus["x"], focus["y"]]);
    }
    Some(shown)
}

/// The emoji of this server that some texts use, by short code.
pub(super) struct Emojis {
    site: Site,
    found: HashMap<String, Emoji>,
}

impl Emojis {
    pub(super) fn load<'a>(
        cx: &mut Context,
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self> {
        let codes: Vec<&str> = texts.into_iter().flat_map(shortcodes).collect();
        let found = match codes.is_empty() {
            true => Vec::new(),
            false => emojis::usable(&mut cx.tx, &codes, &[""])?,
        };
        Ok(Self {
            site: cx.site.clone(),
            found: found
                .into_iter()
                .map(|it| (it.shortcode.clone(), it))
                .collect(),
        })
    }

    /// Those that some of these texts use, each once.
    pub(super) fn of<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Vec<Value> {
        let mut codes: Vec<&str> = texts.into_iter().flat_map(shortcodes).collect();
        codes.sort_unstable();
        codes.dedup();
        let found = codes.into_iter().filter_map(|it| self.found.get(it));
        found.map(|it| emoji(&self.site, it)).collect()
    }
}

/// A small picture that a short code stands for.
pub fn emoji(site: &Site, emoji: &Emoji) -> Value {
    json!({
        "id": site.address(&format!("/emojis/{}", emoji.shortcode)),
        "type": "Emoji",
        "name": format!(":{}:", emoji.shortcode),
        "icon": picture(site, &emoji.file, ""),
    })
}

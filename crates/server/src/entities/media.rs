use api::{
    Open,
    entities::{MediaAttachment, MediaKind},
};
use domain::Site;
use serde_json::{Value, from_value};
use store::media::Media;

pub(crate) fn attachment(site: &Site, kept: &Media) -> MediaAttachment {
    let address = |file: &String| site.file(file);
    // Where files are rejected, nobody is made to load one from there: there is only a link.
    let is_rejected = kept.state == "rejected";
    let kind = if is_rejected { "unknown" } else { &kept.kind };
    let kind: Open<MediaKind> = from_value(Value::from(kind)).unwrap_or_default();
    let file = kept.file.as_ref().filter(|_| kept.state == "ready");
    let elsewhere = kept.remote_url.clone().filter(|_| !is_rejected);
    MediaAttachment {
        id: kept.id.to_string(),
        r#type: kind,
        url: file.map(address).or(elsewhere),
        preview_url: kept.preview.as_ref().map(address),
        remote_url: kept.remote_url.clone(),
        preview_remote_url: None,
        text_url: None,
        meta: Some(kept.meta.clone()).filter(|it| !it.is_null()),
        description: kept.description.clone(),
        blurhash: kept.blurhash.clone(),
    }
}

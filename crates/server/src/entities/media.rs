use api::{
    Open,
    entities::{MediaAttachment, MediaKind},
};
use domain::Site;
use serde_json::{Value, from_value};
use store::media::Media;

pub(crate) fn attachment(site: &Site, kept: &Media) -> MediaAttachment {
    let address = |file: &String| site.file(file);
    let kind: Open<MediaKind> = from_value(Value::from(kept.kind.as_str())).unwrap_or_default();
    let file = kept.file.as_ref().filter(|_| kept.state == "ready");
    let url = file.map(address);
    MediaAttachment {
        id: kept.id.to_string(),
        r#type: kind,
        url: url.or_else(|| kept.remote_url.clone()),
        preview_url: kept.preview.as_ref().map(address),
        remote_url: kept.remote_url.clone(),
        preview_remote_url: None,
        text_url: None,
        meta: Some(kept.meta.clone()).filter(|it| !it.is_null()),
        description: kept.description.clone(),
        blurhash: kept.blurhash.clone(),
    }
}

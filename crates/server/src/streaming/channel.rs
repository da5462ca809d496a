//! What clients call the streams.

use std::sync::Arc;

use api::Scope;
use domain::{streaming::Stream, tags};
use serde_json::{Map, Value, json};
use store::timelines::{Origin, Public};

use super::{entrance::Reader, refusal::Refusal};
use crate::entities;

/// A stream, and what it is called in messages: `["hashtag","rust"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Channel {
    pub(super) stream: Stream,
    pub(super) label: Arc<str>,
}

impl Channel {
    /// The stream of that name, if the token is good for it.
    pub(super) fn named(
        name: &str,
        fields: &Map<String, Value>,
        reader: &Reader,
    ) -> Result<Self, Refusal> {
        let needed = match name {
            "user:notification" => Scope::ReadNotifications,
            _ => Scope::ReadStatuses,
        };
        if !reader.may(needed) {
            return Err(Refusal::OutOfScope);
        }
        let (stream, parameter) = match name {
            "user" => {
                let with_notifications = reader.may(Scope::ReadNotifications);
                (Stream::User { with_notifications }, None)
            }
            "user:notification" => (Stream::Notifications, None),
            "direct" => (Stream::Direct, None),
            "hashtag" | "hashtag:local" => {
                let tag = text(fields, "tag").ok_or(Refusal::NoTag)?;
                // Nothing has a tag without a name.
                let stream = Stream::Tag {
                    name: tags::normalize(&tag).unwrap_or_default(),
                    is_local: name == "hashtag:local",
                };
                (stream, Some(tag))
            }
            "list" => {
                let list = text(fields, "list").ok_or(Refusal::NoList)?;
                (Stream::List(entities::id(&list)), Some(list))
            }
            _ => {
                let which = public(name).ok_or(Refusal::UnknownStream)?;
                (Stream::Public(which), None)
            }
        };
        let label = match parameter {
            Some(parameter) => json!([name, parameter]),
            None => json!([name]),
        };
        Ok(Self {
            stream,
            label: label.to_string().into(),
        })
    }
}

/// `public`, `public:local`, `public:remote:media` …
fn public(name: &str) -> Option<Public> {
    let (name, only_media) = match name.strip_suffix(":media") {
        Some(name) => (name, true),
        None => (name, false),
    };
    let origin = match name {
        "public" => Origin::Any,
        "public:local" => Origin::Local,
        "public:remote" => Origin::Remote,
        _ => return None,
    };
    Some(Public { origin, only_media })
}

/// The name of what a path leads to.
pub(super) fn name_of(path: &str, fields: &Map<String, Value>) -> Option<&'static str> {
    let only_media = text(fields, "only_media").is_some_and(|it| is_true(&it));
    Some(match (path.trim_end_matches('/'), only_media) {
        ("user", _) => "user",
        ("user/notification", _) => "user:notification",
        ("public", false) => "public",
        ("public", true) => "public:media",
        ("public/local", false) => "public:local",
        ("public/local", true) => "public:local:media",
        ("public/remote", false) => "public:remote",
        ("public/remote", true) => "public:remote:media",
        ("hashtag", _) => "hashtag",
        ("hashtag/local", _) => "hashtag:local",
        ("list", _) => "list",
        ("direct", _) => "direct",
        _ => return None,
    })
}

fn is_true(text: &str) -> bool {
    !["0", "f", "F", "false", "FALSE", "off", "OFF"].contains(&text)
}

/// A text or a number with something in it, or the first of a list of those.
pub(super) fn text(fields: &Map<String, Value>, name: &str) -> Option<String> {
    let value = fields.get(name)?;
    let value = value.as_array().map_or(Some(value), |it| it.first())?;
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use domain::streaming::Stream;
    use serde_json::{Map, Value, json};
    use store::timelines::{Origin, Public};

    use super::{Channel, name_of};
    use crate::streaming::entrance::Reader;

    fn fields(value: &Value) -> Map<String, Value> {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn streams_are_known_by_mastodons_names() {
        let reader = Reader::with_scopes("read:statuses");
        let known = |name: &str, given: Value| Channel::named(name, &fields(&given), &reader);

        let local = known("public:local:media", json!({})).expect("known");
        let which = Public {
            origin: Origin::Local,
            only_media: true,
        };
        assert_eq!(local.stream, Stream::Public(which));
        let tag = known("hashtag:local", json!({ "tag": "Rust" })).expect("known");
        let rust = Stream::Tag {
            name: "rust".into(),
            is_local: true,
        };
        assert_eq!(tag.stream, rust);
        assert_eq!(&*tag.label, r#"["hashtag:local","Rust"]"#);
        let list = known("list", json!({ "list": 12 })).expect("known");
        assert_eq!(list.stream, Stream::List(12));
        for (name, given) in [
            ("public:media:local", json!({})),
            ("hashtag", json!({ "tag": "" })),
            ("list", json!({})),
            ("user:notification", json!({})),
            ("", json!({})),
        ] {
            assert!(known(name, given).is_err(), "{name}");
        }
    }

    #[test]
    fn only_who_may_read_notifications_is_told_of_them() {
        let user = |scopes| {
            let channel = Channel::named("user", &Map::new(), &Reader::with_scopes(scopes));
            channel.map(|it| it.stream).ok()
        };

        let stream = |with_notifications| Some(Stream::User { with_notifications });
        assert_eq!(user("read"), stream(true));
        assert_eq!(user("read:statuses read:notifications"), stream(true));
        assert_eq!(user("read:statuses"), stream(false));
        assert_eq!(user("write read:notifications"), None);
    }

    #[test]
    fn only_media_is_a_parameter_of_paths() {
        let name =
            |path, only_media: &str| name_of(path, &fields(&json!({ "only_media": only_media })));

        assert_eq!(name("public/", "1"), Some("public:media"));
        assert_eq!(name("public/remote", "false"), Some("public:remote"));
        assert_eq!(name("public/nothing", ""), None);
    }
}

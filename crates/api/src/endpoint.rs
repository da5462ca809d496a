use http::Method;
use percent::encode;
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{Access, Reply};

/// A field that every act of moderation takes: whether to answer as if it had happened, and change
/// nothing. Servers other than Kumki would ignore it and act.
pub const DRY_RUN: &str = "dry_run";
/// The header in which the answer to a dry run says what would have changed, counted, as JSON.
pub const EFFECTS: &str = "kumki-effects";

/// The note in the schema of a field for which `null` is the same as an empty text. Elsewhere it is the
/// same as leaving the field out.
pub const NULL_IS_EMPTY: &str = "x-null-is-empty";

/// One operation of the HTTP API. The type that implements this is its request.
///
/// A field that shares its name with a `{segment}` of [`PATH`](Self::PATH) fills that segment.
/// The other fields travel in the query of a `GET` or `DELETE`, and in the body of anything else.
pub trait Endpoint: Serialize + DeserializeOwned + JsonSchema + Send + 'static {
    /// The HTTP method.
    const METHOD: Method;
    /// The path, with `{name}` where a field goes.
    const PATH: &'static str;
    /// The words of the command; with dots between them, the OpenAPI operation id.
    const NAME: &'static [&'static str];
    /// What the token must be good for.
    const ACCESS: Access;
    /// Fields that Mastodon does not know. It would ignore them and do the rest, so a client sends
    /// them to Kumki only.
    const BEYOND_MASTODON: &'static [&'static str] = &[];
    /// Whether it changes nothing, although it is a `POST`.
    const ONLY_LOOKS: bool = false;
    /// Fields that travel in a header: the name of the field, and that of the header.
    const HEADERS: &'static [(&'static str, &'static str)] = &[];
    /// Fields of the type [`Upload`](crate::Upload). A request that has one travels as a multipart form.
    const FILES: &'static [&'static str] = &[];
    /// The answer.
    type Response: Reply;

    /// Whether the fields travel in the body.
    fn has_body() -> bool {
        Self::METHOD != Method::GET && Self::METHOD != Method::DELETE
    }

    /// Whether it is an act of moderation, and so can be tried without being done.
    fn can_be_tried() -> bool {
        Self::ACCESS.is_for_moderators() && Self::METHOD != Method::GET && !Self::ONLY_LOOKS
    }

    /// The names of the segments that fields fill.
    fn path_params() -> impl Iterator<Item = &'static str> {
        Self::PATH
            .split('/')
            .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
    }
}

/// The path of a request with its segments filled, and the fields that did not go into it.
pub fn split<E: Endpoint>(request: &E) -> (String, Map<String, Value>) {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(request) else {
        unreachable!("a request is a struct")
    };
    let mut path = E::PATH.to_owned();
    for name in E::path_params() {
        let value = match fields.remove(name) {
            Some(Value::String(text)) => text,
            Some(value) => value.to_string(),
            None => unreachable!("a test checks that every segment is a field"),
        };
        path = path.replace(&format!("{{{name}}}"), &encode(&value));
    }
    fields.retain(|_, value| !value.is_null());
    (path, fields)
}

mod percent {
    /// Leaves letters, digits and a few signs, so that no id ends its segment. One that is empty or
    /// nothing but dots still changes what the path means; who sends it has to look.
    pub(super) fn encode(text: &str) -> String {
        let mut encoded = String::with_capacity(text.len());
        for byte in text.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    encoded.push(byte.into());
                }
                _ => encoded.push_str(&format!("%{byte:02X}")),
            }
        }
        encoded
    }
}

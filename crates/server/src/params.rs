//! Parameters as Rails reads them: path, query and body in one map.

use std::convert::Infallible;

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::RawPathParams,
    http::{header::CONTENT_TYPE, request::Parts},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use futures::stream;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::Error;

/// `a[b][c]…` may not go deeper, nor may there be more of them: both take room.
const DEEPEST: usize = 32;
const MOST: usize = 4096;

/// What a request says, whichever way it says it. The path beats the body, and the body the query.
pub(crate) async fn read(
    path: Option<RawPathParams>,
    parts: &Parts,
    body: Body,
    limit: usize,
) -> Result<Map<String, Value>, Error> {
    let body = to_bytes(body, limit).await.map_err(|_| Error::TooLarge)?;
    let content_type = parts
        .headers
        .get(CONTENT_TYPE)
        .map(|it| it.to_str().unwrap_or_default());
    let content_type = content_type.unwrap_or_default();
    let kind = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();

    let mut fields = form(parts.uri.query().unwrap_or_default().as_bytes())?;
    match kind.as_str() {
        "application/json" if !body.is_empty() => fields.extend(json(&body)?),
        "application/x-www-form-urlencoded" => fields.extend(form(&body)?),
        "multipart/form-data" => fields.extend(multipart(content_type, body).await?),
        _ => (),
    }
    for (name, value) in path.iter().flatten() {
        fields.insert(name.into(), value.into());
    }
    fields.retain(|_, value| !value.is_null());
    match fields
        .iter()
        .any(|(name, value)| name.contains('\0') || has_null_byte(value))
    {
        true => Err(malformed("a null byte")),
        false => Ok(fields),
    }
}

/// PostgreSQL cannot keep one in a text.
fn has_null_byte(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(list) => list.iter().any(has_null_byte),
        Value::Object(map) => map
            .iter()
            .any(|(name, it)| name.contains('\0') || has_null_byte(it)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn json(body: &[u8]) -> Result<Map<String, Value>, Error> {
    serde_json::from_slice(body)
        .map_err(|error| Error::Malformed(format!("not a JSON object: {error}")))
}

/// `a=1&b[]=2&b[]=3&c[d]=4`
pub(crate) fn form(text: &[u8]) -> Result<Map<String, Value>, Error> {
    let text = std::str::from_utf8(text).map_err(|_| malformed("not UTF-8"))?;
    let mut fields = Map::new();
    for (number, pair) in text.split('&').filter(|it| !it.is_empty()).enumerate() {
        if number >= MOST {
            return Err(malformed("too many parameters"));
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        put(&mut fields, &decode(name)?, Value::String(decode(value)?))?;
    }
    Ok(fields)
}

fn decode(text: &str) -> Result<String, Error> {
    let spaced = text.replace('+', " ");
    let is_whole = |after: &str| {
        let digits = after.as_bytes().get(..2);
        digits.is_some_and(|it| it.iter().all(u8::is_ascii_hexdigit))
    };
    if !spaced.split('%').skip(1).all(is_whole) {
        return Err(malformed("a percent sign without its two digits"));
    }
    let decoded = percent_decode_str(&spaced)
        .decode_utf8()
        .map_err(|_| malformed("not UTF-8"))?;
    Ok(decoded.into_owned())
}

async fn multipart(content_type: &str, body: Bytes) -> Result<Map<String, Value>, Error> {
    let wrong = |error: multer::Error| Error::Malformed(error.to_string());
    let boundary = multer::parse_boundary(content_type).map_err(wrong)?;
    let stream = stream::once(async { Ok::<_, Infallible>(body) });
    let mut parts = multer::Multipart::new(stream, boundary);
    let mut fields = Map::new();
    let mut number = 0;
    while let Some(part) = parts.next_field().await.map_err(wrong)? {
        number += 1;
        if number > MOST {
            return Err(malformed("too many parameters"));
        }
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some();
        let kind = part
            .content_type()
            .map(ToString::to_string)
            .unwrap_or_default();
        let bytes = part.bytes().await.map_err(wrong)?;
        let value = match is_file {
            true => data_url(&kind, &bytes),
            false => text(&bytes)?,
        };
        put(&mut fields, &name, Value::String(value))?;
    }
    Ok(fields)
}

fn text(bytes: &[u8]) -> Result<String, Error> {
    String::from_utf8(bytes.to_vec()).map_err(|_| malformed("not UTF-8"))
}

/// A file takes the form that it may also have in JSON.
fn data_url(kind: &str, bytes: &[u8]) -> String {
    format!("data:{kind};base64,{}", STANDARD.encode(bytes))
}

fn put(fields: &mut Map<String, Value>, name: &str, value: Value) -> Result<(), Error> {
    let mut segments = name
        .split('[')
        .map(|segment| segment.trim_end_matches(']'))
        .peekable();
    let first = segments.next().unwrap_or_default();
    let mut slot = fields.entry(first).or_insert(Value::Null);
    let mut depth = 0;
    while let Some(segment) = segments.next() {
        depth += 1;
        if depth > DEEPEST {
            return Err(malformed("too deep"));
        }
        slot = match segment {
            "" => push(slot, segments.peek().copied())?,
            _ => entry(slot, segment)?,
        };
    }
    match slot {
        Value::Array(_) | Value::Object(_) => Err(malformed("one name with two shapes")),
        _ => {
            *slot = value;
            Ok(())
        }
    }
}

/// In a list of objects, `[][a]=1&[][b]=2&[][a]=3`, the next begins where a key comes again.
fn push<'a>(slot: &'a mut Value, key: Option<&str>) -> Result<&'a mut Value, Error> {
    if slot.is_null() {
        *slot = Value::Array(Vec::new());
    }
    match slot {
        Value::Array(list) => {
            let is_open = match (list.last(), key) {
                (Some(Value::Object(last)), Some(key)) if !key.is_empty() => {
                    last.get(key).is_none_or(Value::is_array)
                }
                _ => false,
            };
            if !is_open {
                list.push(Value::Null);
            }
            list.last_mut().ok_or_else(|| malformed("an empty list"))
        }
        _ => Err(malformed("one name with two shapes")),
    }
}

fn entry<'a>(slot: &'a mut Value, key: &str) -> Result<&'a mut Value, Error> {
    if slot.is_null() {
        *slot = Value::Object(Map::new());
    }
    match slot {
        Value::Object(map) => Ok(map.entry(key).or_insert(Value::Null)),
        _ => Err(malformed("one name with two shapes")),
    }
}

fn malformed(what: &str) -> Error {
    Error::Malformed(what.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::form;

    fn read(text: &str) -> Option<Value> {
        form(text.as_bytes()).ok().map(Value::Object)
    }

    #[test]
    fn lists_and_objects_are_read_as_rails_does() {
        let read = |text| read(text).expect("well formed");

        assert_eq!(read("a=1&a=2"), json!({ "a": "2" }));
        assert_eq!(read("b[]=1&b%5B%5D=2"), json!({ "b": ["1", "2"] }));
        assert_eq!(
            read("c[d]=1&c[e][]=2"),
            json!({ "c": { "d": "1", "e": ["2"] } })
        );
        assert_eq!(read("a=x+y%2B&&b"), json!({ "a": "x y+", "b": "" }));
        assert_eq!(
            read("k[][a]=1&k[][b]=2&k[][a]=3&k[][a]=4&k[][c][]=5&k[][c][]=6"),
            json!({ "k": [{ "a": "1", "b": "2" }, { "a": "3" }, { "a": "4", "c": ["5", "6"] }] })
        );
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let deep = format!("a{}=1", "[b]".repeat(100));
        let many = "a=1&".repeat(5000);
        let wrong = [
            "a=%",
            "a=%zz",
            "a=%ff",
            "a=1&a[b]=2",
            "a[]=1&a[b]=2",
            &deep,
            &many,
        ];

        for text in wrong {
            assert_eq!(read(text), None, "{:?}", &text[..text.len().min(20)]);
        }
    }
}

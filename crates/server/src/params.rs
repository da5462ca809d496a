//! Parameters as Rails reads them: path, query and body in one map.

use std::{
    io,
    path::{Path, PathBuf},
};

use axum::{
    body::{Body, to_bytes},
    extract::RawPathParams,
    http::{header::CONTENT_TYPE, request::Parts},
};
use multer::{Constraints, Field, Multipart, SizeLimit};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use tokio::{io::AsyncWriteExt, task::spawn_blocking};

use crate::{
    Error,
    spool::{self, Files},
};

/// `a[b][c]…` may not go deeper, nor may there be more of them: both take room.
const DEEPEST: usize = 32;
const MOST: usize = 4096;

/// What a request may hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    /// Bytes of the body, but for files of a multipart form: all of it is in memory.
    pub(crate) body: usize,
    /// Bytes of the files, which are on the disk.
    pub(crate) files: u64,
    /// The fields that files are read from; others are passed over.
    pub(crate) names: &'static [&'static str],
}

/// What a request says, whichever way it says it. The path beats the body, and the body the query.
pub(crate) async fn read(
    path: Option<RawPathParams>,
    parts: &Parts,
    body: Body,
    room: Room,
    files: &mut Files,
) -> Result<Map<String, Value>, Error> {
    let mut fields = query(parts)?;
    let content_type = content_type(parts);
    if is_multipart(parts) {
        fields.extend(multipart(content_type, body, room, files).await?);
    } else {
        let body = to_bytes(body, room.body).await;
        let body = body.map_err(|_| Error::TooLarge)?;
        match kind(content_type).as_str() {
            "application/json" if !body.is_empty() => fields.extend(json(&body)?),
            "application/x-www-form-urlencoded" => fields.extend(form(&body)?),
            _ => (),
        }
    }
    for (name, value) in path.iter().flatten() {
        fields.insert(name.into(), value.into());
    }
    match fields
        .iter()
        .any(|(name, value)| name.contains('\0') || has_null_byte(value))
    {
        true => Err(malformed("a null byte")),
        false => Ok(fields),
    }
}

/// The same where no file has any business.
pub(crate) async fn read_texts(
    parts: &Parts,
    body: Body,
    limit: usize,
) -> Result<Map<String, Value>, Error> {
    let room = Room {
        body: limit,
        files: 0,
        names: &[],
    };
    let mut fields = read(None, parts, body, room, &mut Files::none(PathBuf::new())).await?;
    fields.retain(|_, value| !value.is_null());
    Ok(fields)
}

/// What stands behind the `?` of the address.
pub(crate) fn query(parts: &Parts) -> Result<Map<String, Value>, Error> {
    form(parts.uri.query().unwrap_or_default().as_bytes())
}

pub(crate) fn is_multipart(parts: &Parts) -> bool {
    kind(content_type(parts)) == "multipart/form-data"
}

fn content_type(parts: &Parts) -> &str {
    let header = parts.headers.get(CONTENT_TYPE);
    header.and_then(|it| it.to_str().ok()).unwrap_or_default()
}

fn kind(content_type: &str) -> String {
    let kind = content_type.split(';').next().unwrap_or_default();
    kind.trim().to_ascii_lowercase()
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

async fn multipart(
    content_type: &str,
    body: Body,
    room: Room,
    files: &mut Files,
) -> Result<Map<String, Value>, Error> {
    let boundary = multer::parse_boundary(content_type).map_err(unreadable)?;
    let whole = SizeLimit::new().whole_stream(room.body as u64 + room.files);
    let limits = Constraints::new().size_limit(whole);
    let mut parts = Multipart::with_constraints(body.into_data_stream(), boundary, limits);
    let (mut fields, mut number, mut left) = (Map::new(), 0, room.body);
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        number += 1;
        if number > MOST {
            return Err(malformed("too many parameters"));
        }
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_none() {
            let text = text(part, &mut left).await?;
            put(&mut fields, &name, Value::String(text))?;
        } else if room.names.contains(&&*name) {
            let file = spool(part, files.folder()).await?;
            files.add(name, file);
        }
    }
    Ok(fields)
}

fn unreadable(error: multer::Error) -> Error {
    match error {
        multer::Error::StreamSizeExceeded { .. } => Error::TooLarge,
        error => Error::Malformed(error.to_string()),
    }
}

async fn text(mut part: Field<'_>, left: &mut usize) -> Result<String, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
        *left = left.checked_sub(chunk.len()).ok_or(Error::TooLarge)?;
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| malformed("not UTF-8"))
}

/// Copies a file to the disk as it arrives.
async fn spool(mut part: Field<'_>, folder: &Path) -> Result<std::fs::File, Error> {
    let failed = |error: io::Error| Error::Broken(format!("the spool: {error}"));
    let folder = folder.to_owned();
    let file = spawn_blocking(move || spool::nameless(&folder)).await;
    let file = file.map_err(io::Error::other).flatten().map_err(failed)?;
    let mut file = tokio::fs::File::from_std(file);
    while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
        file.write_all(&chunk).await.map_err(failed)?;
    }
    file.flush().await.map_err(failed)?;
    Ok(file.into_std().await)
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
            // Mastodon.py writes `id[][]=1`: a list in a list is that list.
            "" if segments.peek() == Some(&"") => slot,
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
        assert_eq!(read("b[][]=1&b[][]=2"), json!({ "b": ["1", "2"] }));
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

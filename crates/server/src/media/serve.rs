//! Giving files out.

use axum::{
    body::Body,
    extract::{Path, RawQuery, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{
            ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE,
            CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE, RANGE,
            X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::{IntoResponse, Response},
};
use domain::{
    evidence::{self, Seal},
    visibility,
};
use object_store::GetRange;
use tokio::task::spawn_blocking;
use url::form_urlencoded;

use super::kinds;
use crate::{App, Error};

/// A file never changes, but may have to be taken out of sight: here at once, and in caches that
/// others keep within minutes.
const A_WHILE: HeaderValue = HeaderValue::from_static("public, max-age=300, must-revalidate");

/// What only moderators are to see stays with them.
const NEVER: HeaderValue = HeaderValue::from_static("private, no-store");

/// A browser shows what it is, and nothing that is in it runs, also when somebody opens it alone.
const HARMLESS: [(HeaderName, HeaderValue); 3] = [
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; sandbox"),
    ),
    (CONTENT_DISPOSITION, HeaderValue::from_static("inline")),
];

/// A file under `/media`.
pub(crate) async fn serve(
    State(app): State<App>,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
    asked: HeaderMap,
) -> Response {
    let answered = answer(app, &file, seal(query.as_deref()), &asked).await;
    answered.unwrap_or_else(IntoResponse::into_response)
}

/// What stands in an address that a moderator was given.
fn seal(query: Option<&str>) -> Option<Seal> {
    let (mut until, mut key) = (None, None);
    for (name, value) in form_urlencoded::parse(query?.as_bytes()) {
        match &*name {
            "until" => until = value.parse().ok(),
            "key" => key = Some(value.into_owned()),
            _ => (),
        }
    }
    let (until, key) = until.zip(key)?;
    Some(Seal { until, key })
}

async fn answer(
    app: App,
    file: &str,
    seal: Option<Seal>,
    asked: &HeaderMap,
) -> Result<Response, Error> {
    let content_type = kinds::content_type(file).ok_or(Error::NoRoute)?;
    let is_sealed = seal.is_some();
    if !is_shown(&app, file, seal).await? {
        return Err(Error::NoRoute);
    }
    // A name is given once, so it stands for what is in the file.
    let tag = format!("\"{file}\"");
    let mut headers = HeaderMap::from_iter(HARMLESS);
    headers.insert(CACHE_CONTROL, if is_sealed { NEVER } else { A_WHILE });
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.extend(HeaderValue::from_str(&tag).map(|it| (ETAG, it)));
    if text(asked, &IF_NONE_MATCH).is_some_and(|it| it == "*" || it.contains(&tag)) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }

    let wanted = text(asked, &RANGE).and_then(part);
    let is_current = text(asked, &IF_RANGE).is_none_or(|it| it == tag);
    match wanted.filter(|_| is_current) {
        Some(wanted) => give_part(&app, file, wanted, headers).await,
        None => give_whole(&app, file, headers).await,
    }
}

/// One look at the database, by the name of the file.
async fn is_shown(app: &App, file: &str, seal: Option<Seal>) -> Result<bool, Error> {
    let (app, file) = (app.clone(), file.to_owned());
    let look = move || {
        let mut cx = app.read()?;
        if visibility::file(&mut cx, &file)? {
            return Ok(true);
        }
        match seal {
            Some(seal) => Ok(evidence::is_good(&mut cx, &file, &seal)?),
            None => Ok(false),
        }
    };
    let looked = spawn_blocking(look).await;
    looked.unwrap_or_else(|panic| Err(Error::Broken(panic.to_string())))
}

async fn give_whole(app: &App, file: &str, mut headers: HeaderMap) -> Result<Response, Error> {
    let found = app.options.media.get(file, None).await;
    let found = found.map_err(Error::files)?.ok_or(Error::NoRoute)?;
    headers.insert(CONTENT_LENGTH, found.meta.size.into());
    Ok((headers, Body::from_stream(found.into_stream())).into_response())
}

async fn give_part(
    app: &App,
    file: &str,
    wanted: Part,
    mut headers: HeaderMap,
) -> Result<Response, Error> {
    let media = &app.options.media;
    let size = media.head(file).await.map_err(Error::files)?;
    let size = size.ok_or(Error::NoRoute)?.size;
    let Some((first, last)) = wanted.within(size) else {
        headers.extend(content_range(format!("bytes */{size}")));
        return Ok((StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response());
    };
    let range = GetRange::Bounded(first..last + 1);
    let found = media.get(file, Some(range)).await.map_err(Error::files)?;
    let found = found.ok_or(Error::NoRoute)?;
    headers.insert(CONTENT_LENGTH, (last + 1 - first).into());
    headers.extend(content_range(format!("bytes {first}-{last}/{size}")));
    let body = Body::from_stream(found.into_stream());
    Ok((StatusCode::PARTIAL_CONTENT, headers, body).into_response())
}

fn content_range(text: String) -> Option<(HeaderName, HeaderValue)> {
    let value = HeaderValue::from_str(&text).ok()?;
    Some((CONTENT_RANGE, value))
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Players ask for parts of a film: from a byte on, up to another, or the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    From(u64, Option<u64>),
    Last(u64),
}

/// `bytes=0-499`, `bytes=500-` or `bytes=-500`. Who asks for several parts is given the whole.
fn part(text: &str) -> Option<Part> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    match (first.trim(), last.trim()) {
        ("", count) => Some(Part::Last(count.parse().ok()?)),
        (first, "") => Some(Part::From(first.parse().ok()?, None)),
        (first, last) => {
            let (first, last) = (first.parse().ok()?, last.parse().ok()?);
            (first <= last).then_some(Part::From(first, Some(last)))
        }
    }
}

impl Part {
    /// Its first and its last byte, of so many.
    fn within(self, size: u64) -> Option<(u64, u64)> {
        let end = size.checked_sub(1)?;
        match self {
            Self::Last(0) => None,
            Self::Last(count) => Some((size.saturating_sub(count), end)),
            Self::From(first, last) if first <= end => {
                Some((first, last.map_or(end, |it| it.min(end))))
            }
            Self::From(..) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn parts_are_read_as_players_ask_for_them() {
        let within = |text: &str| part(text).and_then(|it| it.within(1000));

        assert_eq!(within("bytes=0-499"), Some((0, 499)));
        assert_eq!(within("bytes=500-"), Some((500, 999)));
        assert_eq!(within("bytes=-1"), Some((999, 999)));
        assert_eq!(within("bytes=-5000"), Some((0, 999)));
        assert_eq!(within("bytes=0-9999"), Some((0, 999)));
        for none in ["bytes=1000-", "bytes=-0"] {
            assert!(part(none).is_some() && within(none).is_none(), "{none}");
        }
        for whole in ["bytes=0-1,5-9", "bytes=9-0", "lines=1-2", "bytes=-", ""] {
            assert_eq!(part(whole), None, "{whole}");
        }
    }
}

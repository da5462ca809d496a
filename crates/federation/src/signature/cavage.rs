//! Signatures after draft-cavage-http-signatures-12.

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use domain::servers::host_with_port;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header::DATE};
use url::Url;

use super::{
    Algorithm, Claim, PrivateKey, Refusal, Request, Unusable, check_host, check_time, date, digest,
    header,
};

/// The headers that say who sends a request: `date`, `digest` where there is a body, `signature`. The
/// header `host` is signed too, as HTTP clients write it.
pub fn sign(
    key: &PrivateKey,
    key_id: &str,
    method: &Method,
    url: &Url,
    body: Option<&[u8]>,
    now: DateTime<Utc>,
) -> Result<HeaderMap, Unusable> {
    let date = now.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let target = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let host = host_with_port(url).ok_or(Unusable)?;
    let method = method.as_str().to_lowercase();
    let mut text = format!("(request-target): {method} {target}\nhost: {host}\ndate: {date}");
    let mut names = String::from("(request-target) host date");
    let mut headers = HeaderMap::new();
    if let Some(body) = body {
        let digest = digest::of(body);
        text.push_str(&format!("\ndigest: {digest}"));
        names.push_str(" digest");
        headers.insert(HeaderName::from_static("digest"), value(&digest)?);
    }
    let signature = key.sign(text.as_bytes())?;
    let signature = format!(
        "keyId=\"{key_id}\",algorithm=\"rsa-sha256\",headers=\"{names}\",signature=\"{signature}\""
    );
    headers.insert(DATE, value(&date)?);
    headers.insert(HeaderName::from_static("signature"), value(&signature)?);
    Ok(headers)
}

fn value(text: &str) -> Result<HeaderValue, Unusable> {
    HeaderValue::from_str(text).map_err(|_| Unusable)
}

pub(super) fn read(request: &Request<'_>, now: DateTime<Utc>) -> Result<Claim, Refusal> {
    let text = match header(request, "signature") {
        Err(Refusal::Incomplete) => return Err(Refusal::Missing),
        text => text?,
    };
    let said = Said::read(&text)?;
    let names: Vec<&str> = said
        .headers
        .split(' ')
        .filter(|it| !it.is_empty())
        .collect();
    check(request, &said, &names, now)?;
    let lines: Result<Vec<String>, Refusal> =
        names.iter().map(|it| line(request, &said, it)).collect();
    Ok(Claim {
        key_id: said.key_id.to_owned(),
        signed: lines?.join("\n").into_bytes(),
        signature: STANDARD
            .decode(said.signature)
            .map_err(|_| Refusal::Malformed)?,
        algorithm: match said.algorithm {
            "rsa-sha512" => Algorithm::RsaSha512,
            "rsa-sha256" => Algorithm::RsaSha256,
            "ed25519" => Algorithm::Ed25519,
            _ => Algorithm::OfKey,
        },
    })
}

/// The parts of the header `Signature`.
#[derive(Debug, Default)]
struct Said<'a> {
    key_id: &'a str,
    algorithm: &'a str,
    headers: &'a str,
    signature: &'a str,
    created: Option<i64>,
    expires: Option<i64>,
}

impl<'a> Said<'a> {
    fn read(text: &'a str) -> Result<Self, Refusal> {
        let mut said = Self {
            headers: "date",
            ..Self::default()
        };
        let mut rest = text.trim_start_matches("Signature ").trim();
        while !rest.is_empty() {
            let (name, after) = rest.split_once('=').ok_or(Refusal::Malformed)?;
            let (value, after) = match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').ok_or(Refusal::Malformed)?,
                None => after.split_at(after.find(',').unwrap_or(after.len())),
            };
            match name.trim() {
                "keyId" => said.key_id = value,
                "algorithm" => said.algorithm = value,
                "headers" => said.headers = value,
                "signature" => said.signature = value,
                "created" => said.created = Some(seconds(value)?),
                "expires" => said.expires = Some(seconds(value)?),
                _ => (),
            }
            rest = after.trim_start_matches([',', ' ']);
        }
        match said.key_id.is_empty() || said.signature.is_empty() {
            true => Err(Refusal::Malformed),
            false => Ok(said),
        }
    }
}

fn seconds(text: &str) -> Result<i64, Refusal> {
    let whole = text.split('.').next().unwrap_or(text);
    whole.trim().parse().map_err(|_| Refusal::Malformed)
}

/// Whether all is signed that has to be, and is as it has to be.
fn check(
    request: &Request<'_>,
    said: &Said<'_>,
    names: &[&str],
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let covers = |name: &str| names.iter().any(|it| it.eq_ignore_ascii_case(name));
    if !covers("(request-target)") || !covers("host") {
        return Err(Refusal::Incomplete);
    }
    let at = match (
        covers("(created)").then_some(said.created).flatten(),
        covers("date"),
    ) {
        (Some(seconds), _) => DateTime::from_timestamp(seconds, 0).ok_or(Refusal::Malformed)?,
        (None, true) => date(request)?,
        (None, false) => return Err(Refusal::Incomplete),
    };
    check_time(at, now)?;
    if said.expires.is_some_and(|it| it < now.timestamp()) {
        return Err(Refusal::Time);
    }
    check_host(&header(request, "host")?, request)?;
    let has_body = !request.body.is_empty() || *request.method == Method::POST;
    match has_body {
        true if covers("digest") => digest::check_old(request),
        true if covers("content-digest") => digest::check_new(request),
        true => Err(Refusal::Incomplete),
        false => Ok(()),
    }
}

fn line(request: &Request<'_>, said: &Said<'_>, name: &str) -> Result<String, Refusal> {
    let name = name.to_lowercase();
    let number = |it: Option<i64>| it.map(|it| it.to_string()).ok_or(Refusal::Malformed);
    let value = match name.as_str() {
        "(request-target)" => {
            let method = request.method.as_str().to_lowercase();
            format!("{method} {}", request.target)
        }
        "(created)" => number(said.created)?,
        "(expires)" => number(said.expires)?,
        name => header(request, name)?,
    };
    Ok(format!("{name}: {value}"))
}

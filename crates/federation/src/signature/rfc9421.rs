//! Signatures after RFC 9421.

use chrono::{DateTime, Utc};
use http::Method;
use sfv::{BareItem, Dictionary, FieldType, InnerList, Item, ListEntry, Parser};

use super::{Algorithm, Claim, Refusal, Request, check_host, check_time, date, digest, header};

/// Looks at the first signature that a request carries.
pub(super) fn read(request: &Request<'_>, now: DateTime<Utc>) -> Result<Claim, Refusal> {
    let inputs = dictionary(&header(request, "signature-input")?)?;
    let signatures = dictionary(&header(request, "signature")?)?;
    let (label, input) = inputs.first().ok_or(Refusal::Malformed)?;
    let ListEntry::InnerList(input) = input else {
        return Err(Refusal::Malformed);
    };
    let Some(ListEntry::Item(signature)) = signatures.get(label) else {
        return Err(Refusal::Malformed);
    };
    let BareItem::ByteSequence(signature) = &signature.bare_item else {
        return Err(Refusal::Malformed);
    };
    let names: Vec<&str> = input.items.iter().map(name_of).collect::<Result<_, _>>()?;
    check(request, input, &names, now)?;
    let key_id = text(input, "keyid").ok_or(Refusal::Malformed)?;
    Ok(Claim {
        key_id: key_id.to_owned(),
        signed: base(request, input, &names)?.into_bytes(),
        signature: signature.clone(),
        algorithm: match text(input, "alg") {
            Some("rsa-v1_5-sha256") => Algorithm::RsaSha256,
            Some("ed25519") => Algorithm::Ed25519,
            None => Algorithm::OfKey,
            Some(_) => return Err(Refusal::Malformed),
        },
    })
}

fn dictionary(text: &str) -> Result<Dictionary, Refusal> {
    Parser::new(text).parse().map_err(|_| Refusal::Malformed)
}

/// Parts with terms of their own are not understood.
fn name_of(item: &Item) -> Result<&str, Refusal> {
    match &item.bare_item {
        BareItem::String(name) if item.params.is_empty() => Ok(name.as_str()),
        _ => Err(Refusal::Malformed),
    }
}

fn text<'a>(input: &'a InnerList, name: &str) -> Option<&'a str> {
    match input.params.get(name)? {
        BareItem::String(text) => Some(text.as_str()),
        _ => None,
    }
}

fn time(input: &InnerList, name: &str) -> Result<Option<DateTime<Utc>>, Refusal> {
    let seconds = match input.params.get(name) {
        None => return Ok(None),
        Some(BareItem::Integer(it)) => i64::from(*it),
        Some(_) => return Err(Refusal::Malformed),
    };
    let at = DateTime::from_timestamp(seconds, 0).ok_or(Refusal::Malformed)?;
    Ok(Some(at))
}

/// Whether all is signed that has to be, and is as it has to be.
fn check(
    request: &Request<'_>,
    input: &InnerList,
    names: &[&str],
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let covers = |name: &str| names.contains(&name);
    let has_place = covers("@target-uri")
        || (covers("@authority") && (covers("@path") || covers("@request-target")));
    if !covers("@method") || !has_place {
        return Err(Refusal::Incomplete);
    }
    let at = match (time(input, "created")?, covers("date")) {
        (Some(at), _) => at,
        (None, true) => date(request)?,
        (None, false) => return Err(Refusal::Incomplete),
    };
    check_time(at, now)?;
    if time(input, "expires")?.is_some_and(|it| it < now) {
        return Err(Refusal::Time);
    }
    check_host(&header(request, "host")?, request)?;
    let has_body = !request.body.is_empty() || *request.method == Method::POST;
    match has_body {
        true if covers("content-digest") => digest::check_new(request),
        true if covers("digest") => digest::check_old(request),
        true => Err(Refusal::Incomplete),
        false => Ok(()),
    }
}

/// What was signed: a line for each part, and one for what is said about the signature.
fn base(request: &Request<'_>, input: &InnerList, names: &[&str]) -> Result<String, Refusal> {
    let mut base = String::new();
    for name in names {
        let value = value(request, name)?;
        base.push_str(&format!("\"{name}\": {value}\n"));
    }
    // A list of this one alone is written as itself.
    let list = vec![ListEntry::InnerList(input.clone())];
    let written = list.serialize().ok_or(Refusal::Malformed)?;
    base.push_str(&format!("\"@signature-params\": {written}"));
    Ok(base)
}

fn value(request: &Request<'_>, name: &str) -> Result<String, Refusal> {
    let (path, query) = match request.target.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (request.target, "?".to_owned()),
    };
    let host = request.host.to_lowercase();
    Ok(match name {
        "@method" => request.method.as_str().to_owned(),
        "@target-uri" => format!("{}://{host}{}", request.scheme, request.target),
        "@authority" => host,
        "@scheme" => request.scheme.to_owned(),
        "@request-target" => request.target.to_owned(),
        "@path" => path.to_owned(),
        "@query" => query,
        name if name.starts_with('@') => return Err(Refusal::Malformed),
        name => header(request, name)?,
    })
}

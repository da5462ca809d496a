//! What says that a body is the one that was signed.

use aws_lc_rs::digest::{SHA256, SHA512, digest};
use base64::{Engine, engine::general_purpose::STANDARD};
use sfv::{BareItem, Dictionary, ListEntry, Parser};

use super::{Refusal, Request, header};

/// For the header `Digest`.
pub(super) fn of(body: &[u8]) -> String {
    format!("SHA-256={}", STANDARD.encode(digest(&SHA256, body)))
}

/// Looks at the header `Digest` (RFC 3230).
pub(super) fn check_old(request: &Request<'_>) -> Result<(), Refusal> {
    let text = header(request, "digest")?;
    let named = text.split(',').filter_map(|it| it.trim().split_once('='));
    let sha256 = named.into_iter().find_map(|(name, value)| {
        let is_it = name.eq_ignore_ascii_case("sha-256");
        is_it.then(|| STANDARD.decode(value)).and_then(Result::ok)
    });
    match sha256.is_some_and(|it| it == digest(&SHA256, request.body).as_ref()) {
        true => Ok(()),
        false => Err(Refusal::Digest),
    }
}

/// Looks at the header `Content-Digest` (RFC 9530): all that it says must be right, and it must say
/// something that is understood.
pub(super) fn check_new(request: &Request<'_>) -> Result<(), Refusal> {
    let text = header(request, "content-digest")?;
    let said: Dictionary = Parser::new(&text).parse().map_err(|_| Refusal::Malformed)?;
    let mut is_any = false;
    for (name, entry) in &said {
        let ListEntry::Item(item) = entry else {
            return Err(Refusal::Malformed);
        };
        let BareItem::ByteSequence(value) = &item.bare_item else {
            return Err(Refusal::Malformed);
        };
        let algorithm = match name.as_str() {
            "sha-256" => &SHA256,
            "sha-512" => &SHA512,
            _ => continue,
        };
        if digest(algorithm, request.body).as_ref() != value.as_slice() {
            return Err(Refusal::Digest);
        }
        is_any = true;
    }
    match is_any {
        true => Ok(()),
        false => Err(Refusal::Digest),
    }
}

//! Requests as others would send them, and as nobody should.

use std::sync::LazyLock;

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use url::Url;

use super::{Claim, PrivateKey, PublicKey, Refusal, Request, digest, sign};

static KEY: LazyLock<PrivateKey> = LazyLock::new(|| PrivateKey::generate().expect("a key"));
const BODY: &[u8] = br#"{"type":"Follow"}"#;
const KEY_ID: &str = "https://far.example/users/eve#main-key";

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 28, 12, 0, 0)
        .single()
        .expect("a time")
}

fn public() -> PublicKey {
    PublicKey::from_pem(&KEY.public_pem().expect("a key")).expect("a key")
}

fn delivered(headers: &HeaderMap) -> Request<'_> {
    Request {
        method: &Method::POST,
        target: "/inbox",
        scheme: "https",
        host: "near.example",
        headers,
        body: BODY,
    }
}

fn signed() -> HeaderMap {
    let url = Url::parse("https://near.example/inbox").expect("an address");
    let signed = sign(&KEY, KEY_ID, &Method::POST, &url, Some(BODY), noon());
    let mut headers = signed.expect("signed");
    set(&mut headers, "host", "near.example");
    headers
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    let value = HeaderValue::from_str(value).expect("a value");
    headers.insert(HeaderName::from_static(name), value);
}

/// Signed after RFC 9421, with those parts.
fn signed_anew(parts: &str, terms: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    set(&mut headers, "host", "near.example");
    let sha256 = digest::of(BODY).replacen("SHA-256=", "", 1);
    set(
        &mut headers,
        "content-digest",
        &format!("sha-256=:{sha256}:"),
    );
    let mut base = String::new();
    for part in parts.split(' ') {
        let value = match part.trim_matches('"') {
            "@method" => "POST".to_owned(),
            "@target-uri" => "https://near.example/inbox".to_owned(),
            name => headers[name].to_str().expect("a text").to_owned(),
        };
        base.push_str(&format!("{part}: {value}\n"));
    }
    base.push_str(&format!("\"@signature-params\": ({parts}){terms}"));
    let signature = KEY.sign(base.as_bytes()).expect("signed");
    set(
        &mut headers,
        "signature-input",
        &format!("sig1=({parts}){terms}"),
    );
    set(&mut headers, "signature", &format!("sig1=:{signature}:"));
    headers
}

fn terms() -> String {
    let created = noon().timestamp();
    format!(";created={created};keyid=\"{KEY_ID}\";alg=\"rsa-v1_5-sha256\"")
}

const PARTS: &str = "\"@method\" \"@target-uri\" \"content-digest\"";

#[test]
fn what_is_signed_is_known_to_come_from_who_has_signed_it() {
    let headers = signed();

    let claim = Claim::read(&delivered(&headers), noon()).expect("a claim");

    assert_eq!(claim.key_id, KEY_ID);
    assert!(claim.holds(&public()));
    let other = PrivateKey::generate().and_then(|it| it.public_pem());
    let other = PublicKey::from_pem(&other.expect("a key")).expect("a key");
    assert!(!claim.holds(&other));
}

#[test]
fn a_signature_of_the_new_kind_is_understood_too() {
    let headers = signed_anew(PARTS, &terms());

    let claim = Claim::read(&delivered(&headers), noon()).expect("a claim");

    assert_eq!(claim.key_id, KEY_ID);
    assert!(claim.holds(&public()));
}

#[test]
fn a_key_is_the_same_after_it_was_kept() {
    let text = KEY.to_text().expect("a text");

    let kept = PrivateKey::from_text(&text).expect("a key");

    assert_eq!(kept.public_pem(), KEY.public_pem());
}

#[test]
fn another_body_is_noticed_in_both_kinds() {
    for headers in [signed(), signed_anew(PARTS, &terms())] {
        let request = Request {
            body: br#"{"type":"Block"}"#,
            ..delivered(&headers)
        };

        assert_eq!(Claim::read(&request, noon()), Err(Refusal::Digest));
    }
}

#[test]
fn a_changed_digest_is_noticed_because_it_is_signed() {
    let mut headers = signed();
    let body = br#"{"type":"Block"}"#;
    set(&mut headers, "digest", &digest::of(body));
    let request = Request {
        body,
        ..delivered(&headers)
    };

    let claim = Claim::read(&request, noon()).expect("a claim");

    assert!(!claim.holds(&public()));
}

#[test]
fn a_signature_for_another_path_or_method_does_not_hold() {
    let headers = signed();
    let elsewhere = Request {
        target: "/users/alice/inbox",
        ..delivered(&headers)
    };
    let put = Request {
        method: &Method::PUT,
        ..delivered(&headers)
    };

    for request in [elsewhere, put] {
        let claim = Claim::read(&request, noon()).expect("a claim");
        assert!(!claim.holds(&public()));
    }
}

#[test]
fn a_request_for_another_server_is_none_for_this_one() {
    for headers in [signed(), signed_anew(PARTS, &terms())] {
        let request = Request {
            host: "other.example",
            ..delivered(&headers)
        };

        assert_eq!(Claim::read(&request, noon()), Err(Refusal::Elsewhere));
    }
}

#[test]
fn old_signatures_and_those_from_the_future_are_refused() {
    let late = noon() + TimeDelta::hours(13);
    let early = noon() - TimeDelta::hours(2);
    for headers in [signed(), signed_anew(PARTS, &terms())] {
        for now in [late, early] {
            let read = Claim::read(&delivered(&headers), now);
            assert_eq!(read, Err(Refusal::Time));
        }
        let soon = noon() + TimeDelta::hours(11);
        assert!(Claim::read(&delivered(&headers), soon).is_ok());
    }
}

#[test]
fn what_leaves_out_the_body_the_place_or_the_time_is_not_enough() {
    let new = |parts: &str| signed_anew(parts, &terms());
    let timeless = signed_anew(PARTS, &format!(";keyid=\"{KEY_ID}\""));
    let old = |headers: &str| {
        let mut it = signed();
        let signature = STANDARD.encode([0; 256]);
        let text = format!("keyId=\"{KEY_ID}\",headers=\"{headers}\",signature=\"{signature}\"");
        set(&mut it, "signature", &text);
        it
    };
    for headers in [
        new("\"@method\" \"@target-uri\""),
        new("\"@method\" \"content-digest\""),
        timeless,
        old("host date digest"),
        old("(request-target) host date"),
        old("(request-target) date digest"),
        old("(request-target) host digest"),
        old(""),
    ] {
        let read = Claim::read(&delivered(&headers), noon());
        assert_eq!(read, Err(Refusal::Incomplete), "{headers:?}");
    }
}

#[test]
fn what_is_no_signature_is_refused_and_nothing_else_happens() {
    let missing = Claim::read(&delivered(&HeaderMap::new()), noon());
    assert_eq!(missing, Err(Refusal::Missing));
    for text in [
        "",
        "=",
        "keyId",
        "keyId=\"",
        "keyId=\"a\",headers=\"(request-target) host date digest\"",
        "keyId=\"a\",headers=\"(request-target) host date digest\",signature=\"%%\"",
        "keyId=\"a\",created=x,signature=\"aaaa\"",
    ] {
        let mut headers = signed();
        set(&mut headers, "signature", text);
        let read = Claim::read(&delivered(&headers), noon());
        assert_eq!(read, Err(Refusal::Malformed), "{text}");
    }
    for (input, signature) in [
        ("sig1", "sig1=:aaaa:"),
        ("sig1=(\"@method\";req);created=1", "sig1=:aaaa:"),
        ("sig1=(\"@method\")", "sig2=:aaaa:"),
        ("sig1=(1 2)", "sig1=:aaaa:"),
        ("(((", ")))"),
    ] {
        let mut headers = HeaderMap::new();
        set(&mut headers, "signature-input", input);
        set(&mut headers, "signature", signature);
        let read = Claim::read(&delivered(&headers), noon());
        assert_eq!(read, Err(Refusal::Malformed), "{input}");
    }
}

#[test]
fn keys_that_are_none_are_refused() {
    for text in ["", "-----BEGIN PUBLIC KEY-----", "aGVsbG8=", "ä", "===="] {
        assert!(PublicKey::from_pem(text).is_err(), "{text}");
        assert!(PrivateKey::from_text(text).is_err(), "{text}");
    }
}

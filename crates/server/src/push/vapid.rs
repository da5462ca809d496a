//! Saying who we are to a push service (VAPID, RFC 8292).

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use domain::vapid::PrivateKey;
use serde_json::json;
use url::Url;

/// How long what is signed is good. A day is the most that is allowed.
const GOOD_FOR: TimeDelta = TimeDelta::hours(12);

/// A token for the push service at that address, signed. Whom to ask about us is in it.
pub(super) fn token(
    key: &PrivateKey,
    endpoint: &Url,
    contact: &str,
    now: DateTime<Utc>,
) -> Option<String> {
    let header = json!({ "typ": "JWT", "alg": "ES256" });
    let claims = json!({
        "aud": endpoint.origin().ascii_serialization(),
        "exp": (now + GOOD_FOR).timestamp(),
        "sub": contact,
    });
    let encode = |it: &serde_json::Value| URL_SAFE_NO_PAD.encode(it.to_string());
    let signed = format!("{}.{}", encode(&header), encode(&claims));
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_pkcs8()).ok()?;
    let signature = pair.sign(&SystemRandom::new(), signed.as_bytes()).ok()?;
    Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

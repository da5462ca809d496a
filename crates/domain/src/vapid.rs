//! The key that push services know this server by (VAPID, RFC 8292).
//!
//! It is made once and kept with the data: with another one, nobody who has subscribed would be told
//! anything any more.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use store::{Tx, settings};

use crate::{Context, Error, Result};

/// Among the settings, where no member of the staff sees it.
const NAME: &str = "vapid_key";

/// The half that signs, as PKCS#8. It cannot be printed, so that it gets into no log.
pub struct PrivateKey(Vec<u8>);

impl PrivateKey {
    pub fn as_pkcs8(&self) -> &[u8] {
        &self.0
    }
}

/// Makes the key, unless there is one.
pub fn make_missing(cx: &mut Context) -> Result<()> {
    if settings::find(&mut cx.tx, NAME)?.is_some() {
        return Ok(());
    }
    let kept = make().ok_or(Error::Internal("a key cannot be made"))?;
    settings::add(&mut cx.tx, NAME, &kept, cx.now)?;
    Ok(())
}

/// Not from the chance of the context, which the demo makes foreseeable.
fn make() -> Option<Value> {
    let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).ok()?;
    let pair = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref()).ok()?;
    Some(json!({
        "public": URL_SAFE_NO_PAD.encode(pair.public_key()),
        "private": URL_SAFE_NO_PAD.encode(pkcs8),
    }))
}

/// The half that everybody may know: the uncompressed point, in base64 for addresses, unpadded. None
/// before somebody was served.
pub fn public_key(tx: &mut Tx) -> Result<Option<String>> {
    let kept = settings::find(tx, NAME)?;
    Ok(kept.and_then(|it| it["public"].as_str().map(str::to_owned)))
}

/// None before somebody was served.
pub fn private_key(tx: &mut Tx) -> Result<Option<PrivateKey>> {
    let Some(kept) = settings::find(tx, NAME)? else {
        return Ok(None);
    };
    let text = kept["private"].as_str();
    let pkcs8 = text.and_then(|it| URL_SAFE_NO_PAD.decode(it).ok());
    let pkcs8 = pkcs8.ok_or(Error::Internal("the key of push messages cannot be read"))?;
    Ok(Some(PrivateKey(pkcs8)))
}

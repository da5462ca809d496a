//! The two halves of a key.

use aws_lc_rs::{
    encoding::AsDer,
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{
        ED25519, KeyPair as _, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
        RSA_PKCS1_2048_8192_SHA512, RSA_PKCS1_SHA256,
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};

use super::Algorithm;

/// How an Ed25519 key begins among keys of all kinds (RFC 8410).
const ED25519_PREFIX: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

/// It is no key, or none that is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key cannot be used")]
pub struct Unusable;

/// The half that signs. It cannot be printed, so that it gets into no log.
pub struct PrivateKey(KeyPair);

impl PrivateKey {
    /// A new one: RSA with 2048 bits, which everybody understands. Takes a moment.
    pub fn generate() -> Result<Self, Unusable> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| Unusable)?;
        Ok(Self(pair))
    }

    /// As it is kept: PKCS#8, in base64.
    pub fn from_text(text: &str) -> Result<Self, Unusable> {
        let der = STANDARD.decode(text).map_err(|_| Unusable)?;
        let pair = KeyPair::from_pkcs8(&der).map_err(|_| Unusable)?;
        Ok(Self(pair))
    }

    pub fn to_text(&self) -> Result<String, Unusable> {
        let der = self.0.as_der().map_err(|_| Unusable)?;
        Ok(STANDARD.encode(der.as_ref()))
    }

    /// The other half, as actors show it.
    pub fn public_pem(&self) -> Result<String, Unusable> {
        let der = self.0.public_key().as_der().map_err(|_| Unusable)?;
        let text = STANDARD.encode(der.as_ref());
        let mut pem = String::from("-----BEGIN PUBLIC KEY-----\n");
        for line in text.as_bytes().chunks(64) {
            pem.push_str(&String::from_utf8_lossy(line));
            pem.push('\n');
        }
        pem.push_str("-----END PUBLIC KEY-----\n");
        Ok(pem)
    }

    pub(super) fn sign(&self, text: &[u8]) -> Result<String, Unusable> {
        let mut signature = vec![0; self.0.public_modulus_len()];
        let random = SystemRandom::new();
        let signed = self
            .0
            .sign(&RSA_PKCS1_SHA256, &random, text, &mut signature);
        signed.map_err(|_| Unusable)?;
        Ok(STANDARD.encode(signature))
    }
}

/// The half that shows who has signed.
#[derive(Clone, Debug)]
pub struct PublicKey {
    /// `SubjectPublicKeyInfo`, or `RSAPublicKey`.
    der: Vec<u8>,
}

impl PublicKey {
    pub fn from_pem(pem: &str) -> Result<Self, Unusable> {
        let lines = pem.lines().map(str::trim);
        let text: String = lines.filter(|it| !it.starts_with("-----")).collect();
        let der = STANDARD.decode(text).map_err(|_| Unusable)?;
        let key = Self { der };
        match key.ed25519().is_some() || key.rsa(Algorithm::RsaSha256).is_some() {
            true => Ok(key),
            false => Err(Unusable),
        }
    }

    pub(super) fn verifies(&self, algorithm: Algorithm, text: &[u8], signature: &[u8]) -> bool {
        let key = match (algorithm, self.ed25519()) {
            (Algorithm::Ed25519 | Algorithm::OfKey, Some(raw)) => {
                ParsedPublicKey::new(&ED25519, raw).ok()
            }
            (Algorithm::Ed25519, None) => None,
            _ => self.rsa(algorithm),
        };
        key.is_some_and(|it| it.verify_sig(text, signature).is_ok())
    }

    fn ed25519(&self) -> Option<&[u8]> {
        let raw = self.der.strip_prefix(&ED25519_PREFIX)?;
        (raw.len() == 32).then_some(raw)
    }

    fn rsa(&self, algorithm: Algorithm) -> Option<ParsedPublicKey> {
        let kind = match algorithm {
            Algorithm::RsaSha512 => &RSA_PKCS1_2048_8192_SHA512,
            _ => &RSA_PKCS1_2048_8192_SHA256,
        };
        ParsedPublicKey::new(kind, &self.der).ok()
    }
}

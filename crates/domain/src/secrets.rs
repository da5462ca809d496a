//! Texts that nobody can guess, and the hashes that are kept of them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::Chance;

/// 32 random bytes in 43 characters that need no escaping anywhere.
pub fn make(chance: &mut Chance) -> String {
    let mut bytes = [0; 32];
    chance.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What is kept of a secret. It needs no salt, because the secret cannot be guessed.
pub fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret))
}

/// Whether a secret is the one whose hash was kept, in a time that tells nothing.
pub fn matches(secret: &str, kept: &str) -> bool {
    hash(secret).as_bytes().ct_eq(kept.as_bytes()).into()
}

/// What PKCE makes of a verifier (`S256`).
pub fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |it: u8| char::from(DIGITS[usize::from(it & 15)]);
    bytes
        .iter()
        .flat_map(|it| [digit(it >> 4), digit(*it)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{challenge_of, hash, matches};

    #[test]
    fn a_challenge_is_what_the_specification_says() {
        let verifier = "q1w2e3r4t5y6u7i8o9p0-ASDFGHJKLzxcvbnm_QWERTYU";
        let challenge = "n7uMP08uMUK0SZcruVq2S2xuQJ0r_6cJvuV-ZUtIqew";

        assert_eq!(challenge_of(verifier), challenge);
    }

    #[test]
    fn a_secret_matches_its_own_hash_only() {
        assert!(matches("one", &hash("one")));
        assert!(!matches("two", &hash("one")));
        assert!(!matches("", ""));
    }
}

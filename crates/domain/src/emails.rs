//! E-mail addresses: what is one, and which are the same.

use sha2::{Digest, Sha256};

use crate::{Violation, secrets::hex};

const FIELD: (&str, &str) = ("email", "E-mail address");

/// The address as it is kept: lower case, with a domain in ASCII.
pub fn normalize(email: &str) -> Result<String, Violation> {
    let email = email.trim();
    if email.is_empty() {
        return Err(Violation::blank(FIELD.0, FIELD.1));
    }
    read(email).ok_or_else(|| Violation::new(FIELD.0, FIELD.1, "ERR_INVALID", "is invalid"))
}

fn read(email: &str) -> Option<String> {
    let (local, domain) = email.rsplit_once('@')?;
    let domain = idna::domain_to_ascii_strict(domain).ok()?;
    let is_name = !domain.is_empty() && domain.len() <= 253 && !domain.ends_with('.');
    let is_local = !local.is_empty() && local.len() <= 64 && is_dot_atom(local);
    (is_name && is_local).then(|| format!("{}@{domain}", local.to_lowercase()))
}

/// What RFC 5322 lets stand before the `@` without quotation marks.
fn is_dot_atom(text: &str) -> bool {
    let is_atom = |part: &str| {
        let allowed = |it: u8| it.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&it);
        !part.is_empty() && part.bytes().all(allowed)
    };
    text.split('.').all(is_atom)
}

/// That somebody has it already, or that it is blocked; which of the two is nobody's business.
pub fn taken() -> Violation {
    Violation::new(FIELD.0, FIELD.1, "ERR_TAKEN", "has already been taken")
}

/// That nobody signs up with an address of this provider.
pub fn disallowed() -> Violation {
    let message = "uses a disallowed e-mail provider";
    Violation::new(FIELD.0, FIELD.1, "ERR_BLOCKED", message)
}

/// That no letter would arrive.
pub fn unreachable() -> Violation {
    let message = "does not seem to exist";
    Violation::new(FIELD.0, FIELD.1, "ERR_UNREACHABLE", message)
}

/// What follows the `@` of an address as it is kept.
pub fn domain_of(email: &str) -> &str {
    email.rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// The domain of an address that somebody wrote, if it is one.
pub fn domain_in(text: &str) -> Option<String> {
    let email = normalize(text).ok()?;
    Some(domain_of(&email).to_owned())
}

/// How people read a domain that is kept in ASCII.
pub fn domain_to_unicode(domain: &str) -> String {
    let (unicode, _) = idna::domain_to_unicode(domain);
    unicode
}

/// How a domain is kept that somebody wrote. One that is none stays as it is, and is nobody's.
pub fn domain_to_ascii(domain: &str) -> String {
    idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_lowercase())
}

/// The same for all spellings of an address that usually reach one person.
pub fn canonical_hash(email: &str) -> String {
    let lower = email.to_lowercase();
    let (local, domain) = lower.split_once('@').unwrap_or((&lower, ""));
    let plain: String = local.chars().filter(|it| *it != '.').collect();
    let base = plain.split('+').next().unwrap_or_default();
    hex(&Sha256::digest(format!("{base}@{domain}")))
}

#[cfg(test)]
mod tests {
    use super::{canonical_hash, normalize};

    #[test]
    fn spellings_of_one_address_have_one_hash() {
        let hash = "f3bc2d6713ffe88ad3317725055cce67a3f74860b61d2f2d3a9843dff52d2ced";

        assert_eq!(canonical_hash("Jo.Doe+news@Mail.Example"), hash);
        assert_eq!(canonical_hash("jodoe@mail.example"), hash);
        assert_ne!(canonical_hash("jodoe@other.example"), hash);
        let of_nothing = "c3641f8544d7c02f3580b07c0f9887f0c6a27ff5ab1d4a3e29caf197cfc299ae";
        assert_eq!(canonical_hash(""), of_nothing);
    }

    #[test]
    fn addresses_are_kept_in_lower_case_and_ascii() {
        let kept = |email| normalize(email).ok();

        assert_eq!(
            kept(" Jo@Mail.Example ").as_deref(),
            Some("jo@mail.example")
        );
        assert_eq!(
            kept("jo@bücher.example").as_deref(),
            Some("jo@xn--bcher-kva.example")
        );
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let wrong = [
            "",
            "jo",
            "jo@",
            "@mail.example",
            "jo@mail..example",
            "j o@mail.example",
            "jo\r\nBcc: all@mail.example",
            "jo@mail.example\r\nBcc: x@y.z",
            "jo@ex ample.org",
            "\"jo\"@mail.example",
            "jo..doe@mail.example",
            "a@b@c.example, d@e.example",
        ];

        for email in wrong {
            assert!(normalize(email).is_err(), "{email:?}");
        }
    }
}

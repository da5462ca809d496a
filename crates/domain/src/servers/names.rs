//! The names of other servers.

use std::borrow::Cow;

use url::Url;

use crate::Violation;

const FIELD: (&str, &str) = ("domain", "Domain");

/// A name as it is kept: lower case and ASCII.
pub fn normalize(text: &str) -> Result<String, Vec<Violation>> {
    let text = text.trim();
    if text.is_empty() {
        return Err(vec![Violation::blank(FIELD.0, FIELD.1)]);
    }
    let invalid = || Violation::invalid(FIELD.0, FIELD.1);
    // Mastodon says it once for what cannot be read, and once more for what is left of it.
    let name = read(text).ok_or_else(|| vec![invalid(), invalid()])?;
    match is_name(&name) {
        true => Ok(name),
        false => Err(vec![invalid()]),
    }
}

/// The name of the server that a host, with a port or without, belongs to; none if it is no host.
pub(crate) fn host_of(text: &str) -> Option<String> {
    let host = text.trim().trim_matches('/');
    let host = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|it| it.is_ascii_digit()) => name,
        _ => host,
    };
    read(host).filter(|it| is_name(it))
}

/// The host that an address leads to, with the port unless it is the usual one.
pub fn host_with_port(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

/// A name and all above it: `a.b.example`, `b.example`, `example`.
pub(crate) fn suffixes(name: &str) -> Vec<String> {
    let dots = name.match_indices('.').map(|(at, _)| &name[at + 1..]);
    std::iter::once(name).chain(dots).map(Into::into).collect()
}

/// The host in what somebody wrote; none if there can be none.
fn read(text: &str) -> Option<String> {
    let host = text.strip_suffix('/').unwrap_or(text);
    let is_more = |it: char| it.is_whitespace() || it.is_control() || "/\\?#@<>\"".contains(it);
    // Of what has more than one colon, what stands before the first is no host.
    if host.is_empty() || host.contains(is_more) || host.matches(':').count() > 1 {
        return None;
    }
    let host = decode(host)?.to_lowercase();
    let host = host.strip_suffix('.').unwrap_or(&host);
    match host.is_ascii() {
        true => Some(host.to_owned()),
        false => idna::domain_to_ascii(host).ok(),
    }
}

fn decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(text.into());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first != b'%' {
            bytes.push(*first);
            rest = after;
            continue;
        }
        let digits = std::str::from_utf8(after.get(..2)?).ok()?;
        if !digits.bytes().all(|it| it.is_ascii_hexdigit()) {
            return None;
        }
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &after[2..];
    }
    String::from_utf8(bytes).ok().map(Into::into)
}

fn is_name(name: &str) -> bool {
    let is_label = |it: &str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (1..=63).contains(&it.len()) && it.bytes().all(allowed)
    };
    name.len() < 256 && name.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::{host_of, normalize, suffixes};

    fn wrong(text: &str) -> usize {
        normalize(text).expect_err(text).len()
    }

    #[test]
    fn one_server_has_one_name() {
        let spellings = [
            ("Spam.Example", "spam.example"),
            (" spam.example/ ", "spam.example"),
            ("spam.example.", "spam.example"),
            ("%73pam.example", "spam.example"),
            ("münchen.de", "xn--mnchen-3ya.de"),
            ("MÜNCHEN.de", "xn--mnchen-3ya.de"),
            ("example", "example"),
            ("1.2.3.4", "1.2.3.4"),
            ("-odd-.example", "-odd-.example"),
        ];

        for (text, name) in spellings {
            assert_eq!(normalize(text).as_deref(), Ok(name), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_wrong_twice() {
        for text in [
            "foo bar",
            "https://x.example",
            "x.example/y",
            "x.example//",
            "user@x.example",
            "x.example\ny.example",
            "x\\y.example",
            "x%zz.example",
            "/",
        ] {
            assert_eq!(wrong(text), 2, "{text}");
        }
    }

    #[test]
    fn what_is_no_name_is_wrong_once() {
        let long_label = format!("{}.example", "a".repeat(64));
        let long = format!("{}example", "abcdefghi.".repeat(25));
        for text in [
            "*.x.example",
            "*",
            "x_y.example",
            "x.example:443",
            "a..b",
            ".x.example",
            "x.example..",
            &long_label,
            &long,
        ] {
            assert_eq!(wrong(text), 1, "{text}");
        }
        assert_eq!(wrong(" "), 1);
    }

    #[test]
    fn ports_and_slashes_do_not_make_another_server() {
        let spellings = [
            ("Spam.Example:443", Some("spam.example")),
            ("//spam.example//", Some("spam.example")),
            ("127.0.0.1:3001", Some("127.0.0.1")),
            ("spam example", None),
            ("", None),
        ];

        for (text, host) in spellings {
            assert_eq!(host_of(text).as_deref(), host, "{text}");
        }
    }

    #[test]
    fn a_name_stands_below_all_of_its_ends() {
        assert_eq!(
            suffixes("a.b.example"),
            ["a.b.example", "b.example", "example"]
        );
        assert_eq!(suffixes("example"), ["example"]);
    }
}

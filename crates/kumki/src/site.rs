//! What the server is called: reading `--domain`, and comparing it with what the data says.

use std::net::IpAddr;

use anyhow::{Result, bail, ensure};
use domain::{Site, emails};

/// Accounts that are made before anybody is served belong to nobody else yet.
pub(crate) fn provisional() -> Site {
    Site::new("localhost", "http://localhost")
}

/// Plain HTTP is for a server that only its own machine can reach.
pub(crate) fn read(domain: &str, listen: IpAddr) -> Result<Site> {
    let text = domain.trim().to_lowercase();
    ensure!(
        !text.contains(['/', '@']) && !text.contains("://"),
        "{domain:?} is more than a domain: leave out https:// and what comes after the name"
    );
    let (host, port) = split(&text);
    let is_local = ["localhost", "127.0.0.1", "[::1]"].contains(&host);
    if let Some(port) = port {
        ensure!(
            port.parse::<u16>().is_ok_and(|it| it > 0),
            "{domain:?}: {port:?} is no port"
        );
        ensure!(is_local, "{domain:?}: only localhost may have a port");
    }
    let name = match is_local {
        true => text,
        false => checked(domain, &emails::domain_to_ascii(host))?,
    };
    let scheme = match is_local && listen.is_loopback() {
        true => "http",
        false => "https",
    };
    Ok(Site::new(&name, &format!("{scheme}://{name}")))
}

fn split(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (text, None),
    }
}

fn checked(given: &str, name: &str) -> Result<String> {
    let is_label = |it: &str| {
        let is_plain = |it: u8| it.is_ascii_alphanumeric() || it == b'-';
        (1..=63).contains(&it.len())
            && it.bytes().all(is_plain)
            && !it.starts_with('-')
            && !it.ends_with('-')
    };
    let is_number = name.parse::<IpAddr>().is_ok();
    let is_domain = name.len() <= 253 && !is_number && name.split('.').all(is_label);
    match is_domain {
        true => Ok(name.to_owned()),
        false => bail!("{given:?} is no domain"),
    }
}

/// Fails when the data belongs to another site.
pub(crate) fn compare(wanted: &Site, known: &Site) -> Result<()> {
    ensure!(
        wanted.url == known.url,
        "this data belongs to {}, and cannot be served as {}: the addresses of all accounts begin \
         with it, and other servers know them by it. Use --domain {}, or another folder or database",
        known.url,
        wanted.url,
        known.domain,
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::read;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    const ANYWHERE: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

    fn url(domain: &str, listen: IpAddr) -> Option<String> {
        read(domain, listen).ok().map(|it| it.url.to_string())
    }

    #[test]
    fn names_are_kept_in_lower_case_and_ascii() {
        let kept = |domain| read(domain, HERE).ok().map(|it| it.domain.to_string());

        assert_eq!(kept("Social.Example").as_deref(), Some("social.example"));
        assert_eq!(
            kept("bücher.example").as_deref(),
            Some("xn--bcher-kva.example")
        );
        assert_eq!(kept("LOCALHOST:3000").as_deref(), Some("localhost:3000"));
    }

    #[test]
    fn only_this_machine_is_spoken_to_in_plain() {
        assert_eq!(
            url("localhost:3000", HERE).as_deref(),
            Some("http://localhost:3000")
        );
        assert_eq!(url("127.0.0.1", HERE).as_deref(), Some("http://127.0.0.1"));
        assert_eq!(
            url("[::1]:3000", HERE).as_deref(),
            Some("http://[::1]:3000")
        );
        assert_eq!(
            url("localhost:3000", ANYWHERE).as_deref(),
            Some("https://localhost:3000")
        );
        assert_eq!(
            url("social.example", HERE).as_deref(),
            Some("https://social.example")
        );
    }

    #[test]
    fn what_is_no_domain_is_refused() {
        let wrong = [
            "",
            "https://social.example",
            "social.example/",
            "me@social.example",
            "social.example:8080",
            "localhost:",
            "localhost:0",
            "localhost:99999",
            "so cial.example",
            "social..example",
            "-social.example",
            "192.0.2.1",
            "[2001:db8::1]",
        ];

        for domain in wrong {
            assert_eq!(url(domain, HERE), None, "{domain:?}");
        }
    }
}

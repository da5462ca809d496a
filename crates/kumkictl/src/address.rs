//! Addresses of servers, as people type them.

use anyhow::{Context, bail};
use url::{Host, Url};

/// `social.example` and `https://social.example/home` are `https://social.example`.
pub(crate) fn of_server(typed: &str) -> anyhow::Result<Url> {
    let with_scheme = match typed.contains("://") {
        true => typed.to_owned(),
        false => format!("https://{typed}"),
    };
    let url = Url::parse(&with_scheme).with_context(|| format!("{typed:?} is not a server"))?;
    match url.scheme() {
        "https" => (),
        "http" if is_this_machine(&url) => (),
        "http" => bail!("{typed}: a token must not travel over plain http, use https"),
        _ => bail!("{typed:?} is not a server"),
    }
    Ok(Url::parse(&url.origin().ascii_serialization())?)
}

/// `social.example`, or `localhost:3000`.
pub(crate) fn short(url: &Url) -> String {
    url.authority().to_owned()
}

/// Nothing that stays on the machine can be overheard.
fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

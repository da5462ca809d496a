//! Programs that act for members.

use std::collections::BTreeSet;

use store::applications::{self, Application, NewApplication};

use crate::{Context, Error, Result, Violation, error::refuse, secrets};

/// Shows the code to the member, who gives it to the program.
pub const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";
const OUT_OF_BAND_AUTO: &str = "urn:ietf:wg:oauth:2.0:oob:auto";

const NAME: (&str, &str) = ("client_name", "Application name");
const URI: (&str, &str) = ("redirect_uris", "Redirect URI");
const WEBSITE: (&str, &str) = ("website", "Application website");
const LONGEST_NAME: usize = 60;
const LONGEST_TEXT: usize = 2000;

/// What a program says about itself.
#[derive(Clone, Debug, Default)]
pub struct NewApp {
    pub name: String,
    pub redirect_uris: Vec<String>,
    /// Separated by spaces.
    pub scopes: Option<String>,
    pub website: Option<String>,
}

/// Whether the member reads the code and types it in.
pub fn is_out_of_band(uri: &str) -> bool {
    uri == OUT_OF_BAND || uri == OUT_OF_BAND_AUTO
}

/// Registers a program. The second part of the answer is its secret, which is not kept.
///
/// `known_scopes` are the words that a scope may be.
pub fn create(
    cx: &mut Context,
    app: &NewApp,
    known_scopes: &[&str],
) -> Result<(Application, String)> {
    let scopes = app
        .scopes
        .as_deref()
        .map(str::trim)
        .filter(|it| !it.is_empty());
    let scopes = unique_words(scopes.unwrap_or("read"));
    let website = app
        .website
        .as_deref()
        .map(str::trim)
        .filter(|it| !it.is_empty());
    check(app, &scopes, website, known_scopes)?;

    let (client_id, secret) = (secrets::make(&mut cx.chance), secrets::make(&mut cx.chance));
    let new = NewApplication {
        name: app.name.trim(),
        website,
        redirect_uris: &app.redirect_uris,
        scopes: &scopes.join(" "),
        client_id: &client_id,
        client_secret_hash: &secrets::hash(&secret),
        created_at: cx.now,
    };
    Ok((applications::add(&mut cx.tx, &new)?, secret))
}

/// The program of that name that the operator uses, registered if it is not there yet.
///
/// It has no address to send members to, as no program that registers itself may. So nobody can
/// register one that passes for it, and no member can be asked on its behalf.
pub fn of_operator(cx: &mut Context, name: &str, scopes: &str) -> Result<Application> {
    let same = applications::named(&mut cx.tx, name)?;
    if let Some(app) = same
        .into_iter()
        .find(|it| it.redirect_uris().next().is_none())
    {
        return Ok(app);
    }
    if name.trim().is_empty() || name.chars().count() > LONGEST_NAME {
        let message = format!("must have 1 to {LONGEST_NAME} characters");
        let violation = Violation::new(NAME.0, NAME.1, "ERR_INVALID", message);
        return Err(Error::Invalid(vec![violation]));
    }
    let (client_id, secret) = (secrets::make(&mut cx.chance), secrets::make(&mut cx.chance));
    let new = NewApplication {
        name,
        website: None,
        redirect_uris: &[],
        scopes,
        client_id: &client_id,
        client_secret_hash: &secrets::hash(&secret),
        created_at: cx.now,
    };
    Ok(applications::add(&mut cx.tx, &new)?)
}

/// The words of a list of scopes, each once, in the order they came.
pub fn unique_words(text: &str) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    text.split_whitespace()
        .filter(|it| seen.insert(*it))
        .collect()
}

fn check(
    app: &NewApp,
    scopes: &[&str],
    website: Option<&str>,
    known_scopes: &[&str],
) -> Result<()> {
    let mut found = Vec::new();
    if app.name.trim().is_empty() {
        found.push(Violation::blank(NAME.0, NAME.1));
    }
    if app.redirect_uris.is_empty() {
        found.push(Violation::blank(URI.0, URI.1));
    }
    for uri in &app.redirect_uris {
        if let Some(message) = wrong_redirect(uri) {
            found.push(Violation::new(URI.0, URI.1, "ERR_INVALID", message));
        }
    }
    if !scopes.iter().all(|it| known_scopes.contains(it)) {
        let message = "doesn't match those configured on the server.";
        found.push(Violation::new("scopes", "Scopes", "ERR_INVALID", message));
    }
    if app.name.chars().count() > LONGEST_NAME {
        found.push(Violation::too_long(NAME.0, NAME.1, LONGEST_NAME));
    }
    if app.redirect_uris.join("\n").chars().count() > LONGEST_TEXT {
        found.push(Violation::too_long(URI.0, URI.1, LONGEST_TEXT));
    }
    match website {
        Some(it) if !is_web_address(it) => {
            let message = "is not a valid URL";
            found.push(Violation::new(WEBSITE.0, WEBSITE.1, "ERR_INVALID", message));
        }
        Some(it) if it.chars().count() > LONGEST_TEXT => {
            found.push(Violation::too_long(WEBSITE.0, WEBSITE.1, LONGEST_TEXT));
        }
        _ => (),
    }
    refuse(found)
}

/// What is wrong with an address that members are to be sent back to.
fn wrong_redirect(uri: &str) -> Option<&'static str> {
    if is_out_of_band(uri) {
        return None;
    }
    if uri.contains('#') {
        return Some("cannot contain a fragment.");
    }
    let Some((scheme, rest)) = uri.split_once(':') else {
        return Some("must be an absolute URI.");
    };
    let is_scheme = scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it));
    if !is_scheme {
        return Some("must be a valid URI.");
    }
    let scheme = scheme.to_ascii_lowercase();
    if ["data", "vbscript", "javascript"].contains(&scheme.as_str()) {
        return Some("is forbidden by the server.");
    }
    if scheme == "localhost" || !rest.starts_with('/') {
        return Some("must specify a scheme.");
    }
    let is_web = scheme == "http" || scheme == "https";
    let is_clean = uri.bytes().all(|it| it.is_ascii_graphic());
    (!is_clean || is_web && !is_web_address(uri)).then_some("must be a valid URI.")
}

/// `http` or `https` with a host.
fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|it| it.split(['/', '?', '#']).next());
    host.is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_graphic()))
}

/// The program with that id, if the secret is right.
pub fn authenticate(cx: &mut Context, client_id: &str, secret: &str) -> Result<Application> {
    let unknown = || Error::OAuth(crate::oauth::Refusal::InvalidClient);
    let app = applications::find_by_client_id(&mut cx.tx, client_id)?.ok_or_else(unknown)?;
    match secrets::matches(secret, &app.client_secret_hash) {
        true => Ok(app),
        false => Err(unknown()),
    }
}

#[cfg(test)]
mod tests {
    use super::{OUT_OF_BAND, wrong_redirect};

    #[test]
    fn members_are_only_sent_to_real_addresses() {
        let right = [
            OUT_OF_BAND,
            "https://app.example/cb?x=1",
            "http://127.0.0.1:80/cb",
            "my-app://cb",
        ];
        let wrong = [
            ("https://app.example/#part", "cannot contain a fragment."),
            ("app.example", "must be an absolute URI."),
            ("localhost:3000/x", "must specify a scheme."),
            ("https://", "must be a valid URI."),
            ("https:///path", "must be a valid URI."),
            ("javascript:alert(1)", "is forbidden by the server."),
            ("https://app.example/a\r\nb", "must be a valid URI."),
        ];

        for uri in right {
            assert_eq!(wrong_redirect(uri), None, "{uri}");
        }
        for (uri, message) in wrong {
            assert_eq!(wrong_redirect(uri), Some(message), "{uri}");
        }
    }
}

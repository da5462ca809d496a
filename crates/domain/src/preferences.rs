//! What members have chosen for what they post.

use serde_json::Value;
use store::{accounts::Account, users::User};

/// What holds for a new post that does not say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// `public`, `unlisted` or `private`.
    pub privacy: String,
    pub sensitive: bool,
    /// None for that of the app.
    pub language: Option<String>,
    /// `public`, `followers` or `nobody`.
    pub quote_policy: String,
}

pub fn of(account: &Account, user: &User) -> Preferences {
    let chosen = |name: &str| user.settings[name].as_str().map(str::to_owned);
    let privacy = match account.locked {
        true => "private",
        false => "public",
    };
    Preferences {
        privacy: chosen("privacy").unwrap_or_else(|| privacy.into()),
        sensitive: user.settings["sensitive"] == Value::Bool(true),
        language: chosen("language"),
        quote_policy: chosen("quote_policy").unwrap_or_else(|| "public".into()),
    }
}

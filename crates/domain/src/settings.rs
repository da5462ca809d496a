//! What the staff has decided about the server.

mod choices;
mod terms;
mod work;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Tx;

use crate::{Context, Error, Permission, Result};

pub use choices::{Audience, RegistrationsMode};
pub use terms::Terms;
pub use work::{Setting, all, get, set, unset};

/// Every setting, with its default. Named as in Mastodon where Mastodon has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What the server is called.
    pub site_title: String,
    /// What it is for, in a few words.
    pub site_short_description: String,
    /// Whom to write to.
    pub site_contact_email: String,
    /// Whom to ask in public: a user name of this server.
    pub site_contact_username: String,
    /// Who may sign up.
    pub registrations_mode: RegistrationsMode,
    /// Whether people who ask to join have to say why.
    pub require_invite_text: bool,
    /// What people are told who cannot sign up.
    pub closed_registrations_message: String,
    /// Where the source code of this server is, as its licence wants it to be said.
    pub source_url: String,
    /// What is spoken here: two letters each.
    pub languages: Vec<String>,
    /// More about the server, in Markdown.
    pub site_extended_description: String,
    /// What becomes of what people tell the server, in Markdown. `%{domain}` stands for its name.
    pub site_terms: String,
    /// What members agree to in law, in Markdown, by the day from which it holds.
    pub terms_of_service: Terms,
    /// Where it is said how the server is doing.
    pub status_page_url: String,
    /// Who is told which servers are blocked.
    pub show_domain_blocks: Audience,
    /// Who is told why.
    pub show_domain_blocks_rationale: Audience,
    /// Whether anybody is told how much goes on here.
    pub activity_api_enabled: bool,
    /// Whether anybody is told which servers are known.
    pub peers_api_enabled: bool,
    /// Whether anybody is shown what trends.
    pub trends: bool,
    /// Whether tags and posts are shown there that nobody has decided about.
    pub trendable_by_default: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            site_title: "Kumki".into(),
            site_short_description: String::new(),
            site_contact_email: String::new(),
            site_contact_username: String::new(),
            registrations_mode: RegistrationsMode::None,
            require_invite_text: false,
            closed_registrations_message: String::new(),
            source_url: String::new(),
            languages: vec!["en".into()],
            site_extended_description: String::new(),
            site_terms: String::new(),
            terms_of_service: Terms::default(),
            status_page_url: String::new(),
            show_domain_blocks: Audience::Disabled,
            show_domain_blocks_rationale: Audience::Disabled,
            activity_api_enabled: true,
            peers_api_enabled: true,
            trends: true,
            trendable_by_default: false,
        }
    }
}

impl Settings {
    pub fn load(tx: &mut Tx) -> Result<Self> {
        let mut kept = store::settings::all(tx)?;
        // A setting that a later version added would make this one unable to start.
        let known = serde_json::to_value(Self::default()).unwrap_or_default();
        kept.retain(|name, _| known.get(name).is_some());
        serde_json::from_value(Value::Object(kept))
            .map_err(|_| Error::Internal("a setting cannot be read"))
    }

    /// Every setting by name, in the order of their declaration.
    pub fn entries(&self) -> Vec<(String, Value)> {
        match serde_json::to_value(self) {
            Ok(Value::Object(entries)) => entries.into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Sets one by name. The value is JSON, or a text that needs no quotation marks.
    pub fn set(cx: &mut Context, name: &str, value: &str) -> Result<()> {
        let moderator = cx.moderator(Permission::ManageSettings)?;
        let json = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
        let Ok(Value::Object(mut all)) = serde_json::to_value(Self::load(&mut cx.tx)?) else {
            return Err(Error::Internal("the settings are no object"));
        };
        if !all.contains_key(name) {
            return Err(Error::Senseless(format!("there is no setting {name:?}")));
        }
        // "4711" may be meant as a text.
        for candidate in [json, Value::from(value)] {
            all.insert(name.to_owned(), candidate.clone());
            if serde_json::from_value::<Self>(Value::Object(all.clone())).is_ok() {
                work::record(cx, &moderator, "update", name)?;
                return Ok(store::settings::set(&mut cx.tx, name, &candidate, cx.now)?);
            }
        }
        Err(Error::Senseless(format!(
            "{value:?} is no value for {name}"
        )))
    }
}

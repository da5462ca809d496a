use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Role;
use crate::{Timestamp, reply::whole_body};

/// An account as everybody sees it.
///
/// While an account is suspended its profile is empty, and `suspended` is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    /// Of the account, not of the user.
    pub id: String,
    /// Without the domain.
    pub username: String,
    /// `username` for accounts of this server, `username@domain` for others.
    pub acct: String,
    /// What the member calls herself; may be empty.
    pub display_name: String,
    /// Whether follows have to be approved.
    pub locked: bool,
    /// Whether a program posts here.
    pub bot: bool,
    /// Whether the account may be suggested to others. Null when never decided.
    pub discoverable: Option<bool>,
    /// Whether posts may be found by full-text search.
    #[serde(default)]
    pub indexable: bool,
    /// Whether it stands for a group.
    #[serde(default)]
    pub group: bool,
    /// The day of the sign-up, or of the first sight of a remote account, at midnight.
    pub created_at: Timestamp,
    /// What the member says about herself, as HTML.
    pub note: String,
    /// The profile page.
    pub url: String,
    /// The id in federation.
    #[serde(default)]
    pub uri: String,
    /// Address of the picture.
    pub avatar: String,
    /// The same, not animated.
    pub avatar_static: String,
    /// What the picture shows.
    #[serde(default)]
    pub avatar_description: String,
    /// Address of the banner.
    pub header: String,
    /// The same, not animated.
    pub header_static: String,
    /// What the banner shows.
    #[serde(default)]
    pub header_description: String,
    /// How many follow this account, as far as this server knows.
    pub followers_count: i64,
    /// How many this account follows.
    pub following_count: i64,
    /// How many posts.
    pub statuses_count: i64,
    /// The day of the last post, `2026-11-22`.
    pub last_status_at: Option<String>,
    /// Whether followers and follows are hidden.
    pub hide_collections: Option<bool>,
    /// Whether the profile has a tab of media.
    #[serde(default = "yes")]
    pub show_media: bool,
    /// Whether that tab holds replies too.
    #[serde(default = "yes")]
    pub show_media_replies: bool,
    /// Whether the profile has a tab of featured things.
    #[serde(default = "yes")]
    pub show_featured: bool,
    /// Custom emoji in the name and the note.
    #[serde(default)]
    pub emojis: Vec<CustomEmoji>,
    /// Rows of the profile.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Who may put this account into a collection.
    #[serde(default)]
    pub feature_approval: FeatureApproval,
    /// There while suspended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<bool>,
    /// There while limited ("silenced").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limited: Option<bool>,
    /// The account that this one goes on as. There when it has moved; no more is said of where that
    /// one leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Box<Account>>,
    /// There when the member has died.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memorial: Option<bool>,
    /// Whether search engines are asked to stay away. Only for accounts of this server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noindex: Option<bool>,
    /// The role, if it is shown to everybody. Only for accounts of this server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<AccountRole>>,
}
whole_body!(Account);

fn yes() -> bool {
    true
}

/// A row of a profile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Field {
    /// What the row is about.
    pub name: String,
    /// What it says, as HTML; in `source`, as written.
    pub value: String,
    /// When the page that the row links to was found to link back.
    pub verified_at: Option<Timestamp>,
}

/// A small picture that a short code stands for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CustomEmoji {
    /// Without colons.
    pub shortcode: String,
    /// Address of the picture.
    pub url: String,
    /// The same, not animated.
    pub static_url: String,
    /// Whether it is offered.
    pub visible_in_picker: bool,
    /// What it is offered among. Not there where it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
}

/// Who may put an account into a collection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FeatureApproval {
    /// Those who may.
    pub automatic: Vec<String>,
    /// Those who may once approved.
    pub manual: Vec<String>,
    /// What holds for the caller: `automatic`, `manual`, `denied`, `unknown` or `missing`.
    pub current_user: String,
}

/// A role as everybody sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AccountRole {
    /// Of the role.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Empty, or `#3584e4`.
    pub color: String,
}

/// One's own account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CredentialAccount {
    /// As everybody sees it.
    #[serde(flatten)]
    pub account: Account,
    /// As it was written.
    pub source: Source,
    /// What the role allows.
    pub role: Option<Role>,
}
whole_body!(CredentialAccount);

/// The settings and the unformatted texts of one's own account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// `public`, `unlisted`, `private` or `direct`: what new posts are unless they say otherwise.
    pub privacy: String,
    /// Whether new media are marked as sensitive.
    pub sensitive: bool,
    /// The language of new posts; null for that of the app.
    pub language: Option<String>,
    /// The note as it was written.
    pub note: String,
    /// The rows as they were written.
    pub fields: Vec<Field>,
    /// How many ask to follow.
    pub follow_requests_count: i64,
    /// Whether followers and follows are hidden.
    pub hide_collections: Option<bool>,
    /// Whether the account may be suggested to others.
    pub discoverable: Option<bool>,
    /// Whether posts may be found by full-text search.
    pub indexable: bool,
    /// Domains of pages that may name this account as their author.
    #[serde(default)]
    pub attribution_domains: Vec<String>,
    /// Who may quote new posts: `public`, `followers` or `nobody`.
    #[serde(default)]
    pub quote_policy: String,
}

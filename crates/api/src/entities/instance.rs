use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Account;
use crate::reply::whole_body;

/// What a server says about itself (version 2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Instance {
    /// The part behind the `@` of its members.
    pub domain: String,
    /// What it is called.
    pub title: String,
    /// Of the software; for a server that is compatible, `4.7.0 (compatible; Kumki 0.1.0)`.
    pub version: String,
    /// Where the software comes from.
    pub source_url: String,
    /// In a few words.
    pub description: String,
    /// How much it is used.
    pub usage: Usage,
    /// A picture that stands for it.
    pub thumbnail: Thumbnail,
    /// Small pictures that stand for it.
    #[serde(default)]
    pub icon: Vec<Icon>,
    /// What is spoken.
    pub languages: Vec<String>,
    /// Limits and addresses that apps need to know.
    pub configuration: Configuration,
    /// Who may sign up.
    pub registrations: Registrations,
    /// Which parts of the API it speaks.
    #[serde(default)]
    pub api_versions: Option<ApiVersions>,
    /// The year that members can look back on just now.
    #[serde(default)]
    pub wrapstodon: Option<i32>,
    /// Whom to ask.
    pub contact: Contact,
    /// What members agree to.
    pub rules: Vec<Rule>,
}
whole_body!(Instance);

/// How much a server is used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Usage {
    /// By members.
    pub users: UsageUsers,
}

/// By how many members a server is used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UsageUsers {
    /// Members seen in the last four weeks.
    pub active_month: i64,
}

/// A picture that stands for a server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Thumbnail {
    /// Its address.
    pub url: String,
    /// What is shown while it is loading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blurhash: Option<String>,
    /// The same in other sizes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub versions: Option<ThumbnailVersions>,
    /// What it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// A picture in several sizes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ThumbnailVersions {
    /// Address of the plain size.
    #[serde(rename = "@1x", default, skip_serializing_if = "Option::is_none")]
    pub plain: Option<String>,
    /// Address of twice the size.
    #[serde(rename = "@2x", default, skip_serializing_if = "Option::is_none")]
    pub double: Option<String>,
}

/// A small picture that stands for a server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Icon {
    /// Its address.
    pub src: String,
    /// `192x192`
    pub size: String,
}

/// Limits and addresses that apps need to know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Configuration {
    /// Addresses.
    pub urls: InstanceUrls,
    /// For Web Push.
    pub vapid: Vapid,
    /// About accounts.
    pub accounts: AccountLimits,
    /// About posts.
    pub statuses: StatusLimits,
    /// About media.
    pub media_attachments: MediaLimits,
    /// About polls.
    pub polls: PollLimits,
    /// About translation.
    pub translation: Translation,
    /// Who may read which timeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timelines_access: Option<TimelinesAccess>,
    /// Whether only allowed servers are talked to.
    #[serde(default)]
    pub limited_federation: bool,
}

/// Addresses that apps need to know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InstanceUrls {
    /// Where streams are.
    pub streaming: String,
    /// Where it is said how the server is.
    #[serde(default)]
    pub status: Option<String>,
    /// More about the server.
    #[serde(default)]
    pub about: Option<String>,
    /// What happens to personal data.
    #[serde(default)]
    pub privacy_policy: Option<String>,
    /// What members agree to in law.
    #[serde(default)]
    pub terms_of_service: Option<String>,
}

/// For Web Push.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Vapid {
    /// The server's key, or null where there is no Web Push.
    pub public_key: Option<String>,
}

/// Limits of accounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AccountLimits {
    /// Tags on a profile.
    #[serde(default)]
    pub max_featured_tags: i32,
    /// Posts pinned to a profile.
    #[serde(default)]
    pub max_pinned_statuses: i32,
    /// Characters of a name.
    #[serde(default)]
    pub max_display_name_length: i32,
    /// Characters of a note.
    #[serde(default)]
    pub max_note_length: i32,
    /// Rows of a profile.
    #[serde(default)]
    pub max_profile_fields: i32,
    /// Characters on the left of a row.
    #[serde(default)]
    pub profile_field_name_limit: i32,
    /// Characters on the right of a row.
    #[serde(default)]
    pub profile_field_value_limit: i32,
}

/// Limits of posts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatusLimits {
    /// Characters of a post.
    pub max_characters: i32,
    /// Media of a post.
    pub max_media_attachments: i32,
    /// What a link counts, however long.
    pub characters_reserved_per_url: i32,
}

/// Limits of media.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MediaLimits {
    /// What may be uploaded.
    pub supported_mime_types: Vec<String>,
    /// Characters of a description.
    #[serde(default)]
    pub description_limit: i32,
    /// Bytes of a picture.
    pub image_size_limit: i64,
    /// Pixels of a picture.
    pub image_matrix_limit: i64,
    /// Bytes of a video.
    pub video_size_limit: i64,
    /// Frames a second of a video.
    pub video_frame_rate_limit: i64,
    /// Pixels of a frame of a video.
    pub video_matrix_limit: i64,
}

/// Limits of polls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PollLimits {
    /// Answers to choose from.
    pub max_options: i32,
    /// Characters of an answer.
    pub max_characters_per_option: i32,
    /// Seconds, at least.
    pub min_expiration: i32,
    /// Seconds, at most.
    pub max_expiration: i32,
}

/// About translation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Translation {
    /// Whether the server translates.
    pub enabled: bool,
}

/// Who may read which timeline: `public`, `authenticated` or `disabled`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TimelinesAccess {
    /// All posts.
    pub live_feeds: TimelineAccess,
    /// Posts with a tag.
    pub hashtag_feeds: TimelineAccess,
    /// Posts with a link.
    pub trending_link_feeds: TimelineAccess,
}

/// Who may read a timeline: `public`, `authenticated` or `disabled`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TimelineAccess {
    /// Posts of this server.
    pub local: String,
    /// Posts of others.
    pub remote: String,
}

/// Who may sign up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Registrations {
    /// Whether anybody may.
    pub enabled: bool,
    /// Whether staff looks at each.
    pub approval_required: bool,
    /// Whether each has to say why.
    #[serde(default)]
    pub reason_required: Option<bool>,
    /// What those are told who may not, as HTML.
    pub message: Option<String>,
    /// Years.
    #[serde(default)]
    pub min_age: Option<i32>,
    /// Where to sign up, if elsewhere.
    #[serde(default)]
    pub url: Option<String>,
}

/// Which parts of the API a server speaks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ApiVersions {
    /// Mastodon's count.
    #[serde(default)]
    pub mastodon: Option<i32>,
    /// Kumki's own count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kumki: Option<i32>,
}

/// Whom to ask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Contact {
    /// By mail; may be empty.
    pub email: String,
    /// In public.
    pub account: Option<Account>,
}

/// One of the things that members agree to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rule {
    /// Of the rule.
    pub id: String,
    /// In a sentence.
    pub text: String,
    /// What is meant by it; may be empty.
    #[serde(default)]
    pub hint: String,
    /// The same in other languages: `{"de": {"text": …, "hint": …}}`.
    #[serde(default)]
    pub translations: serde_json::Map<String, serde_json::Value>,
}

/// What a server says about itself (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct InstanceV1 {
    /// The domain, whatever its name says.
    pub uri: String,
    /// What it is called.
    pub title: String,
    /// In a few words.
    pub short_description: String,
    /// In more words, as HTML.
    pub description: String,
    /// Whom to ask.
    pub email: String,
    /// Of the software.
    pub version: String,
    /// Addresses.
    pub urls: LegacyUrls,
    /// How big it is.
    pub stats: Stats,
    /// Address of a picture.
    pub thumbnail: Option<String>,
    /// What is spoken.
    pub languages: Vec<String>,
    /// Whether anybody may sign up.
    pub registrations: bool,
    /// Whether staff looks at each sign-up.
    pub approval_required: bool,
    /// Whether members may invite others.
    pub invites_enabled: bool,
    /// Limits that apps need to know.
    pub configuration: LegacyConfiguration,
    /// Whom to ask in public.
    pub contact_account: Option<Account>,
    /// What members agree to.
    pub rules: Vec<Rule>,
}
whole_body!(InstanceV1);

/// Addresses that apps need to know (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LegacyUrls {
    /// Where streams are.
    pub streaming_api: String,
}

/// How big a server is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Stats {
    /// Members, confirmed and not suspended.
    pub user_count: i64,
    /// Posts of members.
    pub status_count: i64,
    /// Servers it knows of.
    pub domain_count: i64,
}

/// Limits that apps need to know (version 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LegacyConfiguration {
    /// About accounts.
    pub accounts: AccountLimits,
    /// About posts.
    pub statuses: StatusLimits,
    /// About media.
    pub media_attachments: MediaLimits,
    /// About polls.
    pub polls: PollLimits,
}

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::{Account, CustomEmoji, FilterResult, MediaAttachment, Poll, PreviewCard};
use crate::{Open, Timestamp, reply::whole_body};

/// A post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Status {
    /// Newer ones have higher ids.
    pub id: String,
    /// When it was posted.
    pub created_at: Timestamp,
    /// The post that it answers.
    pub in_reply_to_id: Option<String>,
    /// Who wrote that.
    pub in_reply_to_account_id: Option<String>,
    /// Whether media are hidden until asked for.
    pub sensitive: bool,
    /// A warning that stands before the text; may be empty.
    pub spoiler_text: String,
    /// Who may see it.
    pub visibility: Open<Visibility>,
    /// The language, `en`; null when not known.
    pub language: Option<String>,
    /// The id in federation.
    pub uri: String,
    /// Its page.
    pub url: Option<String>,
    /// How many answers are known.
    pub replies_count: i64,
    /// How often it was boosted.
    pub reblogs_count: i64,
    /// How many like it.
    pub favourites_count: i64,
    /// How often it was quoted.
    #[serde(default)]
    pub quotes_count: i64,
    /// When it was last changed.
    pub edited_at: Option<Timestamp>,
    /// Whether the caller likes it. There when a member calls, like the four that follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub favourited: Option<bool>,
    /// Whether the caller has boosted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reblogged: Option<bool>,
    /// Whether the caller hears nothing of its conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub muted: Option<bool>,
    /// Whether the caller has it among the bookmarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bookmarked: Option<bool>,
    /// Whether it stands first on the caller's profile. Only for posts that could.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<bool>,
    /// What it says, as HTML. Not there when the post was just deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// What it said, as its author wrote it. There when the post was just deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Which of the caller's filters it meets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filtered: Option<Vec<FilterResult>>,
    /// The post that is boosted. The boost itself has no words.
    pub reblog: Option<Box<Status>>,
    /// The post that is quoted.
    #[serde(default)]
    pub quote: Option<Quote>,
    /// Who may quote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote_approval: Option<QuoteApproval>,
    /// The program that posted it, if the author shows that.
    #[serde(default)]
    pub application: Option<StatusApplication>,
    /// Who wrote it.
    pub account: Account,
    /// Pictures, films and sounds.
    pub media_attachments: Vec<MediaAttachment>,
    /// Who is named in it.
    pub mentions: Vec<Mention>,
    /// Hashtags in it.
    pub tags: Vec<StatusTag>,
    /// Custom emoji in it.
    pub emojis: Vec<CustomEmoji>,
    /// The page that it links to.
    pub card: Option<PreviewCard>,
    /// What it asks.
    pub poll: Option<Poll>,
}
whole_body!(Status);

/// Who may see a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody.
    Public,
    /// Everybody, but not on public timelines.
    Unlisted,
    /// Followers and who is named.
    Private,
    /// Who is named.
    Direct,
}

/// Somebody who is named in a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// Of the account.
    pub id: String,
    /// Without the domain.
    pub username: String,
    /// The profile page.
    pub url: String,
    /// `username` for accounts of this server, `username@domain` for others.
    pub acct: String,
}

/// A hashtag in a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatusTag {
    /// Without the sign.
    pub name: String,
    /// A page with posts that have it.
    pub url: String,
}

/// The program that a post was written with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatusApplication {
    /// What it calls itself.
    pub name: String,
    /// Where it is from.
    pub website: Option<String>,
}

/// A post inside another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// `accepted` when it is shown; else why it is not: `deleted`, `unauthorized`, `blocked_account`, …
    pub state: String,
    /// The post, or null where it is not shown. Not there inside another quote.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    pub quoted_status: Option<Option<Box<Status>>>,
    /// Its id. Only there inside another quote.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    pub quoted_status_id: Option<Option<String>>,
}

/// Tells null from absent.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Who may quote a post.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteApproval {
    /// Those who may: `public`, `followers`, …
    pub automatic: Vec<String>,
    /// Those who may once the author agrees.
    pub manual: Vec<String>,
    /// What holds for the caller: `automatic`, `manual`, `denied` or `unknown`.
    pub current_user: String,
}

/// What a post stands between.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Context {
    /// What it answers, the first post first.
    pub ancestors: Vec<Status>,
    /// What answers it, each before the answers to itself.
    pub descendants: Vec<Status>,
}
whole_body!(Context);

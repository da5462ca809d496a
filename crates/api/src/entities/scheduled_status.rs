use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use serde_json::{Value, from_value};

use super::{MediaAttachment, Status};
use crate::{Timestamp, reply::whole_body};

/// A post that is to come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScheduledStatus {
    /// Not of the post, which has none yet.
    pub id: String,
    /// When it is posted.
    pub scheduled_at: Timestamp,
    /// What is posted.
    pub params: ScheduledParams,
    /// Pictures, films and sounds that it will carry.
    pub media_attachments: Vec<MediaAttachment>,
}
whole_body!(ScheduledStatus);

/// What is posted when the time has come. Null is what was not asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScheduledParams {
    /// What to say.
    pub text: String,
    /// A question with options.
    pub poll: Option<ScheduledPoll>,
    /// What it carries.
    #[serde(default, deserialize_with = "texts")]
    pub media_ids: Option<Vec<String>>,
    /// Whether media are hidden until asked for.
    pub sensitive: Option<bool>,
    /// A warning that stands before the text.
    pub spoiler_text: Option<String>,
    /// Who may see it.
    pub visibility: Option<String>,
    /// The post to answer.
    #[serde(default, deserialize_with = "text")]
    pub in_reply_to_id: Option<String>,
    /// The language, `en`.
    #[serde(default)]
    pub language: Option<String>,
    /// The program that posts.
    #[serde(default)]
    pub application_id: Option<i64>,
    /// Always null: the time stands beside.
    #[serde(default)]
    pub scheduled_at: Option<String>,
    /// Always null.
    #[serde(default)]
    pub idempotency: Option<String>,
    /// The post to quote.
    #[serde(default, deserialize_with = "text")]
    pub quoted_status_id: Option<String>,
    /// Who may quote it: `public`, `followers` or `nobody`.
    #[serde(default)]
    pub quote_approval_policy: Option<String>,
    /// Always false.
    #[serde(default)]
    pub with_rate_limit: bool,
}

/// A question with options, as it was asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScheduledPoll {
    /// What can be chosen.
    pub options: Vec<String>,
    /// For how many seconds.
    #[serde(deserialize_with = "number")]
    pub expires_in: i64,
    /// Whether one may choose several.
    #[serde(default)]
    pub multiple: Option<bool>,
    /// Whether votes are hidden until the end.
    #[serde(default)]
    pub hide_totals: Option<bool>,
}

/// Servers keep what they were sent, be it a number or a text.
fn as_text(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Value::deserialize(deserializer).map(as_text)
}

fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    let list = Option::<Vec<Value>>::deserialize(deserializer)?;
    Ok(list.map(|it| it.into_iter().filter_map(as_text).collect()))
}

fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let text = text(deserializer)?.unwrap_or_default();
    text.parse().map_err(D::Error::custom)
}

/// What came of a wish to post.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Posted {
    /// It is there.
    Status(Box<Status>),
    /// It is to come.
    Scheduled(Box<ScheduledStatus>),
}
whole_body!(Posted);

impl Posted {
    /// The post, if it is there.
    pub fn status(self) -> Option<Status> {
        match self {
            Self::Status(status) => Some(*status),
            Self::Scheduled(_) => None,
        }
    }

    /// What is to come, if it is not there yet.
    pub fn scheduled(self) -> Option<ScheduledStatus> {
        match self {
            Self::Status(_) => None,
            Self::Scheduled(scheduled) => Some(*scheduled),
        }
    }
}

/// Only what is to come has a time at which it comes. Of what is wrong with the rest, one then learns.
impl<'de> Deserialize<'de> for Posted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let posted = match value.get("scheduled_at") {
            Some(_) => from_value(value).map(Self::Scheduled),
            None => from_value(value).map(Self::Status),
        };
        posted.map_err(D::Error::custom)
    }
}

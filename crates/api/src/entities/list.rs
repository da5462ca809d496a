use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Open, reply::whole_body};

/// A list of people, with a timeline of what they post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct List {
    /// Identifies the list.
    pub id: String,
    /// What its owner calls it.
    pub title: String,
    /// Whose answers it shows.
    pub replies_policy: Open<RepliesPolicy>,
    /// Whether posts of its members stay out of the home timeline.
    #[serde(default)]
    pub exclusive: bool,
}
whole_body!(List);

/// To whom answers must be for a list to show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RepliesPolicy {
    /// To anybody whom the owner follows.
    Followed,
    /// To members of the list.
    List,
    /// To nobody: it shows no answers.
    None,
}

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Account, Status, Tag};
use crate::reply::whole_body;

/// What a text has found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Search {
    /// Who is called so, those that the caller follows first.
    pub accounts: Vec<Account>,
    /// What says so, newest first.
    pub statuses: Vec<Status>,
    /// What starts so, the last used first.
    pub hashtags: Vec<Tag>,
}
whole_body!(Search);

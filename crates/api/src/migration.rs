//! `/api/kumki/v1/migration`: going on as another account, here or on another server.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Scope, Timestamp, entities::Account, reply::whole_body};

/// Show where the caller's account leads, and when followers can be taken along.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetMigration {}

impl Endpoint for GetMigration {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/migration";
    const NAME: &'static [&'static str] = &["migration", "get"];
    const ACCESS: Access = Access::Leaving(&[Scope::ReadAccounts]);
    type Response = Migration;
}

/// Move to another account, which has to name this one among its aliases. Followers are asked to follow
/// it instead, once in 30 days at most; posts stay. From then on the caller can only manage aliases and
/// migration, until it is undone.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct StartMigration {
    /// `name@domain`, the name alone on this server, or the address of the profile. Its server is asked
    /// for it.
    #[serde(default)]
    #[schemars(!default)]
    pub acct: String,
    /// The caller's password here.
    #[serde(default)]
    #[schemars(!default)]
    pub current_password: String,
    /// Only show where to find the caller. Followers stay, no alias is needed, and it can be done again
    /// at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_only: Option<bool>,
}

impl Endpoint for StartMigration {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/migration";
    const NAME: &'static [&'static str] = &["migration", "start"];
    const ACCESS: Access = Access::Leaving(&[Scope::WriteAccounts]);
    type Response = Migration;
}

/// Lead nowhere else any more. Followers who have gone along do not come back.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UndoMigration {}

impl Endpoint for UndoMigration {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/kumki/v1/migration";
    const NAME: &'static [&'static str] = &["migration", "undo"];
    const ACCESS: Access = Access::Leaving(&[Scope::WriteAccounts]);
    type Response = Migration;
}

/// Where an account leads, and what was done about its followers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Migration {
    /// Where the account leads; null when it stands for itself.
    pub moved_to: Option<Account>,
    /// When followers were last taken along, though it may have been undone since; null if never.
    pub last: Option<LastMigration>,
    /// When followers can be taken along again; null when they can be at once.
    pub possible_at: Option<Timestamp>,
}
whole_body!(Migration);

/// When followers were taken along.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LastMigration {
    /// Where to; null when this server does not know that account any more.
    pub account: Option<Account>,
    /// How many followed then, and were asked.
    pub followers_count: i64,
    /// When it was.
    pub created_at: Timestamp,
}

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{push::PushAlerts, reply::whole_body};

/// What a token is subscribed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PushSubscription {
    /// A number, other than elsewhere.
    pub id: i64,
    /// The address that is called.
    pub endpoint: String,
    /// Whether what is sent is as RFC 8291 says.
    #[serde(default)]
    pub standard: bool,
    /// Which types are told.
    pub alerts: PushAlerts,
    /// From whom: `all`, `followed`, `follower` or `none`.
    #[serde(default)]
    pub policy: String,
    /// The key that the server signs with (VAPID).
    pub server_key: String,
}
whole_body!(PushSubscription);

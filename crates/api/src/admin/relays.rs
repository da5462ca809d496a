//! `/api/kumki/v1/admin/relays`: servers that pass public posts on to each other.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Open, Scope, Timestamp, reply::whole_body};

/// List the relays, in the order in which they were made.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListRelays {}

impl Endpoint for ListRelays {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/relays";
    const NAME: &'static [&'static str] = &["relays", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Vec<AdminRelay>;
}

/// Take part in a relay: it is asked at once, and takes part once it has accepted.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateRelay {
    /// Where it takes what is sent to it: `https://relay.example/inbox`
    #[serde(default)]
    #[schemars(!default)]
    pub inbox_url: String,
}

impl Endpoint for CreateRelay {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/relays";
    const NAME: &'static [&'static str] = &["relays", "create"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminRelay;
}

/// Declares an endpoint that has nothing but the id of the relay.
macro_rules! about_relay {
    ($(#[$doc:meta])* $Name:ident, $METHOD:ident, $path:literal, $name:literal, $Response:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        pub struct $Name {
            /// Of the relay.
            pub id: String,
        }

        impl Endpoint for $Name {
            const METHOD: Method = Method::$METHOD;
            const PATH: &'static str = concat!("/api/kumki/v1/admin/relays/{id}", $path);
            const NAME: &'static [&'static str] = &["relays", $name];
            const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
            type Response = $Response;
        }
    };
}

about_relay!(
    /// Ask a relay again that takes no part: one that was left, has said no, or has not answered.
    EnableRelay, POST, "/enable", "enable", AdminRelay
);

about_relay!(
    /// Leave a relay, and keep its address.
    DisableRelay, POST, "/disable", "disable", AdminRelay
);

about_relay!(
    /// Leave a relay for good.
    DeleteRelay, DELETE, "", "delete", Empty
);

/// How it stands with a relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum RelayState {
    /// It was left.
    Idle,
    /// It was asked.
    Pending,
    /// It takes part.
    Accepted,
    /// It said no.
    Rejected,
}

/// A server that passes public posts on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminRelay {
    /// Of the relay.
    pub id: String,
    /// Where it takes what is sent to it.
    pub inbox_url: String,
    /// How it stands with it.
    pub state: Open<RelayState>,
    /// Why nothing can come of it.
    pub warning: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its state changed last.
    pub updated_at: Timestamp,
}
whole_body!(AdminRelay);

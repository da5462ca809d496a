//! `/api/kumki/v1/admin/webhooks`: programs elsewhere that are told what happens here.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Scope, Timestamp, reply::whole_body};

/// List the webhooks, in the order in which they were made.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListWebhooks {}

impl Endpoint for ListWebhooks {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/webhooks";
    const NAME: &'static [&'static str] = &["webhooks", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Vec<AdminWebhook>;
}

/// Have an address called whenever something happens.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateWebhook {
    /// The address, of which there is only one webhook.
    #[serde(default)]
    #[schemars(!default)]
    pub url: String,
    /// What to tell it of: `account.created`, `account.approved`, `account.updated`, `report.created`,
    /// `report.updated`, `status.created` and `status.updated`, as far as one's own role lets one see that.
    #[serde(default)]
    #[schemars(!default)]
    pub events: Vec<String>,
    /// What to send in place of the whole message: a text with places such as `{{object.account.acct}}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// Whether to begin at once, which is so if it is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
}

impl Endpoint for CreateWebhook {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/webhooks";
    const NAME: &'static [&'static str] = &["webhooks", "create"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminWebhook;
}

/// Change a webhook. What is left out stays. The role must let one see everything that it is told of.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct UpdateWebhook {
    /// Of the webhook.
    pub id: String,
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// All that it is told of from now on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<String>>,
    /// What to send in place of the whole message; blank for the whole message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
}

impl Endpoint for UpdateWebhook {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/kumki/v1/admin/webhooks/{id}";
    const NAME: &'static [&'static str] = &["webhooks", "update"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminWebhook;
}

/// Declares an endpoint that has nothing but the id of the webhook.
macro_rules! about_webhook {
    ($(#[$doc:meta])* $Name:ident, $METHOD:ident, $path:literal, $name:literal, $scope:ident, $Response:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        pub struct $Name {
            /// Of the webhook.
            pub id: String,
        }

        impl Endpoint for $Name {
            const METHOD: Method = Method::$METHOD;
            const PATH: &'static str = concat!("/api/kumki/v1/admin/webhooks/{id}", $path);
            const NAME: &'static [&'static str] = &["webhooks", $name];
            const ACCESS: Access = Access::Moderator(Scope::$scope);
            type Response = $Response;
        }
    };
}

about_webhook!(
    /// Show a webhook, with the secret that its messages are signed with and what its address said last.
    GetWebhook, GET, "", "get", AdminRead, AdminWebhook
);

about_webhook!(
    /// Call an address no more. The role must let one see everything that it is told of.
    DeleteWebhook, DELETE, "", "delete", AdminWrite, Empty
);

about_webhook!(
    /// Call an address again.
    EnableWebhook, POST, "/enable", "enable", AdminWrite, AdminWebhook
);

about_webhook!(
    /// Call an address no more until it is enabled again. What it was still to be told, it is not.
    DisableWebhook, POST, "/disable", "disable", AdminWrite, AdminWebhook
);

about_webhook!(
    /// Sign with another secret from now on.
    RotateWebhookSecret, POST, "/rotate_secret", "rotate-secret", AdminWrite, AdminWebhook
);

/// Call an address now, as if something had happened. What it says is in the webhook afterwards.
///
/// The message is about oneself, about the newest report, or about the newest public post.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct TestWebhook {
    /// Of the webhook.
    pub id: String,
    /// Which of its events to tell it of, the first of them if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
}

impl Endpoint for TestWebhook {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/webhooks/{id}/test";
    const NAME: &'static [&'static str] = &["webhooks", "test"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = WebhookTest;
}

/// An address that is called when something happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminWebhook {
    /// Of the webhook.
    pub id: String,
    /// The address.
    pub url: String,
    /// What it is told of.
    pub events: Vec<String>,
    /// Whether it is told.
    pub enabled: bool,
    /// The key of the signatures. Keep it secret.
    pub secret: String,
    /// What is sent in place of the whole message.
    pub template: Option<String>,
    /// Who has made it, as long as that account is there.
    pub account_id: Option<String>,
    /// When the address was called last.
    pub last_told_at: Option<Timestamp>,
    /// What it said to that: a status such as `200`, or why it said nothing.
    pub last_answer: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}
whole_body!(AdminWebhook);

/// A message that is on its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WebhookTest {
    /// What the address is told of.
    pub event: String,
    /// When the message was queued.
    pub queued_at: Timestamp,
}
whole_body!(WebhookTest);

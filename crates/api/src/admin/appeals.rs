//! `/api/kumki/v1/admin/appeals`: members ask for a second look.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{accounts::AdminAccount, strikes::AdminStrike};
use crate::{
    Access, Endpoint, Open, Page, Scope, Timestamp, reply::whole_body, strikes::AppealState,
};

/// List appeals, newest first. Without filters: those that wait for a decision.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAppeals {
    /// How far they got; `pending` if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Open<WantedAppeals>>,
    /// Only those of this account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// Only appeals with lower ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only appeals with higher ids, the highest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only appeals with higher ids, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 20 if not given and 40 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListAppeals {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/appeals";
    const NAME: &'static [&'static str] = &["appeals", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Page<AdminAppeal>;
}

/// Which appeals are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum WantedAppeals {
    /// Those that wait for a decision.
    Pending,
    /// Those that were granted.
    Approved,
    /// Those that were not.
    Rejected,
    /// Whatever came of them.
    All,
}

/// Declares an endpoint that has nothing but the id of the appeal.
macro_rules! about_appeal {
    ($(#[$doc:meta])* $Name:ident, $Method:ident, $path:literal, $name:literal, $Scope:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        pub struct $Name {
            /// Of the appeal.
            pub id: String,
        }

        impl Endpoint for $Name {
            const METHOD: Method = Method::$Method;
            const PATH: &'static str = $path;
            const NAME: &'static [&'static str] = &["appeals", $name];
            const ACCESS: Access = Access::Moderator(Scope::$Scope);
            type Response = AdminAppeal;
        }
    };
}

about_appeal!(
    /// Show an appeal with all that it is about.
    GetAppeal,
    GET,
    "/api/kumki/v1/admin/appeals/{id}",
    "get",
    AdminRead
);

about_appeal!(
    /// Grant an appeal: the strike no longer counts, and what it did is undone.
    ///
    /// Deleted posts come back as long as they are kept, and what a later strike has done again stays.
    ApproveAppeal,
    POST,
    "/api/kumki/v1/admin/appeals/{id}/approve",
    "approve",
    AdminWrite
);

about_appeal!(
    /// Turn an appeal down: all stays as it is.
    RejectAppeal,
    POST,
    "/api/kumki/v1/admin/appeals/{id}/reject",
    "reject",
    AdminWrite
);

/// An appeal as moderators see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminAppeal {
    /// Of the appeal.
    pub id: String,
    /// In the member's words.
    pub text: String,
    /// How far it got.
    pub state: Open<AppealState>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was granted.
    pub approved_at: Option<Timestamp>,
    /// Who has granted it.
    pub approved_by_account: Option<AdminAccount>,
    /// When it was turned down.
    pub rejected_at: Option<Timestamp>,
    /// Who has turned it down.
    pub rejected_by_account: Option<AdminAccount>,
    /// Who has appealed.
    pub account: AdminAccount,
    /// What it is about.
    pub strike: AdminStrike,
}
whole_body!(AdminAppeal);

//! `/api/v1/admin/accounts` and `/api/v2/admin/accounts`

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Empty, Endpoint, Flag, Open, Page, Scope, Timestamp,
    entities::{Account, Role},
    reply::whole_body,
};

/// List accounts, newest first.
///
/// Filters combine; without any, all accounts are listed, of this server and of others.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAccounts {
    /// Only accounts of this server, or only others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Open<Origin>>,
    /// Only accounts in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Open<AccountStatus>>,
    /// `staff`: only accounts whose role can manage reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<String>,
    /// Only accounts with one of these roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub role_ids: Vec<String>,
    /// Only accounts that this account has invited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<String>,
    /// Only accounts whose user name starts like this; % and _ stand for anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Only accounts whose display name starts like this; % and _ stand for anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Only accounts of exactly this domain; wins over `origin`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_domain: Option<String>,
    /// Only accounts whose e-mail address starts like this; % and _ stand for anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Only accounts that were seen at this address or in this network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// Only accounts with lower ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only accounts with higher ids, the highest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only accounts with higher ids, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 100 if not given and 200 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListAccounts {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v2/admin/accounts";
    const NAME: &'static [&'static str] = &["accounts", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadAccounts);
    type Response = Page<AdminAccount>;
}

/// Where an account is at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Origin {
    /// On this server.
    Local,
    /// On another.
    Remote,
}

/// States that accounts can be listed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum AccountStatus {
    /// Not suspended. Limited, frozen and pending accounts are active too.
    Active,
    /// Waiting for approval.
    Pending,
    /// Frozen, and not suspended.
    Disabled,
    /// Limited.
    Silenced,
    /// Suspended, here or at home.
    Suspended,
    /// With all media marked as sensitive.
    Sensitized,
}

/// List accounts as servers before 3.5 did, newest first.
///
/// Without filters: accounts of this server that are not suspended. Of the states, the last one named counts.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAccountsV1 {
    /// Accounts of this server, as is the default.
    #[serde(default, skip_serializing_if = "Flag::is_off")]
    pub local: Flag,
    /// Accounts of other servers.
    #[serde(default, skip_serializing_if = "Flag::is_off")]
    pub remote: Flag,
    /// Accounts that are not suspended, as is the default.
    #[serde(default, skip_serializing_if = "Flag::is_off")]
    pub active: Flag,
    /// Accounts that wait for approval.
    #[serde(default, skip_serializing_if = "Flag::is_off")]
    pub pending: Flag,
    /// Frozen accounts.
    #[serde(default, skip_serializing_if = "Flag::is_off")]
    pub disabled: Flag,
    /// Limited accounts.
    #[serde(default, skip_serializing_if = "Flag::is_off")]
    pub silenced: Flag,
    /// Suspended accounts.
    #[serde(default, skip_serializing_if = "Flag::is_off")]
    pub suspended: Flag,
    /// Accepted, and without effect, as in Mastodon.
    #[serde(default, skip_serializing_if = "Flag::is_off")]
    pub sensitized: Flag,
    /// Accounts whose role can manage reports.
    #[serde(default, skip_serializing_if = "Flag::is_off")]
    pub staff: Flag,
    /// Only accounts whose user name starts like this; % and _ stand for anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Only accounts whose display name starts like this; % and _ stand for anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Only accounts of exactly this domain; wins over `local`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_domain: Option<String>,
    /// Only accounts whose e-mail address starts like this; % and _ stand for anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Only accounts that were seen at this address or in this network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// Only accounts with lower ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only accounts with higher ids, the highest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only accounts with higher ids, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 100 if not given and 200 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListAccountsV1 {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/accounts";
    const NAME: &'static [&'static str] = &["accounts", "list-v1"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadAccounts);
    type Response = Page<AdminAccount>;
}

/// Show one account, with everything that moderators may know about it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetAccount {
    /// Of the account.
    pub id: String,
}

impl Endpoint for GetAccount {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/admin/accounts/{id}";
    const NAME: &'static [&'static str] = &["accounts", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminReadAccounts);
    type Response = AdminAccount;
}

/// Warn, freeze, limit or suspend an account: leaves a strike, tells the owner, resolves reports.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ActOnAccount {
    /// The account to act on.
    pub id: String,
    /// What to do.
    #[serde(default)]
    #[schemars(!default)]
    pub r#type: Open<AccountAction>,
    /// The report that this answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report_id: Option<String>,
    /// Prepared words that come before `text`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning_preset_id: Option<String>,
    /// Words for the owner, in the warning and in the mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whether the owner is told, by mail and in the app. Yes, unless it says no.
    #[serde(default = "yes")]
    pub send_email_notification: bool,
    /// When the server undoes it by itself, as in RFC 3339. Only Kumki can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// Change nothing, and answer what would be. Only Kumki can.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
}

fn yes() -> bool {
    true
}

impl ActOnAccount {
    /// Acts on the account with that id, and tells the owner.
    pub fn new(id: impl Into<String>, action: AccountAction) -> Self {
        Self {
            id: id.into(),
            r#type: action.into(),
            report_id: None,
            warning_preset_id: None,
            text: None,
            send_email_notification: true,
            expires_at: None,
            dry_run: false,
        }
    }
}

impl Endpoint for ActOnAccount {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/admin/accounts/{id}/action";
    const NAME: &'static [&'static str] = &["accounts", "act"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteAccounts);
    const BEYOND_MASTODON: &'static [&'static str] = &["dry_run", "expires_at"];
    type Response = ActedOnAccount;
}

/// What moderators can do about an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum AccountAction {
    /// Only warn the owner.
    None,
    /// Freeze the login.
    Disable,
    /// Mark all media as sensitive.
    Sensitive,
    /// Limit: only followers see the posts unasked.
    Silence,
    /// Hide the account; its data is deleted after 30 days.
    Suspend,
}

/// `{}`, as Mastodon answers, unless it was a dry run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ActedOnAccount {
    /// The account as it would be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub would_be: Option<Box<AdminAccount>>,
    /// What would happen besides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects: Option<Effects>,
}
whole_body!(ActedOnAccount);

/// What an act does besides changing its target, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Effects {
    /// Reports that it resolves.
    #[serde(default)]
    pub reports_resolved: i64,
    /// E-mail addresses that can no longer sign up.
    #[serde(default)]
    pub emails_blocked: i64,
    /// People who are told.
    #[serde(default)]
    pub members_notified: i64,
    /// Access tokens that stop working, until it is undone.
    #[serde(default)]
    pub tokens_refused: i64,
    /// Posts whose media are hidden until asked for.
    #[serde(default)]
    pub posts_hidden: i64,
    /// Posts that are taken away.
    #[serde(default)]
    pub posts_deleted: i64,
    /// Posts that wait for a moderator before others see them.
    #[serde(default)]
    pub posts_held: i64,
    /// Accounts of other servers that are limited or suspended.
    #[serde(default)]
    pub accounts_hidden: i64,
    /// Followers that members lose.
    #[serde(default)]
    pub followers_cut: i64,
    /// Accounts that members follow no longer.
    #[serde(default)]
    pub follows_cut: i64,
}

/// Declares an endpoint that has nothing but the id of the account.
macro_rules! about_account {
    ($(#[$doc:meta])* $Name:ident, $method:ident $path:literal, $name:literal, $Response:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        pub struct $Name {
            /// Of the account.
            pub id: String,
        }

        impl Endpoint for $Name {
            const METHOD: Method = Method::$method;
            const PATH: &'static str = $path;
            const NAME: &'static [&'static str] = &["accounts", $name];
            const ACCESS: Access = Access::Moderator(Scope::AdminWriteAccounts);
            type Response = $Response;
        }
    };
}

about_account!(
    /// Approve a pending sign-up.
    ApproveAccount,
    POST "/api/v1/admin/accounts/{id}/approve",
    "approve",
    AdminAccount
);

about_account!(
    /// Reject a pending sign-up: deletes the account, and frees its name and address.
    RejectAccount,
    POST "/api/v1/admin/accounts/{id}/reject",
    "reject",
    Empty
);

about_account!(
    /// Let a frozen member sign in again.
    EnableAccount,
    POST "/api/v1/admin/accounts/{id}/enable",
    "enable",
    AdminAccount
);

about_account!(
    /// Lift the limit of an account.
    UnsilenceAccount,
    POST "/api/v1/admin/accounts/{id}/unsilence",
    "unsilence",
    AdminAccount
);

about_account!(
    /// No longer mark all media of an account as sensitive.
    UnsensitiveAccount,
    POST "/api/v1/admin/accounts/{id}/unsensitive",
    "unsensitive",
    AdminAccount
);

about_account!(
    /// Take back the suspension of an account.
    UnsuspendAccount,
    POST "/api/v1/admin/accounts/{id}/unsuspend",
    "unsuspend",
    AdminAccount
);

about_account!(
    /// Keep the account of a member who has died, without a login. There is no way back.
    MemorializeAccount,
    POST "/api/kumki/v1/admin/accounts/{id}/memorialize",
    "memorialize",
    AdminAccount
);

about_account!(
    /// Delete the data of a suspended account now, for good.
    DeleteAccount,
    DELETE "/api/v1/admin/accounts/{id}",
    "delete",
    Empty
);

/// An account as moderators see it.
///
/// What belongs to a user (`email`, `confirmed`, `role`, …) is null for accounts of other servers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminAccount {
    /// Of the account, not of the user.
    pub id: String,
    /// Without the domain.
    pub username: String,
    /// Null for accounts of this server.
    pub domain: Option<String>,
    /// When it signed up, or was first seen here.
    pub created_at: Timestamp,
    /// Confirmed or to be confirmed.
    pub email: Option<String>,
    /// The address that was used last.
    pub ip: Option<String>,
    /// Whether the e-mail address was confirmed.
    pub confirmed: Option<bool>,
    /// Suspended here, or at home.
    pub suspended: bool,
    /// Limited.
    pub silenced: bool,
    /// With all media marked as sensitive.
    #[serde(default)]
    pub sensitized: bool,
    /// Frozen.
    pub disabled: Option<bool>,
    /// Whether the sign-up was approved.
    pub approved: Option<bool>,
    /// The language of the member, if she chose one.
    pub locale: Option<String>,
    /// What the member wrote when asking to join.
    pub invite_request: Option<String>,
    /// All addresses that were used, latest first. Null for accounts of other servers.
    pub ips: Option<Vec<AdminIp>>,
    /// As everybody sees it.
    pub account: Account,
    /// What the role allows.
    pub role: Option<Role>,
    /// The application that the sign-up came through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by_application_id: Option<String>,
    /// Who invited the member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_by_account_id: Option<String>,
}
whole_body!(AdminAccount);

/// An address that a member was seen at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminIp {
    /// IPv4 or IPv6.
    pub ip: Option<String>,
    /// When it was seen last.
    pub used_at: Timestamp,
}

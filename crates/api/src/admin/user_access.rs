//! `/api/kumki/v1/admin/accounts/{id}/…`: how members get at their accounts.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::accounts::AdminAccount;
use crate::{Access, Endpoint, Scope};

/// Declares an endpoint that has nothing but the id of the account.
macro_rules! about_member {
    ($(#[$doc:meta])* $Name:ident, $path:literal, $name:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        pub struct $Name {
            /// Of the account.
            pub id: String,
        }

        impl Endpoint for $Name {
            const METHOD: Method = Method::POST;
            const PATH: &'static str = $path;
            const NAME: &'static [&'static str] = &["accounts", $name];
            const ACCESS: Access = Access::Moderator(Scope::AdminWriteAccounts);
            type Response = AdminAccount;
        }
    };
}

about_member!(
    /// Take the e-mail address of a newcomer as confirmed.
    ConfirmEmail,
    "/api/kumki/v1/admin/accounts/{id}/confirm",
    "confirm"
);

about_member!(
    /// Send a newcomer the link again that confirms the e-mail address.
    ResendConfirmationTo,
    "/api/kumki/v1/admin/accounts/{id}/resend_confirmation",
    "resend-confirmation"
);

about_member!(
    /// Make the password of a member useless, end all sessions and tokens, and send a link to choose another.
    ResetPassword,
    "/api/kumki/v1/admin/accounts/{id}/reset_password",
    "reset-password"
);

about_member!(
    /// Let a member sign in without the second factor, and tell her.
    RemoveSecondFactor,
    "/api/kumki/v1/admin/accounts/{id}/disable_2fa",
    "disable-2fa"
);

about_member!(
    /// Take away the picture of an account.
    RemoveAvatar,
    "/api/kumki/v1/admin/accounts/{id}/remove_avatar",
    "remove-avatar"
);

about_member!(
    /// Take away the banner of an account.
    RemoveHeader,
    "/api/kumki/v1/admin/accounts/{id}/remove_header",
    "remove-header"
);

/// Give a member another e-mail address, which holds once she has confirmed it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ChangeEmail {
    /// Of the account.
    pub id: String,
    /// The new address; the link to confirm it goes there.
    #[serde(default)]
    #[schemars(!default)]
    pub email: String,
}

impl Endpoint for ChangeEmail {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/accounts/{id}/change_email";
    const NAME: &'static [&'static str] = &["accounts", "change-email"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWriteAccounts);
    type Response = AdminAccount;
}

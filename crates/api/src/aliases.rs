//! `/api/kumki/v1/aliases`: other accounts of the caller.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Empty, Endpoint, Scope, entities::Account, reply::whole_body};

/// List the other accounts that the caller says are hers. Also for those who have moved away.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAliases {}

impl Endpoint for ListAliases {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/aliases";
    const NAME: &'static [&'static str] = &["aliases", "list"];
    const ACCESS: Access = Access::Leaving(&[Scope::ReadAccounts]);
    type Response = Vec<Alias>;
}

/// Say that another account is one's own, so that it can move here. Its server is asked for it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct AddAlias {
    /// `name@domain`, the name alone on this server, or the address of the profile.
    #[serde(default)]
    #[schemars(!default)]
    pub acct: String,
}

impl Endpoint for AddAlias {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/aliases";
    const NAME: &'static [&'static str] = &["aliases", "add"];
    const ACCESS: Access = Access::Leaving(&[Scope::WriteAccounts]);
    type Response = Alias;
}

/// Say no longer that another account is one's own. Followers who came along stay.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct RemoveAlias {
    /// The `uri` of the alias.
    #[serde(default)]
    #[schemars(!default)]
    pub uri: String,
}

impl Endpoint for RemoveAlias {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/kumki/v1/aliases";
    const NAME: &'static [&'static str] = &["aliases", "remove"];
    const ACCESS: Access = Access::Leaving(&[Scope::WriteAccounts]);
    type Response = Empty;
}

/// Another account of the same person, as she says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Alias {
    /// The id in federation.
    pub uri: String,
    /// The account; null when this server does not know it any more.
    pub account: Option<Account>,
}
whole_body!(Alias);

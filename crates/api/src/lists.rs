//! `/api/v1/lists`: lists of people, each with a timeline of its own.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Empty, Endpoint, Page, Scope,
    entities::{Account, List},
};

/// List one's lists.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListLists {}

impl Endpoint for ListLists {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/lists";
    const NAME: &'static [&'static str] = &["lists", "list"];
    const ACCESS: Access = Access::Member(&[Scope::ReadLists]);
    type Response = Vec<List>;
}

/// Show one of one's lists.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct GetList {
    /// Of the list.
    pub id: String,
}

impl Endpoint for GetList {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/lists/{id}";
    const NAME: &'static [&'static str] = &["lists", "get"];
    const ACCESS: Access = Access::Member(&[Scope::ReadLists]);
    type Response = List;
}

/// Make a list. A member may have 50.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct CreateList {
    /// 256 characters at most.
    #[serde(default)]
    #[schemars(!default)]
    pub title: String,
    /// Whose answers the list shows: `followed`, `list` or `none`. A new list shows those to its members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replies_policy: Option<String>,
    /// Whether posts of its members stay out of the home timeline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusive: Option<bool>,
}

impl Endpoint for CreateList {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/lists";
    const NAME: &'static [&'static str] = &["lists", "create"];
    const ACCESS: Access = Access::Member(&[Scope::WriteLists]);
    type Response = List;
}

/// Change a list. What is left out stays.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct UpdateList {
    /// Of the list.
    pub id: String,
    /// 256 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whose answers the list shows: `followed`, `list` or `none`. A new list shows those to its members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replies_policy: Option<String>,
    /// Whether posts of its members stay out of the home timeline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusive: Option<bool>,
}

impl Endpoint for UpdateList {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/v1/lists/{id}";
    const NAME: &'static [&'static str] = &["lists", "update"];
    const ACCESS: Access = Access::Member(&[Scope::WriteLists]);
    type Response = List;
}

/// Delete a list. Its members are followed as before.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DeleteList {
    /// Of the list.
    pub id: String,
}

impl Endpoint for DeleteList {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/lists/{id}";
    const NAME: &'static [&'static str] = &["lists", "delete"];
    const ACCESS: Access = Access::Member(&[Scope::WriteLists]);
    type Response = Empty;
}

/// List the accounts on a list.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListMembers {
    /// Of the list.
    pub id: String,
    /// Only older ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only newer ones, the newest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only newer ones, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 40 if not given and 80 at most; 0 is all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListMembers {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/lists/{id}/accounts";
    const NAME: &'static [&'static str] = &["lists", "accounts"];
    const ACCESS: Access = Access::Member(&[Scope::ReadLists]);
    type Response = Page<Account>;
}

/// Put accounts on a list: those that one follows or has asked to follow, and oneself.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AddToList {
    /// Of the list.
    pub id: String,
    /// Of the accounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub account_ids: Vec<String>,
}

impl Endpoint for AddToList {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/lists/{id}/accounts";
    const NAME: &'static [&'static str] = &["lists", "add"];
    const ACCESS: Access = Access::Member(&[Scope::WriteLists]);
    type Response = Empty;
}

/// Take accounts off a list.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RemoveFromList {
    /// Of the list.
    pub id: String,
    /// Of the accounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub account_ids: Vec<String>,
}

impl Endpoint for RemoveFromList {
    const METHOD: Method = Method::DELETE;
    const PATH: &'static str = "/api/v1/lists/{id}/accounts";
    const NAME: &'static [&'static str] = &["lists", "remove"];
    const ACCESS: Access = Access::Member(&[Scope::WriteLists]);
    type Response = Empty;
}

/// List those of one's lists that an account is on.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ListListsWith {
    /// Of the account.
    pub id: String,
}

impl Endpoint for ListListsWith {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/accounts/{id}/lists";
    const NAME: &'static [&'static str] = &["people", "lists"];
    const ACCESS: Access = Access::Member(&[Scope::ReadLists]);
    type Response = Vec<List>;
}

//! `/api/v1/instance` and `/api/v2/instance`

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Endpoint,
    entities::{Instance, InstanceV1, Rule},
};

/// Show what the server says about itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowInstance {}

impl Endpoint for ShowInstance {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v2/instance";
    const NAME: &'static [&'static str] = &["instance", "get"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = Instance;
}

/// Show what the server says about itself, as servers before 4.0 did.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ShowInstanceV1 {}

impl Endpoint for ShowInstanceV1 {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/instance";
    const NAME: &'static [&'static str] = &["instance", "get-v1"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = InstanceV1;
}

/// List the rules that members agree to.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListRules {}

impl Endpoint for ListRules {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/v1/instance/rules";
    const NAME: &'static [&'static str] = &["instance", "rules"];
    const ACCESS: Access = Access::Public(&[]);
    type Response = Vec<Rule>;
}

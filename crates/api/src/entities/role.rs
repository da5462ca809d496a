use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a role is called and allows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Role {
    /// `-99` is the role of everybody who has no other.
    pub id: String,
    /// Empty for the role of everybody.
    pub name: String,
    /// The bits in effect, as a decimal number: those of the role and those of everybody's, or all.
    pub permissions: String,
    /// Empty, or `#3584e4`.
    pub color: String,
    /// Whether it is shown on profiles.
    pub highlighted: bool,
    /// How many collections its holders may make.
    #[serde(default)]
    pub collection_limit: i32,
}

use serde::{Deserialize, Serialize};

/// Who may sign up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationsMode {
    /// Anybody.
    Open,
    /// Anybody, once somebody of the staff agrees.
    Approved,
    /// Nobody.
    None,
}

/// Who is told something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Nobody.
    Disabled,
    /// Members.
    Users,
    /// Anybody.
    All,
}

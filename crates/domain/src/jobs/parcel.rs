use serde::{Deserialize, Serialize};

/// A request of another server, as it came, whose sender is still to be found out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// The path that it came to.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

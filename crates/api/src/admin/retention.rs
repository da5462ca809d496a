//! `/api/v1/admin/retention`: how many of those who joined were seen again.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Access, Endpoint, Scope};

/// Show for each day or month how many of those who joined in it were still seen later.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct GetRetention {
    /// The first day, `2026-06-01`; at most 31 days or 12 months before the last. If not given, 29 days or 6
    /// months before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_at: Option<String>,
    /// The last day, today if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_at: Option<String>,
    /// `day` or `month`; anything else is `day`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency: Option<String>,
}

impl Endpoint for GetRetention {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/v1/admin/retention";
    const NAME: &'static [&'static str] = &["retention", "get"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    const ONLY_LOOKS: bool = true;
    type Response = Vec<Cohort>;
}

/// Those who joined on a day or in a month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cohort {
    /// When it began.
    pub period: String,
    /// `day` or `month`
    pub frequency: String,
    /// One for each period from that one on.
    pub data: Vec<CohortPeriod>,
}

/// How many of a cohort were seen in a period or after it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CohortPeriod {
    /// When the period began.
    pub date: String,
    /// The part of the cohort, from 0 to 1.
    pub rate: f64,
    /// A whole number, as text.
    pub value: String,
}

//! `/api/v1/trends`: what many talk about.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Endpoint, Page,
    entities::{Status, Tag, TrendsLink},
};

/// Declares a list of what trends.
macro_rules! list {
    ($(#[$doc:meta])* $Name:ident, $path:literal, $name:literal, $limit:literal, $Entity:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
        pub struct $Name {
            #[doc = $limit]
            #[serde(skip_serializing_if = "Option::is_none")]
            pub limit: Option<String>,
            /// How many to pass over.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub offset: Option<String>,
            /// What is in this language comes first, unless the caller has chosen languages.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub lang: Option<String>,
            /// Languages that the caller understands, as browsers say it.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub accept_language: Option<String>,
        }

        impl Endpoint for $Name {
            const METHOD: Method = Method::GET;
            const PATH: &'static str = $path;
            const NAME: &'static [&'static str] = &["explore", $name];
            const ACCESS: Access = Access::Public(&[]);
            const HEADERS: &'static [(&'static str, &'static str)] =
                &[("accept_language", "accept-language")];
            type Response = Page<$Entity>;
        }
    };
}

list!(
    /// List the hashtags that trend, those that trend most first.
    ListTrendingTags,
    "/api/v1/trends/tags",
    "tags",
    "How many, 10 if not given and 20 at most.",
    Tag
);
list!(
    /// The same at the address of earlier versions.
    ListTrendingTagsV0,
    "/api/v1/trends",
    "tags-v0",
    "How many, 10 if not given and 20 at most.",
    Tag
);
list!(
    /// List the posts that trend, one of each author, those that trend most first.
    ListTrendingStatuses,
    "/api/v1/trends/statuses",
    "statuses",
    "How many, 20 if not given and 40 at most.",
    Status
);
list!(
    /// List the pages that many link to, those that trend most first.
    ListTrendingLinks,
    "/api/v1/trends/links",
    "links",
    "How many, 10 if not given and 20 at most.",
    TrendsLink
);

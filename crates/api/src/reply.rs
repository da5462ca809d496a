use http::{
    HeaderMap, HeaderValue,
    header::{ETAG, LINK},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// What a successful answer looks like on the wire.
pub trait Reply: Sized + Send {
    /// The JSON of the body.
    type Body: Serialize + DeserializeOwned + JsonSchema;
    /// The headers that belong to the answer, and its body.
    fn into_parts(self) -> (HeaderMap, Self::Body);
    /// Puts together what [`into_parts`](Self::into_parts) took apart.
    fn from_parts(headers: &HeaderMap, body: Self::Body) -> Self;
}

/// One page of a list. Its neighbours travel in the `Link` header.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// Newest first, unless the endpoint says otherwise.
    pub items: Vec<T>,
    /// Where the pages before and after this one are, if there may be any.
    pub links: Option<HeaderValue>,
}

impl<T> Page<T> {
    /// A page of nothing, without neighbours.
    pub fn empty() -> Self {
        Self {
            items: Vec::new(),
            links: None,
        }
    }

    /// The address of the page after this one, towards older items.
    pub fn next(&self) -> Option<&str> {
        self.link("rel=\"next\"")
    }

    /// The address of the page before this one, towards newer items.
    pub fn prev(&self) -> Option<&str> {
        self.link("rel=\"prev\"")
    }

    fn link(&self, rel: &str) -> Option<&str> {
        let links = self.links.as_ref()?.to_str().ok()?;
        // An address may have commas, but no angle brackets.
        links.split('<').skip(1).find_map(|link| {
            let (address, parameters) = link.split_once('>')?;
            parameters.contains(rel).then_some(address)
        })
    }
}

impl<T: Serialize + DeserializeOwned + JsonSchema + Send> Reply for Page<T> {
    type Body = Vec<T>;

    fn into_parts(self) -> (HeaderMap, Vec<T>) {
        let headers = self.links.map(|links| (LINK, links));
        (HeaderMap::from_iter(headers), self.items)
    }

    fn from_parts(headers: &HeaderMap, items: Vec<T>) -> Self {
        let links = headers.get(LINK).cloned();
        Self { items, links }
    }
}

/// One page of something that is no plain list. Its neighbours travel in the `Link` header.
#[derive(Clone, Debug)]
pub struct Linked<T> {
    /// What is on the page.
    pub body: T,
    /// Where the pages before and after this one are, if there may be any.
    pub links: Option<HeaderValue>,
}

impl<T: Serialize + DeserializeOwned + JsonSchema + Send> Reply for Linked<T> {
    type Body = T;

    fn into_parts(self) -> (HeaderMap, T) {
        let headers = self.links.map(|links| (LINK, links));
        (HeaderMap::from_iter(headers), self.body)
    }

    fn from_parts(headers: &HeaderMap, body: T) -> Self {
        let links = headers.get(LINK).cloned();
        Self { body, links }
    }
}

/// One record, and which version of it this is, which travels in the `ETag` header.
#[derive(Clone, Debug)]
pub struct Versioned<T> {
    /// The record.
    pub body: T,
    /// What a later change can name as the version that it is meant for.
    pub etag: Option<HeaderValue>,
}

impl<T> Versioned<T> {
    /// The version as text, for an `if_match`.
    pub fn version(&self) -> Option<&str> {
        self.etag.as_ref()?.to_str().ok()
    }
}

impl<T: Serialize + DeserializeOwned + JsonSchema + Send> Reply for Versioned<T> {
    type Body = T;

    fn into_parts(self) -> (HeaderMap, T) {
        let headers = self.etag.map(|etag| (ETAG, etag));
        (HeaderMap::from_iter(headers), self.body)
    }

    fn from_parts(headers: &HeaderMap, body: T) -> Self {
        let etag = headers.get(ETAG).cloned();
        Self { body, etag }
    }
}

/// A list that comes whole.
impl<T: Serialize + DeserializeOwned + JsonSchema + Send> Reply for Vec<T> {
    type Body = Self;

    fn into_parts(self) -> (HeaderMap, Self) {
        (HeaderMap::new(), self)
    }

    fn from_parts(_: &HeaderMap, body: Self) -> Self {
        body
    }
}

/// Implements [`Reply`] for types that are the whole body.
macro_rules! whole_body {
    ($($T:ty),*) => {$(
        impl $crate::Reply for $T {
            type Body = Self;
            fn into_parts(self) -> (http::HeaderMap, Self) {
                (http::HeaderMap::new(), self)
            }
            fn from_parts(_: &http::HeaderMap, body: Self) -> Self {
                body
            }
        }
    )*};
}
pub(crate) use whole_body;

/// `{}`, the answer of operations that have nothing to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Empty {}
whole_body!(Empty);

/// The body of every failed answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Error {
    /// What was wrong, in words. Go by the status: the words may change, and may be translated.
    pub error: String,
    /// For each field of a sign-up that was refused, why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<serde_json::Map<String, serde_json::Value>>,
}

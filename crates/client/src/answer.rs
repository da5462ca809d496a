use http::{HeaderMap, StatusCode, header};
use reqwest::Response;
use serde::{Deserialize, de::DeserializeOwned};

use crate::Error;

/// Two hundred accounts with everything about them take one megabyte.
const LIMIT: usize = 32 << 20;

/// What a server said, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    pub(crate) async fn read(mut response: Response) -> Result<Self, Error> {
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > LIMIT {
                return Err(Error::TooLarge {
                    status: response.status().as_u16(),
                    limit: LIMIT,
                });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Self {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body,
        })
    }

    /// What was promised. Some servers say nothing where Mastodon says `{}`.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        if !self.status.is_success() {
            return Err(self.refusal());
        }
        let body = match self.body.trim_ascii() {
            [] => b"{}",
            body => body,
        };
        serde_json::from_slice(body).map_err(|source| Error::Unreadable {
            status: self.status.as_u16(),
            source,
        })
    }

    fn refusal(&self) -> Error {
        Error::Refused {
            status: self.status.as_u16(),
            body: self.explained().unwrap_or_else(|| api::Error {
                error: self.words().to_owned(),
                details: None,
            }),
        }
    }

    fn explained(&self) -> Option<api::Error> {
        /// As RFC 6749 has it; `error` alone is a code there.
        #[derive(Deserialize)]
        struct Explained {
            #[serde(flatten)]
            body: api::Error,
            error_description: Option<String>,
        }
        let Explained {
            mut body,
            error_description,
        } = serde_json::from_slice(&self.body).ok()?;
        if let Some(description) = error_description {
            body.error = format!("{}: {description}", body.error);
        }
        Some(body)
    }

    /// A blocked address is told so in plain text; what a proxy says in HTML is of no use.
    fn words(&self) -> &str {
        let is_plain = self
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|it| it.as_bytes().starts_with(b"text/plain"));
        match std::str::from_utf8(&self.body).map(str::trim) {
            Ok(text) if is_plain && (1..200).contains(&text.len()) => text,
            _ => self.status.canonical_reason().unwrap_or("no reason given"),
        }
    }
}

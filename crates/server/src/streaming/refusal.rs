use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{Error, reply};

/// Why somebody may not watch something, in the words of Mastodon's streaming server.
#[derive(Debug)]
pub(super) enum Refusal {
    NoToken,
    /// Unknown, revoked, of a program, or of a member who may do nothing just now.
    BadToken,
    OutOfScope,
    UnknownChannel,
    UnknownStream,
    NoTag,
    NoList,
    NotYourList,
    TooMany,
    /// The server is about to stop, or cannot hear what happens.
    Unavailable,
    Broken(Error),
}

impl<E: Into<Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Broken(error.into())
    }
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::NoToken | Self::BadToken | Self::OutOfScope | Self::NotYourList => {
                StatusCode::UNAUTHORIZED
            }
            Self::UnknownChannel | Self::UnknownStream | Self::NoTag | Self::NoList => {
                StatusCode::BAD_REQUEST
            }
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(error) => error.status(),
        }
    }

    fn text(&self) -> String {
        let text = match self {
            Self::NoToken => "Missing access token",
            Self::BadToken => "Invalid access token",
            Self::OutOfScope => "Access token does not have the required scopes",
            Self::UnknownChannel => "Unknown channel requested",
            Self::UnknownStream => "Unknown stream type",
            Self::NoTag => "Missing tag name parameter",
            Self::NoList => "Missing list name parameter",
            Self::NotYourList => "Not authorized to stream this list",
            Self::TooMany => "Too many requests",
            Self::Unavailable => return Error::Busy.text(),
            Self::Broken(error) => return error.text(),
        };
        text.to_owned()
    }

    /// For somebody who is connected already.
    pub(super) fn to_json(&self) -> Value {
        json!({ "error": self.text(), "status": self.status().as_u16() })
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Broken(error) => error.into_response(),
            _ => reply::json(self.status(), &json!({ "error": self.text() })),
        }
    }
}

use api::Access;
use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, ETAG, WWW_AUTHENTICATE},
    },
    response::{IntoResponse, Response},
};
use domain::{Standing, Violation};
use serde_json::{Map, Value, json};

use crate::{
    entities::admin_domain_block,
    media::Trouble,
    pages::{self, Message},
    reply,
};

/// Every way a request can fail, and the one place that says so over HTTP.
#[derive(Debug)]
pub enum Error {
    /// A token is needed, and none was sent that is known.
    Unauthenticated,
    Revoked,
    /// This much only members may ask for.
    MembersOnly(&'static str),
    OutOfScope(Access),
    /// The token belongs to a program and not to a member.
    NoMember,
    /// The member may not do anything just now.
    BadStanding(Standing),
    Malformed(String),
    TooLarge,
    TooMany,
    /// Too much is going on that takes long.
    Busy,
    NoRoute,
    /// Something broke that callers cannot mend; the text is for the log.
    Broken(String),
    /// A newcomer is told about each field.
    SignUp(Vec<Violation>),
    /// The record is no longer as the caller has seen it; the body has what it is like now.
    Stale {
        body: Value,
        etag: Option<HeaderValue>,
    },
    Refused(domain::Error),
}

impl<E: Into<domain::Error>> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Refused(error.into())
    }
}

/// For the log, and so with what callers are not told.
impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Broken(text) => f.write_str(text),
            _ => f.write_str(&self.text()),
        }
    }
}

impl std::error::Error for Error {}

impl Error {
    /// Files cannot be got at.
    pub(crate) fn files(trouble: Trouble) -> Self {
        Self::Broken(trouble.to_string())
    }

    pub(crate) fn status(&self) -> StatusCode {
        use domain::Error as Rule;
        match self {
            Self::Unauthenticated | Self::Revoked | Self::MembersOnly(_) => {
                StatusCode::UNAUTHORIZED
            }
            Self::OutOfScope(_) | Self::BadStanding(_) => StatusCode::FORBIDDEN,
            Self::Stale { .. } => StatusCode::PRECONDITION_FAILED,
            Self::NoMember | Self::SignUp(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::NoRoute => StatusCode::NOT_FOUND,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Refused(error) => match error {
                Rule::NotFound | Rule::Missing(_) => StatusCode::NOT_FOUND,
                Rule::NotPermitted | Rule::Forbidden | Rule::SelfFollow => StatusCode::FORBIDDEN,
                Rule::Senseless(_) => StatusCode::BAD_REQUEST,
                Rule::Invalid(_)
                | Rule::Unprocessable(_)
                | Rule::StricterBlock(_)
                | Rule::Duplicate => StatusCode::UNPROCESSABLE_ENTITY,
                Rule::Conflict => StatusCode::CONFLICT,
                Rule::Stale => StatusCode::PRECONDITION_FAILED,
                Rule::OAuth(refusal) => crate::oauth::status_of(*refusal),
                Rule::Store(store::Error::Connection(_)) => StatusCode::SERVICE_UNAVAILABLE,
                Rule::Store(_) | Rule::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            },
        }
    }

    /// What the caller may read.
    pub(crate) fn text(&self) -> String {
        use domain::Error as Rule;
        let text = match self {
            Self::Unauthenticated => "The access token is invalid",
            Self::Revoked => "The access token was revoked",
            Self::OutOfScope(_) => "This action is outside the authorized scopes",
            Self::MembersOnly(text) => text,
            Self::NoMember => "This method requires an authenticated user",
            Self::BadStanding(standing) => match standing {
                Standing::Unconfirmed => "Your login is missing a confirmed e-mail address",
                Standing::Pending => "Your login is currently pending approval",
                Standing::Disabled | Standing::Moved | Standing::Suspended => {
                    "Your login is currently disabled"
                }
                Standing::Good => "Forbidden",
            },
            Self::Malformed(what) => return format!("The request cannot be read: {what}"),
            Self::TooLarge => "The request is too large",
            Self::TooMany => "Too many requests",
            Self::NoRoute => "Not Found",
            Self::Busy | Self::Refused(Rule::Store(store::Error::Connection(_))) => {
                "There was a temporary problem serving your request, please try again"
            }
            Self::Broken(_) | Self::Refused(Rule::Store(_) | Rule::Internal(_)) => {
                "Internal server error"
            }
            Self::SignUp(violations) => return Rule::Invalid(violations.clone()).to_string(),
            Self::Stale { .. } => return Rule::Stale.to_string(),
            Self::Refused(error) => return error.to_string(),
        };
        text.to_owned()
    }

    /// For somebody with a browser.
    pub(crate) fn into_page(self, site: &str) -> Response {
        self.log();
        let page = Message {
            site,
            title: "This did not work",
            text: &self.text(),
            is_bad: true,
            onward: None,
        };
        pages::show(self.status(), &page)
    }

    /// What went wrong that only the operator can mend, with all its reasons.
    fn log(&self) {
        match self {
            Self::Broken(text) => tracing::error!("{text}"),
            Self::Refused(error @ (domain::Error::Store(_) | domain::Error::Internal(_))) => {
                tracing::error!("{}", in_full(error));
            }
            _ => (),
        }
    }

    /// What RFC 6750 wants to be said about the token.
    fn challenge(&self) -> Option<HeaderValue> {
        let (code, text) = match self {
            Self::Unauthenticated | Self::Revoked => ("invalid_token", self.text()),
            Self::OutOfScope(access) => {
                let scopes: Vec<&str> = access.accepted().iter().map(|it| it.as_str()).collect();
                let scopes = scopes.join(" ");
                (
                    "insufficient_scope",
                    format!("Access to this resource requires scope _{scopes}_."),
                )
            }
            _ => return None,
        };
        let value = format!(r#"Bearer realm="Kumki", error="{code}", error_description="{text}""#);
        HeaderValue::from_str(&value).ok()
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        self.log();
        let mut body = json!({ "error": self.text() });
        if let Self::SignUp(violations) = &self {
            body["details"] = details(violations);
        }
        if let Self::Refused(domain::Error::OAuth(refusal)) = &self {
            body = json!({ "error": refusal.code(), "error_description": refusal.description() });
        }
        if let Self::Refused(domain::Error::StricterBlock(block)) = &self {
            let block = admin_domain_block((**block).clone());
            body["existing_domain_block"] = json!(block);
        }
        if let Self::Stale { body: current, .. } = &self {
            body = current.clone();
        }
        let mut response = reply::json(self.status(), &body);
        if let Self::Stale {
            etag: Some(etag), ..
        } = &self
        {
            response.headers_mut().insert(ETAG, etag.clone());
        }
        if let Some(challenge) = self.challenge() {
            response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        }
        response
            .headers_mut()
            .insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        response
    }
}

/// For each field, what is wrong with it.
fn details(violations: &[Violation]) -> Value {
    let mut details = Map::new();
    for violation in violations {
        let of_field = details
            .entry(violation.field)
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = of_field {
            list.push(json!({ "error": violation.code, "description": violation.message }));
        }
    }
    Value::Object(details)
}

/// An error with all its reasons, in words for the operator.
pub(crate) fn in_full(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}

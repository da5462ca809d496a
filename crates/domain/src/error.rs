use std::fmt::Write;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done. The texts are Mastodon's; callers match on them.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("Record not found")]
    NotFound,
    /// The same, where it is not the record itself that was asked for.
    #[error("{0}")]
    Missing(&'static str),
    /// The role does not allow it, or the state of the record does not.
    #[error("This action is not allowed")]
    NotPermitted,
    /// Nobody may do this to such a record.
    #[error("Forbidden")]
    Forbidden,
    #[error("Following your own account is not allowed")]
    SelfFollow,
    /// The request makes no sense.
    #[error("{0}")]
    Senseless(String),
    /// The request makes sense, but not with what is there.
    #[error("{0}")]
    Unprocessable(String),
    /// A rule for the domain, or for one above it, takes more away.
    #[error("You have already imposed stricter limits on {}.", .0.domain)]
    StricterBlock(Box<store::domain_blocks::DomainBlock>),
    #[error("Validation failed: {}", sentence(.0))]
    Invalid(Vec<Violation>),
    /// What OAuth calls the error, and what is wrong in words.
    #[error("{}", .0.description())]
    OAuth(crate::oauth::Refusal),
    /// Not the caller's doing; what went wrong is for the log only.
    #[error("the store failed")]
    Store(#[source] store::Error),
    /// Somebody else was first.
    #[error("Duplicate record")]
    Duplicate,
    /// Somebody else has changed the record meanwhile.
    #[error("Conflict during update, please try again")]
    Conflict,
    /// The record is no longer as the caller has seen it.
    #[error("Somebody else has changed this meanwhile")]
    Stale,
    /// Not the caller's doing, and not the store's.
    #[error("{0}")]
    Internal(&'static str),
}

impl Error {
    /// Whether the caller could have done better. Otherwise it is not known what state things are in.
    pub fn is_about_the_request(&self) -> bool {
        !matches!(self, Self::Store(_) | Self::Internal(_))
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Duplicate(_) => Self::Duplicate,
            _ => Self::Store(error),
        }
    }
}

/// What is wrong with one field of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// What the request calls it.
    pub field: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// The name of the rule, such as `ERR_TAKEN`.
    pub code: &'static str,
    /// What follows the name in a sentence.
    pub message: String,
}

impl Violation {
    pub fn new(
        field: &'static str,
        name: &'static str,
        code: &'static str,
        message: impl Into<String>,
    ) -> Self {
        let message = message.into();
        Self {
            field,
            name,
            code,
            message,
        }
    }

    pub fn blank(field: &'static str, name: &'static str) -> Self {
        Self::new(field, name, "ERR_BLANK", "can't be blank")
    }

    /// Of the whole, and not of a field: the message is a sentence of its own.
    pub fn of_all(code: &'static str, message: impl Into<String>) -> Self {
        Self::new("base", "", code, message)
    }

    pub fn invalid(field: &'static str, name: &'static str) -> Self {
        Self::new(field, name, "ERR_INVALID", "is invalid")
    }

    pub fn taken(field: &'static str, name: &'static str) -> Self {
        Self::new(field, name, "ERR_TAKEN", "has already been taken")
    }

    pub fn not_listed(field: &'static str, name: &'static str) -> Self {
        Self::new(field, name, "ERR_INCLUSION", "is not included in the list")
    }

    pub fn too_long(field: &'static str, name: &'static str, maximum: usize) -> Self {
        let message = format!("is too long (maximum is {maximum} characters)");
        Self::new(field, name, "ERR_TOO_LONG", message)
    }
}

/// Refuses when anything was found wrong.
pub(crate) fn refuse(violations: Vec<Violation>) -> Result<()> {
    match violations.is_empty() {
        true => Ok(()),
        false => Err(Error::Invalid(violations)),
    }
}

fn sentence(violations: &[Violation]) -> String {
    let mut text = String::new();
    for violation in violations {
        let comma = if text.is_empty() { "" } else { ", " };
        let space = if violation.name.is_empty() { "" } else { " " };
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "{comma}{}{space}{}",
            violation.name, violation.message
        );
    }
    text
}

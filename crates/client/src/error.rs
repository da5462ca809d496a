/// Why there is no answer to a request, or not the one that was asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It cannot be sent: the address, the token or an id is not what it should be.
    #[error("{0}")]
    Malformed(String),
    /// It was not sent: a file that it names cannot be read.
    #[error("{} cannot be read: {source}", .path.display())]
    File {
        /// Where it should be.
        path: std::path::PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// It was not sent: the server is not Kumki, and would ignore the field and do the rest.
    #[error("this server does not know {field} and would do the rest without it; it was not asked")]
    NotKumki {
        /// The field that Mastodon does not know.
        field: &'static str,
    },
    /// It did not go through. Whether the server has acted on it is not known.
    #[error("the request did not go through: {}", innermost(.0))]
    Transport(#[from] reqwest::Error),
    /// The server said no. Go by the status: the words may change, and may be translated.
    #[error("{} ({status})", .body.error)]
    Refused {
        /// The HTTP status, 400 or more.
        status: u16,
        /// Why; where the server did not say, the usual words for the status.
        body: api::Error,
    },
    /// The server points elsewhere, and following could lose the request or show the token to others.
    #[error("the server points to {location} ({status}), which is not followed")]
    Redirected {
        /// The HTTP status, between 300 and 399.
        status: u16,
        /// Where to.
        location: String,
    },
    /// The server said yes, in a way that cannot be understood.
    #[error("the answer is not what was promised: {source} ({status})")]
    Unreadable {
        /// The HTTP status, between 200 and 299.
        status: u16,
        /// What was found instead.
        source: serde_json::Error,
    },
    /// The answer has more bytes than this client is ready to keep.
    #[error("the answer is longer than {limit} bytes ({status})")]
    TooLarge {
        /// The HTTP status.
        status: u16,
        /// How many it may have.
        limit: usize,
    },
}

impl Error {
    /// The HTTP status, if the server answered.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. }
            | Self::Redirected { status, .. }
            | Self::Unreadable { status, .. }
            | Self::TooLarge { status, .. } => Some(*status),
            Self::Malformed(_) | Self::File { .. } | Self::NotKumki { .. } | Self::Transport(_) => {
                None
            }
        }
    }
}

/// "connection refused" says more than "error sending request".
fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

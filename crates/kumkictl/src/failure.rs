use std::{
    io::{self, ErrorKind},
    process::ExitCode,
};

use crate::note;

/// The server was asked, and said no.
const REFUSED: u8 = 1;
/// There was nothing to ask, nobody to ask, or no sense in the answer.
const NOT_ASKED: u8 = 2;

pub(crate) fn report(error: &anyhow::Error) -> ExitCode {
    if is_broken_pipe(error) {
        return ExitCode::SUCCESS;
    }
    note::say(&format!("kumkictl: {}", message(error)));
    match answer_of(error) {
        Some(client::Error::Refused { .. }) => REFUSED.into(),
        _ => NOT_ASKED.into(),
    }
}

/// `kumkictl … | head` has got what it wanted.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|it| it.kind() == ErrorKind::BrokenPipe)
}

fn answer_of(error: &anyhow::Error) -> Option<&client::Error> {
    error.chain().find_map(|cause| cause.downcast_ref())
}

fn message(error: &anyhow::Error) -> String {
    let mut causes = Vec::new();
    for cause in error.chain() {
        causes.push(cause.to_string());
        // These say by themselves what caused them.
        if cause.is::<client::Error>() {
            break;
        }
    }
    let mut message = causes.join(": ");
    if answer_of(error).and_then(client::Error::status) == Some(401) {
        message.push_str("; `kumkictl login` gets a new token");
    }
    message
}

#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

mod answers;
mod commands;
mod kumkictl;
mod server;
mod sign_in;
mod things;

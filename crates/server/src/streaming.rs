//! Telling those who are connected what happens, over server-sent events and over WebSockets.
//!
//! Whoever connects takes a seat ([`Streams`]). What rules note in their transactions is passed on once
//! it is saved ([`hub`]), and one task finds out who hears of it, some events at a time: what many read
//! alike is written once ([`writing`]). A seat has a queue that holds so much and no more. **A stream
//! that would miss something ends**, be it that its reader is too slow, that the database could not be
//! asked, or that other processes were out of hearing: who reads it comes back, and looks for herself
//! what she has missed.

mod channel;
mod entrance;
mod events;
mod hub;
mod refusal;
mod seats;
mod socket;
mod writing;

use axum::{
    Router,
    routing::{any, get},
};

use crate::App;

pub(crate) use seats::Streams;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/streaming/health", get(|| async { "OK" }))
        .route("/api/v1/streaming", any(socket::serve))
        .route("/api/v1/streaming/", any(socket::serve))
        .route("/api/v1/streaming/{*path}", get(events::serve))
}

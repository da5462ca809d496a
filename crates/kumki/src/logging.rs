//! What the server says while it works, on standard error.

use std::io::stderr;

use anyhow::{Context, Result};
use tracing_subscriber::EnvFilter;

use crate::config::{Format, Log};

pub(crate) fn start(log: &Log) -> Result<()> {
    let filter = EnvFilter::builder()
        .parse(&log.level)
        .with_context(|| format!("log.level: {:?} is no level", log.level))?;
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(stderr);
    let started = match log.format {
        Format::Text => subscriber.with_ansi(false).try_init(),
        Format::Json => subscriber.json().try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("the log cannot be started: {error}"))
}

//! The program as operators, scripts and other people's clients meet it, on whichever database
//! `TEST_POSTGRES` chooses.

mod community;
mod configuration;
mod counts;
mod demo;
mod fediblockhole;
mod mastodon_py;
mod node;
mod operator;
mod peer;
mod place;
mod programs;
mod purge;
mod running;
mod serving;
mod spam_wave;
mod toot;
mod trending;
mod two_kumkis;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// Asks again until there is an answer, but not for ever.
fn wait_for<T>(what: &str, mut look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    const PATIENCE: Duration = Duration::from_secs(60);
    let began = Instant::now();
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        if began.elapsed() > PATIENCE {
            bail!("still waiting for this after {PATIENCE:?}: {what}");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

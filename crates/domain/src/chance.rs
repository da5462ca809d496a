//! Randomness and ids, which tests and the demo can fix.

use std::sync::{
    Arc,
    atomic::{AtomicU16, Ordering},
};

use chrono::{DateTime, Utc};
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};

/// Where secrets come from.
#[derive(Debug)]
pub struct Chance(StdRng);

impl Chance {
    /// Nobody can foresee it.
    pub fn system() -> Self {
        Self(rand::make_rng())
    }

    /// The same for the same seed. Not for secrets that have to stay secret.
    pub fn seeded(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    pub fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }

    pub fn below(&mut self, end: u32) -> u32 {
        self.0.random_range(0..end.max(1))
    }
}

/// Where ids come from that clients sort by time: milliseconds, then 16 bits that count on.
///
/// Processes that share a database start at different places, and so seldom meet; when they do, the
/// second insert fails and nothing is lost.
#[derive(Clone, Debug)]
pub struct Ids(Arc<AtomicU16>);

impl Ids {
    pub fn new(start: u16) -> Self {
        Self(Arc::new(AtomicU16::new(start)))
    }

    pub fn at(&self, time: DateTime<Utc>) -> i64 {
        let sequence = self.0.fetch_add(1, Ordering::Relaxed);
        Self::first_at(time) | i64::from(sequence)
    }

    /// The lowest that any id of that moment can be.
    pub fn first_at(time: DateTime<Utc>) -> i64 {
        time.timestamp_millis() << 16
    }
}

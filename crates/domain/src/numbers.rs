//! Numbers for moderators: what happened from day to day.
//!
//! They are kept by the transactions that change what they count (`store::tallies`), so that saying them costs
//! what is said, however much there is.

mod dimensions;
mod language_names;
mod measures;
mod retention;
mod window;

pub use dimensions::{Dimension, dimension, media_bytes};
pub use language_names::language_name;
pub use measures::{Measure, Measured, OfServer, measure};
pub use retention::{Cohort, Frequency, retention};
pub use window::{Window, in_words};

use crate::{Context, Result};

/// How often a moment is spent on adding up, at most, each time.
const TURNS: usize = 20;

/// Adds up what was counted since the last time.
pub fn fold(cx: &mut Context) -> Result<()> {
    for _ in 0..TURNS {
        if store::tallies::fold(&mut cx.tx)? {
            break;
        }
    }
    Ok(())
}

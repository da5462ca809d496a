use std::{
    io::{self, IsTerminal},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

use crate::json::Json;

/// What a server said.
pub(crate) struct Answer {
    /// The name of the type in the contract, of the answer or of what it lists.
    pub(crate) entity: String,
    pub(crate) body: Json,
    /// Whether this is a page that another follows.
    pub(crate) has_more: bool,
}

/// The items of all pages so far. Somebody who watches sees how many.
pub(crate) struct Collected {
    items: Vec<Json>,
    progress: ProgressBar,
}

impl Default for Collected {
    fn default() -> Self {
        let progress = match io::stderr().is_terminal() {
            true => ProgressBar::new_spinner(),
            false => ProgressBar::hidden(),
        };
        Self {
            items: Vec::new(),
            progress,
        }
    }
}

impl Collected {
    pub(crate) fn add(&mut self, items: Vec<Json>) {
        if self.items.is_empty()
            && let Ok(style) = ProgressStyle::with_template("{spinner} {pos} so far, {elapsed}")
        {
            self.progress.set_style(style);
            self.progress.enable_steady_tick(Duration::from_millis(120));
        }
        self.progress.inc(items.len() as u64);
        self.items.extend(items);
    }
}

impl From<Collected> for Json {
    fn from(collected: Collected) -> Self {
        collected.progress.finish_and_clear();
        Self::List(collected.items)
    }
}

//! What the benchmarks have in common: databases that are kept, a server beside a bare handler, and load.

pub(crate) mod load;
pub(crate) mod pair;
pub(crate) mod people;
mod postgres;
pub(crate) mod process;
pub(crate) mod rows;
pub(crate) mod run;

pub(crate) const SITE: &str = "https://kumki.example";

use anyhow::{Context, Result};

use crate::{args::Place, config, open, output};

pub(crate) fn run(place: &Place) -> Result<()> {
    let config = config::load(place)?;
    let store = open::store(&config)?;
    let done = store
        .migrate()
        .context("the tables cannot be brought up to date")?;
    let engine = store.engine();
    let text = match done.len() {
        0 => format!("{engine}: the tables are up to date"),
        _ => format!("{engine}: {}", done.join(", ")),
    };
    Ok(output::print(&text)?)
}

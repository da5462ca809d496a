use std::io::{self, Read};

use anyhow::{Context, Result, bail};
use domain::settings::{self, Settings};

use crate::{args::Place, nearest::nearest, open, output};

pub(crate) fn list(place: &Place) -> Result<()> {
    let app = open::for_command(place)?;
    let settings = Settings::load(&mut app.read()?.tx)?;
    let entries = settings.entries().into_iter();
    let rows: Vec<_> = entries
        .map(|(name, value)| [name, value.to_string()])
        .collect();
    Ok(output::print(&output::table(&rows))?)
}

pub(crate) fn set(place: &Place, name: &str, value: &str) -> Result<()> {
    check(name)?;
    let value = match value {
        "-" => &written()?,
        value => value,
    };
    let app = open::for_command(place)?;
    let mut cx = open::as_operator(&app)?;
    Settings::set(&mut cx, name, value)?;
    Ok(app.save(cx)?)
}

pub(crate) fn unset(place: &Place, name: &str) -> Result<()> {
    check(name)?;
    let app = open::for_command(place)?;
    let mut cx = open::as_operator(&app)?;
    settings::unset(&mut cx, name)?;
    Ok(app.save(cx)?)
}

/// Long texts come from a file.
fn written() -> Result<String> {
    let mut text = String::new();
    let read = io::stdin().lock().read_to_string(&mut text);
    read.context("the text cannot be read")?;
    Ok(text.trim_end().to_owned())
}

fn check(name: &str) -> Result<()> {
    let known: Vec<String> = Settings::default()
        .entries()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    if known.iter().any(|it| it == name) {
        return Ok(());
    }
    match nearest(name, known.iter().map(String::as_str)) {
        Some(meant) => bail!("there is no setting {name:?}; did you mean {meant:?}?"),
        None => bail!(
            "there is no setting {name:?}; there are: {}",
            known.join(", ")
        ),
    }
}

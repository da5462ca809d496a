use anyhow::{Result, bail};
use domain::settings::Settings;

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
    let app = open::for_command(place)?;
    let mut cx = open::as_operator(&app)?;
    Settings::set(&mut cx.tx, name, value)?;
    Ok(cx.tx.save()?)
}

pub(crate) fn unset(place: &Place, name: &str) -> Result<()> {
    check(name)?;
    let app = open::for_command(place)?;
    let mut cx = open::as_operator(&app)?;
    store::settings::unset(&mut cx.tx, name)?;
    Ok(cx.tx.save()?)
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

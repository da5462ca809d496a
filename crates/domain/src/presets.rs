//! Words for members that moderators have prepared.

use store::presets::{self, Preset};

use crate::{
    Context, Error, Moderator, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
};

/// Any of these is enough to read them: who acts on accounts or reports uses them.
const READERS: [Permission; 3] = [
    Permission::ManageSettings,
    Permission::ManageUsers,
    Permission::ManageReports,
];

/// By title.
pub fn all(cx: &mut Context) -> Result<Vec<Preset>> {
    cx.moderator_of_any(&READERS)?;
    let mut all = presets::all(&mut cx.tx)?;
    all.sort_by_cached_key(|it| it.title.to_lowercase());
    Ok(all)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Preset> {
    cx.moderator_of_any(&READERS)?;
    presets::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

pub fn create(cx: &mut Context, title: &str, text: &str) -> Result<Preset> {
    let moderator = cx.moderator(Permission::ManageSettings)?;
    check(text)?;
    let now = cx.now;
    let preset = presets::add(&mut cx.tx, title.trim(), text.trim(), now)?;
    Act::new("create", target(&preset)).record(cx, &moderator)?;
    Ok(preset)
}

/// What is `None` stays as it is.
pub fn change(
    cx: &mut Context,
    id: i64,
    title: Option<&str>,
    text: Option<&str>,
) -> Result<Preset> {
    let (moderator, before) = find(cx, id)?;
    let title = title.unwrap_or(&before.title).trim();
    let text = text.unwrap_or(&before.text).trim();
    check(text)?;
    let recorded = Act::new("update", target(&before)).record(cx, &moderator)?;
    presets::set(&mut cx.tx, id, title, text, &recorded)?;
    Ok(Preset {
        id,
        title: title.to_owned(),
        text: text.to_owned(),
    })
}

/// What members were told stays.
pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    let (moderator, preset) = find(cx, id)?;
    let recorded = Act::new("destroy", target(&preset)).record(cx, &moderator)?;
    Ok(presets::remove(&mut cx.tx, id, &recorded)?)
}

fn find(cx: &mut Context, id: i64) -> Result<(Moderator, Preset)> {
    let moderator = cx.moderator(Permission::ManageSettings)?;
    let found = presets::find(&mut cx.tx, id)?;
    Ok((moderator, found.ok_or(Error::NotFound)?))
}

fn check(text: &str) -> Result<()> {
    match text.trim().is_empty() {
        true => refuse(vec![Violation::blank("text", "Text")]),
        false => Ok(()),
    }
}

fn target(preset: &Preset) -> Target {
    let name = match preset.title.is_empty() {
        true => &preset.text,
        false => &preset.title,
    };
    Target {
        kind: "WarningPreset",
        id: preset.id,
        name: name.clone(),
        account_id: None,
    }
}

//! Deciding about the server, one setting at a time.

use serde_json::Value;
use store::settings;

use super::Settings;
use crate::{
    Context, Error, Moderator, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
};

/// A setting by its name. What the server keeps for itself, such as its keys, is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    pub name: String,
    pub value: Value,
    pub default: Value,
}

/// In the order of their declaration.
pub fn all(cx: &mut Context) -> Result<Vec<Setting>> {
    cx.moderator(Permission::ManageSettings)?;
    let kept = Settings::load(&mut cx.tx)?.entries();
    let defaults = Settings::default().entries();
    let both = kept.into_iter().zip(defaults);
    let all = both.map(|((name, value), (_, default))| Setting {
        name,
        value,
        default,
    });
    Ok(all.collect())
}

pub fn get(cx: &mut Context, name: &str) -> Result<Setting> {
    let found = all(cx)?.into_iter().find(|it| it.name == name);
    found.ok_or(Error::NotFound)
}

pub fn set(cx: &mut Context, name: &str, value: Option<&Value>) -> Result<Setting> {
    get(cx, name)?;
    let text = match value {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => {
            refuse(vec![Violation::blank("value", "Value")])?;
            return Err(Error::NotFound);
        }
    };
    match Settings::set(cx, name, &text) {
        Err(Error::Senseless(_)) => refuse(vec![Violation::invalid("value", "Value")])?,
        done => done?,
    }
    get(cx, name)
}

/// Back to the default. What is there already is no act.
pub fn unset(cx: &mut Context, name: &str) -> Result<Setting> {
    let moderator = cx.moderator(Permission::ManageSettings)?;
    get(cx, name)?;
    if settings::find(&mut cx.tx, name)?.is_some() {
        record(cx, &moderator, "destroy", name)?;
        settings::unset(&mut cx.tx, name)?;
    }
    get(cx, name)
}

/// The value is not written down: the next one who looks sees it, and it may be long.
pub(super) fn record(
    cx: &mut Context,
    moderator: &Moderator,
    action: &str,
    name: &str,
) -> Result<()> {
    let target = Target {
        kind: "Setting",
        id: Target::NAMED,
        name: name.to_owned(),
        account_id: None,
    };
    Act::new(action, target).record(cx, moderator).map(drop)
}

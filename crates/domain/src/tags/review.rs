//! Deciding what may be done with a tag.

use serde_json::{Value, json};
use store::{
    account_list::Window,
    decisions,
    tags::{self, Filter, Tag},
};

use super::{display, is_name, normalize};
use crate::{
    Context, Error, Moderator, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
    settings::Settings,
    trends,
};

/// What is to be different about a tag; what is `None` stays as it is. Of flags, the inner one is what
/// holds where nobody has decided.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub display_name: Option<String>,
    pub trendable: Option<Option<bool>>,
    pub usable: Option<Option<bool>>,
    pub listable: Option<Option<bool>>,
}

/// All tags that are known.
pub fn list(cx: &mut Context, filter: Filter, window: Window) -> Result<Vec<Tag>> {
    cx.moderator(Permission::ManageTaxonomies)?;
    let filter = Filter {
        trendable_by_default: Settings::load(&mut cx.tx)?.trendable_by_default,
        ..filter
    };
    Ok(tags::page(&mut cx.tx, &filter, window)?)
}

pub fn find(cx: &mut Context, id: i64) -> Result<Tag> {
    cx.moderator(Permission::ManageTaxonomies)?;
    tags::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

/// Whatever it says, the tag was looked at.
pub fn update(cx: &mut Context, id: i64, change: &Change) -> Result<Tag> {
    let (moderator, before) = find_locked(cx, id)?;
    let display_name = match &change.display_name {
        None => before.display_name.clone(),
        Some(wanted) => respelled(&before, wanted)?,
    };
    let after = Tag {
        display_name,
        trendable: change.trendable.unwrap_or(before.trendable),
        usable: change.usable.unwrap_or(before.usable),
        listable: change.listable.unwrap_or(before.listable),
        reviewed_at: Some(cx.now),
        ..before.clone()
    };
    decide(cx, &moderator, "update", &before, after)
}

/// Whether everybody may be shown that it trends.
pub fn set_trendable(cx: &mut Context, id: i64, may_trend: bool) -> Result<Tag> {
    let (moderator, before) = find_locked(cx, id)?;
    let after = Tag {
        trendable: Some(may_trend),
        reviewed_at: Some(cx.now),
        ..before.clone()
    };
    let word = if may_trend { "approve" } else { "reject" };
    decide(cx, &moderator, word, &before, after)
}

/// The tag becomes again what it was before an act.
pub(crate) fn take_back(cx: &mut Context, id: i64, act_id: i64, past: &Value) -> Result<()> {
    let (moderator, before) = find_locked(cx, id)?;
    let flag = |name: &str| past[name].as_bool();
    let reviewed_at = past["reviewed_at"].as_str();
    let after = Tag {
        display_name: past["display_name"].as_str().map(str::to_owned),
        trendable: flag("trendable"),
        usable: flag("usable"),
        listable: flag("listable"),
        reviewed_at: reviewed_at.and_then(|it| it.parse().ok()),
        ..before.clone()
    };
    let act = Act::new("reset", target(&before)).taking_back(Some(act_id));
    let recorded = act.record(cx, &moderator)?;
    tags::set_decided(&mut cx.tx, &after, &recorded)?;
    trends::show_tag(cx, &after, &recorded)
}

fn decide(
    cx: &mut Context,
    moderator: &Moderator,
    action: &str,
    before: &Tag,
    after: Tag,
) -> Result<Tag> {
    let recorded = Act::new(action, target(before)).record(cx, moderator)?;
    let past = json!({
        "display_name": before.display_name,
        "trendable": before.trendable,
        "usable": before.usable,
        "listable": before.listable,
        "reviewed_at": before.reviewed_at.map(|it| it.to_rfc3339()),
    });
    decisions::add(&mut cx.tx, &past, &recorded)?;
    tags::set_decided(&mut cx.tx, &after, &recorded)?;
    trends::show_tag(cx, &after, &recorded)?;
    Ok(after)
}

/// Another spelling of the same name. None is the name as it is kept.
fn respelled(tag: &Tag, wanted: &str) -> Result<Option<String>> {
    let wanted = display(wanted);
    let mut found = Vec::new();
    if !is_name(&wanted) {
        found.push(Violation::invalid("display_name", "Display name"));
    }
    if normalize(&wanted).as_ref() != Some(&tag.name) {
        found.push(Violation::new(
            "display_name",
            "Display name",
            "ERR_INVALID",
            "does not match the previous name",
        ));
    }
    refuse(found)?;
    Ok((wanted != tag.name).then_some(wanted))
}

fn find_locked(cx: &mut Context, id: i64) -> Result<(Moderator, Tag)> {
    let moderator = cx.moderator(Permission::ManageTaxonomies)?;
    let found = tags::find_locked(&mut cx.tx, id)?;
    Ok((moderator, found.ok_or(Error::NotFound)?))
}

fn target(tag: &Tag) -> Target {
    Target {
        kind: "Tag",
        id: tag.id,
        name: format!("#{}", tag.shown_name()),
        account_id: None,
    }
}

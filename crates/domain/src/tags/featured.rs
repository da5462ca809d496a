use store::{
    accounts::{self, Account},
    featured_tags::{self, FeaturedTag},
    tags::{self, Tag},
};

use super::{checked, display, get, get_or_add};
use crate::{Context, Error, Result, Violation, visibility};

/// How many tags a member may show.
pub const MOST: i64 = 10;
/// How many are suggested.
const SUGGESTED: i64 = 10;
const FIELD: (&str, &str) = ("name", "Name");

/// The tags that the member shows, those of most posts first, with their names as they are kept.
pub fn mine(cx: &mut Context) -> Result<Vec<(FeaturedTag, String)>> {
    let id = cx.member()?.account.id;
    Ok(featured_tags::all_of(&mut cx.tx, id)?)
}

/// The same for any account, which comes with them. A suspended one shows nothing.
pub fn shown_by(cx: &mut Context, id: i64) -> Result<(Account, Vec<(FeaturedTag, String)>)> {
    let account = visibility::account(cx, id)?;
    let shown = match account.suspended_at {
        Some(_) => Vec::new(),
        None => featured_tags::all_of(&mut cx.tx, id)?,
    };
    Ok((account, shown))
}

/// Shows a tag by a name that somebody has typed. The tag's name as it is kept comes with it.
pub fn feature_named(cx: &mut Context, name: &str) -> Result<(FeaturedTag, String)> {
    let name = name.trim();
    let name = name.strip_prefix('#').unwrap_or(name);
    if checked(name).is_err() {
        let blank = Violation::blank(FIELD.0, FIELD.1);
        let invalid = Violation::invalid(FIELD.0, FIELD.1);
        return Err(Error::Invalid(match name.is_empty() {
            true => vec![blank, invalid],
            false => vec![invalid],
        }));
    }
    let tag = get_or_add(cx, name)?;
    let featured = add(cx, &tag, &display(name))?;
    match featured {
        Some(featured) => Ok((featured, tag.name)),
        None => Err(Error::Invalid(vec![Violation::taken(FIELD.0, FIELD.1)])),
    }
}

/// Shows a tag; showing it twice is once.
pub fn feature(cx: &mut Context, name: &str) -> Result<Tag> {
    let tag = get_or_add(cx, name)?;
    add(cx, &tag, tag.shown_name())?;
    Ok(tag)
}

pub fn unfeature(cx: &mut Context, name: &str) -> Result<Tag> {
    let id = cx.member()?.account.id;
    let tag = get(cx, name)?;
    featured_tags::remove(&mut cx.tx, id, tag.id)?;
    Ok(tag)
}

/// The same by the id of the entry.
pub fn remove_featured(cx: &mut Context, id: i64) -> Result<()> {
    let owner = cx.member()?.account.id;
    let featured = featured_tags::find(&mut cx.tx, owner, id)?.ok_or(Error::NotFound)?;
    Ok(featured_tags::remove(&mut cx.tx, owner, featured.tag_id)?)
}

/// The tags that the member has used most of late and does not show.
pub fn suggestions(cx: &mut Context) -> Result<Vec<Tag>> {
    let id = cx.member()?.account.id;
    let ids = featured_tags::suggestions(&mut cx.tx, id, SUGGESTED)?;
    let mut found = tags::find_many(&mut cx.tx, &ids)?;
    found.sort_by_key(|tag| ids.iter().position(|id| *id == tag.id));
    Ok(found)
}

/// `None` if the member shows it already.
fn add(cx: &mut Context, tag: &Tag, name: &str) -> Result<Option<FeaturedTag>> {
    let id = cx.member()?.account.id;
    // Who shows two at once shows one after the other.
    accounts::find_locked(&mut cx.tx, id)?;
    if !featured_tags::among(&mut cx.tx, id, &[tag.id])?.is_empty() {
        return Ok(None);
    }
    let mut found = Vec::new();
    if !tag.is_usable() {
        found.push(Violation::invalid(FIELD.0, FIELD.1));
    }
    if featured_tags::count_of(&mut cx.tx, id)? >= MOST {
        let message = "You have already featured the maximum number of hashtags";
        found.push(Violation::of_all("ERR_TOO_MANY", message));
    }
    crate::error::refuse(found)?;
    Ok(Some(featured_tags::add(
        &mut cx.tx, id, tag.id, name, cx.now,
    )?))
}

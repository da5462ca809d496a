use store::{announcements, emojis};

use super::read::published;
use crate::{Context, Error, Event, Result, Violation, error::refuse};

/// How many different emoji members react to an announcement with.
const MOST: usize = 8;

/// Reacts with an emoji, or with the short code of one. Doing so twice is doing it once.
pub fn react(cx: &mut Context, id: i64, name: &str) -> Result<()> {
    // Two new ones at the same time could be one too many.
    published(announcements::find_locked(&mut cx.tx, id)?)?;
    check(cx, id, name)?;
    let (member, now) = (cx.member()?.account.id, cx.now);
    if announcements::add_reaction(&mut cx.tx, id, member, name, now)? {
        note(cx, id, name);
    }
    Ok(())
}

/// Takes back a reaction of one's own.
pub fn take_back(cx: &mut Context, id: i64, name: &str) -> Result<()> {
    published(announcements::find(&mut cx.tx, id)?)?;
    let member = cx.member()?.account.id;
    if !announcements::remove_reaction(&mut cx.tx, id, member, name)? {
        return Err(Error::NotFound);
    }
    note(cx, id, name);
    Ok(())
}

fn check(cx: &mut Context, id: i64, name: &str) -> Result<()> {
    let mut found = Vec::new();
    if unicode_emojis::get(name).is_none() && !is_custom(cx, name)? {
        let message = "is not a recognized emoji";
        found.push(Violation::new("name", "Name", "ERR_INVALID", message));
    }
    let tallies = announcements::tallies(&mut cx.tx, &[id])?;
    let is_new = tallies.iter().all(|it| it.name != name);
    if is_new && tallies.len() >= MOST {
        let message = "of different reactions reached";
        found.push(Violation::new("base", "Limit", "ERR_INVALID", message));
    }
    refuse(found)
}

fn is_custom(cx: &mut Context, shortcode: &str) -> Result<bool> {
    Ok(!emojis::usable(&mut cx.tx, &[shortcode], &[""])?.is_empty())
}

fn note(cx: &mut Context, announcement_id: i64, name: &str) {
    let name = name.to_owned();
    cx.events.push(Event::Reacted {
        announcement_id,
        name,
    });
}

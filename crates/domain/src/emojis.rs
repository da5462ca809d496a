//! Small pictures that short codes stand for.

use std::cmp::Ordering;

use store::{
    announcements,
    emojis::{self, Emoji, NewEmoji},
};

use crate::{
    Context, Error, Moderator, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
    files,
};

/// Characters of a short code.
const LONGEST: usize = 128;
/// Bytes of a picture.
pub const LARGEST: usize = 256 << 10;

/// What members may choose from, by category and name. Those without a category are first.
pub fn listed(cx: &mut Context) -> Result<Vec<Emoji>> {
    let mut emojis = emojis::local(&mut cx.tx)?;
    emojis.retain(|it| !it.is_disabled && it.visible_in_picker);
    emojis.sort_unstable_by(in_order);
    Ok(emojis)
}

/// All of this server, those that are switched off too.
pub fn all(cx: &mut Context) -> Result<Vec<Emoji>> {
    cx.moderator(Permission::ManageCustomEmojis)?;
    let mut emojis = emojis::local(&mut cx.tx)?;
    emojis.sort_unstable_by(in_order);
    Ok(emojis)
}

pub fn get(cx: &mut Context, shortcode: &str) -> Result<Emoji> {
    find(cx, shortcode).map(|(_, emoji)| emoji)
}

fn in_order(one: &Emoji, other: &Emoji) -> Ordering {
    let key = |it: &Emoji| (it.category.clone(), it.shortcode.clone());
    key(one).cmp(&key(other))
}

/// Whether an emoji can be added under that short code: asked before its picture is worked on.
pub fn check(cx: &mut Context, shortcode: &str) -> Result<()> {
    cx.moderator(Permission::ManageCustomEmojis)?;
    let (field, name) = ("shortcode", "Shortcode");
    let mut found = Vec::new();
    if shortcode.len() < 2 || !shortcode.bytes().all(is_of_shortcode) {
        found.push(Violation::new(field, name, "ERR_INVALID", "is invalid"));
    } else if shortcode.len() > LONGEST {
        found.push(Violation::too_long(field, name, LONGEST));
    } else if emojis::find_local(&mut cx.tx, shortcode)?.is_some() {
        let message = "has already been taken";
        found.push(Violation::new(field, name, "ERR_TAKEN", message));
    }
    refuse(found)
}

/// Adds an emoji whose pictures are in files already.
pub fn add(
    cx: &mut Context,
    shortcode: &str,
    category: Option<&str>,
    file: &str,
    static_file: &str,
) -> Result<Emoji> {
    check(cx, shortcode)?;
    let moderator = cx.moderator(Permission::ManageCustomEmojis)?;
    let emoji = NewEmoji {
        shortcode,
        file,
        static_file,
        category: category.map(str::trim).filter(|it| !it.is_empty()),
        created_at: cx.now,
    };
    let emoji = emojis::add(&mut cx.tx, &emoji)?;
    files::keep(cx, file)?;
    files::keep(cx, static_file)?;
    Act::new("create", target(&emoji)).record(cx, &moderator)?;
    Ok(emoji)
}

/// Changes where members find it; what is `None` stays as it is.
pub fn change(
    cx: &mut Context,
    shortcode: &str,
    category: Option<&str>,
    is_visible: Option<bool>,
) -> Result<Emoji> {
    let (moderator, before) = find(cx, shortcode)?;
    let category = category.or(before.category.as_deref());
    let category = category.map(str::trim).filter(|it| !it.is_empty());
    let is_visible = is_visible.unwrap_or(before.visible_in_picker);
    let recorded = Act::new("update", target(&before)).record(cx, &moderator)?;
    let now = cx.now;
    emojis::set_listing(&mut cx.tx, before.id, category, is_visible, now, &recorded)?;
    get(cx, shortcode)
}

/// From now on, the short code stays text wherever it stands.
pub fn disable(cx: &mut Context, shortcode: &str) -> Result<()> {
    set_disabled(cx, shortcode, true)
}

pub fn enable(cx: &mut Context, shortcode: &str) -> Result<()> {
    set_disabled(cx, shortcode, false)
}

fn set_disabled(cx: &mut Context, shortcode: &str, disabled: bool) -> Result<()> {
    let (moderator, emoji) = find(cx, shortcode)?;
    if emoji.is_disabled == disabled {
        return Ok(());
    }
    let action = if disabled { "disable" } else { "enable" };
    let recorded = Act::new(action, target(&emoji)).record(cx, &moderator)?;
    let now = cx.now;
    Ok(emojis::set_disabled(
        &mut cx.tx, emoji.id, disabled, now, &recorded,
    )?)
}

/// Takes an emoji away, with its files and with the reactions that used it.
pub fn remove(cx: &mut Context, shortcode: &str) -> Result<()> {
    let (moderator, emoji) = find(cx, shortcode)?;
    let recorded = Act::new("destroy", target(&emoji)).record(cx, &moderator)?;
    emojis::remove(&mut cx.tx, emoji.id, &recorded)?;
    announcements::remove_reactions_named(&mut cx.tx, shortcode)?;
    // Two jobs for one file are one.
    files::give_up(cx, &emoji.static_file)?;
    files::give_up(cx, &emoji.file)
}

fn find(cx: &mut Context, shortcode: &str) -> Result<(Moderator, Emoji)> {
    let moderator = cx.moderator(Permission::ManageCustomEmojis)?;
    let emoji = emojis::find_local(&mut cx.tx, shortcode)?.ok_or(Error::NotFound)?;
    Ok((moderator, emoji))
}

fn target(emoji: &Emoji) -> Target {
    Target {
        kind: "CustomEmoji",
        id: emoji.id,
        name: emoji.shortcode.clone(),
        account_id: None,
    }
}

fn is_of_shortcode(it: u8) -> bool {
    it.is_ascii_alphanumeric() || it == b'_'
}

/// Whether that may be the short code of an emoji of another server.
pub(crate) fn is_shortcode(text: &str) -> bool {
    (2..=LONGEST).contains(&text.len()) && text.bytes().all(is_of_shortcode)
}

/// The short codes that stand in a text: between colons, and apart from words. Some may be those of
/// no emoji.
pub fn shortcodes(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(colon) = text[at..].find(':') {
        let begin = at + colon + 1;
        let length = text[begin..]
            .bytes()
            .take_while(|it| is_of_shortcode(*it))
            .count();
        let end = begin + length;
        let before = text[..begin - 1].chars().next_back();
        let after = text[end..].strip_prefix(':').map(|it| it.chars().next());
        at = end;
        if let Some(after) = after
            && length >= 2
            && is_apart(before)
            && is_apart(after)
        {
            found.push(&text[begin..end]);
            at += 1;
        }
    }
    found
}

fn is_apart(neighbour: Option<char>) -> bool {
    neighbour.is_none_or(|it| !it.is_alphanumeric() && it != ':')
}

#[cfg(test)]
mod tests {
    use super::shortcodes;

    #[test]
    fn short_codes_stand_between_colons_and_apart_from_words() {
        for (text, found) in [
            ("", &[][..]),
            (":ok:", &["ok"]),
            ("<p>:one_1: and (:two:)</p>", &["one_1", "two"]),
            ("ä :ok: ö", &["ok"]),
            (":a:", &[]),
            (":ok", &[]),
            ("x:ok:", &[]),
            (":ok:x", &[]),
            (":ok::ok:", &[]),
            ("10:30:45", &[]),
            ("so: :ok:", &["ok"]),
            (": :", &[]),
            (":ok:\n:fine:", &["ok", "fine"]),
        ] {
            assert_eq!(shortcodes(text), found, "{text:?}");
        }
    }
}

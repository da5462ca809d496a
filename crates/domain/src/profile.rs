//! What members may change about themselves.

use serde_json::{Map, Value};
use store::{
    accounts::{self, Account, ProfileChange},
    profile_pictures, users,
};

use crate::{
    Context, Result, Violation,
    error::refuse,
    files,
    jobs::Job,
    news,
    webhooks::{self, Occasion, tell},
};

pub const LONGEST_NAME: usize = 30;
pub const LONGEST_NOTE: usize = 500;
pub const MOST_FIELDS: usize = 4;
pub const LONGEST_FIELD: usize = 255;
const LONGEST_DESCRIPTION: usize = 1500;

/// What to change; what is not named stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub profile: ProfileChange,
    /// `privacy`, `sensitive`, `language`, `quote_policy`.
    pub settings: Map<String, Value>,
}

pub fn change(cx: &mut Context, change: &Change) -> Result<()> {
    check(change)?;
    let member = cx.member()?;
    let id = member.account.id;
    let was_locked = member.account.locked;
    let mut settings = member.user.settings.clone();
    let now = cx.now;
    replace_pictures(cx, change)?;
    accounts::change_profile(&mut cx.tx, id, &change.profile, now)?;
    tell(cx, Occasion::AccountUpdated, id)?;
    news::profile_changed(cx, id)?;
    if was_locked && change.profile.locked == Some(false) {
        Job::AuthorizeFollows { account_id: id }.leave(cx)?;
    }
    if !change.settings.is_empty()
        && let Value::Object(kept) = &mut settings
    {
        kept.extend(change.settings.clone());
        users::set_settings(&mut cx.tx, id, &settings)?;
    }
    Ok(())
}

/// The files of new pictures stay, and those of the old ones go.
fn replace_pictures(cx: &mut Context, change: &Change) -> Result<()> {
    let account = cx.member()?.account.clone();
    let pairs = [
        (account.avatar, &change.profile.avatar),
        (account.header, &change.profile.header),
    ];
    for (old, new) in pairs {
        let Some(new) = new else { continue };
        files::keep(cx, new)?;
        if let Some(old) = old {
            files::give_up(cx, &old)?;
        }
    }
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    Avatar,
    Header,
}

/// From then on what everybody has is shown in its place.
pub fn remove_picture(cx: &mut Context, picture: Picture) -> Result<()> {
    let account = cx.member()?.account.clone();
    take_picture(cx, &account, picture)
}

/// The same, whoever does it.
pub(crate) fn take_picture(cx: &mut Context, account: &Account, picture: Picture) -> Result<()> {
    let (id, now) = (account.id, cx.now);
    let file = match picture {
        Picture::Avatar => {
            profile_pictures::remove_avatar(&mut cx.tx, id, now)?;
            &account.avatar
        }
        Picture::Header => {
            profile_pictures::remove_header(&mut cx.tx, id, now)?;
            &account.header
        }
    };
    webhooks::tell_of_account(cx, account)?;
    news::profile_changed(cx, id)?;
    match file {
        Some(file) => files::give_up(cx, file),
        None => Ok(()),
    }
}

/// Looks at all but the rows, before anything is done about it.
pub fn check(change: &Change) -> Result<()> {
    let profile = &change.profile;
    let texts = [
        (
            "display_name",
            "Display name",
            &profile.display_name,
            LONGEST_NAME,
        ),
        ("note", "Note", &profile.note, LONGEST_NOTE),
        (
            "avatar_description",
            "Avatar description",
            &profile.avatar_description,
            LONGEST_DESCRIPTION,
        ),
        (
            "header_description",
            "Header description",
            &profile.header_description,
            LONGEST_DESCRIPTION,
        ),
    ];
    let is_long = |text: &Option<String>, longest| {
        text.as_ref()
            .is_some_and(|it: &String| it.chars().count() > longest)
    };
    let mut found: Vec<Violation> = texts
        .into_iter()
        .filter(|(_, _, text, longest)| is_long(text, *longest))
        .map(|(field, name, _, longest)| Violation::too_long(field, name, longest))
        .collect();
    found.extend(choice(
        change,
        "privacy",
        "Default privacy",
        &["public", "unlisted", "private"],
    ));
    found.extend(choice(
        change,
        "quote_policy",
        "Quote policy",
        &["public", "followers", "nobody"],
    ));
    refuse(found)
}

/// Looks at rows of a profile, as name and value.
pub fn check_fields(rows: &[(String, String)]) -> Result<()> {
    let mut found = Vec::new();
    if rows.len() > MOST_FIELDS {
        let message = format!("cannot have more than {MOST_FIELDS} entries");
        found.push(Violation::new("fields", "Fields", "ERR_TOO_MANY", message));
    }
    let is_long = |text: &String| text.chars().count() > LONGEST_FIELD;
    if rows
        .iter()
        .any(|(name, value)| is_long(name) || is_long(value))
    {
        found.push(Violation::too_long("fields", "Fields", LONGEST_FIELD));
    }
    refuse(found)
}

fn choice(
    change: &Change,
    field: &'static str,
    name: &'static str,
    words: &[&str],
) -> Option<Violation> {
    let is_wrong = |it: &Value| !it.as_str().is_some_and(|it| words.contains(&it));
    let value = change.settings.get(field)?;
    is_wrong(value).then(|| Violation::not_listed(field, name))
}

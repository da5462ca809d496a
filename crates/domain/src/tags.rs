//! Hashtags: which there are, who follows them, and who shows them on the profile.

mod featured;
mod followed;
mod names;
mod review;
mod uses;

use store::tags::{self, Tag};

use crate::{Context, Error, Result, Violation};

pub use featured::{
    MOST as MOST_FEATURED, feature, feature_named, mine, remove_featured, shown_by, suggestions,
    unfeature,
};
pub use followed::{follow, followed, unfollow};
pub(crate) use names::is_word;
pub use names::{LONGEST, display, is_name, normalize};
pub(crate) use review::take_back;
pub use review::{Change, find, list, set_trendable, update};
pub use uses::{Week, begin_of, count, uncount};
pub(crate) use uses::{day_of, recount};

/// The tag of that name. One that nobody has used yet is shown as if it were there, with 0 as its id.
pub fn get(cx: &mut Context, name: &str) -> Result<Tag> {
    let normalized = checked(name)?;
    let found = tags::find_named(&mut cx.tx, &normalized)?;
    Ok(found.unwrap_or_else(|| Tag {
        id: 0,
        display_name: Some(display(name)),
        name: normalized,
        usable: None,
        trendable: None,
        listable: None,
        reviewed_at: None,
        requested_review_at: None,
        last_status_at: None,
        created_at: cx.now,
    }))
}

fn get_or_add(cx: &mut Context, name: &str) -> Result<Tag> {
    checked(name)?;
    let found = find_or_add(cx, &[name.to_owned()])?.pop();
    found.ok_or(Error::NotFound)
}

/// The name as it is kept. What is no name belongs to nothing.
fn checked(name: &str) -> Result<String> {
    let normalized = normalize(name).filter(|_| is_name(name));
    normalized.ok_or(Error::NotFound)
}

/// The tags of those names, each once and in that order, and made where nobody has used them yet.
///
/// What is no name of a tag is left out.
pub fn find_or_add(cx: &mut Context, names: &[String]) -> Result<Vec<Tag>> {
    let mut wanted: Vec<(String, String)> = Vec::new();
    for name in names {
        let Some(normalized) = normalize(name) else {
            continue;
        };
        if wanted.iter().all(|(known, _)| *known != normalized) {
            wanted.push((normalized, display(name)));
        }
    }
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<String> = wanted.iter().map(|(name, _)| name.clone()).collect();
    let mut found = tags::find_all_named(&mut cx.tx, &names)?;
    if found.len() < names.len() {
        for (name, shown) in &wanted {
            if found.iter().all(|it| it.name != *name) {
                let shown = (shown != name).then_some(shown.as_str());
                tags::add_if_new(&mut cx.tx, name, shown, cx.now)?;
            }
        }
        found = tags::find_all_named(&mut cx.tx, &names)?;
    }
    found.sort_by_key(|tag| names.iter().position(|name| *name == tag.name));
    Ok(found)
}

/// Refuses a post of a member with a tag that moderators have forbidden.
pub fn refuse_unusable(tags: &[Tag]) -> Result<()> {
    let names: Vec<&str> = tags
        .iter()
        .filter(|it| !it.is_usable())
        .map(|it| it.name.as_str())
        .collect();
    let what = match names.as_slice() {
        [] => return Ok(()),
        [_] => "contained a disallowed hashtag",
        _ => "contained the disallowed hashtags",
    };
    let message = format!("{what}: {}", names.join(", "));
    let violation = Violation::new("status", "Text", "ERR_INVALID", message);
    Err(Error::Invalid(vec![violation]))
}

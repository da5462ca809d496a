//! Who is shown what.

use store::{
    account_list::Slice,
    cards::{self, Card},
    statuses::{self, Status},
    tags::{self, Tag},
    trends::{self, Kind, Trend},
    visible::{Place, Viewer},
};

use crate::{
    Caller, Context, Error, Permission, Result, cards::known_language, settings::Settings,
    visibility,
};

/// Which languages somebody would rather read: those that she has chosen, or else the one of the request.
pub fn languages(
    cx: &mut Context,
    asked: Option<&str>,
    accepted: Option<&str>,
) -> Result<Vec<String>> {
    if let Caller::Member(member) = &cx.caller {
        let chosen = member.user.settings["chosen_languages"]
            .as_array()
            .into_iter()
            .flatten();
        let chosen: Vec<String> = chosen
            .filter_map(|it| known_language(it.as_str()?))
            .collect();
        if !chosen.is_empty() {
            return Ok(chosen);
        }
    }
    let own = match &cx.caller {
        Caller::Member(member) => member.user.locale.as_deref().and_then(known_language),
        _ => None,
    };
    let found = asked
        .and_then(known_language)
        .or(own)
        .or_else(|| best_of(accepted?));
    Ok(match found {
        Some(language) => vec![language],
        None => Settings::load(&mut cx.tx)?
            .languages
            .into_iter()
            .take(1)
            .collect(),
    })
}

/// The known language of an `Accept-Language` that weighs most.
fn best_of(accepted: &str) -> Option<String> {
    let weighed = accepted.split(',').take(20).filter_map(|it| {
        let (language, weight) = it.split_once(';').unwrap_or((it, "q=1"));
        let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
        Some((known_language(language)?, weight)).filter(|(_, weight)| *weight > 0.0)
    });
    // Of those that weigh the same, the first.
    let best = weighed.reduce(|best, it| if it.1 > best.1 { it } else { best })?;
    Some(best.0)
}

/// What everybody is shown, if anybody is shown anything.
fn shown(cx: &mut Context, kind: Kind, languages: &[String], slice: Slice) -> Result<Vec<i64>> {
    if slice.limit == 0 || !Settings::load(&mut cx.tx)?.trends {
        return Ok(Vec::new());
    }
    let viewer = visibility::viewer(cx);
    Ok(trends::shown(&mut cx.tx, kind, languages, viewer, slice)?)
}

/// Some of what trends, with how many there were before what is gone was left out.
#[derive(Debug)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub count: i64,
}

impl<T> Page<T> {
    fn of(ids: &[i64], mut items: Vec<T>, id: impl Fn(&T) -> i64) -> Self {
        items.sort_by_key(|it| ids.iter().position(|wanted| *wanted == id(it)));
        Self {
            items,
            count: ids.len() as i64,
        }
    }
}

/// Tags have no language.
pub fn shown_tags(cx: &mut Context, slice: Slice) -> Result<Page<Tag>> {
    let ids = shown(cx, Kind::Tag, &[], slice)?;
    let found = tags::find_many(&mut cx.tx, &ids)?;
    Ok(Page::of(&ids, found, |it| it.id))
}

pub fn shown_links(cx: &mut Context, languages: &[String], slice: Slice) -> Result<Page<Card>> {
    let ids = shown(cx, Kind::Link, languages, slice)?;
    let found = cards::find_many(&mut cx.tx, &ids)?;
    Ok(Page::of(&ids, found, |it| it.id))
}

/// One of each author, and none that the caller would rather not see.
pub fn shown_posts(cx: &mut Context, languages: &[String], slice: Slice) -> Result<Page<Status>> {
    let ids = shown(cx, Kind::Status, languages, slice)?;
    let found = visibility::statuses(cx, &ids, Place::Public)?;
    Ok(Page::of(&ids, found, |it| it.id))
}

/// Whether posts that link to a page are listed: where everybody sees that it trends.
pub(crate) fn is_link_shown(cx: &mut Context, card_id: i64) -> Result<bool> {
    Ok(trends::is_one_shown(&mut cx.tx, Kind::Link, card_id)?)
}

/// Whether the caller decides what trends. Who works on other things here is shown what everybody is, and
/// all others are refused.
pub fn may_decide(cx: &Context) -> Result<bool> {
    if cx.moderator(Permission::ManageTaxonomies).is_ok() {
        return Ok(true);
    }
    let of_members = [
        Permission::InviteUsers,
        Permission::InviteBypassApproval,
        Permission::ManageEmailSubscriptions,
    ];
    let of_staff = Permission::ALL.iter().filter(|it| !of_members.contains(it));
    let of_staff: Vec<Permission> = of_staff.copied().collect();
    cx.moderator_of_any(&of_staff)?;
    Ok(false)
}

/// All that trends, allowed or not.
pub fn page(cx: &mut Context, kind: Kind, slice: Slice) -> Result<Vec<Trend>> {
    cx.moderator(Permission::ManageTaxonomies)?;
    Ok(trends::page(&mut cx.tx, kind, slice)?)
}

/// Those of the posts that are still there for all.
pub fn posts(cx: &mut Context, ids: &[i64]) -> Result<Vec<Status>> {
    cx.moderator(Permission::ManageTaxonomies)?;
    let anybody = Viewer {
        account_id: None,
        now: cx.now,
    };
    let mut found = statuses::seen(&mut cx.tx, ids, anybody, Place::Alone)?;
    found.sort_by_key(|it| ids.iter().position(|id| *id == it.id));
    Ok(found)
}

pub fn links(cx: &mut Context, ids: &[i64]) -> Result<Vec<Card>> {
    cx.moderator(Permission::ManageTaxonomies)?;
    let mut found = cards::find_many(&mut cx.tx, ids)?;
    found.sort_by_key(|it| ids.iter().position(|id| *id == it.id));
    Ok(found)
}

pub fn tags_of(cx: &mut Context, ids: &[i64]) -> Result<Vec<Tag>> {
    cx.moderator(Permission::ManageTaxonomies)?;
    let mut found = tags::find_many(&mut cx.tx, ids)?;
    found.sort_by_key(|it| ids.iter().position(|id| *id == it.id));
    Ok(found)
}

/// A post by its id, whatever has become of it, to decide about it.
pub(super) fn post(cx: &mut Context, id: i64) -> Result<Status> {
    let found = statuses::find_locked(&mut cx.tx, id)?;
    let found = found.filter(|it| it.deleted_at.is_none() && it.reblog_of_id.is_none());
    found.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::best_of;

    #[test]
    fn the_language_that_weighs_most_is_preferred() {
        for (accepted, best) in [
            ("de", Some("de")),
            ("en-US,en;q=0.5", Some("en")),
            ("en;q=0.5, pt-BR;q=0.9, *;q=0.1", Some("pt")),
            ("xx, fr;q=0.2", Some("fr")),
            ("de;q=0, odd;q", None),
            ("", None),
        ] {
            assert_eq!(best_of(accepted).as_deref(), best, "{accepted}");
        }
    }
}

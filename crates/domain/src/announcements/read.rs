use std::collections::{BTreeMap, BTreeSet, HashMap};

use store::{
    accounts::Account,
    announcements::{self, Announcement},
    emojis::{self, Emoji},
    statuses::Status,
    visible::Place,
};

use crate::{
    Context, Error, Result,
    text::{self, Known, Name, Piece},
    visibility,
};

/// An announcement as the caller sees it.
#[derive(Clone, Debug)]
pub struct Shown {
    pub announcement: Announcement,
    pub html: String,
    /// Whether the caller has read it, if that is a member.
    pub is_read: Option<bool>,
    pub reactions: Vec<Reaction>,
    /// Who is named in it.
    pub mentions: Vec<Account>,
    /// Tags that are named in it, as they are compared.
    pub tags: Vec<String>,
    /// Posts of this server whose addresses stand in it.
    pub statuses: Vec<Status>,
}

/// How members reacted with one emoji.
#[derive(Clone, Debug)]
pub struct Reaction {
    /// An emoji, or the short code of one.
    pub name: String,
    pub count: i64,
    /// Whether the caller is among them, if that is a member.
    pub is_mine: Option<bool>,
    /// What the short code stands for.
    pub emoji: Option<Emoji>,
}

/// What the staff has to tell at the moment, what begins first at the beginning. Those that the member
/// has dismissed are there only if they are asked for.
pub fn list(cx: &mut Context, with_dismissed: bool) -> Result<Vec<Shown>> {
    cx.member()?;
    let mut published = announcements::published(&mut cx.tx)?;
    published.sort_by_key(|it| (it.starts_at.or(it.published_at), it.id));
    let mut shown = show_all(cx, published)?;
    shown.retain(|it| with_dismissed || it.is_read != Some(true));
    Ok(shown)
}

/// One that is published. Who is no member is not told about herself.
pub fn show(cx: &mut Context, id: i64) -> Result<Shown> {
    let announcement = published(announcements::find(&mut cx.tx, id)?)?;
    let shown = show_all(cx, vec![announcement])?.pop();
    shown.ok_or(Error::NotFound)
}

/// The member has seen enough of it.
pub fn dismiss(cx: &mut Context, id: i64) -> Result<()> {
    published(announcements::find(&mut cx.tx, id)?)?;
    let member = cx.member()?.account.id;
    Ok(announcements::set_read(&mut cx.tx, id, member)?)
}

/// What is not published does not exist for members.
pub(super) fn published(found: Option<Announcement>) -> Result<Announcement> {
    let found = found.filter(|it| it.published_at.is_some());
    found.ok_or(Error::NotFound)
}

fn show_all(cx: &mut Context, all: Vec<Announcement>) -> Result<Vec<Shown>> {
    let member = cx.member().ok().map(|it| it.account.id);
    let ids: Vec<i64> = all.iter().map(|it| it.id).collect();
    let read = match member {
        Some(member) => announcements::read_by(&mut cx.tx, member, &ids)?,
        None => Vec::new(),
    };
    let mut reactions = reactions(cx, member, &ids)?;
    let people = named_people(cx, &all)?;
    let statuses = linked_statuses(cx, &all)?;
    let (domain, url) = (cx.site.domain.clone(), cx.site.url.clone());
    let known = Known {
        accounts: &people,
        own_domain: &domain,
        own_url: &url,
    };
    let shown = all.into_iter().map(|it| {
        let pieces = text::pieces(&it.text);
        let names = text::names(&pieces, &domain).into_iter();
        let linked = linked(&pieces, &url);
        let is_linked = |status: &&Status| linked.contains(&status.id);
        Shown {
            html: text::to_html(&it.text, &known),
            is_read: member.map(|_| read.contains(&it.id)),
            reactions: reactions.remove(&it.id).unwrap_or_default(),
            mentions: names.filter_map(|it| people.get(&it).cloned()).collect(),
            tags: text::tag_names(&pieces),
            statuses: statuses.iter().filter(is_linked).cloned().collect(),
            announcement: it,
        }
    });
    Ok(shown.collect())
}

fn reactions(
    cx: &mut Context,
    member: Option<i64>,
    ids: &[i64],
) -> Result<BTreeMap<i64, Vec<Reaction>>> {
    let tallies = announcements::tallies(&mut cx.tx, ids)?;
    let own = match member {
        Some(member) => announcements::reactions_of(&mut cx.tx, member, ids)?,
        None => Vec::new(),
    };
    let is_own = |id, name: &str| own.iter().any(|(at, it)| *at == id && it == name);
    let names: Vec<&str> = tallies.iter().map(|it| it.name.as_str()).collect();
    let emojis = match names.is_empty() {
        true => Vec::new(),
        false => emojis::usable(&mut cx.tx, &names, &[""])?,
    };
    let mut reactions: BTreeMap<i64, Vec<Reaction>> = BTreeMap::new();
    for tally in tallies {
        let id = tally.announcement_id;
        reactions.entry(id).or_default().push(Reaction {
            is_mine: member.map(|_| is_own(id, &tally.name)),
            emoji: emojis.iter().find(|it| it.shortcode == tally.name).cloned(),
            count: tally.count,
            name: tally.name,
        });
    }
    Ok(reactions)
}

/// Each is looked for once, however often she is named.
fn named_people(cx: &mut Context, all: &[Announcement]) -> Result<HashMap<Name, Account>> {
    let domain = cx.site.domain.clone();
    let names = all
        .iter()
        .flat_map(|it| text::names(&text::pieces(&it.text), &domain));
    let names: BTreeSet<Name> = names.collect();
    let mut people = HashMap::new();
    for (username, of) in names {
        if let Some(account) = visibility::mentionable(cx, &username, of.as_deref())? {
            people.insert((username, of), account);
        }
    }
    Ok(people)
}

/// Those that everybody may see.
fn linked_statuses(cx: &mut Context, all: &[Announcement]) -> Result<Vec<Status>> {
    let url = cx.site.url.clone();
    let ids = all
        .iter()
        .flat_map(|it| linked(&text::pieces(&it.text), &url));
    let ids: Vec<i64> = ids.collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut statuses = visibility::statuses(cx, &ids, Place::Alone)?;
    statuses.retain(|it| it.visibility.is_for_all());
    Ok(statuses)
}

/// The ids of posts whose pages a text links to.
fn linked(pieces: &[Piece<'_>], own_url: &str) -> Vec<i64> {
    let id = |piece: &Piece<'_>| {
        let Piece::Url(url) = piece else {
            return None;
        };
        let (_, id) = url
            .strip_prefix(own_url)?
            .strip_prefix("/@")?
            .split_once('/')?;
        id.parse().ok()
    };
    pieces.iter().filter_map(id).collect()
}

//! Pages of posts, newest first: a page costs what is on it.

mod of_list;

use diesel::{prelude::*, sql_types::Bool};

use crate::{
    Result, Tx,
    account_list::Window,
    cards, on,
    paged::page,
    schema::{home_items, status_cards, status_pins, status_tags, statuses},
    statuses::Status,
    visible::{Place, Viewer},
    written::{Written, written},
};

pub use of_list::list;

/// Which public posts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Public {
    pub origin: Origin,
    pub only_media: bool,
}

/// Where posts come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    #[default]
    Any,
    Local,
    Remote,
}

/// What a member has chosen to see.
pub fn home(tx: &mut Tx, account_id: i64, viewer: Viewer, window: Window) -> Result<Vec<Status>> {
    let page: Vec<Status> = page!(
        tx,
        window,
        home_items::status_id,
        home_items::table
            .inner_join(statuses::table.on(statuses::id.eq(home_items::status_id)))
            .filter(home_items::account_id.eq(account_id))
            .filter(viewer.sees(Place::Home))
            .select(Status::as_select())
    );
    Ok(page)
}

/// Everybody's public posts.
pub fn public(tx: &mut Tx, which: Public, viewer: Viewer, window: Window) -> Result<Vec<Status>> {
    // An index of some of the posts is only used where its own words stand.
    let listed = written::<Bool>("is_listed AND statuses.deleted_at IS NULL");
    let listed = match which.origin {
        Origin::Any => listed,
        Origin::Local => listed.words(" AND is_local"),
        Origin::Remote => listed.words(" AND NOT is_local"),
    };
    let listed = match which.only_media {
        true => listed.words(" AND has_media"),
        false => listed,
    };
    let page: Vec<Status> = page!(
        tx,
        window,
        statuses::id,
        statuses::table
            .filter(listed.clone())
            .filter(viewer.sees(Place::Public))
            .select(Status::as_select())
    );
    Ok(page)
}

/// Public posts with a tag that have all of some others and none of yet others.
pub fn tagged(
    tx: &mut Tx,
    tag_id: i64,
    (all, none): (&[i64], &[i64]),
    which: Public,
    viewer: Viewer,
    window: Window,
) -> Result<Vec<Status>> {
    let mut narrowed = public_and(which);
    for id in all {
        narrowed = narrowed
            .words(
                " AND EXISTS (SELECT 1 FROM status_tags other WHERE other.status_id = statuses.id",
            )
            .words(" AND other.tag_id = ")
            .id(*id)
            .words(")");
    }
    for id in none {
        narrowed = narrowed
            .words(" AND NOT EXISTS (SELECT 1 FROM status_tags other")
            .words(" WHERE other.status_id = statuses.id AND other.tag_id = ")
            .id(*id)
            .words(")");
    }
    let page: Vec<Status> = page!(
        tx,
        window,
        status_tags::status_id,
        status_tags::table
            .inner_join(statuses::table.on(statuses::id.eq(status_tags::status_id)))
            .filter(status_tags::tag_id.eq(tag_id))
            .filter(narrowed.clone())
            .filter(viewer.sees(Place::Public))
            .select(Status::as_select())
    );
    Ok(page)
}

/// Public posts that link to a page.
pub fn linked(tx: &mut Tx, url: &str, viewer: Viewer, window: Window) -> Result<Vec<Status>> {
    // Only with one card for all of them does PostgreSQL know that its index has them in order.
    let Some(card_id) = cards::find_at(tx, url)? else {
        return Ok(Vec::new());
    };
    let page: Vec<Status> = page!(
        tx,
        window,
        status_cards::status_id,
        status_cards::table
            .inner_join(statuses::table.on(statuses::id.eq(status_cards::status_id)))
            .filter(status_cards::card_id.eq(card_id))
            .filter(public_and(Public::default()))
            .filter(viewer.sees(Place::Public))
            .select(Status::as_select())
    );
    Ok(page)
}

/// Answers to others are on these timelines too, other than on the public ones.
fn public_and(which: Public) -> Written<Bool> {
    let public = written("statuses.visibility = 'public' AND statuses.reblog_of_id IS NULL");
    let public = match which.origin {
        Origin::Any => public,
        Origin::Local => public.words(" AND statuses.is_local"),
        Origin::Remote => public.words(" AND NOT statuses.is_local"),
    };
    match which.only_media {
        true => public.words(" AND statuses.has_media"),
        false => public,
    }
}

/// Which posts of an account.
#[derive(Clone, Copy, Debug, Default)]
pub struct Profile {
    pub only_media: bool,
    pub exclude_replies: bool,
    pub exclude_reblogs: bool,
    pub tag_id: Option<i64>,
}

/// An account's posts, as its profile shows them.
pub fn of_account(
    tx: &mut Tx,
    account_id: i64,
    which: Profile,
    viewer: Viewer,
    window: Window,
) -> Result<Vec<Status>> {
    let mut narrowed = written::<Bool>("statuses.deleted_at IS NULL");
    if which.only_media {
        narrowed = narrowed.words(" AND statuses.has_media AND statuses.reblog_of_id IS NULL");
    }
    if which.exclude_replies {
        narrowed = narrowed
            .words(" AND (statuses.in_reply_to_account_id IS NULL")
            .words(" OR statuses.in_reply_to_account_id = statuses.account_id)");
    }
    if which.exclude_reblogs {
        narrowed = narrowed.words(" AND statuses.reblog_of_id IS NULL");
    }
    if let Some(id) = which.tag_id {
        narrowed = narrowed
            .words(" AND EXISTS (SELECT 1 FROM status_tags WHERE status_tags.tag_id = ")
            .id(id)
            .words(" AND status_tags.status_id = statuses.id)");
    }
    let page: Vec<Status> = page!(
        tx,
        window,
        statuses::id,
        statuses::table
            .filter(statuses::account_id.eq(account_id))
            .filter(narrowed.clone())
            .filter(viewer.sees(Place::Alone))
            .select(Status::as_select())
    );
    Ok(page)
}

/// An account's pinned posts, the last pinned first.
pub fn pinned(tx: &mut Tx, account_id: i64, viewer: Viewer) -> Result<Vec<Status>> {
    let query = status_pins::table
        .inner_join(statuses::table.on(statuses::id.eq(status_pins::status_id)))
        .filter(status_pins::account_id.eq(account_id))
        .filter(viewer.sees(Place::Alone))
        .order(status_pins::id.desc());
    on!(tx, conn => query.select(Status::as_select()).load(conn))
}

/// Which answers a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replies {
    None,
    ToMembers,
    ToFollowed,
}

impl Replies {
    /// Mastodon's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ToMembers => "list",
            Self::ToFollowed => "followed",
        }
    }
}

/// Which list a condition is about.
#[derive(Clone, Copy)]
pub(crate) enum ListId {
    One {
        list_id: i64,
        owner_id: i64,
    },
    /// Those in a table named `reader`, with the column `id`, and the owner in `value`.
    Each,
}

impl ListId {
    fn list<ST>(self, to: Written<ST>) -> Written<ST> {
        match self {
            Self::One { list_id, .. } => to.id(list_id),
            Self::Each => to.words("reader.id"),
        }
    }

    fn owner<ST>(self, to: Written<ST>) -> Written<ST> {
        match self {
            Self::One { owner_id, .. } => to.id(owner_id),
            Self::Each => to.words("reader.value"),
        }
    }
}

/// Adds the condition that a list shows such a post of its members.
pub(crate) fn on_list<ST>(post: Written<ST>, which: ListId, replies: Replies) -> Written<ST> {
    let shown = post
        .words(" AND statuses.visibility <> 'direct'")
        .words(" AND (statuses.in_reply_to_account_id IS NULL")
        .words(" OR statuses.in_reply_to_account_id IN (statuses.account_id, ");
    let shown = which.owner(shown).words(")");
    let shown = match replies {
        Replies::None => shown,
        Replies::ToMembers => {
            let members = shown.words(
                " OR EXISTS (SELECT 1 FROM list_accounts answered WHERE answered.list_id = ",
            );
            let members = which.list(members);
            members.words(" AND answered.account_id = statuses.in_reply_to_account_id)")
        }
        Replies::ToFollowed => {
            let followed = shown
                .words(" OR EXISTS (SELECT 1 FROM follows answered WHERE answered.account_id = ");
            let followed = which.owner(followed);
            followed.words(" AND answered.target_account_id = statuses.in_reply_to_account_id)")
        }
    };
    shown.words(")")
}

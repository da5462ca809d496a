//! Finding posts by their words, newest first.
//!
//! An index of words leads to the posts that have rare ones. Of common ones only the newest posts are
//! looked at, and then those among them that somebody has something to do with: no search costs more,
//! the more posts there are.

mod index;
mod sources;
mod words;

use diesel::{prelude::*, sql_types::Bool};

use crate::{
    Result, Tx,
    account_list::Slice,
    ids::is_any,
    on,
    schema::statuses,
    statuses::Status,
    visible::{Place, Viewer},
    written::{Written, written},
};

pub use index::set;
pub use words::{Part, Words, even, parts};

use sources::{Batch, Source};

/// What posts are wanted, by somebody who is a member.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub reader: i64,
    /// What a post must contain.
    pub with: Vec<Part>,
    /// Of none of these may it contain everything.
    pub without: Vec<Vec<Part>>,
    pub scope: Scope,
    pub filters: Vec<Filter>,
    /// Between these ids.
    pub above: i64,
    pub below: i64,
}

/// Among which posts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Those of the other two.
    #[default]
    All,
    /// The reader's own, and those that she has something to do with.
    Library,
    /// Public ones of people who want to be found.
    Public,
}

/// What must be true of a post, or must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    Is(Quality),
    IsNot(Quality),
}

/// What can be said of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quality {
    /// By that account.
    Author(i64),
    /// In that language.
    Language(String),
    /// With any media.
    Media,
    /// With media of that kind.
    MediaKind(&'static str),
    Poll,
    Link,
    /// A link to something that plays.
    Embed,
    Quote,
    Reply,
    Sensitive,
    /// Between these ids.
    Between(i64, i64),
    /// Nothing has it.
    Unknown,
}

/// How many posts are tested at once.
const CHUNK: usize = 250;
/// How often a source is asked for more before a search gives up.
const ROUNDS: usize = 4;

/// The newest that the reader may see, as far as that can be told without looking at too many.
pub fn find(tx: &mut Tx, wanted: &Wanted, viewer: Viewer, slice: Slice) -> Result<Vec<Status>> {
    let needed = slice.limit.saturating_add(slice.offset);
    let mut found: Vec<Status> = Vec::new();
    let mut below = wanted.below;
    'search: for source in Source::of(wanted) {
        for _ in 0..ROUNDS {
            let Batch { ids, is_last } = source.newest(tx, wanted, below)?;
            below = ids.last().copied().unwrap_or(below);
            for chunk in ids.chunks(CHUNK) {
                let most = needed - found.len() as i64;
                found.extend(those_wanted(tx, wanted, viewer, source, chunk, most)?);
                if found.len() as i64 >= needed {
                    break 'search;
                }
            }
            // What a source cannot give, no other has.
            if is_last {
                break 'search;
            }
        }
    }
    let skipped = usize::try_from(slice.offset).unwrap_or_default();
    Ok(found.into_iter().skip(skipped).collect())
}

fn those_wanted(
    tx: &mut Tx,
    wanted: &Wanted,
    viewer: Viewer,
    source: Source,
    ids: &[i64],
    most: i64,
) -> Result<Vec<Status>> {
    let mut condition = written::<Bool>("statuses.reblog_of_id IS NULL");
    if source != Source::Words && !wanted.with.is_empty() {
        condition = condition
            .words(" AND ")
            .append(index::contains(tx, &wanted.with));
    }
    for parts in &wanted.without {
        condition = condition
            .words(" AND NOT ")
            .append(index::contains(tx, parts));
    }
    for filter in &wanted.filters {
        let (words, quality) = match filter {
            Filter::Is(quality) => (" AND (", quality),
            Filter::IsNot(quality) => (" AND NOT (", quality),
        };
        condition = condition
            .words(words)
            .append(quality.condition())
            .words(")");
    }
    condition = match wanted.scope {
        Scope::Library => condition.words(" AND (").append(library(wanted.reader)),
        Scope::Public => condition.words(" AND (").words(PUBLIC),
        Scope::All => condition
            .words(" AND (")
            .words(PUBLIC)
            .words(" OR ")
            .append(library(wanted.reader)),
    };
    condition = condition.words(")");
    let query = statuses::table
        .filter(is_any(statuses::id, ids))
        .filter(condition)
        .filter(viewer.sees(Place::Thread))
        .order(statuses::id.desc())
        .limit(most);
    on!(tx, conn => query.select(Status::as_select()).load(conn))
}

const PUBLIC: &str = "statuses.visibility = 'public' AND EXISTS (SELECT 1 FROM accounts findable \
     WHERE findable.id = statuses.account_id AND findable.indexable)";

/// Whether a post is the reader's own, or one that she was mentioned in, likes, keeps, has boosted, or
/// has voted in.
fn library(reader: i64) -> Written<Bool> {
    written("statuses.account_id = ")
        .id(reader)
        .words(" OR EXISTS (SELECT 1 FROM mentions WHERE mentions.status_id = statuses.id")
        .words(" AND NOT mentions.is_silent AND mentions.account_id = ")
        .id(reader)
        .words(") OR EXISTS (SELECT 1 FROM favourites WHERE favourites.status_id = statuses.id")
        .words(" AND favourites.account_id = ")
        .id(reader)
        .words(") OR EXISTS (SELECT 1 FROM bookmarks WHERE bookmarks.status_id = statuses.id")
        .words(" AND bookmarks.account_id = ")
        .id(reader)
        .words(") OR EXISTS (SELECT 1 FROM statuses boost WHERE boost.reblog_of_id = statuses.id")
        .words(" AND boost.account_id = ")
        .id(reader)
        .words(") OR EXISTS (SELECT 1 FROM polls JOIN poll_votes ON poll_votes.poll_id = polls.id")
        .words(" WHERE polls.status_id = statuses.id AND poll_votes.account_id = ")
        .id(reader)
        .words(")")
}

impl Quality {
    fn condition(&self) -> Written<Bool> {
        match self {
            Self::Author(id) => written("statuses.account_id = ").id(*id),
            Self::Language(code) => {
                written("lower(coalesce(statuses.language, '')) = ").text(code.to_lowercase())
            }
            Self::Media => written("statuses.has_media"),
            Self::MediaKind(kind) => {
                written("EXISTS (SELECT 1 FROM media_attachments file WHERE file.kind = ")
                    .text(*kind)
                    .words(" AND file.status_id = statuses.id)")
            }
            Self::Poll => {
                written("EXISTS (SELECT 1 FROM polls WHERE polls.status_id = statuses.id)")
            }
            Self::Link => written(
                "EXISTS (SELECT 1 FROM status_cards link WHERE link.status_id = statuses.id)",
            ),
            Self::Embed => written("EXISTS (SELECT 1 FROM status_cards link")
                .words(" JOIN preview_cards page ON page.id = link.card_id")
                .words(" WHERE link.status_id = statuses.id AND page.kind = 'video')"),
            Self::Quote => written("statuses.quote_of_id IS NOT NULL"),
            Self::Reply => written("statuses.in_reply_to_id IS NOT NULL")
                .words(" OR statuses.in_reply_to_account_id IS NOT NULL"),
            Self::Sensitive => written("statuses.sensitive"),
            Self::Between(above, below) => written("statuses.id > ")
                .id(*above)
                .words(" AND statuses.id < ")
                .id(*below),
            Self::Unknown => written("1 = 0"),
        }
    }
}

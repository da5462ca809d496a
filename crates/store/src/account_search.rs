//! Finding people by the beginning of what they are called, or of a word in it.

mod index;

use diesel::{dsl::exists, prelude::*};

use crate::{
    Result, Tx,
    account_list::{Slice, successor},
    ids::is_any,
    on,
    relationships::is_to_be_found,
    schema::{account_names, account_stats, accounts, follows},
};

pub(crate) use index::set;

/// What is looked for, in lower case.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// The beginning of the user name, or of the display name from one of its words on.
    pub name: &'a str,
    pub place: Place<'a>,
    /// Whose follows come first.
    pub viewer: i64,
    /// Whether nobody else is wanted.
    pub only_followed: bool,
    /// Somebody who was found already.
    pub except: Option<i64>,
}

#[derive(Clone, Copy, Debug)]
pub enum Place<'a> {
    Anywhere,
    Here,
    /// The beginning of the domain.
    Domain(&'a str),
}

/// Among more of a kind than that, who is not followed may be missed.
const MOST: i64 = 1000;

/// Those that are followed first, then those that most follow.
pub fn find(tx: &mut Tx, wanted: &Wanted<'_>, slice: Slice) -> Result<Vec<i64>> {
    let mut ids = candidates(tx, wanted)?;
    ids.retain(|id| Some(*id) != wanted.except);
    let is_followed = || {
        let follow = follows::table
            .filter(follows::account_id.eq(wanted.viewer))
            .filter(follows::target_account_id.eq(accounts::id));
        exists(follow)
    };
    let query = accounts::table
        .left_join(account_stats::table.on(account_stats::account_id.eq(accounts::id)))
        .filter(is_any(accounts::id, &ids))
        .filter(is_to_be_found())
        .select((
            accounts::id,
            is_followed(),
            account_stats::followers_count.nullable(),
        ));
    let mut found: Vec<(i64, bool, Option<i64>)> = on!(tx, conn => query.load(conn))?;
    found.sort_unstable_by_key(|(id, is_followed, followers)| {
        std::cmp::Reverse((*is_followed, followers.unwrap_or_default(), *id))
    });
    let skipped = usize::try_from(slice.offset).unwrap_or(usize::MAX);
    let taken = usize::try_from(slice.limit).unwrap_or_default();
    Ok(found
        .into_iter()
        .map(|(id, ..)| id)
        .skip(skipped)
        .take(taken)
        .collect())
}

/// Whose name, or a word in it, starts like that, whoever they are.
fn candidates(tx: &mut Tx, wanted: &Wanted<'_>) -> Result<Vec<i64>> {
    let Some(after) = successor(wanted.name) else {
        return Ok(Vec::new());
    };
    let (from, after) = (wanted.name, after.as_str());
    let by_username = || {
        accounts::username_lower
            .ge(from)
            .and(accounts::username_lower.lt(after))
    };
    let by_display_name = || {
        accounts::display_name_lower
            .ge(from)
            .and(accounts::display_name_lower.lt(after))
    };
    let by_rest = || {
        account_names::rest
            .ge(from)
            .and(account_names::rest.lt(after))
    };
    let has_rest = || {
        let rests = account_names::table.filter(account_names::account_id.eq(accounts::id));
        exists(rests.filter(by_rest()))
    };
    macro_rules! load {
        ($from:expr) => {
            on!(tx, conn => {
                let query = $from.select(accounts::id).limit(MOST).into_boxed();
                match wanted.place {
                    Place::Anywhere => query,
                    Place::Here => query.filter(accounts::domain.is_null()),
                    Place::Domain(domain) => {
                        let after = successor(domain).unwrap_or_default();
                        query.filter(accounts::domain.ge(domain).and(accounts::domain.lt(after)))
                    }
                }
                .load::<i64>(conn)
            })?
        };
    }
    let mut ids = load!(
        follows::table
            .inner_join(accounts::table.on(accounts::id.eq(follows::target_account_id)))
            .filter(follows::account_id.eq(wanted.viewer))
            .filter(by_username().or(by_display_name()).or(has_rest()))
    );
    if !wanted.only_followed {
        ids.extend(load!(accounts::table.filter(by_username())));
        ids.extend(load!(accounts::table.filter(by_display_name())));
        ids.extend(load!(
            accounts::table
                .inner_join(account_names::table.on(account_names::account_id.eq(accounts::id)))
                .filter(by_rest())
        ));
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

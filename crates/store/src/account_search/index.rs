//! What people are found by besides the beginning of their names.

use std::collections::BTreeSet;

use diesel::{delete, insert_into, prelude::*};

use crate::{Result, Tx, on, schema::account_names};

/// Nobody types more.
const LONGEST: usize = 64;
/// Of a name with more words, those behind are not found.
const MOST: usize = 30;

/// Keeps what a display name can be found by, in place of what was kept before.
pub(crate) fn set(tx: &mut Tx, account_id: i64, display_name: &str) -> Result<()> {
    let former = account_names::table.filter(account_names::account_id.eq(account_id));
    on!(tx, conn => delete(former).execute(conn).map(drop))?;
    for rest in rests(&display_name.to_lowercase()) {
        let values = (
            account_names::account_id.eq(account_id),
            account_names::rest.eq(rest),
        );
        on!(tx, conn => insert_into(account_names::table).values(values).execute(conn).map(drop))?;
    }
    Ok(())
}

/// A name from each of its words on, but not from its beginning.
fn rests(name: &str) -> BTreeSet<String> {
    let mut before = None;
    let mut rests = BTreeSet::new();
    for (at, letter) in name.char_indices() {
        let begins =
            letter.is_alphanumeric() && before.is_some_and(|it: char| !it.is_alphanumeric());
        if begins && rests.len() < MOST {
            rests.insert(name[at..].chars().take(LONGEST).collect());
        }
        before = Some(letter);
    }
    rests
}

#[cfg(test)]
mod tests {
    use super::rests;

    #[test]
    fn a_name_is_kept_from_each_word_on_but_the_first() {
        let kept = |name| rests(name).into_iter().collect::<Vec<_>>();

        assert_eq!(kept("ann, the (gardener)"), ["gardener)", "the (gardener)"]);
        assert_eq!(kept("🌻ünsal"), ["ünsal"]);
        assert!(kept("ann").is_empty() && kept("").is_empty() && kept("!?").is_empty());
    }
}

//! The index of words, which each database keeps in its own way: SQLite as a virtual table whose rows
//! are those of the posts, PostgreSQL as a column. What is in it is decided by [`Words`] alone.

use std::{collections::BTreeMap, fmt::Write};

use diesel::{prelude::*, sql_types::Bool};

use super::words::{Part, Words};
use crate::{
    Result, Tx,
    written::{Written, written},
};

/// Keeps the words of a post, in place of those that it had. When the post goes, they go.
pub fn set(tx: &mut Tx, status_id: i64, words: &Words) -> Result<()> {
    let delete = match tx {
        Tx::Sqlite(_) => "DELETE FROM status_words WHERE rowid = ",
        Tx::Postgres(_) => "DELETE FROM status_words WHERE status_id = ",
    };
    let delete = written::<Bool>(delete).id(status_id);
    crate::on!(tx, conn => delete.execute(conn))?;
    if words.is_empty() {
        return Ok(());
    }
    match tx {
        Tx::Sqlite(conn) => {
            let singles: Vec<&str> = words.singles.iter().map(String::as_str).collect();
            written::<Bool>("INSERT INTO status_words (rowid, words, singles) VALUES (")
                .id(status_id)
                .words(", ")
                .text(words.sequence.join(" "))
                .words(", ")
                .text(singles.join(" "))
                .words(")")
                .execute(&mut **conn)?;
        }
        Tx::Postgres(conn) => {
            written::<Bool>("INSERT INTO status_words (status_id, words) VALUES (")
                .id(status_id)
                .words(", CAST(")
                .text(vector(words))
                .words(" AS tsvector))")
                .execute(&mut **conn)?;
        }
    }
    Ok(())
}

/// `'word':1,3 'other':2`
fn vector(words: &Words) -> String {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for single in &words.singles {
        places.entry(single).or_default();
    }
    for (number, word) in words.sequence.iter().enumerate() {
        places.entry(word).or_default().push(number + 1);
    }
    let mut vector = String::new();
    for (word, places) in places {
        let places: Vec<String> = places.iter().map(usize::to_string).collect();
        let colon = if places.is_empty() { "" } else { ":" };
        // Writing to a string does not fail. Nothing in a word has to be escaped.
        let _ = write!(vector, "'{word}'{colon}{} ", places.join(","));
    }
    vector
}

/// Whether the row of `statuses` at hand contains all of this.
pub(super) fn contains(tx: &Tx, parts: &[Part]) -> Written<Bool> {
    match tx {
        Tx::Sqlite(_) => written("EXISTS (SELECT 1 FROM status_words WHERE status_words MATCH ")
            .text(for_sqlite(parts))
            .words(" AND status_words.rowid = statuses.id)"),
        Tx::Postgres(_) => {
            written("EXISTS (SELECT 1 FROM status_words kept WHERE kept.status_id = statuses.id")
                .words(" AND kept.words @@ CAST(")
                .text(for_postgres(parts))
                .words(" AS tsquery))")
        }
    }
}

/// What `MATCH` takes.
pub(super) fn for_sqlite(parts: &[Part]) -> String {
    let part = |part: &Part| match part {
        Part::Phrase(words) => format!("(words : \"{}\")", words.join(" ")),
        Part::Single(letter) => format!("(singles : \"{letter}\")"),
    };
    let parts: Vec<String> = parts.iter().map(part).collect();
    parts.join(" AND ")
}

/// A `tsquery` as text.
pub(super) fn for_postgres(parts: &[Part]) -> String {
    let quoted = |word: &String| format!("'{word}'");
    let part = |part: &Part| match part {
        Part::Phrase(words) => {
            let words: Vec<String> = words.iter().map(quoted).collect();
            format!("({})", words.join(" <-> "))
        }
        Part::Single(letter) => quoted(letter),
    };
    let parts: Vec<String> = parts.iter().map(part).collect();
    parts.join(" & ")
}

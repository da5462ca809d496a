//! What a text asks a search for: words, `"phrases"`, what is not wanted (`-word`), and qualities such
//! as `from:ann` or `has:media`.

use store::search::{Filter, Part, Quality, Scope, parts};

use super::dates;

/// Of a longer text only the beginning counts.
const MOST_CLAUSES: usize = 32;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Query {
    pub(super) with: Vec<Part>,
    pub(super) without: Vec<Vec<Part>>,
    pub(super) filters: Vec<Filter>,
    /// Who wrote it, and whether it is to be so.
    pub(super) authors: Vec<(Author, bool)>,
    pub(super) scope: Scope,
    /// Between these ids.
    pub(super) above: i64,
    pub(super) below: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Author {
    Caller,
    Named(String),
}

/// A word or a phrase, perhaps with what it is about.
#[derive(Debug, PartialEq, Eq)]
struct Clause {
    is_wanted: bool,
    /// In lower case.
    about: Option<String>,
    text: String,
}

impl Query {
    /// None if nothing is asked for that could be found.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut query = Self {
            with: Vec::new(),
            without: Vec::new(),
            filters: Vec::new(),
            authors: Vec::new(),
            scope: Scope::All,
            above: 0,
            below: i64::MAX,
        };
        let mut says_anything = false;
        for clause in clauses(text).into_iter().take(MOST_CLAUSES) {
            says_anything |= query.add(&clause)?;
        }
        says_anything.then_some(query)
    }

    /// Whether the clause says anything; none if it cannot be met.
    fn add(&mut self, clause: &Clause) -> Option<bool> {
        let Clause {
            is_wanted, text, ..
        } = clause;
        let quality = match clause.about.as_deref() {
            None => return Some(self.add_words(*is_wanted, text)),
            Some("from") => {
                let author = match text.as_str() {
                    "me" => Author::Caller,
                    handle => Author::Named(handle.to_owned()),
                };
                self.authors.push((author, *is_wanted));
                return Some(true);
            }
            Some("in") => {
                self.scope = match text.to_lowercase().as_str() {
                    "library" => Scope::Library,
                    "public" => Scope::Public,
                    _ => Scope::All,
                };
                return Some(true);
            }
            Some(about @ ("before" | "after" | "during")) => {
                self.add_date(about, *is_wanted, dates::span(text)?);
                return Some(true);
            }
            Some("language") => Quality::Language(text.clone()),
            Some(_) => quality(text),
        };
        self.filters.push(match is_wanted {
            true => Filter::Is(quality),
            false => Filter::IsNot(quality),
        });
        Some(true)
    }

    fn add_words(&mut self, is_wanted: bool, text: &str) -> bool {
        let parts = parts(text);
        let says_anything = !parts.is_empty();
        match is_wanted {
            true => self.with.extend(parts),
            false if says_anything => self.without.push(parts),
            false => (),
        }
        says_anything
    }

    fn add_date(&mut self, about: &str, is_wanted: bool, (start, end): (i64, i64)) {
        let (above, below) = match (about, is_wanted) {
            ("before", true) => (0, start),
            ("before", false) => (start - 1, i64::MAX),
            ("after", true) => (end - 1, i64::MAX),
            ("after", false) => (0, end),
            (_, true) => (start - 1, end),
            (_, false) => {
                self.filters
                    .push(Filter::IsNot(Quality::Between(start - 1, end)));
                return;
            }
        };
        self.above = self.above.max(above);
        self.below = self.below.min(below);
    }
}

/// What `has:` and `is:` ask for.
fn quality(word: &str) -> Quality {
    match word.to_lowercase().as_str() {
        "media" => Quality::Media,
        "image" => Quality::MediaKind("image"),
        "video" => Quality::MediaKind("video"),
        "audio" => Quality::MediaKind("audio"),
        "poll" => Quality::Poll,
        "link" => Quality::Link,
        "embed" => Quality::Embed,
        "quote" => Quality::Quote,
        "reply" => Quality::Reply,
        "sensitive" => Quality::Sensitive,
        _ => Quality::Unknown,
    }
}

const ABOUT: [&str; 8] = [
    "after", "before", "during", "from", "has", "in", "is", "language",
];

fn clauses(text: &str) -> Vec<Clause> {
    let is_quote = |it: char| "\"“”„«»「」『』《》".contains(it);
    let mut clauses = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() && clauses.len() < MOST_CLAUSES {
        let (is_wanted, after) = match rest.strip_prefix('-') {
            Some(after) => (false, after),
            None => (true, rest.strip_prefix('+').unwrap_or(rest)),
        };
        let end = after.find(|it: char| it.is_whitespace() || is_quote(it));
        let (word, after) = after.split_at(end.unwrap_or(after.len()));
        let (about, word) = match word.split_once(':') {
            Some((about, word)) if ABOUT.contains(&about.to_lowercase().as_str()) => {
                (Some(about.to_lowercase()), word)
            }
            _ => (None, word),
        };
        // A phrase comes alone, or after what it is about.
        let phrase = match word.is_empty() {
            true => after.strip_prefix(is_quote),
            false => None,
        };
        let text;
        (text, rest) = match phrase {
            Some(phrase) => phrase.split_once(is_quote).unwrap_or((phrase, "")),
            None => (word, after),
        };
        rest = rest.trim_start();
        if !text.is_empty() {
            clauses.push(Clause {
                is_wanted,
                about,
                text: text.to_owned(),
            });
        }
    }
    clauses
}

#[cfg(test)]
mod tests {
    use store::search::{Filter, Part, Quality, Scope};

    use super::{Author, Query, clauses};

    fn read(text: &str) -> Vec<String> {
        clauses(text)
            .into_iter()
            .map(|it| {
                let sign = if it.is_wanted { "+" } else { "-" };
                let about = it.about.map(|it| it + ":").unwrap_or_default();
                format!("{sign}{about}{}", it.text)
            })
            .collect()
    }

    #[test]
    fn a_text_is_taken_apart() {
        for (text, clauses) in [
            ("one  two", &["+one", "+two"][..]),
            ("-one +two e-mail", &["-one", "+two", "+e-mail"]),
            ("\"one two\" -\"three four\"", &["+one two", "-three four"]),
            ("“one two”three", &["+one two", "+three"]),
            ("one\"two three\"", &["+one", "+two three"]),
            ("\"never closed", &["+never closed"]),
            (
                "FROM:@ann@far.test -has:media",
                &["+from:@ann@far.test", "-has:media"],
            ),
            ("from:\"ann b\" x", &["+from:ann b", "+x"]),
            (
                "https://a.example note:x",
                &["+https://a.example", "+note:x"],
            ),
            ("", &[]),
            ("\"\" - + \"", &[]),
            ("from: --", &["--"]),
        ] {
            assert_eq!(read(text), clauses, "{text}");
        }
    }

    #[test]
    fn clauses_become_what_is_looked_for() -> Result<(), &'static str> {
        let query = Query::read("Hello -\"good bye\" from:me -from:bob is:reply in:library")
            .ok_or("says something")?;

        assert_eq!(query.with, [Part::Phrase(vec!["hello".into()])]);
        let phrase = Part::Phrase(vec!["good".into(), "bye".into()]);
        assert_eq!(query.without, [vec![phrase]]);
        let authors = [(Author::Caller, true), (Author::Named("bob".into()), false)];
        assert_eq!(query.authors, authors);
        assert_eq!(query.filters, [Filter::Is(Quality::Reply)]);
        assert_eq!(query.scope, Scope::Library);
        assert_eq!((query.above, query.below), (0, i64::MAX));
        Ok(())
    }

    #[test]
    fn dates_become_ids() -> Result<(), &'static str> {
        let window = |text| Query::read(text).map(|it| (it.above, it.below));
        let day = (24 * 60 * 60 * 1000_i64) << 16;
        let (above, below) = window("during:2026-05-02").ok_or("a day")?;
        assert_eq!(below - above, day + 1);
        assert_eq!(
            window("after:2026-05-01 before:2026-05-03"),
            Some((above, below))
        );
        assert_eq!(
            window("-before:2026-05-02 -after:2026-05-02"),
            Some((above, below))
        );
        assert_eq!(window("before:2026-05-02"), Some((0, above + 1)));
        Ok(())
    }

    #[test]
    fn what_says_nothing_is_no_query() {
        for text in [
            "",
            "  ",
            "?!",
            "-",
            "\"\"",
            "before:never",
            "x during:2026-99",
        ] {
            assert_eq!(Query::read(text), None, "{text}");
        }
    }

    #[test]
    fn no_text_is_too_much() {
        let long = "word ".repeat(10_000);
        assert_eq!(Query::read(&long).map(|it| it.with.len()), Some(32));
        for text in ["-".repeat(5000), "\"".repeat(5000), "from:".repeat(5000)] {
            let _ = Query::read(&text);
        }
    }
}

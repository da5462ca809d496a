//! Which filters a post matches.
//!
//! All keywords of a member are looked for at once, in one pass over a text: the time that a page
//! takes does not grow with them. Expressions would find the same, but where Unicode decides what a
//! word is, they try keyword after keyword, and making them takes longer than a page.

use aho_corasick::AhoCorasick;
use store::filters::{self, Filter};

use crate::{Caller, Context, Error, Result, html, tags::is_word};

/// What a member would rather not read just now, ready to be looked for.
#[derive(Default)]
pub struct Filters {
    filters: Vec<Filter>,
    words: Vec<Word>,
    /// Filters, as their places, with posts that they are about.
    statuses: Vec<(usize, i64)>,
    /// Finds the words by their places. None if there are none.
    finder: Option<AhoCorasick>,
}

struct Word {
    /// The place of its filter.
    filter: usize,
    /// As the member has written it.
    written: String,
    /// Whether a word must begin where it begins, and end where it ends.
    begins: bool,
    ends: bool,
}

/// A post, as far as filters look at it.
#[derive(Clone, Debug, Default)]
pub struct Matched {
    pub status_id: i64,
    /// The post that it boosts, whose words it has.
    pub reblog_of_id: Option<i64>,
    /// Everything that can be read in it.
    pub text: String,
}

impl Matched {
    /// `content` is HTML; `others` are the options of a poll and the descriptions of media.
    pub fn new<'a>(
        status_id: i64,
        reblog_of_id: Option<i64>,
        spoiler_text: &str,
        content: &str,
        others: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut text = spoiler_text.to_owned();
        text.push_str("\n\n");
        text.push_str(&html::to_text(content));
        for other in others {
            text.push_str("\n\n");
            text.push_str(other);
        }
        Self {
            status_id,
            reblog_of_id,
            text,
        }
    }
}

/// That a post matches a filter, and by what.
#[derive(Clone, Debug)]
pub struct FilterMatch<'a> {
    pub filter: &'a Filter,
    /// As the member has written them.
    pub keywords: Vec<&'a str>,
    /// The ids of the post, or of what it boosts, that the filter is about.
    pub statuses: Vec<i64>,
}

impl Filters {
    /// The caller's. Who has none is asked for once, and nobody else at all.
    pub fn of(cx: &mut Context) -> Result<Self> {
        let Caller::Member(member) = &cx.caller else {
            return Ok(Self::default());
        };
        let id = member.account.id;
        let filters = filters::active_of(&mut cx.tx, id, cx.now)?;
        if filters.is_empty() {
            return Ok(Self::default());
        }
        let ids: Vec<i64> = filters.iter().map(|it| it.id).collect();
        let place = |filter_id| ids.binary_search(&filter_id).ok();
        let keywords = filters::keywords_of(&mut cx.tx, &ids)?.into_iter();
        let keywords = keywords
            .filter_map(|it| Some((place(it.filter_id)?, it.keyword, it.whole_word)))
            .collect();
        let statuses = filters::statuses_of(&mut cx.tx, &ids)?.into_iter();
        let statuses = statuses
            .filter_map(|it| Some((place(it.filter_id)?, it.status_id)))
            .collect();
        Self::new(filters, keywords, statuses)
    }

    fn new(
        filters: Vec<Filter>,
        keywords: Vec<(usize, String, bool)>,
        statuses: Vec<(usize, i64)>,
    ) -> Result<Self> {
        let folded: Vec<String> = keywords.iter().map(|(_, text, _)| fold(text)).collect();
        let words = keywords.into_iter().zip(&folded);
        let words = words.map(|((filter, written, whole_word), folded)| Word {
            filter,
            written,
            // What is no letter ends every word that stands before it.
            begins: whole_word && folded.chars().next().is_some_and(is_word),
            ends: whole_word && folded.chars().next_back().is_some_and(is_word),
        });
        let words: Vec<Word> = words.collect();
        let finder = match folded.is_empty() {
            true => None,
            false => {
                let finder = AhoCorasick::new(&folded);
                Some(finder.map_err(|_| Error::Internal("keywords are too many to look for"))?)
            }
        };
        Ok(Self {
            filters,
            words,
            statuses,
            finder,
        })
    }

    pub fn is_empty(&self) -> bool {
        self.filters.is_empty()
    }

    /// The filters that a post matches, in the order in which they were made.
    pub fn matches(&self, post: &Matched) -> Vec<FilterMatch<'_>> {
        if self.is_empty() {
            return Vec::new();
        }
        let is_there = self.words_in(&post.text);
        let is_it = |id: i64| id == post.status_id || post.reblog_of_id == Some(id);
        let of_filter = |(place, filter)| FilterMatch {
            filter,
            keywords: self
                .words
                .iter()
                .zip(&is_there)
                .filter(|(word, is_there)| word.filter == place && **is_there)
                .map(|(word, _)| word.written.as_str())
                .collect(),
            statuses: self
                .statuses
                .iter()
                .filter(|(filter, id)| *filter == place && is_it(*id))
                .map(|(_, id)| *id)
                .collect(),
        };
        let matches = self.filters.iter().enumerate().map(of_filter);
        matches
            .filter(|it| !it.keywords.is_empty() || !it.statuses.is_empty())
            .collect()
    }

    /// Of each word, whether it is in a text.
    fn words_in(&self, text: &str) -> Vec<bool> {
        let mut is_there = vec![false; self.words.len()];
        let Some(finder) = &self.finder else {
            return is_there;
        };
        let text = fold(text);
        for found in finder.find_overlapping_iter(&text) {
            let place = found.pattern().as_usize();
            let word = &self.words[place];
            let goes_on_before = || {
                text[..found.start()]
                    .chars()
                    .next_back()
                    .is_some_and(is_word)
            };
            let goes_on_after = || text[found.end()..].chars().next().is_some_and(is_word);
            let is_part = (word.begins && goes_on_before()) || (word.ends && goes_on_after());
            is_there[place] |= !is_part;
        }
        is_there
    }
}

/// Small and capital letters are one, and so are the two sigmas and the two kinds of s.
fn fold(text: &str) -> String {
    let lower = text.chars().flat_map(char::to_lowercase);
    let folded = lower.map(|it| match it {
        'ς' => 'σ',
        'ſ' => 's',
        other => other,
    });
    folded.collect()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;
    use store::filters::Filter;

    use super::{Filters, Matched};

    fn filter(id: i64) -> Filter {
        Filter {
            id,
            account_id: 1,
            title: format!("Filter {id}"),
            contexts: json!(["home"]),
            action: "warn".into(),
            expires_at: None,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    fn has(keyword: &str, whole_word: bool, text: &str) -> bool {
        let keywords = vec![(0, keyword.to_owned(), whole_word)];
        let filters = Filters::new(vec![filter(1)], keywords, Vec::new()).expect("few");
        let post = Matched {
            text: text.into(),
            ..Matched::default()
        };
        !filters.matches(&post).is_empty()
    }

    #[test]
    fn words_are_found_in_any_case_and_whole_where_that_is_wanted() {
        for (keyword, whole_word, text, expected) in [
            ("cat", false, "Concatenate", true),
            ("cat", true, "Concatenate", false),
            ("cat", true, "A CAT.", true),
            ("cat", true, "cat", true),
            ("cat", true, "cats", false),
            ("cat", true, "concatenate, cat", true),
            ("bad word", true, "a BAD WORD here", true),
            ("ÄRGER", true, "so ein ärger!", true),
            ("ärger", true, "verärgert", false),
            ("Σοφός", false, "ΣΟΦΌΣ", true),
            ("@evil.example", true, "bob@evil.example", true),
            ("@evil.example", true, "bob@evil.examples", false),
            ("#tag", true, "x#tag", true),
            ("c++", true, "I like C++11", true),
            (".*", false, "anything", false),
            ("a.c", false, "abc", false),
            ("猫", true, "黒猫です", false),
            ("猫", false, "黒猫です", true),
            ("under", true, "under_score", false),
            ("cafe", true, "cafe\u{301}", false),
            ("half", true, "half½", true),
        ] {
            let found = has(keyword, whole_word, text);
            assert_eq!(found, expected, "{keyword} {whole_word} {text}");
        }
    }

    #[test]
    fn each_filter_says_what_it_has_found() {
        let filters = vec![filter(1), filter(2), filter(3), filter(4)];
        let keywords = vec![
            (0, "Spoiler".to_owned(), true),
            (0, "poil".to_owned(), false),
            (1, "spoiler".to_owned(), true),
            (2, "absent".to_owned(), true),
        ];
        let statuses = vec![(1, 77), (1, 78), (2, 99), (3, 78)];
        let filters = Filters::new(filters, keywords, statuses).expect("few");
        let post = Matched {
            status_id: 77,
            reblog_of_id: Some(78),
            text: "a spoiler, and another SPOILER".into(),
        };

        let matches = filters.matches(&post);

        let shown: Vec<_> = matches
            .iter()
            .map(|it| (it.filter.id, it.keywords.clone(), it.statuses.clone()))
            .collect();
        let expected = [
            (1, vec!["Spoiler", "poil"], vec![]),
            (2, vec!["spoiler"], vec![77, 78]),
            (4, vec![], vec![78]),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_text_is_all_that_can_be_read() {
        let content = "<p>One &amp; two<br>three</p><p>four</p>";
        let post = Matched::new(1, None, "Careful", content, ["yes", "a red cat"]);

        assert_eq!(
            post.text,
            "Careful\n\nOne & two\nthree\n\nfour\n\nyes\n\na red cat"
        );
    }

    #[test]
    fn many_words_take_no_longer_than_few() {
        let keywords: Vec<_> = (1..500).map(|it| (0, "a".repeat(it), false)).collect();
        let filters = Filters::new(vec![filter(1)], keywords, Vec::new()).expect("few");
        let post = Matched {
            text: "a".repeat(5000),
            ..Matched::default()
        };

        assert_eq!(filters.matches(&post)[0].keywords.len(), 499);
    }
}

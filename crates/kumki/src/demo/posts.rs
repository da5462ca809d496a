//! What they say to each other.

mod crafts;
mod elephants;
mod outdoors;
mod staff;
mod trouble;
mod words;

use super::pictures::Drawing;

/// Somebody posts something.
#[derive(Clone, Copy)]
pub(super) struct Post {
    pub(super) days_ago: i64,
    /// Minutes after midnight.
    pub(super) minutes: i64,
    /// A member, or somebody of another server as `name@domain`.
    pub(super) by: &'static str,
    pub(super) text: &'static str,
    /// By which others refer to it.
    pub(super) name: &'static str,
    pub(super) answers: Option<&'static str>,
    pub(super) quotes: Option<&'static str>,
    pub(super) warning: &'static str,
    pub(super) visibility: &'static str,
    pub(super) language: &'static str,
    /// What is to be seen, and what is said of it.
    pub(super) pictures: &'static [(Drawing, &'static str)],
    pub(super) poll: Option<Poll>,
    /// In how many days it comes, if it is yet to come.
    pub(super) comes_in: Option<i64>,
}

#[derive(Clone, Copy)]
pub(super) struct Poll {
    pub(super) options: &'static [&'static str],
    pub(super) days: i64,
    pub(super) is_for_several: bool,
}

/// With the time as `08:15`.
const fn post(days_ago: i64, time: &str, by: &'static str, text: &'static str) -> Post {
    Post {
        days_ago,
        minutes: number(time, 0) * 60 + number(time, 3),
        by,
        text,
        name: "",
        answers: None,
        quotes: None,
        warning: "",
        visibility: "public",
        language: "en",
        pictures: &[],
        poll: None,
        comes_in: None,
    }
}

/// The two digits that stand there. What is none does not compile.
const fn number(text: &str, at: usize) -> i64 {
    let digits = text.as_bytes();
    assert!(digits[at].is_ascii_digit() && digits[at + 1].is_ascii_digit());
    (digits[at] - b'0') as i64 * 10 + (digits[at + 1] - b'0') as i64
}

impl Post {
    const fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    const fn answers(self, name: &'static str) -> Self {
        Self {
            answers: Some(name),
            ..self
        }
    }

    const fn quotes(self, name: &'static str) -> Self {
        Self {
            quotes: Some(name),
            ..self
        }
    }

    const fn warns(self, warning: &'static str) -> Self {
        Self { warning, ..self }
    }

    const fn is(self, visibility: &'static str) -> Self {
        Self { visibility, ..self }
    }

    const fn speaks(self, language: &'static str) -> Self {
        Self { language, ..self }
    }

    const fn shows(self, pictures: &'static [(Drawing, &'static str)]) -> Self {
        Self { pictures, ..self }
    }

    const fn asks(self, days: i64, options: &'static [&'static str]) -> Self {
        let poll = Poll {
            options,
            days,
            is_for_several: false,
        };
        Self {
            poll: Some(poll),
            ..self
        }
    }

    const fn asks_for_several(self, days: i64, options: &'static [&'static str]) -> Self {
        let poll = Poll {
            options,
            days,
            is_for_several: true,
        };
        Self {
            poll: Some(poll),
            ..self
        }
    }

    const fn comes_in(self, days: i64) -> Self {
        Self {
            comes_in: Some(days),
            ..self
        }
    }
}

/// All of them, in no particular order.
pub(super) fn all() -> impl Iterator<Item = &'static Post> {
    let parts = [
        elephants::POSTS,
        crafts::POSTS,
        outdoors::POSTS,
        words::POSTS,
        staff::POSTS,
        trouble::POSTS,
    ];
    parts.into_iter().flatten()
}

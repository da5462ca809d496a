//! What the staff tells everybody, and the small pictures that people say it with.

use anyhow::{Context, Result};
use server::{App, emojis::Picture};

/// The staff announces something.
pub(super) struct News {
    pub(super) days_ago: i64,
    pub(super) by: &'static str,
    pub(super) text: &'static str,
    /// In how many days it is about to happen. Then it is published the day after the demo was made.
    pub(super) is_about: Option<i64>,
    /// Who reacts, and how.
    pub(super) reactions: &'static [(&'static str, &'static str)],
}

/// Members know them from their first day.
#[rustfmt::skip]
pub(super) const NEWS: &[News] = &[
    News {
        days_ago: 9, by: "mira",
        text: "We have moved to a quieter machine. If something is missing, tell @jonas.\n\nThank you for your patience :peanut:",
        is_about: None,
        reactions: &[("amara", "🎉"), ("farid", "🎉"), ("oona", "peanut"), ("lubomir", "👍")],
    },
    News {
        days_ago: 2, by: "jonas",
        text: "Be nice to those who are new :hello: They say hello under #introductions.",
        is_about: None,
        reactions: &[("birgit", "hello"), ("jaap", "hello"), ("beatriz", "❤️"), ("maelle", "❤️"), ("hamza", "kumki")],
    },
    News {
        days_ago: 1, by: "jonas",
        text: "On this day we answer all questions about the rules, in the open. Bring yours.",
        is_about: Some(6),
        reactions: &[],
    },
];

/// The short code, what it is offered among, and the picture.
const EMOJIS: &[(&str, Option<&str>, &[u8])] = &[
    (
        "kumki",
        Some("Elephants"),
        include_bytes!("../../assets/demo/kumki.png"),
    ),
    (
        "hello",
        Some("Elephants"),
        include_bytes!("../../assets/demo/hello.gif"),
    ),
    (
        "peanut",
        None,
        include_bytes!("../../assets/demo/peanut.png"),
    ),
];

/// An emoji whose pictures are in files.
pub(super) struct Emoji {
    pub(super) shortcode: &'static str,
    pub(super) category: Option<&'static str>,
    pub(super) file: String,
    pub(super) still: String,
}

pub(super) fn keep_emojis(app: &App) -> Result<Vec<Emoji>> {
    let kept = EMOJIS.iter().map(|(shortcode, category, picture)| {
        let kept = Picture::read(picture)?.keep(app);
        let (file, still) = kept.context("the pictures of the demo cannot be kept")?;
        Ok(Emoji {
            shortcode,
            category: *category,
            file,
            still,
        })
    });
    kept.collect()
}

//! Saying with an edit what its media show.

use serde_json::{Value, json};
use store::media::{self, Media};

use crate::{Context, Error, Result, Violation, error::refuse};

const LONGEST: usize = 1500;

/// What is said of a medium. What is none stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Described {
    pub id: i64,
    pub description: Option<String>,
    /// The point of a picture that is always to be seen: two numbers from -1 to 1.
    pub focus: Option<String>,
}

impl Described {
    pub(super) fn check(&self) -> Result<()> {
        let is_long = |it: &str| it.chars().count() > LONGEST;
        let is_long = self.description.as_deref().is_some_and(is_long);
        let violation = || Violation::too_long("description", "Description", LONGEST);
        refuse(is_long.then(violation).into_iter().collect())
    }

    /// Whether it says something new about one of the media.
    pub(super) fn changes_any(&self, media: &[Media]) -> bool {
        let media = media.iter().find(|it| it.id == self.id);
        media.is_some_and(|it| {
            self.description_of(it) != it.description || self.meta_of(it) != it.meta
        })
    }

    pub(super) fn apply(&self, cx: &mut Context) -> Result<()> {
        let media = media::find_many(&mut cx.tx, &[self.id])?.pop();
        let media = media.ok_or(Error::NotFound)?;
        let (description, meta) = (self.description_of(&media), self.meta_of(&media));
        let now = cx.now;
        Ok(media::describe(
            &mut cx.tx,
            self.id,
            description.as_deref(),
            &meta,
            now,
        )?)
    }

    fn description_of(&self, media: &Media) -> Option<String> {
        let description = self.description.clone().or(media.description.clone());
        description.filter(|it| !it.is_empty())
    }

    fn meta_of(&self, media: &Media) -> Value {
        let mut meta = media.meta.clone();
        if let Some(focus) = self.focus.as_deref().filter(|it| !it.trim().is_empty()) {
            meta["focus"] = focus_of(focus);
        }
        meta
    }
}

/// `x,y`. What is no number is 0, as Ruby has it.
fn focus_of(text: &str) -> Value {
    let mut numbers = text.split(',').map(|it| {
        let number: f64 = it.trim().parse().unwrap_or_default();
        if number.is_nan() {
            0.0
        } else {
            number.clamp(-1.0, 1.0)
        }
    });
    let mut next = || numbers.next().unwrap_or_default();
    json!({ "x": next(), "y": next() })
}

//! When they post, and when others do something about it.

use chrono::{DateTime, TimeDelta, Utc};
use domain::Chance;

use super::{Event, Timeline, came};
use crate::demo::{
    marks::{EDITS, MARKS, VOTES},
    posts::{self, Post},
};

/// Minutes from a post to the first vote, and from each vote to the next.
const VOTE: (i64, usize) = (12, 23);

pub(super) fn add(timeline: &mut Timeline, midnight: DateTime<Utc>, chance: &mut Chance) {
    let mut picture = 0;
    for post in posts::all() {
        let at = time_of(midnight, post) + TimeDelta::milliseconds(chance.below(50_000).into());
        timeline.push((at, Event::Post { post, picture }));
        picture += post.pictures.len();
    }
    for (kind, table, first, each) in MARKS {
        for (post, people) in *table {
            for (minutes, who) in (*first..).step_by(*each).zip(*people) {
                let at = after(midnight, post, who, minutes, chance);
                timeline.push((at, Event::Mark(*kind, who, post)));
            }
        }
    }
    for (post, votes) in VOTES {
        for (minutes, (by, choices)) in (VOTE.0..).step_by(VOTE.1).zip(*votes) {
            let at = after(midnight, post, by, minutes, chance);
            timeline.push((at, Event::Vote { post, by, choices }));
        }
    }
    for edit in EDITS {
        let at = after(midnight, edit.post, edit.by, edit.minutes, chance);
        timeline.push((at, Event::Edit(edit)));
    }
}

fn time_of(midnight: DateTime<Utc>, post: &Post) -> DateTime<Utc> {
    midnight - TimeDelta::days(post.days_ago) + TimeDelta::minutes(post.minutes)
}

/// So many minutes after a post, and a little later; but not before she was let in who does something
/// about it, and never in the future.
fn after(
    midnight: DateTime<Utc>,
    post: &str,
    who: &str,
    minutes: i64,
    chance: &mut Chance,
) -> DateTime<Utc> {
    let found = posts::all().find(|it| it.name == post);
    let posted = found.map_or(midnight, |it| time_of(midnight, it));
    let days = came(who).unwrap_or_default() - 1;
    let there = midnight - TimeDelta::days(days) + TimeDelta::hours(5);
    let at = posted.max(there)
        + TimeDelta::minutes(minutes)
        + TimeDelta::milliseconds(chance.below(300_000).into());
    at.min(midnight - TimeDelta::minutes(1))
}

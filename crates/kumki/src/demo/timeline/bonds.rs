//! When they decide about each other.

use chrono::{DateTime, TimeDelta, Utc};
use domain::Chance;

use super::{Event, Timeline, came};
use crate::demo::bonds::{
    ASKS, BELLS, BLOCKS, Bond, FILTERS, FOLLOWS, Follows, LISTS, LOCKED, MUTES, NOTES, RECOMMENDS,
    SHOWN_TAGS, TAGS,
};

/// How many days ago most of it happens, unless somebody came later.
const EARLY: i64 = 15;
/// After the last of those whom it is about has come, and after the last silence.
const LATE: i64 = 2;
const ASKED: i64 = 9;

type Pair = fn(&'static str, &'static str) -> Bond;

/// A table, what comes of it, and the hour.
const PAIRS: &[(&[Follows], Pair, i64)] = &[
    (FOLLOWS, Bond::Follow, 5),
    (LOCKED, Bond::LetIn, 6),
    (BELLS, Bond::Bell, 7),
    (MUTES, Bond::Mute, 7),
    (RECOMMENDS, Bond::Recommend, 7),
    (TAGS, Bond::FollowTag, 8),
    (SHOWN_TAGS, Bond::ShowTag, 8),
];

pub(super) fn add(timeline: &mut Timeline, midnight: DateTime<Utc>, chance: &mut Chance) {
    let mut add = |days: i64, hour: i64, bond: Bond| {
        let hour = midnight - TimeDelta::days(days) + TimeDelta::hours(hour);
        let at = hour + TimeDelta::milliseconds(chance.below(55 * 60_000).into());
        timeline.push((at, Event::Bond(bond)));
    };
    for (who, _) in LOCKED {
        add(EARLY, 4, Bond::Lock(who));
    }
    for (table, bond, hour) in PAIRS {
        for (who, whom) in table.iter().flat_map(pairs) {
            add(day_of(who, whom), *hour, bond(who, whom));
        }
    }
    for (who, whom) in ASKS.iter().flat_map(pairs) {
        add(ASKED, 5, Bond::Follow(who, whom));
    }
    for (days, who, whom) in BLOCKS {
        add(*days, 5, Bond::Block(who, whom));
    }
    for list in LISTS {
        add(LATE, 5, Bond::List(list));
    }
    for filter in FILTERS {
        add(EARLY, 9, Bond::Filter(filter));
    }
    for note in NOTES {
        add(LATE, 5, Bond::Note(note));
    }
}

fn pairs((who, whom): &'static Follows) -> impl Iterator<Item = (&'static str, &'static str)> {
    whom.iter().map(move |it| (*who, *it))
}

/// Not before both were let in.
fn day_of(who: &str, whom: &str) -> i64 {
    let days = [who, whom].into_iter().filter_map(came);
    let last = days.min().unwrap_or(EARLY);
    (last - 2).clamp(1, EARLY)
}

//! Everything that happens, in the order in which it does.

mod bonds;
mod talk;

use std::net::{IpAddr, Ipv6Addr};

use chrono::{DateTime, TimeDelta, Utc};
use domain::Chance;

use super::{
    bonds::Bond,
    marks::{Edit, Kind},
    news::{NEWS, News},
    people::{PEOPLE, Person, STRANGERS, Standing, Stranger},
    posts::Post,
    trouble::{COMPLAINTS, Complaint, DEEDS, Deed},
};

pub(super) enum Event {
    Appoint(&'static Person),
    SignUp(&'static Person, IpAddr),
    Confirm(&'static Person),
    Approve {
        name: &'static str,
        by: &'static str,
    },
    Visit {
        name: &'static str,
        ip: IpAddr,
    },
    Meet(&'static Stranger),
    SuspendElsewhere(&'static Stranger),
    Complain(&'static Complaint),
    Do(&'static Deed),
    Announce(&'static News),
    Bond(Bond),
    Post {
        post: &'static Post,
        /// Which of the pictures of all posts is its first.
        picture: usize,
    },
    Mark(Kind, &'static str, &'static str),
    Vote {
        post: &'static str,
        by: &'static str,
        choices: &'static [usize],
    },
    Edit(&'static Edit),
    /// What a server does by itself, day and night, is done at midnight here.
    Night,
    /// But for this: what trends has to be looked at on the day itself.
    Evening,
}

/// How many of the last nights something may be due in.
const NIGHTS: i64 = 15;

pub(super) type Timeline = Vec<(DateTime<Utc>, Event)>;

/// What happened in the days before that one began.
pub(super) fn make(midnight: DateTime<Utc>, chance: &mut Chance) -> Timeline {
    let mut timeline = Timeline::new();
    for (number, person) in PEOPLE.iter().enumerate() {
        add_person(&mut timeline, midnight, chance, number, person);
    }
    for stranger in STRANGERS {
        let at = some_time(midnight, stranger.met, chance);
        timeline.push((at, Event::Meet(stranger)));
        if stranger.is_suspended_there {
            timeline.push((at + TimeDelta::days(9), Event::SuspendElsewhere(stranger)));
        }
    }
    // Complaints come in the morning, and moderators take their time.
    for complaint in COMPLAINTS {
        let morning = midnight - TimeDelta::days(complaint.days_ago) + TimeDelta::hours(6);
        let at = morning + TimeDelta::minutes(chance.below(240).into());
        timeline.push((at, Event::Complain(complaint)));
    }
    for (number, deed) in (0..).zip(DEEDS) {
        let noon = midnight - TimeDelta::days(deed.days_ago) + TimeDelta::hours(12);
        let at = noon + TimeDelta::minutes(20 * number + i64::from(chance.below(20)));
        timeline.push((at, Event::Do(deed)));
    }
    for news in NEWS {
        let day = midnight - TimeDelta::days(news.days_ago);
        timeline.push((day + TimeDelta::hours(18), Event::Announce(news)));
    }
    bonds::add(&mut timeline, midnight, chance);
    talk::add(&mut timeline, midnight, chance);
    for days in 0..NIGHTS {
        timeline.push((midnight - TimeDelta::days(days), Event::Night));
    }
    timeline.push((midnight - TimeDelta::minutes(10), Event::Evening));
    timeline.sort_by_key(|(at, _)| *at);
    timeline
}

fn add_person(
    timeline: &mut Timeline,
    midnight: DateTime<Utc>,
    chance: &mut Chance,
    number: usize,
    person: &'static Person,
) {
    let at = some_time(midnight, person.joined, chance);
    let ip = home(person, chance);
    let name = person.name;
    match person.standing {
        Standing::Staff(_) => timeline.push((at, Event::Appoint(person))),
        _ => timeline.push((at, Event::SignUp(person, ip))),
    }
    if let Standing::Member | Standing::Pending = person.standing {
        let soon = TimeDelta::minutes(2 + i64::from(chance.below(28)));
        timeline.push((at + soon, Event::Confirm(person)));
    }
    if person.standing == Standing::Member {
        let by = ["lin", "teo", "jonas"][number % 3];
        let later = TimeDelta::minutes(40 + i64::from(chance.below(700)));
        timeline.push((at + later, Event::Approve { name, by }));
    }
    if let Standing::Member | Standing::Staff(_) = person.standing {
        for _ in 0..1 + chance.below(3) {
            let days = 1 + i64::from(chance.below(u32::try_from(person.joined - 1).unwrap_or(1)));
            // Not before she was let in.
            let visit = some_time(midnight, days.min(person.joined - 2).max(1), chance);
            let ip = if chance.below(3) == 0 {
                mobile(chance)
            } else {
                ip
            };
            timeline.push((visit, Event::Visit { name, ip }));
        }
    }
}

/// In the waking hours of a day so many days ago.
fn some_time(midnight: DateTime<Utc>, days_ago: i64, chance: &mut Chance) -> DateTime<Utc> {
    let day = midnight - TimeDelta::days(days_ago);
    day + TimeDelta::minutes(6 * 60 + i64::from(chance.below(10 * 60)))
        + TimeDelta::milliseconds(chance.below(60_000).into())
}

/// The addresses are for documentation, and nobody's. Those who advertise share a network.
fn home(person: &Person, chance: &mut Chance) -> IpAddr {
    let advertises = [
        "gadget_deals",
        "coin_oracle",
        "free_followers",
        "seo_wizard",
        "casino_royal_88",
        "crypto_anna",
        "pills_direct",
    ];
    let last = |chance: &mut Chance| u8::try_from(1 + chance.below(254)).unwrap_or(1);
    if advertises.contains(&person.name) {
        return IpAddr::from([203, 0, 113, 64 + last(chance) % 4]);
    }
    match chance.below(4) {
        0 => {
            let network = u16::try_from(chance.below(1 << 16)).unwrap_or_default();
            Ipv6Addr::new(0x2001, 0xdb8, 0x17, network, 0, 0, 0, 0x1c).into()
        }
        _ => IpAddr::from([192, 0, 2, last(chance)]),
    }
}

fn mobile(chance: &mut Chance) -> IpAddr {
    IpAddr::from([
        198,
        51,
        100,
        u8::try_from(1 + chance.below(254)).unwrap_or(1),
    ])
}

/// How many days ago somebody came, if it is somebody and no tag.
fn came(handle: &str) -> Option<i64> {
    let name = handle.split('@').next()?;
    let person = PEOPLE.iter().find(|it| it.name == name);
    let stranger = || STRANGERS.iter().find(|it| it.name == name);
    person.map(|it| it.joined).or_else(|| Some(stranger()?.met))
}

//! Counting anew what is kept as numbers, and putting right what has drifted.

use store::{
    counters::{self, INSTANCES, MEMBERS, STATUSES},
    instances, polls,
    recount::{self, Kept},
    statuses, users,
};

use crate::{Context, Error, Result, polls::tallies};

/// How many rows are counted before others have a turn.
const AT_ONCE: i64 = 500;
const COUNTERS: [&str; 3] = [MEMBERS, STATUSES, INSTANCES];

/// A number that says something else than counting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    pub what: What,
    /// Of the row that keeps it.
    pub id: i64,
    /// Of what has a name in place of an id.
    pub name: Option<String>,
    pub kept: i64,
    pub counted: i64,
}

/// Which number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Of the whole server.
    Counter(&'static str),
    Kept(&'static Kept),
    /// How many votes the options of a poll have. What is told is of the first that is wrong.
    Votes,
    /// How many accounts of another server are known.
    ServerAccounts,
}

impl What {
    /// What is counted, and whose it is, if it is not the server's.
    pub fn words(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Counter(name) => (name, None),
            Self::Kept(kept) => (kept.name, Some(kept.of)),
            Self::Votes => ("votes", Some("poll")),
            Self::ServerAccounts => ("accounts", Some("server")),
        }
    }
}

/// Where to go on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The counters, then one kind of number after the other, then the votes, then other servers.
    stage: usize,
    after: i64,
    after_server: String,
}

/// What has drifted in a part of everything, and where the next part begins.
#[derive(Clone, Debug)]
pub struct Part {
    pub drifted: Vec<Drift>,
    pub next: Option<Place>,
}

/// Counts some of it. However much there is, only so many rows are looked at together.
pub fn part(cx: &mut Context, place: Place) -> Result<Part> {
    let Some(number) = place.stage.checked_sub(1) else {
        return Ok(Part {
            drifted: counters(cx)?,
            next: Some(stage(1)),
        });
    };
    match recount::ALL.get(number) {
        Some(kept) => rows(cx, kept, place),
        None if number == recount::ALL.len() => votes(cx, place),
        None => servers(cx, &place),
    }
}

/// All that has drifted, counted in one go.
pub fn drift(cx: &mut Context) -> Result<Vec<Drift>> {
    let mut drifted = Vec::new();
    let mut place = Some(Place::default());
    while let Some(here) = place {
        let part = part(cx, here)?;
        drifted.extend(part.drifted);
        place = part.next;
    }
    Ok(drifted)
}

/// Puts a number right. It is counted once more for that, while nobody changes it.
pub fn mend(cx: &mut Context, drift: &Drift) -> Result<()> {
    match drift.what {
        What::Counter(name) => {
            counters::change(&mut cx.tx, name, 0)?;
            let counted = count(cx, name)?;
            Ok(counters::set(&mut cx.tx, name, counted)?)
        }
        What::Kept(kept) => Ok(recount::mend(&mut cx.tx, kept, drift.id)?),
        What::Votes => mend_votes(cx, drift.id),
        What::ServerAccounts => {
            let domain = drift.name.as_deref().unwrap_or_default();
            Ok(instances::mend_accounts(&mut cx.tx, domain)?)
        }
    }
}

fn stage(stage: usize) -> Place {
    Place {
        stage,
        ..Place::default()
    }
}

fn counters(cx: &mut Context) -> Result<Vec<Drift>> {
    let mut drifted = Vec::new();
    for name in COUNTERS {
        let drift = Drift {
            what: What::Counter(name),
            id: 0,
            name: None,
            kept: counters::get(&mut cx.tx, name)?,
            counted: count(cx, name)?,
        };
        drifted.extend(Some(drift).filter(|it| it.kept != it.counted));
    }
    Ok(drifted)
}

fn count(cx: &mut Context, name: &str) -> Result<i64> {
    let tx = &mut cx.tx;
    Ok(match name {
        MEMBERS => users::recount_members(tx)?,
        STATUSES => statuses::recount(tx)?,
        INSTANCES => instances::recount(tx)?,
        _ => return Err(Error::Internal("no such counter can be counted")),
    })
}

fn rows(cx: &mut Context, kept: &'static Kept, place: Place) -> Result<Part> {
    let rows = recount::some(&mut cx.tx, kept, place.after, AT_ONCE)?;
    let next = match rows.last() {
        Some(last) => Place {
            after: last.id,
            ..place
        },
        None => stage(place.stage + 1),
    };
    let drifted = rows.iter().filter(|it| it.kept != it.counted);
    let drifted = drifted.map(|it| Drift {
        what: What::Kept(kept),
        id: it.id,
        name: None,
        kept: it.kept,
        counted: it.counted,
    });
    Ok(Part {
        drifted: drifted.collect(),
        next: Some(next),
    })
}

fn votes(cx: &mut Context, place: Place) -> Result<Part> {
    let some = polls::recount(&mut cx.tx, place.after, AT_ONCE)?;
    let next = match some.last() {
        Some((last, _)) => Place {
            after: last.id,
            ..place
        },
        None => stage(place.stage + 1),
    };
    let drifted = some.iter().filter_map(|(poll, counted)| {
        let kept = tallies(poll);
        let pair = |number| {
            let of = |votes: &[i64]| votes.get(number).copied().unwrap_or_default();
            (of(&kept), of(counted))
        };
        let mut pairs = (0..kept.len().max(counted.len())).map(pair);
        let (kept, counted) = pairs.find(|(kept, counted)| kept != counted)?;
        Some(Drift {
            what: What::Votes,
            id: poll.id,
            name: None,
            kept,
            counted,
        })
    });
    Ok(Part {
        drifted: drifted.collect(),
        next: Some(next),
    })
}

fn servers(cx: &mut Context, place: &Place) -> Result<Part> {
    let some = instances::recount_accounts(&mut cx.tx, &place.after_server, AT_ONCE)?;
    let next = some.last().map(|last| Place {
        after_server: last.domain.clone(),
        ..stage(place.stage)
    });
    let drifted = some.into_iter().filter(|it| it.kept != it.counted);
    let drifted = drifted.map(|it| Drift {
        what: What::ServerAccounts,
        id: 0,
        name: Some(it.domain),
        kept: it.kept,
        counted: it.counted,
    });
    Ok(Part {
        drifted: drifted.collect(),
        next,
    })
}

fn mend_votes(cx: &mut Context, id: i64) -> Result<()> {
    let Some(poll) = polls::find_locked(&mut cx.tx, id)? else {
        return Ok(());
    };
    let voters = poll.voters_count;
    let counted = polls::recount_one(&mut cx.tx, poll)?;
    polls::set_tallies(&mut cx.tx, id, &counted, voters)?;
    Ok(())
}

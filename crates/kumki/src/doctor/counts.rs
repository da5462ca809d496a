//! Counting anew all that is kept as numbers: a part at a time, each in a transaction of its own, so
//! that it takes no more memory for many posts than for few, and nobody waits for it.

use anyhow::Result;
use domain::recount::{self, Drift, Place};
use server::App;

use super::Finding;

/// What has drifted alike: the first that was found, and how many there are.
struct Drifted {
    first: Drift,
    count: u64,
}

pub(super) fn look(app: &App, and_repair: bool) -> Result<Finding> {
    let mut found: Vec<Drifted> = Vec::new();
    let mut place = Some(Place::default());
    while let Some(here) = place {
        let part = recount::part(&mut app.read()?, here)?;
        if and_repair && !part.drifted.is_empty() {
            mend(app, &part.drifted)?;
        }
        for drift in part.drifted {
            note(&mut found, drift);
        }
        place = part.next;
    }
    let lines: Vec<String> = found.iter().map(line).collect();
    let lines = lines.join("; ");
    Ok(match (found.is_empty(), and_repair) {
        (true, _) => Finding::Ok("they count what there is".into()),
        (false, true) => Finding::Mended(format!("{lines}; now they count what there is")),
        (false, false) => Finding::Warn(format!("{lines}; kumki doctor --repair counts anew")),
    })
}

fn mend(app: &App, drifted: &[Drift]) -> Result<()> {
    let mut cx = app.write()?;
    for drift in drifted {
        recount::mend(&mut cx, drift)?;
    }
    Ok(app.save(cx)?)
}

fn note(found: &mut Vec<Drifted>, drift: Drift) {
    match found.iter_mut().find(|it| it.first.what == drift.what) {
        Some(known) => known.count += 1,
        None => found.push(Drifted {
            first: drift,
            count: 1,
        }),
    }
}

fn line(drifted: &Drifted) -> String {
    let Drift {
        what,
        id,
        name: whose,
        kept,
        counted,
    } = &drifted.first;
    let (name, of) = what.words();
    let whose = whose.clone().unwrap_or_else(|| id.to_string());
    let whose = of.map_or_else(String::new, |of| format!(" of {of} {whose}"));
    let more = match drifted.count - 1 {
        0 => String::new(),
        more => format!(", and {more} like it"),
    };
    format!("{name}{whose} says {kept}, but there are {counted}{more}")
}

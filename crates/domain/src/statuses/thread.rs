//! What came before a post, and what came after.

use std::collections::HashMap;

use store::{statuses::Status, threads, visible::Place};

use crate::{Caller, Context, Result, visibility};

/// What a post stands between.
#[derive(Clone, Debug, Default)]
pub struct Thread {
    /// The first post first.
    pub ancestors: Vec<Status>,
    /// Each answer directly before the answers to it.
    pub descendants: Vec<Status>,
}

/// How far somebody may look: posts above, posts below, and how deep.
struct Reach {
    above: i64,
    below: i64,
    deepest: i64,
}

const MEMBERS: Reach = Reach {
    above: 4096,
    below: 4096,
    deepest: 4096,
};
const STRANGERS: Reach = Reach {
    above: 40,
    below: 60,
    deepest: 20,
};

pub fn thread(cx: &mut Context, id: i64) -> Result<Thread> {
    let status = visibility::status(cx, id)?;
    let id = status.proper_id();
    let reach = match cx.caller {
        Caller::Member(_) | Caller::System => MEMBERS,
        Caller::Stranger | Caller::Application { .. } | Caller::Visitor { .. } => STRANGERS,
    };
    let mut above = threads::ancestors(&mut cx.tx, id, reach.above)?;
    above.reverse();
    let below = threads::descendants(&mut cx.tx, id, reach.deepest, reach.below)?;
    let below = in_order(id, &below);
    Ok(Thread {
        ancestors: visibility::statuses(cx, &above, Place::Thread)?,
        descendants: visibility::statuses(cx, &below, Place::Thread)?,
    })
}

/// What answers a post directly, oldest first.
pub fn answers(cx: &mut Context, id: i64, after: i64, limit: i64) -> Result<Vec<Status>> {
    let viewer = visibility::viewer(cx);
    Ok(threads::answers(&mut cx.tx, id, after, viewer, limit)?)
}

/// Depth first, older answers before newer ones.
fn in_order(root: i64, below: &[(i64, i64)]) -> Vec<i64> {
    let mut answers: HashMap<i64, Vec<i64>> = HashMap::new();
    for (id, parent) in below {
        answers.entry(*parent).or_default().push(*id);
    }
    // Taken from the end, so the oldest goes last.
    for ids in answers.values_mut() {
        ids.sort_unstable_by(|a, b| b.cmp(a));
    }
    let mut ordered = Vec::with_capacity(below.len());
    let mut waiting = answers.remove(&root).unwrap_or_default();
    while let Some(id) = waiting.pop() {
        ordered.push(id);
        waiting.extend(answers.remove(&id).unwrap_or_default());
    }
    ordered
}

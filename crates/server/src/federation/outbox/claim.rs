//! Taking deliveries that are due, with what it takes to send them.

use std::{collections::HashMap, sync::Arc};

use chrono::TimeDelta;
use store::{
    outbox::{self, Delivery},
    outgoing,
};
use url::Url;

use super::outcome::{Outcome, Verdict};
use crate::{
    App,
    federation::keys::{self, Key},
};

/// How long it is until others send what this process has claimed and not sent.
const LEASE: TimeDelta = TimeDelta::minutes(10);

/// A delivery that can be sent.
pub(super) struct Ready {
    pub(super) id: i64,
    pub(super) attempts: i32,
    pub(super) url: Url,
    pub(super) host: String,
    pub(super) key: Arc<Key>,
    pub(super) body: Arc<str>,
}

impl Ready {
    pub(super) fn untried(self) -> Outcome {
        self.outcome(Verdict::Untried)
    }

    pub(super) fn outcome(self, verdict: Verdict) -> Outcome {
        Outcome {
            id: self.id,
            host: self.host,
            attempts: self.attempts,
            verdict,
        }
    }
}

/// Those that were claimed, and those of them that nobody can send.
pub(super) fn claim(
    app: &App,
    lease: &str,
    most: i64,
) -> domain::Result<(Vec<Ready>, Vec<Outcome>)> {
    // Looks before it writes, so that an idle server keeps nobody waiting.
    let mut cx = app.read()?;
    let now = cx.now;
    if !outbox::is_any_due(&mut cx.tx, now)? {
        return Ok((Vec::new(), Vec::new()));
    }
    drop(cx);
    let mut cx = app.write()?;
    let claimed = outbox::claim(&mut cx.tx, lease, now, now + LEASE, most)?;
    app.save(cx)?;

    let mut what = Outgoing::load(app, &claimed)?;
    let (mut ready, mut hopeless) = (Vec::new(), Vec::new());
    for delivery in claimed {
        match what.prepare(app, &delivery) {
            Some(it) => ready.push(it),
            None => hopeless.push(Outcome {
                id: delivery.id,
                host: delivery.host,
                attempts: delivery.attempts,
                verdict: Verdict::Hopeless("it cannot be sent".into()),
            }),
        }
    }
    Ok((ready, hopeless))
}

/// What is to be said, and the keys of those who say it.
struct Outgoing {
    said: HashMap<i64, (Option<i64>, Arc<str>)>,
    keys: HashMap<Option<i64>, Option<Arc<Key>>>,
}

impl Outgoing {
    fn load(app: &App, claimed: &[Delivery]) -> domain::Result<Self> {
        let mut ids: Vec<i64> = claimed.iter().map(|it| it.outgoing_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let said = outgoing::find_many(&mut app.read()?.tx, &ids)?;
        let said = said
            .into_iter()
            .map(|it| (it.id, (it.account_id, it.activity.into())));
        Ok(Self {
            said: said.collect(),
            keys: HashMap::new(),
        })
    }

    fn prepare(&mut self, app: &App, delivery: &Delivery) -> Option<Ready> {
        let (account_id, body) = self.said.get(&delivery.outgoing_id)?.clone();
        let key = self.keys.entry(account_id).or_insert_with(|| {
            let key = keys::of(app, account_id);
            let key = key.inspect_err(|error| tracing::error!("nobody can sign: {error}"));
            key.ok().map(Arc::new)
        });
        Some(Ready {
            id: delivery.id,
            attempts: delivery.attempts,
            url: Url::parse(&delivery.inbox).ok()?,
            host: delivery.host.clone(),
            key: key.clone()?,
            body,
        })
    }
}

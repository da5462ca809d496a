//! Sending what is said to other servers, many at a time and few to the same.
//!
//! One task claims deliveries in batches, sends them, and saves what became of them in batches too. A
//! server that does not answer is left alone for a while with all that waits for it, so that the dead
//! keep nobody waiting. What was not saved when the process died is sent again once its lease is over.

mod claim;
mod outcome;
mod send;

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use domain::{Chance, secrets};
use store::{Store, outbox};
use tokio::{
    sync::watch,
    task::{JoinSet, spawn_blocking},
    time::{Instant, timeout},
};

use claim::{Ready, claim};
use outcome::{Outcome, Verdict, save};
use send::send;

use crate::{App, bridge};

/// How many are sent at the same time, and how many of them to one host.
const AT_ONCE: usize = 64;
const PER_HOST: usize = 4;
/// How many are claimed at once, and how many of them may wait for one host.
const CLAIMED: i64 = 256;
const WAITING_PER_HOST: usize = 32;
/// How many outcomes are saved together, and how long the first of them waits for the others.
const SAVED: usize = 128;
const PAUSE: Duration = Duration::from_millis(250);
/// How long it is until somebody looks who was not called: other processes say things too.
const NAP: Duration = Duration::from_secs(1);

/// Sends until it is told to stop, and then finishes what it has begun.
pub(crate) async fn pump(app: App, mut stop: watch::Receiver<bool>) {
    free_abandoned(&app);
    let mut pump = Pump::new(app);
    while !*stop.borrow() {
        pump.fill().await;
        pump.start();
        if pump.has_work() {
            pump.hear().await;
        } else {
            tokio::select! {
                _ = timeout(NAP, pump.app.outbox_bell.notified()) => (),
                _ = stop.changed() => (),
            }
        }
        pump.save_now_and_then().await;
    }
    pump.finish().await;
}

/// With SQLite no other process can be at work.
fn free_abandoned(app: &App) {
    let Store::Sqlite { .. } = app.store else {
        return;
    };
    let freed = app.write().and_then(|mut cx| {
        let now = cx.now;
        outbox::release_all(&mut cx.tx, now)?;
        app.save(cx)
    });
    if let Err(error) = freed {
        tracing::error!("deliveries of an earlier run cannot be freed: {error}");
    }
}

/// Does everything that is due, and answers how much it was. For tests and for the demo.
pub(crate) fn work_off(app: &App) -> domain::Result<usize> {
    let lease: Arc<str> = "work off".into();
    let mut done = 0;
    loop {
        let (ready, hopeless) = claim(app, &lease, CLAIMED)?;
        if ready.is_empty() && hopeless.is_empty() {
            return Ok(done);
        }
        done += ready.len();
        let worker = app.clone();
        let sent = bridge::wait(async move { send_all(worker, ready).await });
        let sent = sent.map_err(|_| domain::Error::Internal("nothing can be sent"))?;
        let outcomes = sent.into_iter().chain(hopeless).collect();
        save(app, &lease, outcomes)?;
    }
}

async fn send_all(app: App, ready: Vec<Ready>) -> Vec<Outcome> {
    let mut sending = JoinSet::new();
    let mut outcomes = Vec::new();
    for ready in ready {
        if sending.len() >= AT_ONCE {
            outcomes.extend(sending.join_next().await.and_then(Result::ok));
        }
        sending.spawn(send(app.clone(), ready));
    }
    outcomes.extend(sending.join_all().await);
    outcomes
}

struct Pump {
    app: App,
    lease: Arc<str>,
    /// What was claimed and is not sent yet, by host.
    waiting: HashMap<String, VecDeque<Ready>>,
    /// How many are being sent to each host.
    busy: HashMap<String, usize>,
    sending: JoinSet<Outcome>,
    /// What became of those that were sent, until it is saved.
    outcomes: Vec<Outcome>,
    saved_at: Instant,
    /// When some were claimed last, and whether those were all.
    claimed_at: Instant,
    is_dry: bool,
}

impl Pump {
    fn new(app: App) -> Self {
        Self {
            app,
            lease: secrets::make(&mut Chance::system()).into(),
            waiting: HashMap::new(),
            busy: HashMap::new(),
            sending: JoinSet::new(),
            outcomes: Vec::new(),
            saved_at: Instant::now(),
            claimed_at: Instant::now(),
            is_dry: false,
        }
    }

    fn has_work(&self) -> bool {
        !self.sending.is_empty()
    }

    /// Claims some more when few are left.
    async fn fill(&mut self) {
        let waiting: usize = self.waiting.values().map(VecDeque::len).sum();
        let is_too_soon = self.has_work() && self.is_dry && self.claimed_at.elapsed() < PAUSE;
        if waiting >= AT_ONCE || is_too_soon {
            return;
        }
        self.claimed_at = Instant::now();
        let (app, lease) = (self.app.clone(), self.lease.clone());
        let claimed = spawn_blocking(move || claim(&app, &lease, CLAIMED)).await;
        match claimed {
            Ok(Ok((ready, hopeless))) => {
                self.is_dry = ((ready.len() + hopeless.len()) as i64) < CLAIMED;
                self.outcomes.extend(hopeless);
                ready.into_iter().for_each(|it| self.line_up(it));
            }
            Ok(Err(error)) => tracing::error!("no deliveries can be claimed: {error}"),
            Err(panic) => tracing::error!("claiming deliveries panicked: {panic}"),
        }
    }

    /// Those that would have to wait for too long are given back.
    fn line_up(&mut self, ready: Ready) {
        let waiting = self.waiting.entry(ready.host.clone()).or_default();
        match waiting.len() < WAITING_PER_HOST {
            true => waiting.push_back(ready),
            false => self.outcomes.push(ready.untried()),
        }
    }

    fn start(&mut self) {
        for (host, waiting) in &mut self.waiting {
            let busy = self.busy.entry(host.clone()).or_default();
            while *busy < PER_HOST && self.sending.len() < AT_ONCE {
                let Some(ready) = waiting.pop_front() else {
                    break;
                };
                *busy += 1;
                self.sending.spawn(send(self.app.clone(), ready));
            }
        }
        self.waiting.retain(|_, it| !it.is_empty());
        self.busy.retain(|_, it| *it > 0);
    }

    /// Waits for one that was sent. When its host does not answer, what waits for it is given back.
    async fn hear(&mut self) {
        let heard = timeout(PAUSE, self.sending.join_next()).await;
        let Ok(Some(outcome)) = heard else { return };
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(panic) => {
                // Its lease brings it back.
                tracing::error!("a delivery panicked: {panic}");
                self.busy.clear();
                return;
            }
        };
        if let Some(busy) = self.busy.get_mut(&outcome.host) {
            *busy = busy.saturating_sub(1);
        }
        if matches!(outcome.verdict, Verdict::Unreachable(_)) {
            let waiting = self.waiting.remove(&outcome.host).unwrap_or_default();
            let untried = waiting.into_iter().map(Ready::untried);
            self.outcomes.extend(untried);
        }
        self.outcomes.push(outcome);
    }

    async fn save_now_and_then(&mut self) {
        let is_time = self.outcomes.len() >= SAVED
            || self.sending.is_empty()
            || self.saved_at.elapsed() >= PAUSE;
        if is_time && !self.outcomes.is_empty() {
            self.save().await;
        }
    }

    async fn save(&mut self) {
        self.saved_at = Instant::now();
        let outcomes = std::mem::take(&mut self.outcomes);
        let (app, lease) = (self.app.clone(), self.lease.clone());
        let saved = spawn_blocking(move || save(&app, &lease, outcomes)).await;
        match saved {
            Ok(Ok(())) => (),
            // Their leases bring them back.
            Ok(Err(error)) => tracing::error!("deliveries cannot be saved: {error}"),
            Err(panic) => tracing::error!("saving deliveries panicked: {panic}"),
        }
    }

    async fn finish(mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let untried = waiting.into_values().flatten().map(Ready::untried);
        self.outcomes.extend(untried);
        self.save().await;
        while !self.sending.is_empty() {
            self.hear().await;
        }
        self.save().await;
    }
}

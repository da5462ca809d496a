//! Who gets no answer at all.
//!
//! The rules are kept in memory, so that they cost a request no more than a few looks into tables there.
//! They are read anew when this process has changed one. What another process has changed is heard along
//! with what streams are told, and otherwise found within seconds. A rule ends when it is to end.

use std::{
    collections::{BTreeMap, HashMap},
    net::IpAddr,
    sync::{
        Arc, Mutex, PoisonError, RwLock, TryLockError,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::gates::{Network, ip_blocks::Severity};
use store::{
    counters::{self, IP_BLOCK_CHANGES},
    ip_blocks::{self, IpBlock},
};
use tokio::task::spawn_blocking;

use crate::{App, client_address};

/// How long it takes at most until this process goes by what another has changed.
const LOOK: TimeDelta = TimeDelta::seconds(5);

#[derive(Default)]
pub(crate) struct Gate {
    rules: RwLock<Option<Arc<Rules>>>,
    /// When the rules were read, or found to be as they were, in milliseconds.
    looked_at: AtomicI64,
    /// Held while they are read, so that no older reading takes the place of a newer one.
    reading: Mutex<()>,
    /// Whom which rules have stopped since it was last written down. Sorted: two processes that write down
    /// the same must not wait for each other.
    stopped: Mutex<BTreeMap<i64, (i64, DateTime<Utc>)>>,
}

/// The rules for networks of the same kind and size, by their first address.
type OfSize = HashMap<u128, Rule>;

struct Rules {
    /// How many changes there had been.
    changes: i64,
    sizes: Vec<((bool, u8), OfSize)>,
}

struct Rule {
    id: i64,
    expires_at: Option<DateTime<Utc>>,
}

/// Stands before everything else that a request goes through.
pub(crate) async fn keep(State(app): State<App>, request: Request, next: Next) -> Response {
    let trusted = &app.options.trusted_proxies;
    let ip = client_address::of(request.extensions(), request.headers(), trusted);
    if !app.gate.is_fresh(app.now()) {
        let asked = app.clone();
        // Whoever panicked there has left the rules as they were.
        let _ = spawn_blocking(move || asked.gate.look(&asked)).await;
    }
    match app.gate.stops(ip, app.now()) {
        true => forbidden(),
        false => next.run(request).await,
    }
}

/// As in Mastodon, and nothing that says why.
fn forbidden() -> Response {
    let mut response = (StatusCode::FORBIDDEN, "Forbidden").into_response();
    let plain = HeaderValue::from_static("text/plain");
    response.headers_mut().insert(CONTENT_TYPE, plain);
    response
}

impl Gate {
    /// Whether an address is shut out. Counts it.
    fn stops(&self, ip: IpAddr, now: DateTime<Utc>) -> bool {
        let Some(rules) = self.rules() else {
            return false;
        };
        let Some(id) = rules.stopping(ip, now) else {
            return false;
        };
        let mut stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        let (hits, last) = stopped.entry(id).or_insert((0, now));
        (*hits, *last) = (*hits + 1, now);
        true
    }

    /// The same, and counts nothing.
    pub(crate) fn shuts_out(&self, ip: IpAddr, now: DateTime<Utc>) -> bool {
        let rules = self.rules();
        rules.is_some_and(|it| it.stopping(ip, now).is_some())
    }

    fn rules(&self) -> Option<Arc<Rules>> {
        let rules = self.rules.read().unwrap_or_else(PoisonError::into_inner);
        rules.clone()
    }

    fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        let age = now.timestamp_millis() - self.looked_at.load(Ordering::Relaxed);
        // A clock can be set back.
        age.abs() < LOOK.num_milliseconds()
    }

    /// Reads the rules if they may have changed. Once there are some, others do not wait for it.
    fn look(&self, app: &App) {
        let reading = match self.reading.try_lock() {
            Ok(reading) => reading,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) if self.rules().is_some() => return,
            Err(TryLockError::WouldBlock) => {
                self.reading.lock().unwrap_or_else(PoisonError::into_inner)
            }
        };
        if !self.is_fresh(app.now()) {
            self.read_and_count(app);
        }
        drop(reading);
    }

    /// Reads the rules, because one has changed.
    pub(crate) fn read_anew(&self, app: &App) {
        let _reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        self.read_and_count(app);
    }

    fn read_and_count(&self, app: &App) {
        let done = self.read(app).and_then(|()| self.write_down(app));
        if let Err(error) = done {
            tracing::error!("the rules for addresses stay as they were: {error}");
        }
    }

    fn read(&self, app: &App) -> Result<(), store::Error> {
        let now = app.now().timestamp_millis();
        let mut tx = app.store.read()?;
        let changes = counters::get(&mut tx, IP_BLOCK_CHANGES)?;
        if self.rules().is_none_or(|it| it.changes != changes) {
            let blocks = ip_blocks::of_severity(&mut tx, Severity::NoAccess.word())?;
            let rules = Arc::new(Rules::new(changes, &blocks));
            *self.rules.write().unwrap_or_else(PoisonError::into_inner) = Some(rules);
            app.streams.cut_from(|ip| self.shuts_out(ip, app.now()));
        }
        self.looked_at.store(now, Ordering::Relaxed);
        Ok(())
    }

    /// Nobody who is stopped meanwhile waits for the database.
    fn take_stopped(&self) -> BTreeMap<i64, (i64, DateTime<Utc>)> {
        let mut stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *stopped)
    }

    fn write_down(&self, app: &App) -> Result<(), store::Error> {
        let stopped = self.take_stopped();
        if stopped.is_empty() {
            return Ok(());
        }
        let mut tx = app.store.write()?;
        for (id, (hits, at)) in stopped {
            ip_blocks::count_hits(&mut tx, id, hits, at)?;
        }
        tx.save()
    }
}

impl Rules {
    fn new(changes: i64, blocks: &[IpBlock]) -> Self {
        let mut sizes: HashMap<(bool, u8), OfSize> = HashMap::new();
        for block in blocks {
            let Some(network) = Network::read(&block.ip) else {
                continue;
            };
            let (is_v4, first, length) = network.place();
            let rule = Rule {
                id: block.id,
                expires_at: block.expires_at,
            };
            let of_size = sizes.entry((is_v4, length)).or_default();
            // Of two for one network, the one that holds longer counts.
            let ends = |it: &Rule| it.expires_at.unwrap_or(DateTime::<Utc>::MAX_UTC);
            if of_size.get(&first).is_none_or(|it| ends(it) < ends(&rule)) {
                of_size.insert(first, rule);
            }
        }
        let mut sizes: Vec<_> = sizes.into_iter().collect();
        sizes.sort_unstable_by_key(|(size, _)| *size);
        Self { changes, sizes }
    }

    /// The widest rule that shuts an address out.
    fn stopping(&self, ip: IpAddr, now: DateTime<Utc>) -> Option<i64> {
        let (is_v4, address, bits) = Network::of(ip).place();
        let own = self.sizes.iter().filter(|((of_v4, _), _)| *of_v4 == is_v4);
        let found = own.filter_map(|((_, length), rules)| {
            let host_bits = u32::from(bits - length);
            let mask = u128::MAX.checked_shl(host_bits).unwrap_or_default();
            rules.get(&(address & mask))
        });
        let mut alive = found.filter(|it| it.expires_at.is_none_or(|at| at > now));
        alive.next().map(|it| it.id)
    }
}

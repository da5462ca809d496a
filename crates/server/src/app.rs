use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Caller, Chance, Context, Event, Ids, Site, auto_rules::Remembered};
use ipnet::IpNet;
use store::{Store, Tx};
use tokio::{
    sync::{Notify, OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::{
    Error, Storage,
    bells::Bells,
    bridge,
    dns::{Dns, Resolver},
    gate::Gate,
    limits::Limits,
    mail::Postman,
    outgoing::Outgoing,
    relay,
    streaming::Streams,
};

/// Everything that answering a request needs. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub site: Site,
    pub options: Arc<Options>,
    pub postman: Arc<Postman>,
    pub(crate) outgoing: Arc<Outgoing>,
    pub(crate) clock: Clock,
    pub(crate) chance: fn() -> Chance,
    pub(crate) ids: Ids,
    pub(crate) limits: Arc<Limits>,
    /// Rung when there may be a job to do.
    pub(crate) bells: Arc<Bells>,
    /// Rung when there may be something to say to other servers.
    pub(crate) outbox_bell: Arc<Notify>,
    pub(crate) streams: Arc<Streams>,
    pub(crate) dns: Arc<Resolver>,
    /// Who gets no answer.
    pub(crate) gate: Arc<Gate>,
    auto_rules: Arc<Remembered>,
    heavy: Arc<Semaphore>,
}

pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What the operator decides.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where pictures, films and sounds are kept.
    pub media: Storage,
    /// The folder for files on their way in.
    pub spool: PathBuf,
    /// Proxies whose word is taken for where a request comes from.
    pub trusted_proxies: Vec<IpNet>,
    /// Networks that may be called although they are not public, and without TLS too.
    pub allowed_networks: Vec<IpNet>,
    /// Servers that are called at these addresses, whatever their names stand for, and without TLS.
    pub test_hosts: Vec<(String, SocketAddr)>,
    /// Whether other servers have to say who asks for accounts and posts (authorized fetch).
    pub authorized_fetch: bool,
    /// Who is asked where the mail of newcomers goes.
    pub dns: Dns,
    /// Whether callers are slowed down who call too often.
    pub rate_limits: bool,
    /// Whether programs may sign members in by their password.
    pub password_grant: bool,
    /// How many passwords and pictures are worked on at the same time. Each takes much memory.
    pub heavy_at_once: usize,
    /// How long a request waits for that before it is told to come back.
    pub patience: Duration,
    /// How many jobs are done at the same time that need nobody else.
    pub workers: usize,
    /// And how many that wait for other servers.
    pub outside_workers: usize,
    /// How long a worker that stopped answering keeps its job.
    pub lease: TimeDelta,
}

impl Options {
    /// What holds unless the operator says otherwise, in that folder.
    pub fn new(data: &Path) -> Self {
        let loopback = [
            IpNet::from(IpAddr::from([127, 0, 0, 1])),
            IpNet::from(IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1])),
        ];
        Self {
            media: Storage::folder(data.join("media")),
            spool: data.join("spool"),
            trusted_proxies: loopback.into(),
            allowed_networks: Vec::new(),
            test_hosts: Vec::new(),
            authorized_fetch: false,
            dns: Dns::Nobody,
            rate_limits: true,
            password_grant: true,
            heavy_at_once: thread::available_parallelism().map_or(1, usize::from),
            patience: Duration::from_secs(10),
            workers: 2,
            outside_workers: 8,
            lease: TimeDelta::seconds(60),
        }
    }
}

impl App {
    pub fn new(store: Store, site: Site, options: Options, postman: Postman) -> Self {
        let mut chance = Chance::system();
        let start = u16::try_from(chance.below(1 << 16)).unwrap_or_default();
        let agent = format!("Kumki/{} (+{})", env!("CARGO_PKG_VERSION"), site.url);
        Self {
            store,
            site,
            outgoing: Arc::new(
                Outgoing::new(agent, &options.allowed_networks)
                    .with_test_hosts(&options.test_hosts),
            ),
            dns: Arc::new(Resolver::new(options.dns.clone())),
            heavy: Arc::new(Semaphore::new(options.heavy_at_once)),
            options: Arc::new(options),
            postman: Arc::new(postman),
            clock: Arc::new(now),
            chance: Chance::system,
            ids: Ids::new(start),
            limits: Arc::default(),
            bells: Arc::default(),
            outbox_bell: Arc::default(),
            streams: Arc::default(),
            gate: Arc::default(),
            auto_rules: Arc::default(),
        }
    }

    /// Leave to work on a password or a picture, to be kept until that is done. However many ask at
    /// once, memory and processors suffice, and what is not heavy goes on: it needs no leave.
    pub(crate) async fn turn(&self, is_heavy: bool) -> Result<Option<OwnedSemaphorePermit>, Error> {
        if !is_heavy {
            return Ok(None);
        }
        let turn = self.heavy.clone().acquire_owned();
        let turn = timeout(self.options.patience, turn).await;
        turn.ok().and_then(Result::ok).map(Some).ok_or(Error::Busy)
    }

    /// The same for who is not async: jobs, and requests that do something heavy only now and then.
    pub(crate) fn turn_now(&self) -> Result<Option<OwnedSemaphorePermit>, Error> {
        let app = self.clone();
        let turn = bridge::wait(async move { app.turn(true).await });
        turn.map_err(|error| Error::Broken(error.to_string()))?
    }

    /// With another idea of the time, for tests and the demo.
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// A unit of work that nobody asked for yet.
    pub fn context(&self, tx: Tx) -> Context {
        Context {
            caller: Caller::Stranger,
            auto_rules: self.auto_rules.clone(),
            ..Context::new(
                tx,
                self.now(),
                (self.chance)(),
                self.ids.clone(),
                self.site.clone(),
            )
        }
    }

    /// Work that only looks.
    pub fn read(&self) -> Result<Context, store::Error> {
        Ok(self.context(self.store.read()?))
    }

    /// Work that changes something; it is saved with [`save`](Self::save).
    pub fn write(&self) -> Result<Context, store::Error> {
        Ok(self.context(self.store.write()?))
    }

    /// Saves what was done, and tells those who are connected. Where other processes may share the
    /// database, the database tells everybody, this process too.
    pub fn save(&self, cx: Context) -> Result<(), store::Error> {
        let Context { mut tx, events, .. } = cx;
        let is_told = tx.tell(&relay::pack(&events))?;
        tx.save()?;
        if events.contains(&Event::IpBlocksChanged) {
            self.gate.read_anew(self);
        }
        if !is_told {
            events.into_iter().for_each(|it| self.streams.hear(it));
        }
        Ok(())
    }
}

/// The time, in the precision that is kept and shown.
#[expect(
    clippy::disallowed_methods,
    reason = "this is where the context gets its time from"
)]
fn now() -> DateTime<Utc> {
    let now = Utc::now();
    DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
}

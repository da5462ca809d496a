//! A server of its own for one test.

use std::{
    error::Error,
    fs,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use chrono::{DateTime, TimeDelta, Utc};
use client::Client;
use domain::Site;
use kumki_server::{App, Options, jobs, mail::Postman, router};
use store::Tx;
use tempfile::TempDir;
use tokio::net::TcpListener;

pub(crate) type Test = Result<(), Box<dyn Error>>;

/// Every scope that there is.
pub(crate) const ALL_SCOPES: &str = "read write profile push admin:read admin:write";

pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) app: App,
    pub(crate) folder: TempDir,
    /// For what the client would not send.
    pub(crate) http: reqwest::Client,
    clock: Arc<AtomicI64>,
}

impl Server {
    pub(crate) async fn start() -> Result<Self, Box<dyn Error>> {
        Self::start_with(|options| options.rate_limits = false).await
    }

    pub(crate) async fn start_with(
        choose: impl FnOnce(&mut Options),
    ) -> Result<Self, Box<dyn Error>> {
        Self::start_as(choose, |site| site).await
    }

    /// One that has no exchange but with servers that are allowed by name.
    pub(crate) async fn start_limited() -> Result<Self, Box<dyn Error>> {
        let limited = |site| Site {
            limited_federation: true,
            ..site
        };
        Self::start_as(|options| options.rate_limits = false, limited).await
    }

    pub(crate) async fn start_as(
        choose: impl FnOnce(&mut Options),
        place: impl FnOnce(Site) -> Site,
    ) -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let mut options = Options::new(folder.path());
        choose(&mut options);
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let domain = format!("localhost:{}", listener.local_addr()?.port());
        let url = format!("http://{domain}");
        let site = place(Site::new(&domain, &url));
        let postman = Postman::files(folder.path().join("mail"), "kumki@localhost")?;
        let clock = Arc::new(AtomicI64::new(1_795_348_800_000));
        let ticking = clock.clone();
        let app = App::new(store::testing::store()?, site, options, postman)
            .with_clock(Arc::new(move || at(ticking.load(Ordering::Relaxed))));
        Ok(Self::with(app, listener, folder, clock))
    }

    /// Two servers that can reach each other, by names of the great world.
    pub(crate) async fn two() -> Result<(Self, Self), Box<dyn Error>> {
        Self::two_with(|_| ()).await
    }

    /// The same, with something decided about the second.
    pub(crate) async fn two_with(
        choose: impl FnOnce(&mut Options),
    ) -> Result<(Self, Self), Box<dyn Error>> {
        let names = ["near.test", "far.test"];
        let mut listeners = Vec::new();
        for _ in names {
            listeners.push(TcpListener::bind("127.0.0.1:0").await?);
        }
        let mut hosts = Vec::new();
        for (name, listener) in names.iter().zip(&listeners) {
            hosts.push(((*name).to_owned(), listener.local_addr()?));
        }
        let clock = Arc::new(AtomicI64::new(1_795_348_800_000));
        let mut choose = Some(choose);
        let mut servers = Vec::new();
        for (name, listener) in names.iter().zip(listeners) {
            let folder = tempfile::tempdir()?;
            let mut options = Options::new(folder.path());
            options.rate_limits = false;
            options.test_hosts = hosts.clone();
            if *name == "far.test"
                && let Some(choose) = choose.take()
            {
                choose(&mut options);
            }
            servers.push(Self::named(name, listener, (folder, options), &clock)?);
        }
        let far = servers.pop().ok_or("two servers")?;
        Ok((servers.pop().ok_or("two servers")?, far))
    }

    fn named(
        name: &str,
        listener: TcpListener,
        (folder, options): (TempDir, Options),
        clock: &Arc<AtomicI64>,
    ) -> Result<Self, Box<dyn Error>> {
        let site = Site::new(name, &format!("https://{name}"));
        let postman = Postman::files(folder.path().join("mail"), "kumki@localhost")?;
        let ticking = clock.clone();
        let app = App::new(store::testing::store()?, site, options, postman)
            .with_clock(Arc::new(move || at(ticking.load(Ordering::Relaxed))));
        Ok(Self {
            url: format!("http://{}", listener.local_addr()?),
            ..Self::with(app, listener, folder, clock.clone())
        })
    }

    /// Another process that serves from the same database, as far as one can tell.
    pub(crate) async fn beside(&self) -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let postman = Postman::files(folder.path().join("mail"), "kumki@localhost")?;
        let (options, site) = ((*self.app.options).clone(), self.app.site.clone());
        let ticking = self.clock.clone();
        let app = App::new(self.app.store.clone(), site, options, postman)
            .with_clock(Arc::new(move || at(ticking.load(Ordering::Relaxed))));
        Ok(Self {
            url: format!("http://{}", listener.local_addr()?),
            ..Self::with(app, listener, folder, self.clock.clone())
        })
    }

    fn with(app: App, listener: TcpListener, folder: TempDir, clock: Arc<AtomicI64>) -> Self {
        let service = router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self {
            url: app.site.url.to_string(),
            app,
            folder,
            http: reqwest::Client::new(),
            clock,
        }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        at(self.clock.load(Ordering::Relaxed))
    }

    pub(crate) fn advance(&self, by: TimeDelta) {
        self.clock
            .fetch_add(by.num_milliseconds(), Ordering::Relaxed);
    }

    /// To look at what was kept.
    pub(crate) fn tx(&self) -> Result<Tx, store::Error> {
        self.app.store.write()
    }

    pub(crate) fn client(&self, token: &str) -> Result<Client, client::Error> {
        Client::builder(&self.url).token(token).build()
    }

    /// Does all the work that is due.
    pub(crate) fn work_off(&self) -> Result<usize, domain::Error> {
        jobs::work_off(&self.app)
    }

    /// The letters that were sent, decoded so far that their words can be looked for, oldest first.
    pub(crate) fn letters(&self) -> Result<Vec<String>, Box<dyn Error>> {
        let folder = self.folder.path().join("mail");
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let mut files = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
        files.sort_by_key(|it| {
            let name = it.file_name().into_string().unwrap_or_default();
            let numbers = name
                .trim_end_matches(".eml")
                .split('-')
                .map(|it| it.parse::<i64>().unwrap_or(0));
            numbers.collect::<Vec<_>>()
        });
        let mut letters = Vec::new();
        for file in files {
            letters.push(unfold(&fs::read_to_string(file.path())?));
        }
        Ok(letters)
    }
}

fn at(milliseconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(milliseconds).expect("in range")
}

/// Undoes the soft line breaks of mail.
fn unfold(letter: &str) -> String {
    letter
        .replace("=\r\n", "")
        .replace("=3D", "=")
        .replace("\r\n", "\n")
}

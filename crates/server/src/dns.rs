//! Asking DNS where the mail of a domain goes. Done before a transaction begins, never while one is open.

use std::{
    net::SocketAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};

use domain::gates::MailHosts;
use hickory_resolver::{
    ResolverBuilder, TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    net::{NetError, runtime::TokioRuntimeProvider},
    proto::rr::RData,
};
use tokio::time::{Instant, timeout_at};

use crate::bridge;

/// How long all of it may take. What is not known by then counts as fine.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many hosts are looked at, however many a domain names.
const MOST: usize = 20;

/// Who is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Dns {
    /// Then rules count for the domain of an address only, and nothing is known of its hosts.
    #[default]
    Nobody,
    /// Whom the system asks.
    System,
    Servers(Vec<SocketAddr>),
}

/// The only place that knows how DNS is spoken.
pub(crate) struct Resolver {
    who: Dns,
    /// Made when it is needed first.
    made: OnceLock<Option<TokioResolver>>,
}

impl Resolver {
    pub(crate) fn new(who: Dns) -> Self {
        Self {
            who,
            made: OnceLock::new(),
        }
    }

    /// Where the mail of a domain goes. None if nobody is to be asked. Keeps the thread waiting.
    pub(crate) fn mail_hosts(self: &Arc<Self>, domain: &str) -> Option<MailHosts> {
        if self.who == Dns::Nobody {
            return None;
        }
        let (resolver, asked) = (Arc::clone(self), domain.to_owned());
        let found = bridge::wait(async move {
            let resolver = resolver.made.get_or_init(|| make(&resolver.who));
            let resolver = resolver.as_ref()?;
            Some(ask(resolver, &asked).await)
        });
        let found = found.ok().flatten();
        Some(found.unwrap_or_else(|| MailHosts::unknown(domain)))
    }
}

fn make(who: &Dns) -> Option<TokioResolver> {
    let builder = match who {
        Dns::Nobody => return None,
        Dns::System => TokioResolver::builder_tokio(),
        Dns::Servers(servers) => {
            let servers = servers.iter().map(name_server).collect();
            let config = ResolverConfig::from_name_servers(servers);
            let provider = TokioRuntimeProvider::default();
            Ok(TokioResolver::builder_with_config(config, provider))
        }
    };
    let made = builder.and_then(ResolverBuilder::build);
    made.inspect_err(|error| tracing::error!("DNS cannot be asked: {error}"))
        .ok()
}

fn name_server(at: &SocketAddr) -> NameServerConfig {
    let mut server = NameServerConfig::udp_and_tcp(at.ip());
    for connection in &mut server.connections {
        let ConnectionConfig { port, .. } = connection;
        *port = at.port();
    }
    server
}

async fn ask(resolver: &TokioResolver, domain: &str) -> MailHosts {
    let until = Instant::now() + PATIENCE;
    let mut hosts = MailHosts::unknown(domain);
    let exchanges = timeout_at(until, exchanges(resolver, domain)).await;
    let Ok(Ok(exchanges)) = exchanges else {
        return hosts;
    };
    // A single host without a name says that there is no mail at all.
    hosts.is_reachable = exchanges != [""];
    hosts.exchanges = exchanges.into_iter().filter(|it| !it.is_empty()).collect();
    if hosts.is_reachable {
        let mut names = hosts.exchanges.clone();
        names.push(domain.to_owned());
        let found = timeout_at(until, is_any_there(resolver, &names)).await;
        hosts.is_reachable = found.unwrap_or(true);
    }
    hosts
}

/// The names of the hosts, those that are preferred first.
async fn exchanges(resolver: &TokioResolver, domain: &str) -> Result<Vec<String>, NetError> {
    let found = match resolver.mx_lookup(absolute(domain)).await {
        Ok(found) => found,
        Err(error) if error.is_no_records_found() => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut exchanges = Vec::new();
    for record in found.answers() {
        if let RData::MX(mx) = &record.data {
            let name = mx.exchange.to_ascii().to_lowercase();
            exchanges.push((mx.preference, name.trim_end_matches('.').to_owned()));
        }
    }
    exchanges.sort_unstable();
    let mut names: Vec<String> = exchanges.into_iter().map(|(_, name)| name).collect();
    names.dedup();
    names.truncate(MOST);
    Ok(names)
}

/// Whether any of the hosts has an address, or cannot be told to have none.
async fn is_any_there(resolver: &TokioResolver, names: &[String]) -> bool {
    for name in names {
        match resolver.lookup_ip(absolute(name)).await {
            Err(error) if error.is_no_records_found() => (),
            _ => return true,
        }
    }
    false
}

/// Not to be looked for below the domain of this machine.
fn absolute(name: &str) -> String {
    format!("{name}.")
}

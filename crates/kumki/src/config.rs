//! The configuration: one struct for each section, whose comments are the manual.

mod keys;
mod load;
mod media;
mod sample;
mod secret;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use chrono::TimeDelta;
use domain::Site;
use ipnet::IpNet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use server::Options;

pub(crate) use keys::unknown_variables;
pub(crate) use load::load;
use media::Media;
pub(crate) use sample::sample;
pub(crate) use secret::Secret;

/// Everything that the operator can decide.
#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    /// The folder with the database, pictures and letters.
    #[schemars(example = "/var/lib/kumki")]
    pub(crate) data: Option<PathBuf>,
    /// Where to wait for requests.
    pub(crate) listen: SocketAddr,
    /// The part behind the @ of the members. It is in the addresses of all accounts, and cannot be
    /// changed once the server has run.
    #[schemars(example = "social.example")]
    pub(crate) domain: Option<String>,
    /// A PostgreSQL database, in place of the one in the folder.
    #[schemars(example = "postgres://kumki:password@127.0.0.1/kumki")]
    pub(crate) database_url: Option<Secret>,
    /// Whether there is no exchange but with servers that the staff has allowed by name; whoever is no
    /// member then sees next to nothing.
    pub(crate) limited_federation: bool,
    /// Whether other servers have to say who asks for accounts and posts. Those that are blocked then get
    /// nothing, and some old ones neither.
    pub(crate) authorized_fetch: bool,
    /// Writing to people.
    pub(crate) mail: Mail,
    /// Keeping pictures, films and sounds.
    pub(crate) media: Media,
    /// Answering requests.
    pub(crate) http: Http,
    /// Calling other servers.
    pub(crate) outgoing: Outgoing,
    /// Slowing down who calls too often.
    pub(crate) limits: Limits,
    /// Giving programs the right to act for members.
    pub(crate) oauth: OAuth,
    /// Doing what is left for later.
    pub(crate) jobs: Jobs,
    /// What the server says while it works.
    pub(crate) log: Log,
}

#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Mail {
    /// The mail server; `smtps://` or `smtp://…?tls=required`. Without one, letters are put into the
    /// folder `mail`.
    #[schemars(example = "smtps://user:password@mail.example")]
    pub(crate) smtp_url: Option<Secret>,
    /// Whom letters come from; `notifications@` and the domain if not given.
    #[schemars(example = "Our server <notifications@social.example>")]
    pub(crate) from: Option<String>,
    /// Whether DNS is asked where the mail of newcomers goes: addresses that lead nowhere are refused, and
    /// rules for e-mail domains hold for the hosts behind them too. Never done for a server on loopback.
    pub(crate) ask_dns: bool,
}

#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Http {
    /// The networks of proxies whose word is taken for where a request comes from.
    pub(crate) trusted_proxies: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize, JsonSchema, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Outgoing {
    /// Networks that may be called although they are not public, and without TLS too; such as that of a push
    /// service of one's own. Nothing else that is not public ever is.
    pub(crate) allowed_networks: Vec<String>,
    /// Servers that are called at an address of one's own choice, whatever their names stand for, and without
    /// TLS, as `name=address:port`. For trying out how servers talk on one machine, and for nothing else.
    pub(crate) test_hosts: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Limits {
    /// Whether to.
    pub(crate) rate_limits: bool,
}

#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct OAuth {
    /// Whether programs may sign members in by their password. Old ones cannot do otherwise.
    pub(crate) password_grant: bool,
}

#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Jobs {
    /// How many are done at the same time.
    pub(crate) workers: u16,
    /// How long a worker that stopped answering keeps its job.
    pub(crate) lease_seconds: u32,
}

#[derive(Clone, Debug, Deserialize, JsonSchema, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Log {
    /// `error`, `warn`, `info`, `debug` or `trace`; also for each module, as in
    /// `info,kumki_server=debug`.
    pub(crate) level: String,
    /// `text` for people, `json` for programs.
    #[schemars(with = "String")]
    pub(crate) format: Format,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Format {
    #[default]
    Text,
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: None,
            listen: ([127, 0, 0, 1], 3000).into(),
            domain: None,
            database_url: None,
            limited_federation: false,
            authorized_fetch: false,
            mail: Mail::default(),
            media: Media::default(),
            http: Http::default(),
            outgoing: Outgoing::default(),
            limits: Limits::default(),
            oauth: OAuth::default(),
            jobs: Jobs::default(),
            log: Log::default(),
        }
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            smtp_url: None,
            from: None,
            ask_dns: true,
        }
    }
}

impl Default for Http {
    fn default() -> Self {
        let trusted_proxies = vec!["127.0.0.1/32".into(), "::1/128".into()];
        Self { trusted_proxies }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { rate_limits: true }
    }
}

impl Default for OAuth {
    fn default() -> Self {
        let password_grant = true;
        Self { password_grant }
    }
}

impl Default for Jobs {
    fn default() -> Self {
        Self {
            workers: 2,
            lease_seconds: 60,
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self {
            level: "info".into(),
            format: Format::Text,
        }
    }
}

impl Config {
    /// The folder, where one is needed.
    pub(crate) fn folder(&self) -> Result<&Path> {
        let how = "no folder is given: use --data DIR, KUMKI_DATA, or data in the file";
        self.data.as_deref().context(how)
    }

    /// The site, as far as the operator decides about it.
    pub(crate) fn place(&self, site: Site) -> Site {
        Site {
            limited_federation: self.limited_federation,
            ..self.media.place(site)
        }
    }

    /// What the server wants to know of all this.
    pub(crate) fn options(&self) -> Result<Options> {
        let folder = self.data.as_deref().unwrap_or(Path::new(""));
        let networks = |key: &'static str, texts: &[String]| {
            let read = texts.iter().map(|it| network(key, it));
            read.collect::<Result<Vec<_>>>()
        };
        Ok(Options {
            media: self.media.storage(folder)?,
            trusted_proxies: networks("http.trusted_proxies", &self.http.trusted_proxies)?,
            allowed_networks: networks(
                "outgoing.allowed_networks",
                &self.outgoing.allowed_networks,
            )?,
            test_hosts: test_hosts(&self.outgoing.test_hosts)?,
            authorized_fetch: self.authorized_fetch,
            rate_limits: self.limits.rate_limits,
            password_grant: self.oauth.password_grant,
            workers: self.jobs.workers.into(),
            lease: TimeDelta::seconds(self.jobs.lease_seconds.into()),
            ..Options::new(folder)
        })
    }
}

/// `name=127.0.0.1:3000`
fn test_hosts(texts: &[String]) -> Result<Vec<(String, SocketAddr)>> {
    let read = |text: &String| {
        let pair = text.split_once('=');
        let pair = pair.and_then(|(name, at)| Some((name.to_lowercase(), at.parse().ok()?)));
        pair.with_context(|| format!("outgoing.test_hosts: {text:?} is not name=address:port"))
    };
    texts.iter().map(read).collect()
}

/// `10.0.0.0/8`, or one address.
fn network(key: &str, text: &str) -> Result<IpNet> {
    let address = || text.parse::<std::net::IpAddr>().ok().map(IpNet::from);
    let network = text.parse().ok().or_else(address);
    network.with_context(|| format!("{key}: {text:?} is no network"))
}

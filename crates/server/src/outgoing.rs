//! Calling other servers. All of it goes through one door, which leads to nothing that is not public: a
//! stranger who names an address must not get the server to call what only the server can reach.
//!
//! An address is looked at after its name was resolved, and just that address is then called; at a
//! redirect it is done anew. Answers have a size and a time.

mod public;

use std::{
    error::Error as _,
    fs::File,
    io,
    net::{IpAddr, SocketAddr},
    sync::{Arc, OnceLock},
    time::Duration,
};

use axum::{
    body::Bytes,
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{AUTHORIZATION, COOKIE, HOST, LOCATION},
    },
};
use ipnet::IpNet;
use reqwest::{
    Client, Response,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use tokio::{io::AsyncWriteExt, net::lookup_host, time::timeout};
use url::{Host, Url};

/// How long a call may take, redirects and all.
const PATIENCE: Duration = Duration::from_secs(20);

/// The door.
pub struct Outgoing {
    agent: String,
    allowed: Arc<[IpNet]>,
    /// Servers that are somewhere else than their names say, and speak no TLS there.
    test_hosts: Vec<(String, SocketAddr)>,
    patience: Duration,
    /// Made when they are needed first, because that takes long.
    secure: OnceLock<Option<Client>>,
    plain: OnceLock<Option<Client>>,
}

/// What another server is asked.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: Method,
    pub url: Url,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// How many redirects are followed. Only those of a `GET` are.
    pub redirects: usize,
    /// How long the answer may be.
    pub most_bytes: usize,
}

/// What it says.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// Where it came from, after all redirects.
    pub url: Url,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// It is nothing that may be called.
    #[error("{0} may not be called: {1}")]
    Refused(String, &'static str),
    #[error("the answer is longer than {0} bytes")]
    TooLong(usize),
    #[error("there were too many redirects")]
    Redirected,
    #[error("there was no answer within {0:?}")]
    Late(Duration),
    #[error("there was no answer")]
    Failed(#[source] reqwest::Error),
    #[error("the TLS library does not work here")]
    NoTls,
    #[error("the answer cannot be kept")]
    Unkept(#[source] io::Error),
}

impl Trouble {
    /// Whether trying again would end the same.
    pub fn is_final(&self) -> bool {
        match self {
            Self::Refused(..) | Self::TooLong(_) | Self::Redirected => true,
            Self::Late(_) | Self::Failed(_) | Self::NoTls | Self::Unkept(_) => false,
        }
    }
}

impl Outgoing {
    /// The agent is what other servers read about who calls. Networks that are allowed are called although
    /// they are not public, and there without TLS too.
    pub fn new(agent: String, allowed: &[IpNet]) -> Self {
        Self {
            agent,
            allowed: allowed.into(),
            test_hosts: Vec::new(),
            patience: PATIENCE,
            secure: OnceLock::new(),
            plain: OnceLock::new(),
        }
    }

    /// With servers that are called at these addresses, whatever their names stand for.
    pub fn with_test_hosts(mut self, hosts: &[(String, SocketAddr)]) -> Self {
        self.test_hosts = hosts.to_vec();
        self
    }

    /// With less patience, or more.
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    pub async fn send(&self, call: Call) -> Result<Answer, Trouble> {
        let most = call.most_bytes;
        let done = timeout(self.patience, async {
            let (response, url) = self.follow(call).await?;
            read(response, url, most).await
        });
        done.await.unwrap_or(Err(Trouble::Late(self.patience)))
    }

    /// The same for what is too large for memory, with more patience. What comes with a success is
    /// written into the file.
    pub async fn download(&self, call: Call, into: File) -> Result<StatusCode, Trouble> {
        let (most, patience) = (call.most_bytes, 2 * self.patience);
        let done = timeout(patience, async {
            let (response, _) = self.follow(call).await?;
            match response.status() {
                StatusCode::OK => write(response, into, most).await,
                status => Ok(status),
            }
        });
        done.await.unwrap_or(Err(Trouble::Late(patience)))
    }

    /// What answers in the end, and where that is.
    async fn follow(&self, mut call: Call) -> Result<(Response, Url), Trouble> {
        let follows = call.method == Method::GET && call.redirects > 0;
        let mut left = call.redirects;
        loop {
            let response = self.call(&call).await?;
            let next = match follows {
                true => redirection(&response, &call.url),
                false => None,
            };
            let Some(next) = next else {
                return Ok((response, call.url));
            };
            left = left.checked_sub(1).ok_or(Trouble::Redirected)?;
            // What was meant for one server is not for another.
            if next.origin() != call.url.origin() {
                call.headers.remove(AUTHORIZATION);
                call.headers.remove(COOKIE);
            }
            call.url = next;
        }
    }

    async fn call(&self, call: &Call) -> Result<Response, Trouble> {
        let (client, url, headers) = match self.test_host(call) {
            Some((url, headers)) => (self.client_for(&url)?.0, url, headers),
            None => {
                let (client, door) = self.client_for(&call.url)?;
                door.check(&call.url)?;
                (client, call.url.clone(), call.headers.clone())
            }
        };
        let request = client
            .request(call.method.clone(), url)
            .headers(headers)
            .body(call.body.clone());
        request
            .send()
            .await
            .map_err(|error| match cause::<NotPublic>(&error) {
                Some(_) => refused(&call.url, "its address is not public"),
                None => Trouble::Failed(error.without_url()),
            })
    }

    /// Where a server is called that is only there for a test, and under which name.
    fn test_host(&self, call: &Call) -> Option<(Url, HeaderMap)> {
        let host = call.url.host_str()?;
        let (_, address) = self.test_hosts.iter().find(|(name, _)| name == host)?;
        let mut url = call.url.clone();
        url.set_scheme("http").ok()?;
        url.set_ip_host(address.ip()).ok()?;
        url.set_port(Some(address.port())).ok()?;
        let mut headers = call.headers.clone();
        headers.insert(HOST, HeaderValue::from_str(host).ok()?);
        Some((url, headers))
    }

    fn client_for(&self, url: &Url) -> Result<(&Client, Door), Trouble> {
        let (client, is_public_enough) = match url.scheme() {
            "https" => (&self.secure, true),
            "http" => (&self.plain, false),
            _ => return Err(refused(url, "it is no address of the web")),
        };
        let door = Door {
            allowed: Arc::clone(&self.allowed),
            is_public_enough,
        };
        let client = client.get_or_init(|| self.build(door.clone()));
        Ok((client.as_ref().ok_or(Trouble::NoTls)?, door))
    }

    fn build(&self, door: Door) -> Option<Client> {
        let builder = Client::builder()
            .user_agent(&self.agent)
            .https_only(door.is_public_enough)
            .dns_resolver(Arc::new(door))
            .redirect(Policy::none())
            .referer(false)
            // A proxy would resolve names itself, and look at nothing.
            .no_proxy();
        builder.build().ok()
    }
}

/// Which addresses a client may call.
#[derive(Clone, Debug)]
struct Door {
    allowed: Arc<[IpNet]>,
    /// Whether public ones may be called, too.
    is_public_enough: bool,
}

impl Door {
    fn admits(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        let is_allowed = self.allowed.iter().any(|it| it.contains(&ip));
        is_allowed || (self.is_public_enough && public::is_public(ip))
    }

    /// Looks at an address that has no name to be resolved.
    fn check(&self, url: &Url) -> Result<(), Trouble> {
        let ip = match url.host() {
            Some(Host::Ipv4(it)) => Some(IpAddr::V4(it)),
            Some(Host::Ipv6(it)) => Some(IpAddr::V6(it)),
            Some(Host::Domain(_)) => None,
            None => return Err(refused(url, "it names no server")),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused(url, "it contains a password"));
        }
        match ip {
            Some(ip) if !self.admits(ip) => Err(refused(url, "its address is not public")),
            _ => Ok(()),
        }
    }
}

/// No address that a name stands for may be called.
#[derive(Debug, thiserror::Error)]
#[error("its address is not public")]
struct NotPublic;

impl Resolve for Door {
    fn resolve(&self, name: Name) -> Resolving {
        let door = self.clone();
        Box::pin(async move {
            let found = lookup_host((name.as_str(), 0)).await?;
            let admitted: Vec<SocketAddr> = found.filter(|it| door.admits(it.ip())).collect();
            match admitted.is_empty() {
                true => Err(NotPublic.into()),
                false => Ok(Box::new(admitted.into_iter()) as Addrs),
            }
        })
    }
}

fn refused(url: &Url, why: &'static str) -> Trouble {
    let origin = url.origin().ascii_serialization();
    Trouble::Refused(origin, why)
}

/// One of the errors behind an error.
fn cause<E: std::error::Error + 'static>(error: &reqwest::Error) -> Option<&E> {
    let mut source = error.source();
    while let Some(error) = source {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        source = error.source();
    }
    None
}

fn redirection(response: &Response, url: &Url) -> Option<Url> {
    let codes = [301, 302, 303, 307, 308];
    let is_redirection = codes.contains(&response.status().as_u16());
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    is_redirection.then(|| url.join(location).ok()).flatten()
}

async fn read(mut response: Response, url: Url, most: usize) -> Result<Answer, Trouble> {
    let mut body = Vec::new();
    while let Some(chunk) = next(&mut response, body.len(), most).await? {
        body.extend_from_slice(&chunk);
    }
    Ok(Answer {
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body,
        url,
    })
}

async fn write(mut response: Response, into: File, most: usize) -> Result<StatusCode, Trouble> {
    let mut into = tokio::fs::File::from_std(into);
    let mut written = 0;
    while let Some(chunk) = next(&mut response, written, most).await? {
        written += chunk.len();
        into.write_all(&chunk).await.map_err(Trouble::Unkept)?;
    }
    into.flush().await.map_err(Trouble::Unkept)?;
    Ok(response.status())
}

/// What comes next, unless it is more than there may be, or is announced to become more.
async fn next(response: &mut Response, had: usize, most: usize) -> Result<Option<Bytes>, Trouble> {
    let announced = response.content_length().unwrap_or_default();
    if had == 0 && announced > most as u64 {
        return Err(Trouble::TooLong(most));
    }
    let chunk = response.chunk().await;
    let chunk = chunk.map_err(|error| Trouble::Failed(error.without_url()))?;
    match &chunk {
        Some(chunk) if had + chunk.len() > most => Err(Trouble::TooLong(most)),
        _ => Ok(chunk),
    }
}

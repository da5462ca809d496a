//! Another server, as small as can be: it takes what it is sent, and looks who has signed it.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicU16, Ordering},
    },
    thread,
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::Path,
    http::{HeaderMap, Method, StatusCode},
    routing::post,
};
use federation::signature::{Claim, PublicKey, Request};
use serde_json::Value;
use store::{
    accounts::Account,
    activity_names,
    actors::{self, Actor},
};

use crate::{people::Person, server::Server};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    got: Arc<(Mutex<Vec<Sent>>, Condvar)>,
    code: Arc<AtomicU16>,
}

/// What it was sent.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// Its path, without the slash.
    pub(crate) inbox: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Peer {
    pub(crate) fn new() -> Result<Self> {
        let got: Arc<(Mutex<Vec<Sent>>, Condvar)> = Arc::default();
        let code = Arc::new(AtomicU16::new(202));
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let (sent, answer) = (Arc::clone(&got), Arc::clone(&code));
        let take = move |Path(inbox): Path<String>, headers: HeaderMap, body: Bytes| {
            let body = body.to_vec();
            let (sent, came) = &*sent;
            let mut sent = sent.lock().unwrap_or_else(PoisonError::into_inner);
            came.notify_all();
            sent.push(Sent {
                inbox,
                headers,
                body,
            });
            let code = StatusCode::from_u16(answer.load(Ordering::Relaxed));
            async move { code.unwrap_or_default() }
        };
        let router = Router::new().route("/{inbox}", post(take));
        // On a thread of its own: a test that works off jobs keeps its own thread to itself.
        thread::spawn(move || serve(listener, router));
        Ok(Self { address, got, code })
    }

    /// One that answers nobody.
    pub(crate) fn nobody() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        Ok(Self {
            address: listener.local_addr()?,
            got: Arc::default(),
            code: Arc::default(),
        })
    }

    /// From now on.
    pub(crate) fn answer_with(&self, code: u16) {
        self.code.store(code, Ordering::Relaxed);
    }

    /// What has come since this was asked last, by inbox.
    pub(crate) fn received(&self) -> Vec<Sent> {
        let mut got = self.got.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sent = std::mem::take(&mut *got);
        sent.sort_by_key(|it| it.inbox.clone());
        sent
    }

    /// Waits until that much has come, if it does not take too long. Whether it has.
    pub(crate) fn hears_of(&self, count: usize) -> bool {
        let (got, came) = &*self.got;
        let got = got.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = came.wait_timeout_while(got, Duration::from_secs(60), |it| it.len() < count);
        let (got, _) = waited.unwrap_or_else(PoisonError::into_inner);
        got.len() >= count
    }

    /// The only thing that has come, and that is signed by whoever says it.
    pub(crate) async fn one(&self, server: &Server) -> Result<Value> {
        let mut sent = self.received();
        assert_eq!(sent.len(), 1, "{sent:#?}");
        sent.remove(0).open(server, self).await
    }

    /// Somebody who lives there. Their inbox is named after them; the shared one is `shared`.
    pub(crate) fn account(&self, server: &Server, name: &str) -> Result<Account> {
        let domain = self.address.to_string();
        let account = server.remote(name, &domain)?;
        let actor = Actor {
            account_id: account.id,
            inbox: format!("http://{domain}/{name}"),
            shared_inbox: Some(format!("http://{domain}/shared")),
            outbox: None,
            followers: None,
            following: None,
            featured: None,
            key_id: format!("{}#main-key", account.uri),
            public_key: String::new(),
            avatar_url: None,
            header_url: None,
            fetched_at: server.now(),
        };
        server.change(|cx| Ok(actors::set(&mut cx.tx, &actor)?))?;
        Ok(account)
    }

    /// Somebody there who follows a member.
    pub(crate) fn follower(&self, server: &Server, name: &str, of: &Person) -> Result<Account> {
        let account = self.account(server, name)?;
        let (id, uri) = (account.id, format!("{}#follows/1", account.uri));
        server.change(|cx| {
            let now = cx.now;
            store::testing::follow(&mut cx.tx, id, of.id, now)?;
            Ok(activity_names::name_follow(&mut cx.tx, id, of.id, &uri)?)
        })?;
        Ok(account)
    }
}

impl Sent {
    pub(crate) fn document(&self) -> Result<Value> {
        Ok(serde_json::from_slice(&self.body)?)
    }

    /// What it says, if its actor has signed it: its key is asked for where it says that it is.
    pub(crate) async fn open(&self, server: &Server, peer: &Peer) -> Result<Value> {
        let document = self.document()?;
        let target = format!("/{}", self.inbox);
        let request = Request {
            method: &Method::POST,
            target: &target,
            scheme: "http",
            host: &peer.address.to_string(),
            headers: &self.headers,
            body: &self.body,
        };
        let claim = Claim::read(&request, server.now())?;
        let actor = document["actor"].as_str().ok_or("somebody says it")?;
        let path = actor.strip_prefix(&server.url).ok_or("of this server")?;
        let (_, shown) = server.document(path).await?;
        assert_eq!(shown["publicKey"]["id"], claim.key_id);
        let pem = shown["publicKey"]["publicKeyPem"].as_str();
        let key = PublicKey::from_pem(pem.ok_or("it has a key")?)?;
        assert!(claim.holds(&key), "{document}");
        assert_eq!(
            document["@context"][0],
            "https://www.w3.org/ns/activitystreams"
        );
        Ok(document)
    }
}

impl Server {
    /// What another server sees at a path.
    pub(crate) async fn document(&self, path: &str) -> Result<(u16, Value)> {
        let request = self.http.get(format!("{}{path}", self.url));
        let answer = request
            .header("accept", "application/activity+json")
            .send()
            .await?;
        Ok((answer.status().as_u16(), answer.json().await?))
    }
}

pub(crate) fn serve(listener: TcpListener, router: Router) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, router).await
    })
}

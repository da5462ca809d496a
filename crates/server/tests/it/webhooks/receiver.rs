//! A program that webhooks call: it checks the signature of what it gets, as the documentation says.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU16, Ordering},
    },
    thread,
};

use aws_lc_rs::hmac;
use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

pub(super) struct Receiver {
    address: SocketAddr,
    inbox: Arc<Mutex<Vec<Message>>>,
    code: Arc<AtomicU16>,
}

/// What it got.
#[derive(Clone, Debug)]
pub(super) struct Message {
    headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Receiver {
    pub(super) fn new() -> Result<Self> {
        let inbox: Arc<Mutex<Vec<Message>>> = Arc::default();
        let code = Arc::new(AtomicU16::new(200));
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let (messages, answer) = (Arc::clone(&inbox), Arc::clone(&code));
        let take = move |headers: HeaderMap, body: Bytes| {
            let body = body.to_vec();
            let mut messages = messages.lock().unwrap_or_else(PoisonError::into_inner);
            messages.push(Message { headers, body });
            let code = StatusCode::from_u16(answer.load(Ordering::Relaxed));
            async move { code.unwrap_or_default() }
        };
        let router = Router::new().route("/hook", post(take));
        // On a thread of its own: a test that works off jobs keeps its own thread to itself.
        thread::spawn(move || serve(listener, router));
        Ok(Self {
            address,
            inbox,
            code,
        })
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// From now on.
    pub(super) fn answer_with(&self, code: u16) {
        self.code.store(code, Ordering::Relaxed);
    }

    /// What has come since this was asked last.
    pub(super) fn received(&self) -> Vec<Message> {
        let mut inbox = self.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *inbox)
    }

    /// The same, as far as the secret has signed it.
    pub(super) fn told(&self, secret: &str) -> Result<Vec<Value>> {
        let received = self.received();
        received.iter().map(|it| it.open(secret)).collect()
    }
}

impl Message {
    pub(super) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|it| it.to_str().ok()).unwrap_or_default()
    }

    /// Whether this secret has signed it.
    pub(super) fn is_signed_with(&self, secret: &str) -> bool {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let digits: String = hmac::sign(&key, &self.body)
            .as_ref()
            .iter()
            .map(|it| format!("{it:02x}"))
            .collect();
        self.header("x-hub-signature") == format!("sha256={digits}")
    }

    fn open(&self, secret: &str) -> Result<Value> {
        assert!(self.is_signed_with(secret), "{self:?}");
        assert_eq!(self.header("content-type"), "application/json");
        Ok(serde_json::from_slice(&self.body)?)
    }
}

fn serve(listener: TcpListener, router: Router) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, router).await
    })
}

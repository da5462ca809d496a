//! Somebody who keeps a list of servers, on a thread of her own.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use axum::{
    Router,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

pub(super) struct Keeper {
    address: SocketAddr,
    list: Arc<Mutex<List>>,
}

#[derive(Default)]
struct List {
    text: String,
    version: u32,
    /// Each version has its own.
    etag: String,
    status: StatusCode,
    /// What those who asked were given.
    answers: Vec<StatusCode>,
}

impl Keeper {
    pub(super) fn new() -> Result<Self> {
        let list: Arc<Mutex<List>> = Arc::default();
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let kept = Arc::clone(&list);
        let router = Router::new().route(
            "/list",
            get(move |headers: HeaderMap| {
                let mut list = kept.lock().unwrap_or_else(PoisonError::into_inner);
                let answer = list.answer(&headers);
                async move { answer }
            }),
        );
        thread::spawn(move || serve(listener, router));
        Ok(Self { address, list })
    }

    /// Where those must look who take names for what they are.
    pub(super) fn host(&self) -> (String, SocketAddr) {
        ("lists.test".to_owned(), self.address)
    }

    /// A new version.
    pub(super) fn says(&self, text: &str) {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        list.text = text.to_owned();
        list.version += 1;
        list.etag = format!("\"{}\"", list.version);
        list.status = StatusCode::OK;
    }

    pub(super) fn fails_with(&self, status: StatusCode) {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        list.status = status;
    }

    /// How it has answered since this was asked last.
    pub(super) fn answers(&self) -> Vec<u16> {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let answers = std::mem::take(&mut list.answers);
        answers.iter().map(StatusCode::as_u16).collect()
    }
}

impl List {
    fn answer(&mut self, headers: &HeaderMap) -> Response {
        let known = headers.get(header::IF_NONE_MATCH);
        let is_known = known.is_some_and(|it| it.as_bytes() == self.etag.as_bytes());
        let status = match self.status {
            StatusCode::OK if is_known => StatusCode::NOT_MODIFIED,
            other => other,
        };
        self.answers.push(status);
        let text = match status {
            StatusCode::OK => self.text.clone(),
            _ => String::new(),
        };
        (status, [(header::ETAG, self.etag.clone())], text).into_response()
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

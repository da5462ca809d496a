//! Servers that take what they are sent: all are this process, by many addresses of this machine.

use std::{
    net::{Ipv4Addr, TcpListener},
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread,
    time::Duration,
};

use anyhow::Result;
use axum::{Router, http::StatusCode, routing::post};
use tokio::runtime::Builder;

/// Addresses are kept in databases, so it is always the same.
pub(crate) const PORT: u16 = 31_707;

pub(crate) struct Peers(Arc<(Mutex<u64>, Condvar)>);

impl Peers {
    pub(crate) fn start() -> Result<Self> {
        let heard: Arc<(Mutex<u64>, Condvar)> = Arc::default();
        let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, PORT))?;
        listener.set_nonblocking(true)?;
        let count = Arc::clone(&heard);
        let take = move || {
            let (heard, came) = &*count;
            *heard.lock().unwrap_or_else(PoisonError::into_inner) += 1;
            came.notify_all();
            async { StatusCode::ACCEPTED }
        };
        let router = Router::new().route("/inbox", post(take));
        let runtime = Builder::new_current_thread().enable_all().build()?;
        thread::spawn(move || {
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                axum::serve(listener, router).await
            })
        });
        Ok(Self(heard))
    }

    pub(crate) fn forget(&self) {
        let (heard, _) = &*self.0;
        *heard.lock().unwrap_or_else(PoisonError::into_inner) = 0;
    }

    pub(crate) fn heard(&self) -> u64 {
        let (heard, _) = &*self.0;
        *heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until that many deliveries have come. Whether they have.
    pub(crate) fn wait_for(&self, count: u64, patience: Duration) -> bool {
        let (heard, came) = &*self.0;
        let heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = came.wait_timeout_while(heard, patience, |it| *it < count);
        let (heard, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *heard >= count
    }
}

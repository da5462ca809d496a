//! Asking many things, each of them once: what is signed is good for one time.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;

use crate::common::load::{CONNECTIONS, Connection, Load, Request};

/// A request with headers of one's own, each of which ends a line.
pub(crate) fn request(port: u16, line: &str, headers: &str, body: &str) -> Request {
    let length = body.len();
    let text = format!(
        "{line} HTTP/1.1\r\nHost: kumki.example\r\n{headers}\
         Content-Type: application/activity+json\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    Request { port, text }
}

/// Asks each of these, on several connections at once.
pub(crate) fn run(requests: &[Request]) -> Result<Load> {
    let started = Instant::now();
    let part = requests.len().div_ceil(CONNECTIONS).max(1);
    let asked: Result<Vec<Vec<Duration>>> = thread::scope(|scope| {
        let ask = |some| scope.spawn(move || ask_each(some));
        let threads: Vec<_> = requests.chunks(part).map(ask).collect();
        let joined = threads.into_iter().map(|it| it.join().expect("no panic"));
        joined.collect()
    });
    Ok(Load::new(started.elapsed(), asked?.concat()))
}

fn ask_each(requests: &[Request]) -> Result<Vec<Duration>> {
    let mut took = Vec::new();
    let Some(first) = requests.first() else {
        return Ok(took);
    };
    let mut connection = Connection::open(first.port)?;
    for request in requests {
        let started = Instant::now();
        connection.ask(request)?;
        took.push(started.elapsed());
    }
    Ok(took)
}

//! Asking over and over, as a program does that keeps its connections.

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

pub(crate) const CONNECTIONS: usize = 8;
/// Over all connections; so many answers say enough, however fast they come.
const MOST: usize = 200_000;

/// How long each answer took.
pub(crate) struct Load {
    pub(crate) elapsed: Duration,
    sorted: Vec<Duration>,
}

impl Load {
    pub(crate) fn new(elapsed: Duration, mut took: Vec<Duration>) -> Self {
        took.sort_unstable();
        Self {
            elapsed,
            sorted: took,
        }
    }

    pub(crate) fn count(&self) -> f64 {
        self.sorted.len() as f64
    }

    pub(crate) fn per_second(&self) -> f64 {
        self.count() / self.elapsed.as_secs_f64()
    }

    /// In milliseconds: `0.99` for what only one answer in a hundred exceeds.
    pub(crate) fn quantile(&self, part: f64) -> f64 {
        let index = (self.sorted.len() as f64 * part) as usize;
        let took = self.sorted.get(index).or(self.sorted.last());
        took.map_or(f64::NAN, |it| it.as_secs_f64() * 1000.0)
    }
}

/// Asks on several connections at once until the time is up. With several requests, each connection
/// has one of them.
pub(crate) fn run(requests: &[Request], time: Duration) -> Result<Load> {
    let started = Instant::now();
    let asked: Result<Vec<Vec<Duration>>> = thread::scope(|scope| {
        let ask = |request| scope.spawn(move || ask_until(request, started + time));
        let threads: Vec<_> = requests.iter().cycle().take(CONNECTIONS).map(ask).collect();
        let joined = threads.into_iter().map(|it| it.join().expect("no panic"));
        joined.collect()
    });
    Ok(Load::new(started.elapsed(), asked?.concat()))
}

fn ask_until(request: &Request, end: Instant) -> Result<Vec<Duration>> {
    let mut connection = Connection::open(request.port)?;
    let mut took = Vec::new();
    while Instant::now() < end && took.len() < MOST / CONNECTIONS {
        let started = Instant::now();
        connection.ask(request)?;
        took.push(started.elapsed());
    }
    Ok(took)
}

pub(crate) struct Request {
    pub(crate) port: u16,
    /// All of it.
    pub(crate) text: String,
}

impl Request {
    /// `line` is method and path; a body is JSON, and there is none if it is empty.
    pub(crate) fn new(port: u16, line: &str, token: &str, body: &str) -> Self {
        let kind = match body.is_empty() {
            true => String::new(),
            false => format!(
                "Content-Type: application/json\r\nContent-Length: {}\r\n",
                body.len()
            ),
        };
        let text = format!(
            "{line} HTTP/1.1\r\nHost: kumki.example\r\nAuthorization: Bearer {token}\r\n{kind}\r\n{body}"
        );
        Self { port, text }
    }

    /// Asks once, on a connection of its own.
    pub(crate) fn body(&self) -> Result<Vec<u8>> {
        let mut connection = Connection::open(self.port)?;
        let start = connection.ask(self)?;
        Ok(connection.buffer[start..].to_vec())
    }
}

pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let buffer = Vec::with_capacity(1 << 20);
        Ok(Self { stream, buffer })
    }

    /// Leaves the answer in the buffer, and says where its body starts.
    pub(crate) fn ask(&mut self, request: &Request) -> Result<usize> {
        self.stream.write_all(request.text.as_bytes())?;
        self.buffer.clear();
        let start = loop {
            self.read_on()?;
            if let Some(end) = self.buffer.windows(4).position(|it| it == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let head = str::from_utf8(&self.buffer[..start])?;
        if !head.starts_with("HTTP/1.1 20") {
            bail!("{}answered {head}", request.text);
        }
        let end = start + body_length(head).context("an answer does not say how long it is")?;
        while self.buffer.len() < end {
            self.read_on()?;
        }
        Ok(start)
    }

    fn read_on(&mut self) -> Result<()> {
        let filled = self.buffer.len();
        self.buffer.resize(filled + (256 << 10), 0);
        let read = self.stream.read(&mut self.buffer[filled..])?;
        self.buffer.truncate(filled + read);
        if read == 0 {
            bail!("a connection ended in the middle of an answer");
        }
        Ok(())
    }
}

fn body_length(head: &str) -> Option<usize> {
    head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse().ok())?
    })
}

//! Many who are connected and wait for what comes into their homes.

use std::{
    convert::Infallible,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use axum::{
    Router,
    body::{Body, Bytes},
    http::header::CONTENT_TYPE,
    routing::{get, post},
};
use futures::stream::unfold;
use store::Store;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    runtime::Runtime,
    sync::{broadcast, mpsc},
    task::{JoinSet, spawn_blocking},
    time::timeout,
};

use crate::{
    common::{
        load::Request,
        pair::{Pair, median},
        process::Server,
    },
    star::settle,
    world::{FOLLOWERS_FROM, STAR, token},
    write,
};

pub(crate) const HEAD: &str = "| engine | posts | streams | KiB per stream | CPU ms per post | half told after ms \
    | all told after ms | bare: KiB per stream | CPU ms | half after ms | all after ms |";

const STREAMS: usize = 1_000;
const TIMES: usize = 9;
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) fn measure(pair: &Pair<'_>, store: &Store) -> Result<String> {
    let runtime = Runtime::new()?;
    let line = "GET /api/v1/streaming/user";
    let tell = write::by(pair.server.port, STAR);
    let server = runtime.block_on(run(&pair.server, line, tell, store))?;
    // As long as what the server tells.
    let body = format!("\"{}\"", "a".repeat(1_400));
    let tell = Request::new(pair.bare.port, "POST /tell", "", &body);
    let bare = runtime.block_on(run(&pair.bare, "GET /stream", tell, store))?;
    let cells = |it: &Told| {
        let (memory, cpu, half, all) = (it.memory, it.cpu, it.half, it.all);
        format!("{memory:.1} | {cpu:.1} | {half:.0} | {all:.0} |")
    };
    Ok(format!("{STREAMS} | {} {}", cells(&server), cells(&bare)))
}

/// KiB for each stream, and milliseconds.
struct Told {
    memory: f64,
    cpu: f64,
    half: f64,
    all: f64,
}

async fn run(server: &Server, line: &str, tell: Request, store: &Store) -> Result<Told> {
    let (sender, mut told) = mpsc::unbounded_channel();
    let mut streams = JoinSet::new();
    // The first one is not counted: it wakes what tells.
    let port = server.port;
    let first = open(port, line, FOLLOWERS_FROM).await?;
    streams.spawn(listen(first, sender.clone()));
    let tell = Arc::new(tell);
    once(&tell, &mut told, 1).await?;
    settle(store)?;
    let before = server.memory("RssAnon")?;
    for number in 1..STREAMS {
        let member = FOLLOWERS_FROM + number as i64;
        streams.spawn(listen(open(port, line, member).await?, sender.clone()));
    }
    once(&tell, &mut told, STREAMS).await?;
    settle(store)?;
    let memory = (server.memory("RssAnon")? - before) * 1024.0 / (STREAMS - 1) as f64;
    let cpu = server.cpu()?;
    let (mut halves, mut alls) = (Vec::new(), Vec::new());
    for _ in 0..TIMES {
        let (half, all) = once(&tell, &mut told, STREAMS).await?;
        settle(store)?;
        halves.push(half.as_secs_f64() * 1000.0);
        alls.push(all.as_secs_f64() * 1000.0);
    }
    let cpu = (server.cpu()? - cpu).as_secs_f64() * 1000.0 / TIMES as f64;
    Ok(Told {
        memory,
        cpu,
        half: median(halves.into_iter()),
        all: median(alls.into_iter()),
    })
}

/// When half of them and all of them know.
async fn once(
    tell: &Arc<Request>,
    told: &mut mpsc::UnboundedReceiver<Instant>,
    count: usize,
) -> Result<(Duration, Duration)> {
    let started = Instant::now();
    let telling = tell.clone();
    let posted = spawn_blocking(move || telling.body());
    let mut times = Vec::with_capacity(count);
    while times.len() < count {
        let next = timeout(PATIENCE, told.recv()).await;
        let at = next.with_context(|| format!("{} of {count} were told", times.len()))?;
        times.push(at.context("streams are open")? - started);
    }
    posted.await??;
    times.sort_unstable();
    Ok((times[count / 2], times[count - 1]))
}

/// Open when the first line has come.
async fn open(port: u16, line: &str, member: i64) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let token = token(member);
    let request =
        format!("{line} HTTP/1.1\r\nHost: kumki.example\r\nAuthorization: Bearer {token}\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut head = Vec::new();
    while !contains(&head, b":)") {
        let read = timeout(PATIENCE, stream.read_buf(&mut head)).await??;
        if read == 0 {
            bail!("no stream: {}", String::from_utf8_lossy(&head));
        }
    }
    ensure!(head.starts_with(b"HTTP/1.1 200"), "a stream");
    Ok(stream)
}

/// Says when it was told, each time, until the stream ends.
async fn listen(mut stream: TcpStream, told: mpsc::UnboundedSender<Instant>) {
    let mut buffer = Vec::with_capacity(8 << 10);
    while stream.read_buf(&mut buffer).await.is_ok_and(|it| it > 0) {
        if !buffer.ends_with(b"\n\n\r\n") {
            continue;
        }
        let news = buffer.windows(13).filter(|it| it == b"event: update");
        for _ in 0..news.count() {
            if told.send(Instant::now()).is_err() {
                return;
            }
        }
        buffer.clear();
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|it| it == part)
}

/// Everybody who is connected is told what comes in.
pub(crate) fn bare() -> Router {
    let (tell, _) = broadcast::channel::<Bytes>(256);
    let listeners = tell.clone();
    let listen = async move || {
        let news = listeners.subscribe();
        let stream = unfold((true, news), async |(is_first, mut news)| {
            let line = match is_first {
                true => Bytes::from_static(b":)\n"),
                false => news.recv().await.ok()?,
            };
            Some((Ok::<_, Infallible>(line), (false, news)))
        });
        (
            [(CONTENT_TYPE, "text/event-stream")],
            Body::from_stream(stream),
        )
    };
    let told = async move |body: Bytes| {
        let text = String::from_utf8_lossy(&body);
        // Fails when nobody listens.
        let _ = tell.send(format!("event: update\ndata: {text}\n\n").into());
        "{}"
    };
    Router::new()
        .route("/stream", get(listen))
        .route("/tell", post(told))
}

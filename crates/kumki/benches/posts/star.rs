//! A post by somebody whom ten thousand members follow.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use api::entities::Status;
use serde_json::Value;
use store::{
    Store, Tx,
    testing::{count, execute},
};

use crate::{
    common::{
        load::Request,
        pair::{Pair, median},
    },
    world::{FOLLOWERS, POSTERS_FROM, STAR, account_id},
    write,
};

pub(crate) const HEAD: &str = "| engine | posts | answered after ms | in 10,000 homes after ms | CPU ms \
    | posts of others meanwhile: p50 ms | slowest ms | bare: in all homes after ms |";

const TIMES: usize = 9;
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn measure(pair: &Pair<'_>, store: &Store) -> Result<String> {
    let request = write::by(pair.server.port, STAR);
    post(&request, store)?;
    let before = pair.server.cpu()?;
    let mut quiet = Vec::new();
    for _ in 0..TIMES {
        quiet.push(post(&request, store)?);
        settle(store)?;
    }
    let cpu = (pair.server.cpu()? - before).as_secs_f64() * 1000.0 / TIMES as f64;
    let mut others = Vec::new();
    for _ in 0..TIMES {
        others.extend(meanwhile(pair, || post(&request, store).map(drop))?);
        settle(store)?;
    }
    let of_bare = Request::new(pair.bare.port, "POST /star", "", "{}");
    let mut bare = Vec::new();
    for _ in 0..TIMES {
        let started = Instant::now();
        of_bare.body()?;
        bare.push(started.elapsed());
    }
    let slowest = others.iter().max().copied().unwrap_or_default();
    let mid = |times: Vec<Duration>| median(times.iter().map(milliseconds));
    let (answered, delivered) = quiet.into_iter().unzip();
    Ok(format!(
        "{:.1} | {:.0} | {cpu:.0} | {:.1} | {:.0} | {:.0} |",
        mid(answered),
        mid(delivered),
        mid(others),
        milliseconds(&slowest),
        mid(bare),
    ))
}

/// When it was answered, and when it was in all homes.
fn post(request: &Request, store: &Store) -> Result<(Duration, Duration)> {
    let started = Instant::now();
    let posted: Status = serde_json::from_slice(&request.body()?)?;
    let answered = started.elapsed();
    let there = format!("home_items WHERE status_id = {}", posted.id);
    while count(&mut store.read()?, &there)? <= FOLLOWERS {
        ensure!(started.elapsed() < PATIENCE, "a post does not come home");
        thread::sleep(Duration::from_millis(2));
    }
    Ok((answered, started.elapsed()))
}

/// Until nothing is left to be brought home.
pub(crate) fn settle(store: &Store) -> Result<()> {
    let started = Instant::now();
    while count(&mut store.read()?, "jobs WHERE name = 'deliver_home'")? > 0 {
        ensure!(started.elapsed() < PATIENCE, "deliveries do not end");
        thread::sleep(Duration::from_millis(2));
    }
    Ok(())
}

/// How long it takes others to post while something happens.
fn meanwhile(pair: &Pair<'_>, work: impl FnOnce() -> Result<()>) -> Result<Vec<Duration>> {
    let request = write::by(pair.server.port, POSTERS_FROM);
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let other = scope.spawn(|| {
            let mut took = Vec::new();
            while !is_over.load(Ordering::Relaxed) {
                let started = Instant::now();
                request.body()?;
                took.push(started.elapsed());
            }
            Ok(took)
        });
        let done = work();
        is_over.store(true, Ordering::Relaxed);
        let took = other.join().ok().context("no panic")?;
        done.and(took)
    })
}

fn milliseconds(time: &Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// All homes in the transaction of the post.
pub(crate) fn bare(tx: &mut Tx) -> Result<Value> {
    let star = account_id(STAR);
    let row = write::add(tx, star, "a bare post", write::now())?;
    let id = row.id;
    execute(
        tx,
        &format!(
            "INSERT INTO home_items (account_id, status_id)
             SELECT account_id, {id} FROM follows WHERE target_account_id = {star}"
        ),
    )?;
    Ok(Value::from(id.to_string()))
}

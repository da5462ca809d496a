//! From what has happened to what is told.

use std::{collections::HashMap, sync::Arc, thread, time::Duration};

use domain::{
    Event,
    streaming::{self, Watcher},
};
use store::{Store, relay::Listener};
use tokio::{
    sync::broadcast::{
        Receiver,
        error::{RecvError, TryRecvError},
    },
    task::spawn_blocking,
};

use super::{seats::Streams, writing::Writing};
use crate::{App, relay};

/// How many events share one transaction.
const AT_ONCE: usize = 64;
/// How long events lie in the socket before they are picked up. Diesel tells whether there are any,
/// and cannot wait for some; to look is a read that finds nothing.
const LOOK: Duration = Duration::from_millis(20);
/// After so many looks it is asked whether the database is still there.
const LOOKS: u32 = 500;
/// How long until a database is tried again that could not be reached.
const PAUSE: Duration = Duration::from_secs(1);

/// Begins to hear what happens, here and in other processes. Done once, when first somebody connects.
pub(super) fn begin(app: &App, events: Receiver<Arc<Event>>) {
    tokio::spawn(tell(app.clone(), events));
    match app.store {
        Store::Sqlite { .. } => app.streams.set_hearing(true),
        Store::Postgres(_) => {
            let (store, streams) = (app.store.clone(), app.streams.clone());
            thread::spawn(move || listen(&store, &streams));
        }
    }
}

/// Passes on what the processes that share the database tell, this one too, as long as anybody cares.
fn listen(store: &Store, streams: &Streams) {
    while streams.has_ears() {
        if let Err(error) = listen_once(store, streams) {
            tracing::warn!("streams end, because events cannot be heard: {error}");
        }
        streams.set_hearing(false);
        thread::sleep(PAUSE);
    }
}

fn listen_once(store: &Store, streams: &Streams) -> Result<(), store::Error> {
    let Some(mut listener) = store.listen()? else {
        return Ok(());
    };
    streams.set_hearing(true);
    for look in 1_u32.. {
        pick_up(&mut listener, streams)?;
        if !streams.has_ears() {
            break;
        }
        if look % LOOKS == 0 {
            listener.check()?;
        }
        thread::sleep(LOOK);
    }
    Ok(())
}

fn pick_up(listener: &mut Listener, streams: &Streams) -> Result<(), store::Error> {
    for text in listener.heard()? {
        match relay::unpack(&text) {
            Ok(events) => events.into_iter().for_each(|it| streams.hear(it)),
            Err(error) => {
                tracing::warn!("streams end, because another process is not understood: {error}");
                streams.cut_all();
            }
        }
    }
    Ok(())
}

/// Tells of events as they come, and of those together that have piled up meanwhile.
async fn tell(app: App, mut events: Receiver<Arc<Event>>) {
    loop {
        let batch = match next_batch(&mut events).await {
            Ok(batch) => batch,
            Err(RecvError::Closed) => return,
            Err(RecvError::Lagged(missed)) => {
                tracing::warn!("streams end, because {missed} events came too fast");
                app.streams.cut_all();
                continue;
            }
        };
        let teller = app.clone();
        let told = spawn_blocking(move || tell_of(&teller, &batch)).await;
        let trouble = match told {
            Ok(Ok(())) => continue,
            Ok(Err(error)) => error.to_string(),
            Err(failure) => failure.to_string(),
        };
        tracing::error!("streams end, because events cannot be told: {trouble}");
        app.streams.cut_all();
    }
}

async fn next_batch(events: &mut Receiver<Arc<Event>>) -> Result<Vec<Arc<Event>>, RecvError> {
    let mut batch = vec![events.recv().await?];
    while batch.len() < AT_ONCE {
        match events.try_recv() {
            Ok(event) => batch.push(event),
            Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            Err(TryRecvError::Lagged(missed)) => return Err(RecvError::Lagged(missed)),
        }
    }
    Ok(batch)
}

fn tell_of(app: &App, events: &[Arc<Event>]) -> domain::Result<()> {
    if events.iter().any(|it| **it == Event::IpBlocksChanged) {
        app.gate.read_anew(app);
    }
    let watched = app.streams.watched();
    if watched.is_empty() {
        return Ok(());
    }
    let watchers: Vec<&Watcher> = watched.iter().map(|(_, it)| &*it.watcher).collect();
    let mut cx = app.read()?;
    let told = streaming::news(&mut cx, events, &watchers)?;
    let mut writing = Writing::new(&mut cx);
    for run in told.chunk_by(|(_, one), (_, other)| one == other) {
        let readers: Vec<i64> = run.iter().map(|(at, _)| watchers[*at].account_id).collect();
        let messages: HashMap<i64, _> = writing.messages(&run[0].1, &readers)?;
        for (place, watched) in run.iter().map(|(at, _)| &watched[*at]) {
            if let Some(message) = messages.get(&watched.watcher.account_id) {
                app.streams.tell(place, watched, message.clone());
            }
        }
    }
    Ok(())
}

//! Waiting for what is async where nothing else is: in jobs, and in requests before their transaction
//! begins. Never while one is open.

use std::{
    io,
    sync::{LazyLock, mpsc},
};

use tokio::runtime::{Builder, Runtime};

/// Its own, so that it does not matter who waits: a worker, a command, or a test.
static RUNTIME: LazyLock<io::Result<Runtime>> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("bridge")
        .enable_all()
        .build()
});

/// Does the work elsewhere, and keeps the caller's thread until it is done.
pub(crate) fn wait<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> io::Result<T> {
    let runtime = RUNTIME.as_ref().map_err(|it| io::Error::from(it.kind()))?;
    let (say, hear) = mpsc::sync_channel(1);
    runtime.spawn(async move {
        // Whoever waited is gone only if its thread is.
        let _ = say.send(work.await);
    });
    let panicked = |_| io::Error::other("what was waited for has panicked");
    hear.recv().map_err(panicked)
}

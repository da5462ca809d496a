//! Answering requests until somebody says stop.

use std::{net::SocketAddr, time::Duration};

use tokio::{net::TcpListener, sync::watch, time::timeout};

use crate::{App, federation, jobs, router};

/// How long requests and jobs that have begun are waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Answers requests and does jobs until `stop` turns true; what has begun by then is finished.
pub async fn serve(
    app: App,
    listener: TcpListener,
    stop: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let (worker, sender) = (app.clone(), app.clone());
    let (until, sends_until) = (stop.clone(), stop.clone());
    let workers = tokio::spawn(async move {
        tokio::join!(
            jobs::work(worker, until),
            federation::pump(sender, sends_until)
        );
    });
    let streams = app.streams.clone();
    let mut stopped = stop.clone();
    let requests = axum::serve(
        listener,
        router(app).into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(async move {
        // Whoever could say stop is gone: that is a stop too.
        let _ = stopped.wait_for(|it| *it).await;
        // A stream never ends by itself, and would be waited for.
        streams.close();
    });
    let mut stopped = stop.clone();
    let patience = async {
        let _ = stopped.wait_for(|it| *it).await;
        tokio::time::sleep(PATIENCE).await;
    };
    let served = tokio::select! {
        served = requests => served,
        () = patience => Ok(()),
    };
    if timeout(PATIENCE, workers).await.is_err() {
        tracing::warn!(
            "a job or a delivery was still under way; it will be done after the next start"
        );
    }
    served
}

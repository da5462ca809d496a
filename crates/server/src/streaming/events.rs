//! Server-sent events.

use std::{convert::Infallible, time::Duration};

use axum::{
    body::{Body, Bytes},
    extract::{Path, Request, State},
    http::{
        HeaderName, HeaderValue,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use futures::stream::unfold;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::{
    channel::{Channel, name_of},
    entrance::{Visit, may_watch},
    refusal::Refusal,
    seats::{Message, Seat},
};
use crate::App;

/// How often a line is sent so that nobody takes the connection for dead.
const HEARTBEAT: Duration = Duration::from_secs(15);

const HEADERS: [(HeaderName, HeaderValue); 3] = [
    (CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
    (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    // nginx would keep back what is sent until there is enough of it.
    (
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    ),
];

pub(super) async fn serve(
    State(app): State<App>,
    Path(path): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let seat = async {
        let visit = Visit::read(&app, &parts)?;
        let name = name_of(&path, &visit.fields).ok_or(Refusal::UnknownChannel)?;
        let (reader, seat) = visit.enter(&app).await?;
        let channel = Channel::named(name, &visit.fields, &reader)?;
        may_watch(&app, &reader, &channel.stream).await?;
        seat.watch(channel)?;
        Ok(seat)
    };
    match seat.await {
        Ok(seat) => (HEADERS, body(seat)).into_response(),
        Err(refusal) => Refusal::into_response(refusal),
    }
}

fn body(seat: Seat) -> Body {
    let mut beats = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    Body::from_stream(unfold((Next::Greeting, seat, beats), advance))
}

enum Next {
    Greeting,
    Message,
}

type Progress = (Next, Seat, Interval);

async fn advance(
    (next, mut seat, mut beats): Progress,
) -> Option<(Result<Bytes, Infallible>, Progress)> {
    let lines = match next {
        Next::Greeting => Bytes::from_static(b":)\n"),
        Next::Message => tokio::select! {
            biased;
            told = seat.next() => lines(&told?.message),
            _ = beats.tick() => Bytes::from_static(b":thump\n"),
        },
    };
    Some((Ok(lines), (Next::Message, seat, beats)))
}

/// The payload is JSON without line breaks, an id, or, as with Mastodon, the word for nothing.
fn lines(message: &Message) -> Bytes {
    let payload = message.payload.as_deref().unwrap_or("undefined");
    format!("event: {}\ndata: {payload}\n\n", message.event).into()
}

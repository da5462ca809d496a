//! WebSockets: many streams on one connection.

use std::time::Duration;

use axum::{
    body::Bytes,
    extract::{
        FromRequestParts, Request, State,
        ws::{CloseFrame, Message as Frame, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code},
    },
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value};
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

use super::{
    channel::{Channel, text},
    entrance::{Reader, Visit, may_watch},
    refusal::Refusal,
    seats::{Seat, Told},
};
use crate::App;

/// How often it is asked whether the other side is still there.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// How long sending one message may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long saying goodbye may take.
const GOODBYE: Duration = Duration::from_secs(2);
/// How long a message of a client may be.
const LONGEST: usize = 16 << 10;
/// How many messages a client may send between two heartbeats.
const MOST: u32 = 200;

pub(super) async fn serve(State(app): State<App>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let Ok(upgrade) = WebSocketUpgrade::from_request_parts(&mut parts, &()).await else {
        return Refusal::UnknownChannel.into_response();
    };
    let entered = async {
        let visit = Visit::read(&app, &parts)?;
        let (reader, seat) = visit.enter(&app).await?;
        Ok::<_, Refusal>((visit, reader, seat))
    };
    let (visit, reader, seat) = match entered.await {
        Ok(entered) => entered,
        Err(refusal) => return refusal.into_response(),
    };
    // A browser gives up unless it is told which of its protocols was taken: the token.
    let asked_for = upgrade.requested_protocols().next().cloned();
    let mut upgrade = upgrade
        .max_message_size(LONGEST)
        .max_frame_size(LONGEST)
        .read_buffer_size(4 << 10)
        .write_buffer_size(0);
    if let Some(protocol) = asked_for {
        upgrade.set_selected_protocol(protocol);
    }
    upgrade.on_upgrade(move |socket| async move {
        let connection = Connection {
            app,
            reader,
            seat,
            socket,
        };
        connection.run(&visit.fields).await;
    })
}

struct Connection {
    app: App,
    reader: Reader,
    seat: Seat,
    socket: WebSocket,
}

/// Why a connection ends.
enum End {
    /// The other side is gone, or does not take what is sent.
    Silent,
    /// The other side has said goodbye.
    Left,
    /// The member may not be connected any more, or the stream would miss something.
    Cut,
    TooMuch,
}

impl Connection {
    async fn run(mut self, fields: &Map<String, Value>) {
        let end = self.talk(fields).await.err().unwrap_or(End::Silent);
        let code = match end {
            End::Silent => return,
            // The answer to a goodbye is sent by looking for what comes after it.
            End::Left => return drop(timeout(GOODBYE, self.socket.recv()).await),
            End::Cut => close_code::NORMAL,
            End::TooMuch => close_code::POLICY,
        };
        let goodbye = CloseFrame {
            code,
            reason: Utf8Bytes::default(),
        };
        // The connection ends when this is over, whatever the other side makes of it.
        let _ = timeout(GOODBYE, self.socket.send(Frame::Close(Some(goodbye)))).await;
    }

    async fn talk(&mut self, fields: &Map<String, Value>) -> Result<(), End> {
        if let Some(name) = text(fields, "stream") {
            self.subscribe(&name, fields).await?;
        }
        let mut beats = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut is_there = true;
        let mut left = MOST;
        loop {
            tokio::select! {
                told = self.seat.next() => {
                    let told = told.ok_or(End::Cut)?;
                    self.send(Frame::Text(in_json(&told).into())).await?;
                }
                frame = self.socket.recv() => {
                    is_there = true;
                    match frame {
                        None | Some(Err(_)) => return Err(End::Silent),
                        Some(Ok(Frame::Close(_))) => return Err(End::Left),
                        Some(Ok(Frame::Text(message))) => {
                            left = left.checked_sub(1).ok_or(End::TooMuch)?;
                            self.obey(&message).await?;
                        }
                        Some(Ok(Frame::Binary(_) | Frame::Ping(_) | Frame::Pong(_))) => (),
                    }
                }
                _ = beats.tick() => {
                    if !is_there {
                        return Err(End::Silent);
                    }
                    is_there = false;
                    left = MOST;
                    self.send(Frame::Ping(Bytes::new())).await?;
                }
            }
        }
    }

    async fn send(&mut self, frame: Frame) -> Result<(), End> {
        let sent = timeout(PATIENCE, self.socket.send(frame));
        tokio::select! {
            sent = sent => match sent {
                Ok(Ok(())) => Ok(()),
                _ => Err(End::Silent),
            },
            () = self.seat.cut() => Err(End::Cut),
        }
    }

    /// What is no request is passed over, as Mastodon does.
    async fn obey(&mut self, message: &str) -> Result<(), End> {
        let Ok(fields) = serde_json::from_str::<Map<String, Value>>(message) else {
            return Ok(());
        };
        let name = text(&fields, "stream").unwrap_or_default();
        match text(&fields, "type").as_deref() {
            Some("subscribe") => self.subscribe(&name, &fields).await,
            Some("unsubscribe") => self.unsubscribe(&name, &fields).await,
            _ => Ok(()),
        }
    }

    async fn subscribe(&mut self, name: &str, fields: &Map<String, Value>) -> Result<(), End> {
        let done = match Channel::named(name, fields, &self.reader) {
            Ok(channel) => self.watch(channel).await,
            Err(refusal) => Err(refusal),
        };
        self.report(done).await
    }

    async fn watch(&mut self, channel: Channel) -> Result<(), Refusal> {
        may_watch(&self.app, &self.reader, &channel.stream).await?;
        self.seat.watch(channel)
    }

    async fn unsubscribe(&mut self, name: &str, fields: &Map<String, Value>) -> Result<(), End> {
        let channel = Channel::named(name, fields, &self.reader);
        let done = channel.map(|it| self.seat.leave(&it.stream));
        self.report(done).await
    }

    async fn report(&mut self, done: Result<(), Refusal>) -> Result<(), End> {
        match done {
            Ok(()) => Ok(()),
            Err(refusal) => {
                let text = refusal.to_json().to_string();
                self.send(Frame::Text(text.into())).await
            }
        }
    }
}

fn in_json(told: &Told) -> String {
    let (label, event) = (&told.label, told.message.event);
    match told.message.quoted() {
        Some(payload) => {
            format!(r#"{{"stream":{label},"event":"{event}","payload":{payload}}}"#)
        }
        None => format!(r#"{{"stream":{label},"event":"{event}"}}"#),
    }
}

//! Reading streams, as programs do.

use std::{future::Future, time::Duration};

use futures::{SinkExt, StreamExt};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error as Trouble, Message, client::IntoClientRequest, http::HeaderValue},
};

use crate::server::Server;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Whoever waits longer waits for nothing.
async fn soon<T>(what: impl Future<Output = T>) -> Result<T> {
    Ok(timeout(Duration::from_secs(20), what).await?)
}

/// Something that was told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Told {
    /// What the stream is called; empty over server-sent events, which have one each.
    pub(crate) stream: Vec<String>,
    pub(crate) event: String,
    pub(crate) payload: Option<String>,
}

impl Told {
    pub(crate) fn json(&self) -> Result<Value> {
        Ok(serde_json::from_str(
            self.payload.as_deref().unwrap_or_default(),
        )?)
    }

    /// The id of what is told of.
    pub(crate) fn id(&self) -> Result<String> {
        let payload = self.payload.as_deref().ok_or("no payload")?;
        match self.event.as_str() {
            "delete" | "announcement.delete" => Ok(payload.to_owned()),
            _ => Ok(self.json()?["id"].as_str().ok_or("no id")?.to_owned()),
        }
    }

    /// The event and the id of what it is about.
    pub(crate) fn short(&self) -> Result<(String, String)> {
        Ok((self.event.clone(), self.id()?))
    }
}

/// A stream of server-sent events.
pub(crate) struct Events {
    response: Response,
    read: String,
}

impl Events {
    pub(crate) async fn open(server: &Server, token: &str, path: &str) -> Result<Self> {
        let address = format!("{}/api/v1/streaming/{path}", server.url);
        let response = soon(server.http.get(address).bearer_auth(token).send()).await??;
        if response.status() != StatusCode::OK {
            return Err(format!("{}: {}", response.status(), response.text().await?).into());
        }
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["x-accel-buffering"], "no");
        let mut events = Self {
            response,
            read: String::new(),
        };
        while !events.read.contains('\n') {
            assert!(events.more().await?);
        }
        assert_eq!(events.read, ":)\n");
        events.read.clear();
        Ok(events)
    }

    async fn more(&mut self) -> Result<bool> {
        let chunk = soon(self.response.chunk()).await??;
        match chunk {
            Some(chunk) => {
                self.read.push_str(std::str::from_utf8(&chunk)?);
                Ok(true)
            }
            None => Ok(false),
        }
    }

    pub(crate) async fn next(&mut self) -> Result<Told> {
        loop {
            if let Some((event, rest)) = self.read.split_once("\n\n") {
                let (event, data) = event.split_once('\n').ok_or("one line")?;
                let told = Told {
                    stream: Vec::new(),
                    event: event.strip_prefix("event: ").ok_or("no event")?.to_owned(),
                    payload: data.strip_prefix("data: ").map(str::to_owned),
                };
                self.read = rest.to_owned();
                return Ok(told);
            }
            if !self.more().await? {
                return Err("the stream has ended".into());
            }
        }
    }

    /// Waits until it ends; nothing may come before.
    pub(crate) async fn end(mut self) -> Result<()> {
        assert!(!self.more().await?, "{}", self.read);
        Ok(())
    }
}

/// A WebSocket.
pub(crate) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// The status is there when it was refused.
    pub(crate) async fn try_open(
        server: &Server,
        query: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<std::result::Result<Self, (u16, String)>> {
        let address = format!("{}/api/v1/streaming{query}", server.url);
        let mut request = address.replacen("http", "ws", 1).into_client_request()?;
        for (name, value) in headers {
            let value = HeaderValue::from_str(value)?;
            request.headers_mut().insert(*name, value);
        }
        match soon(connect_async(request)).await? {
            Ok((socket, _)) => Ok(Ok(Self(socket))),
            Err(Trouble::Http(response)) => {
                let body = response.body().clone().unwrap_or_default();
                Ok(Err((response.status().as_u16(), String::from_utf8(body)?)))
            }
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) async fn open(server: &Server, token: &str, query: &str) -> Result<Self> {
        let bearer = format!("Bearer {token}");
        let opened = Self::try_open(server, query, &[("authorization", &bearer)]).await?;
        let mut socket = opened.map_err(|it| format!("{it:?}"))?;
        socket.settle().await?;
        Ok(socket)
    }

    pub(crate) async fn say(&mut self, message: &str) -> Result<()> {
        Ok(soon(self.0.send(Message::text(message))).await??)
    }

    /// What was asked for has been done when this is over: messages are heeded one after the other.
    pub(crate) async fn settle(&mut self) -> Result<()> {
        self.say(r#"{"type":"subscribe","stream":"nothing"}"#)
            .await?;
        let refused = json!({ "error": "Unknown stream type", "status": 400 });
        assert_eq!(self.raw().await?, refused);
        Ok(())
    }

    pub(crate) async fn subscribe(&mut self, message: &Value) -> Result<()> {
        let mut message = message.clone();
        message["type"] = "subscribe".into();
        self.say(&message.to_string()).await?;
        self.settle().await
    }

    pub(crate) async fn unsubscribe(&mut self, message: &Value) -> Result<()> {
        let mut message = message.clone();
        message["type"] = "unsubscribe".into();
        self.say(&message.to_string()).await?;
        self.settle().await
    }

    pub(crate) async fn raw(&mut self) -> Result<Value> {
        loop {
            let message = soon(self.0.next()).await?.ok_or("the socket has ended")??;
            match message {
                Message::Text(text) => return Ok(serde_json::from_str(&text)?),
                Message::Ping(_) => (),
                other => return Err(format!("{other:?}").into()),
            }
        }
    }

    pub(crate) async fn next(&mut self) -> Result<Told> {
        let raw = self.raw().await?;
        let text = |it: &Value| it.as_str().map(str::to_owned);
        let stream = raw["stream"].as_array().ok_or("no stream")?;
        Ok(Told {
            stream: stream.iter().filter_map(text).collect(),
            event: text(&raw["event"]).ok_or("no event")?,
            payload: text(&raw["payload"]),
        })
    }

    /// Waits until it ends; nothing may come before.
    pub(crate) async fn end(mut self) -> Result<()> {
        let close = soon(self.0.next()).await?.ok_or("ended without a word")??;
        assert!(close.is_close(), "{close:?}");
        assert!(soon(self.0.next()).await?.is_none());
        Ok(())
    }
}

//! Where the browser comes back to: an address of this machine, for as long as it takes to sign in.

use std::time::Duration;

use anyhow::{anyhow, bail};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    time::timeout,
};
use url::Url;

/// As long as servers keep a code.
const LONGEST_WAIT: Duration = Duration::from_secs(600);
const LONGEST_REQUEST: usize = 16 << 10;

pub(crate) struct Callback {
    listener: TcpListener,
    address: String,
}

type Outcome = anyhow::Result<String>;

impl Callback {
    pub(crate) async fn listen() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}/callback", listener.local_addr()?);
        Ok(Self { listener, address })
    }

    pub(crate) fn address(&self) -> String {
        self.address.clone()
    }

    /// The code that comes with that state. Whoever else connects is told to go away.
    pub(crate) async fn wait(self, state: &str) -> Outcome {
        let (sender, mut outcomes) = mpsc::channel(1);
        // Browsers open connections that they may never use, so none may hold up the others.
        let accept = async {
            loop {
                let (stream, _) = self.listener.accept().await?;
                let (address, state) = (self.address.clone(), state.to_owned());
                tokio::spawn(serve(stream, address, state, sender.clone()));
            }
        };
        tokio::select! {
            broken = accept => broken,
            Some(outcome) = outcomes.recv() => outcome,
            () = tokio::time::sleep(LONGEST_WAIT) => bail!("nobody allowed access in time"),
        }
    }
}

async fn serve(
    mut stream: TcpStream,
    address: String,
    state: String,
    sender: mpsc::Sender<Outcome>,
) {
    let Ok(Some(target)) = timeout(Duration::from_secs(10), read_target(&mut stream)).await else {
        return;
    };
    let outcome = outcome(&address, &target, &state);
    let (status, text) = match &outcome {
        None => ("404 Not Found", "There is nothing here."),
        Some(Ok(_)) => ("200 OK", "Access is allowed. You can close this page."),
        Some(Err(_)) => ("200 OK", "Access was not allowed. You can close this page."),
    };
    let page = format!("<!doctype html><meta charset=\"utf-8\"><title>kumkictl</title><p>{text}");
    let length = page.len();
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n{page}"
    );
    // The code counts, also if the browser has gone.
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
    if let Some(outcome) = outcome {
        let _ = sender.send(outcome).await;
    }
}

/// What is asked for, `/callback?code=…`.
async fn read_target(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.windows(4).any(|it| it == b"\r\n\r\n") {
        if head.len() > LONGEST_REQUEST || stream.read_buf(&mut head).await.ok()? == 0 {
            return None;
        }
    }
    let head = String::from_utf8(head).ok()?;
    let target = head.strip_prefix("GET ")?.split(' ').next()?;
    Some(target.to_owned())
}

/// `None` unless it is the answer that is waited for.
fn outcome(address: &str, target: &str, state: &str) -> Option<Outcome> {
    let own = Url::parse(address).ok()?;
    let asked = own.join(target).ok()?;
    let value = |name: &str| {
        let mut pairs = asked.query_pairs();
        pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
    };
    if asked.path() != own.path() || value("state")? != state {
        return None;
    }
    match value("code") {
        Some(code) => Some(Ok(code)),
        None => {
            let why = value("error_description").or_else(|| value("error"));
            let why = why.unwrap_or_else(|| "the server sent no code".to_owned());
            Some(Err(anyhow!("access was not allowed: {why}")))
        }
    }
}

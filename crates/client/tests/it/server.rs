//! A server of a few lines, which answers what the test says and remembers what it was asked.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// With its query.
    pub(crate) target: String,
    pub(crate) head: String,
    pub(crate) body: String,
}

pub(crate) struct Server {
    pub(crate) base: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// `answer` gets the address of the server, how many requests came before, and the request.
    pub(crate) async fn start(
        answer: impl Fn(&str, usize, &Asked) -> String + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (remembered, address) = (Arc::clone(&asked), base.clone());
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let request = read(&mut stream).await;
                let before = remembered.lock().unwrap().len();
                remembered.lock().unwrap().push(request.clone());
                let answer = answer(&address, before, &request);
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Self { base, asked }
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

/// An answer with a body; `headers` end with a line break, if there are any.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

async fn read(stream: &mut TcpStream) -> Asked {
    let mut bytes = Vec::new();
    let (head, mut body) = loop {
        stream.read_buf(&mut bytes).await.unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            break (head.to_lowercase(), body.to_owned().into_bytes());
        }
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().unwrap());
    while body.len() < length {
        stream.read_buf(&mut body).await.unwrap();
    }
    let text = String::from_utf8(bytes).unwrap();
    let mut words = text.split(' ').map(str::to_owned);
    Asked {
        method: words.next().unwrap(),
        target: words.next().unwrap(),
        head,
        body: String::from_utf8(body).unwrap(),
    }
}

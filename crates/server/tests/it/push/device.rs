//! A device with its push service: it decrypts what it gets, as the specifications say.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU16, Ordering},
    },
    thread,
};

use api::push::{NewSubscription, PushKeys};
use aws_lc_rs::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree},
    hmac,
    signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as Verifier},
};
use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const AUTH: &[u8; 16] = b"known to us both";

pub(super) struct Device {
    key: PrivateKey,
    address: SocketAddr,
    inbox: Arc<Mutex<Vec<Message>>>,
    code: Arc<AtomicU16>,
}

/// What the service got.
#[derive(Clone, Debug)]
pub(super) struct Message {
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Device {
    pub(super) fn new() -> Result<Self> {
        let inbox: Arc<Mutex<Vec<Message>>> = Arc::default();
        let code = Arc::new(AtomicU16::new(201));
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let (letters, answer) = (Arc::clone(&inbox), Arc::clone(&code));
        let take = move |headers: HeaderMap, body: Bytes| {
            let body = body.to_vec();
            let mut letters = letters.lock().unwrap_or_else(PoisonError::into_inner);
            letters.push(Message { headers, body });
            let code = StatusCode::from_u16(answer.load(Ordering::Relaxed));
            async move { code.unwrap_or_default() }
        };
        let router = Router::new().route("/push/{id}", post(take));
        // On a thread of its own: a test that works off jobs keeps its own thread to itself.
        thread::spawn(move || serve(listener, router));
        Ok(Self {
            key: PrivateKey::generate(&ECDH_P256)?,
            address,
            inbox,
            code,
        })
    }

    pub(super) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(super) fn subscription(&self, standard: bool) -> NewSubscription {
        NewSubscription {
            endpoint: format!("{}/push/1", self.origin()),
            keys: PushKeys {
                p256dh: URL_SAFE_NO_PAD.encode(self.public()),
                auth: URL_SAFE_NO_PAD.encode(AUTH),
            },
            standard: Some(standard),
        }
    }

    fn public(&self) -> Vec<u8> {
        let public = self.key.compute_public_key().expect("a whole key");
        public.as_ref().to_vec()
    }

    /// From now on.
    pub(super) fn answer_with(&self, code: u16) {
        self.code.store(code, Ordering::Relaxed);
    }

    /// What has come since this was asked last.
    pub(super) fn received(&self) -> Vec<Message> {
        let mut inbox = self.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *inbox)
    }

    /// Decrypts a message, whichever way it was encrypted.
    pub(super) fn read(&self, message: &Message) -> Result<Value> {
        let text = match message.header("content-encoding") {
            "aes128gcm" => self.read_standard(&message.body)?,
            "aesgcm" => self.read_draft(message)?,
            other => return Err(format!("{other} is no encoding").into()),
        };
        Ok(serde_json::from_slice(&text)?)
    }

    fn read_standard(&self, body: &[u8]) -> Result<Vec<u8>> {
        let (salt, rest) = body.split_at(16);
        let (head, rest) = rest.split_at(5);
        assert_eq!(
            head,
            [0, 0, 16, 0, 65],
            "size of a record, and length of the key"
        );
        let (theirs, sealed) = rest.split_at(65);
        let mut info = b"WebPush: info\0".to_vec();
        info.extend(self.public());
        info.extend(theirs);
        let secret = derive(AUTH, &self.shared(theirs)?, &info, 32);
        let key = derive(salt, &secret, b"Content-Encoding: aes128gcm\0", 16);
        let nonce = derive(salt, &secret, b"Content-Encoding: nonce\0", 12);
        let mut text = open(&key, &nonce, sealed)?;
        assert_eq!(text.pop(), Some(2), "the last record");
        Ok(text)
    }

    fn read_draft(&self, message: &Message) -> Result<Vec<u8>> {
        let field = |header: &str, name: &str| -> Result<Vec<u8>> {
            let mut fields = message.header(header).split(';');
            let value = fields.find_map(|it| it.trim().strip_prefix(name));
            Ok(URL_SAFE_NO_PAD.decode(value.ok_or("no such field")?)?)
        };
        let salt = field("encryption", "salt=")?;
        let theirs = field("crypto-key", "dh=")?;
        let mut context = b"P-256\0\0\x41".to_vec();
        context.extend(self.public());
        context.extend(b"\0\x41");
        context.extend(&theirs);
        let with_context = |name: &str| [name.as_bytes(), &context].concat();
        let secret = derive(
            AUTH,
            &self.shared(&theirs)?,
            b"Content-Encoding: auth\0",
            32,
        );
        let key = derive(
            &salt,
            &secret,
            &with_context("Content-Encoding: aesgcm\0"),
            16,
        );
        let nonce = derive(
            &salt,
            &secret,
            &with_context("Content-Encoding: nonce\0"),
            12,
        );
        let text = open(&key, &nonce, &message.body)?;
        assert_eq!(&text[..2], [0, 0], "no padding");
        Ok(text[2..].to_vec())
    }

    fn shared(&self, theirs: &[u8]) -> Result<Vec<u8>> {
        let theirs = UnparsedPublicKey::new(&ECDH_P256, theirs);
        Ok(agree(&self.key, theirs, "no agreement", |it| {
            Ok(it.to_vec())
        })?)
    }
}

fn serve(listener: TcpListener, router: Router) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, router).await
    })
}

/// HKDF, step by step. One step is long enough for all that is asked for.
fn derive(salt: &[u8], secret: &[u8], info: &[u8], length: usize) -> Vec<u8> {
    let mac = |key: &[u8], text: &[u8]| {
        let key = hmac::Key::new(hmac::HMAC_SHA256, key);
        hmac::sign(&key, text).as_ref().to_vec()
    };
    let mut bytes = mac(&mac(salt, secret), &[info, &[1]].concat());
    bytes.truncate(length);
    bytes
}

fn open(key: &[u8], nonce: &[u8], sealed: &[u8]) -> Result<Vec<u8>> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, key)?);
    let nonce = Nonce::try_assume_unique_for_key(nonce)?;
    let mut bytes = sealed.to_vec();
    let text = key.open_in_place(nonce, Aad::empty(), &mut bytes)?;
    Ok(text.to_vec())
}

impl Message {
    pub(super) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|it| it.to_str().ok()).unwrap_or_default()
    }

    /// Whether the server's key has signed the message for this service and this day. Whom to ask.
    pub(super) fn check_signature(
        &self,
        server_key: &str,
        origin: &str,
        now: DateTime<Utc>,
    ) -> Result<String> {
        let authorization = self.header("authorization");
        let (token, key) = match authorization.strip_prefix("vapid t=") {
            Some(rest) => rest.split_once(", k=").ok_or("no key")?,
            None => {
                let token = authorization.strip_prefix("WebPush ").ok_or("no token")?;
                let (_, key) = self
                    .header("crypto-key")
                    .split_once("p256ecdsa=")
                    .ok_or("no key")?;
                (token, key)
            }
        };
        assert_eq!(key, server_key);
        let (signed, signature) = token.rsplit_once('.').ok_or("no signature")?;
        let verifier = Verifier::new(&ECDSA_P256_SHA256_FIXED, URL_SAFE_NO_PAD.decode(key)?);
        verifier.verify(signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature)?)?;
        let (_, claims) = signed.split_once('.').ok_or("no claims")?;
        let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims)?)?;
        assert_eq!(claims["aud"], origin);
        let ends_in = claims["exp"].as_i64().unwrap_or_default() - now.timestamp();
        assert!((1..=24 * 60 * 60).contains(&ends_in), "{claims}");
        Ok(claims["sub"].as_str().unwrap_or_default().to_owned())
    }
}

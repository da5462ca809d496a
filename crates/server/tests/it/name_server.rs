//! A name server that knows a few names, on loopback.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use kumki_server::Dns;
use tokio::net::UdpSocket;

const A: u16 = 1;
const MX: u16 = 15;
const NO_SUCH_NAME: u8 = 3;
const FAILED: u8 = 2;

/// What is asked of it by its type, and what it says: hosts for mail, and addresses.
#[derive(Clone, Default)]
pub(crate) struct Names {
    mail: HashMap<&'static str, Vec<(u16, &'static str)>>,
    addresses: HashMap<&'static str, [u8; 4]>,
    broken: Vec<&'static str>,
}

impl Names {
    /// A host that takes in the mail of a domain.
    pub(crate) fn mail(
        mut self,
        domain: &'static str,
        preference: u16,
        host: &'static str,
    ) -> Self {
        let hosts = self.mail.entry(domain).or_default();
        hosts.push((preference, host));
        self
    }

    /// A host that is there.
    pub(crate) fn host(mut self, name: &'static str) -> Self {
        self.addresses.insert(name, [192, 0, 2, 1]);
        self
    }

    /// A name that makes it stumble.
    pub(crate) fn broken(mut self, name: &'static str) -> Self {
        self.broken.push(name);
        self
    }

    /// Answers from now on, and counts how often.
    pub(crate) async fn serve(self) -> std::io::Result<(Dns, Arc<AtomicUsize>)> {
        let socket = UdpSocket::bind("127.0.0.1:0").await?;
        let address: SocketAddr = socket.local_addr()?;
        let asked = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&asked);
        tokio::spawn(async move {
            let mut packet = [0; 512];
            while let Ok((length, from)) = socket.recv_from(&mut packet).await {
                counter.fetch_add(1, Ordering::Relaxed);
                if let Some(answer) = self.answer(&packet[..length]) {
                    let _ = socket.send_to(&answer, from).await;
                }
            }
        });
        Ok((Dns::Servers(vec![address]), asked))
    }

    /// A header of twelve bytes, the question, and records that point back at its name.
    fn answer(&self, packet: &[u8]) -> Option<Vec<u8>> {
        let (name, end) = read_name(packet, 12)?;
        let kind = u16::from_be_bytes(packet.get(end..end + 2)?.try_into().ok()?);
        let question = packet.get(12..end + 4)?;
        let mut records: Vec<Vec<u8>> = Vec::new();
        if kind == MX {
            for (preference, host) in self.mail.get(&*name).into_iter().flatten() {
                let mut data = preference.to_be_bytes().to_vec();
                data.extend(write_name(host));
                records.push(record(MX, &data));
            }
        }
        if kind == A {
            let addresses = self.addresses.get(&*name);
            records.extend(addresses.map(|it| record(A, it)));
        }
        let is_known = self.mail.contains_key(&*name) || self.addresses.contains_key(&*name);
        let code = match is_known {
            _ if self.broken.contains(&&*name) => FAILED,
            true => 0,
            false => NO_SUCH_NAME,
        };
        let mut answer = packet[..2].to_vec();
        answer.extend([
            0x81,
            0x80 | code,
            0,
            1,
            0,
            u8::try_from(records.len()).ok()?,
            0,
            0,
            0,
            0,
        ]);
        answer.extend(question);
        records.iter().for_each(|it| answer.extend(it));
        Some(answer)
    }
}

/// For an hour, and about the name in the question.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut record = vec![0xc0, 12];
    record.extend(kind.to_be_bytes());
    record.extend([0, 1, 0, 0, 14, 16]);
    record.extend(u16::try_from(data.len()).unwrap_or_default().to_be_bytes());
    record.extend(data);
    record
}

fn read_name(packet: &[u8], mut at: usize) -> Option<(String, usize)> {
    let mut labels = Vec::new();
    loop {
        let length = usize::from(*packet.get(at)?);
        at += 1;
        if length == 0 {
            return Some((labels.join("."), at));
        }
        let label = packet.get(at..at + length)?;
        labels.push(String::from_utf8_lossy(label).to_lowercase());
        at += length;
    }
}

fn write_name(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for label in name.split('.').filter(|it| !it.is_empty()) {
        bytes.push(u8::try_from(label.len()).unwrap_or_default());
        bytes.extend(label.as_bytes());
    }
    bytes.push(0);
    bytes
}

//! Beginning and ending to serve.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use api::instance::ShowInstance;
use client::Client;

use crate::{
    place::{Place, bare, said},
    running::Running,
};

const HERE: [&str; 5] = ["serve", "--listen", "127.0.0.1:0", "--domain", "localhost"];

#[tokio::test]
async fn only_one_server_runs_on_a_sqlite_file() -> Result<()> {
    let place = Place::new()?;
    let first = Running::serve(&place)?;

    if place.is_postgres() {
        let second = Running::serve(&place)?;
        let client = Client::anonymous(&second.url)?;
        client.send(&ShowInstance::default()).await?;
    } else {
        let said = place.run(&HERE)?;
        assert_eq!(said.code, Some(1));
        let last = said.err.lines().last().unwrap_or_default();
        let folder = place.folder().display();
        assert!(last.contains("another server is running here"), "{last}");
        assert!(
            last.contains(&format!("{folder} is used by another process")),
            "{last}"
        );
    }
    let client = Client::anonymous(&first.url)?;
    client.send(&ShowInstance::default()).await?;
    Ok(())
}

#[test]
fn a_server_that_is_asked_to_stop_ends_well() -> Result<()> {
    let place = Place::new()?;
    let server = Running::serve(&place)?;

    let (status, log) = server.stop()?;

    assert_eq!(status.code(), Some(0), "{log}");
    assert!(
        log.lines().last().is_some_and(|it| it.ends_with("stopped")),
        "{log}"
    );
    let engine = if place.is_postgres() {
        "PostgreSQL"
    } else {
        "SQLite"
    };
    assert!(log.contains(&format!("engine=\"{engine}\"")), "{log}");
    Running::serve(&place)?;
    Ok(())
}

#[test]
fn a_server_that_stops_waits_for_no_stream() -> Result<()> {
    let place = Place::new()?;
    let server = Running::serve(&place)?;
    place.add("ann", None)?;
    let token = place.token("ann")?;
    let address = server.url.strip_prefix("http://").context("an address")?;
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    write!(
        stream,
        "GET /api/v1/streaming/user HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
    )?;
    let mut reader = BufReader::new(stream);
    let mut read = String::new();
    while !read.ends_with(":)\n") {
        anyhow::ensure!(reader.read_line(&mut read)? > 0, "{read}");
    }
    let began = Instant::now();

    let (status, log) = server.stop()?;

    assert_eq!(status.code(), Some(0), "{log}");
    assert!(began.elapsed() < Duration::from_secs(10), "{log}");
    let mut rest = String::new();
    reader.read_to_string(&mut rest)?;
    assert_eq!(rest, "\r\n0\r\n\r\n");
    Ok(())
}

#[test]
fn the_log_can_be_for_programs() -> Result<()> {
    let place = Place::new()?;
    // Somebody else listens there, so it ends by itself.
    let taken = TcpListener::bind("127.0.0.1:0")?;
    let address = taken.local_addr()?.to_string();
    let mut command = place.command(&["serve", "--listen", &address, "--domain", "localhost"]);
    command
        .env("KUMKI_LOG__FORMAT", "json")
        .env("KUMKI_COLOUR", "x");

    let said = said(&mut command)?;

    assert_eq!(said.code, Some(1));
    let first = said.err.lines().next().context("a line")?;
    let line: serde_json::Value = serde_json::from_str(first)?;
    assert_eq!(
        line["fields"]["message"],
        "unknown variable \"KUMKI_COLOUR\""
    );
    let last = said.err.lines().last().unwrap_or_default();
    assert!(
        last.contains(&format!("{address} cannot be listened on")),
        "{last}"
    );
    Ok(())
}

#[test]
fn data_keeps_its_domain() -> Result<()> {
    let place = Place::new()?;
    Running::serve(&place)?.stop()?;

    let other = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--domain",
        "other.example",
    ];
    let said = place.run(&other)?;

    assert_eq!(said.code, Some(1));
    assert!(
        said.err.contains("this data belongs to http://localhost"),
        "{said:?}"
    );
    assert!(said.err.contains("--domain localhost"), "{said:?}");
    Running::serve(&place)?;
    Ok(())
}

#[test]
fn a_server_wants_to_know_where_and_who_it_is() -> Result<()> {
    let place = Place::new()?;

    let nameless = place.run(&["serve", "--listen", "127.0.0.1:0"])?;
    let misnamed = place.run(&["serve", "--domain", "https://social.example"])?;
    let homeless = said(&mut bare(&["serve", "--domain", "social.example"]))?;

    assert_eq!(nameless.code, Some(1));
    assert!(nameless.err.contains("KUMKI_DOMAIN"), "{nameless:?}");
    assert_eq!(misnamed.code, Some(1));
    assert!(misnamed.err.contains("leave out https://"), "{misnamed:?}");
    assert_eq!(homeless.code, Some(1));
    assert!(homeless.err.contains("KUMKI_DATA"), "{homeless:?}");
    Ok(())
}

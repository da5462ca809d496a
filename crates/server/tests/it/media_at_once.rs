//! Many who send at once, and who may send much.

use std::time::Duration;

use api::media::{CreateMedia, CreateMediaV1};
use futures::future::join_all;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    account_actions::refusal,
    files::{film, photograph, png},
    server::{Server, Test},
};

const BUSY: &str = "There was a temporary problem serving your request, please try again";

#[tokio::test]
async fn pictures_wait_for_their_turn_and_nothing_else_does() -> Test {
    let server = Server::start_with(|options| {
        options.rate_limits = false;
        options.heavy_at_once = 0;
        options.patience = Duration::from_millis(20);
    })
    .await?;
    let ann = server.member("ann")?;
    let patient = CreateMediaV1 {
        file: Some(server.file("a.png", &png(8, 8))?),
        ..CreateMediaV1::default()
    };

    assert_eq!(refusal(ann.client.send(&patient).await), (503, BUSY.into()));
    assert!(server.kept()?.is_empty());
    server.upload(&ann, "a.mp4", &film(64)).await?;
    let later = server
        .upload(&ann, "a.jpg", &photograph(2000, 1200))
        .await?;
    assert_eq!(later.url, None);
    server.work_off()?;
    let jobs = store::jobs::list(&mut server.tx()?, 9)?;
    assert_eq!(jobs.len(), 1, "it is tried again");
    assert_eq!(jobs[0].last_error.as_deref(), Some(BUSY));
    Ok(())
}

#[tokio::test]
async fn many_pictures_at_once_all_have_their_turn() -> Test {
    let server = Server::start_with(|options| {
        options.rate_limits = false;
        options.heavy_at_once = 1;
    })
    .await?;
    let ann = server.member("ann")?;
    let request = CreateMedia {
        file: Some(server.file("a.jpg", &photograph(300, 200))?),
        ..CreateMedia::default()
    };

    let sent = join_all((0..12).map(|_| ann.client.send(&request))).await;

    for media in sent {
        assert!(media?.url.is_some());
    }
    assert_eq!(server.kept()?.len(), 24);
    Ok(())
}

#[tokio::test]
async fn who_may_not_send_is_told_so_before_anything_is_sent() -> Test {
    let server = Server::start().await?;
    let reader = server.member("ann")?;
    let token = server.token(reader.id, "read")?;
    let address = server.url.trim_start_matches("http://");
    for (authorization, status) in [
        ("authorization: bearer made-up\r\n".to_owned(), "401"),
        (format!("authorization: bearer {token}\r\n"), "403"),
    ] {
        let mut stream = TcpStream::connect(address).await?;
        // A body is promised, and none comes.
        let head = format!(
            "POST /api/v2/media HTTP/1.1\r\nhost: {address}\r\n{authorization}\
             content-type: multipart/form-data; boundary=b\r\ncontent-length: 90000000\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await?;

        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await?;

        assert_eq!(answer, format!("HTTP/1.1 {status}").as_bytes());
    }
    Ok(())
}

#[tokio::test]
async fn who_shows_no_token_sends_little() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let form = |bytes: u32, token: &str| {
        let head = format!(
            "--b\r\ncontent-disposition: form-data; name=\"access_token\"\r\n\r\n{token}\r\n\
             --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\n\r\n"
        );
        [head.as_bytes(), &film(bytes), b"\r\n--b--\r\n"].concat()
    };
    let send = async |body: Vec<u8>| {
        let call = server.http.post(format!("{}/api/v2/media", server.url));
        let call = call.header("content-type", "multipart/form-data; boundary=b");
        call.body(body).send().await
    };

    assert_eq!(send(form(500, &ann.token)).await?.status(), 200);
    // A server that has read enough may hang up before all is sent.
    if let Ok(answer) = send(form(2 << 20, &ann.token)).await {
        assert_eq!(answer.status(), 413);
    }
    assert_eq!(server.kept()?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn thirty_in_half_an_hour_are_enough() -> Test {
    let server = Server::start_with(|_| ()).await?;
    let ann = server.member("ann")?;
    let request = CreateMedia {
        file: Some(server.file("a.mp4", &film(8))?),
        ..CreateMedia::default()
    };
    // The client would wait.
    let patience = Duration::from_millis(1);
    let hasty = client::Client::builder(&server.url)
        .token(&ann.token)
        .patience(patience)
        .build()?;
    for _ in 0..30 {
        hasty.send(&request).await?;
    }

    assert_eq!(
        refusal(hasty.send(&request).await),
        (429, "Too many requests".into())
    );
    Ok(())
}

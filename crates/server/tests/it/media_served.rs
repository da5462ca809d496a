//! Who is given which file, and how.

use api::{
    accounts::UpdateCredentials,
    admin::accounts::{AccountAction, ActOnAccount, DeleteAccount, UnsuspendAccount},
    statuses::DeleteStatus,
};
use chrono::TimeDelta;
use kumki_server::jobs::keep_schedules;
use store::statuses;

use crate::{
    files::{data_url, film, photograph, png},
    media::post,
    server::{Server, Test},
};

#[tokio::test]
async fn files_are_given_out_so_that_nothing_in_them_runs() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    for (content, content_type) in [
        (png(8, 8), "image/png"),
        (photograph(8, 8), "image/jpeg"),
        (film(64), "video/mp4"),
    ] {
        let url = server
            .upload(&ann, "a.svg", &content)
            .await?
            .url
            .expect("done");

        let answer = server.http.get(&url).send().await?;

        let header = |name: &str| answer.headers()[name].to_str().unwrap_or_default();
        assert_eq!(answer.status(), 200);
        assert_eq!(header("content-type"), content_type);
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(
            header("content-security-policy"),
            "default-src 'none'; sandbox"
        );
        assert_eq!(header("content-disposition"), "inline");
        assert_eq!(
            header("cache-control"),
            "public, max-age=300, must-revalidate"
        );
        let tag = header("etag").to_owned();
        let again = server
            .http
            .get(&url)
            .header("if-none-match", &tag)
            .send()
            .await?;
        assert_eq!(again.status(), 304);
        assert_eq!(again.headers()["etag"], tag.as_str());
        assert!(again.bytes().await?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn a_player_is_given_the_part_that_it_asks_for() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let content = film(5000);
    let size = content.len();
    let url = server
        .upload(&ann, "a.mp4", &content)
        .await?
        .url
        .expect("done");
    let part = async |range: String| server.http.get(&url).header("range", range).send().await;

    for (range, expected) in [
        ("bytes=0-9".to_owned(), 0..10),
        ("bytes=4000-".to_owned(), 4000..size),
        ("bytes=-7".to_owned(), size - 7..size),
    ] {
        let answer = part(range).await?;
        assert_eq!(answer.status(), 206);
        let said = format!("bytes {}-{}/{size}", expected.start, expected.end - 1);
        assert_eq!(answer.headers()["content-range"], said.as_str());
        assert_eq!(answer.bytes().await?, content[expected]);
    }
    let beyond = part(format!("bytes={size}-")).await?;
    assert_eq!(beyond.status(), 416);
    assert_eq!(
        beyond.headers()["content-range"],
        format!("bytes */{size}").as_str()
    );
    let several = part("bytes=0-1,5-6".into()).await?;
    assert_eq!(
        (several.status().as_u16(), several.bytes().await?.len()),
        (200, size)
    );
    let other = server
        .http
        .get(&url)
        .header("range", "bytes=0-1")
        .header("if-range", "\"other\"");
    assert_eq!(other.send().await?.status(), 200);
    let head = server.http.head(&url).send().await?;
    assert_eq!(head.headers()["content-length"], size.to_string().as_str());
    assert!(head.bytes().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn files_of_a_suspended_account_are_out_of_sight_until_it_is_unsuspended() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let ann = server.member("ann")?;
    let profile = UpdateCredentials {
        avatar: Some(data_url(&png(8, 8)).into()),
        header: Some(data_url(&png(8, 8)).into()),
        ..UpdateCredentials::default()
    };
    let shown = ann.client.send(&profile).await?.account;
    let sent = server.upload(&ann, "a.png", &png(8, 8)).await?;
    post(&ann, &[&sent]).await?;
    let addresses = [
        shown.avatar,
        shown.header,
        sent.url.expect("done"),
        sent.preview_url.expect("done"),
    ];
    let tag = server.http.get(&addresses[2]).send().await?.headers()["etag"].clone();
    let all_are = async |status: u16| -> Test {
        for address in &addresses {
            assert_eq!(server.get(address).await?.0, status, "{address}");
        }
        Ok(())
    };
    all_are(200).await?;

    let suspend = ActOnAccount::new(ann.id(), AccountAction::Suspend);
    admin.client.send(&suspend).await?;
    all_are(404).await?;
    let cached = server
        .http
        .get(&addresses[2])
        .header("if-none-match", tag)
        .send()
        .await?;
    assert_eq!(cached.status(), 404, "a cache that asks is told so too");
    assert_eq!(cached.headers()["cache-control"], "private, no-store");

    admin
        .client
        .send(&UnsuspendAccount { id: ann.id() })
        .await?;
    all_are(200).await?;

    admin.client.send(&suspend).await?;
    admin.client.send(&DeleteAccount { id: ann.id() }).await?;
    server.work_off()?;
    assert!(server.kept()?.is_empty(), "{:?}", server.kept()?);
    Ok(())
}

#[tokio::test]
async fn a_purge_takes_away_more_than_fits_into_one_step() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let content = film(8);
    for _ in 0..101 {
        server.upload(&ann, "a.mp4", &content).await?;
    }
    server.upload(&bob, "a.mp4", &content).await?;

    let suspend = ActOnAccount::new(ann.id(), AccountAction::Suspend);
    admin.client.send(&suspend).await?;
    admin.client.send(&DeleteAccount { id: ann.id() }).await?;
    server.work_off()?;

    let rows = format!("media_attachments WHERE account_id = {}", ann.id);
    assert_eq!(store::testing::count(&mut server.tx()?, &rows)?, 0);
    assert_eq!(server.kept()?.len(), 1, "bob's");
    Ok(())
}

#[tokio::test]
async fn what_a_deleted_post_carries_is_out_of_sight_and_goes_with_it() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let sent = server.upload(&ann, "a.png", &png(8, 8)).await?;
    let url = sent.url.clone().expect("done");
    let id = post(&ann, &[&sent]).await?;
    let status_id: i64 = id.parse()?;
    let set_deleted =
        |at| server.change(|cx| Ok(statuses::set_deleted(&mut cx.tx, status_id, at)?));

    set_deleted(Some(server.now()))?;
    assert_eq!(server.get(&url).await?.0, 404);
    server.work_off()?;
    assert_eq!(server.kept()?.len(), 2, "it can still be restored");
    set_deleted(None)?;
    assert_eq!(server.get(&url).await?.0, 200);

    let delete = DeleteStatus {
        id,
        delete_media: Some(true),
    };
    ann.client.send(&delete).await?;
    assert_eq!(server.get(&url).await?.0, 404);
    server.work_off()?;
    assert!(server.kept()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn who_rewrites_a_post_keeps_what_it_carried() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let sent = server.upload(&ann, "a.png", &png(8, 8)).await?;
    let id = post(&ann, &[&sent]).await?;
    server.advance(TimeDelta::days(3));

    let delete = DeleteStatus {
        id,
        delete_media: None,
    };
    ann.client.send(&delete).await?;
    server.advance(TimeDelta::hours(23));
    keep_schedules(&server.app)?;
    server.work_off()?;

    post(&ann, &[&sent]).await?;
    assert_eq!(server.get(&sent.url.expect("done")).await?.0, 200);
    Ok(())
}

#[tokio::test]
async fn names_that_lead_elsewhere_lead_nowhere() -> Test {
    let server = Server::start().await?;
    std::fs::create_dir_all(server.folder.path().join("media"))?;
    std::fs::write(server.folder.path().join("secret.png"), "secret")?;
    std::fs::write(server.folder.path().join("media/emojis.png"), "secret")?;

    for name in [
        "files/..%2f..%2fsecret.png",
        "emojis/..%2femojis.png",
        "emojis/..%2f..%2fsecret.png",
        "emojis/%2fetc%2fpasswd",
        "emojis.png",
        "emojis/none.png",
        "staged/a.png",
        "",
    ] {
        let address = format!("{}/media/{name}", server.url);
        assert_eq!(server.get(&address).await?.0, 404, "{name}");
    }
    Ok(())
}

//! What one server has, as another shows it: pictures, and what stands first on a profile.

use api::{
    accounts::{ShowAccount, UpdateCredentials},
    admin::accounts::ActOnAccount,
    entities::{Account, Status},
    media::CreateMedia,
    statuses::{DeleteStatus, PinStatus, PostStatus},
    timelines::ListAccountStatuses,
};
use serde_json::json;

use crate::{
    files::{data_url, photograph, png},
    people::Person,
    server::{Server, Test},
    statuses::says,
    two_servers::{acquainted, find, home, settle},
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What a reader gets at an address that a server has given her.
async fn get(server: &Server, address: &str) -> Result<(u16, Vec<u8>)> {
    let path = address.strip_prefix(&*server.app.site.url);
    let path = path.ok_or_else(|| format!("{address} is somewhere else"))?;
    server.get(&format!("{}{path}", server.url)).await
}

async fn show(person: &Person, account: &Account) -> Result<Account> {
    let id = account.id.clone();
    Ok(person.client.send(&ShowAccount { id }).await?)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_shown_to_readers_elsewhere_by_their_own_server() -> Test {
    let (near, far, ann, eve, _) = acquainted().await?;
    let picture = CreateMedia {
        file: Some(far.file("a.jpg", &photograph(800, 600))?),
        description: Some("A wall".into()),
        focus: Some("-0.5,0.25".into()),
        ..CreateMedia::default()
    };
    let sent = eve.client.send(&picture).await?;
    let post = PostStatus {
        media_ids: vec![sent.id.clone()],
        ..says("Look")
    };
    let posted = eve.post(post).await?;
    settle(&near, &far)?;

    let seen = home(&ann).await?.remove(0).media_attachments.remove(0);
    assert_eq!(seen.description.as_deref(), Some("A wall"));
    assert_eq!(seen.remote_url, sent.url);
    assert_eq!(seen.blurhash.is_some(), sent.blurhash.is_some());
    let meta = seen.meta.clone().unwrap_or_default();
    assert_eq!(meta["focus"], json!({ "x": -0.5, "y": 0.25 }));
    for (address, width) in [(&seen.url, 800), (&seen.preview_url, 554)] {
        let (status, bytes) = get(&near, address.as_deref().unwrap_or_default()).await?;
        assert_eq!(status, 200);
        assert_eq!(image::load_from_memory(&bytes)?.width(), width);
    }

    let delete = DeleteStatus {
        id: posted.id,
        delete_media: None,
    };
    eve.client.send(&delete).await?;
    settle(&near, &far)?;
    assert!(near.kept()?.is_empty(), "{:?}", near.kept()?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_face_is_shown_elsewhere_until_its_account_is_suspended_there() -> Test {
    let (near, far, ann, eve, seen) = acquainted().await?;
    let change = UpdateCredentials {
        avatar: Some(data_url(&png(8, 8)).into()),
        header: Some(data_url(&png(8, 8)).into()),
        ..UpdateCredentials::default()
    };
    eve.client.send(&change).await?;
    settle(&near, &far)?;

    let shown = show(&ann, &seen).await?;
    for address in [&shown.avatar, &shown.header] {
        assert_eq!(get(&near, address).await?.0, 200);
    }
    let admin = near.staff("admin", "Admin")?;
    let suspend = json!({ "id": seen.id, "type": "suspend" });
    let suspend: ActOnAccount = serde_json::from_value(suspend)?;
    admin.client.send(&suspend).await?;
    for address in [&shown.avatar, &shown.header] {
        assert_eq!(get(&near, address).await?.0, 404);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_first_on_a_profile_does_so_elsewhere_too() -> Test {
    let (near, far) = Server::two().await?;
    let (ann, eve) = (near.member("ann")?, far.member("eve")?);
    for text in ["One", "Two", "Three"] {
        let id = eve.post(says(text)).await?.id;
        if text != "Two" {
            eve.client.send(&PinStatus { id }).await?;
        }
    }

    let seen = find(&ann, "@eve@far.test").await?;
    settle(&near, &far)?;

    let pinned = json!({ "id": seen.id, "pinned": true });
    let pinned: ListAccountStatuses = serde_json::from_value(pinned)?;
    let pinned = ann.client.send(&pinned).await?.items;
    let text = |it: &Status| it.content.clone().unwrap_or_default();
    let texts: Vec<String> = pinned.iter().map(text).collect();
    assert_eq!(texts, ["<p>Three</p>", "<p>One</p>"]);
    assert!(home(&ann).await?.is_empty(), "nothing of it is news");
    Ok(())
}

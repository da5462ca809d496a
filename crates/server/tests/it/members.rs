//! Accounts as members and strangers see them.

use api::{
    accounts::{
        LookUpAccount, ShowAccount, ShowAccounts, SourceUpdate, UpdateCredentials,
        VerifyCredentials,
    },
    admin::accounts::{AccountAction, ActOnAccount},
    profile::{RemoveAvatar, RemoveHeader},
};
use client::Client;
use serde_json::{Value, json};

use crate::{
    account_actions::refusal,
    files::{data_url, png},
    server::{Server, Test},
};

#[tokio::test]
async fn members_change_their_profile_and_strangers_see_clean_html() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let request = UpdateCredentials {
        display_name: Some(" <b>Ann</b> ".into()),
        note: Some("Hi <script>alert(1)</script>\nhttps://ann.example".into()),
        locked: Some(true),
        bot: Some(true),
        discoverable: Some(true),
        fields_attributes: Some(
            json!({ "1": { "name": "two", "value": "2" }, "0": { "name": "one", "value": "<1>" } }),
        ),
        source: Some(SourceUpdate {
            privacy: Some("unlisted".into()),
            sensitive: Some(true),
            ..SourceUpdate::default()
        }),
        ..UpdateCredentials::default()
    };

    let mine = ann.client.send(&request).await?;

    assert_eq!(
        mine.source.note,
        "Hi <script>alert(1)</script>\nhttps://ann.example"
    );
    assert_eq!(
        (mine.source.privacy.as_str(), mine.source.sensitive),
        ("unlisted", true)
    );
    let seen = Client::anonymous(&server.url)?
        .send(&ShowAccount { id: ann.id() })
        .await?;
    assert_eq!(
        seen.display_name, "<b>Ann</b>",
        "a name is text, and apps show it as such"
    );
    assert!(!seen.note.contains("<script>"), "{}", seen.note);
    assert!(
        seen.note.contains("<a href=\"https://ann.example\""),
        "{}",
        seen.note
    );
    assert_eq!(seen.fields[0].name, "one");
    assert_eq!(seen.fields[0].value, "&lt;1&gt;");
    assert!(seen.locked && seen.bot && seen.discoverable == Some(true));
    assert_eq!(ann.client.send(&VerifyCredentials {}).await?, mine);
    Ok(())
}

#[tokio::test]
async fn a_profile_that_is_too_long_is_refused_whole() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let field = |name: &str| json!({ "name": name, "value": "v" });
    let requests = [
        UpdateCredentials {
            display_name: Some("x".repeat(31)),
            ..UpdateCredentials::default()
        },
        UpdateCredentials {
            note: Some("x".repeat(501)),
            ..UpdateCredentials::default()
        },
        UpdateCredentials {
            fields_attributes: Some(Value::from(vec![field("a"); 5])),
            ..UpdateCredentials::default()
        },
        UpdateCredentials {
            fields_attributes: Some(json!([field(&"x".repeat(256))])),
            ..UpdateCredentials::default()
        },
        UpdateCredentials {
            source: Some(SourceUpdate {
                privacy: Some("secret".into()),
                ..SourceUpdate::default()
            }),
            ..UpdateCredentials::default()
        },
        UpdateCredentials {
            avatar: Some("data:image/png;base64,bm90IGEgcGljdHVyZQ==".into()),
            ..UpdateCredentials::default()
        },
    ];

    for request in requests {
        let request = UpdateCredentials {
            locked: Some(true),
            ..request
        };
        assert_eq!(
            refusal(ann.client.send(&request).await).0,
            422,
            "{request:?}"
        );
    }
    assert!(!ann.client.send(&VerifyCredentials {}).await?.account.locked);
    Ok(())
}

#[tokio::test]
async fn a_picture_is_made_small_and_given_out_safely() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let picture = png(32, 16);
    let form = "--b\r\ncontent-disposition: form-data; name=\"avatar\"; filename=\"a.svg\"\r\ncontent-type: image/svg+xml\r\n\r\n";
    let body = [
        form.as_bytes(),
        &picture,
        b"\r\n--b\r\ncontent-disposition: form-data; name=\"note\"\r\n\r\nHi\r\n--b--\r\n",
    ]
    .concat();
    let answer = server
        .http
        .patch(format!("{}/api/v1/accounts/update_credentials", server.url))
        .bearer_auth(&ann.token)
        .header("content-type", "multipart/form-data; boundary=b")
        .body(body)
        .send()
        .await?;
    assert_eq!(answer.status(), 200);
    let shown: Value = serde_json::from_str(&answer.text().await?)?;
    assert_eq!(shown["source"]["note"], "Hi");

    let avatar = shown["avatar"].as_str().expect("an address");
    let picture = server.http.get(avatar).send().await?;
    assert_eq!(picture.status(), 200);
    assert_eq!(picture.headers()["content-type"], "image/png");
    assert_eq!(picture.headers()["x-content-type-options"], "nosniff");
    assert!(
        picture.headers()["content-security-policy"]
            .to_str()?
            .contains("sandbox")
    );
    assert_eq!(&picture.bytes().await?[..4], b"\x89PNG");

    let again = UpdateCredentials {
        avatar: Some(data_url(&png(8, 8)).into()),
        ..UpdateCredentials::default()
    };
    ann.client.send(&again).await?;
    server.work_off()?;
    assert_eq!(
        server.http.get(avatar).send().await?.status(),
        404,
        "the old file is gone"
    );
    let outside = format!("{}/media/avatars/..%2f..%2fkumki.db", server.url);
    assert_eq!(server.http.get(outside).send().await?.status(), 404);
    Ok(())
}

#[tokio::test]
async fn members_take_their_pictures_back() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let request = UpdateCredentials {
        avatar: Some(data_url(&png(8, 8)).into()),
        avatar_description: Some("Me".into()),
        header: Some(data_url(&png(8, 8)).into()),
        ..UpdateCredentials::default()
    };
    let shown = ann.client.send(&request).await?.account;

    let without = ann.client.send(&RemoveAvatar {}).await?.account;
    assert!(
        without.avatar.ends_with("/assets/avatar.png"),
        "{}",
        without.avatar
    );
    assert_eq!(without.avatar_description, "");
    assert_eq!(without.header, shown.header);
    assert_eq!(server.http.get(&shown.avatar).send().await?.status(), 404);
    let bare = ann.client.send(&RemoveHeader {}).await?.account;
    assert!(
        bare.header.ends_with("/assets/header.png"),
        "{}",
        bare.header
    );
    assert_eq!(server.http.get(&shown.header).send().await?.status(), 404);

    server.work_off()?;
    assert_eq!(server.kept()?, [""; 0]);
    let again = ann.client.send(&RemoveAvatar {}).await?.account;
    assert_eq!(again.avatar, without.avatar);
    Ok(())
}

#[tokio::test]
async fn a_picture_with_too_many_pixels_is_refused_before_it_is_decoded() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    // The header says 60,000 by 60,000; there is nothing behind it.
    let mut bomb = png(8, 8);
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let request = UpdateCredentials {
        avatar: Some(data_url(&bomb).into()),
        ..UpdateCredentials::default()
    };

    assert_eq!(refusal(ann.client.send(&request).await).0, 422);
    Ok(())
}

#[tokio::test]
async fn a_profile_that_is_refused_leaves_no_picture_behind() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let with_picture = UpdateCredentials {
        avatar: Some(data_url(&png(8, 8)).into()),
        ..UpdateCredentials::default()
    };
    let wrong = [
        UpdateCredentials {
            display_name: Some("n".repeat(31)),
            ..with_picture.clone()
        },
        UpdateCredentials {
            header: Some(data_url(b"no picture").into()),
            ..with_picture
        },
    ];

    for request in wrong {
        assert_eq!(refusal(ann.client.send(&request).await).0, 422);
    }

    assert!(!server.folder.path().join("media").exists());
    Ok(())
}

#[tokio::test]
async fn people_are_looked_up_by_handle_in_any_case() -> Test {
    let server = Server::start().await?;
    let ann = server.member("Ann")?;
    let far = server.remote("zed", "xn--bcher-kva.example")?;
    let stranger = Client::anonymous(&server.url)?;
    let look_up = async |acct: &str| stranger.send(&LookUpAccount { acct: acct.into() }).await;

    let domain = server.url.trim_start_matches("http://");
    for acct in ["ann", "@ANN", &format!("ann@{domain}")] {
        assert_eq!(look_up(acct).await?.id, ann.id(), "{acct}");
    }
    let found = look_up("zed@Bücher.example").await?;
    assert_eq!(
        (found.id, found.acct.as_str()),
        (far.id.to_string(), "zed@bücher.example")
    );
    for acct in ["", "nobody", "zed", "ann@elsewhere.example", "@@", "ann@"] {
        assert_eq!(
            refusal(look_up(acct).await),
            (404, "Record not found".into()),
            "{acct}"
        );
    }
    let both = ShowAccounts {
        id: vec![far.id.to_string(), "x".into(), ann.id()],
    };
    let ids: Vec<String> = stranger
        .send(&both)
        .await?
        .into_iter()
        .map(|it| it.id)
        .collect();
    assert_eq!(ids, [far.id.to_string(), ann.id()]);
    Ok(())
}

#[tokio::test]
async fn each_state_shows_on_the_profile_and_goes_when_it_is_taken_back() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let name = UpdateCredentials {
        display_name: Some("Ann".into()),
        ..UpdateCredentials::default()
    };
    ann.client.send(&name).await?;
    let stranger = Client::anonymous(&server.url)?;
    let seen = async || stranger.send(&ShowAccount { id: ann.id() }).await;
    let act = async |action| {
        moderator
            .client
            .send(&ActOnAccount::new(ann.id(), action))
            .await
    };

    act(AccountAction::Silence).await?;
    assert_eq!(seen().await?.limited, Some(true));
    act(AccountAction::Suspend).await?;
    let hidden = seen().await?;
    assert_eq!(
        (hidden.suspended, hidden.display_name.as_str()),
        (Some(true), "")
    );
    assert_eq!(hidden.acct, "ann");

    let id = ann.id();
    moderator
        .client
        .send(&api::admin::accounts::UnsuspendAccount { id: id.clone() })
        .await?;
    moderator
        .client
        .send(&api::admin::accounts::UnsilenceAccount { id })
        .await?;
    let back = seen().await?;
    assert_eq!(
        (back.suspended, back.limited, back.display_name.as_str()),
        (None, None, "Ann")
    );
    Ok(())
}

#[tokio::test]
async fn a_frozen_members_token_works_again_when_the_freeze_is_lifted() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    moderator
        .client
        .send(&ActOnAccount::new(ann.id(), AccountAction::Disable))
        .await?;
    let frozen = ann.client.send(&VerifyCredentials {}).await;
    assert_eq!(
        refusal(frozen),
        (403, "Your login is currently disabled".into())
    );
    // What everybody may see, she may see too.
    ann.client.send(&ShowAccount { id: ann.id() }).await?;

    moderator
        .client
        .send(&api::admin::accounts::EnableAccount { id: ann.id() })
        .await?;

    ann.client.send(&VerifyCredentials {}).await?;
    Ok(())
}

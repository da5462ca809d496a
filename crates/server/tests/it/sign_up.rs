//! Asking to join.

use api::{
    accounts::{ShowAccount, SignUp, VerifyCredentials},
    admin::accounts::{AccountAction, ActOnAccount, GetAccount},
    apps::CreateApp,
};
use client::{Client, Error};
use domain::settings::Settings;
use reqwest::StatusCode;
use serde_json::{Value, json};
use store::accounts;

use crate::{
    account_actions::refusal,
    server::{Server, Test},
};

fn newcomer(name: &str) -> SignUp {
    SignUp {
        username: name.into(),
        email: format!("{name}@mail.example"),
        password: "correct horse battery".into(),
        agreement: true,
        ..SignUp::default()
    }
}

fn set(server: &Server, name: &str, value: &str) -> Test {
    server.change(|cx| Settings::set(cx, name, value))
}

/// A program's own token.
fn program(server: &Server) -> Result<Client, Box<dyn std::error::Error>> {
    Ok(server.client(&server.app_token("read write")?)?)
}

#[tokio::test]
async fn an_open_server_takes_everybody_who_confirms() -> Test {
    let server = Server::start().await?;
    set(&server, "registrations_mode", "open")?;
    let program = program(&server)?;

    let token = program.send(&newcomer("Ann")).await?;

    assert_eq!(
        (token.token_type.as_str(), token.scope.as_str()),
        ("Bearer", "read write")
    );
    let ann = server.client(&token.access_token)?;
    let too_early = ann.send(&VerifyCredentials {}).await;
    assert_eq!(
        refusal(too_early),
        (
            403,
            "Your login is missing a confirmed e-mail address".into()
        )
    );
    let account = accounts::find_by_handle(&mut server.tx()?, "ann", None)?.expect("signed up");
    let hidden = Client::anonymous(&server.url)?
        .send(&ShowAccount {
            id: account.id.to_string(),
        })
        .await;
    assert_eq!(refusal(hidden), (404, "Record not found".into()));

    confirm(&server).await?;
    let credentials = ann.send(&VerifyCredentials {}).await?;
    assert_eq!(credentials.account.username, "Ann");
    assert_eq!(credentials.role.expect("a member").permissions, "65536");
    Ok(())
}

/// Follows the link in the newest letter, as a person does.
pub(crate) async fn confirm(server: &Server) -> Test {
    server.work_off()?;
    let letter = server.letters()?.pop().expect("a letter");
    let at = letter.find(&server.url).expect("a link");
    let link = letter[at..].split_whitespace().next().expect("a link");
    let http = &server.http;
    let page = http.get(link).send().await?;
    assert_eq!(page.status(), 200);
    assert!(page.text().await?.contains("<button>Confirm</button>"));
    let secret = link.split_once("confirmation_token=").expect("a secret").1;
    let done = http
        .post(format!("{}/auth/confirmation", server.url))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("confirmation_token={secret}"))
        .send()
        .await?;
    assert_eq!(done.status(), 200, "{}", done.text().await?);
    Ok(())
}

#[tokio::test]
async fn a_server_that_approves_holds_newcomers_back_and_tells_the_staff() -> Test {
    let server = Server::start().await?;
    set(&server, "registrations_mode", "approved")?;
    let moderator = server.staff("mod", "Moderator")?;
    let program = program(&server)?;
    let request = SignUp {
        reason: Some("I collect teapots".into()),
        locale: Some("de".into()),
        ..newcomer("ann")
    };

    let token = program.send(&request).await?;
    confirm(&server).await?;

    let ann = server.client(&token.access_token)?;
    let waiting = ann.send(&VerifyCredentials {}).await;
    assert_eq!(
        refusal(waiting),
        (403, "Your login is currently pending approval".into())
    );
    let id = accounts::find_by_handle(&mut server.tx()?, "ann", None)?
        .expect("signed up")
        .id;
    let shown = moderator
        .client
        .send(&GetAccount { id: id.to_string() })
        .await?;
    assert_eq!(shown.invite_request.as_deref(), Some("I collect teapots"));
    assert_eq!((shown.approved, shown.confirmed), (Some(false), Some(true)));
    assert_eq!(
        (shown.locale.as_deref(), shown.ip.as_deref()),
        (Some("de"), Some("127.0.0.1"))
    );
    assert!(shown.created_by_application_id.is_some());
    server.work_off()?;
    let letter = server.letters()?.pop().expect("to the staff");
    assert!(
        letter.contains("To: mod@mail.example") && letter.contains("I collect teapots"),
        "{letter}"
    );
    Ok(())
}

#[tokio::test]
async fn a_closed_server_takes_nobody() -> Test {
    let server = Server::start().await?;

    let refused = program(&server)?.send(&newcomer("ann")).await;

    assert_eq!(refusal(refused), (403, "Forbidden".into()));
    assert!(accounts::find_by_handle(&mut server.tx()?, "ann", None)?.is_none());
    Ok(())
}

#[tokio::test]
async fn everything_that_is_wrong_is_said_at_once() -> Test {
    let server = Server::start().await?;
    set(&server, "registrations_mode", "approved")?;
    set(&server, "require_invite_text", "true")?;
    server.member("taken")?;
    let program = program(&server)?;
    let why = async |request: SignUp| match program.send(&request).await {
        Err(Error::Refused {
            status: 422, body, ..
        }) => Value::Object(body.details.expect("details")),
        other => panic!("{other:?}"),
    };
    let good = SignUp {
        reason: Some("why not".into()),
        ..newcomer("ann")
    };

    let nothing = why(SignUp::default()).await;
    let blank = json!([{ "error": "ERR_BLANK", "description": "can't be blank" }]);
    for field in ["username", "email", "password", "reason"] {
        assert_eq!(nothing[field], blank, "{field}");
    }
    assert_eq!(nothing["agreement"][0]["error"], "ERR_ACCEPTED");

    for (request, field, code) in [
        (
            SignUp {
                username: "TAKEN".into(),
                ..good.clone()
            },
            "username",
            "ERR_TAKEN",
        ),
        (
            SignUp {
                username: "admin".into(),
                ..good.clone()
            },
            "username",
            "ERR_RESERVED",
        ),
        (
            SignUp {
                username: "ann lee".into(),
                ..good.clone()
            },
            "username",
            "ERR_INVALID",
        ),
        (
            SignUp {
                username: "änn".into(),
                ..good.clone()
            },
            "username",
            "ERR_INVALID",
        ),
        (
            SignUp {
                username: "a".repeat(31),
                ..good.clone()
            },
            "username",
            "ERR_TOO_LONG",
        ),
        (
            SignUp {
                email: "Taken@Mail.Example".into(),
                ..good.clone()
            },
            "email",
            "ERR_TAKEN",
        ),
        (
            SignUp {
                email: "nonsense".into(),
                ..good.clone()
            },
            "email",
            "ERR_INVALID",
        ),
        (
            SignUp {
                password: "short".into(),
                ..good.clone()
            },
            "password",
            "ERR_TOO_SHORT",
        ),
        (
            SignUp {
                password: "x".repeat(73),
                ..good.clone()
            },
            "password",
            "ERR_TOO_LONG",
        ),
        (
            SignUp {
                reason: Some("x".repeat(421)),
                ..good.clone()
            },
            "reason",
            "ERR_TOO_LONG",
        ),
    ] {
        let details = why(request).await;
        assert_eq!(details[field][0]["error"], code);
        assert_eq!(
            details.as_object().map(serde_json::Map::len),
            Some(1),
            "{details}"
        );
    }
    assert!(accounts::find_by_handle(&mut server.tx()?, "ann", None)?.is_none());
    assert!(server.letters()?.is_empty());
    Ok(())
}

#[tokio::test]
async fn who_was_suspended_does_not_come_back_under_another_spelling() -> Test {
    let server = Server::start().await?;
    set(&server, "registrations_mode", "open")?;
    let moderator = server.staff("mod", "Moderator")?;
    let mallory = server.member("mallory")?;
    moderator
        .client
        .send(&ActOnAccount::new(mallory.id(), AccountAction::Suspend))
        .await?;

    let again = SignUp {
        email: "M.allory+2@mail.example".into(),
        ..newcomer("innocent")
    };
    let refused = program(&server)?.send(&again).await;

    assert_eq!(
        refusal(refused),
        (
            422,
            "Validation failed: E-mail address has already been taken".into()
        )
    );
    Ok(())
}

#[tokio::test]
async fn a_token_without_the_scope_cannot_sign_anybody_up() -> Test {
    let server = Server::start().await?;
    set(&server, "registrations_mode", "open")?;

    let read_only = server.client(&server.app_token("read")?)?;
    let refused = read_only.send(&newcomer("ann")).await;
    assert_eq!(
        refusal(refused),
        (403, "This action is outside the authorized scopes".into())
    );
    let nobody = Client::anonymous(&server.url)?.send(&newcomer("ann")).await;
    assert_eq!(refusal(nobody), (401, "The access token is invalid".into()));
    Ok(())
}

#[tokio::test]
async fn the_sixth_sign_up_from_one_address_in_half_an_hour_is_refused() -> Test {
    let server = Server::start_with(|_| ()).await?;
    set(&server, "registrations_mode", "open")?;
    let token = server.app_token("read write")?;
    let sign_up = async |name: &str| {
        let call = server.http.post(format!("{}/api/v1/accounts", server.url));
        let body = serde_json::to_string(&newcomer(name)).expect("a request");
        call.bearer_auth(&token)
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await
    };

    for number in 0..5 {
        assert_eq!(sign_up(&format!("ann{number}")).await?.status(), 200);
    }
    let refused = sign_up("ann5").await?;

    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers()["x-ratelimit-remaining"], "0");
    assert_eq!(
        refused.headers()["x-ratelimit-reset"],
        "2026-11-22T12:30:00.000000Z"
    );
    assert!(accounts::find_by_handle(&mut server.tx()?, "ann5", None)?.is_none());
    Ok(())
}

#[tokio::test]
async fn programs_register_with_the_rules_of_mastodon() -> Test {
    let server = Server::start().await?;
    let stranger = Client::anonymous(&server.url)?;
    let app = |uris: &[&str]| CreateApp {
        client_name: "Night Watch".into(),
        redirect_uris: uris.iter().map(|it| (*it).to_owned()).collect(),
        scopes: Some("admin:read read read".into()),
        website: None,
    };

    let made = stranger
        .send(&app(&[
            "https://watch.example/cb\nurn:ietf:wg:oauth:2.0:oob",
        ]))
        .await?;
    assert_eq!(made.application.scopes, ["admin:read", "read"]);
    assert_eq!(made.application.redirect_uris.len(), 2);
    assert_eq!((made.client_id.len(), made.client_secret.len()), (43, 43));

    for (request, text) in [
        (
            CreateApp::default(),
            "Validation failed: Application name can't be blank, Redirect URI can't be blank",
        ),
        (
            app(&["javascript:alert(1)"]),
            "Validation failed: Redirect URI is forbidden by the server.",
        ),
        (
            CreateApp {
                scopes: Some("read admin".into()),
                ..app(&["https://a.example"])
            },
            "Validation failed: Scopes doesn't match those configured on the server.",
        ),
        (
            CreateApp {
                website: Some("ftp://a.example".into()),
                ..app(&["https://a.example"])
            },
            "Validation failed: Application website is not a valid URL",
        ),
        (
            CreateApp {
                client_name: "x".repeat(61),
                ..app(&["https://a.example"])
            },
            "Validation failed: Application name is too long (maximum is 60 characters)",
        ),
    ] {
        assert_eq!(refusal(stranger.send(&request).await), (422, text.into()));
    }
    Ok(())
}

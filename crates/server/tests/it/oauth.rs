//! OAuth as programs and browsers speak it.

use api::{
    Scope,
    accounts::VerifyCredentials,
    apps::{CreateApp, VerifyApp},
    entities::CredentialApplication,
};
use chrono::TimeDelta;
use client::Client;
use reqwest::{
    Response, StatusCode,
    header::{COOKIE, LOCATION, SET_COOKIE},
};
use serde_json::{Value, json};

use crate::{
    account_actions::refusal,
    people::PASSWORD,
    server::{Server, Test},
};

const VERIFIER: &str = "q1w2e3r4t5y6u7i8o9p0-ASDFGHJKLzxcvbnm_QWERTYU";
const CHALLENGE: &str = "n7uMP08uMUK0SZcruVq2S2xuQJ0r_6cJvuV-ZUtIqew";
const CALLBACK: &str = "https://watch.example/cb";
const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A browser that shows every redirection instead of following it.
pub(crate) struct Browser {
    http: reqwest::Client,
    base: String,
    cookie: Option<String>,
}

impl Browser {
    pub(crate) fn new(server: &Server) -> Result<Self> {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self {
            http,
            base: server.url.clone(),
            cookie: None,
        })
    }

    pub(crate) async fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<Response> {
        let call = self.http.get(format!("{}{path}", self.base)).query(query);
        Ok(call
            .header(COOKIE, self.cookie.clone().unwrap_or_default())
            .send()
            .await?)
    }

    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Result<Response> {
        let call = self.http.post(format!("{}{path}", self.base)).form(form);
        Ok(call
            .header(COOKIE, self.cookie.clone().unwrap_or_default())
            .send()
            .await?)
    }

    pub(crate) async fn sign_in(&mut self, email: &str, password: &str) -> Result<Response> {
        let form = [
            ("email", email),
            ("password", password),
            ("next", "/oauth/authorize?x=1"),
        ];
        let answer = self.post("/auth/sign_in", &form).await?;
        if let Some(cookie) = answer.headers().get(SET_COOKIE) {
            self.cookie = cookie.to_str()?.split(';').next().map(str::to_owned);
        }
        Ok(answer)
    }
}

async fn register(server: &Server, scopes: &str) -> Result<CredentialApplication> {
    let app = CreateApp {
        client_name: "Night <Watch>".into(),
        redirect_uris: vec![CALLBACK.into(), OUT_OF_BAND.into()],
        scopes: Some(scopes.into()),
        website: None,
    };
    Ok(Client::anonymous(&server.url)?.send(&app).await?)
}

fn asked<'a>(app: &'a CredentialApplication, redirect_uri: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("client_id", &app.client_id),
        ("redirect_uri", redirect_uri),
        ("response_type", "code"),
        ("scope", "read admin:read"),
        ("state", "a b&c"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]
}

async fn body(answer: Response) -> Result<Value> {
    Ok(serde_json::from_str(&answer.text().await?)?)
}

pub(crate) fn location(answer: &Response) -> &str {
    answer.headers()[LOCATION].to_str().expect("an address")
}

/// The hidden fields of the form on a page.
pub(crate) fn hidden_fields(page: &str) -> Vec<(String, String)> {
    let fields = page
        .split("<input type=\"hidden\" name=\"")
        .skip(1)
        .filter_map(|rest| {
            let (name, rest) = rest.split_once('"')?;
            let value = rest.strip_prefix(" value=\"")?.split_once('"')?.0;
            Some((
                name.to_owned(),
                value.replace("&#38;", "&").replace("&amp;", "&"),
            ))
        });
    fields.collect()
}

/// Signs in, agrees, and answers the code.
async fn code_for(
    server: &Server,
    app: &CredentialApplication,
    redirect_uri: &str,
) -> Result<String> {
    let mut browser = Browser::new(server)?;
    browser.sign_in("ann@mail.example", PASSWORD).await?;
    let page = browser
        .get("/oauth/authorize", &asked(app, redirect_uri))
        .await?
        .text()
        .await?;
    let mut fields = hidden_fields(&page);
    fields.push(("decision".into(), "allow".into()));
    let form: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    let answer = browser.post("/oauth/authorize", &form).await?;
    let there = location(&answer).to_owned();
    let (_, code) = there.split_once("code=").ok_or(there.clone())?;
    Ok(code.split('&').next().unwrap_or_default().to_owned())
}

async fn exchange(
    server: &Server,
    app: &CredentialApplication,
    change: &[(&str, &str)],
) -> Result<(StatusCode, Value)> {
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("client_id", &*app.client_id),
        ("client_secret", &*app.client_secret),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    form.retain(|(name, _)| !change.iter().any(|(changed, _)| changed == name));
    form.extend(change.iter().filter(|(_, value)| !value.is_empty()));
    let answer = Browser::new(server)?.post("/oauth/token", &form).await?;
    Ok((answer.status(), body(answer).await?))
}

#[tokio::test]
async fn a_member_agrees_and_the_program_gets_a_token_for_the_code() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let app = register(&server, "read write admin:read").await?;
    let mut browser = Browser::new(&server)?;

    let page = browser
        .get("/oauth/authorize", &asked(&app, CALLBACK))
        .await?;
    assert_eq!(page.status(), 200);
    assert!(
        page.headers()["content-security-policy"]
            .to_str()?
            .contains("frame-ancestors 'none'")
    );
    assert!(
        page.text().await?.contains("name=\"password\""),
        "first she signs in"
    );
    let signed_in = browser.sign_in("Ann@mail.example", PASSWORD).await?;
    assert_eq!(
        (signed_in.status(), location(&signed_in)),
        (StatusCode::FOUND, "/oauth/authorize?x=1")
    );
    let cookie = signed_in.headers()[SET_COOKIE].to_str()?;
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );

    let page = browser
        .get("/oauth/authorize", &asked(&app, CALLBACK))
        .await?
        .text()
        .await?;
    assert!(page.contains("Night &#60;Watch&#62;"), "{page}");
    let mut fields = hidden_fields(&page);
    fields.push(("decision".into(), "allow".into()));
    let form: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    let answer = browser.post("/oauth/authorize", &form).await?;
    assert_eq!(answer.status(), StatusCode::FOUND);
    let there = location(&answer).to_owned();
    assert!(
        there.starts_with("https://watch.example/cb?code=") && there.ends_with("&state=a+b%26c"),
        "{there}"
    );
    let code = there
        .split_once("code=")
        .expect("a code")
        .1
        .split('&')
        .next()
        .expect("a code");

    let (status, given) = exchange(&server, &app, &[("code", code)]).await?;
    assert_eq!(status, 200, "{given}");
    assert_eq!(
        (given["token_type"].as_str(), given["scope"].as_str()),
        (Some("Bearer"), Some("read admin:read"))
    );
    let client = server.client(given["access_token"].as_str().expect("a token"))?;
    assert_eq!(
        client.send(&VerifyCredentials {}).await?.account.id,
        ann.id()
    );
    assert_eq!(client.send(&VerifyApp {}).await?.name, "Night <Watch>");

    let (status, again) = exchange(&server, &app, &[("code", code)]).await?;
    assert_eq!(
        (status, &again["error"]),
        (StatusCode::BAD_REQUEST, &json!("invalid_grant"))
    );
    // She has agreed to the same before, so she is not asked again.
    let straight = browser
        .get("/oauth/authorize", &asked(&app, CALLBACK))
        .await?;
    assert_eq!(straight.status(), StatusCode::FOUND);
    let forced = [asked(&app, CALLBACK), vec![("force_login", "true")]].concat();
    assert_eq!(
        browser.get("/oauth/authorize", &forced).await?.status(),
        StatusCode::OK
    );
    Ok(())
}

#[tokio::test]
async fn a_code_is_only_good_for_whom_and_what_it_was_given() -> Test {
    let server = Server::start().await?;
    server.member("ann")?;
    let app = register(&server, "read admin:read").await?;
    let other = register(&server, "read admin:read").await?;
    let others = [
        ("client_id", &*other.client_id),
        ("client_secret", &*other.client_secret),
    ];

    for (change, error) in [
        (vec![("code_verifier", "wrong")], "invalid_grant"),
        (vec![("code_verifier", "")], "invalid_grant"),
        (vec![("redirect_uri", OUT_OF_BAND)], "invalid_grant"),
        (others.to_vec(), "invalid_grant"),
        (vec![("client_secret", "wrong")], "invalid_client"),
        (vec![("redirect_uri", "")], "invalid_request"),
        (vec![("grant_type", "implicit")], "unsupported_grant_type"),
        (vec![("grant_type", "")], "invalid_request"),
    ] {
        let code = code_for(&server, &app, CALLBACK).await?;
        let change = [vec![("code", &*code)], change].concat();
        let (status, said) = exchange(&server, &app, &change).await?;
        assert!(status.is_client_error(), "{change:?}");
        assert_eq!(said["error"], error, "{change:?}");
    }
    let code = code_for(&server, &app, CALLBACK).await?;
    server.advance(TimeDelta::minutes(10));
    let (_, said) = exchange(&server, &app, &[("code", &code)]).await?;
    assert_eq!(said["error"], "invalid_grant", "too late");
    Ok(())
}

#[tokio::test]
async fn a_request_that_makes_no_sense_gets_a_page_and_never_a_redirection() -> Test {
    let server = Server::start().await?;
    let app = register(&server, "read").await?;
    let browser = Browser::new(&server)?;
    let good = [
        ("client_id", &*app.client_id),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
    ];

    for (name, value, status, text) in [
        (
            "client_id",
            "",
            400,
            "Missing required parameter: client_id.",
        ),
        ("client_id", "unknown", 401, "Client authentication failed"),
        (
            "redirect_uri",
            "https://evil.example/",
            400,
            "The redirect uri included is not valid.",
        ),
        (
            "redirect_uri",
            "https://watch.example/cb/../x",
            400,
            "The redirect uri included is not valid.",
        ),
        (
            "response_type",
            "token",
            400,
            "does not support this response type",
        ),
        ("scope", "read write", 400, "The requested scope is invalid"),
        (
            "scope",
            "read:accounts",
            400,
            "The requested scope is invalid",
        ),
        (
            "code_challenge",
            CHALLENGE,
            400,
            "The code_challenge_method must be S256.",
        ),
        (
            "response_mode",
            "fragment",
            400,
            "does not support this response mode",
        ),
    ] {
        let mut query: Vec<_> = good.into_iter().filter(|it| it.0 != name).collect();
        query.push((name, value));
        let answer = browser.get("/oauth/authorize", &query).await?;
        assert_eq!(answer.status(), status, "{name}={value}");
        let page = answer.text().await?;
        assert!(page.contains(text), "{name}={value}: {page}");
    }
    Ok(())
}

#[tokio::test]
async fn the_code_can_be_carried_by_hand() -> Test {
    let server = Server::start().await?;
    server.member("ann")?;
    let app = register(&server, "read admin:read").await?;

    let code = code_for(&server, &app, OUT_OF_BAND).await?;

    let browser = Browser::new(&server)?;
    let page = browser
        .get("/oauth/authorize/native", &[("code", &code)])
        .await?
        .text()
        .await?;
    assert!(
        page.contains(&format!("id=\"code\">{code}</code>")),
        "{page}"
    );
    let (status, _) = exchange(
        &server,
        &app,
        &[("code", &code), ("redirect_uri", OUT_OF_BAND)],
    )
    .await?;
    assert_eq!(status, 200);
    let script = browser
        .get("/oauth/authorize/native", &[("code", "<script>")])
        .await?;
    assert_eq!(script.status(), 404);
    Ok(())
}

#[tokio::test]
async fn a_form_that_comes_from_elsewhere_is_not_believed() -> Test {
    let server = Server::start().await?;
    server.member("ann")?;
    let app = register(&server, "read admin:read").await?;
    let mut browser = Browser::new(&server)?;
    browser.sign_in("ann@mail.example", PASSWORD).await?;
    let allow = [asked(&app, CALLBACK), vec![("decision", "allow")]].concat();

    let unproven = browser.post("/oauth/authorize", &allow).await?;
    assert_eq!(unproven.status(), 403, "no proof");
    assert_eq!(
        unproven.headers()["content-type"],
        "text/html; charset=utf-8",
        "people read pages"
    );
    let guessed = [allow.clone(), vec![("csrf", "guessed")]].concat();
    assert_eq!(
        browser.post("/oauth/authorize", &guessed).await?.status(),
        403
    );
    let page = browser
        .get("/oauth/authorize", &asked(&app, CALLBACK))
        .await?
        .text()
        .await?;
    let csrf = hidden_fields(&page)
        .into_iter()
        .find(|it| it.0 == "csrf")
        .expect("a proof")
        .1;
    let proven = [allow, vec![("csrf", &*csrf)]].concat();
    let call = browser
        .http
        .post(format!("{}/oauth/authorize", server.url))
        .form(&proven);
    let call = call.header(COOKIE, browser.cookie.clone().unwrap_or_default());
    let elsewhere = call.header("origin", "https://evil.example").send().await?;
    assert_eq!(elsewhere.status(), 403);
    let denied = [
        asked(&app, CALLBACK),
        vec![("csrf", &*csrf), ("decision", "deny")],
    ]
    .concat();
    let denied = browser.post("/oauth/authorize", &denied).await?;
    assert!(
        location(&denied).starts_with("https://watch.example/cb?error=access_denied&"),
        "{}",
        location(&denied)
    );

    assert_eq!(
        browser
            .post("/auth/sign_out", &[("csrf", &*csrf)])
            .await?
            .status(),
        302
    );
    let page = browser
        .get("/oauth/authorize", &asked(&app, CALLBACK))
        .await?
        .text()
        .await?;
    assert!(page.contains("name=\"password\""), "she is signed out");
    Ok(())
}

#[tokio::test]
async fn a_wrong_password_tells_nothing_and_too_many_are_refused() -> Test {
    let server = Server::start_with(|_| ()).await?;
    server.member("ann")?;
    let mut browser = Browser::new(&server)?;

    let wrong = browser.sign_in("ann@mail.example", "wrong").await?;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = wrong.text().await?;
    let unknown = browser
        .sign_in("ann@mail.exampl", "wrong")
        .await?
        .text()
        .await?;
    assert_eq!(wrong.replace("mail.example", "mail.exampl"), unknown);
    for _ in 0..23 {
        browser.sign_in("nobody@mail.example", "wrong").await?;
    }
    let refused = browser.sign_in("ann@mail.example", PASSWORD).await?;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    Ok(())
}

#[tokio::test]
async fn programs_get_tokens_of_their_own_and_by_password() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let app = register(&server, "read write").await?;
    let with = [
        ("client_id", &*app.client_id),
        ("client_secret", &*app.client_secret),
    ];
    let ask = async |form: &[(&str, &str)]| -> Result<(StatusCode, Value)> {
        let answer = Browser::new(&server)?
            .post("/oauth/token", &[&with[..], form].concat())
            .await?;
        assert_eq!(answer.headers()["cache-control"], "no-store, no-cache");
        Ok((answer.status(), body(answer).await?))
    };

    let (_, own) = ask(&[("grant_type", "client_credentials")]).await?;
    assert_eq!(own["scope"], "read");
    let program = server.client(own["access_token"].as_str().expect("a token"))?;
    let no_member = program.send(&VerifyCredentials {}).await;
    assert_eq!(
        refusal(no_member),
        (422, "This method requires an authenticated user".into())
    );
    let (status, beyond) = ask(&[
        ("grant_type", "client_credentials"),
        ("scope", "admin:read"),
    ])
    .await?;
    assert_eq!(
        (status, &beyond["error"]),
        (StatusCode::BAD_REQUEST, &json!("invalid_scope"))
    );

    let password = |password| {
        [
            ("grant_type", "password"),
            ("username", "ann@mail.example"),
            ("password", password),
        ]
    };
    let (_, hers) = ask(&password(PASSWORD)).await?;
    let client = server.client(hers["access_token"].as_str().expect("a token"))?;
    assert_eq!(
        client.send(&VerifyCredentials {}).await?.account.id,
        ann.id()
    );
    let (status, wrong) = ask(&password("wrong")).await?;
    assert_eq!(
        (status, &wrong["error"]),
        (StatusCode::BAD_REQUEST, &json!("invalid_grant"))
    );
    Ok(())
}

#[tokio::test]
async fn a_token_is_revoked_by_its_own_program_only() -> Test {
    let server = Server::start().await?;
    server.member("ann")?;
    let app = register(&server, "read").await?;
    let other = register(&server, "read").await?;
    let browser = Browser::new(&server)?;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &*app.client_id),
        ("client_secret", &*app.client_secret),
    ];
    let token = body(browser.post("/oauth/token", &form).await?).await?["access_token"]
        .as_str()
        .expect("a token")
        .to_owned();
    let revoke = async |app: &CredentialApplication, token: &str| -> Result<(StatusCode, Value)> {
        let form = [
            ("client_id", &*app.client_id),
            ("client_secret", &*app.client_secret),
            ("token", token),
        ];
        let answer = browser.post("/oauth/revoke", &form).await?;
        Ok((answer.status(), body(answer).await?))
    };

    let (status, said) = revoke(&other, &token).await?;
    assert_eq!(
        (status, &said["error"]),
        (StatusCode::FORBIDDEN, &json!("unauthorized_client"))
    );
    server.client(&token)?.send(&VerifyApp {}).await?;
    for token in [&*token, &*token, "unknown", ""] {
        assert_eq!(revoke(&app, token).await?, (StatusCode::OK, json!({})));
    }
    let refused = server.client(&token)?.send(&VerifyApp {}).await;
    assert_eq!(
        refusal(refused),
        (401, "The access token was revoked".into())
    );
    Ok(())
}

#[tokio::test]
async fn programs_may_show_their_secret_in_the_header_but_not_twice() -> Test {
    let server = Server::start().await?;
    let app = register(&server, "read").await?;
    let ask = async |form: &[(&str, &str)]| -> Result<StatusCode> {
        let call = server.http.post(format!("{}/oauth/token", server.url));
        let call = call
            .basic_auth(&app.client_id, Some(&app.client_secret))
            .form(form);
        Ok(call.send().await?.status())
    };

    assert_eq!(ask(&[("grant_type", "client_credentials")]).await?, 200);
    let twice = [("grant_type", "client_credentials"), ("client_secret", "x")];
    assert_eq!(ask(&twice).await?, 400);
    let other = [("grant_type", "client_credentials"), ("client_id", "x")];
    assert_eq!(ask(&other).await?, 400);
    Ok(())
}

#[tokio::test]
async fn the_metadata_names_every_scope_and_says_who_a_member_is() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;

    let url = format!("{}/.well-known/oauth-authorization-server", server.url);
    let metadata = body(server.http.get(url).send().await?).await?;
    assert_eq!(metadata["issuer"], format!("{}/", server.url));
    assert_eq!(
        metadata["scopes_supported"].as_array().map(Vec::len),
        Some(Scope::ALL.len())
    );
    assert!(
        metadata["grant_types_supported"]
            .as_array()
            .is_some_and(|it| it.contains(&json!("password")))
    );

    let userinfo = async |token: &str| {
        server
            .http
            .get(format!("{}/oauth/userinfo", server.url))
            .bearer_auth(token)
            .send()
            .await
    };
    let profile = server.token(ann.id, "profile")?;
    let shown = body(userinfo(&profile).await?).await?;
    assert_eq!(
        (&shown["preferred_username"], &shown["sub"]),
        (&json!("ann"), &json!(format!("{}/users/ann", server.url)))
    );
    let read = server.token(ann.id, "read")?;
    assert_eq!(userinfo(&read).await?.status(), 403);
    Ok(())
}

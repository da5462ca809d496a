use std::collections::HashMap;

use kumki_client::{
    Client,
    oauth::{self, OUT_OF_BAND, SignIn},
};
use url::Url;

use crate::server::{Asked, Server, answer};

fn usual(_: &str, _: usize, asked: &Asked) -> String {
    match asked.target.as_str() {
        "/api/v1/apps" => answer("200 OK", "", r#"{"client_id":"c","client_secret":"s"}"#),
        "/oauth/token" => answer("200 OK", "", r#"{"access_token":"t","scope":"read"}"#),
        "/oauth/revoke" => answer("200 OK", "", "{}"),
        _ => answer("404 Not Found", "", "<html>"),
    }
}

fn fields(text: &str) -> HashMap<String, String> {
    url::form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect()
}

#[tokio::test]
async fn a_sign_in_proves_that_it_is_the_one_that_began() {
    let server = Server::start(usual).await;
    let client = Client::anonymous(&server.base).unwrap();

    let sign_in = SignIn::begin(&client, "Test", OUT_OF_BAND, "read admin:read")
        .await
        .unwrap();
    let address = Url::parse(&sign_in.address()).unwrap();
    let grant = sign_in.finish(&client, "the code").await.unwrap();

    assert_eq!(grant.access_token, "t");
    assert_eq!(address.path(), "/oauth/authorize");
    let asked = fields(address.query().unwrap());
    assert_eq!(asked["scope"], "read admin:read");
    assert_eq!(asked["state"], sign_in.state());
    let sent = fields(&server.asked().last().unwrap().body);
    assert_eq!(sent["code"], "the code");
    assert_eq!(sent["redirect_uri"], OUT_OF_BAND);
    assert_eq!(asked["code_challenge"], challenge(&sent["code_verifier"]));
}

#[tokio::test]
async fn the_server_says_where_to_go() {
    let server = Server::start(|base, before, asked| {
        let body =
            format!(r#"{{"authorization_endpoint":"{base}/a","token_endpoint":"{base}/t"}}"#);
        match asked.target.as_str() {
            "/.well-known/oauth-authorization-server" => answer("200 OK", "", &body),
            _ => usual(base, before, asked),
        }
    })
    .await;
    let client = Client::anonymous(&server.base).unwrap();

    let sign_in = SignIn::begin(&client, "Test", OUT_OF_BAND, "read")
        .await
        .unwrap();

    assert!(
        sign_in
            .address()
            .starts_with(&format!("{}/a?", server.base))
    );
}

#[tokio::test]
async fn secrets_do_not_travel_in_the_open() {
    let server = Server::start(|_, _, _| {
        let body = r#"{"token_endpoint":"http://elsewhere.example/token"}"#;
        answer("200 OK", "", body)
    })
    .await;
    let client = Client::anonymous(&server.base).unwrap();

    let attempt = SignIn::begin(&client, "Test", OUT_OF_BAND, "read").await;

    assert!(attempt.is_err());
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn a_refused_code_says_why() {
    let server = Server::start(|base, before, asked| match asked.target.as_str() {
        "/oauth/token" => answer(
            "400 Bad Request",
            "",
            r#"{"error":"invalid_grant","error_description":"Too late."}"#,
        ),
        _ => usual(base, before, asked),
    })
    .await;
    let client = Client::anonymous(&server.base).unwrap();

    let sign_in = SignIn::begin(&client, "Test", OUT_OF_BAND, "read")
        .await
        .unwrap();
    let error = sign_in.finish(&client, "old").await.err().unwrap();

    assert_eq!(error.to_string(), "invalid_grant: Too late. (400)");
    oauth::revoke(&client, sign_in.app(), "t").await.unwrap();
}

fn challenge(verifier: &str) -> String {
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
    use sha2::{Digest, Sha256};

    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

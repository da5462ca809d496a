use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
};

use serde_json::json;
use url::Url;

use crate::{
    kumkictl::{Home, finish, wait_for_line},
    server::{Asked, Server, answer, ok},
    things::me,
};

fn usual(asked: &Asked) -> String {
    match asked.target.as_str() {
        "/api/v1/apps" => ok(json!({ "client_id": "c", "client_secret": "s" })),
        "/oauth/token" => ok(json!({ "access_token": "granted", "scope": "read admin:read" })),
        "/oauth/revoke" => ok("{}"),
        "/api/v1/accounts/verify_credentials" if asked.head.contains("bearer bad") => answer(
            "401 Unauthorized",
            "",
            json!({ "error": "The access token is invalid" }),
        ),
        "/api/v1/accounts/verify_credentials" => ok(me()),
        _ => answer("404 Not Found", "", "{}"),
    }
}

#[test]
fn a_token_from_stdin_is_kept_where_only_its_owner_can_read() {
    let server = Server::start(usual);
    let home = Home::new();

    let said = home.run_with("  secret\n", &["login", &server.url, "--token"]);

    assert_eq!(said.status, 0, "{said:?}");
    let name = server.url.trim_start_matches("http://");
    assert_eq!(said.stderr, format!("Signed in to {name} as mod.\n"));
    assert!(
        fs::read_to_string(home.config())
            .unwrap()
            .contains("secret")
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(home.config()), 0o600);
        assert_eq!(mode(home.config().parent().unwrap().to_owned()), 0o700);
    }
}

#[test]
fn a_token_that_is_not_good_is_not_kept() {
    let server = Server::start(usual);
    let home = Home::new();

    let said = home.run_with("bad", &["login", &server.url, "--token"]);
    let empty = home.run_with("", &["login", &server.url, "--token"]);

    assert_eq!(said.status, 1);
    assert_eq!(empty.status, 2);
    assert!(!home.config().exists());
}

#[test]
fn a_code_can_be_carried_by_hand() {
    let server = Server::start(usual);
    let home = Home::new();

    let said = home.run_with("the code\n", &["login", &server.url, "--no-browser"]);

    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.stderr.contains("redirect_uri=urn"), "{said:?}");
    assert!(
        said.stderr.contains("did not grant admin:write."),
        "{said:?}"
    );
    let asked = server.asked();
    let exchange = asked.iter().find(|it| it.target == "/oauth/token").unwrap();
    assert!(exchange.body.contains("code=the+code"));
    let config = fs::read_to_string(home.config()).unwrap();
    assert!(config.contains("granted"), "{config}");
}

#[test]
fn a_browser_brings_the_code_back() {
    let server = Server::start(usual);
    let home = Home::new();

    let mut child = home.command(&["login", &server.url]).spawn().unwrap();
    let address = wait_for_line(&mut child, "http://");
    let address = Url::parse(&address).unwrap();
    let asked = |name: &str| {
        let mut pairs = address.query_pairs();
        pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
    };
    let callback = Url::parse(&asked("redirect_uri").unwrap()).unwrap();
    let state = asked("state").unwrap();
    let forged = visit(&callback, "?code=forged&state=guessed");
    let other = visit(&callback.join("/favicon.ico").unwrap(), "");
    let page = visit(&callback, &format!("?code=real&state={state}"));
    let said = finish(child);

    assert!(forged.starts_with("HTTP/1.1 404"), "{forged}");
    assert!(other.starts_with("HTTP/1.1 404"), "{other}");
    assert!(page.contains("Access is allowed"), "{page}");
    assert_eq!(said.status, 0, "{said:?}");
    let requests = server.asked();
    let exchange = requests
        .iter()
        .find(|it| it.target == "/oauth/token")
        .unwrap();
    assert!(exchange.body.contains("code=real&"));
}

#[test]
fn a_person_can_say_no() {
    let server = Server::start(usual);
    let home = Home::new();

    let mut child = home.command(&["login", &server.url]).spawn().unwrap();
    let address = Url::parse(&wait_for_line(&mut child, "http://")).unwrap();
    let asked = |name: &str| {
        let mut pairs = address.query_pairs();
        pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
    };
    let callback = Url::parse(&asked("redirect_uri").unwrap()).unwrap();
    let state = asked("state").unwrap();
    visit(&callback, &format!("?error=access_denied&state={state}"));
    let said = finish(child);

    assert_eq!(said.status, 2);
    assert!(said.stderr.contains("access_denied"), "{said:?}");
    assert!(!home.config().exists());
}

#[test]
fn one_can_choose_between_servers_and_leave_them() {
    let server = Server::start(usual);
    let home = Home::new();
    home.run_with(
        "x",
        &["login", &server.url, "--no-browser", "--name", "one"],
    );
    home.run_with("t", &["login", &server.url, "--token", "--name", "two"]);

    let url = &server.url;
    assert_eq!(
        home.run(&["servers"]).stdout,
        format!(
            "in use  name  account  url\n        one   mod      {url}\n*       two   mod      {url}\n"
        )
    );
    assert_eq!(home.run(&["servers", "use", "three"]).status, 2);
    assert_eq!(home.run(&["servers", "use", "one"]).status, 0);
    home.run(&["me", "get"]);
    home.run(&["me", "get", "--server", "two"]);
    let left = home.run(&["logout"]);
    let other = home.run(&["logout", "two"]);

    let asked = server.asked();
    let mut shown = asked
        .iter()
        .filter(|it| it.target.ends_with("/verify_credentials"));
    assert!(shown.nth(2).unwrap().head.contains("bearer granted"));
    assert!(shown.next().unwrap().head.contains("bearer t"));
    let revoked = asked
        .iter()
        .find(|it| it.target == "/oauth/revoke")
        .unwrap();
    assert!(revoked.body.contains("token=granted"));
    assert_eq!(left.stderr, "Signed out of one.\n");
    assert!(other.stderr.contains("stays good"), "{other:?}");
    assert_eq!(home.run(&["servers"]).stdout, "Nothing found.\n");
}

fn visit(url: &Url, query: &str) -> String {
    let mut stream = TcpStream::connect(url.authority()).unwrap();
    let request = format!("GET {}{query} HTTP/1.1\r\nHost: x\r\n\r\n", url.path());
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

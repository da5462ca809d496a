//! What must hold for all endpoints, including those that are yet to be written.

use std::collections::BTreeSet;

use api::{
    Access, Endpoint, Scope,
    admin::accounts::{AccountAction, ActOnAccount, MemorializeAccount},
};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use store::tokens;

use crate::{
    people::Person,
    server::{ALL_SCOPES, Server, Test},
};

struct Entry {
    method: Method,
    path: &'static str,
    name: &'static [&'static str],
    access: Access,
    segments: Vec<&'static str>,
}

macro_rules! list {
    ($($E:ty),* $(,)?) => {
        vec![$(Entry {
            method: <$E>::METHOD,
            path: <$E>::PATH,
            name: <$E>::NAME,
            access: <$E>::ACCESS,
            segments: <$E>::path_params().collect(),
        }),*]
    };
}

fn all() -> Vec<Entry> {
    api::for_each_endpoint!(list)
}

fn of_moderators() -> impl Iterator<Item = Entry> {
    all().into_iter().filter(|it| it.access.is_for_moderators())
}

impl Entry {
    fn path_for(&self, id: &str) -> String {
        self.segments.iter().fold(self.path.to_owned(), |path, it| {
            path.replace(&format!("{{{it}}}"), id)
        })
    }

    /// What the server says to a request without any fields.
    async fn call(
        &self,
        server: &Server,
        id: &str,
        token: Option<&str>,
    ) -> Result<(StatusCode, String), reqwest::Error> {
        let url = format!("{}{}", server.url, self.path_for(id));
        let mut call = server.http.request(self.method.clone(), url);
        if let Some(token) = token {
            call = call.bearer_auth(token);
        }
        let answer = call.send().await?;
        let status = answer.status();
        let body: Value = serde_json::from_str(&answer.text().await?).unwrap_or_default();
        Ok((
            status,
            body["error"].as_str().unwrap_or_default().to_owned(),
        ))
    }

    /// A scope that is neither enough nor above one that is.
    fn wrong_scope(&self) -> &'static str {
        match self.access.accepted().contains(&Scope::Push) {
            true => "follow",
            false => "push",
        }
    }
}

fn forbidden(text: &str) -> (StatusCode, String) {
    (StatusCode::FORBIDDEN, text.to_owned())
}

#[tokio::test]
async fn moderators_endpoints_need_a_member_a_scope_and_a_permission_before_anything_else() -> Test
{
    let server = Server::start().await?;
    let member = server.member("ann")?;
    let moderator = server.staff("mod", "Owner")?;
    let app_token = server.app_token("admin:read admin:write")?;
    let not_allowed = || forbidden("This action is not allowed");

    for entry in of_moderators() {
        let what = format!("{} {}", entry.method, entry.path);
        for id in ["4711", "1", "x"] {
            assert_eq!(
                entry.call(&server, id, None).await?,
                not_allowed(),
                "{what}: nobody"
            );
            assert_eq!(
                entry.call(&server, id, Some("made up")).await?,
                not_allowed(),
                "{what}: unknown token"
            );
            assert_eq!(
                entry.call(&server, id, Some(&app_token)).await?,
                not_allowed(),
                "{what}: a program"
            );
            assert_eq!(
                entry.call(&server, id, Some(&member.token)).await?,
                not_allowed(),
                "{what}: no permission"
            );
        }
        let wrong = server.token(moderator.id, entry.wrong_scope())?;
        let outside = forbidden("This action is outside the authorized scopes");
        assert_eq!(
            entry.call(&server, "4711", Some(&wrong)).await?,
            outside,
            "{what}: wrong scope"
        );
        for scope in entry.access.accepted() {
            let right = server.token(moderator.id, scope.as_str())?;
            let (status, _) = entry.call(&server, "4711", Some(&right)).await?;
            assert_ne!(status, StatusCode::FORBIDDEN, "{what}: {}", scope.as_str());
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_moderator_who_may_not_act_just_now_has_no_power() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?;
    let act = async |target: &Person, action| {
        owner
            .client
            .send(&ActOnAccount::new(target.id(), action))
            .await
    };
    let frozen = server.staff("frozen", "Admin")?;
    act(&frozen, AccountAction::Disable).await?;
    let suspended = server.staff("suspended", "Admin")?;
    act(&suspended, AccountAction::Suspend).await?;
    let pending = server.pending("pending")?;
    let unconfirmed = server.unconfirmed("unconfirmed")?;
    let half = server.staff("half", "Moderator")?;
    server.change(|cx| {
        for id in [pending.id, unconfirmed.id] {
            domain::members::give_role(cx, id, Some("Admin"))?;
        }
        let roles = domain::roles::Roles::load(&mut cx.tx)?;
        let strict = roles.named("Moderator").map(|it| it.id);
        let strict = strict.expect("there is one");
        Ok(store::roles::set_require_2fa(&mut cx.tx, strict, true)?)
    })?;

    for entry in of_moderators() {
        for (person, text) in [
            (&frozen, "Forbidden"),
            (&pending, "Forbidden"),
            (&unconfirmed, "Forbidden"),
            (&half, "Forbidden"),
            (&suspended, "Your login is currently disabled"),
        ] {
            let said = entry.call(&server, "4711", Some(&person.token)).await?;
            assert_eq!(said, forbidden(text), "{} {}", entry.method, entry.path);
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_revoked_token_opens_nothing() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?;
    let now = server.now();
    server.change(|cx| Ok(tokens::revoke_all(&mut cx.tx, owner.id, now)?))?;

    for entry in all() {
        let said = entry.call(&server, "4711", Some(&owner.token)).await?;
        let revoked = (
            StatusCode::UNAUTHORIZED,
            "The access token was revoked".to_owned(),
        );
        assert_eq!(said, revoked, "{} {}", entry.method, entry.path);
    }
    Ok(())
}

#[tokio::test]
async fn members_endpoints_say_what_is_wrong_with_the_caller() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?;
    let app_token = server.app_token(ALL_SCOPES)?;
    let (pending, unconfirmed) = (
        server.pending("pending")?,
        server.unconfirmed("unconfirmed")?,
    );
    let (frozen, suspended) = (server.member("frozen")?, server.member("suspended")?);
    for (person, action) in [
        (&frozen, AccountAction::Disable),
        (&suspended, AccountAction::Suspend),
    ] {
        owner
            .client
            .send(&ActOnAccount::new(person.id(), action))
            .await?;
    }
    let no_token = (
        StatusCode::UNAUTHORIZED,
        "The access token is invalid".to_owned(),
    );
    let no_member = (
        StatusCode::UNPROCESSABLE_ENTITY,
        "This method requires an authenticated user".to_owned(),
    );

    for entry in all() {
        let what = format!("{} {}", entry.method, entry.path);
        let suspended = entry.call(&server, "1", Some(&suspended.token)).await?;
        if let Access::Concerned(_) = entry.access {
            continue;
        }
        assert_eq!(
            suspended,
            forbidden("Your login is currently disabled"),
            "{what}"
        );
        let (Access::Member(_) | Access::Leaving(_)) = entry.access else {
            continue;
        };
        assert_eq!(entry.call(&server, "1", None).await?, no_token, "{what}");
        assert_eq!(
            entry.call(&server, "1", Some("made up")).await?,
            no_token,
            "{what}"
        );
        assert_eq!(
            entry.call(&server, "1", Some(&app_token)).await?,
            no_member,
            "{what}"
        );
        for (person, text) in [
            (
                &unconfirmed,
                "Your login is missing a confirmed e-mail address",
            ),
            (&pending, "Your login is currently pending approval"),
            (&frozen, "Your login is currently disabled"),
        ] {
            assert_eq!(
                entry.call(&server, "1", Some(&person.token)).await?,
                forbidden(text),
                "{what}"
            );
        }
        if entry.access.scopes().is_empty() {
            continue;
        }
        let wrong = server.token(owner.id, entry.wrong_scope())?;
        let outside = forbidden("This action is outside the authorized scopes");
        assert_eq!(
            entry.call(&server, "1", Some(&wrong)).await?,
            outside,
            "{what}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn what_concerns_a_member_is_open_to_her_whatever_was_done_about_the_account() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?;
    let app_token = server.app_token(ALL_SCOPES)?;
    let (frozen, suspended) = (server.member("frozen")?, server.member("suspended")?);
    let late = server.member("late")?;
    for (person, action) in [
        (&frozen, AccountAction::Disable),
        (&suspended, AccountAction::Suspend),
    ] {
        let act = ActOnAccount::new(person.id(), action);
        owner.client.send(&act).await?;
    }
    let memorialize = MemorializeAccount { id: late.id() };
    owner.client.send(&memorialize).await?;
    let concerned = |it: &Entry| matches!(it.access, Access::Concerned(_));

    for entry in all().into_iter().filter(concerned) {
        let what = format!("{} {}", entry.method, entry.path);
        for person in [&frozen, &suspended] {
            let (status, _) = entry.call(&server, "4711", Some(&person.token)).await?;
            assert_ne!(status, StatusCode::FORBIDDEN, "{what}");
        }
        let said = entry.call(&server, "4711", Some(&late.token)).await?;
        assert_eq!(
            said,
            forbidden("Your login is currently disabled"),
            "{what}"
        );
        let (status, _) = entry.call(&server, "4711", None).await?;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{what}");
        let (status, _) = entry.call(&server, "4711", Some(&app_token)).await?;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        let wrong = server.token(owner.id, entry.wrong_scope())?;
        let said = entry.call(&server, "4711", Some(&wrong)).await?;
        let outside = forbidden("This action is outside the authorized scopes");
        assert_eq!(said, outside, "{what}");
    }
    Ok(())
}

#[tokio::test]
async fn who_has_moved_away_has_the_say_about_that_and_nothing_else() -> Test {
    let server = Server::start().await?;
    let (owner, target) = (server.staff("owner", "Owner")?, server.member("ann")?);

    for entry in all() {
        // One of them undoes it.
        server.change(|cx| {
            let target = Some(target.id);
            Ok(store::accounts::set_moved_to(&mut cx.tx, owner.id, target)?)
        })?;
        let what = format!("{} {}", entry.method, entry.path);
        let said = entry.call(&server, "4711", Some(&owner.token)).await?;
        match entry.access {
            Access::Member(_) => {
                assert_eq!(
                    said,
                    forbidden("Your login is currently disabled"),
                    "{what}"
                );
            }
            Access::Moderator(_) => assert_eq!(said, forbidden("Forbidden"), "{what}"),
            Access::Leaving(_) => assert_ne!(said.0, StatusCode::FORBIDDEN, "{what}"),
            _ => (),
        }
    }
    Ok(())
}

#[tokio::test]
async fn an_unknown_id_is_not_found() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?;
    let not_found = (StatusCode::NOT_FOUND, "Record not found".to_owned());

    // Names, such as those of hashtags, may be anything.
    let is_id = |it: &&str| *it == "id" || it.ends_with("_id");
    for entry in all().iter().filter(|it| it.segments.iter().any(is_id)) {
        for id in [
            "4711",
            "0",
            "x",
            "12abc",
            "-1",
            "99999999999999999999",
            "%F0%9F%90%98",
        ] {
            let said = entry.call(&server, id, Some(&owner.token)).await?;
            assert_eq!(said, not_found, "{} {} {id}", entry.method, entry.path);
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_slash_at_the_end_changes_nothing() -> Test {
    let server = Server::start().await?;

    for entry in all() {
        let plain = entry.call(&server, "4711", None).await?;
        let url = format!("{}{}/", server.url, entry.path_for("4711"));
        let slashed = server
            .http
            .request(entry.method.clone(), url)
            .send()
            .await?;
        assert_eq!(slashed.status(), plain.0, "{} {}", entry.method, entry.path);
    }
    Ok(())
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_refused_before_anything_happens() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?;
    let json = "application/json";
    let form = "application/x-www-form-urlencoded";
    let huge = vec![b'a'; 30 << 20];
    let deep = format!("a{}=1", "[b]".repeat(5000)).into_bytes();
    let bodies: [(&str, &[u8], StatusCode); 9] = [
        (json, b"{", StatusCode::BAD_REQUEST),
        (json, b"[1]", StatusCode::BAD_REQUEST),
        (json, b"\"text\"", StatusCode::BAD_REQUEST),
        (json, b"{\"a\": \"\xff\"}", StatusCode::BAD_REQUEST),
        (json, b"{\"a\": \"\\u0000\"}", StatusCode::BAD_REQUEST),
        (form, b"a=%ff", StatusCode::BAD_REQUEST),
        (form, b"a=1&a[b]=2", StatusCode::BAD_REQUEST),
        (form, &deep, StatusCode::BAD_REQUEST),
        (form, &huge, StatusCode::PAYLOAD_TOO_LARGE),
    ];

    for entry in all() {
        for (kind, body, status) in &bodies {
            let url = format!("{}{}", server.url, entry.path_for("1"));
            let call = server.http.request(entry.method.clone(), url);
            let call = call
                .bearer_auth(&owner.token)
                .header("content-type", *kind)
                .body(body.to_vec());
            // A server that has read enough may hang up before all is sent.
            let Ok(answer) = call.send().await else {
                continue;
            };
            assert_eq!(
                answer.status(),
                *status,
                "{} {} {kind}",
                entry.method,
                entry.path
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn no_value_of_any_field_breaks_the_server() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?;
    let member = server.member("ann")?;
    let long = "ä".repeat(50_000);
    let values = [
        json!(null),
        json!(""),
        json!("x"),
        json!("-1"),
        json!(0),
        json!(-1),
        json!(1e300),
        json!(true),
        json!([]),
        json!(["x", 1, null, [], {}]),
        json!({}),
        json!({ "a": { "b": 1 } }),
        json!(long),
        json!("'; DROP TABLE accounts; --"),
        json!("\u{202e}\u{200b}%_\\"),
        json!("data:image/png;base64,AAAA"),
        json!("255.255.255.255/99"),
        json!("99999999999999999999"),
        json!("\r\nx: y"),
    ];
    let document = api::openapi::document();

    for entry in all() {
        let operation = &document["paths"][entry.path][entry.method.as_str().to_lowercase()];
        let schema =
            &operation["requestBody"]["content"]["application/json"]["schema"]["properties"];
        let in_body = schema
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone());
        let in_query = operation["parameters"].as_array().into_iter().flatten();
        let in_query = in_query
            .filter(|it| it["in"] == "query")
            .filter_map(|it| it["name"].as_str());
        let names: Vec<String> = in_body
            .chain(in_query.map(|it| it.trim_end_matches("[]").to_owned()))
            .collect();
        for name in names {
            for value in &values {
                let url = format!("{}{}", server.url, entry.path_for(&member.id()));
                let call = server
                    .http
                    .request(entry.method.clone(), url)
                    .bearer_auth(&owner.token);
                let body = json!({ name.clone(): value }).to_string();
                let answer = call
                    .header("content-type", "application/json")
                    .body(body)
                    .send()
                    .await?;
                let status = answer.status();
                assert!(
                    !status.is_server_error(),
                    "{} {} {name}: {value} -> {status}",
                    entry.method,
                    entry.path
                );
            }
        }
    }
    Ok(())
}

#[test]
fn names_and_routes_are_unique() {
    let endpoints = all();
    let names: BTreeSet<_> = endpoints.iter().map(|it| it.name).collect();
    let routes: BTreeSet<_> = endpoints
        .iter()
        .map(|it| (it.method.as_str(), it.path))
        .collect();

    assert_eq!(
        (names.len(), routes.len()),
        (endpoints.len(), endpoints.len())
    );
}

#[test]
fn path_segments_are_fields_and_every_endpoint_is_described() {
    let document = api::openapi::document();

    for entry in all() {
        let operation = &document["paths"][entry.path][entry.method.as_str().to_lowercase()];
        let what = format!("{} {}", entry.method, entry.path);
        assert!(
            operation["summary"]
                .as_str()
                .is_some_and(|it| !it.is_empty()),
            "{what} has no words"
        );
        for segment in &entry.segments {
            let parameters = operation["parameters"].as_array().expect("a list");
            assert!(
                parameters.iter().any(|it| it["name"] == *segment),
                "{what}: {segment}"
            );
        }
    }
}

#[test]
fn endpoints_under_admin_are_for_moderators_and_no_others() {
    for entry in all() {
        let is_admin = entry.path.contains("/admin/");
        assert_eq!(
            entry.access.is_for_moderators(),
            is_admin,
            "{} {}",
            entry.method,
            entry.path
        );
    }
}

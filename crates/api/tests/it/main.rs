//! What travels survives the way there and back, and the document that describes it is sound.

mod lists;
mod trends;

use std::collections::BTreeSet;

use kumki_api as api;

use api::{
    Access, Endpoint, Flag, Loose, Open, Page, Reply, Scope,
    admin::accounts::{
        AccountAction, AccountStatus, ActOnAccount, AdminAccount, ListAccounts, ListAccountsV1,
    },
    entities::{AccountWarning, StrikeAction},
    split,
};
use http::{HeaderMap, HeaderValue, header::LINK};
use serde::Deserialize;
use serde_json::{Value, json};

fn account() -> Value {
    json!({
        "id": "114200000000000101", "username": "mallory", "acct": "mallory", "display_name": "", "locked": false,
        "bot": false, "discoverable": null, "indexable": false, "group": false,
        "created_at": "2026-03-04T00:00:00.000Z", "note": "<p>Hi</p>", "url": "https://a.example/@mallory",
        "uri": "https://a.example/users/mallory", "avatar": "https://a.example/a.png",
        "avatar_static": "https://a.example/a.png", "avatar_description": "", "header": "https://a.example/h.png",
        "header_static": "https://a.example/h.png", "header_description": "", "followers_count": 3,
        "following_count": 2, "statuses_count": 1, "last_status_at": "2026-08-01", "hide_collections": null,
        "show_media": true, "show_media_replies": true, "show_featured": true, "emojis": [],
        "fields": [{ "name": "a", "value": "b", "verified_at": null }],
        "feature_approval": { "automatic": [], "manual": [], "current_user": "denied" },
        "limited": true, "noindex": false, "roles": [],
    })
}

/// As Mastodon's documentation and a running server show it.
fn admin_account() -> Value {
    json!({
        "id": "114200000000000101", "username": "mallory", "domain": null,
        "created_at": "2026-03-04T10:20:30.456Z", "email": "mallory@mail.example", "ip": "198.51.100.7",
        "confirmed": true, "suspended": false, "silenced": true, "sensitized": false, "disabled": false,
        "approved": true, "locale": "de", "invite_request": "I collect teapots",
        "created_by_application_id": "12", "invited_by_account_id": "114200000000000007",
        "ips": [
            { "ip": "198.51.100.7", "used_at": "2026-08-01T06:00:00.000Z" },
            { "ip": "2001:db8::5", "used_at": "2026-03-04T10:20:30.000Z" },
        ],
        "account": account(),
        "role": { "id": "-99", "name": "", "permissions": "65536", "color": "", "highlighted": false, "collection_limit": 10 },
    })
}

#[test]
fn an_admin_account_survives_the_way_there_and_back() {
    let read: AdminAccount = serde_json::from_value(admin_account()).expect("documented");

    assert_eq!(
        serde_json::to_value(read).expect("serialises"),
        admin_account()
    );
}

#[test]
fn an_account_of_another_server_has_nothing_that_belongs_to_a_user() {
    let mut remote = admin_account();
    for field in [
        "email",
        "ip",
        "confirmed",
        "disabled",
        "approved",
        "locale",
        "invite_request",
        "ips",
        "role",
    ] {
        remote[field] = Value::Null;
    }

    let read: AdminAccount = serde_json::from_value(remote).expect("documented");

    assert_eq!((read.confirmed, read.role, read.ips), (None, None, None));
}

#[test]
fn an_account_from_an_older_server_is_understood() {
    let mut older = account();
    for field in [
        "indexable",
        "uri",
        "avatar_description",
        "show_media",
        "feature_approval",
        "noindex",
        "roles",
    ] {
        older.as_object_mut().expect("an object").remove(field);
    }

    let read: Result<api::entities::Account, _> = serde_json::from_value(older);

    assert!(read.is_ok_and(|it| it.show_media));
}

#[test]
fn a_word_that_this_version_does_not_know_is_kept() {
    let strike = json!({
        "id": "31", "action": "exile", "text": "", "status_ids": null, "created_at": "2026-08-02T10:00:00.000Z",
        "target_account": account(), "appeal": { "text": "It was my own shop", "state": "pending" },
    });

    let mut read: AccountWarning = serde_json::from_value(strike.clone()).expect("documented");

    assert_eq!(read.action, Open::Unknown("exile".into()));
    assert_eq!(serde_json::to_value(&read).expect("serialises"), strike);
    read.action = StrikeAction::MarkStatusesAsSensitive.into();
    let written = serde_json::to_value(&read).expect("serialises");
    assert_eq!(written["action"], "mark_statuses_as_sensitive");
}

fn loosely<T: for<'de> Deserialize<'de>>(value: Value) -> T {
    T::deserialize(Loose(value)).expect("understood")
}

#[test]
fn text_is_read_as_what_is_wanted() {
    for no in ["false", "0", "f", "F", "FALSE", "off", "OFF", ""] {
        let request: ActOnAccount =
            loosely(json!({ "id": 7, "type": "none", "send_email_notification": no }));
        assert_eq!(
            (request.id.as_str(), request.send_email_notification),
            ("7", false),
            "{no:?}"
        );
    }
    for yes in [
        json!("no"),
        json!("False"),
        json!("1"),
        json!(1),
        json!(true),
    ] {
        let request: ActOnAccount = loosely(json!({ "id": "7", "send_email_notification": yes }));
        assert!(request.send_email_notification, "{yes}");
    }
    let absent: ActOnAccount = loosely(json!({ "id": "7" }));
    assert!(absent.send_email_notification && !absent.dry_run);
    assert_eq!(absent.r#type, Open::Unknown(String::new()));
    let one: ListAccounts = loosely(json!({ "role_ids": "3", "status": "pending", "limit": 5 }));
    assert_eq!(
        (one.role_ids, one.limit),
        (vec!["3".to_owned()], Some("5".to_owned()))
    );
    assert_eq!(one.status, Some(Open::Known(AccountStatus::Pending)));
}

#[test]
fn a_flag_is_on_when_it_is_there() {
    let on = |value: Value| loosely::<ListAccountsV1>(json!({ "remote": value })).remote;

    for value in [
        json!("false"),
        json!("0"),
        json!("True"),
        json!(true),
        json!(0),
    ] {
        assert_eq!(on(value.clone()), Flag(true), "{value}");
    }
    for value in [json!(""), json!(" "), json!(false), json!(null)] {
        assert_eq!(on(value.clone()), Flag(false), "{value}");
    }
    let (_, fields) = split(&ListAccountsV1::default());
    assert!(fields.is_empty(), "what is off is not sent: {fields:?}");
}

#[test]
fn an_id_cannot_leave_its_segment() {
    let (path, fields) = split(&ActOnAccount::new("1/../2?x=%2F", AccountAction::None));

    assert_eq!(path, "/api/v1/admin/accounts/1%2F..%2F2%3Fx%3D%252F/action");
    assert!(!fields.contains_key("id"));
}

#[test]
fn the_neighbours_of_a_page_are_found_however_the_server_writes_them() {
    let next = "https://a.example/x?a=1,2&max_id=3";
    for links in [
        format!("<{next}>; rel=\"next\", <https://a.example/x?min_id=9>; rel=\"prev\""),
        format!("<https://a.example/x?min_id=9>; rel=\"prev\",<{next}>; rel=\"next\""),
    ] {
        let headers =
            HeaderMap::from_iter([(LINK, HeaderValue::from_str(&links).expect("a value"))]);
        let page = Page::<Value>::from_parts(&headers, Vec::new());
        assert_eq!(
            (page.next(), page.prev()),
            (Some(next), Some("https://a.example/x?min_id=9"))
        );
    }
}

#[test]
fn scopes_have_the_parents_that_mastodon_gives_them() {
    assert_eq!(Scope::ALL.len(), 47);
    for scope in Scope::ALL {
        assert_eq!(Scope::named(scope.as_str()), Some(*scope));
        let word = scope.as_str();
        let above = word
            .rsplit_once(':')
            .map(|(above, _)| above)
            .filter(|it| *it != "admin");
        assert_eq!(scope.parent().map(Scope::as_str), above, "{word}");
    }
    assert_eq!(Scope::named("admin"), None);
    let accepted = Access::Moderator(Scope::AdminReadAccounts).accepted();
    assert_eq!(accepted, [Scope::AdminRead, Scope::AdminReadAccounts]);
}

#[test]
fn the_document_names_every_endpoint_and_every_reference_leads_somewhere() {
    macro_rules! ids {
        ($($E:ty),* $(,)?) => { [$(<$E>::NAME.join(".")),*] };
    }
    let document = api::openapi::document();

    let operations = document["paths"].as_object().into_iter().flatten();
    let operations = operations.flat_map(|(_, methods)| methods.as_object().into_iter().flatten());
    let found: BTreeSet<String> = operations
        .filter_map(|(_, it)| it["operationId"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(found, BTreeSet::from(api::for_each_endpoint!(ids)));

    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        let path = reference.strip_prefix('#').expect("inside the document");
        assert!(
            document.pointer(path).is_some(),
            "{reference} leads nowhere"
        );
    }
}

#[test]
fn what_only_kumki_knows_is_a_field_that_is_sent_only_when_asked_for() {
    macro_rules! check {
        ($($E:ty),* $(,)?) => {$(
            let schema = schemars::schema_for!($E).to_value();
            for name in <$E>::BEYOND_MASTODON {
                assert!(schema["properties"].get(name).is_some(), "{:?}: {name}", <$E>::NAME);
            }
        )*};
    }
    api::for_each_endpoint!(check);

    let (_, fields) = split(&ActOnAccount::new("1", AccountAction::None));
    assert!(!fields.contains_key("dry_run"), "{fields:?}");
}

#[test]
fn files_are_said_to_be_files_and_nothing_else_is() {
    macro_rules! check {
        ($($E:ty),* $(,)?) => {$(
            let schema = schemars::schema_for!($E).to_value();
            for (name, field) in schema["properties"].as_object().into_iter().flatten() {
                let is_file = field["format"] == "binary";
                let is_named = <$E>::FILES.contains(&name.as_str());
                assert_eq!(is_file, is_named, "{:?}: {name}", <$E>::NAME);
            }
            let has_body = <$E>::has_body() || <$E>::FILES.is_empty();
            assert!(has_body, "{:?}", <$E>::NAME);
        )*};
    }
    api::for_each_endpoint!(check);
}

fn collect<'a>(value: &'a Value, references: &mut Vec<&'a str>) {
    match value {
        Value::Object(map) => {
            references.extend(map.get("$ref").and_then(Value::as_str));
            map.values().for_each(|it| collect(it, references));
        }
        Value::Array(list) => list.iter().for_each(|it| collect(it, references)),
        _ => (),
    }
}

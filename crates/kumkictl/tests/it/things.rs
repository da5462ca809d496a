//! Things that servers answer with.

use serde_json::{Value, json};

pub(crate) fn account(id: &str, name: &str) -> Value {
    json!({
        "id": id, "username": name, "acct": name, "display_name": "", "locked": false, "bot": false,
        "created_at": "2026-11-22T00:00:00.000Z", "note": "<p>Hello</p>",
        "url": format!("https://social.example/@{name}"), "avatar": "", "avatar_static": "",
        "header": "", "header_static": "", "followers_count": 3, "following_count": 4,
        "statuses_count": 5, "last_status_at": null, "roles": [],
    })
}

pub(crate) fn me() -> Value {
    let mut me = account("1", "mod");
    me["source"] = json!({
        "privacy": "public", "sensitive": false, "language": null, "note": "", "fields": [],
        "follow_requests_count": 0, "indexable": false,
    });
    me
}

pub(crate) fn admin_account(id: &str, name: &str) -> Value {
    json!({
        "id": id, "username": name, "domain": null, "created_at": "2026-11-22T09:08:07.000Z",
        "email": format!("{name}@mail.example"), "ip": "192.0.2.7", "confirmed": true,
        "suspended": false, "silenced": true, "sensitized": false, "disabled": true,
        "approved": true, "locale": "en", "invite_request": null, "account": account(id, name),
        "ips": [{ "ip": "192.0.2.7", "used_at": "2026-11-22T09:08:07.000Z" }],
        "role": {
            "id": "3", "name": "Moderator", "permissions": "0", "color": "", "highlighted": true,
        },
    })
}

//! What to show of the things that moderators look at most.
//!
//! A thing that is not here is shown by its shape, so that no endpoint has to be added here.

use crate::json::Json;

pub(crate) struct Column {
    pub(crate) heading: &'static str,
    pub(crate) text: fn(&Json) -> String,
}

/// In a list, where width is scarce.
pub(crate) fn of_list(entity: &str) -> Option<&'static [Column]> {
    Some(match entity {
        "Account" => ACCOUNT,
        "AdminAccount" => ADMIN_ACCOUNT,
        "Notification" => NOTIFICATION,
        _ => return None,
    })
}

/// Alone: what is more than in a list, below that.
pub(crate) fn of_one(entity: &str) -> Option<[&'static [Column]; 2]> {
    Some(match entity {
        "Account" | "CredentialAccount" => [ACCOUNT, MORE_OF_ACCOUNT],
        "AdminAccount" => [ADMIN_ACCOUNT, MORE_OF_ADMIN_ACCOUNT],
        _ => return None,
    })
}

macro_rules! columns {
    ($($NAME:ident { $($heading:literal: $text:expr),* $(,)? })*) => {$(
        const $NAME: &[Column] = &[$(Column { heading: $heading, text: $text }),*];
    )*};
}

columns! {
    ACCOUNT {
        "id": |it| it.at("id").text(),
        "account": |it| it.at("acct").text(),
        "name": |it| it.at("display_name").text(),
        "state": account_state,
        "posts": |it| it.at("statuses_count").text(),
        "followers": |it| it.at("followers_count").text(),
        "created": |it| day(it.at("created_at")),
    }
    MORE_OF_ACCOUNT {
        "follows": |it| it.at("following_count").text(),
        "last post": |it| it.at("last_status_at").text(),
        "role": |it| it.at("role.name").text(),
        "page": |it| it.at("url").text(),
    }
    ADMIN_ACCOUNT {
        "id": |it| it.at("id").text(),
        "account": |it| it.at("account.acct").text(),
        "e-mail": |it| it.at("email").text(),
        "role": |it| it.at("role.name").text(),
        "state": admin_account_state,
        "created": |it| day(it.at("created_at")),
    }
    MORE_OF_ADMIN_ACCOUNT {
        "name": |it| it.at("account.display_name").text(),
        "posts": |it| it.at("account.statuses_count").text(),
        "last post": |it| it.at("account.last_status_at").text(),
        "followers": |it| it.at("account.followers_count").text(),
        "follows": |it| it.at("account.following_count").text(),
        "language": |it| it.at("locale").text(),
        "asked to join": |it| it.at("invite_request").text(),
        "invited by": |it| it.at("invited_by_account_id").text(),
        "seen at": |it| it.at("ips").text(),
        "page": |it| it.at("account.url").text(),
    }
    NOTIFICATION {
        "id": |it| it.at("id").text(),
        "type": |it| it.at("type").text(),
        "account": |it| it.at("account.acct").text(),
        "action": |it| it.at("moderation_warning.action").text(),
        "created": |it| it.at("created_at").text(),
    }
}

fn day(time: &Json) -> String {
    let mut text = time.text();
    text.truncate("2026-11-22".len().min(text.len()));
    text
}

fn admin_account_state(it: &Json) -> String {
    let (yes, no) = (Json::Bool(true), Json::Bool(false));
    words(&[
        (it.at("confirmed") == &no, "unconfirmed"),
        (it.at("approved") == &no, "pending"),
        (it.at("silenced") == &yes, "limited"),
        (it.at("suspended") == &yes, "suspended"),
        (it.at("disabled") == &yes, "frozen"),
        (it.at("sensitized") == &yes, "sensitive"),
        (it.at("account.memorial") == &yes, "memorial"),
    ])
}

fn account_state(it: &Json) -> String {
    let yes = Json::Bool(true);
    words(&[
        (it.at("limited") == &yes, "limited"),
        (it.at("suspended") == &yes, "suspended"),
        (it.at("memorial") == &yes, "memorial"),
        (it.at("bot") == &yes, "bot"),
    ])
}

fn words(states: &[(bool, &str)]) -> String {
    let words: Vec<&str> = states
        .iter()
        .filter_map(|&(holds, word)| holds.then_some(word))
        .collect();
    match words.as_slice() {
        [] => "active".to_owned(),
        words => words.join(", "),
    }
}

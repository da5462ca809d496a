//! A question with answers to choose from.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use store::polls::Poll;

use super::time;

/// Makes a question of a post. How the votes are may be a secret until the end.
pub(super) fn ask(post: &mut Value, poll: &Poll, now: DateTime<Utc>) {
    let is_over = poll.expires_at.is_some_and(|it| it <= now);
    let is_secret = poll.hide_totals && !is_over;
    let tallies: Vec<i64> = list(&poll.tallies).filter_map(Value::as_i64).collect();
    let option = |(number, title): (usize, &str)| {
        let votes = tallies.get(number).filter(|_| !is_secret);
        json!({
            "type": "Note",
            "name": title,
            "replies": { "type": "Collection", "totalItems": votes.copied().unwrap_or_default() },
        })
    };
    let options: Vec<Value> = titles(poll).enumerate().map(option).collect();
    let kind = if poll.multiple { "anyOf" } else { "oneOf" };
    post["type"] = json!("Question");
    post[kind] = json!(options);
    post["votersCount"] = json!(poll.voters_count);
    if let Some(at) = poll.expires_at {
        post["endTime"] = json!(time(at));
        if is_over {
            post["closed"] = json!(time(at));
        }
    }
}

/// What can be chosen.
pub(super) fn titles(poll: &Poll) -> impl Iterator<Item = &str> {
    list(&poll.options).map(|it| it.as_str().unwrap_or_default())
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

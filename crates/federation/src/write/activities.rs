//! What members do, apart from posting.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::time;
use crate::names::{self, PUBLIC};

pub fn follow(id: &str, follower: &str, followed: &str) -> Value {
    json!({ "id": id, "type": "Follow", "actor": follower, "object": followed })
}

/// `id` is what the follow is called; `follow_id` is its number here.
pub fn accept(follow_id: i64, id: &str, follower: &str, followed: &str) -> Value {
    json!({
        "id": names::accept(followed, follow_id),
        "type": "Accept",
        "actor": followed,
        "object": follow(id, follower, followed),
    })
}

pub fn reject(follow_id: i64, id: &str, follower: &str, followed: &str) -> Value {
    json!({
        "id": names::reject(followed, follow_id),
        "type": "Reject",
        "actor": followed,
        "object": follow(id, follower, followed),
    })
}

pub fn like(actor: &str, favourite_id: i64, post: &str) -> Value {
    json!({
        "id": names::like(actor, favourite_id),
        "type": "Like",
        "actor": actor,
        "object": post,
    })
}

pub fn block(actor: &str, id: i64, blocked: &str) -> Value {
    json!({
        "id": names::block(actor, id),
        "type": "Block",
        "actor": actor,
        "object": blocked,
    })
}

/// Takes one of the above back.
pub fn undo(activity: Value) -> Value {
    let id = activity["id"].as_str().unwrap_or_default();
    json!({
        "id": names::undo(id),
        "type": "Undo",
        "actor": activity["actor"],
        "object": activity,
    })
}

/// Takes a boost back. `boost` is its name.
pub fn unboost(actor: &str, boost: &str, boosted: &str) -> Value {
    json!({
        "id": names::unboost(boost),
        "type": "Undo",
        "actor": actor,
        "to": [PUBLIC],
        "object": {
            "id": boost,
            "type": "Announce",
            "actor": actor,
            "object": boosted,
            "to": [PUBLIC],
        },
    })
}

/// A post is gone.
pub fn delete_post(actor: &str, post: &str, at: DateTime<Utc>) -> Value {
    json!({
        "id": names::delete(post),
        "type": "Delete",
        "actor": actor,
        "published": time(at),
        "to": [PUBLIC],
        "object": { "id": post, "type": "Tombstone" },
    })
}

/// An account is gone.
pub fn delete_actor(actor: &str) -> Value {
    json!({
        "id": names::delete(actor),
        "type": "Delete",
        "actor": actor,
        "to": [PUBLIC],
        "object": actor,
    })
}

/// An account has changed; `document` is what it is now.
pub fn update_actor(actor: &str, document: Value, at: DateTime<Utc>) -> Value {
    json!({
        "id": names::update(actor, at),
        "type": "Update",
        "actor": actor,
        "to": [PUBLIC],
        "object": document,
    })
}

/// An account goes on as another.
pub fn relocate(actor: &str, target: &str, at: DateTime<Utc>) -> Value {
    json!({
        "id": names::relocation(actor, at),
        "type": "Move",
        "actor": actor,
        "to": [names::followers(actor)],
        "object": actor,
        "target": target,
    })
}

/// A post is put among those that stand first, or taken from there.
pub fn pin(actor: &str, post: (i64, &str), is_pinned: bool, at: DateTime<Utc>) -> Value {
    let (id, post) = post;
    json!({
        "id": names::pin(actor, id, at),
        "type": if is_pinned { "Add" } else { "Remove" },
        "actor": actor,
        "to": [PUBLIC],
        "object": post,
        "target": names::featured(actor),
    })
}

/// A vote is a post to the author of the poll, without a text.
#[derive(Clone, Copy, Debug)]
pub struct Vote<'a> {
    pub actor: &'a str,
    pub poll_id: i64,
    pub choice: i32,
    /// What was chosen.
    pub title: &'a str,
    pub question: &'a str,
    pub author: &'a str,
}

pub fn vote(vote: Vote<'_>, at: DateTime<Utc>) -> Value {
    let id = names::vote(vote.actor, vote.poll_id, vote.choice);
    json!({
        "id": names::activity(&id),
        "type": "Create",
        "actor": vote.actor,
        "to": [vote.author],
        "object": {
            "id": id,
            "type": "Note",
            "name": vote.title,
            "attributedTo": vote.actor,
            "inReplyTo": vote.question,
            "published": time(at),
            "to": [vote.author],
        },
    })
}

/// A report. `about` is the account, and then its posts.
pub fn flag(id: &str, instance_actor: &str, about: &[String], comment: &str) -> Value {
    json!({
        "id": id,
        "type": "Flag",
        "actor": instance_actor,
        "content": comment,
        "object": about,
    })
}

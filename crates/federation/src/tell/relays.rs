//! Relays are asked, and left, by the server itself: it follows everybody by way of them.

use domain::Context;
use serde_json::Value;

use super::Message;
use crate::{
    json::host_of,
    names::{self, PUBLIC},
    write::activities::{follow, undo},
};

pub(super) fn wanted(cx: &Context, inbox: &str, name: &str) -> Option<Message> {
    to(inbox, request(cx, name))
}

pub(super) fn left(cx: &Context, inbox: &str, name: &str) -> Option<Message> {
    to(inbox, undo(request(cx, name)))
}

fn request(cx: &Context, name: &str) -> Value {
    follow(name, &names::instance_actor(&cx.site), PUBLIC)
}

fn to(inbox: &str, activity: Value) -> Option<Message> {
    Some(Message {
        activities: vec![activity],
        to: vec![(host_of(inbox)?, inbox.to_owned())],
        ..Message::default()
    })
}

//! Applying what arrives.
//!
//! An activity is applied in one transaction, as if everything about it were known. What is not known
//! stops it: the transaction is given up, what is missing is fetched, and it begins anew. So nothing is
//! half done, and nothing waits for a network while the database does. What cannot be had counts as
//! [`absent`](World::absent) from then on, so that it comes to an end.

mod answers;
mod deletions;
mod edits;
mod posts;
mod reactions;
mod reports;
mod world;

use domain::{Context, arrivals, relays};
use serde_json::Value;
use store::{accounts::Account, follows};

use crate::json::{is_any, is_same_host, name_under, text};

pub use posts::keep;
pub use world::{Need, Stop, World};

/// What somebody who is suspended may still say.
const OF_SUSPENDED: [&str; 4] = ["Delete", "Reject", "Undo", "Update"];

/// What has arrived, from somebody who has proved that it is from her.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    pub signer: &'a Account,
    pub activity: &'a Value,
}

impl<'a> Arrival<'a> {
    fn object(&self) -> &'a Value {
        self.activity.get("object").unwrap_or(&Value::Null)
    }

    /// What the thing is called that the activity is about.
    fn object_name(&self) -> Result<&'a str, Stop> {
        name_under(self.activity, "object").ok_or(Stop::Ignored("it is about nothing"))
    }

    /// What the signer's server calls the activity. A name that belongs to another server is none.
    fn name(&self) -> Option<&'a str> {
        text(self.activity, "id").filter(|it| is_same_host(it, &self.signer.uri))
    }
}

/// Applies an activity, once.
pub fn receive(cx: &mut Context, world: &World, arrival: Arrival<'_>) -> Result<(), Stop> {
    let kind = text(arrival.activity, "type").ok_or(Stop::Ignored("it does not say what it is"))?;
    if arrival.signer.suspended_at.is_some() && !OF_SUSPENDED.contains(&kind) {
        return Err(Stop::Ignored("who sends it is suspended"));
    }
    let actor = name_under(arrival.activity, "actor").ok_or(Stop::Ignored("nobody does it"))?;
    if actor != arrival.signer.uri {
        return passed_on(cx, world, arrival, kind);
    }
    if !arrivals::is_new(cx, arrival.name())? {
        return Err(Stop::Ignored("it was received before"));
    }
    match kind {
        "Create" => posts::create(cx, world, arrival),
        "Announce" => posts::announce(cx, world, arrival),
        "Update" => edits::update(cx, world, arrival),
        "Delete" => deletions::delete(cx, arrival),
        "Undo" => deletions::undo(cx, arrival),
        "Follow" => answers::follow(cx, arrival),
        "Accept" => answers::accept(cx, arrival),
        "Reject" => answers::reject(cx, arrival),
        "Like" | "EmojiReact" => reactions::like(cx, arrival),
        "Dislike" => Err(Stop::Ignored("nobody here counts dislikes")),
        "Block" => answers::block(cx, arrival),
        "Add" => reactions::add(cx, world, arrival),
        "Remove" => reactions::remove(cx, arrival),
        "Flag" => reports::flag(cx, arrival),
        "Move" => answers::relocate(cx, world, arrival),
        _ => Err(Stop::Ignored("nobody here knows what it is")),
    }
}

/// What one server passes on of another is not believed, but a reason to ask that other one. What has
/// become of a post that is known counts whoever says so: it may be gone.
fn passed_on(
    cx: &mut Context,
    world: &World,
    arrival: Arrival<'_>,
    kind: &str,
) -> Result<(), Stop> {
    let object = arrival.object_name()?;
    let author = name_under(arrival.activity, "actor").unwrap_or_default();
    if !is_same_host(object, author) {
        return Err(Stop::Ignored("it was passed on, and cannot be asked for"));
    }
    match kind {
        "Create" | "Update" if is_any(arrival.object(), &crate::read::PEOPLE) => {
            Err(Stop::Ignored("accounts are asked for when they are needed"))
        }
        "Create" if !is_wanted_from(cx, arrival.signer)? => {
            Err(Stop::Ignored("nobody here wants what they pass on"))
        }
        "Create" => world.post(cx, object).map(drop),
        "Update" => edits::look_again(cx, world, object),
        "Delete" => deletions::look_again(cx, world, object),
        _ => Err(Stop::Ignored("it was passed on")),
    }
}

/// Whether new posts are asked for that an account passes on. Strangers could fill this server with them.
fn is_wanted_from(cx: &mut Context, account: &Account) -> Result<bool, Stop> {
    Ok(follows::has_local(&mut cx.tx, account.id)? || relays::is_one(cx, account)?)
}

//! Reports that other servers send on.

use domain::{
    Context,
    arrivals::{self, Flag},
};
use store::{accounts::Account, statuses::Status};

use super::{
    Arrival, Stop,
    world::{known_person, known_post},
};
use crate::json::{names_under, text};

/// How many things a report may name.
const MOST: usize = 500;

/// Each account that is named gets a report of its own, with the posts that are its own.
pub(super) fn flag(cx: &mut Context, arrival: Arrival<'_>) -> Result<(), Stop> {
    let mut accounts: Vec<Account> = Vec::new();
    let mut statuses: Vec<Status> = Vec::new();
    for uri in names_under(arrival.activity, "object").take(MOST) {
        if let Some(account) = known_person(cx, uri)? {
            accounts.push(account);
        } else if let Some(status) = known_post(cx, uri)? {
            statuses.push(status);
        }
    }
    for (number, about) in accounts.iter().enumerate() {
        let flag = Flag {
            // A name belongs to one report.
            uri: arrival.name().filter(|_| number == 0),
            from: arrival.signer,
            about,
            statuses: &statuses,
            comment: text(arrival.activity, "content").unwrap_or_default(),
        };
        arrivals::report(cx, &flag)?;
    }
    Ok(())
}

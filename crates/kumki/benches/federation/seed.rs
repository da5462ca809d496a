//! A member whom many follow from other servers.

use anyhow::Result;
use domain::Context;
use server::App;
use store::{
    accounts::{self, Account, NewAccount},
    activity_names,
    actors::{self, Actor},
    instances,
    testing::follow,
};

use crate::{common::rows::settle, owner, peers::PORT};

pub(crate) const STAR: &str = "star";
pub(crate) const SCOPES: &str = "read write";

/// Fills an empty database. One that was filled before stays as it is.
pub(crate) fn fill(app: &App, followers: u64, servers: u64) -> Result<()> {
    app.store.migrate()?;
    let mut cx = app.write()?;
    if owner::is_there(&mut cx, STAR)? {
        return Ok(());
    }
    let star = owner::add_member(&mut cx, STAR)?;
    for number in 0..followers {
        add_follower(&mut cx, number, number % servers, star)?;
    }
    cx.tx.save()?;
    Ok(settle(&app.store)?)
}

fn add_follower(cx: &mut Context, number: u64, server: u64, star: i64) -> Result<()> {
    let (domain, now) = (format!("s{server}.example"), cx.now);
    let uri = format!("https://{domain}/users/f{number}");
    let account = add_stranger(cx, &format!("f{number}"), &domain, &uri)?;
    let host = format!("127.1.{}.{}:{PORT}", server / 250, server % 250 + 1);
    let actor = Actor {
        account_id: account.id,
        inbox: format!("http://{host}/inbox/{number}"),
        shared_inbox: Some(format!("http://{host}/inbox")),
        outbox: None,
        followers: None,
        following: None,
        featured: None,
        key_id: format!("{uri}#main-key"),
        public_key: String::new(),
        avatar_url: None,
        header_url: None,
        fetched_at: now,
    };
    actors::set(&mut cx.tx, &actor)?;
    follow(&mut cx.tx, account.id, star, now)?;
    let name = format!("{uri}#follows/{number}");
    Ok(activity_names::name_follow(
        &mut cx.tx, account.id, star, &name,
    )?)
}

/// Somebody of another server.
pub(crate) fn add_stranger(
    cx: &mut Context,
    username: &str,
    domain: &str,
    uri: &str,
) -> Result<Account> {
    let now = cx.now;
    instances::meet(&mut cx.tx, domain, now)?;
    let account = NewAccount {
        id: cx.new_id(),
        username,
        domain: Some(domain),
        uri,
        url: uri,
        display_name: "",
        note: "",
        kind: "Person",
        created_at: now,
    };
    Ok(accounts::add(&mut cx.tx, &account)?)
}

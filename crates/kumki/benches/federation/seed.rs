//! A member whom many follow from other servers.

use anyhow::{Context as _, Result};
use domain::{
    Caller, Context, oauth,
    sign_up::{self, Appointed, NewPassword},
};
use server::App;
use store::{
    accounts::{self, NewAccount},
    activity_names,
    actors::{self, Actor},
    applications::NewApplication,
    instances,
    testing::follow,
};

use crate::{common::rows::settle, peers::PORT};

const STAR: &str = "star";
const SCOPES: &str = "read write";

/// Fills an empty database. One that was filled before stays as it is.
pub(crate) fn fill(app: &App, followers: u64, servers: u64) -> Result<()> {
    app.store.migrate()?;
    let mut cx = app.write()?;
    if accounts::find_by_handle(&mut cx.tx, STAR, None)?.is_some() {
        return Ok(());
    }
    cx.caller = Caller::System;
    let star = Appointed {
        username: STAR,
        email: "star@kumki.example",
        password: NewPassword::read("correct horse battery staple", &mut cx.chance)?,
        is_confirmed: true,
        is_approved: true,
    };
    let (star, _) = sign_up::appoint(&mut cx, &star)?;
    for number in 0..followers {
        add_follower(&mut cx, number, number % servers, star.id)?;
    }
    cx.tx.save()?;
    Ok(settle(&app.store)?)
}

fn add_follower(cx: &mut Context, number: u64, server: u64, star: i64) -> Result<()> {
    let (domain, now) = (format!("s{server}.example"), cx.now);
    instances::meet(&mut cx.tx, &domain, now)?;
    let uri = format!("https://{domain}/users/f{number}");
    let account = NewAccount {
        id: cx.new_id(),
        username: &format!("f{number}"),
        domain: Some(&domain),
        uri: &uri,
        url: &uri,
        display_name: "",
        note: "",
        kind: "Person",
        created_at: now,
    };
    let account = accounts::add(&mut cx.tx, &account)?;
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

/// A token that is good for posting.
pub(crate) fn token(app: &App) -> Result<String> {
    let mut cx = app.write()?;
    let star = accounts::find_by_handle(&mut cx.tx, STAR, None)?;
    let star = star.context("the seeds have a star")?;
    let program = NewApplication {
        name: "benchmark",
        website: None,
        redirect_uris: &[],
        scopes: SCOPES,
        client_id: &domain::secrets::make(&mut cx.chance),
        client_secret_hash: "",
        created_at: cx.now,
    };
    let program = store::applications::add(&mut cx.tx, &program)?;
    let given = oauth::give_unasked(&mut cx, program.id, star.id, SCOPES)?;
    cx.tx.save()?;
    Ok(given.secret)
}

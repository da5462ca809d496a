//! Members of a made-up server, and what their programs may do.

use anyhow::{Context as _, Result};
use domain::{
    Caller, Context, members, oauth,
    sign_up::{self, Appointed, NewPassword},
};
use server::App;
use store::{accounts, applications::NewApplication};

pub(crate) const OWNER: &str = "owner";

/// The account of a new member.
pub(crate) fn add_member(cx: &mut Context, username: &str) -> Result<i64> {
    cx.caller = Caller::System;
    let member = Appointed {
        username,
        email: &format!("{username}@kumki.example"),
        password: NewPassword::read("correct horse battery staple", &mut cx.chance)?,
        is_confirmed: true,
        is_approved: true,
    };
    Ok(sign_up::appoint(cx, &member)?.0.id)
}

pub(crate) fn add_owner(cx: &mut Context) -> Result<()> {
    let id = add_member(cx, OWNER)?;
    Ok(members::give_role(cx, id, Some("Owner")).map(drop)?)
}

pub(crate) fn is_there(cx: &mut Context, username: &str) -> Result<bool> {
    Ok(accounts::find_by_handle(&mut cx.tx, username, None)?.is_some())
}

/// A token of a member.
pub(crate) fn token(app: &App, username: &str, scopes: &str) -> Result<String> {
    let mut cx = app.write()?;
    let member = accounts::find_by_handle(&mut cx.tx, username, None)?;
    let member = member.context("the seeds have this member")?;
    let program = NewApplication {
        name: "benchmark",
        website: None,
        redirect_uris: &[],
        scopes,
        client_id: &domain::secrets::make(&mut cx.chance),
        client_secret_hash: "",
        created_at: cx.now,
    };
    let program = store::applications::add(&mut cx.tx, &program)?;
    let given = oauth::give_unasked(&mut cx, program.id, member.id, scopes)?;
    cx.tx.save()?;
    Ok(given.secret)
}

//! Deciding about addresses that do not sign up, whatever way they are spelled.

use store::{
    account_list::Window,
    email_blocks::{self, EmailBlock},
};

use crate::{
    Context, Error, Permission, Result, Violation,
    acts::{Act, Target},
    emails,
    error::refuse,
};

const FIELD: (&str, &str) = ("canonical_email_hash", "Canonical email hash");

pub fn list(cx: &mut Context, window: Window) -> Result<Vec<EmailBlock>> {
    cx.moderator(Permission::ManageBlocks)?;
    Ok(email_blocks::page(&mut cx.tx, window)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<EmailBlock> {
    cx.moderator(Permission::ManageBlocks)?;
    email_blocks::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

/// The rule for an address, if there is any.
pub fn test(cx: &mut Context, email: &str) -> Result<Option<EmailBlock>> {
    cx.moderator(Permission::ManageBlocks)?;
    if email.trim().is_empty() {
        let text = "param is missing or the value is empty or invalid: email";
        return Err(Error::Senseless(text.into()));
    }
    let hash = emails::canonical_hash(email);
    Ok(email_blocks::find_by_hash(&mut cx.tx, &hash)?)
}

/// By an address, or else by its hash.
pub fn create(cx: &mut Context, email: Option<&str>, hash: Option<&str>) -> Result<EmailBlock> {
    let moderator = cx.moderator(Permission::ManageBlocks)?;
    let hash = match email {
        Some(email) if email.trim().is_empty() => String::new(),
        Some(email) => emails::canonical_hash(email),
        None => hash.unwrap_or_default().trim().to_lowercase(),
    };
    if hash.is_empty() {
        refuse(vec![Violation::blank(FIELD.0, FIELD.1)])?;
    }
    if hash.len() != 64 || !hash.bytes().all(|it| it.is_ascii_hexdigit()) {
        refuse(vec![Violation::invalid(FIELD.0, FIELD.1)])?;
    }
    let now = cx.now;
    if !email_blocks::add(&mut cx.tx, &hash, None, now)? {
        refuse(vec![Violation::taken(FIELD.0, FIELD.1)])?;
    }
    let block = email_blocks::find_by_hash(&mut cx.tx, &hash)?.ok_or(Error::NotFound)?;
    Act::new("create", target(&block)).record(cx, &moderator)?;
    Ok(block)
}

pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    lift(cx, id, None)
}

/// The same, as what takes back an act. Whether there was still a rule.
pub(crate) fn take_back(cx: &mut Context, id: i64, act_id: i64) -> Result<bool> {
    match lift(cx, id, Some(act_id)) {
        Err(Error::NotFound) => Ok(false),
        done => done.map(|()| true),
    }
}

fn lift(cx: &mut Context, id: i64, reverts: Option<i64>) -> Result<()> {
    let moderator = cx.moderator(Permission::ManageBlocks)?;
    let block = email_blocks::find(&mut cx.tx, id)?.ok_or(Error::NotFound)?;
    let act = Act::new("destroy", target(&block)).taking_back(reverts);
    let recorded = act.record(cx, &moderator)?;
    match email_blocks::remove(&mut cx.tx, id, &recorded)? {
        true => Ok(()),
        // Somebody else was first.
        false => Err(Error::NotFound),
    }
}

fn target(block: &EmailBlock) -> Target {
    Target {
        kind: "CanonicalEmailBlock",
        id: block.id,
        name: block.canonical_email_hash.clone(),
        account_id: None,
    }
}

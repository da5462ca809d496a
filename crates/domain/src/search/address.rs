//! What an address of the web stands for, as far as this server knows.

use store::{
    accounts::{self, Account},
    statuses::{self, Status},
};

use super::{found, named};
use crate::{Context, Result, visibility};

/// What stands behind an address.
#[derive(Clone, Debug)]
pub enum Found {
    Account(Account),
    Status(Status),
}

pub fn is_address(text: &str) -> bool {
    let starts = |it: &str| {
        let own = text.get(..it.len());
        own.is_some_and(|own| own.eq_ignore_ascii_case(it))
    };
    starts("https://") || starts("http://")
}

/// The account or post of an address, as far as the caller may see it. Nobody else is asked.
pub fn resolve(cx: &mut Context, address: &str) -> Result<Option<Found>> {
    match path_of(cx, address).map(str::to_owned) {
        Some(path) => here(cx, &path),
        None => elsewhere(cx, address),
    }
}

/// The path of an address of this server.
fn path_of<'a>(cx: &Context, address: &'a str) -> Option<&'a str> {
    let (_, rest) = address.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let own = cx.site.url.split_once("://").map(|(_, host)| host);
    let is_ours = own.is_some_and(|own| own.eq_ignore_ascii_case(host));
    is_ours.then(|| path.split(['?', '#']).next().unwrap_or_default())
}

fn here(cx: &mut Context, path: &str) -> Result<Option<Found>> {
    let segments: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    let (name, id) = match segments.as_slice() {
        [name] | ["users", name] => (*name, None),
        [name, id] if name.starts_with('@') => (*name, Some(*id)),
        ["users", name, "statuses", id] => (*name, Some(*id)),
        _ => return Ok(None),
    };
    if segments.len() == 1 && !name.starts_with('@') {
        return Ok(None);
    }
    let Some(id) = id else {
        let account = named(cx, name)?;
        let account = account.map(|it| visibility::account(cx, it.id));
        return Ok(account
            .map(found)
            .transpose()?
            .flatten()
            .map(Found::Account));
    };
    let (Some(author), Ok(id)) = (named(cx, name)?, id.parse()) else {
        return Ok(None);
    };
    let status = found(visibility::status(cx, id))?;
    let status = status.filter(|it| it.account_id == author.id);
    Ok(status.map(Found::Status))
}

/// By the name in federation, or by the page.
fn elsewhere(cx: &mut Context, address: &str) -> Result<Option<Found>> {
    if let Some(account) = accounts::find_by_address(&mut cx.tx, address)? {
        return Ok(found(visibility::account(cx, account.id))?.map(Found::Account));
    }
    let Some(status) = statuses::find_by_address(&mut cx.tx, address)? else {
        return Ok(None);
    };
    Ok(found(visibility::status(cx, status.id))?.map(Found::Status))
}

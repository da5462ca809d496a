//! Finding accounts, posts and hashtags with one text.

use std::net::IpAddr;

use api::{entities, search::Search};
use domain::{
    Context,
    search::{self, Found, Narrowed},
};
use store::account_list::Slice;

use crate::{
    App, Error,
    entities::{account, accounts, id, status, statuses, tags},
    federation::look_up,
    paging::leading_integer,
    route::Answer,
    spool::Files,
};

const DEFAULT: i64 = 20;
const MOST: i64 = 40;

impl Answer for Search {
    fn check(&self, cx: &mut Context) -> Result<(), Error> {
        refuse_strangers(self, cx.member().is_ok())
    }

    fn prepare(&mut self, app: &App, _: &mut Files) -> Result<(), Error> {
        look_up(app, &self.q)
    }

    fn asks_others(&self) -> bool {
        self.resolve && given(&self.offset).is_none()
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<entities::Search, Error> {
        let text = self.q.trim();
        if text.is_empty() {
            let text = "param is missing or the value is empty or invalid: q";
            return Err(domain::Error::Senseless(text.into()).into());
        }
        let is_member = cx.member().is_ok();
        refuse_strangers(&self, is_member)?;
        let slice = slice(&self)?;
        let mut found = entities::Search::default();
        if slice.limit == 0 {
            return Ok(found);
        }
        let kind = given(&self.r#type);
        let is_wanted = |it: &str| kind.is_none_or(|kind| kind == it);
        if search::is_address(text) {
            let behind = search::resolve(cx, text)?;
            if behind.is_some() || self.resolve {
                let behind = behind.filter(|_| slice.offset == 0);
                show(cx, behind, is_wanted, &mut found)?;
                return Ok(found);
            }
        }
        if is_wanted("accounts") && !text.starts_with('#') {
            let kept = search::accounts(cx, text, self.following, slice)?;
            found.accounts = accounts(cx, &kept)?;
        }
        if is_wanted("statuses") && is_member {
            let rows = search::statuses(cx, text, narrowed(&self), slice)?;
            found.statuses = statuses(cx, &rows)?;
        }
        if is_wanted("hashtags") && !text.contains('@') {
            let kept = search::tags(cx, text, self.exclude_unreviewed, slice)?;
            found.hashtags = tags(cx, &kept)?;
        }
        Ok(found)
    }
}

fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|it| !it.is_empty())
}

fn refuse_strangers(asked: &Search, is_member: bool) -> Result<(), Error> {
    let is_paged = given(&asked.offset).is_some();
    let text = match (is_member, is_paged, asked.resolve) {
        (false, true, _) => "Search queries pagination is not supported without authentication",
        (false, false, true) => {
            "Search queries that resolve remote resources are not supported without authentication"
        }
        _ => return Ok(()),
    };
    Err(Error::MembersOnly(text))
}

/// Where all types are wanted, each begins at its beginning.
fn slice(asked: &Search) -> Result<Slice, Error> {
    let limit = number(&asked.limit)?;
    let offset = number(&asked.offset)?;
    let is_of_one_type = given(&asked.r#type).is_some();
    Ok(Slice {
        limit: limit.map_or(DEFAULT, |it| it.min(MOST)),
        offset: offset.filter(|_| is_of_one_type).unwrap_or_default(),
    })
}

/// None if nothing was sent.
fn number(text: &Option<String>) -> Result<Option<i64>, Error> {
    let Some(text) = text.as_deref().map(str::trim).filter(|it| !it.is_empty()) else {
        return Ok(None);
    };
    let number = leading_integer(text);
    if text.starts_with('-') && number != 0 {
        let text = "Pagination values for `offset` and `limit` must be positive";
        return Err(domain::Error::Senseless(text.into()).into());
    }
    Ok(Some(number))
}

fn narrowed(asked: &Search) -> Narrowed {
    Narrowed {
        account_id: given(&asked.account_id).map(id),
        above: given(&asked.min_id).map(id),
        below: given(&asked.max_id).map(id),
    }
}

/// What an address stands for is the first of its type, and the only one.
fn show(
    cx: &mut Context,
    behind: Option<Found>,
    is_wanted: impl Fn(&str) -> bool,
    found: &mut entities::Search,
) -> Result<(), Error> {
    match behind {
        Some(Found::Account(kept)) if is_wanted("accounts") => {
            found.accounts.push(account(cx, &kept)?);
        }
        Some(Found::Status(row)) if is_wanted("statuses") => {
            found.statuses.push(status(cx, &row)?);
        }
        _ => (),
    }
    Ok(())
}

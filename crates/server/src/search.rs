//! Finding accounts, posts and hashtags with one text.

use std::net::IpAddr;

use crate::{
    Error,
    entities::{account, accounts, id, status, statuses, tags},
    paging::leading_integer,
    route::Answer,
};
use api::{entities, search::Search};
use domain::{
    Context,
    search::{self, Found, Narrowed},
};
use store::account_list::Slice;

const DEFAULT: i64 = 20;
const MOST: i64 = 40;

impl Answer for Search {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<entities::Search, Error> {
        let text = self.q.trim();
        if text.is_empty() {
            let text = "param is missing or the value is empty or invalid: q";
            return Err(domain::Error::Senseless(text.into()).into());
        }
        let is_member = cx.member().is_ok();
        self.refuse_strangers(is_member)?;
        let slice = self.slice()?;
        let mut found = entities::Search::default();
        if slice.limit == 0 {
            return Ok(found);
        }
        if search::is_address(text) {
            let resolved = search::resolve(cx, text)?;
            if resolved.is_some() || self.resolve {
                self.show(cx, resolved, slice, &mut found)?;
                return Ok(found);
            }
        }
        if self.wants("accounts") && !text.starts_with('#') {
            let kept = search::accounts(cx, text, self.following, slice)?;
            found.accounts = accounts(cx, &kept)?;
        }
        if self.wants("statuses") && is_member {
            let rows = search::statuses(cx, text, self.narrowed(), slice)?;
            found.statuses = statuses(cx, &rows)?;
        }
        if self.wants("hashtags") && !text.contains('@') {
            let kept = search::tags(cx, text, self.exclude_unreviewed, slice)?;
            found.hashtags = tags(cx, &kept)?;
        }
        Ok(found)
    }
}

impl Search {
    fn wants(&self, kind: &str) -> bool {
        let wanted = self.r#type.as_deref().filter(|it| !it.is_empty());
        wanted.is_none_or(|it| it == kind)
    }

    fn refuse_strangers(&self, is_member: bool) -> Result<(), Error> {
        let is_paged = self.offset.as_deref().is_some_and(|it| !it.is_empty());
        let what = match (is_member, is_paged, self.resolve) {
            (false, true, _) => "Search queries pagination is not supported without authentication",
            (false, false, true) => {
                "Search queries that resolve remote resources are not supported without authentication"
            }
            _ => return Ok(()),
        };
        Err(Error::MembersOnly(what))
    }

    /// Where all types are wanted, each begins at its beginning.
    fn slice(&self) -> Result<Slice, Error> {
        let limit = number(self.limit.as_deref())?;
        let offset = number(self.offset.as_deref())?;
        let is_of_one_type = self.r#type.as_deref().is_some_and(|it| !it.is_empty());
        Ok(Slice {
            limit: limit.map_or(DEFAULT, |it| it.min(MOST)),
            offset: offset.filter(|_| is_of_one_type).unwrap_or_default(),
        })
    }

    fn narrowed(&self) -> Narrowed {
        let given = |text: &Option<String>| {
            let text = text.as_deref().filter(|it| !it.is_empty());
            text.map(id)
        };
        Narrowed {
            account_id: given(&self.account_id),
            above: given(&self.min_id),
            below: given(&self.max_id),
        }
    }

    /// What an address stands for is the first of its type, and the only one.
    fn show(
        &self,
        cx: &mut Context,
        resolved: Option<Found>,
        slice: Slice,
        found: &mut entities::Search,
    ) -> Result<(), Error> {
        if slice.offset > 0 {
            return Ok(());
        }
        match resolved {
            Some(Found::Account(kept)) if self.wants("accounts") => {
                found.accounts.push(account(cx, &kept)?);
            }
            Some(Found::Status(row)) if self.wants("statuses") => {
                found.statuses.push(status(cx, &row)?);
            }
            _ => (),
        }
        Ok(())
    }
}

/// None if nothing was sent.
fn number(text: Option<&str>) -> Result<Option<i64>, Error> {
    let Some(text) = text.map(str::trim).filter(|it| !it.is_empty()) else {
        return Ok(None);
    };
    let number = leading_integer(text);
    if text.starts_with('-') && number != 0 {
        let text = "Pagination values for `offset` and `limit` must be positive";
        return Err(domain::Error::Senseless(text.into()).into());
    }
    Ok(Some(number))
}

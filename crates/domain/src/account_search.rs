//! Finding people by what they are called.

use store::{
    account_list::Slice,
    account_search::{self, Place, Wanted},
    follows,
};

use crate::{Context, Error, Result, emails::domain_to_ascii, visibility};

/// Accounts by their ids: who has exactly that handle comes first, and only she may be suspended.
pub fn find(cx: &mut Context, text: &str, only_followed: bool, slice: Slice) -> Result<Vec<i64>> {
    // Who does not exist follows nobody.
    let me = cx.member().map_or(0, |it| it.account.id);
    let text = text.trim().trim_start_matches('@').to_lowercase();
    let (name, domain) = match text.split_once('@') {
        Some((name, domain)) => (name, Some(domain_to_ascii(domain))),
        None => (text.as_str(), None),
    };
    if name.is_empty() {
        return Ok(Vec::new());
    }
    let mut exact = named(cx, name, domain.as_deref())?;
    if let Some(id) = exact
        && only_followed
        && follows::find(&mut cx.tx, me, id)?.is_none()
    {
        exact = None;
    }
    let place = match domain.as_deref() {
        None | Some("") => Place::Anywhere,
        Some(domain) if *domain == *cx.site.domain => Place::Here,
        Some(domain) => Place::Domain(domain),
    };
    let wanted = Wanted {
        name,
        place,
        viewer: me,
        only_followed,
        except: exact,
    };
    let first = exact.filter(|_| slice.offset == 0);
    let rest = Slice {
        limit: slice.limit - i64::from(first.is_some()),
        offset: slice.offset - i64::from(exact.is_some() && first.is_none()),
    };
    let others = account_search::find(&mut cx.tx, &wanted, rest)?;
    Ok(first.into_iter().chain(others).collect())
}

fn named(cx: &mut Context, name: &str, domain: Option<&str>) -> Result<Option<i64>> {
    let here = cx.site.domain.clone();
    let domain = domain.filter(|it| **it != *here);
    match visibility::account_named(cx, name, domain) {
        Ok(account) => Ok(Some(account.id)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

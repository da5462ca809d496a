//! Forgetting all that is known of a server, behind the request that decided it. What is decided about
//! the server stays.

use store::{accounts, action_log, instances, server_accounts, severances};

use super::{apply::drop_emojis, known::Known, marks::Walk};
use crate::{Context, Error, Result, accounts::purge, jobs::Progress};

/// How far the job has come.
#[derive(Debug, Default)]
pub struct Purging {
    walk: Option<Walk>,
}

/// Deletes the accounts of a server whole, one after the other, and then its emoji. Nobody is told.
pub fn purge_server(
    cx: &mut Context,
    domain: &str,
    with_subdomains: bool,
    act_id: i64,
    so_far: &mut Purging,
) -> Result<Progress> {
    let recorded = action_log::find(&mut cx.tx, act_id)?;
    let recorded = recorded.ok_or(Error::Internal("a server is purged without an act"))?;
    let walk = match &mut so_far.walk {
        Some(walk) => walk,
        None => {
            let all = doomed(cx, domain, with_subdomains)?;
            so_far.walk.insert(Walk::over(all))
        }
    };
    let Some((server, _)) = walk.place(cx, domain)? else {
        return Ok(Progress::Done);
    };
    let now = cx.now;
    match server_accounts::some(&mut cx.tx, &server, 0, 1)?.first() {
        Some(id) => {
            // Only what is suspended can be emptied.
            server_accounts::suspend(&mut cx.tx, &[*id], now, &recorded)?;
            if purge(cx, *id, act_id)? == Progress::Done {
                accounts::remove(&mut cx.tx, *id)?;
            }
        }
        None if drop_emojis(cx, &server, &recorded)? == Progress::Done => {
            severances::set_purged(&mut cx.tx, &server, &recorded)?;
            instances::forget(&mut cx.tx, &server)?;
            walk.leave_server();
        }
        None => (),
    }
    Ok(Progress::More)
}

/// The servers that are to be forgotten.
pub(super) fn doomed(cx: &mut Context, domain: &str, with_subdomains: bool) -> Result<Vec<String>> {
    let mut all = match with_subdomains {
        true => Known::load(cx)?.below(domain),
        false => Vec::new(),
    };
    if !all.iter().any(|it| it == domain) {
        all.push(domain.to_owned());
    }
    Ok(all)
}

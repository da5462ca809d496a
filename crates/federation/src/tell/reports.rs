//! Reports that other servers are told of. The server itself tells them, so that nobody learns who it
//! was that reported.

use std::collections::HashMap;

use domain::{Context, Result, news::status_uri};
use store::{
    accounts::{self, Account},
    audience, reports,
    statuses::{self, Status},
};

use super::Message;
use crate::{names, write::activities};

pub(super) fn reported(
    cx: &mut Context,
    report_id: i64,
    domains: &[String],
) -> Result<Option<Message>> {
    let Some(report) = reports::find(&mut cx.tx, report_id)? else {
        return Ok(None);
    };
    let Some(target) = accounts::find(&mut cx.tx, report.target_account_id)? else {
        return Ok(None);
    };
    let posts = statuses::find_many(&mut cx.tx, &report.status_ids())?;
    let mut about = vec![target.uri.clone()];
    about.extend(posts.iter().map(|it| status_uri(it, &target)));
    let name = made_up(cx);
    let id = cx.site.address(&format!("/{name}"));
    let server = names::instance_actor(&cx.site);
    let activity = activities::flag(&id, &server, &about, &report.comment);
    let mut to = Vec::new();
    if is_named(&target, domains) {
        to.extend(audience::inbox_of(&mut cx.tx, target.id)?);
    }
    let others = answered(cx, &target, &posts, domains)?;
    to.extend(audience::servers_of(&mut cx.tx, &others)?);
    Ok(Some(Message {
        activities: vec![activity],
        to,
        ..Message::default()
    }))
}

fn is_named(account: &Account, domains: &[String]) -> bool {
    let domain = account.domain.as_ref();
    domain.is_some_and(|it| domains.contains(it))
}

/// One of those on each other server who are answered by the posts.
fn answered(
    cx: &mut Context,
    target: &Account,
    posts: &[Status],
    domains: &[String],
) -> Result<Vec<i64>> {
    let ids: Vec<i64> = posts
        .iter()
        .filter_map(|it| it.in_reply_to_account_id)
        .collect();
    let people = accounts::find_many(&mut cx.tx, &ids)?;
    let people = people
        .into_iter()
        .filter(|it| it.domain != target.domain && is_named(it, domains));
    let by_domain: HashMap<Option<String>, i64> = people.map(|it| (it.domain, it.id)).collect();
    Ok(by_domain.into_values().collect())
}

/// A name that nobody can guess, and that leads nowhere: a random UUID.
fn made_up(cx: &mut Context) -> String {
    let mut bytes = [0; 16];
    cx.chance.fill(&mut bytes);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits: String = bytes.iter().map(|it| format!("{it:02x}")).collect();
    let parts = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ];
    parts.join("-")
}

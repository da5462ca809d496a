//! The rules for addresses and for e-mail domains as files.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use store::{email_domain_blocks as kept_domains, ip_blocks as kept_ips};

use super::{
    email_domain_blocks,
    ip_blocks::{self, Severity},
};
use crate::{
    Context, Error, Permission, Result,
    expiry::is_alive,
    sheets::{self, Item, Row},
};

const OF_IPS: [&str; 4] = ["#ip", "#severity", "#comment", "#expires_at"];
const OF_DOMAINS: [&str; 4] = ["#domain", "#allow_with_approval", "#comment", "#expires_at"];

/// All that hold, oldest first.
pub fn export_ips(cx: &mut Context) -> Result<String> {
    cx.moderator(Permission::ManageBlocks)?;
    let now = cx.now;
    let mut blocks = kept_ips::all(&mut cx.tx)?;
    blocks.retain(|it| is_alive(it.expires_at, now));
    let rows = blocks
        .into_iter()
        .map(|it| vec![it.ip, it.severity, it.comment, time(it.expires_at)]);
    sheets::write(&OF_IPS, rows)
}

/// All that hold, oldest first.
pub fn export_email_domains(cx: &mut Context) -> Result<String> {
    cx.moderator(Permission::ManageBlocks)?;
    let now = cx.now;
    let mut blocks = kept_domains::all(&mut cx.tx)?;
    blocks.retain(|it| is_alive(it.expires_at, now));
    let rows = blocks.into_iter().map(|it| {
        let with_approval = it.allow_with_approval.to_string();
        vec![it.domain, with_approval, it.comment, time(it.expires_at)]
    });
    sheets::write(&OF_DOMAINS, rows)
}

fn time(at: Option<DateTime<Utc>>) -> String {
    at.map(|it| it.to_rfc3339()).unwrap_or_default()
}

/// Makes the rules of a file, as one batch. What cannot be done is said for its row, and the rest is done.
/// Without a severity, nobody gets any answer.
pub fn import_ips(
    cx: &mut Context,
    text: &str,
    own: IpAddr,
    force: bool,
) -> Result<(i64, Vec<Item>)> {
    cx.moderator(Permission::ManageBlocks)?;
    let rows = sheets::read(text, &OF_IPS)?;
    sheets::each(cx, &rows, about, |cx, row| {
        let severity = row.cell(1).unwrap_or(Severity::NoAccess.word());
        let change = ip_blocks::Change {
            ip: Some(row.cell(0).unwrap_or_default().to_owned()),
            severity: Some(severity.to_lowercase()),
            comment: row.text(2).map(str::to_owned),
            expires_at: Some(end(cx, row)?),
            force,
        };
        ip_blocks::create(cx, &change, own).map(drop)
    })
}

/// The same for e-mail domains.
pub fn import_email_domains(cx: &mut Context, text: &str) -> Result<(i64, Vec<Item>)> {
    cx.moderator(Permission::ManageBlocks)?;
    let rows = sheets::read(text, &OF_DOMAINS)?;
    sheets::each(cx, &rows, about, |cx, row| {
        let change = email_domain_blocks::Change {
            allow_with_approval: Some(row.is_yes(1)),
            comment: row.text(2).map(str::to_owned),
            expires_at: Some(end(cx, row)?),
        };
        let domain = row.cell(0).unwrap_or_default();
        email_domain_blocks::create(cx, domain, &change).map(drop)
    })
}

/// Its line, and what stands there.
fn about(row: &Row) -> (u64, &str) {
    (row.line, row.cell(0).unwrap_or_default())
}

/// When the rule of a row ends.
fn end(cx: &Context, row: &Row) -> Result<Option<DateTime<Utc>>> {
    let Some(text) = row.text(3) else {
        return Ok(None);
    };
    let refused = |text: String| Err(Error::Unprocessable(text));
    match DateTime::parse_from_rfc3339(text) {
        Err(_) => refused(format!("{text} is no time")),
        Ok(at) if at <= cx.now => refused(format!("It has ended at {text}")),
        Ok(at) => Ok(Some(at.to_utc())),
    }
}

use std::net::IpAddr;

use api::admin::measures::{GetMeasures, Measure as Shown, MeasureDay, OfServer as Server, OfTag};
use domain::{
    Context, Permission,
    numbers::{Measure, Measured, OfServer, Window, in_words, measure},
};
use serde_json::Value;

use super::sizes::in_bytes;
use crate::{Error, entities::id, route::Answer};

/// Each costs a few looks into an index.
const MOST: usize = 100;

impl Answer for GetMeasures {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<Shown>, Error> {
        cx.moderator(Permission::ViewDashboard)?;
        let keys = self.keys.as_deref().unwrap_or_default();
        if keys.is_empty() {
            return Err(missing("keys"));
        }
        let window = Window::read(self.start_at.as_deref(), self.end_at.as_deref(), cx.now)?;
        let wanted: Result<Vec<_>, Error> = keys
            .iter()
            .filter_map(|key| wanted(&self, key).transpose())
            .collect();
        let wanted = wanted?;
        refuse_too_many(wanted.len())?;
        let shown = wanted.into_iter().map(|(key, wanted)| {
            let measured = measure(cx, &wanted, window)?;
            Ok(show(key, &wanted, measured))
        });
        shown.collect()
    }
}

pub(super) fn refuse_too_many(keys: usize) -> Result<(), Error> {
    if keys > MOST {
        let text = format!("Too many keys: {MOST} at most");
        return Err(domain::Error::Unprocessable(text).into());
    }
    Ok(())
}

/// What Rails says.
fn missing(name: &str) -> Error {
    let text = format!("param is missing or the value is empty or invalid: {name}");
    domain::Error::Senseless(text).into()
}

/// The tag that a key is about. One that is no number is none that is there.
pub(super) fn tag(key: &str, sent: Option<&OfTag>) -> Result<i64, Error> {
    let sent = sent.ok_or_else(|| missing(key))?;
    Ok(sent.id.as_deref().map(id).unwrap_or_default())
}

/// The server that a key is about.
pub(super) struct About {
    pub(super) domain: String,
    with_subdomains: bool,
}

pub(super) fn server(key: &str, sent: Option<&Server>) -> Result<About, Error> {
    let sent = sent.ok_or_else(|| missing(key))?;
    Ok(About {
        domain: sent.domain.clone().ok_or_else(|| missing(key))?,
        with_subdomains: !matches!(
            sent.include_subdomains,
            None | Some(Value::Null | Value::Bool(false))
        ),
    })
}

/// What a key stands for; nothing for one that nobody knows.
fn wanted<'a>(request: &GetMeasures, key: &'a str) -> Result<Option<(&'a str, Measure)>, Error> {
    let of = |what, sent: &Option<Server>| {
        let about = server(key, sent.as_ref())?;
        Ok::<_, Error>(Measure::OfServer {
            what,
            domain: about.domain,
            with_subdomains: about.with_subdomains,
        })
    };
    let wanted = match key {
        "active_users" => Measure::ActiveUsers,
        "new_users" => Measure::NewUsers,
        "interactions" => Measure::Interactions,
        "opened_reports" => Measure::OpenedReports,
        "resolved_reports" => Measure::ResolvedReports,
        "tag_accounts" => Measure::TagAccounts(tag(key, request.tag_accounts.as_ref())?),
        "tag_uses" => Measure::TagUses(tag(key, request.tag_uses.as_ref())?),
        "tag_servers" => Measure::TagServers(tag(key, request.tag_servers.as_ref())?),
        "instance_accounts" => of(OfServer::Accounts, &request.instance_accounts)?,
        "instance_media_attachments" => of(
            OfServer::MediaAttachments,
            &request.instance_media_attachments,
        )?,
        "instance_reports" => of(OfServer::Reports, &request.instance_reports)?,
        "instance_statuses" => of(OfServer::Statuses, &request.instance_statuses)?,
        "instance_follows" => of(OfServer::Follows, &request.instance_follows)?,
        "instance_followers" => of(OfServer::Followers, &request.instance_followers)?,
        _ => return Ok(None),
    };
    Ok(Some((key, wanted)))
}

fn show(key: &str, wanted: &Measure, measured: Measured) -> Shown {
    let is_bytes = key == "instance_media_attachments";
    let days = measured.days.into_iter().map(|(day, amount)| MeasureDay {
        date: match has_time(wanted) {
            true => format!("{}T00:00:00Z", in_words(day)),
            false => in_words(day),
        },
        value: amount.to_string(),
    });
    Shown {
        key: key.to_owned(),
        unit: is_bytes.then(|| "bytes".to_owned()),
        total: measured.total.to_string(),
        human_value: is_bytes.then(|| in_bytes(measured.total)),
        previous_total: measured.previous_total.map(|it| it.to_string()),
        data: days.collect(),
    }
}

/// What Mastodon keeps elsewhere is dated another way.
fn has_time(wanted: &Measure) -> bool {
    matches!(
        wanted,
        Measure::ActiveUsers
            | Measure::Interactions
            | Measure::TagAccounts(_)
            | Measure::TagUses(_)
    )
}

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
pub(super) const MOST: usize = 100;

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
            .filter_map(|key| self.wanted(key).transpose())
            .collect();
        let wanted = wanted?;
        if wanted.len() > MOST {
            let text = format!("Too many keys: {MOST} at most");
            return Err(domain::Error::Unprocessable(text).into());
        }
        let shown = wanted.into_iter().map(|(key, wanted)| {
            let measured = measure(cx, &wanted, window)?;
            Ok(show(key, &wanted, measured))
        });
        shown.collect()
    }
}

/// What Rails says.
pub(super) fn missing(name: &str) -> Error {
    let text = format!("param is missing or the value is empty or invalid: {name}");
    domain::Error::Senseless(text).into()
}

trait Wants {
    /// What a key stands for; nothing for one that nobody knows.
    fn wanted<'a>(&self, key: &'a str) -> Result<Option<(&'a str, Measure)>, Error>;
}

impl Wants for GetMeasures {
    fn wanted<'a>(&self, key: &'a str) -> Result<Option<(&'a str, Measure)>, Error> {
        let tag = |sent: &Option<OfTag>| {
            let sent = sent.as_ref().ok_or_else(|| missing(key))?;
            // One that is no number is none that is there.
            Ok::<_, Error>(sent.id.as_deref().map(id).unwrap_or_default())
        };
        let server = |what, sent: &Option<Server>| {
            let sent = sent.as_ref().ok_or_else(|| missing(key))?;
            Ok::<_, Error>(Measure::OfServer {
                what,
                domain: sent.domain.clone().ok_or_else(|| missing(key))?,
                with_subdomains: !matches!(
                    sent.include_subdomains,
                    None | Some(Value::Null | Value::Bool(false))
                ),
            })
        };
        let wanted = match key {
            "active_users" => Measure::ActiveUsers,
            "new_users" => Measure::NewUsers,
            "interactions" => Measure::Interactions,
            "opened_reports" => Measure::OpenedReports,
            "resolved_reports" => Measure::ResolvedReports,
            "tag_accounts" => Measure::TagAccounts(tag(&self.tag_accounts)?),
            "tag_uses" => Measure::TagUses(tag(&self.tag_uses)?),
            "tag_servers" => Measure::TagServers(tag(&self.tag_servers)?),
            "instance_accounts" => server(OfServer::Accounts, &self.instance_accounts)?,
            "instance_media_attachments" => {
                server(OfServer::MediaAttachments, &self.instance_media_attachments)?
            }
            "instance_reports" => server(OfServer::Reports, &self.instance_reports)?,
            "instance_statuses" => server(OfServer::Statuses, &self.instance_statuses)?,
            "instance_follows" => server(OfServer::Follows, &self.instance_follows)?,
            "instance_followers" => server(OfServer::Followers, &self.instance_followers)?,
            _ => return Ok(None),
        };
        Ok(Some((key, wanted)))
    }
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

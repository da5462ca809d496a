//! Changing posts, and what they said before.

use std::net::IpAddr;

use api::{
    entities::{Status, StatusEdit, StatusSource},
    statuses::edits::{EditStatus, ListVersions, ShowSource},
};
use domain::{
    Context, media,
    statuses::{self, Described, Wanted},
};
use serde_json::Value;

use super::poll;
use crate::{
    Error,
    entities::{Edited, id, status, status_edits},
    route::Answer,
};

impl Answer for EditStatus {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Status, Error> {
        let described = self.media_attributes.map(described).unwrap_or_default();
        let wanted = Wanted {
            text: self.status.unwrap_or_default(),
            spoiler_text: self.spoiler_text.unwrap_or_default(),
            sensitive: self.sensitive,
            language: self.language,
            media_ids: self.media_ids.iter().map(|it| id(it)).collect(),
            poll: self.poll.map(poll),
            quote_policy: self.quote_approval_policy,
            ..Wanted::default()
        };
        let row = statuses::edit(cx, id(&self.id), &wanted, &described)?;
        Ok(status(cx, &row)?)
    }
}

/// A list of objects, or an object whose values they are.
fn described(sent: Value) -> Vec<Described> {
    let all: Vec<Value> = match sent {
        Value::Array(list) => list,
        Value::Object(map) => map.into_iter().map(|(_, it)| it).collect(),
        _ => Vec::new(),
    };
    let text = |of: &Value, name: &str| match &of[name] {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let described = all.iter().map(|it| Described {
        id: id(&text(it, "id").unwrap_or_default()),
        said: media::Wanted {
            description: text(it, "description"),
            focus: text(it, "focus"),
            preview: None,
        },
    });
    described.collect()
}

impl Answer for ListVersions {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<StatusEdit>, Error> {
        let (row, versions) = statuses::versions(cx, id(&self.id))?;
        let edited = Edited {
            author: row.account_id,
            quote: status(cx, &row)?.quote,
            versions: &versions,
        };
        let edits = status_edits(cx, &[edited])?.pop();
        Ok(edits.unwrap_or_default())
    }
}

impl Answer for ShowSource {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<StatusSource, Error> {
        let (row, text) = statuses::source(cx, id(&self.id))?;
        Ok(StatusSource {
            id: row.id.to_string(),
            text,
            spoiler_text: row.spoiler_text,
        })
    }
}

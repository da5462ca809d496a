use std::net::IpAddr;

use api::admin::dimensions::{Dimension as Shown, DimensionPart, GetDimensions};
use domain::{
    Context, Permission,
    numbers::{Dimension, Window, dimension, language_name, media_bytes},
};
use store::health;

use super::{
    measures::{refuse_too_many, server, tag},
    sizes::in_bytes,
};
use crate::{Error, entities::VERSION, route::Answer};

impl Answer for GetDimensions {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<Shown>, Error> {
        cx.moderator(Permission::ViewDashboard)?;
        let keys = self.keys.as_deref().unwrap_or_default();
        let window = Window::read(self.start_at.as_deref(), self.end_at.as_deref(), cx.now)?;
        let limit = limit(self.limit.as_deref())?;
        refuse_too_many(keys.len())?;
        let mut shown = Vec::new();
        for key in keys {
            let data = match key.as_str() {
                "space_usage" => space(cx)?,
                "software_versions" => versions(cx)?,
                key => match wanted(&self, key)? {
                    Some(wanted) => counted(cx, &wanted, window, limit)?,
                    None => continue,
                },
            };
            let key = key.clone();
            shown.push(Shown { key, data });
        }
        Ok(shown)
    }
}

/// What is no number is none.
fn limit(sent: Option<&str>) -> Result<Option<i64>, Error> {
    let Some(text) = sent.map(str::trim) else {
        return Ok(None);
    };
    match text.parse::<i64>() {
        Ok(limit) if limit < 0 => {
            Err(domain::Error::Unprocessable("Invalid limit supplied".into()).into())
        }
        Ok(limit) => Ok(Some(limit)),
        Err(_) => Ok(Some(0)),
    }
}

/// What a key stands for; nothing for one that nobody knows.
fn wanted(request: &GetDimensions, key: &str) -> Result<Option<Dimension>, Error> {
    Ok(Some(match key {
        "languages" => Dimension::Languages,
        "sources" => Dimension::Sources,
        "servers" => Dimension::Servers,
        "tag_servers" => Dimension::TagServers(tag(key, request.tag_servers.as_ref())?),
        "tag_languages" => Dimension::TagLanguages(tag(key, request.tag_languages.as_ref())?),
        "instance_accounts" => {
            Dimension::ServerAccounts(server(key, request.instance_accounts.as_ref())?.domain)
        }
        "instance_languages" => {
            Dimension::ServerLanguages(server(key, request.instance_languages.as_ref())?.domain)
        }
        _ => return Ok(None),
    }))
}

fn counted(
    cx: &mut Context,
    wanted: &Dimension,
    window: Window,
    limit: Option<i64>,
) -> Result<Vec<DimensionPart>, Error> {
    let own = cx.site.domain.to_string();
    let parts = dimension(cx, wanted, window, limit)?;
    let named = parts.into_iter().map(|(part, amount)| {
        let (key, human_key) = match wanted {
            Dimension::Servers | Dimension::TagServers(_) if part.is_empty() => {
                (own.clone(), own.clone())
            }
            Dimension::Sources if part.is_empty() => ("web".to_owned(), "Website".to_owned()),
            Dimension::Languages | Dimension::TagLanguages(_) | Dimension::ServerLanguages(_) => {
                let name = language_name(&part).unwrap_or(&part).to_owned();
                (part, name)
            }
            _ => (part.clone(), part),
        };
        DimensionPart {
            key,
            human_key,
            value: amount.to_string(),
            ..DimensionPart::default()
        }
    });
    Ok(named.collect())
}

fn space(cx: &mut Context) -> Result<Vec<DimensionPart>, Error> {
    let (key, human_key) = engine(cx);
    let database = health::size(&mut cx.tx)?;
    let media = media_bytes(cx)?;
    let part = |key: &str, human_key: &str, bytes: i64| DimensionPart {
        key: key.to_owned(),
        human_key: human_key.to_owned(),
        value: bytes.to_string(),
        unit: Some("bytes".to_owned()),
        human_value: Some(in_bytes(bytes)),
    };
    Ok(vec![
        part(key, human_key, database),
        part("media", "Media storage", media),
    ])
}

fn versions(cx: &mut Context) -> Result<Vec<DimensionPart>, Error> {
    let (key, human_key) = engine(cx);
    let database = health::version(&mut cx.tx)?;
    // The server whose words this one speaks.
    let mastodon = VERSION.split(' ').next().unwrap_or_default();
    let part = |key: &str, human_key: &str, version: &str| DimensionPart {
        key: key.to_owned(),
        human_key: human_key.to_owned(),
        value: version.to_owned(),
        human_value: Some(version.to_owned()),
        ..DimensionPart::default()
    };
    Ok(vec![
        part("mastodon", "Mastodon", mastodon),
        part("kumki", "Kumki", env!("CARGO_PKG_VERSION")),
        part(key, human_key, &database),
    ])
}

fn engine(cx: &Context) -> (&'static str, &'static str) {
    match cx.tx {
        store::Tx::Sqlite(_) => ("sqlite", "SQLite"),
        store::Tx::Postgres(_) => ("postgresql", "PostgreSQL"),
    }
}

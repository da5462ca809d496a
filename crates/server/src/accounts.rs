//! Accounts as members and strangers see them.

use std::net::IpAddr;

use api::{
    Upload,
    accounts::{
        LookUpAccount, ShowAccount, ShowAccounts, SignUp, SourceUpdate, UpdateCredentials,
        VerifyCredentials,
    },
    entities::{self, CredentialAccount, Field, Source, Token},
};
use domain::{
    Context, emails, follow_requests, oauth, preferences, profile, servers,
    sign_up::{self, NewPassword, Newcomer},
    visibility,
};
use serde_json::{Map, Value, json};
use store::accounts::ProfileChange;

use crate::{
    App, Error,
    entities::{Accounts, account, accounts, id, raw_fields, role, token},
    media::profile::{self as picture, AVATAR, HEADER, Purpose},
    route::Answer,
    spool::Files,
};

impl Answer for SignUp {
    fn mail_domain(&self, _: &mut Context) -> Result<Option<String>, Error> {
        Ok(emails::domain_in(&self.email))
    }

    /// Nobody waits for a turn while DNS is asked: only hashing is heavy.
    fn prepare(&mut self, app: &App, _: &mut Files) -> Result<(), Error> {
        let _turn = app.turn_now()?;
        let password = NewPassword::read(&self.password, &mut (app.chance)())?;
        self.password = password.to_text();
        Ok(())
    }

    fn answer(self, cx: &mut Context, ip: IpAddr) -> Result<Token, Error> {
        let newcomer = Newcomer {
            username: self.username,
            email: self.email,
            password: NewPassword::from_text(&self.password),
            agreement: self.agreement,
            locale: self.locale,
            reason: self.reason,
            invite_code: self.invite_code,
        };
        let application_id = crate::authorize::token_of(&cx.caller).map(|it| it.application_id);
        let account = match sign_up::sign_up(cx, &newcomer, ip, application_id) {
            Err(domain::Error::Invalid(violations)) => return Err(Error::SignUp(violations)),
            account => account?,
        };
        Ok(token(oauth::give_to_newcomer(cx, account.id)?))
    }
}

impl Answer for VerifyCredentials {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<CredentialAccount, Error> {
        let id = cx.member()?.account.id;
        credentials(cx, id)
    }
}

pub(crate) fn credentials(cx: &mut Context, id: i64) -> Result<CredentialAccount, Error> {
    let kept = store::accounts::find(&mut cx.tx, id)?.ok_or(domain::Error::NotFound)?;
    let loaded = Accounts::load(cx, std::slice::from_ref(&kept))?;
    let user = store::users::find(&mut cx.tx, id)?.ok_or(domain::Error::NotFound)?;
    let chosen = preferences::of(&kept, &user);
    let rows = raw_fields(&kept.fields)
        .into_iter()
        .map(|(name, value)| Field {
            name,
            value,
            verified_at: None,
        });
    let source = Source {
        privacy: chosen.privacy,
        sensitive: chosen.sensitive,
        language: chosen.language,
        note: kept.note.clone(),
        fields: rows.collect(),
        follow_requests_count: follow_requests::count(cx)?,
        hide_collections: kept.hide_collections,
        discoverable: kept.discoverable,
        indexable: kept.indexable,
        attribution_domains: Vec::new(),
        quote_policy: chosen.quote_policy,
    };
    Ok(CredentialAccount {
        account: loaded.show(&kept)?,
        source,
        role: loaded.power(id)?.map(role),
    })
}

impl Answer for UpdateCredentials {
    /// Two pictures, in the base64 of a `data:` URL, and some text.
    const BODY_LIMIT: usize = 3 * picture::LARGEST;
    const FILES_LIMIT: u64 = 2 * picture::LARGEST as u64;
    const IS_HEAVY: bool = true;

    /// Pictures are made small and put into files, whose names take their place. Nothing is put into
    /// a file before all that was sent is known to be right.
    fn prepare(&mut self, app: &App, files: &mut Files) -> Result<(), Error> {
        let (avatar, header) = (self.avatar.take(), self.header.take());
        profile::check(&change(self.clone())?)?;
        let mut take_in = |text, purpose: &Purpose| {
            let sent = files.take(purpose.field, text);
            let sent = sent.map_err(|wrong| wrong.or(purpose.refuse("is invalid")))?;
            picture::take_in(sent, purpose)
        };
        let avatar = take_in(avatar, &AVATAR)?;
        let header = take_in(header, &HEADER)?;
        self.avatar = picture::keep(app, avatar, &AVATAR)?.map(Upload);
        self.header = picture::keep(app, header, &HEADER)?.map(Upload);
        Ok(())
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<CredentialAccount, Error> {
        let id = cx.member()?.account.id;
        profile::change(cx, &change(self)?)?;
        credentials(cx, id)
    }
}

fn change(wanted: UpdateCredentials) -> Result<profile::Change, Error> {
    let kind = |is_bot| if is_bot { "Service" } else { "Person" };
    Ok(profile::Change {
        profile: ProfileChange {
            display_name: wanted.display_name.map(|it| it.trim().to_owned()),
            note: wanted.note,
            fields: wanted.fields_attributes.map(rows).transpose()?,
            kind: wanted.bot.map(|it| kind(it).to_owned()),
            locked: wanted.locked,
            discoverable: wanted.discoverable,
            indexable: wanted.indexable,
            hide_collections: wanted.hide_collections,
            avatar: wanted.avatar.map(|it| it.0),
            avatar_description: wanted.avatar_description,
            header: wanted.header.map(|it| it.0),
            header_description: wanted.header_description,
        },
        settings: wanted.source.map(settings).unwrap_or_default(),
    })
}

fn settings(source: SourceUpdate) -> Map<String, Value> {
    let named = [
        ("privacy", source.privacy.map(Value::from)),
        ("sensitive", source.sensitive.map(Value::from)),
        ("language", source.language.map(Value::from)),
        ("quote_policy", source.quote_policy.map(Value::from)),
    ];
    named
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}

/// A list of rows, or an object whose keys are their numbers; empty rows are left out.
fn rows(sent: Value) -> Result<Value, Error> {
    let rows: Vec<Value> = match sent {
        Value::Array(rows) => rows,
        Value::Object(rows) => {
            let mut rows: Vec<(String, Value)> = rows.into_iter().collect();
            rows.sort_by_key(|(number, _)| number.parse().unwrap_or(u64::MAX));
            rows.into_iter().map(|(_, row)| row).collect()
        }
        _ => Vec::new(),
    };
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().trim().to_owned();
    let rows: Vec<(String, String)> = rows
        .iter()
        .map(|row| (text(row, "name"), text(row, "value")))
        .filter(|(name, value)| !name.is_empty() || !value.is_empty())
        .collect();
    profile::check_fields(&rows)?;
    let json = rows
        .into_iter()
        .map(|(name, value)| json!({ "name": name, "value": value }));
    Ok(json.collect())
}

impl Answer for ShowAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<entities::Account, Error> {
        let kept = visibility::account(cx, id(&self.id))?;
        Ok(account(cx, &kept)?)
    }
}

impl Answer for ShowAccounts {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<entities::Account>, Error> {
        const MOST: usize = 40;
        let ids: Vec<i64> = self.id.iter().take(MOST).map(|it| id(it)).collect();
        let kept = visibility::accounts(cx, &ids)?;
        Ok(accounts(cx, &kept)?)
    }
}

impl Answer for LookUpAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<entities::Account, Error> {
        let acct = self.acct.trim().trim_start_matches('@');
        let (username, domain) = match acct.split_once('@') {
            Some((username, domain)) => (username, Some(emails::domain_to_ascii(domain))),
            None => (acct, None),
        };
        let domain = domain.filter(|it| **it != *cx.site.domain);
        if !servers::is_allowed(cx, domain.as_deref().unwrap_or_default())? {
            return Err(domain::Error::NotFound.into());
        }
        let kept = visibility::account_named(cx, username, domain.as_deref())?;
        Ok(account(cx, &kept)?)
    }
}

//! What this server and its accounts sign with. A key is made when it is needed first, and outside of
//! any transaction that writes, because that takes a moment.

use ::federation::{names, signature::PrivateKey};
use domain::Error as Rule;
use serde_json::Value;
use store::{
    account_keys::{self, AccountKey},
    accounts, settings,
};

use crate::{App, Error};

/// Among the settings, where no member of the staff sees it.
const NAME: &str = "instance_actor_key";

/// Somebody's key, with the name that others know it by.
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) private: PrivateKey,
}

/// The key of an account of this server, or of the server itself. No transaction may be open.
pub(crate) fn of(app: &App, account_id: Option<i64>) -> Result<Key, Error> {
    let actor = match account_id {
        Some(id) => {
            let account = accounts::find(&mut app.read()?.tx, id)?;
            let account = account.filter(accounts::Account::is_local);
            account.ok_or(Rule::NotFound)?.uri
        }
        None => names::instance_actor(&app.site),
    };
    Ok(Key {
        id: names::key(&actor),
        private: private(app, account_id)?,
    })
}

/// What others check signatures with, in PEM. That of an account is kept beside its key: to find it out
/// from the key takes a moment, and everybody asks. No transaction may be open.
pub(crate) fn public_pem(app: &App, account_id: Option<i64>) -> Result<String, Error> {
    if let Some(id) = account_id
        && let Some(key) = account_keys::find(&mut app.read()?.tx, id)?
    {
        return Ok(key.public_key);
    }
    private(app, account_id)?.public_pem().map_err(unusable)
}

fn private(app: &App, account_id: Option<i64>) -> Result<PrivateKey, Error> {
    let text = match find(app, account_id)? {
        Some(text) => text,
        None => make(app, account_id)?,
    };
    PrivateKey::from_text(&text).map_err(unusable)
}

fn find(app: &App, account_id: Option<i64>) -> Result<Option<String>, Error> {
    let mut cx = app.read()?;
    Ok(match account_id {
        Some(id) => account_keys::find(&mut cx.tx, id)?.map(|it| it.private_key),
        None => {
            let kept = settings::find(&mut cx.tx, NAME)?;
            kept.as_ref().and_then(Value::as_str).map(str::to_owned)
        }
    })
}

/// When somebody else was quicker, hers counts.
fn make(app: &App, account_id: Option<i64>) -> Result<String, Error> {
    let private = PrivateKey::generate().map_err(unusable)?;
    let text = private.to_text().map_err(unusable)?;
    let public_key = private.public_pem().map_err(unusable)?;
    let mut cx = app.write()?;
    let now = cx.now;
    let is_ours = match account_id {
        Some(account_id) => {
            let key = AccountKey {
                account_id,
                private_key: text.clone(),
                public_key,
            };
            account_keys::add(&mut cx.tx, &key, now)?
        }
        None => settings::add(&mut cx.tx, NAME, &Value::from(text.as_str()), now)?,
    };
    app.save(cx)?;
    match is_ours {
        true => Ok(text),
        false => find(app, account_id)?.ok_or(Error::Refused(Rule::NotFound)),
    }
}

fn unusable(error: federation::signature::Unusable) -> Error {
    Error::Broken(error.to_string())
}

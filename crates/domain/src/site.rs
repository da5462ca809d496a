//! The name that a server has for good.
//!
//! Other servers know its accounts by addresses that contain it. So it is kept with the data, from
//! the moment that somebody is served.

use serde_json::Value;
use store::{Tx, accounts, settings};

use crate::{Context, Result, Site, sign_up};

/// Among the settings, where no member of the staff sees it.
const NAME: &str = "site_url";

/// The site that the data belongs to; none before somebody was served.
pub fn known(tx: &mut Tx) -> Result<Option<Site>> {
    let kept = settings::all(tx)?.remove(NAME);
    let url = kept.as_ref().and_then(Value::as_str);
    Ok(url.and_then(|url| {
        let (_, domain) = url.split_once("://")?;
        Some(Site::new(domain, url))
    }))
}

/// Keeps the name, and gives it to accounts that were made before there was one.
pub fn settle(cx: &mut Context) -> Result<()> {
    settings::set(&mut cx.tx, NAME, &Value::from(&*cx.site.url), cx.now)?;
    for (id, username) in accounts::local_names(&mut cx.tx)? {
        let (uri, url) = sign_up::addresses(&cx.site, &username);
        accounts::set_addresses(&mut cx.tx, id, &uri, &url)?;
    }
    Ok(())
}

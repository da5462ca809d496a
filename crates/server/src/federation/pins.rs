//! Getting what people of other servers put first on their profiles.

use federation::{first_page, is_same_host, items};
use store::{accounts, actors, statuses};

use super::fetch::{Errands, Missed};
use crate::App;

/// The posts, the first of them first. None of what cannot be had: she is shown without.
pub(crate) fn fetch_pins(app: &App, account_id: i64) -> Result<Vec<i64>, Missed> {
    let mut cx = app.read()?;
    let account = accounts::find(&mut cx.tx, account_id)?;
    let featured = actors::find(&mut cx.tx, account_id)?.and_then(|it| it.featured);
    drop(cx);
    let Some((account, featured)) = account.zip(featured) else {
        return Ok(Vec::new());
    };
    let is_hers = |it: &str| is_same_host(it, &account.uri);
    if account.suspended_at.is_some() || !is_hers(&featured) {
        return Ok(Vec::new());
    }
    match fetch(&mut Errands::new(app), app, &featured, is_hers) {
        Err(Missed::Never(why) | Missed::NotNow(why)) => {
            tracing::debug!("{featured} cannot be had: {why}");
            Ok(Vec::new())
        }
        fetched => fetched,
    }
}

fn fetch(
    errands: &mut Errands<'_>,
    app: &App,
    featured: &str,
    is_hers: impl Fn(&str) -> bool,
) -> Result<Vec<i64>, Missed> {
    let mut document = errands.document(featured)?;
    let page = first_page(&document).filter(|it| is_hers(it));
    if let Some(page) = page.map(str::to_owned) {
        document = errands.document(&page)?;
    }
    let named = items(&document).into_iter().filter(|it| is_hers(it));
    let mut found = Vec::new();
    for uri in named.take(domain::arrivals::MOST_PINS) {
        let known = statuses::find_by_uri(&mut app.read()?.tx, uri)?;
        let got = match known {
            Some(status) => Ok(status.id),
            None => errands.post(uri, true),
        };
        match got {
            Ok(id) => found.push(id),
            Err(Missed::Never(why) | Missed::NotNow(why)) => {
                tracing::debug!("{uri} cannot be had: {why}");
            }
            Err(broken) => return Err(broken),
        }
    }
    Ok(found)
}

//! Getting posts that another server lists.

use federation::{first_page, is_same_host, items};
use store::statuses;

use super::fetch::{Errands, Missed};

/// Those of its own posts that stand first in a list of a server, the first of them first. None of what
/// cannot be had.
pub(super) fn listed(
    errands: &mut Errands<'_>,
    address: &str,
    most: usize,
) -> Result<Vec<i64>, Missed> {
    let Some(document) = or_nothing(address, list(errands, address))? else {
        return Ok(Vec::new());
    };
    let named = items(&document).into_iter();
    let own = named.filter(|it| is_same_host(it, address)).take(most);
    let mut found = Vec::new();
    for uri in own {
        let known = statuses::find_by_uri(&mut errands.app.read()?.tx, uri)?;
        found.extend(match known {
            Some(status) => Some(status.id),
            None => or_nothing(uri, errands.post(uri, true))?,
        });
    }
    Ok(found)
}

/// Itself, or its first page where it has nothing itself.
fn list(errands: &mut Errands<'_>, address: &str) -> Result<serde_json::Value, Missed> {
    let document = errands.document(address)?;
    match first_page(&document).filter(|it| is_same_host(it, address)) {
        Some(page) => errands.document(page),
        None => Ok(document),
    }
}

fn or_nothing<T>(uri: &str, got: Result<T, Missed>) -> Result<Option<T>, Missed> {
    match got {
        Ok(it) => Ok(Some(it)),
        Err(Missed::Never(why) | Missed::NotNow(why)) => {
            tracing::debug!("{uri} cannot be had: {why}");
            Ok(None)
        }
        Err(broken) => Err(broken),
    }
}

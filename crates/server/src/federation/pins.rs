//! Getting what people of other servers put first on their profiles.

use domain::arrivals::MOST_PINS;
use federation::is_same_host;
use store::{accounts, actors};

use super::{
    fetch::{Errands, Missed},
    listed::listed,
};
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
    if account.suspended_at.is_some() || !is_same_host(&featured, &account.uri) {
        return Ok(Vec::new());
    }
    listed(&mut Errands::new(app), &featured, MOST_PINS)
}

use api::entities::Status;
use domain::{Context, Result, evidence};
use store::statuses::Status as Row;

/// Posts as moderators look at them: with media that are not given out to others any more.
pub(super) fn statuses(cx: &mut Context, rows: &[Row]) -> Result<Vec<Status>> {
    let mut shown = super::statuses(cx, rows)?;
    for status in &mut shown {
        let row = rows.iter().find(|it| super::id(&status.id) == it.id);
        let is_deleted = row.is_some_and(|it| it.deleted_at.is_some());
        if is_deleted || status.account.suspended == Some(true) {
            seal(cx, status)?;
        }
    }
    Ok(shown)
}

/// Lets the media of a post be looked at that nobody else is shown any more, for a while.
fn seal(cx: &mut Context, status: &mut Status) -> Result<()> {
    for medium in &mut status.media_attachments {
        let addresses = [&mut medium.url, &mut medium.preview_url];
        for address in addresses.into_iter().flatten() {
            *address = sealed(cx, address)?;
        }
    }
    Ok(())
}

/// What somebody else gives out stays as it is.
fn sealed(cx: &mut Context, address: &str) -> Result<String> {
    let own = format!("{}/media/", cx.site.url);
    let Some(file) = address.strip_prefix(&own) else {
        return Ok(address.to_owned());
    };
    let seal = evidence::seal(cx, file)?;
    Ok(seal.map_or_else(
        || address.to_owned(),
        |it| format!("{address}?until={}&key={}", it.until, it.key),
    ))
}

use api::entities::{MediaAttachment, Status};
use domain::{Context, Result, evidence};
use store::statuses::Status as Row;

/// Posts as moderators look at them: with media that are not given out to others any more.
pub(super) fn statuses(cx: &mut Context, rows: &[Row]) -> Result<Vec<Status>> {
    let mut shown = super::statuses(cx, rows)?;
    for status in &mut shown {
        let row = rows.iter().find(|it| super::id(&status.id) == it.id);
        if row.is_some_and(|it| is_withheld(it, status)) {
            seal(cx, &mut status.media_attachments)?;
        }
    }
    Ok(shown)
}

/// Whether its media are not given out to others any more.
pub(super) fn is_withheld(row: &Row, shown: &Status) -> bool {
    row.deleted_at.is_some() || shown.account.suspended == Some(true)
}

/// Lets media be looked at that nobody else is shown any more, for a while.
pub(super) fn seal(cx: &mut Context, media: &mut [MediaAttachment]) -> Result<()> {
    for medium in media {
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

//! How far a member has read, so that her apps can go on where another one stopped.

use store::markers::{self, Marker};

use crate::{Context, Error, Result};

/// The marker of each of the timelines that has one.
pub fn list(cx: &mut Context, timelines: &[String]) -> Result<Vec<Marker>> {
    let id = cx.member()?.account.id;
    let mut markers = markers::all(&mut cx.tx, id)?;
    markers.retain(|it| timelines.contains(&it.timeline));
    Ok(markers)
}

/// Sets the marker of a timeline, unless another app does so at the same time.
pub fn save(cx: &mut Context, timeline: &str, last_read_id: i64) -> Result<Marker> {
    let id = cx.member()?.account.id;
    let before = markers::all(&mut cx.tx, id)?;
    let before = before.into_iter().find(|it| it.timeline == timeline);
    let marker = Marker {
        timeline: timeline.into(),
        last_read_id,
        version: before.as_ref().map_or(0, |it| it.version + 1),
        updated_at: cx.now,
    };
    let is_saved = match before {
        Some(before) if before.last_read_id == last_read_id => return Ok(before),
        Some(_) => markers::advance(&mut cx.tx, id, &marker)?,
        None => markers::add(&mut cx.tx, id, &marker)?,
    };
    match is_saved {
        true => Ok(marker),
        false => Err(Error::Conflict),
    }
}

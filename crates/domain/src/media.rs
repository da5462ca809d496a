//! Pictures, films and sounds: whose they are, and what may be done with them.

use store::media::{self, Media};

use crate::{Context, Error, Result};

/// How many a post carries.
pub const MOST: usize = 4;
/// Characters of what is said about one.
pub const LONGEST_DESCRIPTION: usize = 1500;

/// The caller's media with these ids, in their order, if a new post may carry them. Nobody else
/// attaches one of them meanwhile.
pub fn check_attachable(cx: &mut Context, ids: &[i64]) -> Result<Vec<Media>> {
    check_attachable_to(cx, None, ids)
}

/// The same for a post that is there already: what it carries now, it may keep.
pub fn check_attachable_to(
    cx: &mut Context,
    status_id: Option<i64>,
    ids: &[i64],
) -> Result<Vec<Media>> {
    let owner = cx.member()?.account.id;
    if ids.len() > MOST {
        return Err(too_many());
    }
    let mut found = media::find_own_locked(&mut cx.tx, owner, ids)?;
    found.retain(|it| is_free(it) || (it.status_id.is_some() && it.status_id == status_id));
    found.sort_by_key(|it| ids.iter().position(|id| *id == it.id));

    let missing = ids
        .iter()
        .filter(|id| !found.iter().any(|it| it.id == **id));
    let missing: Vec<String> = missing.map(i64::to_string).collect();
    if !missing.is_empty() {
        let ids = missing.join(", ");
        return refuse(format!(
            "Media {ids} not found or already attached to another post"
        ));
    }
    if found.len() > 1 && found.iter().any(|it| is_played(&it.kind)) {
        return refuse("Cannot attach a video to a post that already contains images");
    }
    if found.iter().any(|it| it.state != "ready") {
        return refuse(
            "Cannot attach files that have not finished processing. Try again in a moment!",
        );
    }
    Ok(found)
}

/// Also where a post has a poll, and may have none.
pub(crate) fn too_many() -> Error {
    Error::Unprocessable(format!("Cannot attach more than {MOST} files"))
}

fn is_free(media: &Media) -> bool {
    media.status_id.is_none() && media.scheduled_status_id.is_none()
}

/// Films and sounds stand alone.
fn is_played(kind: &str) -> bool {
    ["video", "audio"].contains(&kind)
}

fn refuse<T>(text: impl Into<String>) -> Result<T> {
    Err(Error::Unprocessable(text.into()))
}

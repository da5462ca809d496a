use store::{
    account_list::Window,
    tag_follows,
    tags::{self, Tag},
};

use super::{get, get_or_add};
use crate::{Context, Result};

/// Public posts with the tag come into the member's home from now on. Following twice is once.
pub fn follow(cx: &mut Context, name: &str) -> Result<Tag> {
    let id = cx.member()?.account.id;
    let tag = get_or_add(cx, name)?;
    tag_follows::add(&mut cx.tx, id, tag.id, cx.now)?;
    Ok(tag)
}

/// What only the tag has brought into the member's home leaves it.
pub fn unfollow(cx: &mut Context, name: &str) -> Result<Tag> {
    let id = cx.member()?.account.id;
    let tag = get(cx, name)?;
    if tag_follows::remove(&mut cx.tx, id, tag.id)? {
        tag_follows::leave_home(&mut cx.tx, id, tag.id)?;
    }
    Ok(tag)
}

/// The tags that the member follows, last followed first, each with the id of the follow.
pub fn followed(cx: &mut Context, window: Window) -> Result<Vec<(i64, Tag)>> {
    let id = cx.member()?.account.id;
    let page = tag_follows::page(&mut cx.tx, id, window)?;
    let ids: Vec<i64> = page.iter().map(|(_, tag_id)| *tag_id).collect();
    let found = tags::find_many(&mut cx.tx, &ids)?;
    let with_tag = |(follow_id, tag_id): &(i64, i64)| {
        let tag = found.iter().find(|it| it.id == *tag_id)?;
        Some((*follow_id, tag.clone()))
    };
    Ok(page.iter().filter_map(with_tag).collect())
}

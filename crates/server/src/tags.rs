//! Hashtags, and which of them members follow.

use std::net::IpAddr;

use api::{
    Page,
    entities::Tag,
    tags::{FeatureTag, FollowTag, GetTag, ListFollowedTags, UnfeatureTag, UnfollowTag},
};
use domain::{Context, tags};

use crate::{
    Error, entities,
    paging::{Sizes, cursor, page},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 100,
    most: 200,
};

impl Answer for GetTag {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Tag, Error> {
        let kept = tags::get(cx, &self.name)?;
        Ok(entities::tag(cx, &kept)?)
    }
}

impl Answer for FollowTag {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Tag, Error> {
        let kept = tags::follow(cx, &self.name)?;
        Ok(entities::tag(cx, &kept)?)
    }
}

impl Answer for UnfollowTag {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Tag, Error> {
        let kept = tags::unfollow(cx, &self.name)?;
        Ok(entities::tag(cx, &kept)?)
    }
}

impl Answer for FeatureTag {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Tag, Error> {
        let kept = tags::feature(cx, &self.name)?;
        Ok(entities::tag(cx, &kept)?)
    }
}

impl Answer for UnfeatureTag {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Tag, Error> {
        let kept = tags::unfeature(cx, &self.name)?;
        Ok(entities::tag(cx, &kept)?)
    }
}

impl Answer for ListFollowedTags {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Tag>, Error> {
        let cursor = cursor!(self);
        let Some(window) = cursor.window(SIZES) else {
            return Ok(Page {
                items: Vec::new(),
                links: None,
            });
        };
        let (ids, kept): (Vec<i64>, Vec<_>) = tags::followed(cx, window)?.into_iter().unzip();
        let items = entities::tags(cx, &kept)?;
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

//! The tags that members show on their profiles.

use std::net::IpAddr;

use api::{
    Empty,
    entities::{FeaturedTag, Tag},
    featured_tags::{
        CreateFeaturedTag, DeleteFeaturedTag, ListFeaturedTags, ListFeaturedTagsOf,
        SuggestFeaturedTags,
    },
};
use domain::{Context, tags};
use store::accounts::Account;

use crate::{
    Error,
    entities::{self, featured_tag, id},
    route::Answer,
};

impl Answer for ListFeaturedTags {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<FeaturedTag>, Error> {
        let kept = tags::mine(cx)?;
        Ok(show(&cx.member()?.account, &kept))
    }
}

impl Answer for ListFeaturedTagsOf {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<FeaturedTag>, Error> {
        let (account, kept) = tags::shown_by(cx, id(&self.id))?;
        Ok(show(&account, &kept))
    }
}

fn show(
    account: &Account,
    kept: &[(store::featured_tags::FeaturedTag, String)],
) -> Vec<FeaturedTag> {
    let one = |(kept, name): &(_, String)| featured_tag(account, kept, name);
    kept.iter().map(one).collect()
}

impl Answer for CreateFeaturedTag {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<FeaturedTag, Error> {
        let (kept, name) = tags::feature_named(cx, &self.name)?;
        Ok(featured_tag(&cx.member()?.account, &kept, &name))
    }
}

impl Answer for DeleteFeaturedTag {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        tags::remove_featured(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

impl Answer for SuggestFeaturedTags {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<Tag>, Error> {
        let kept = tags::suggestions(cx)?;
        Ok(entities::tags(cx, &kept)?)
    }
}

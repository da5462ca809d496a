use std::net::IpAddr;

use api::{
    Loose, Open, Page,
    admin::tags::{AdminTag, GetAdminTag, ListAdminTags, TagOrder, TagStatus, UpdateTag},
};
use domain::{
    Context, Permission, Violation,
    tags::{self, Change},
};
use serde::Deserialize;
use store::tags::{Filter, Status};

use super::accounts::given;
use crate::{
    Error,
    entities::{admin_tag, admin_tags, id},
    paging::{Sizes, cursor, page, page_before},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 100,
    most: 200,
};

impl Answer for ListAdminTags {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminTag>, Error> {
        cx.moderator(Permission::ManageTaxonomies)?;
        let filter = filter(&self)?;
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let is_upwards = filter.is_upwards;
        let kept = tags::list(cx, filter, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = admin_tags(cx, &kept)?;
        if !is_upwards {
            return Ok(page(&cx.site, &self, items, &ids, window));
        }
        let last = ids.last().filter(|_| ids.len() as i64 == window.limit);
        let next = last.map(|id| ("min_id", id.to_string()));
        Ok(page_before(&cx.site, &self, items, next))
    }
}

impl Answer for GetAdminTag {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminTag, Error> {
        let kept = tags::find(cx, id(&self.id))?;
        Ok(admin_tag(cx, &kept)?)
    }
}

impl Answer for UpdateTag {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminTag, Error> {
        let change = Change {
            display_name: self.display_name,
            trendable: flag(self.trendable),
            usable: flag(self.usable),
            listable: flag(self.listable),
        };
        let kept = tags::update(cx, id(&self.id), &change)?;
        Ok(admin_tag(cx, &kept)?)
    }
}

/// An empty text takes the decision away.
fn flag(sent: Option<String>) -> Option<Option<bool>> {
    sent.map(|text| match text.trim() {
        "" => None,
        word => bool::deserialize(Loose(word.into())).ok(),
    })
}

fn filter(request: &ListAdminTags) -> Result<Filter, Error> {
    let mut found = Vec::new();
    let status = match &request.status {
        None => None,
        Some(Open::Known(word)) => Some(status(*word)),
        Some(Open::Unknown(text)) => {
            let violation = Violation::not_listed("status", "Status");
            found.extend((!text.is_empty()).then_some(violation));
            None
        }
    };
    let is_upwards = match &request.order {
        None | Some(Open::Known(TagOrder::Newest)) => false,
        Some(Open::Known(TagOrder::Oldest)) => true,
        Some(Open::Unknown(text)) => {
            let violation = Violation::not_listed("order", "Order");
            found.extend((!text.is_empty()).then_some(violation));
            false
        }
    };
    if !found.is_empty() {
        return Err(domain::Error::Invalid(found).into());
    }
    // Without letters a beginning is no name, but may become one.
    let name =
        given(&request.name).map(|it| tags::normalize(it).unwrap_or_else(|| it.to_lowercase()));
    Ok(Filter {
        name,
        status,
        is_upwards,
        ..Filter::default()
    })
}

fn status(word: TagStatus) -> Status {
    match word {
        TagStatus::Reviewed => Status::Reviewed,
        TagStatus::ReviewRequested => Status::ReviewRequested,
        TagStatus::Unreviewed => Status::Unreviewed,
        TagStatus::Trendable => Status::Trendable,
        TagStatus::NotTrendable => Status::NotTrendable,
        TagStatus::Usable => Status::Usable,
        TagStatus::NotUsable => Status::NotUsable,
    }
}

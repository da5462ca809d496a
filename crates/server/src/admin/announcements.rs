use std::net::IpAddr;

use api::{
    Empty, Timestamp,
    admin::announcements::{
        AdminAnnouncement, CreateAnnouncement, DeleteAnnouncement, GetAnnouncement,
        ListAdminAnnouncements, PublishAnnouncement, UnpublishAnnouncement, UpdateAnnouncement,
    },
};
use chrono::{DateTime, Utc};
use domain::{
    Context,
    announcements::{self, Change, Draft},
};
use store::announcements::Announcement;

use super::accounts::moment;
use crate::{Error, entities::id, route::Answer};

impl Answer for ListAdminAnnouncements {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<AdminAnnouncement>, Error> {
        Ok(announcements::all(cx)?.into_iter().map(show).collect())
    }
}

impl Answer for GetAnnouncement {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAnnouncement, Error> {
        Ok(show(announcements::get(cx, id(&self.id))?))
    }
}

impl Answer for CreateAnnouncement {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAnnouncement, Error> {
        let draft = Draft {
            starts_at: starts_at(&self.starts_at)?,
            ends_at: ends_at(&self.ends_at)?,
            all_day: self.all_day.unwrap_or_default(),
            scheduled_at: scheduled_at(&self.scheduled_at)?,
            text: self.text,
        };
        Ok(show(announcements::create(cx, &draft)?))
    }
}

impl Answer for UpdateAnnouncement {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAnnouncement, Error> {
        let id = id(&self.id);
        announcements::get(cx, id)?;
        let change = Change {
            starts_at: sent(&self.starts_at, starts_at)?,
            ends_at: sent(&self.ends_at, ends_at)?,
            all_day: self.all_day,
            scheduled_at: sent(&self.scheduled_at, scheduled_at)?,
            text: self.text,
        };
        Ok(show(announcements::update(cx, id, change)?))
    }
}

impl Answer for PublishAnnouncement {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAnnouncement, Error> {
        Ok(show(announcements::publish(cx, id(&self.id))?))
    }
}

impl Answer for UnpublishAnnouncement {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAnnouncement, Error> {
        Ok(show(announcements::unpublish(cx, id(&self.id))?))
    }
}

impl Answer for DeleteAnnouncement {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        announcements::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

type Moment = Option<DateTime<Utc>>;

fn starts_at(text: &Option<String>) -> Result<Moment, Error> {
    moment("starts_at", "Starts at", text)
}

fn ends_at(text: &Option<String>) -> Result<Moment, Error> {
    moment("ends_at", "Ends at", text)
}

fn scheduled_at(text: &Option<String>) -> Result<Moment, Error> {
    moment("scheduled_at", "Scheduled at", text)
}

/// An empty text is a change to no time, and none at all is no change.
fn sent(
    text: &Option<String>,
    read: fn(&Option<String>) -> Result<Moment, Error>,
) -> Result<Option<Moment>, Error> {
    match text {
        Some(_) => read(text).map(Some),
        None => Ok(None),
    }
}

fn show(kept: Announcement) -> AdminAnnouncement {
    AdminAnnouncement {
        id: kept.id.to_string(),
        text: kept.text,
        starts_at: kept.starts_at.map(Timestamp),
        ends_at: kept.ends_at.map(Timestamp),
        all_day: kept.all_day,
        scheduled_at: kept.scheduled_at.map(Timestamp),
        published_at: kept.published_at.map(Timestamp),
        created_at: Timestamp(kept.created_at),
        updated_at: Timestamp(kept.updated_at),
    }
}

//! What the staff tells all members.

use std::net::IpAddr;

use api::{
    Empty,
    announcements::{
        DismissAnnouncement, ListAnnouncements, ReactToAnnouncement, TakeBackReaction,
    },
    entities::Announcement,
};
use domain::{Context, announcements};

use crate::{
    Error,
    entities::{self, id},
    route::Answer,
};

impl Answer for ListAnnouncements {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<Announcement>, Error> {
        let shown = announcements::list(cx, self.with_dismissed.unwrap_or_default())?;
        Ok(entities::announcements(cx, shown)?)
    }
}

impl Answer for DismissAnnouncement {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        announcements::dismiss(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

impl Answer for ReactToAnnouncement {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        announcements::react(cx, id(&self.id), &self.name)?;
        Ok(Empty {})
    }
}

impl Answer for TakeBackReaction {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        announcements::take_back(cx, id(&self.id), &self.name)?;
        Ok(Empty {})
    }
}

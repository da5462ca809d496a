//! How far members have read.

use std::net::IpAddr;

use api::{
    Timestamp,
    entities::{Marker, Markers},
    markers::{Position, SaveMarkers, ShowMarkers},
};
use domain::{Context, markers};

use crate::{Error, entities::id, route::Answer};

const HOME: &str = "home";
const NOTIFICATIONS: &str = "notifications";

impl Answer for ShowMarkers {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Markers, Error> {
        let kept = markers::list(cx, &self.timeline)?;
        let named = |name| kept.iter().find(|it| it.timeline == name).map(marker);
        Ok(Markers {
            home: named(HOME),
            notifications: named(NOTIFICATIONS),
        })
    }
}

impl Answer for SaveMarkers {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Markers, Error> {
        Ok(Markers {
            home: save(cx, HOME, self.home)?,
            notifications: save(cx, NOTIFICATIONS, self.notifications)?,
        })
    }
}

fn save(
    cx: &mut Context,
    timeline: &str,
    position: Option<Position>,
) -> Result<Option<Marker>, Error> {
    let Some(last_read_id) = position.and_then(|it| it.last_read_id) else {
        return Ok(None);
    };
    let saved = markers::save(cx, timeline, id(&last_read_id))?;
    Ok(Some(marker(&saved)))
}

fn marker(marker: &store::markers::Marker) -> Marker {
    Marker {
        last_read_id: marker.last_read_id.to_string(),
        version: marker.version,
        updated_at: Timestamp(marker.updated_at),
    }
}

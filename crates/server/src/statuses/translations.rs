//! Posts in other languages.

use std::net::IpAddr;

use api::{entities::StatusTranslation, statuses::translations::TranslateStatus};
use domain::{Context, visibility};

use crate::{Error, entities::id, route::Answer};

impl Answer for TranslateStatus {
    /// No service translates for this server, so nobody may ask one.
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<StatusTranslation, Error> {
        visibility::status(cx, id(&self.id))?;
        Err(Error::Refused(domain::Error::NotPermitted))
    }
}

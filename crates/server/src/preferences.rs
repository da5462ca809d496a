//! What members have chosen for all of their apps.

use std::net::IpAddr;

use api::{entities::Preferences, preferences::ShowPreferences};
use domain::{Context, preferences};

use crate::{Error, route::Answer};

impl Answer for ShowPreferences {
    /// How media and warnings are shown is for the apps to choose here, so these are the defaults.
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Preferences, Error> {
        let member = cx.member()?;
        let chosen = preferences::of(&member.account, &member.user);
        Ok(Preferences {
            visibility: chosen.privacy,
            sensitive: chosen.sensitive,
            language: chosen.language,
            quote_policy: chosen.quote_policy,
            expand_media: "default".into(),
            expand_spoilers: false,
            autoplay_gifs: false,
        })
    }
}

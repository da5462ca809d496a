use std::net::IpAddr;

use api::admin::settings::{GetSetting, ListSettings, SetSetting, Setting, UnsetSetting};
use domain::{Context, settings};

use crate::{Error, route::Answer};

impl Answer for ListSettings {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<Setting>, Error> {
        Ok(settings::all(cx)?.into_iter().map(show).collect())
    }
}

impl Answer for GetSetting {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Setting, Error> {
        Ok(show(settings::get(cx, &self.name)?))
    }
}

impl Answer for SetSetting {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Setting, Error> {
        Ok(show(settings::set(cx, &self.name, self.value.as_ref())?))
    }
}

impl Answer for UnsetSetting {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Setting, Error> {
        Ok(show(settings::unset(cx, &self.name)?))
    }
}

fn show(kept: settings::Setting) -> Setting {
    Setting {
        name: kept.name,
        value: kept.value,
        default: kept.default,
    }
}

use std::net::IpAddr;

use api::{
    Empty,
    admin::presets::{
        CreatePreset, DeletePreset, GetPreset, ListPresets, UpdatePreset, WarningPreset,
    },
};
use domain::{Context, presets};
use store::presets::Preset;

use crate::{Error, entities::id, route::Answer};

impl Answer for ListPresets {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<WarningPreset>, Error> {
        Ok(presets::all(cx)?.into_iter().map(show).collect())
    }
}

impl Answer for GetPreset {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<WarningPreset, Error> {
        Ok(show(presets::get(cx, id(&self.id))?))
    }
}

impl Answer for CreatePreset {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<WarningPreset, Error> {
        let title = self.title.unwrap_or_default();
        Ok(show(presets::create(cx, &title, &self.text)?))
    }
}

impl Answer for UpdatePreset {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<WarningPreset, Error> {
        let (title, text) = (self.title.as_deref(), self.text.as_deref());
        Ok(show(presets::change(cx, id(&self.id), title, text)?))
    }
}

impl Answer for DeletePreset {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        presets::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

fn show(preset: Preset) -> WarningPreset {
    WarningPreset {
        id: preset.id.to_string(),
        title: preset.title,
        text: preset.text,
    }
}

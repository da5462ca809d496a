//! The keywords and posts of a filter.

use std::net::IpAddr;

use api::{
    Empty,
    entities::{FilterKeyword, FilterStatus},
    filters::{
        keywords::{CreateKeyword, DeleteKeyword, GetKeyword, ListKeywords, UpdateKeyword},
        statuses::{CreateFilterStatus, DeleteFilterStatus, GetFilterStatus, ListFilterStatuses},
    },
};
use domain::{Context, filters};

use crate::{
    Error,
    entities::{filter_keyword, filter_status, id},
    route::Answer,
};

impl Answer for ListKeywords {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<FilterKeyword>, Error> {
        let kept = filters::keywords(cx, id(&self.id))?;
        Ok(kept.iter().map(filter_keyword).collect())
    }
}

impl Answer for CreateKeyword {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<FilterKeyword, Error> {
        let whole_word = self.whole_word.unwrap_or(true);
        let kept = filters::add_keyword(cx, id(&self.id), &self.keyword, whole_word)?;
        Ok(filter_keyword(&kept))
    }
}

impl Answer for GetKeyword {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<FilterKeyword, Error> {
        Ok(filter_keyword(&filters::keyword(cx, id(&self.id))?))
    }
}

impl Answer for UpdateKeyword {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<FilterKeyword, Error> {
        let kept = filters::change_keyword(cx, id(&self.id), self.keyword, self.whole_word)?;
        Ok(filter_keyword(&kept))
    }
}

impl Answer for DeleteKeyword {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        filters::remove_keyword(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

impl Answer for ListFilterStatuses {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<FilterStatus>, Error> {
        let kept = filters::statuses(cx, id(&self.id))?;
        Ok(kept.iter().map(filter_status).collect())
    }
}

impl Answer for CreateFilterStatus {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<FilterStatus, Error> {
        let kept = filters::add_status(cx, id(&self.id), id(&self.status_id))?;
        Ok(filter_status(&kept))
    }
}

impl Answer for GetFilterStatus {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<FilterStatus, Error> {
        Ok(filter_status(&filters::status(cx, id(&self.id))?))
    }
}

impl Answer for DeleteFilterStatus {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        filters::remove_status(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

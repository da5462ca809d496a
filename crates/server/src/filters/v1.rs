//! The first version of filters.

use std::net::IpAddr;

use api::{
    Empty,
    entities::FilterV1,
    filters::v1::{CreateFilterV1, DeleteFilterV1, GetFilterV1, ListFiltersV1, UpdateFilterV1},
};
use domain::{
    Context,
    filters::{self, PhraseChange},
};

use crate::{
    Error,
    entities::{filter_v1, id},
    route::Answer,
};

impl Answer for ListFiltersV1 {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<FilterV1>, Error> {
        let kept = filters::phrases(cx)?;
        let show = |(filter, keyword): &(_, _)| filter_v1(filter, keyword);
        Ok(kept.iter().map(show).collect())
    }
}

impl Answer for GetFilterV1 {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<FilterV1, Error> {
        let (filter, keyword) = filters::phrase(cx, id(&self.id))?;
        Ok(filter_v1(&filter, &keyword))
    }
}

impl Answer for CreateFilterV1 {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<FilterV1, Error> {
        let change = PhraseChange {
            phrase: Some(self.phrase),
            contexts: Some(self.context),
            is_irreversible: self.irreversible,
            whole_word: self.whole_word,
            expires_in: self.expires_in,
        };
        let (filter, keyword) = filters::create_phrase(cx, &change)?;
        Ok(filter_v1(&filter, &keyword))
    }
}

impl Answer for UpdateFilterV1 {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<FilterV1, Error> {
        let change = PhraseChange {
            phrase: self.phrase,
            contexts: self.context,
            is_irreversible: self.irreversible,
            whole_word: self.whole_word,
            expires_in: self.expires_in,
        };
        let (filter, keyword) = filters::change_phrase(cx, id(&self.id), &change)?;
        Ok(filter_v1(&filter, &keyword))
    }
}

impl Answer for DeleteFilterV1 {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        filters::remove_phrase(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

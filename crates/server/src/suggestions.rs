//! Whom a member may want to follow.

use std::net::IpAddr;

use api::{
    Empty,
    entities::{Account, Suggestion},
    suggestions::{ListSuggestions, ListSuggestionsV1, RemoveSuggestion},
};
use domain::{Context, suggestions};

use crate::{
    Error, entities,
    paging::{PEOPLE, size},
    route::Answer,
};

impl Answer for ListSuggestions {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<Suggestion>, Error> {
        let suggested = suggestions::list(cx, size(&self.limit, PEOPLE))?;
        Ok(entities::suggestions(cx, &suggested)?)
    }
}

impl Answer for ListSuggestionsV1 {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<Account>, Error> {
        let suggested = suggestions::list(cx, size(&self.limit, PEOPLE))?;
        let ids: Vec<i64> = suggested.iter().map(|it| it.account_id).collect();
        Ok(entities::people(cx, &ids)?)
    }
}

impl Answer for RemoveSuggestion {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        suggestions::remove(cx, entities::id(&self.id))?;
        Ok(Empty {})
    }
}

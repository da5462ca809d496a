//! Lists of people.

use std::net::IpAddr;

use api::{
    Empty, Page,
    entities::{self, Account},
    lists::{
        AddToList, CreateList, DeleteList, GetList, ListLists, ListListsWith, ListMembers,
        RemoveFromList, UpdateList,
    },
};
use domain::{
    Context,
    lists::{self, Change},
};
use store::account_list::Window;

use crate::{
    Error,
    entities::{accounts, id, list},
    paging::{Sizes, cursor, page},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 40,
    most: 80,
};
const ALL: Window = Window {
    max_id: None,
    since_id: None,
    min_id: None,
    limit: i64::MAX,
};

impl Answer for ListLists {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<entities::List>, Error> {
        Ok(lists::all(cx)?.iter().map(list).collect())
    }
}

impl Answer for GetList {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<entities::List, Error> {
        Ok(list(&lists::get(cx, id(&self.id))?))
    }
}

impl Answer for CreateList {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<entities::List, Error> {
        let change = Change {
            title: Some(self.title),
            replies_policy: self.replies_policy,
            is_exclusive: self.exclusive,
        };
        Ok(list(&lists::create(cx, &change)?))
    }
}

impl Answer for UpdateList {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<entities::List, Error> {
        let change = Change {
            title: self.title,
            replies_policy: self.replies_policy,
            is_exclusive: self.exclusive,
        };
        Ok(list(&lists::change(cx, id(&self.id), change)?))
    }
}

impl Answer for DeleteList {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        lists::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

impl Answer for ListMembers {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Account>, Error> {
        let list_id = id(&self.id);
        let cursor = cursor!(self);
        let is_all = self.limit.as_deref() == Some("0");
        let window = match is_all {
            true => Some(ALL),
            false => cursor.window(SIZES),
        };
        let Some(window) = window else {
            lists::get(cx, list_id)?;
            return Ok(Page {
                items: Vec::new(),
                links: None,
            });
        };
        let kept = lists::members(cx, list_id, window)?;
        let items = accounts(cx, &kept)?;
        if is_all {
            return Ok(Page { items, links: None });
        }
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for AddToList {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        let account_ids: Vec<i64> = self.account_ids.iter().map(|it| id(it)).collect();
        lists::add_members(cx, id(&self.id), &account_ids)?;
        Ok(Empty {})
    }
}

impl Answer for RemoveFromList {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        let account_ids: Vec<i64> = self.account_ids.iter().map(|it| id(it)).collect();
        lists::remove_members(cx, id(&self.id), &account_ids)?;
        Ok(Empty {})
    }
}

impl Answer for ListListsWith {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<entities::List>, Error> {
        let kept = lists::all_with(cx, id(&self.id))?;
        Ok(kept.iter().map(list).collect())
    }
}

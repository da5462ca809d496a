//! Messages to few.

use std::net::IpAddr;

use api::{
    Empty, Page,
    conversations::{ListConversations, ReadConversation, RemoveConversation, UnreadConversation},
    entities::Conversation,
};
use domain::{Context, conversations};

use crate::{
    Error,
    entities::{conversation, conversations as shown, id},
    paging::{Sizes, cursor, page},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 20,
    most: 40,
};

impl Answer for ListConversations {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Conversation>, Error> {
        let cursor = cursor!(self);
        let Some(window) = cursor.window(SIZES) else {
            return Ok(Page::empty());
        };
        let rows = conversations::list(cx, window)?;
        let ids: Vec<i64> = rows.iter().filter_map(|it| it.last_status_id).collect();
        let items = shown(cx, &rows)?;
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for ReadConversation {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Conversation, Error> {
        let row = conversations::set_unread(cx, id(&self.id), false)?;
        Ok(conversation(cx, &row)?)
    }
}

impl Answer for UnreadConversation {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Conversation, Error> {
        let row = conversations::set_unread(cx, id(&self.id), true)?;
        Ok(conversation(cx, &row)?)
    }
}

impl Answer for RemoveConversation {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        conversations::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

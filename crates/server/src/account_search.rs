//! Finding people by what they are called.

use std::net::IpAddr;

use api::{Page, account_search::SearchAccounts, entities::Account};
use domain::{Context, account_search};

use crate::{App, Error, federation::look_up, paging, route::Answer, spool::Files};

impl Answer for SearchAccounts {
    fn prepare(&mut self, app: &App, _: &mut Files) -> Result<(), Error> {
        look_up(app, &self.q)
    }

    fn asks_others(&self) -> bool {
        self.resolve
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Account>, Error> {
        let part = (&self.limit, &self.offset);
        paging::people_by_offset(cx, &self, part, |cx, slice| {
            account_search::find(cx, &self.q, self.following, slice)
        })
    }
}

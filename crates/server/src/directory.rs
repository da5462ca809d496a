//! People who want to be found.

use std::net::IpAddr;

use api::{Page, directory::ListDirectory, entities::Account};
use domain::{
    Context,
    directory::{self, Order},
};

use crate::{Error, paging, route::Answer};

impl Answer for ListDirectory {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Account>, Error> {
        let order = match self.order.as_deref() {
            Some("new") => Order::New,
            _ => Order::Active,
        };
        let part = (&self.limit, &self.offset);
        paging::people_by_offset(cx, &self, part, |cx, slice| {
            directory::list(cx, order, self.local, slice)
        })
    }
}

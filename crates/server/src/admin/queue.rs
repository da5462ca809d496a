use std::{collections::HashMap, net::IpAddr};

use api::{
    Timestamp,
    admin::queue::{Queue, QueueCounts, QueueItem, ShowQueue},
};
use domain::{
    Context,
    queue::{self, Kind},
};
use store::accounts;

use crate::{
    Error,
    paging::{Sizes, size},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 40,
    most: 200,
};

impl Answer for ShowQueue {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Queue, Error> {
        let limit = usize::try_from(size(&self.limit, SIZES)).unwrap_or_default();
        let waiting = queue::show(cx, limit)?;
        let ids: Vec<i64> = waiting.items.iter().map(|(_, it)| it.account_id).collect();
        let named = accounts::find_many(&mut cx.tx, &ids)?.into_iter();
        let named: HashMap<i64, String> = named.map(|it| (it.id, it.handle())).collect();
        let item = |(kind, it): &(Kind, store::queue::Waiting)| QueueItem {
            r#type: word(*kind).into(),
            id: it.id.to_string(),
            created_at: Timestamp(it.created_at),
            account_id: match it.account_id {
                0 => String::new(),
                id => id.to_string(),
            },
            account: named.get(&it.account_id).cloned().unwrap_or_default(),
            text: it.text.clone(),
            assigned_account_id: it.assigned_account_id.map(|it| it.to_string()),
        };
        Ok(Queue {
            counts: QueueCounts {
                reports: waiting.count(Kind::Report),
                sign_ups: waiting.count(Kind::SignUp),
                appeals: waiting.count(Kind::Appeal),
                tags: waiting.count(Kind::Tag),
                publishers: waiting.count(Kind::Publisher),
                authors: waiting.count(Kind::Author),
                held_posts: waiting.count(Kind::HeldPost),
            },
            items: waiting.items.iter().map(item).collect(),
        })
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Report => "report",
        Kind::SignUp => "sign_up",
        Kind::Appeal => "appeal",
        Kind::Tag => "tag",
        Kind::Publisher => "publisher",
        Kind::Author => "author",
        Kind::HeldPost => "held_post",
    }
}

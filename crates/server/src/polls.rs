//! Questions with options.

use std::net::IpAddr;

use api::{
    entities::Poll,
    polls::{ShowPoll, VoteInPoll},
};
use domain::{Context, polls, visibility};
use store::{accounts, polls::Poll as Row};

use crate::{
    Error,
    entities::{Emojis, id, poll, poll_titles},
    route::Answer,
};

impl Answer for ShowPoll {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Poll, Error> {
        let row = polls::get(cx, id(&self.id))?;
        shown(cx, &row)
    }
}

impl Answer for VoteInPoll {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Poll, Error> {
        let row = polls::vote(cx, id(&self.id), &self.choices)?;
        shown(cx, &row)
    }
}

fn shown(cx: &mut Context, row: &Row) -> Result<Poll, Error> {
    let votes = polls::votes(cx, row)?;
    let author = accounts::find(&mut cx.tx, row.account_id).map_err(domain::Error::from)?;
    let domain = author.and_then(|it| it.domain);
    let domain = domain.as_deref();
    let emojis = Emojis::load(cx, poll_titles(row).map(|it| (it, domain)))?;
    Ok(Poll {
        emojis: emojis.of(poll_titles(row), domain),
        ..poll(row, &votes, visibility::viewer(cx))
    })
}

use std::net::IpAddr;

use api::{
    Empty, Timestamp,
    admin::relays::{AdminRelay, CreateRelay, DeleteRelay, DisableRelay, EnableRelay, ListRelays},
};
use domain::{Context, relays};
use store::relays::Relay;

use crate::{
    Error,
    entities::{id, word},
    route::Answer,
};

impl Answer for ListRelays {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<AdminRelay>, Error> {
        let kept = relays::list(cx)?;
        kept.into_iter().map(|it| show(cx, it)).collect()
    }
}

impl Answer for CreateRelay {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminRelay, Error> {
        let relay = relays::create(cx, &self.inbox_url)?;
        show(cx, relay)
    }
}

impl Answer for EnableRelay {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminRelay, Error> {
        let relay = relays::enable(cx, id(&self.id))?;
        show(cx, relay)
    }
}

impl Answer for DisableRelay {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminRelay, Error> {
        let relay = relays::disable(cx, id(&self.id))?;
        show(cx, relay)
    }
}

impl Answer for DeleteRelay {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        relays::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

fn show(cx: &mut Context, relay: Relay) -> Result<AdminRelay, Error> {
    Ok(AdminRelay {
        warning: relays::warning(cx, &relay)?,
        id: relay.id.to_string(),
        inbox_url: relay.inbox,
        state: word(&relay.state),
        created_at: Timestamp(relay.created_at),
        updated_at: Timestamp(relay.updated_at),
    })
}

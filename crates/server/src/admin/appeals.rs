use std::net::IpAddr;

use api::{
    Open, Page,
    admin::appeals::{
        AdminAppeal, ApproveAppeal, GetAppeal, ListAppeals, RejectAppeal, WantedAppeals,
    },
};
use domain::{Context, Permission, appeals};
use store::appeals::{Filter, State};

use super::accounts::given;
use crate::{
    Error,
    entities::{admin_appeals, id},
    paging::{cursor, page},
    route::Answer,
    strikes::SIZES,
};

impl Answer for ListAppeals {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminAppeal>, Error> {
        cx.moderator(Permission::ManageAppeals)?;
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let filter = Filter {
            state: state(self.state.as_ref())?,
            account_id: given(&self.account_id).map(id),
        };
        let kept = appeals::list(cx, filter, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = admin_appeals(cx, &kept)?;
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

fn state(wanted: Option<&Open<WantedAppeals>>) -> Result<Option<State>, Error> {
    match wanted {
        None | Some(Open::Known(WantedAppeals::Pending)) => Ok(Some(State::Pending)),
        Some(Open::Known(WantedAppeals::Approved)) => Ok(Some(State::Approved)),
        Some(Open::Known(WantedAppeals::Rejected)) => Ok(Some(State::Rejected)),
        Some(Open::Known(WantedAppeals::All)) => Ok(None),
        Some(Open::Unknown(text)) if text.trim().is_empty() => Ok(Some(State::Pending)),
        Some(Open::Unknown(text)) => {
            Err(domain::Error::Senseless(format!("Unknown state: {text}")).into())
        }
    }
}

impl Answer for GetAppeal {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAppeal, Error> {
        show(cx, id(&self.id))
    }
}

impl Answer for ApproveAppeal {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAppeal, Error> {
        let id = id(&self.id);
        appeals::approve(cx, id)?;
        show(cx, id)
    }
}

impl Answer for RejectAppeal {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAppeal, Error> {
        let id = id(&self.id);
        appeals::reject(cx, id)?;
        show(cx, id)
    }
}

fn show(cx: &mut Context, id: i64) -> Result<AdminAppeal, Error> {
    let kept = appeals::get(cx, id)?;
    let shown = admin_appeals(cx, &[kept])?.pop();
    Ok(shown.ok_or(domain::Error::NotFound)?)
}

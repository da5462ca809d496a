//! Posts.

mod edits;
mod quotes;
mod translations;

use std::net::IpAddr;

use api::{
    Endpoint, Page,
    entities::{self as shapes, Account, Posted, Status},
    statuses::{
        BookmarkStatus, BoostStatus, DeleteStatus, FavouriteStatus, ListBoosters, ListFavouriters,
        NewPoll, PinStatus, PostStatus, ShowContext, ShowStatus, ShowStatuses, UnbookmarkStatus,
        UnboostStatus, UnfavouriteStatus, UnpinStatus,
        mutes::{MuteConversation, UnmuteConversation},
    },
};
use domain::{
    Context,
    statuses::{self, Outcome, Wanted, WantedPoll},
    visibility,
};
use store::{account_list::Window, statuses::Status as Row, visible::Place};

use crate::{
    Error,
    authorize::token_of,
    entities::{self, accounts, id, scheduled_status, status},
    paging::{PEOPLE, cursor, page},
    route::Answer,
};

impl Answer for PostStatus {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Posted, Error> {
        let (at, key) = (self.scheduled_at.clone(), self.idempotency_key.clone());
        let wanted = wanted(cx, self);
        let outcome = statuses::post_once(cx, &wanted, at.as_deref(), key.as_deref())?;
        Ok(match outcome {
            Outcome::Posted(row) => Posted::Status(Box::new(status(cx, &row)?)),
            Outcome::Scheduled(row) => Posted::Scheduled(Box::new(scheduled_status(cx, &row)?)),
        })
    }
}

fn wanted(cx: &Context, asked: PostStatus) -> Wanted {
    Wanted {
        text: asked.status.unwrap_or_default(),
        spoiler_text: asked.spoiler_text.unwrap_or_default(),
        visibility: asked.visibility,
        sensitive: asked.sensitive,
        language: asked.language,
        in_reply_to_id: given(asked.in_reply_to_id.as_deref()),
        media_ids: asked.media_ids.iter().map(|it| id(it)).collect(),
        poll: asked.poll.map(poll),
        quoted_status_id: given(asked.quoted_status_id.as_deref()),
        quote_policy: asked.quote_approval_policy,
        application_id: token_of(&cx.caller).map(|it| it.application_id),
    }
}

/// Apps send an empty text for none.
fn given(text: Option<&str>) -> Option<i64> {
    text.filter(|it| !it.is_empty()).map(id)
}

fn poll(asked: NewPoll) -> WantedPoll {
    WantedPoll {
        options: asked.options,
        expires_in: asked.expires_in,
        multiple: asked.multiple,
        hide_totals: asked.hide_totals,
    }
}

impl Answer for ShowStatus {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Status, Error> {
        let row = visibility::status(cx, id(&self.id))?;
        Ok(status(cx, &row)?)
    }
}

impl Answer for ShowStatuses {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<Status>, Error> {
        let most = if cx.member().is_ok() { 40 } else { 20 };
        let ids: Vec<i64> = self.id.iter().take(most).map(|it| id(it)).collect();
        let rows = visibility::statuses(cx, &ids, Place::Thread)?;
        Ok(entities::statuses(cx, &rows)?)
    }
}

impl Answer for DeleteStatus {
    /// As it was, so that it can be written anew.
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Status, Error> {
        let id = id(&self.id);
        let row = statuses::get_own(cx, id)?;
        let text = statuses::text_of(cx, id)?;
        let shown = status(cx, &row)?;
        statuses::delete(cx, id, self.delete_media.unwrap_or_default())?;
        Ok(Status {
            content: None,
            text: Some(text),
            ..shown
        })
    }
}

impl Answer for ShowContext {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<shapes::Context, Error> {
        let thread = statuses::thread(cx, id(&self.id))?;
        Ok(shapes::Context {
            ancestors: entities::statuses(cx, &thread.ancestors)?,
            descendants: entities::statuses(cx, &thread.descendants)?,
        })
    }
}

impl Answer for BoostStatus {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Status, Error> {
        let row = statuses::boost(cx, id(&self.id), self.visibility.as_deref())?;
        Ok(status(cx, &row)?)
    }
}

/// Posts that something is done about, and which are then shown as they are.
macro_rules! answer_with_status {
    ($($Request:ty => $deed:path),* $(,)?) => {$(
        impl Answer for $Request {
            fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Status, Error> {
                let row: Row = $deed(cx, id(&self.id))?;
                Ok(status(cx, &row)?)
            }
        }
    )*};
}
answer_with_status! {
    UnboostStatus => statuses::unboost,
    FavouriteStatus => statuses::favourite,
    UnfavouriteStatus => statuses::unfavourite,
    BookmarkStatus => statuses::bookmark,
    UnbookmarkStatus => statuses::unbookmark,
    PinStatus => statuses::pin,
    UnpinStatus => statuses::unpin,
    MuteConversation => statuses::mute,
    UnmuteConversation => statuses::unmute,
}

impl Answer for ListBoosters {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Account>, Error> {
        let Some(window) = cursor!(self).window(PEOPLE) else {
            return Ok(Page::empty());
        };
        let rows = statuses::boosters(cx, id(&self.id), window)?;
        people(cx, &self, &rows, window)
    }
}

impl Answer for ListFavouriters {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<Account>, Error> {
        let Some(window) = cursor!(self).window(PEOPLE) else {
            return Ok(Page::empty());
        };
        let rows = statuses::favouriters(cx, id(&self.id), window)?;
        people(cx, &self, &rows, window)
    }
}

/// A page of those accounts that are there, by the ids of what they did.
fn people<E: Endpoint>(
    cx: &mut Context,
    request: &E,
    rows: &[(i64, i64)],
    window: Window,
) -> Result<Page<Account>, Error> {
    let (ids, account_ids): (Vec<i64>, Vec<i64>) = rows.iter().copied().unzip();
    let mut kept = visibility::accounts(cx, &account_ids)?;
    kept.retain(|it| it.suspended_at.is_none());
    let items = accounts(cx, &kept)?;
    Ok(page(&cx.site, request, items, &ids, window))
}

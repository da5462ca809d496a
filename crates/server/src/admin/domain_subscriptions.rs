use std::net::IpAddr;

use api::{
    Empty, Open, Page, Timestamp,
    admin::domain_subscriptions::{
        AdminDomainSubscription, ApproveSubscriptionEntries, ApproveSubscriptionEntry,
        CheckDomainSubscription, CreateDomainSubscription, DeleteDomainSubscription,
        DismissSubscriptionEntries, DismissSubscriptionEntry, DraftsDecided, GetDomainSubscription,
        ListDomainSubscriptions, ListSubscriptionEntries, SubscriptionCounts, SubscriptionEntry,
        UpdateDomainSubscription,
    },
};
use domain::{
    Context, Violation,
    servers::subscriptions::{self, State, Wanted},
};
use store::{domain_subscription_entries::Entry, domain_subscriptions::Subscription};

use super::{
    accounts::given,
    domain_blocks::{SIZES, severity_word},
};
use crate::{
    Error,
    entities::{id, word},
    paging::{cursor, page},
    route::Answer,
};

impl Answer for ListDomainSubscriptions {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<AdminDomainSubscription>, Error> {
        let kept = subscriptions::list(cx)?;
        kept.into_iter().map(|it| show(cx, it)).collect()
    }
}

impl Answer for GetDomainSubscription {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminDomainSubscription, Error> {
        let list = subscriptions::get(cx, id(&self.id))?;
        show(cx, list)
    }
}

impl Answer for CreateDomainSubscription {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminDomainSubscription, Error> {
        let wanted = Wanted {
            name: Some(self.name),
            url: Some(self.url),
            format: self.format,
            priority: self.priority,
            is_enabled: self.enabled,
            needs_review: self.needs_review,
            retracts: self.retracts,
            severity: severity_word(self.severity),
            excludes: self.excludes,
        };
        let kind = given(&self.kind).unwrap_or("block");
        let list = subscriptions::create(cx, kind, wanted)?;
        show(cx, list)
    }
}

impl Answer for UpdateDomainSubscription {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminDomainSubscription, Error> {
        let wanted = Wanted {
            name: self.name,
            url: self.url,
            format: self.format,
            priority: self.priority,
            is_enabled: self.enabled,
            needs_review: self.needs_review,
            retracts: self.retracts,
            severity: severity_word(self.severity),
            excludes: self.excludes,
        };
        let list = subscriptions::change(cx, id(&self.id), wanted)?;
        show(cx, list)
    }
}

impl Answer for DeleteDomainSubscription {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        subscriptions::remove(cx, id(&self.id), self.take_back)?;
        Ok(Empty {})
    }
}

impl Answer for CheckDomainSubscription {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminDomainSubscription, Error> {
        let list = subscriptions::check_now(cx, id(&self.id))?;
        show(cx, list)
    }
}

impl Answer for ListSubscriptionEntries {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<SubscriptionEntry>, Error> {
        let list = subscriptions::get(cx, id(&self.id))?;
        let state = match &self.state {
            None => None,
            Some(Open::Unknown(text)) if text.is_empty() => None,
            Some(word) => Some(State::named(&word.to_text()).ok_or_else(|| {
                let violation = Violation::not_listed("state", "State");
                domain::Error::Invalid(vec![violation])
            })?),
        };
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let kept = subscriptions::entries(cx, list.id, state, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = kept.into_iter().map(entry).collect();
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for ApproveSubscriptionEntry {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<SubscriptionEntry, Error> {
        let kept = subscriptions::approve(cx, id(&self.id), id(&self.entry_id))?;
        Ok(entry(kept))
    }
}

impl Answer for DismissSubscriptionEntry {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<SubscriptionEntry, Error> {
        let kept = subscriptions::dismiss(cx, id(&self.id), id(&self.entry_id))?;
        Ok(entry(kept))
    }
}

impl Answer for ApproveSubscriptionEntries {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<DraftsDecided, Error> {
        Ok(decided(subscriptions::approve_all(cx, id(&self.id))?))
    }
}

impl Answer for DismissSubscriptionEntries {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<DraftsDecided, Error> {
        Ok(decided(subscriptions::dismiss_all(cx, id(&self.id))?))
    }
}

fn decided(entries: usize) -> DraftsDecided {
    DraftsDecided {
        entries: entries as i64,
    }
}

fn show(cx: &mut Context, list: Subscription) -> Result<AdminDomainSubscription, Error> {
    let mut counts = SubscriptionCounts::default();
    for (state, count) in subscriptions::counts(cx, list.id)? {
        match state {
            State::Draft => counts.draft = count,
            State::Applied => counts.applied = count,
            State::Covered => counts.covered = count,
            State::Dismissed => counts.dismissed = count,
            State::Retracted => counts.retracted = count,
        }
    }
    Ok(AdminDomainSubscription {
        excludes: list.excludes().into_iter().map(str::to_owned).collect(),
        id: list.id.to_string(),
        name: list.name,
        url: list.url,
        kind: list.kind,
        format: list.format,
        priority: list.priority.into(),
        enabled: list.is_enabled,
        needs_review: list.needs_review,
        retracts: list.retracts,
        severity: list.severity.as_deref().map(word),
        counts,
        checked_at: list.checked_at.map(Timestamp),
        changed_at: list.changed_at.map(Timestamp),
        next_check_at: Timestamp(list.next_at),
        last_error: list.last_error,
        created_at: Timestamp(list.created_at),
        updated_at: Timestamp(list.updated_at),
    })
}

fn entry(kept: Entry) -> SubscriptionEntry {
    SubscriptionEntry {
        id: kept.id.to_string(),
        domain: kept.domain,
        severity: word(&kept.severity),
        reject_media: kept.reject_media,
        reject_reports: kept.reject_reports,
        public_comment: kept.public_comment,
        obfuscate: kept.obfuscate,
        state: word(&kept.state),
        listed: kept.is_listed,
        note: kept.note,
        created_at: Timestamp(kept.created_at),
        updated_at: Timestamp(kept.updated_at),
    }
}

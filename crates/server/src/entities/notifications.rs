use std::collections::{BTreeSet, HashMap};

use api::{
    Timestamp,
    entities::{
        self, AccountWarning, Appeal, Notification, NotificationGroup, NotificationGroups,
        PartialAccount, SeveranceEvent, Status,
    },
};
use domain::{
    Context, Result,
    notification_groups::{Group, key_of},
    visibility,
};
use store::{
    accounts, appeals, notifications, reports,
    severances::{self, Share},
    strikes,
    visible::Place,
};

use super::{Accounts, statuses, word};

/// Notifications in the order given; one whose cause is gone is left out.
pub(crate) fn notifications(
    cx: &mut Context,
    kept: &[notifications::Notification],
) -> Result<Vec<Notification>> {
    let causes = Causes::load(cx, kept, &[])?;
    Ok(kept.iter().filter_map(|it| causes.show(it)).collect())
}

/// Groups in the order given, with everything that they are about. With `is_partial`, only the latest
/// account of each is shown whole.
pub(crate) fn notification_groups(
    cx: &mut Context,
    groups: &[Group],
    is_page: bool,
    is_partial: bool,
) -> Result<NotificationGroups> {
    let newest: Vec<_> = groups.iter().map(|it| it.newest.clone()).collect();
    let samples: Vec<i64> = groups.iter().flat_map(|it| it.sample.clone()).collect();
    let causes = Causes::load(cx, &newest, &samples)?;
    let shown = groups
        .iter()
        .filter_map(|it| causes.group(it, is_page))
        .collect();

    let latest = groups.iter().filter_map(|it| it.sample.first().copied());
    let whole: BTreeSet<i64> = match is_partial {
        true => latest.collect(),
        false => samples.iter().copied().collect(),
    };
    let others: BTreeSet<i64> = samples.iter().copied().collect();
    let others = others.difference(&whole);
    let account = |id: &i64| causes.accounts.get(id);
    let mut statuses: Vec<Status> = Vec::new();
    for id in newest.iter().filter_map(|it| it.status_id) {
        let is_new = |it: &&Status| statuses.iter().all(|other| other.id != it.id);
        statuses.extend(causes.statuses.get(&id).filter(is_new).cloned());
    }
    Ok(NotificationGroups {
        accounts: whole.iter().filter_map(account).cloned().collect(),
        partial_accounts: is_partial.then(|| others.filter_map(account).map(partial).collect()),
        statuses,
        notification_groups: shown,
    })
}

fn partial(account: &entities::Account) -> PartialAccount {
    PartialAccount {
        id: account.id.clone(),
        acct: account.acct.clone(),
        locked: account.locked,
        bot: account.bot,
        url: account.url.clone(),
        avatar: account.avatar.clone(),
        avatar_static: account.avatar_static.clone(),
    }
}

/// What it takes to show some notifications.
struct Causes {
    accounts: HashMap<i64, entities::Account>,
    statuses: HashMap<i64, Status>,
    strikes: HashMap<i64, strikes::Strike>,
    /// By strike.
    appeals: HashMap<i64, appeals::Appeal>,
    reports: HashMap<i64, reports::Report>,
    severances: HashMap<i64, Share>,
}

impl Causes {
    fn load(
        cx: &mut Context,
        kept: &[notifications::Notification],
        account_ids: &[i64],
    ) -> Result<Self> {
        let ids = |of: fn(&notifications::Notification) -> Option<i64>| {
            kept.iter().filter_map(of).collect::<Vec<i64>>()
        };
        let reports = some(cx, &ids(|it| it.report_id), reports::find_many)?;
        let mut wanted = account_ids.to_vec();
        wanted.extend(kept.iter().map(|it| it.from_account_id));
        wanted.extend(reports.iter().map(|it| it.target_account_id));
        let kept_accounts = accounts::find_many(&mut cx.tx, &wanted)?;
        let loaded = Accounts::load(cx, &kept_accounts)?;
        let mut accounts = HashMap::new();
        for account in kept_accounts {
            accounts.insert(account.id, loaded.show(&account)?);
        }
        let strike_ids = ids(|it| it.strike_id);
        let strikes = some(cx, &strike_ids, strikes::find_many)?;
        let appeals = some(cx, &strike_ids, appeals::of_strikes)?.into_iter();
        let severances = some(cx, &ids(|it| it.severance_id), severances::find_many)?;
        Ok(Self {
            accounts,
            statuses: load_statuses(cx, &ids(|it| it.status_id))?,
            strikes: strikes.into_iter().map(|it| (it.id, it)).collect(),
            appeals: appeals.map(|it| (it.strike_id, it)).collect(),
            reports: reports.into_iter().map(|it| (it.id, it)).collect(),
            severances: severances.into_iter().map(|it| (it.id, it)).collect(),
        })
    }

    fn show(&self, kept: &notifications::Notification) -> Option<Notification> {
        let sender = self.accounts.get(&kept.from_account_id)?;
        Some(Notification {
            id: kept.id.to_string(),
            r#type: kept.kind.clone(),
            group_key: key_of(kept),
            created_at: Timestamp(kept.created_at),
            account: sender.clone(),
            status: self.status(kept)?.cloned(),
            report: self.report(kept),
            event: self.event(kept),
            moderation_warning: self.warning(kept, sender),
        })
    }

    fn group(&self, group: &Group, is_page: bool) -> Option<NotificationGroup> {
        let kept = &group.newest;
        let sender = self.accounts.get(&kept.from_account_id)?;
        Some(NotificationGroup {
            group_key: group.key.clone(),
            notifications_count: group.count,
            r#type: kept.kind.clone(),
            most_recent_notification_id: group.most_recent_id.to_string(),
            page_min_id: is_page.then(|| group.oldest_id.to_string()),
            page_max_id: is_page.then(|| kept.id.to_string()),
            latest_page_notification_at: is_page.then_some(Timestamp(kept.created_at)),
            sample_account_ids: group.sample.iter().map(ToString::to_string).collect(),
            status_id: self.status(kept)?.map(|it| it.id.clone()),
            report: self.report(kept),
            event: self.event(kept),
            moderation_warning: self.warning(kept, sender),
        })
    }

    /// The outer `None` is a post that the reader may not see.
    fn status(&self, kept: &notifications::Notification) -> Option<Option<&Status>> {
        match kept.status_id {
            Some(id) => self.statuses.get(&id).map(Some),
            None => Some(None),
        }
    }

    fn report(&self, kept: &notifications::Notification) -> Option<entities::Report> {
        let report = self.reports.get(&kept.report_id?)?;
        let target = self.accounts.get(&report.target_account_id)?;
        Some(super::report(report, target.clone()))
    }

    fn event(&self, kept: &notifications::Notification) -> Option<SeveranceEvent> {
        let share = self.severances.get(&kept.severance_id?)?;
        Some(SeveranceEvent {
            id: share.id.to_string(),
            r#type: share.kind.clone(),
            purged: share.is_purged,
            target_name: share.target_name.clone(),
            followers_count: share.followers_count,
            following_count: share.following_count,
            created_at: Timestamp(share.created_at),
        })
    }

    fn warning(
        &self,
        kept: &notifications::Notification,
        target: &entities::Account,
    ) -> Option<AccountWarning> {
        let strike = self.strikes.get(&kept.strike_id?)?;
        Some(warning(strike, self.appeals.get(&strike.id), target))
    }
}

/// Nothing is asked for where nothing is wanted.
fn some<T>(
    cx: &mut Context,
    ids: &[i64],
    find: fn(&mut store::Tx, &[i64]) -> store::Result<Vec<T>>,
) -> Result<Vec<T>> {
    match ids.is_empty() {
        true => Ok(Vec::new()),
        false => Ok(find(&mut cx.tx, ids)?),
    }
}

fn load_statuses(cx: &mut Context, ids: &[i64]) -> Result<HashMap<i64, Status>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = visibility::statuses(cx, ids, Place::Alone)?;
    let shown = statuses(cx, &rows)?.into_iter();
    Ok(shown.map(|it| (super::id(&it.id), it)).collect())
}

/// Neither the moderator nor the report is named.
fn warning(
    strike: &strikes::Strike,
    appeal: Option<&appeals::Appeal>,
    target: &entities::Account,
) -> AccountWarning {
    AccountWarning {
        id: strike.id.to_string(),
        action: word(&strike.action),
        text: strike.text.clone(),
        status_ids: strike.status_ids().map(super::reports::texts),
        created_at: Timestamp(strike.created_at),
        target_account: target.clone(),
        appeal: appeal.map(answered),
    }
}

fn answered(appeal: &appeals::Appeal) -> Appeal {
    Appeal {
        text: appeal.text.clone(),
        state: appeal.state().word().into(),
    }
}

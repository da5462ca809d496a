use std::net::IpAddr;

use api::{
    Empty, Endpoint, Flag, Open, Page,
    admin::accounts::{
        AccountAction, AccountStatus, ActOnAccount, ActedOnAccount, AdminAccount, ApproveAccount,
        DeleteAccount, Effects, EnableAccount, GetAccount, ListAccounts, ListAccountsV1,
        MemorializeAccount, Origin, RejectAccount, UnsensitiveAccount, UnsilenceAccount,
        UnsuspendAccount,
    },
};
use chrono::{DateTime, NaiveDate, NaiveTime, SubsecRound, Utc};
use domain::{
    Context, Permission, Violation,
    accounts::{self, Action, Wanted},
    acts, emails,
};
use ipnet::IpNet;
use store::account_list::{self, Filter, IpRange, Pattern, Status};
use store::user_ips::to_bytes;

use crate::{
    Error,
    entities::{admin_account, admin_accounts, id},
    paging::{Cursor, Sizes, cursor, page},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 100,
    most: 200,
};

impl Answer for ListAccounts {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminAccount>, Error> {
        cx.moderator(Permission::ManageUsers)?;
        let texts = Texts::of(
            &self.username,
            &self.display_name,
            &self.by_domain,
            &self.email,
            &self.ip,
        );
        let role_ids = given_list(&self.role_ids).map(|ids| ids.iter().map(|it| id(it)).collect());
        let filter = Filter {
            origin: self.origin.clone().map(origin).transpose()?.flatten(),
            status: self.status.clone().map(status).transpose()?.flatten(),
            role_ids: match self.permissions.as_deref() {
                Some("staff") => Some(accounts::staff_roles(cx)?),
                _ => role_ids,
            },
            invited_by: given(&self.invited_by).map(id),
            ..Filter::default()
        };
        list(cx, &self, cursor!(self), texts.add_to(filter))
    }
}

impl Answer for ListAccountsV1 {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminAccount>, Error> {
        cx.moderator(Permission::ManageUsers)?;
        let texts = Texts::of(
            &self.username,
            &self.display_name,
            &self.by_domain,
            &self.email,
            &self.ip,
        );
        let states = [
            (self.active, Status::Active),
            (self.pending, Status::Pending),
            (self.disabled, Status::Disabled),
            (self.silenced, Status::Silenced),
            (self.suspended, Status::Suspended),
        ];
        let last = states.iter().rev().find(|(is_on, _)| is_on.0);
        let filter = Filter {
            origin: Some(match self.remote {
                Flag(true) => account_list::Origin::Remote,
                Flag(false) => account_list::Origin::Local,
            }),
            status: Some(last.map_or(Status::Active, |(_, status)| *status)),
            role_ids: match self.staff.0 {
                true => Some(accounts::staff_roles(cx)?),
                false => None,
            },
            ..Filter::default()
        };
        list(cx, &self, cursor!(self), texts.add_to(filter))
    }
}

fn list<E: Endpoint>(
    cx: &mut Context,
    request: &E,
    cursor: Cursor<'_>,
    filter: Option<Filter>,
) -> Result<Page<AdminAccount>, Error> {
    let nothing = Page {
        items: Vec::new(),
        links: None,
    };
    let (Some(window), Some(filter)) = (cursor.window(SIZES), filter) else {
        return Ok(nothing);
    };
    let ids = accounts::list(cx, &filter, window)?;
    let items = admin_accounts(cx, &ids)?;
    Ok(page(&cx.site, request, items, &ids, window))
}

/// A blank filter is as good as none.
pub(super) fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|it| !it.is_empty())
}

fn given_list(list: &[String]) -> Option<Vec<&str>> {
    let list: Vec<&str> = list
        .iter()
        .map(|it| it.trim())
        .filter(|it| !it.is_empty())
        .collect();
    (!list.is_empty()).then_some(list)
}

/// A time as in RFC 3339, or a day, which stands for its beginning. Blank is as good as none.
pub(super) fn moment(
    field: &'static str,
    name: &'static str,
    text: &Option<String>,
) -> Result<Option<DateTime<Utc>>, Error> {
    let Some(text) = given(text) else {
        return Ok(None);
    };
    let day = |text: &str| {
        Some(
            text.parse::<NaiveDate>()
                .ok()?
                .and_time(NaiveTime::MIN)
                .and_utc(),
        )
    };
    let time = |text: &str| Some(DateTime::parse_from_rfc3339(text).ok()?.to_utc());
    match time(text).or_else(|| day(text)) {
        Some(at) => Ok(Some(at.trunc_subsecs(3))),
        None => Err(domain::Error::Invalid(vec![Violation::invalid(field, name)]).into()),
    }
}

/// The filters that both versions share.
struct Texts<'a> {
    username: Option<&'a str>,
    display_name: Option<&'a str>,
    domain: Option<&'a str>,
    email: Option<&'a str>,
    ip: Option<&'a str>,
}

impl<'a> Texts<'a> {
    fn of(
        username: &'a Option<String>,
        display_name: &'a Option<String>,
        domain: &'a Option<String>,
        email: &'a Option<String>,
        ip: &'a Option<String>,
    ) -> Self {
        Self {
            username: given(username),
            display_name: given(display_name),
            domain: given(domain),
            email: given(email),
            ip: given(ip),
        }
    }

    /// `None` when nothing can fit, because the address is none.
    fn add_to(&self, filter: Filter) -> Option<Filter> {
        let ip = match self.ip.map(network) {
            Some(Some(range)) => Some(range),
            Some(None) => return None,
            None => None,
        };
        let without_at = self.username.map(|it| it.strip_prefix('@').unwrap_or(it));
        Some(Filter {
            username: without_at.map(Pattern::starts_with),
            display_name: self.display_name.map(Pattern::starts_with),
            email: self.email.map(Pattern::starts_with),
            // Naming a domain wins over asking for accounts of this server.
            origin: if self.domain.is_some() {
                None
            } else {
                filter.origin
            },
            domain: self.domain.map(emails::domain_to_ascii),
            ip,
            ..filter
        })
    }
}

/// An address, or a network in the notation with a slash.
fn network(text: &str) -> Option<IpRange> {
    let network = match text.parse::<IpNet>() {
        Ok(network) => network,
        Err(_) => IpNet::from(text.parse::<IpAddr>().ok()?.to_canonical()),
    };
    Some(IpRange {
        first: to_bytes(network.network()),
        last: to_bytes(network.broadcast()),
    })
}

pub(super) fn origin(origin: Open<Origin>) -> Result<Option<account_list::Origin>, Error> {
    match origin {
        Open::Known(Origin::Local) => Ok(Some(account_list::Origin::Local)),
        Open::Known(Origin::Remote) => Ok(Some(account_list::Origin::Remote)),
        Open::Unknown(text) => blank_or_unknown("origin", &text),
    }
}

fn status(status: Open<AccountStatus>) -> Result<Option<Status>, Error> {
    let status = match status {
        Open::Known(status) => status,
        Open::Unknown(text) => return blank_or_unknown("status", &text),
    };
    Ok(Some(match status {
        AccountStatus::Active => Status::Active,
        AccountStatus::Pending => Status::Pending,
        AccountStatus::Disabled => Status::Disabled,
        AccountStatus::Silenced => Status::Silenced,
        AccountStatus::Suspended => Status::Suspended,
        AccountStatus::Sensitized => Status::Sensitized,
    }))
}

fn blank_or_unknown<T>(filter: &str, text: &str) -> Result<Option<T>, Error> {
    match text.trim() {
        "" => Ok(None),
        text => Err(domain::Error::Senseless(format!("Unknown {filter}: {text}")).into()),
    }
}

impl Answer for GetAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAccount, Error> {
        let account = accounts::get(cx, id(&self.id))?;
        Ok(admin_account(cx, account.id)?)
    }
}

impl Answer for ActOnAccount {
    fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<ActedOnAccount, Error> {
        let account_id = id(&self.id);
        let wanted = Wanted {
            action: action(self.r#type),
            report_id: given(&self.report_id).map(id),
            preset_id: given(&self.warning_preset_id).map(id),
            text: self.text.unwrap_or_default(),
            is_told: self.send_email_notification,
            expires_at: moment("expires_at", "Expires at", &self.expires_at)?,
            rule: None,
        };
        let done = accounts::act(cx, account_id, wanted)?;
        let (would_be, effects) = match self.dry_run {
            true => (
                Some(Box::new(admin_account(cx, account_id)?)),
                Some(effects(done)),
            ),
            false => (None, None),
        };
        Ok(ActedOnAccount { would_be, effects })
    }
}

fn action(wanted: Open<AccountAction>) -> Result<Action, Vec<Violation>> {
    let not_listed = Violation::not_listed("type", "Type");
    match wanted {
        Open::Known(AccountAction::None) => Ok(Action::Warn),
        Open::Known(AccountAction::Disable) => Ok(Action::Disable),
        Open::Known(AccountAction::Sensitive) => Ok(Action::Sensitize),
        Open::Known(AccountAction::Silence) => Ok(Action::Silence),
        Open::Known(AccountAction::Suspend) => Ok(Action::Suspend),
        Open::Unknown(text) if text.trim().is_empty() => {
            Err(vec![Violation::blank("type", "Type"), not_listed])
        }
        Open::Unknown(_) => Err(vec![not_listed]),
    }
}

pub(super) fn effects(done: acts::Effects) -> Effects {
    Effects {
        reports_resolved: done.reports_resolved,
        emails_blocked: done.emails_blocked,
        members_notified: done.members_notified,
        tokens_refused: done.tokens_refused,
        posts_hidden: done.posts_hidden,
        posts_deleted: done.posts_deleted,
        posts_held: done.posts_held,
        accounts_hidden: done.accounts_hidden,
        followers_cut: done.followers_cut,
        follows_cut: done.follows_cut,
    }
}

/// Answers with the account as it is after the deed.
macro_rules! shows_the_account {
    ($($E:ident: $deed:path),* $(,)?) => {$(
        impl Answer for $E {
            fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAccount, Error> {
                let id = id(&self.id);
                $deed(cx, id)?;
                Ok(admin_account(cx, id)?)
            }
        }
    )*};
}

pub(super) use shows_the_account;

shows_the_account! {
    ApproveAccount: accounts::approve,
    EnableAccount: accounts::enable,
    UnsilenceAccount: accounts::unsilence,
    UnsensitiveAccount: accounts::unsensitive,
    UnsuspendAccount: accounts::unsuspend,
    MemorializeAccount: accounts::memorialize,
}

impl Answer for RejectAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        accounts::reject(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

impl Answer for DeleteAccount {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        accounts::delete(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

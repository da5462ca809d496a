//! What members are told in the app.

mod decide;

use store::{
    account_list::Window,
    accounts::Account,
    notifications::{self, Filter, Notification},
    statuses::Status,
    strikes::Strike,
};

use crate::{
    Context, Error, Event, Permission, Result, members, notification_groups,
    notification_policy::Measure, notification_requests, push, visibility,
};

pub fn list(cx: &mut Context, filter: &Filter, window: Window) -> Result<Vec<Notification>> {
    let id = cx.member()?.account.id;
    let viewer = visibility::viewer(cx);
    let filter = widened(filter);
    Ok(notifications::page(
        &mut cx.tx, id, &filter, viewer, window,
    )?)
}

/// Who asks for what somebody caused wants to see all of it.
pub(crate) fn widened(filter: &Filter) -> Filter {
    Filter {
        with_filtered: filter.with_filtered || filter.from_account_id.is_some(),
        ..filter.clone()
    }
}

pub fn get(cx: &mut Context, id: i64) -> Result<Notification> {
    let owner = cx.member()?.account.id;
    let viewer = visibility::viewer(cx);
    notifications::find(&mut cx.tx, owner, id, viewer)?.ok_or(Error::NotFound)
}

/// How many the caller has not read yet, so many at most.
pub fn count_unread(cx: &mut Context, filter: &Filter, most: i64) -> Result<i64> {
    let window = unread(cx, most)?;
    Ok(list(cx, filter, window)?.len() as i64)
}

/// What is above the place that the caller has read up to.
pub(crate) fn unread(cx: &mut Context, limit: i64) -> Result<Window> {
    let id = cx.member()?.account.id;
    Ok(Window {
        max_id: None,
        since_id: None,
        min_id: Some(notifications::last_read(&mut cx.tx, id)?.unwrap_or(0)),
        limit,
    })
}

pub fn clear(cx: &mut Context) -> Result<()> {
    let id = cx.member()?.account.id;
    Ok(notifications::clear(&mut cx.tx, id)?)
}

pub fn dismiss(cx: &mut Context, id: i64) -> Result<()> {
    let owner = cx.member()?.account.id;
    match notifications::remove(&mut cx.tx, owner, id)? {
        true => Ok(()),
        false => Err(Error::NotFound),
    }
}

/// Why a member is told something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Mention,
    /// Somebody whose posts the member asked to be told of has posted.
    Status,
    Reblog,
    Follow,
    FollowRequest,
    Favourite,
    /// A poll that the member voted in, or made, has ended.
    Poll,
    /// A post that the member boosted was changed.
    Update,
    Quote,
    /// A post that the member quoted was changed.
    QuotedUpdate,
    AdminSignUp,
    AdminReport,
    ModerationWarning,
    SeveredRelationships,
}

impl Kind {
    pub const ALL: [Self; 14] = [
        Self::Mention,
        Self::Status,
        Self::Reblog,
        Self::Follow,
        Self::FollowRequest,
        Self::Favourite,
        Self::Poll,
        Self::Update,
        Self::Quote,
        Self::QuotedUpdate,
        Self::AdminSignUp,
        Self::AdminReport,
        Self::ModerationWarning,
        Self::SeveredRelationships,
    ];

    /// Mastodon's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mention => "mention",
            Self::Status => "status",
            Self::Reblog => "reblog",
            Self::Follow => "follow",
            Self::FollowRequest => "follow_request",
            Self::Favourite => "favourite",
            Self::Poll => "poll",
            Self::Update => "update",
            Self::Quote => "quote",
            Self::QuotedUpdate => "quoted_update",
            Self::AdminSignUp => "admin.sign_up",
            Self::AdminReport => "admin.report",
            Self::ModerationWarning => "moderation_warning",
            Self::SeveredRelationships => "severed_relationships",
        }
    }

    /// Whether somebody speaks to the member by it.
    fn is_message(self) -> bool {
        matches!(self, Self::Mention | Self::Quote)
    }

    /// Whether it is for those who work here, and not for the member as such.
    fn is_for_staff(self) -> bool {
        matches!(self, Self::AdminSignUp | Self::AdminReport)
    }

    /// Whether the member's policy has a say in it. It has none in what she has asked for, and in what
    /// the server and its staff tell her.
    fn is_filterable(self) -> bool {
        matches!(
            self,
            Self::Mention
                | Self::Quote
                | Self::Reblog
                | Self::Favourite
                | Self::Follow
                | Self::FollowRequest
        )
    }

    /// Whether it is told as if the member herself had caused it.
    fn is_about_oneself(self) -> bool {
        matches!(
            self,
            Self::Poll | Self::ModerationWarning | Self::SeveredRelationships
        )
    }
}

/// What a member is told about.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct About {
    pub(crate) status_id: Option<i64>,
    pub(crate) strike_id: Option<i64>,
    pub(crate) report_id: Option<i64>,
    pub(crate) severance_id: Option<i64>,
}

impl About {
    pub(crate) fn status(id: i64) -> Self {
        Self {
            status_id: Some(id),
            ..Self::default()
        }
    }
}

/// Tells a member of this server something that another account caused.
///
/// Whether she wants to hear of it, and where it is shown, is decided here and nowhere else.
pub(crate) fn tell(cx: &mut Context, kind: Kind, to: i64, from: i64, about: About) -> Result<()> {
    let measure = decide::measure(cx, kind, to, from, about)?;
    let group_key = match measure {
        Measure::Drop => return Ok(()),
        Measure::Filter => None,
        Measure::Accept => notification_groups::key(cx, kind, to, about)?,
    };
    let notification = Notification {
        id: cx.new_id(),
        account_id: to,
        from_account_id: from,
        kind: kind.word().into(),
        strike_id: about.strike_id,
        status_id: about.status_id,
        report_id: about.report_id,
        severance_id: about.severance_id,
        group_key,
        is_filtered: measure == Measure::Filter,
        created_at: cx.now,
    };
    notifications::add(&mut cx.tx, &notification)?;
    if notification.is_filtered {
        let message = about.status_id.filter(|_| kind.is_message());
        return notification_requests::count(cx, to, from, message);
    }
    cx.events.push(Event::Notified {
        account_id: to,
        notification_id: notification.id,
    });
    push::leave(cx, &notification)
}

/// Takes back what was told because of something that was itself taken back.
pub(crate) fn untell(cx: &mut Context, kind: Kind, from: i64, about: About) -> Result<()> {
    if let Some(status_id) = about.status_id {
        notifications::remove_from(&mut cx.tx, kind.word(), from, status_id)?;
    }
    Ok(())
}

/// A member is told of a post that names her.
pub fn tell_of_mention(cx: &mut Context, status: &Status, to: i64) -> Result<()> {
    let about = About::status(status.id);
    tell(cx, Kind::Mention, to, status.account_id, about)
}

/// A member is told of a strike, as if by herself: nobody learns which moderator it was.
pub(crate) fn tell_of_strike(cx: &mut Context, target: &Account, strike: &Strike) -> Result<()> {
    let about = About {
        strike_id: Some(strike.id),
        ..About::default()
    };
    tell(cx, Kind::ModerationWarning, target.id, target.id, about)
}

pub(crate) fn tell_of_sign_up(cx: &mut Context, staff: i64, newcomer: i64) -> Result<()> {
    tell(cx, Kind::AdminSignUp, staff, newcomer, About::default())
}

/// Everybody who works on reports is told of one, as if by who has made it.
pub fn tell_of_report(cx: &mut Context, report_id: i64, reporter: i64) -> Result<()> {
    let about = About {
        report_id: Some(report_id),
        ..About::default()
    };
    for staff in members::who_may(cx, Permission::ManageReports)? {
        tell(cx, Kind::AdminReport, staff.account_id, reporter, about)?;
    }
    Ok(())
}

/// A member is told that follows of hers were cut, as if by herself.
pub(crate) fn tell_of_severance(cx: &mut Context, account_id: i64, share_id: i64) -> Result<()> {
    let about = About {
        severance_id: Some(share_id),
        ..About::default()
    };
    tell(
        cx,
        Kind::SeveredRelationships,
        account_id,
        account_id,
        about,
    )
}

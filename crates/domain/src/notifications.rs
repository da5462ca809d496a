//! What members are told in the app.

use store::{
    account_list::Window,
    accounts::Account,
    notifications::{self, Filter, Notification},
    strikes::Strike,
};

use crate::{Context, Error, Event, Result};

pub fn list(cx: &mut Context, filter: &Filter, window: Window) -> Result<Vec<Notification>> {
    let id = cx.member()?.account.id;
    Ok(notifications::page(&mut cx.tx, id, filter, window)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Notification> {
    let owner = cx.member()?.account.id;
    notifications::find(&mut cx.tx, owner, id)?.ok_or(Error::NotFound)
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
    if to == from && !kind.is_about_oneself() {
        return Ok(());
    }
    let notification = Notification {
        id: cx.new_id(),
        account_id: to,
        from_account_id: from,
        kind: kind.word().into(),
        strike_id: about.strike_id,
        status_id: about.status_id,
        report_id: about.report_id,
        severance_id: about.severance_id,
        group_key: None,
        is_filtered: false,
        created_at: cx.now,
    };
    notifications::add(&mut cx.tx, &notification)?;
    cx.events.push(Event::Notified {
        account_id: to,
        notification_id: notification.id,
    });
    Ok(())
}

/// Takes back what was told because of something that was itself taken back.
pub(crate) fn untell(cx: &mut Context, kind: Kind, from: i64, about: About) -> Result<()> {
    if let Some(status_id) = about.status_id {
        notifications::remove_from(&mut cx.tx, kind.word(), from, status_id)?;
    }
    Ok(())
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

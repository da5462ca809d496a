//! Who asks.

use store::{accounts::Account, tokens::Token, users::User};

use crate::{Error, Permission, Result, roles::Power};

/// Who asks for something to be done.
#[derive(Clone, Debug)]
pub enum Caller {
    /// Nobody that the server knows.
    Stranger,
    /// A program, on its own behalf.
    Application {
        token: Token,
    },
    Member(Box<Member>),
    /// Somebody of another server, whose signature was checked.
    Visitor {
        account_id: i64,
    },
    /// The server itself, or its operator on the command line.
    System,
}

/// Somebody with an account here.
#[derive(Clone, Debug)]
pub struct Member {
    pub account: Account,
    pub user: User,
    pub power: Power,
    /// What the program shows that asks on the member's behalf; none on the server's own pages.
    pub token: Option<Token>,
}

/// What a member may do at all, whatever the role says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Good,
    Unconfirmed,
    Pending,
    /// Frozen, memorial, or without the second factor that the role demands.
    Disabled,
    /// Goes on as another account.
    Moved,
    Suspended,
}

impl Standing {
    /// Whether a member decides herself where the account leads.
    pub fn is_free(self) -> bool {
        matches!(self, Self::Good | Self::Moved)
    }
}

impl Member {
    pub fn standing(&self) -> Standing {
        let lacks_second_factor =
            self.power.role.require_2fa && self.user.second_factor_at.is_none();
        if self.account.suspended_at.is_some() || self.account.purged_at.is_some() {
            Standing::Suspended
        } else if self.user.confirmed_at.is_none() {
            Standing::Unconfirmed
        } else if !self.user.approved {
            Standing::Pending
        } else if self.user.disabled || self.account.memorial || lacks_second_factor {
            Standing::Disabled
        } else if self.account.moved_to_account_id.is_some() {
            Standing::Moved
        } else {
            Standing::Good
        }
    }
}

/// Somebody whose role was found to allow what is about to be done.
///
/// Only [`Context::moderator`](crate::Context::moderator) makes one, and acts ask for one.
#[derive(Clone, Debug)]
pub struct Moderator {
    account_id: Option<i64>,
    power: Option<Power>,
}

impl Moderator {
    pub(crate) fn system() -> Self {
        Self {
            account_id: None,
            power: None,
        }
    }

    /// `None` is the server itself.
    pub fn account_id(&self) -> Option<i64> {
        self.account_id
    }

    pub fn may(&self, needed: Permission) -> Result<()> {
        match &self.power {
            Some(power) if !power.may(needed) => Err(Error::NotPermitted),
            _ => Ok(()),
        }
    }

    /// Whether the role stands above another. An account without a user has none, and is below all.
    pub fn over(&self, other: Option<&Power>) -> Result<()> {
        match other {
            Some(other) => self.above(other.role.position),
            None => Ok(()),
        }
    }

    /// Whether the role stands above that position.
    pub fn above(&self, position: i32) -> Result<()> {
        match &self.power {
            Some(own) if own.role.position <= position => Err(Error::NotPermitted),
            _ => Ok(()),
        }
    }

    /// Whether the role stands as high as that, or higher.
    pub fn reaches(&self, position: i32) -> bool {
        let own = self.power.as_ref();
        own.is_none_or(|own| own.role.position >= position)
    }

    /// Whether the role allows all that these bits stand for.
    pub fn has_all_of(&self, bits: i64) -> bool {
        let own = self.power.as_ref();
        own.is_none_or(|own| bits & !own.permissions == 0)
    }

    pub fn is_in(&self, role_id: i64) -> bool {
        let own = self.power.as_ref();
        own.is_some_and(|own| own.role.id == role_id)
    }
}

impl From<&Member> for Moderator {
    fn from(member: &Member) -> Self {
        Self {
            account_id: Some(member.account.id),
            power: Some(member.power.clone()),
        }
    }
}

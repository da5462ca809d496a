//! How accounts come into each state and out of it, through what moderators and members call.

use api::admin::accounts::{
    AccountAction, ActOnAccount, ApproveAccount, DeleteAccount, EnableAccount, MemorializeAccount,
    UnsensitiveAccount, UnsilenceAccount, UnsuspendAccount,
};
use api::admin::domain_blocks::{
    CreateDomainBlock, DeleteDomainBlock, DomainBlockSeverity, ListDomainBlocks,
};

use api::migration::{StartMigration, UndoMigration};

use super::world::{Result, World};
use crate::people::{PASSWORD, Person};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Unconfirmed,
    Pending,
    Disabled,
    Silenced,
    Sensitized,
    Suspended,
    Purged,
    Memorial,
    Moved,
    SilencedAndSensitized,
    DisabledAndSilenced,
    SuspendedAndSilenced,
    ServerSilenced,
    ServerSuspended,
    ServerNoop,
}

impl State {
    pub(super) const NEWCOMERS: &[Self] = &[Self::Unconfirmed, Self::Pending];
    pub(super) const LOCAL: &[Self] = &[
        Self::Disabled,
        Self::Silenced,
        Self::Sensitized,
        Self::Suspended,
        Self::Purged,
        Self::Memorial,
        Self::Moved,
        Self::SilencedAndSensitized,
        Self::DisabledAndSilenced,
        Self::SuspendedAndSilenced,
    ];
    pub(super) const REMOTE: &[Self] = &[
        Self::Silenced,
        Self::Sensitized,
        Self::Suspended,
        Self::Purged,
        Self::SilencedAndSensitized,
        Self::SuspendedAndSilenced,
        Self::ServerSilenced,
        Self::ServerSuspended,
        Self::ServerNoop,
    ];

    /// Its column.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Unconfirmed => "unconfirmed",
            Self::Pending => "pending",
            Self::Disabled => "disabled",
            Self::Silenced => "silenced",
            Self::Sensitized => "sensitized",
            Self::Suspended => "suspended",
            Self::Purged => "purged",
            Self::Memorial => "memorial",
            Self::Moved => "moved",
            Self::SilencedAndSensitized => "silenced + sensitized",
            Self::DisabledAndSilenced => "disabled + silenced",
            Self::SuspendedAndSilenced => "suspended + silenced",
            Self::ServerSilenced => "server silenced",
            Self::ServerSuspended => "server suspended",
            Self::ServerNoop => "server noop",
        }
    }

    /// What is decided about the server of the account, and not about itself.
    fn severity(self) -> Option<DomainBlockSeverity> {
        match self {
            Self::ServerSilenced => Some(DomainBlockSeverity::Silence),
            Self::ServerSuspended => Some(DomainBlockSeverity::Suspend),
            Self::ServerNoop => Some(DomainBlockSeverity::Noop),
            _ => None,
        }
    }

    fn actions(self) -> &'static [AccountAction] {
        use AccountAction::{Disable, Sensitive, Silence, Suspend};
        match self {
            Self::Unconfirmed
            | Self::Pending
            | Self::Memorial
            | Self::Moved
            | Self::ServerSilenced
            | Self::ServerSuspended
            | Self::ServerNoop => &[],
            Self::Disabled => &[Disable],
            Self::Silenced => &[Silence],
            Self::Sensitized => &[Sensitive],
            Self::Suspended | Self::Purged => &[Suspend],
            Self::SilencedAndSensitized => &[Silence, Sensitive],
            Self::DisabledAndSilenced => &[Silence, Disable],
            Self::SuspendedAndSilenced => &[Silence, Suspend],
        }
    }
}

impl World {
    pub(super) async fn enter(&self, state: State) -> Result<()> {
        let id = || self.subject.id.to_string();
        for action in state.actions() {
            let act = ActOnAccount::new(id(), *action);
            self.owner.client.send(&act).await?;
        }
        if let Some(severity) = state.severity() {
            let block = CreateDomainBlock {
                domain: "far.example".into(),
                severity: Some(severity.into()),
                ..CreateDomainBlock::default()
            };
            self.owner.client.send(&block).await?;
        }
        match state {
            State::Purged => {
                self.owner.client.send(&DeleteAccount { id: id() }).await?;
            }
            State::Memorial => {
                let memorialize = MemorializeAccount { id: id() };
                self.owner.client.send(&memorialize).await?;
            }
            State::Moved => {
                let redirection = StartMigration {
                    acct: "carl".into(),
                    current_password: PASSWORD.into(),
                    redirect_only: Some(true),
                };
                self.member()?.client.send(&redirection).await?;
            }
            _ => (),
        }
        self.server.work_off()?;
        Ok(())
    }

    fn member(&self) -> Result<&Person> {
        Ok(self.subject.person.as_ref().ok_or("a member")?)
    }

    /// The column of the state that is left; none where there is no way back.
    pub(super) async fn leave(&self, state: State) -> Result<Option<&'static str>> {
        let id = || self.subject.id.to_string();
        let client = &self.owner.client;
        let after = match state {
            State::Memorial => return Ok(None),
            State::Moved => {
                self.member()?.client.send(&UndoMigration {}).await?;
                "good"
            }
            State::ServerSilenced | State::ServerSuspended | State::ServerNoop => {
                let blocks = client.send(&ListDomainBlocks::default()).await?.items;
                for block in blocks {
                    client.send(&DeleteDomainBlock { id: block.id }).await?;
                }
                "good"
            }
            State::Unconfirmed => {
                self.confirm().await?;
                "good"
            }
            State::Pending => {
                client.send(&ApproveAccount { id: id() }).await?;
                "good"
            }
            State::Disabled => {
                client.send(&EnableAccount { id: id() }).await?;
                "good"
            }
            State::DisabledAndSilenced => {
                client.send(&EnableAccount { id: id() }).await?;
                "silenced"
            }
            State::Silenced => {
                client.send(&UnsilenceAccount { id: id() }).await?;
                "good"
            }
            State::Sensitized => {
                client.send(&UnsensitiveAccount { id: id() }).await?;
                "good"
            }
            State::SilencedAndSensitized => {
                client.send(&UnsilenceAccount { id: id() }).await?;
                client.send(&UnsensitiveAccount { id: id() }).await?;
                "good"
            }
            State::Suspended => {
                client.send(&UnsuspendAccount { id: id() }).await?;
                "good"
            }
            State::SuspendedAndSilenced => {
                client.send(&UnsuspendAccount { id: id() }).await?;
                "silenced"
            }
            State::Purged => {
                client.send(&UnsuspendAccount { id: id() }).await?;
                "purged, undone"
            }
        };
        self.server.work_off()?;
        Ok(Some(after))
    }
}

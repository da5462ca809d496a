//! What answers are made of.

mod account;
mod application;
mod instance;
mod media;
mod notification;
mod role;

pub use account::{
    Account, AccountRole, CredentialAccount, CustomEmoji, FeatureApproval, Field, Source,
};
pub use application::{Application, CredentialApplication, Token};
pub use instance::{
    AccountLimits, ApiVersions, Configuration, Contact, Icon, Instance, InstanceUrls, InstanceV1,
    LegacyConfiguration, LegacyUrls, MediaLimits, PollLimits, Registrations, Rule, Stats,
    StatusLimits, Thumbnail, TimelineAccess, TimelinesAccess, Translation, Usage, UsageUsers,
    Vapid,
};
pub use media::{MediaAttachment, MediaKind};
pub use notification::{AccountWarning, Appeal, Notification, StrikeAction};
pub use role::Role;

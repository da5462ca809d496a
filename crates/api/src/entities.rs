//! What answers are made of.

mod about;
mod account;
mod announcement;
mod application;
mod card;
mod conversation;
mod filter;
mod instance;
mod invite;
mod list;
mod media;
mod notification;
mod notification_group;
mod notification_policy;
mod notification_request;
mod oembed;
mod personal;
mod poll;
mod push_subscription;
mod relationship;
mod report;
mod role;
mod scheduled_status;
mod search;
mod severance_event;
mod status;
mod status_edit;
mod tag;
mod translation;

pub use about::{
    Activity, DomainBlock, ExtendedDescription, Language, PrivacyPolicy, TermsOfService,
    TranslationLanguages,
};
pub use account::{
    Account, AccountRole, CredentialAccount, CustomEmoji, FeatureApproval, Field, Source,
};
pub use announcement::{Announcement, Reaction};
pub use application::{Application, CredentialApplication, Token};
pub use card::{PreviewCard, PreviewCardAuthor, TrendsLink};
pub use conversation::Conversation;
pub use filter::{Filter, FilterAction, FilterKeyword, FilterResult, FilterStatus, FilterV1};
pub use instance::{
    AccountLimits, ApiVersions, Configuration, Contact, Icon, Instance, InstanceUrls, InstanceV1,
    LegacyConfiguration, LegacyUrls, MediaLimits, PollLimits, Registrations, Rule, Stats,
    StatusLimits, Thumbnail, ThumbnailVersions, TimelineAccess, TimelinesAccess, Translation,
    Usage, UsageUsers, Vapid,
};
pub use invite::Invite;
pub use list::{List, RepliesPolicy};
pub use media::{MediaAttachment, MediaKind};
pub use notification::{AccountWarning, Appeal, Count, Notification, StrikeAction};
pub use notification_group::{NotificationGroup, NotificationGroups, PartialAccount};
pub use notification_policy::{
    NotificationPolicy, NotificationPolicySummary, NotificationPolicyV1,
};
pub use notification_request::{NotificationRequest, NotificationsMerged};
pub use oembed::Oembed;
pub use personal::{Marker, Markers, Preferences};
pub use poll::{Poll, PollOption};
pub use push_subscription::PushSubscription;
pub use relationship::{FamiliarFollowers, MutedAccount, Relationship, Suggestion};
pub use report::{Category, Report};
pub use role::Role;
pub use scheduled_status::{Posted, ScheduledParams, ScheduledPoll, ScheduledStatus};
pub use search::Search;
pub use severance_event::SeveranceEvent;
pub use status::{
    Context, Mention, Quote, QuoteApproval, Status, StatusApplication, StatusTag, Visibility,
};
pub use status_edit::{StatusEdit, StatusEditOption, StatusEditPoll, StatusSource};
pub use tag::{FeaturedTag, Tag, TagDay};
pub use translation::StatusTranslation;

//! The API as types: every request and every answer, and nothing that sends or serves them.
//!
//! An endpoint is declared once, here, by a type that implements [`Endpoint`]. The server's route, the
//! client's method, the command of `kumkictl` and the entry in the OpenAPI document follow from that.
//!
//! ```
//! use kumki_api::{Endpoint, admin::accounts::{AccountAction, ActOnAccount}, split};
//!
//! let request = ActOnAccount::new("42", AccountAction::Silence);
//! let (path, fields) = split(&request);
//! assert_eq!(path, "/api/v1/admin/accounts/42/action");
//! assert_eq!(fields["type"], "silence");
//! ```

pub mod account_notes;
pub mod account_search;
pub mod accounts;
pub mod admin;
pub mod announcements;
pub mod apps;
pub mod blocks;
pub mod conversations;
pub mod directory;
pub mod emails;
pub mod emojis;
pub mod endorsements;
pub mod entities;
pub mod featured_tags;
pub mod filters;
pub mod follow_requests;
pub mod follows;
pub mod instance;
pub mod invites;
pub mod lists;
pub mod markers;
pub mod media;
pub mod mutes;
pub mod notification_groups;
pub mod notification_policy;
pub mod notification_requests;
pub mod notifications;
pub mod oembed;
pub mod openapi;
pub mod polls;
pub mod preferences;
pub mod profile;
pub mod push;
pub mod relationships;
pub mod reports;
pub mod scheduled_statuses;
pub mod search;
pub mod statuses;
pub mod strikes;
pub mod suggestions;
pub mod tags;
pub mod timelines;
pub mod trends;
pub mod user_domain_blocks;

mod access;
mod endpoint;
mod loose;
mod reply;
mod upload;
mod words;

pub use access::{Access, Scope};
pub use endpoint::{DRY_RUN, EFFECTS, Endpoint, split};
pub use loose::Loose;
pub use reply::{Empty, Error, Linked, Page, Reply, Versioned};
pub use upload::Upload;
pub use words::{Flag, Number, Open, Timestamp};

reply::whole_body!(bool);

/// Hands the list of all endpoints to `$with!`.
///
/// The server, the command line, the OpenAPI document and the tests that must cover everything
/// each expand this list, so an endpoint that is added here cannot be forgotten there.
#[macro_export]
macro_rules! for_each_endpoint {
    ($with:ident) => {
        $with! {
            $crate::accounts::SignUp,
            $crate::accounts::VerifyCredentials,
            $crate::accounts::UpdateCredentials,
            $crate::profile::RemoveAvatar,
            $crate::profile::RemoveHeader,
            $crate::accounts::ShowAccounts,
            $crate::accounts::LookUpAccount,
            $crate::accounts::ShowAccount,
            $crate::relationships::ListRelationships,
            $crate::follows::FollowAccount,
            $crate::follows::UnfollowAccount,
            $crate::follows::RemoveFollower,
            $crate::follows::ListFollowers,
            $crate::follows::ListFollowing,
            $crate::follows::ListFamiliarFollowers,
            $crate::follow_requests::ListFollowRequests,
            $crate::follow_requests::AuthorizeFollowRequest,
            $crate::follow_requests::RejectFollowRequest,
            $crate::blocks::BlockAccount,
            $crate::blocks::UnblockAccount,
            $crate::blocks::ListBlocks,
            $crate::mutes::MuteAccount,
            $crate::mutes::UnmuteAccount,
            $crate::mutes::ListMutes,
            $crate::user_domain_blocks::ListUserDomainBlocks,
            $crate::user_domain_blocks::BlockDomain,
            $crate::user_domain_blocks::UnblockDomain,
            $crate::account_notes::SetAccountNote,
            $crate::endorsements::EndorseAccount,
            $crate::endorsements::UnendorseAccount,
            $crate::endorsements::PinAccount,
            $crate::endorsements::UnpinAccount,
            $crate::endorsements::ListEndorsements,
            $crate::endorsements::ListEndorsementsOf,
            $crate::account_search::SearchAccounts,
            $crate::suggestions::ListSuggestions,
            $crate::suggestions::ListSuggestionsV1,
            $crate::suggestions::RemoveSuggestion,
            $crate::directory::ListDirectory,
            $crate::admin::accounts::ListAccounts,
            $crate::admin::accounts::ListAccountsV1,
            $crate::admin::accounts::GetAccount,
            $crate::admin::accounts::ActOnAccount,
            $crate::admin::accounts::ApproveAccount,
            $crate::admin::accounts::RejectAccount,
            $crate::admin::accounts::EnableAccount,
            $crate::admin::accounts::UnsilenceAccount,
            $crate::admin::accounts::UnsensitiveAccount,
            $crate::admin::accounts::UnsuspendAccount,
            $crate::admin::accounts::MemorializeAccount,
            $crate::admin::accounts::DeleteAccount,
            $crate::admin::user_access::ConfirmEmail,
            $crate::admin::user_access::ResendConfirmationTo,
            $crate::admin::user_access::ResetPassword,
            $crate::admin::user_access::RemoveSecondFactor,
            $crate::admin::user_access::RemoveAvatar,
            $crate::admin::user_access::RemoveHeader,
            $crate::admin::user_access::ChangeEmail,
            $crate::admin::strikes::ListStrikesOf,
            $crate::admin::appeals::ListAppeals,
            $crate::admin::appeals::GetAppeal,
            $crate::admin::appeals::ApproveAppeal,
            $crate::admin::appeals::RejectAppeal,
            $crate::admin::acts::ListActs,
            $crate::admin::acts::GetAct,
            $crate::admin::acts::RevertAct,
            $crate::admin::batches::RunBatch,
            $crate::admin::batches::RevertBatch,
            $crate::admin::notes::ListNotesOnAccount,
            $crate::admin::notes::AddNoteToAccount,
            $crate::admin::notes::ListNotesOnReport,
            $crate::admin::notes::AddNoteToReport,
            $crate::admin::notes::ListNotesOnInstance,
            $crate::admin::notes::AddNoteToInstance,
            $crate::admin::notes::DeleteNote,
            $crate::admin::queue::ShowQueue,
            $crate::admin::presets::ListPresets,
            $crate::admin::presets::GetPreset,
            $crate::admin::presets::CreatePreset,
            $crate::admin::presets::UpdatePreset,
            $crate::admin::presets::DeletePreset,
            $crate::admin::rules::ListAdminRules,
            $crate::admin::rules::GetRule,
            $crate::admin::rules::CreateRule,
            $crate::admin::rules::UpdateRule,
            $crate::admin::rules::DeleteRule,
            $crate::admin::instances::ListInstances,
            $crate::admin::instances::GetInstance,
            $crate::admin::instances::ClearDeliveryErrors,
            $crate::admin::instances::StopDelivery,
            $crate::admin::instances::RestartDelivery,
            $crate::admin::instances::PurgeInstance,
            $crate::admin::invites::ListInvites,
            $crate::admin::invites::GetInvite,
            $crate::admin::invites::EndInvite,
            $crate::admin::announcements::ListAdminAnnouncements,
            $crate::admin::announcements::GetAnnouncement,
            $crate::admin::announcements::CreateAnnouncement,
            $crate::admin::announcements::UpdateAnnouncement,
            $crate::admin::announcements::PublishAnnouncement,
            $crate::admin::announcements::UnpublishAnnouncement,
            $crate::admin::announcements::DeleteAnnouncement,
            $crate::admin::domain_blocks::ListDomainBlocks,
            $crate::admin::domain_blocks::GetDomainBlock,
            $crate::admin::domain_blocks::CreateDomainBlock,
            $crate::admin::domain_blocks::UpdateDomainBlock,
            $crate::admin::domain_blocks::DeleteDomainBlock,
            $crate::admin::domain_blocks::LookUpDomain,
            $crate::admin::domain_blocks::PreviewDomainBlock,
            $crate::admin::domain_allows::ListDomainAllows,
            $crate::admin::domain_allows::GetDomainAllow,
            $crate::admin::domain_allows::CreateDomainAllow,
            $crate::admin::domain_allows::DeleteDomainAllow,
            $crate::admin::domain_lists::ExportDomainBlocks,
            $crate::admin::domain_lists::ExportDomainAllows,
            $crate::admin::domain_lists::ImportDomainBlocks,
            $crate::admin::domain_lists::ImportDomainAllows,
            $crate::admin::domain_subscriptions::ListDomainSubscriptions,
            $crate::admin::domain_subscriptions::GetDomainSubscription,
            $crate::admin::domain_subscriptions::CreateDomainSubscription,
            $crate::admin::domain_subscriptions::UpdateDomainSubscription,
            $crate::admin::domain_subscriptions::DeleteDomainSubscription,
            $crate::admin::domain_subscriptions::CheckDomainSubscription,
            $crate::admin::domain_subscriptions::ListSubscriptionEntries,
            $crate::admin::domain_subscriptions::ApproveSubscriptionEntry,
            $crate::admin::domain_subscriptions::DismissSubscriptionEntry,
            $crate::admin::domain_subscriptions::ApproveSubscriptionEntries,
            $crate::admin::domain_subscriptions::DismissSubscriptionEntries,
            $crate::admin::emojis::ListAdminEmojis,
            $crate::admin::emojis::GetEmoji,
            $crate::admin::emojis::CreateEmoji,
            $crate::admin::emojis::UpdateEmoji,
            $crate::admin::emojis::EnableEmoji,
            $crate::admin::emojis::DisableEmoji,
            $crate::admin::emojis::DeleteEmoji,
            $crate::admin::settings::ListSettings,
            $crate::admin::settings::GetSetting,
            $crate::admin::settings::SetSetting,
            $crate::admin::settings::UnsetSetting,
            $crate::admin::roles::ListRoles,
            $crate::admin::roles::GetRole,
            $crate::admin::roles::CreateRole,
            $crate::admin::roles::UpdateRole,
            $crate::admin::roles::DeleteRole,
            $crate::admin::roles::ChangeRole,
            $crate::admin::relays::ListRelays,
            $crate::admin::relays::CreateRelay,
            $crate::admin::relays::EnableRelay,
            $crate::admin::relays::DisableRelay,
            $crate::admin::relays::DeleteRelay,
            $crate::admin::reports::ListReports,
            $crate::admin::reports::GetReport,
            $crate::admin::reports::UpdateReport,
            $crate::admin::reports::AssignReportToSelf,
            $crate::admin::reports::AssignReport,
            $crate::admin::reports::UnassignReport,
            $crate::admin::reports::ResolveReport,
            $crate::admin::reports::ReopenReport,
            $crate::admin::reports::WriteAboutReport,
            $crate::admin::statuses::ListStatusesOf,
            $crate::admin::statuses::InspectStatus,
            $crate::admin::statuses::ActOnStatuses,
            $crate::admin::statuses::ReviewStatus,
            $crate::admin::statuses::UnreviewStatus,
            $crate::admin::tags::ListAdminTags,
            $crate::admin::tags::GetAdminTag,
            $crate::admin::tags::UpdateTag,
            $crate::admin::trends::ListAdminTrendingTags,
            $crate::admin::trends::ListAdminTrendingStatuses,
            $crate::admin::trends::ListAdminTrendingLinks,
            $crate::admin::trends::ApproveTrendingTag,
            $crate::admin::trends::RejectTrendingTag,
            $crate::admin::trends::ApproveTrendingStatus,
            $crate::admin::trends::RejectTrendingStatus,
            $crate::admin::trends::ApproveTrendingLink,
            $crate::admin::trends::RejectTrendingLink,
            $crate::admin::trends::ListPublishers,
            $crate::admin::trends::ApprovePublisher,
            $crate::admin::trends::RejectPublisher,
            $crate::admin::trends::CreatePublisher,
            $crate::admin::trends::DeletePublisher,
            $crate::admin::trends::ResetTrendingStatus,
            $crate::admin::trends::ResetTrendingLink,
            $crate::admin::trends::ApproveTrendingAuthor,
            $crate::admin::trends::RejectTrendingAuthor,
            $crate::admin::trends::ResetTrendingAuthor,
            $crate::admin::trends::ListTrends,
            $crate::admin::webhooks::ListWebhooks,
            $crate::admin::webhooks::GetWebhook,
            $crate::admin::webhooks::CreateWebhook,
            $crate::admin::webhooks::UpdateWebhook,
            $crate::admin::webhooks::DeleteWebhook,
            $crate::admin::webhooks::EnableWebhook,
            $crate::admin::webhooks::DisableWebhook,
            $crate::admin::webhooks::RotateWebhookSecret,
            $crate::admin::webhooks::TestWebhook,
            $crate::announcements::ListAnnouncements,
            $crate::announcements::DismissAnnouncement,
            $crate::announcements::ReactToAnnouncement,
            $crate::announcements::TakeBackReaction,
            $crate::apps::CreateApp,
            $crate::apps::VerifyApp,
            $crate::conversations::ListConversations,
            $crate::conversations::ReadConversation,
            $crate::conversations::UnreadConversation,
            $crate::conversations::RemoveConversation,
            $crate::emails::ResendConfirmation,
            $crate::emails::CheckConfirmation,
            $crate::emojis::ListEmojis,
            $crate::featured_tags::ListFeaturedTags,
            $crate::featured_tags::CreateFeaturedTag,
            $crate::featured_tags::DeleteFeaturedTag,
            $crate::featured_tags::SuggestFeaturedTags,
            $crate::featured_tags::ListFeaturedTagsOf,
            $crate::filters::ListFilters,
            $crate::filters::GetFilter,
            $crate::filters::CreateFilter,
            $crate::filters::UpdateFilter,
            $crate::filters::DeleteFilter,
            $crate::filters::keywords::ListKeywords,
            $crate::filters::keywords::CreateKeyword,
            $crate::filters::keywords::GetKeyword,
            $crate::filters::keywords::UpdateKeyword,
            $crate::filters::keywords::DeleteKeyword,
            $crate::filters::statuses::ListFilterStatuses,
            $crate::filters::statuses::CreateFilterStatus,
            $crate::filters::statuses::GetFilterStatus,
            $crate::filters::statuses::DeleteFilterStatus,
            $crate::filters::v1::ListFiltersV1,
            $crate::filters::v1::GetFilterV1,
            $crate::filters::v1::CreateFilterV1,
            $crate::filters::v1::UpdateFilterV1,
            $crate::filters::v1::DeleteFilterV1,
            $crate::invites::ListOwnInvites,
            $crate::invites::CreateInvite,
            $crate::invites::EndOwnInvite,
            $crate::instance::ShowInstance,
            $crate::instance::ShowInstanceV1,
            $crate::instance::ListRules,
            $crate::instance::ListPeers,
            $crate::instance::ShowActivity,
            $crate::instance::ShowDomainBlocks,
            $crate::instance::ShowExtendedDescription,
            $crate::instance::ShowPrivacyPolicy,
            $crate::instance::ShowTermsOfService,
            $crate::instance::ShowTermsOfServiceFrom,
            $crate::instance::ListLanguages,
            $crate::instance::ListTranslationLanguages,
            $crate::lists::ListLists,
            $crate::lists::GetList,
            $crate::lists::CreateList,
            $crate::lists::UpdateList,
            $crate::lists::DeleteList,
            $crate::lists::ListMembers,
            $crate::lists::AddToList,
            $crate::lists::RemoveFromList,
            $crate::lists::ListListsWith,
            $crate::markers::ShowMarkers,
            $crate::markers::SaveMarkers,
            $crate::media::CreateMedia,
            $crate::media::CreateMediaV1,
            $crate::media::ShowMedia,
            $crate::media::UpdateMedia,
            $crate::media::DeleteMedia,
            $crate::notifications::ListNotifications,
            $crate::notifications::CountNotifications,
            $crate::notifications::ShowNotification,
            $crate::notifications::ClearNotifications,
            $crate::notifications::DismissNotification,
            $crate::notification_groups::ListNotificationGroups,
            $crate::notification_groups::CountNotificationGroups,
            $crate::notification_groups::ShowNotificationGroup,
            $crate::notification_groups::ListNotificationGroupAccounts,
            $crate::notification_groups::DismissNotificationGroup,
            $crate::notification_policy::ShowNotificationPolicy,
            $crate::notification_policy::UpdateNotificationPolicy,
            $crate::notification_policy::ShowNotificationPolicyV1,
            $crate::notification_policy::UpdateNotificationPolicyV1,
            $crate::notification_requests::ListNotificationRequests,
            $crate::notification_requests::CheckNotificationsMerged,
            $crate::notification_requests::ShowNotificationRequest,
            $crate::notification_requests::AcceptNotificationRequest,
            $crate::notification_requests::DismissNotificationRequest,
            $crate::notification_requests::AcceptNotificationRequests,
            $crate::notification_requests::DismissNotificationRequests,
            $crate::preferences::ShowPreferences,
            $crate::push::Subscribe,
            $crate::push::ShowSubscription,
            $crate::push::UpdateSubscription,
            $crate::push::Unsubscribe,
            $crate::polls::ShowPoll,
            $crate::polls::VoteInPoll,
            $crate::reports::CreateReport,
            $crate::scheduled_statuses::ListScheduledStatuses,
            $crate::scheduled_statuses::ShowScheduledStatus,
            $crate::scheduled_statuses::MoveScheduledStatus,
            $crate::scheduled_statuses::CancelScheduledStatus,
            $crate::search::Search,
            $crate::oembed::ShowOembed,
            $crate::statuses::PostStatus,
            $crate::statuses::ShowStatus,
            $crate::statuses::ShowStatuses,
            $crate::statuses::DeleteStatus,
            $crate::statuses::ShowContext,
            $crate::statuses::BoostStatus,
            $crate::statuses::UnboostStatus,
            $crate::statuses::FavouriteStatus,
            $crate::statuses::UnfavouriteStatus,
            $crate::statuses::BookmarkStatus,
            $crate::statuses::UnbookmarkStatus,
            $crate::statuses::PinStatus,
            $crate::statuses::UnpinStatus,
            $crate::statuses::ListBoosters,
            $crate::statuses::ListFavouriters,
            $crate::strikes::ListStrikes,
            $crate::strikes::GetStrike,
            $crate::strikes::AppealStrike,
            $crate::tags::GetTag,
            $crate::tags::FollowTag,
            $crate::tags::UnfollowTag,
            $crate::tags::FeatureTag,
            $crate::tags::UnfeatureTag,
            $crate::tags::ListFollowedTags,
            $crate::statuses::edits::EditStatus,
            $crate::statuses::edits::ListVersions,
            $crate::statuses::edits::ShowSource,
            $crate::statuses::mutes::MuteConversation,
            $crate::statuses::mutes::UnmuteConversation,
            $crate::statuses::quotes::ListQuotes,
            $crate::statuses::quotes::RevokeQuote,
            $crate::statuses::quotes::SetInteractionPolicy,
            $crate::statuses::translations::TranslateStatus,
            $crate::trends::ListTrendingTags,
            $crate::trends::ListTrendingTagsV0,
            $crate::trends::ListTrendingStatuses,
            $crate::trends::ListTrendingLinks,
            $crate::timelines::HomeTimeline,
            $crate::timelines::PublicTimeline,
            $crate::timelines::TagTimeline,
            $crate::timelines::LinkTimeline,
            $crate::timelines::ListTimeline,
            $crate::timelines::ListAccountStatuses,
            $crate::timelines::ListFavourites,
            $crate::timelines::ListBookmarks,
        }
    };
}

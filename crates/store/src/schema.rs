//! The tables, once for both databases.

mod automatic;
mod base;
mod desk;
mod gates;
mod people;
mod posts;
mod servers;
mod trending;

use diesel::{allow_tables_to_appear_in_same_query, define_sql_function, sql_types::Text};

pub(crate) use automatic::*;
pub(crate) use base::*;
pub(crate) use desk::*;
pub(crate) use gates::*;
pub(crate) use people::*;
pub(crate) use posts::*;
pub(crate) use servers::*;
pub(crate) use trending::*;

allow_tables_to_appear_in_same_query!(
    roles,
    instances,
    accounts,
    account_stats,
    applications,
    users,
    user_ips,
    sessions,
    authorization_codes,
    access_tokens,
    warning_presets,
    reports,
    strikes,
    action_log,
    notifications,
    canonical_email_blocks,
    rules,
    settings,
    counters,
    jobs,
    schedules,
    statuses,
    status_stats,
    status_edits,
    mentions,
    tags,
    status_tags,
    tag_days,
    tag_accounts,
    preview_cards,
    status_cards,
    scheduled_statuses,
    media_attachments,
    polls,
    poll_votes,
    favourites,
    bookmarks,
    status_pins,
    conversation_mutes,
    account_conversations,
    conversation_statuses,
    idempotency_keys,
    follows,
    follow_requests,
    blocks,
    mutes,
    user_domain_blocks,
    appeals,
    moderation_notes,
    invites,
    webhooks,
    timed_acts,
    status_reviews,
    held_statuses,
    account_names,
    domain_subscriptions,
    domain_blocks,
    domain_allows,
    domain_subscription_entries,
    relays,
    follows_aside,
    delivery_failures,
    unavailable_hosts,
    actors,
    account_keys,
    account_aliases,
    account_migrations,
    outgoing,
    outbox,
    seen_activities,
    tombstones,
    account_notes,
    endorsements,
    featured_tags,
    tag_follows,
    lists,
    list_accounts,
    dismissed_suggestions,
    markers,
    filters,
    filter_keywords,
    filter_statuses,
    home_items,
    notification_policies,
    notification_permissions,
    notification_requests,
    push_subscriptions,
    severances,
    account_severances,
    custom_emojis,
    announcements,
    announcement_reads,
    announcement_reactions,
    ip_blocks,
    email_domain_blocks,
    email_domain_block_days,
    email_domain_block_addresses,
    username_blocks,
    publishers,
    author_reviews,
    decisions,
    card_days,
    card_accounts,
    trends,
    auto_rules,
    auto_rule_days,
    auto_rule_matches,
    removed_texts
);

define_sql_function! {
    fn lower(text: Text) -> Text;
}

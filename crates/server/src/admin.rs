//! Answers under `/api/v1/admin`, `/api/v2/admin` and `/api/kumki/v1/admin`.

mod accounts;
mod acts;
mod announcements;
mod appeals;
mod batches;
mod domain_allows;
mod domain_blocks;
mod domain_lists;
mod domain_subscriptions;
mod emojis;
mod instances;
mod invites;
mod notes;
mod presets;
mod queue;
mod relays;
mod reports;
mod roles;
mod rules;
mod settings;
mod statuses;
mod strikes;
mod tags;
mod trends;
mod user_access;
mod webhooks;

//! `/api/v1/admin`, `/api/v2/admin` and `/api/kumki/v1/admin`

pub mod accounts;
pub mod acts;
pub mod announcements;
pub mod appeals;
pub mod batches;
pub mod domain_allows;
pub mod domain_blocks;
pub mod domain_lists;
pub mod domain_subscriptions;
pub mod emojis;
pub mod instances;
pub mod invites;
pub mod notes;
pub mod presets;
pub mod queue;
pub mod relays;
pub mod reports;
pub mod roles;
pub mod rules;
pub mod settings;
pub mod statuses;
pub mod strikes;
pub mod tags;
pub mod trends;
pub mod user_access;
pub mod webhooks;

//! `/api/v1/admin` and `/api/v2/admin`

pub mod accounts;
pub mod acts;
pub mod batches;
pub mod reports;
pub mod statuses;
pub mod webhooks;

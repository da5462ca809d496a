//! Answers under `/api/v1/admin` and `/api/v2/admin`.

mod accounts;
mod acts;
mod batches;
mod reports;
mod statuses;
mod webhooks;

//! Answers under `/api/v1/admin` and `/api/v2/admin`.

mod accounts;
mod acts;
mod appeals;
mod batches;
mod reports;
mod strikes;

//! `/api/v1/admin` and `/api/v2/admin`

pub mod accounts;
pub mod acts;
pub mod appeals;
pub mod batches;
pub mod reports;
pub mod strikes;

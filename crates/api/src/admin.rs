//! `/api/v1/admin` and `/api/v2/admin`

pub mod accounts;

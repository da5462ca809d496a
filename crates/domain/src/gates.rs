//! The gates: who is not let in, and who does not become a member.
//!
//! Each kind of rule has a file of its own, and [`decide`] says what they amount to.

pub mod canonical_email_blocks;
pub mod email_domain_blocks;
pub mod ip_blocks;
pub mod sign_up_checks;
pub mod username_blocks;

mod check;
mod decision;
mod hits;
mod lists;
mod mail_hosts;
mod networks;

pub use check::{Applicant, Met, judge};
pub(crate) use check::{address_wrongs, must_wait};
pub use decision::{Facts, Invited, Strength, Verdict, Wrong, decide};
pub use hits::{Hit, count_hits};
pub use lists::{export_email_domains, export_ips, import_email_domains, import_ips};
pub use mail_hosts::MailHosts;
pub use networks::Network;

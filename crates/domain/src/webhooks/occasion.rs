//! What can be told.

use serde::{Deserialize, Serialize};

use crate::Permission;

macro_rules! occasions {
    ($($Name:ident = $word:literal for $Permission:ident),* $(,)?) => {
        /// Something that happens, in Mastodon's words.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Occasion {
            $(#[doc = concat!("`", $word, "`")] $Name),*
        }

        impl Occasion {
            pub const ALL: &'static [Self] = &[$(Self::$Name),*];

            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$Name => $word),*
                }
            }

            /// What a role must allow for whoever wants it told.
            pub const fn permission(self) -> Permission {
                match self {
                    $(Self::$Name => Permission::$Permission),*
                }
            }

            pub fn named(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.word() == word)
            }
        }
    };
}

occasions! {
    AccountCreated = "account.created" for ManageUsers,
    AccountApproved = "account.approved" for ManageUsers,
    AccountUpdated = "account.updated" for ManageUsers,
    ReportCreated = "report.created" for ManageReports,
    ReportUpdated = "report.updated" for ManageReports,
    StatusCreated = "status.created" for ViewDevops,
    StatusUpdated = "status.updated" for ViewDevops,
}

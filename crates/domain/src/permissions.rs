//! What roles can allow, bit by bit, in Mastodon's numbers.

macro_rules! permissions {
    ($($Name:ident = $bit:literal: $text:literal),* $(,)?) => {
        /// One thing that a role can allow.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Permission {
            $(#[doc = $text] $Name),*
        }

        impl Permission {
            pub const ALL: &'static [Self] = &[$(Self::$Name),*];

            /// A power of two.
            pub const fn bit(self) -> i64 {
                match self {
                    $(Self::$Name => $bit),*
                }
            }
        }
    };
}

permissions! {
    Administrator = 0x1: "Everything.",
    ViewDevops = 0x2: "See how the jobs are doing.",
    ViewAuditLog = 0x4: "Read the action log.",
    ViewDashboard = 0x8: "Read measures, dimensions and retention.",
    ManageReports = 0x10: "Work on reports, and on reported posts.",
    ManageFederation = 0x20: "Block and allow other servers.",
    ManageSettings = 0x40: "Change settings and presets.",
    ManageBlocks = 0x80: "Block addresses of all kinds.",
    ManageTaxonomies = 0x100: "Review trends and tags.",
    ManageAppeals = 0x200: "Decide appeals.",
    ManageUsers = 0x400: "See accounts and act on them.",
    ManageInvites = 0x800: "See invites and end them.",
    ManageRules = 0x1000: "Change the rules.",
    ManageAnnouncements = 0x2000: "Announce things.",
    ManageCustomEmojis = 0x4000: "Change the custom emoji.",
    ManageWebhooks = 0x8000: "Change webhooks.",
    InviteUsers = 0x1_0000: "Invite people.",
    ManageRoles = 0x2_0000: "Change roles, and give them.",
    ManageUserAccess = 0x4_0000: "Confirm addresses, reset passwords and second factors.",
    DeleteUserData = 0x8_0000: "Delete the data of suspended accounts at once.",
    ViewFeeds = 0x10_0000: "Read timelines also where they are switched off.",
    InviteBypassApproval = 0x20_0000: "Invite people who need no approval.",
    ManageEmailSubscriptions = 0x40_0000: "Send newsletters.",
}

/// The bits of all permissions.
pub const EVERYTHING: i64 = (1 << 23) - 1;

#[cfg(test)]
mod tests {
    use super::{EVERYTHING, Permission};

    #[test]
    fn each_permission_has_one_bit_of_its_own() {
        let sum: i64 = Permission::ALL.iter().map(|it| it.bit()).sum();

        assert_eq!(Permission::ALL.len(), 23);
        assert!(Permission::ALL.iter().all(|it| it.bit().count_ones() == 1));
        assert_eq!(sum, EVERYTHING);
    }
}

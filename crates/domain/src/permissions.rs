//! What roles can allow, bit by bit, in Mastodon's numbers.

macro_rules! permissions {
    ($($Name:ident = $bit:literal $word:literal: $text:literal),* $(,)?) => {
        /// One thing that a role can allow.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Permission {
            $(#[doc = $text] $Name),*
        }

        impl Permission {
            pub const ALL: &'static [Self] = &[$(Self::$Name),*];

            /// Mastodon's word.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$Name => $word),*
                }
            }

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
    Administrator = 0x1 "administrator": "Everything.",
    ViewDevops = 0x2 "view_devops": "See how the jobs are doing.",
    ViewAuditLog = 0x4 "view_audit_log": "Read the action log.",
    ViewDashboard = 0x8 "view_dashboard": "Read measures, dimensions and retention.",
    ManageReports = 0x10 "manage_reports": "Work on reports, and on reported posts.",
    ManageFederation = 0x20 "manage_federation": "Block and allow other servers.",
    ManageSettings = 0x40 "manage_settings": "Change settings and presets.",
    ManageBlocks = 0x80 "manage_blocks": "Block addresses of all kinds.",
    ManageTaxonomies = 0x100 "manage_taxonomies": "Review trends and tags.",
    ManageAppeals = 0x200 "manage_appeals": "Decide appeals.",
    ManageUsers = 0x400 "manage_users": "See accounts and act on them.",
    ManageInvites = 0x800 "manage_invites": "See invites and end them.",
    ManageRules = 0x1000 "manage_rules": "Change the rules.",
    ManageAnnouncements = 0x2000 "manage_announcements": "Announce things.",
    ManageCustomEmojis = 0x4000 "manage_custom_emojis": "Change the custom emoji.",
    ManageWebhooks = 0x8000 "manage_webhooks": "Change webhooks.",
    InviteUsers = 0x1_0000 "invite_users": "Invite people.",
    ManageRoles = 0x2_0000 "manage_roles": "Change roles, and give them.",
    ManageUserAccess = 0x4_0000 "manage_user_access": "Confirm addresses, reset passwords and second factors.",
    DeleteUserData = 0x8_0000 "delete_user_data": "Delete the data of suspended accounts at once.",
    ViewFeeds = 0x10_0000 "view_feeds": "Read timelines also where they are switched off.",
    InviteBypassApproval = 0x20_0000 "invite_bypass_approval": "Invite people who need no approval.",
    ManageEmailSubscriptions = 0x40_0000 "manage_email_subscriptions": "Send newsletters.",
}

/// The bits of all permissions.
pub const EVERYTHING: i64 = (1 << 23) - 1;

/// The bits that everybody may have: any other makes somebody one of the staff.
pub(crate) const OF_EVERYBODY: i64 = Permission::InviteUsers.bit()
    | Permission::InviteBypassApproval.bit()
    | Permission::ViewFeeds.bit();

/// The bits of permissions that are named by their words, or by a decimal number that is the sum of
/// their bits. None where something is neither.
pub fn bits_of<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<i64> {
    let mut bits = 0;
    for word in words.into_iter().map(str::trim) {
        let named = Permission::ALL.iter().find(|it| it.word() == word);
        bits |= match named {
            Some(permission) => permission.bit(),
            None => word
                .parse()
                .ok()
                .filter(|it| (0..=EVERYTHING).contains(it))?,
        };
    }
    Some(bits)
}

/// The words of all permissions among the bits.
pub fn words_of(bits: i64) -> impl Iterator<Item = &'static str> {
    let all = Permission::ALL.iter();
    all.filter(move |it| bits & it.bit() != 0)
        .map(|it| it.word())
}

#[cfg(test)]
mod tests {
    use super::{EVERYTHING, Permission, bits_of, words_of};

    #[test]
    fn permissions_are_named_by_words_or_by_numbers() {
        let bits = bits_of(["manage_users", " 17 "]);
        let words: Vec<_> = words_of(bits.unwrap_or_default()).collect();

        assert_eq!(bits, Some(1024 + 17));
        assert_eq!(words, ["administrator", "manage_reports", "manage_users"]);
        assert_eq!(bits_of([]), Some(0));
        assert_eq!(bits_of(["8388607"]), Some(EVERYTHING));
        for wrong in ["8388608", "-1", "", "Manage Users", "99999999999999999999"] {
            assert_eq!(bits_of([wrong]), None, "{wrong:?}");
        }
    }

    #[test]
    fn each_permission_has_one_bit_of_its_own() {
        let sum: i64 = Permission::ALL.iter().map(|it| it.bit()).sum();

        assert_eq!(Permission::ALL.len(), 23);
        assert!(Permission::ALL.iter().all(|it| it.bit().count_ones() == 1));
        assert_eq!(sum, EVERYTHING);
    }
}

//! What a token must be good for.

/// Declares the scopes once: as a type, as the words on the wire, and as a list.
macro_rules! scopes {
    ($($Name:ident = $text:literal $(in $Parent:ident)?),* $(,)?) => {
        /// What an access token may be used for.
        ///
        /// A parent covers its children where an endpoint asks for a child; a child never covers its
        /// parent, and `admin:read` is not part of `read`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Scope {
            $(#[doc = concat!("`", $text, "`")] $Name),*
        }

        impl Scope {
            /// All of them, parents before their children.
            pub const ALL: &'static [Self] = &[$(Self::$Name),*];

            /// The word on the wire, such as `admin:read:accounts`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$Name => $text),*
                }
            }

            /// The scope that covers this one along with its siblings.
            pub const fn parent(self) -> Option<Self> {
                match self {
                    $($(Self::$Name => Some(Self::$Parent),)?)*
                    _ => None,
                }
            }
        }
    };
}

scopes! {
    Profile = "profile",
    Read = "read",
    ReadAccounts = "read:accounts" in Read,
    ReadBlocks = "read:blocks" in Read,
    ReadBookmarks = "read:bookmarks" in Read,
    ReadCollections = "read:collections" in Read,
    ReadFavourites = "read:favourites" in Read,
    ReadFilters = "read:filters" in Read,
    ReadFollows = "read:follows" in Read,
    ReadLists = "read:lists" in Read,
    ReadMutes = "read:mutes" in Read,
    ReadNotifications = "read:notifications" in Read,
    ReadSearch = "read:search" in Read,
    ReadStatuses = "read:statuses" in Read,
    Write = "write",
    WriteAccounts = "write:accounts" in Write,
    WriteBlocks = "write:blocks" in Write,
    WriteBookmarks = "write:bookmarks" in Write,
    WriteCollections = "write:collections" in Write,
    WriteConversations = "write:conversations" in Write,
    WriteFavourites = "write:favourites" in Write,
    WriteFilters = "write:filters" in Write,
    WriteFollows = "write:follows" in Write,
    WriteLists = "write:lists" in Write,
    WriteMedia = "write:media" in Write,
    WriteMutes = "write:mutes" in Write,
    WriteNotifications = "write:notifications" in Write,
    WriteReports = "write:reports" in Write,
    WriteStatuses = "write:statuses" in Write,
    Follow = "follow",
    Push = "push",
    AdminRead = "admin:read",
    AdminReadAccounts = "admin:read:accounts" in AdminRead,
    AdminReadReports = "admin:read:reports" in AdminRead,
    AdminReadDomainAllows = "admin:read:domain_allows" in AdminRead,
    AdminReadDomainBlocks = "admin:read:domain_blocks" in AdminRead,
    AdminReadIpBlocks = "admin:read:ip_blocks" in AdminRead,
    AdminReadEmailDomainBlocks = "admin:read:email_domain_blocks" in AdminRead,
    AdminReadCanonicalEmailBlocks = "admin:read:canonical_email_blocks" in AdminRead,
    AdminWrite = "admin:write",
    AdminWriteAccounts = "admin:write:accounts" in AdminWrite,
    AdminWriteReports = "admin:write:reports" in AdminWrite,
    AdminWriteDomainAllows = "admin:write:domain_allows" in AdminWrite,
    AdminWriteDomainBlocks = "admin:write:domain_blocks" in AdminWrite,
    AdminWriteIpBlocks = "admin:write:ip_blocks" in AdminWrite,
    AdminWriteEmailDomainBlocks = "admin:write:email_domain_blocks" in AdminWrite,
    AdminWriteCanonicalEmailBlocks = "admin:write:canonical_email_blocks" in AdminWrite,
}

impl Scope {
    /// The scope of that word.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.as_str() == word)
    }

    /// The scopes of which any one is enough where this one is asked for: its parent and itself.
    pub fn accepted(self) -> impl Iterator<Item = Self> {
        self.parent().into_iter().chain([self])
    }
}

/// Who may call an endpoint, as far as the token goes. What the person may do is decided after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody. A token that is sent must be good for one of the scopes, if any are named.
    Public(&'static [Scope]),
    /// Any token, of an application or of a member, good for one of the scopes, if any are named.
    Token(&'static [Scope]),
    /// A member who has yet to confirm the e-mail address or to be approved, or any other.
    Newcomer(&'static [Scope]),
    /// A member, whatever was done about the account, for that is what it is about: frozen or suspended,
    /// she is heard. Only nobody speaks for the dead.
    Concerned(&'static [Scope]),
    /// A member in good standing, also one who has moved to another account.
    Leaving(&'static [Scope]),
    /// A member in good standing.
    Member(&'static [Scope]),
    /// A member in good standing whose role has a permission that the server decides on.
    Moderator(Scope),
}

impl Access {
    /// Any one of these, or the parent of one, is enough. None means that any token will do.
    pub fn scopes(&self) -> &[Scope] {
        match self {
            Self::Public(scopes)
            | Self::Token(scopes)
            | Self::Newcomer(scopes)
            | Self::Concerned(scopes)
            | Self::Leaving(scopes)
            | Self::Member(scopes) => scopes,
            Self::Moderator(scope) => std::slice::from_ref(scope),
        }
    }

    /// All scopes of which one is enough, parents included, each once.
    pub fn accepted(&self) -> Vec<Scope> {
        let mut accepted: Vec<Scope> = Vec::new();
        for scope in self.scopes().iter().flat_map(|it| it.accepted()) {
            if !accepted.contains(&scope) {
                accepted.push(scope);
            }
        }
        accepted
    }

    /// Whether a moderator's role decides.
    pub const fn is_for_moderators(&self) -> bool {
        matches!(self, Self::Moderator(_))
    }
}

//! What is counted.

/// A kind of number. The words of `scope`, `part` and `day` are the columns of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Members, by the day on which they came. Part: the id of the program that they came by, or nothing.
    Users,
    /// Members, by the day on which they were last here. Part: the language of their choice.
    Seen,
    /// The same again. Scope: the day on which they came.
    Cohorts,
    /// In months since 1970, both.
    CohortMonths,
    /// What members did with what others post; that is never taken back, and cannot be counted anew.
    Interactions,
    OpenedReports,
    /// By the day of the last resolution.
    ResolvedReports,
    /// Posts and boosts that are not deleted. Part: the domain of the author.
    Posts,
    /// Posts that are not deleted, without boosts. Scope: the domain of the author. Part: the language.
    Languages,
    /// By the day on which they say that they were made. Part: the domain.
    Accounts,
    /// Bytes that are kept here. Part: the domain of whose they are.
    Media,
    /// Part: the domain of who was reported.
    Reports,
    /// Of people of another server by members. Part: the domain.
    Follows,
    /// Of members by people of another server. Part: the domain.
    Followers,
    /// How many follow somebody of another server. Scope: the domain. Part: the account. Day: 0.
    Followed,
    /// Posts with a tag that are not deleted. Scope: the tag. Part: the domain of the author.
    TagServers,
    /// The same. Part: the language.
    TagLanguages,
}

impl Kind {
    pub const ALL: [Self; 17] = [
        Self::Users,
        Self::Seen,
        Self::Cohorts,
        Self::CohortMonths,
        Self::Interactions,
        Self::OpenedReports,
        Self::ResolvedReports,
        Self::Posts,
        Self::Languages,
        Self::Accounts,
        Self::Media,
        Self::Reports,
        Self::Follows,
        Self::Followers,
        Self::Followed,
        Self::TagServers,
        Self::TagLanguages,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Seen => "seen",
            Self::Cohorts => "cohorts",
            Self::CohortMonths => "cohort_months",
            Self::Interactions => "interactions",
            Self::OpenedReports => "opened_reports",
            Self::ResolvedReports => "resolved_reports",
            Self::Posts => "posts",
            Self::Languages => "languages",
            Self::Accounts => "accounts",
            Self::Media => "media",
            Self::Reports => "reports",
            Self::Follows => "follows",
            Self::Followers => "followers",
            Self::Followed => "followed",
            Self::TagServers => "tag_servers",
            Self::TagLanguages => "tag_languages",
        }
    }

    /// Whether the sum of all days is kept too.
    pub fn has_sum(self) -> bool {
        matches!(
            self,
            Self::Posts
                | Self::Accounts
                | Self::Media
                | Self::Reports
                | Self::Follows
                | Self::Followers
        )
    }
}

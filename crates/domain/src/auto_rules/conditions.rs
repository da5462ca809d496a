//! What a rule looks for.

use serde::{Deserialize, Serialize};

/// What automatic rules are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Post,
    SignUp,
}

impl Subject {
    const ALL: [(Self, &'static str); 2] = [(Self::Post, "post"), (Self::SignUp, "sign_up")];

    pub fn named(text: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, word)| *word == text);
        found.map(|(subject, _)| *subject)
    }

    pub fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(it, _)| *it == self);
        found.map_or("", |(_, word)| word)
    }
}

/// What a rule does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The post is reported.
    Flag,
    /// The post waits for a moderator, and nobody else sees it meanwhile.
    Hold,
    /// The newcomer waits for approval.
    RequireApproval,
    /// The author is limited.
    Limit,
}

impl Outcome {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Flag, "flag"),
        (Self::Hold, "hold"),
        (Self::RequireApproval, "require_approval"),
        (Self::Limit, "limit"),
    ];

    pub fn named(text: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, word)| *word == text);
        found.map(|(outcome, _)| *outcome)
    }

    pub fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(it, _)| *it == self);
        found.map_or("", |(_, word)| word)
    }

    pub(super) fn fits(self, subject: Subject) -> bool {
        (self == Self::RequireApproval) == (subject == Subject::SignUp)
    }
}

/// Where authors come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    Local,
    Remote,
}

impl Origin {
    pub fn named(text: &str) -> Option<Self> {
        match text {
            "local" => Some(Self::Local),
            "remote" => Some(Self::Remote),
            _ => None,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Remote => "remote",
        }
    }
}

/// All that are given have to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conditions {
    /// Any of these words or phrases is there, whatever its case and its accents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// An expression that fits some part of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// A link leads to one of these hosts, or to one below it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub link_hosts: Vec<String>,
    /// The author has been there for fewer seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_younger_than: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mentions_at_least: Option<i64>,
    /// Somebody is named, and nobody of them follows the author.
    #[serde(skip_serializing_if = "is_not")]
    pub only_to_strangers: bool,
    /// How many percent it has in common with a post that moderators have removed lately.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub similar_to_removed: Option<i64>,
    /// The address is at one of these domains, or at one below it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub email_domains: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub networks: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// An expression that fits some part of the name of a newcomer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usernames: Option<String>,
    #[serde(skip_serializing_if = "is_not")]
    pub has_media: bool,
    #[serde(skip_serializing_if = "is_not")]
    pub has_link: bool,
}

fn is_not(it: &bool) -> bool {
    !it
}

impl Conditions {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What is given that nothing can be said of, as requests call it and as people do.
    pub(super) fn unfit_for(&self, subject: Subject) -> Vec<(&'static str, &'static str)> {
        let of_posts = [
            (
                self.account_younger_than.is_some(),
                ("account_younger_than", "Account younger than"),
            ),
            (
                self.mentions_at_least.is_some(),
                ("mentions_at_least", "Mentions at least"),
            ),
            (
                self.only_to_strangers,
                ("only_to_strangers", "Only to strangers"),
            ),
            (
                self.similar_to_removed.is_some(),
                ("similar_to_removed", "Similar to removed"),
            ),
            (self.origin.is_some(), ("origin", "Origin")),
            (self.has_media, ("has_media", "Has media")),
        ];
        let of_sign_ups = [(self.usernames.is_some(), ("usernames", "Usernames"))];
        let unfit = match subject {
            Subject::Post => &of_sign_ups[..],
            Subject::SignUp => &of_posts[..],
        };
        let given = unfit.iter().filter(|(is_given, _)| *is_given);
        given.map(|(_, names)| *names).collect()
    }
}

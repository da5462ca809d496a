//! `/api/kumki/v1/admin/automatic_rules`: what moderators decide beforehand about posts and newcomers.

use http::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Access, Empty, Endpoint, Open, Page, Scope, Timestamp, entities::Category, reply::whole_body,
};

/// Show all automatic rules, in the order in which they were made.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAutomaticRules {}

impl Endpoint for ListAutomaticRules {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/automatic_rules";
    const NAME: &'static [&'static str] = &["automatic-rules", "list"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Vec<AdminAutomaticRule>;
}

/// Declares a request that has conditions after its own fields.
macro_rules! with_conditions {
    ($(#[$doc:meta])* $Name:ident { $($fields:tt)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
        pub struct $Name {
            $($fields)*
            /// Words or phrases of which one is in the text, as whole words, whatever their case and accents;
            /// 500 at most.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub words: Option<Vec<String>>,
            /// A regular expression that fits some part of the text; case makes no difference. One that would
            /// take too much memory is refused.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub pattern: Option<String>,
            /// Hosts of which one, or one below it, is where a link leads.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub link_hosts: Option<Vec<String>>,
            /// How many seconds the author has been there at most.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub account_younger_than: Option<i64>,
            /// How many people it names at least.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub mentions_at_least: Option<i64>,
            /// Whether it names people, none of whom follows the author.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub only_to_strangers: Option<bool>,
            /// How many percent of its words, from 30 to 100, it has in common with a post that moderators have
            /// removed in the last 14 days.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub similar_to_removed: Option<i64>,
            /// Domains of which one, or one below it, is where the e-mail address of the newcomer or author is.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub email_domains: Option<Vec<String>>,
            /// Networks of IP addresses of which the newcomer comes from one, or the author was last seen in one.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub networks: Option<Vec<String>>,
            /// Whether the author is of this server, `local`, or of another, `remote`.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub origin: Option<Open<AutomaticRuleOrigin>>,
            /// A regular expression that fits some part of the name of a newcomer.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub usernames: Option<String>,
            /// Whether it has pictures, films or sounds.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub has_media: Option<bool>,
            /// Whether it has a link that leads to a page.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub has_link: Option<bool>,
        }
    };
}

with_conditions! {
    /// Make a rule about posts or newcomers, for what comes from now on. All conditions that are given have to
    /// hold.
    CreateAutomaticRule {
        /// What people here call it. Reports that it makes say so.
        #[serde(default)]
        #[schemars(!default)]
        pub name: String,
        /// What it is about.
        #[serde(default)]
        #[schemars(!default)]
        pub subject: Open<AutomaticRuleSubject>,
        /// What comes of it: `flag`, `hold` and `limit` for posts, `require_approval` for newcomers.
        #[serde(default)]
        #[schemars(!default)]
        pub outcomes: Vec<Open<AutomaticRuleOutcome>>,
        /// What the reports that it makes are about: `spam`, which is so if not given, or `other`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub report_category: Option<Open<Category>>,
        /// For how many seconds it limits authors; for ever if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit_for: Option<i64>,
        /// Words for members whom it limits, in the mail and on their page.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub text: Option<String>,
        /// The ids of accounts that it never applies to. Nor does it to anybody who is one of the staff.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub exempt_accounts: Option<Vec<String>>,
        /// Whether it only notes what it would have met, and does nothing.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub shadow: Option<bool>,
        /// Whether it applies at all, which is so if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub enabled: Option<bool>,
        /// When it ends; a date or a time.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub expires_at: Option<String>,
    }
}

impl Endpoint for CreateAutomaticRule {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/automatic_rules";
    const NAME: &'static [&'static str] = &["automatic-rules", "create"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminAutomaticRule;
}

with_conditions! {
    /// Change a rule, for what comes from now on. What is left out stays; what is empty, 0 or false is no
    /// condition any more.
    UpdateAutomaticRule {
        /// Of the rule.
        pub id: String,
        /// What people here call it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// All that comes of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub outcomes: Option<Vec<Open<AutomaticRuleOutcome>>>,
        /// What the reports that it makes are about: `spam` or `other`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub report_category: Option<Open<Category>>,
        /// For how many seconds it limits authors; 0 for ever.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit_for: Option<i64>,
        /// Words for members whom it limits.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub text: Option<String>,
        /// The ids of all accounts that it never applies to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub exempt_accounts: Option<Vec<String>>,
        /// Whether it only notes what it would have met.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub shadow: Option<bool>,
        /// Whether it applies at all.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub enabled: Option<bool>,
        /// When it ends; empty for never.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub expires_at: Option<String>,
    }
}

impl Endpoint for UpdateAutomaticRule {
    const METHOD: Method = Method::PUT;
    const PATH: &'static str = "/api/kumki/v1/admin/automatic_rules/{id}";
    const NAME: &'static [&'static str] = &["automatic-rules", "update"];
    const ACCESS: Access = Access::Moderator(Scope::AdminWrite);
    type Response = AdminAutomaticRule;
}

with_conditions! {
    /// Try conditions on the newest posts that are for everybody, on the newest members, or on a text. Nothing
    /// comes of it.
    TestAutomaticRule {
        /// Of a rule that is there. Conditions that are given besides take the place of what it has.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub rule_id: Option<String>,
        /// What it is about, where no rule is named; `post` if not given.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subject: Option<Open<AutomaticRuleSubject>>,
        /// A text to try it on. What only an author can meet counts as met.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub text: Option<String>,
        /// How many posts or members are looked at, 200 if not given and 1,000 at most.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<i64>,
    }
}

impl Endpoint for TestAutomaticRule {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/api/kumki/v1/admin/automatic_rules/test";
    const NAME: &'static [&'static str] = &["automatic-rules", "test"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = AutomaticRuleTrial;
}

/// Declares an endpoint that has nothing but the id of the rule.
macro_rules! about_rule {
    ($(#[$doc:meta])* $Name:ident, $METHOD:ident, $name:literal, $scope:ident, $Response:ty) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        pub struct $Name {
            /// Of the rule.
            pub id: String,
        }

        impl Endpoint for $Name {
            const METHOD: Method = Method::$METHOD;
            const PATH: &'static str = "/api/kumki/v1/admin/automatic_rules/{id}";
            const NAME: &'static [&'static str] = &["automatic-rules", $name];
            const ACCESS: Access = Access::Moderator(Scope::$scope);
            type Response = $Response;
        }
    };
}

about_rule!(
    /// Show a rule, and how often it has matched.
    GetAutomaticRule, GET, "get", AdminRead, AdminAutomaticRule
);

about_rule!(
    /// Take a rule away. What it has done stays.
    DeleteAutomaticRule, DELETE, "delete", AdminWrite, Empty
);

/// List what a rule has met in the last 90 days, newest first, and what came of it.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ListAutomaticRuleMatches {
    /// Of the rule.
    pub id: String,
    /// Only matches with lower ids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_id: Option<String>,
    /// Only matches with higher ids, the highest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_id: Option<String>,
    /// Only matches with higher ids, those directly above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_id: Option<String>,
    /// How many, 100 if not given and 200 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Endpoint for ListAutomaticRuleMatches {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/api/kumki/v1/admin/automatic_rules/{id}/matches";
    const NAME: &'static [&'static str] = &["automatic-rules", "matches"];
    const ACCESS: Access = Access::Moderator(Scope::AdminRead);
    type Response = Page<AutomaticRuleMatch>;
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum AutomaticRuleSubject {
    /// Posts that are written here or come from elsewhere, and their edits.
    Post,
    /// People who sign up here.
    SignUp,
}

/// What comes of what a rule meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum AutomaticRuleOutcome {
    /// The post is reported. It goes into the report that a rule has made, while that is open.
    Flag,
    /// The post waits until a moderator has decided, and nobody but its author sees it.
    Hold,
    /// The newcomer waits for approval.
    RequireApproval,
    /// The author is limited.
    Limit,
}

/// Where an author is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum AutomaticRuleOrigin {
    /// This server.
    Local,
    /// Another.
    Remote,
}

/// An automatic rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AdminAutomaticRule {
    /// Of the rule.
    pub id: String,
    /// What people here call it.
    pub name: String,
    /// What it is about.
    pub subject: Open<AutomaticRuleSubject>,
    /// What all has to hold.
    pub conditions: AutomaticRuleConditions,
    /// What comes of it.
    pub outcomes: Vec<Open<AutomaticRuleOutcome>>,
    /// What its reports are about.
    pub report_category: Open<Category>,
    /// For how many seconds it limits authors; null is for ever.
    pub limit_for: Option<i64>,
    /// Words for members whom it limits.
    pub text: String,
    /// The ids of accounts that it never applies to.
    pub exempt_accounts: Vec<String>,
    /// Whether it only notes what it would have met.
    pub shadow: bool,
    /// Whether it applies at all.
    pub enabled: bool,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// How often it has matched, also when it did nothing.
    pub hits: i64,
    /// The same in the last seven days, today among them.
    pub hits_last_7_days: i64,
    /// When it matched last.
    pub last_hit_at: Option<Timestamp>,
    /// Who has made it or changed it last.
    pub account_id: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}
whole_body!(AdminAutomaticRule);

/// What all has to hold; what is empty, null or false is no condition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AutomaticRuleConditions {
    /// Words or phrases of which one is there.
    pub words: Vec<String>,
    /// An expression that fits the text.
    pub pattern: Option<String>,
    /// Where a link leads.
    pub link_hosts: Vec<String>,
    /// How many seconds the author has been there at most.
    pub account_younger_than: Option<i64>,
    /// How many people it names at least.
    pub mentions_at_least: Option<i64>,
    /// Whether it names people, none of whom follows the author.
    pub only_to_strangers: bool,
    /// What it has in common with a removed post, in percent.
    pub similar_to_removed: Option<i64>,
    /// Where the e-mail address is.
    pub email_domains: Vec<String>,
    /// Where the author or newcomer comes from.
    pub networks: Vec<String>,
    /// Where the author is from.
    pub origin: Option<Open<AutomaticRuleOrigin>>,
    /// An expression that fits the name of the newcomer.
    pub usernames: Option<String>,
    /// Whether it has media.
    pub has_media: bool,
    /// Whether it has a link.
    pub has_link: bool,
}

/// Something that a rule has met.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AutomaticRuleMatch {
    /// Of the match.
    pub id: String,
    /// Of the rule.
    pub rule_id: String,
    /// The author, or the newcomer.
    pub account_id: String,
    /// The name of that account.
    pub account: String,
    /// The post.
    pub status_id: Option<String>,
    /// Whether the rule only noted it.
    pub shadow: bool,
    /// What came of it. What had come already did not come again.
    pub done: Vec<Open<AutomaticRuleOutcome>>,
    /// The entry of the log, by which it is taken back; null where the rule only noted it.
    pub act_id: Option<String>,
    /// The act that has limited the author.
    pub limit_act_id: Option<String>,
    /// The act that has held the post.
    pub hold_act_id: Option<String>,
    /// The report that the post is in.
    pub report_id: Option<String>,
    /// When it was.
    pub created_at: Timestamp,
}
whole_body!(AutomaticRuleMatch);

/// What a rule would have met.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AutomaticRuleTrial {
    /// How many posts or members were looked at.
    pub examined: i64,
    /// Those that meet the conditions, newest first.
    pub matches: Vec<AutomaticRuleTrialMatch>,
    /// Whether the text that was given meets them; null where none was.
    pub text_matches: Option<bool>,
}
whole_body!(AutomaticRuleTrial);

/// A post or member that meets conditions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AutomaticRuleTrialMatch {
    /// The author, or the member.
    pub account_id: String,
    /// The name of that account.
    pub account: String,
    /// The post.
    pub status_id: Option<String>,
    /// What it says, or why she wanted to come; 500 characters at most.
    pub text: String,
    /// When it was written, or when she signed up.
    pub created_at: Timestamp,
}

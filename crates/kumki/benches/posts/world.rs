//! Who and what is in the databases. All ids follow from numbers, so that nothing has to be looked up.

use anyhow::{Result, ensure};

/// Members come first, then people of other servers. The first of all is the one who reads.
pub(crate) const READER: i64 = 0;
/// Whom the members from `FOLLOWERS_FROM` on follow, 10,000 of them.
pub(crate) const STAR: i64 = 1;
pub(crate) const FOLLOWERS: i64 = 10_000;
pub(crate) const FOLLOWERS_FROM: i64 = 100;
/// Those who post while it is measured.
pub(crate) const POSTERS: i64 = 8;
pub(crate) const POSTERS_FROM: i64 = 20;
/// How many have a token, from the first on.
pub(crate) const TOKENS: i64 = 1_200;
pub(crate) const MEMBERS: i64 = 12_000;
/// Members from here on do not post.
pub(crate) const QUIET_FROM: i64 = 11_900;
/// Whom the reader follows besides two hundred members: people of other servers, from the first on.
pub(crate) const FOLLOWED_ELSEWHERE: i64 = 800;
/// One of those: one post in a hundred is hers.
pub(crate) const PROLIFIC: i64 = MEMBERS + 1;
/// How many people of other servers are on the reader's list, from the first on.
pub(crate) const LISTED: i64 = 100;
/// One post in a hundred has it.
pub(crate) const TAG: &str = "garden";
/// 200 posts have this word, however many there are, and many have the other.
pub(crate) const RARE: &str = "osprey";
pub(crate) const COMMON: &str = "amber";
pub(crate) const RARE_COUNT: i64 = 200;

/// In milliseconds: the first of November 2021, and five years.
const FIRST: i64 = 1_635_724_800_000;
const SPAN: i64 = 157_680_000_000;
/// When the last post was written. What happened to members comes after that.
pub(crate) const LAST: i64 = FIRST + SPAN;

pub(crate) struct World {
    pub(crate) posts: i64,
    /// People of other servers.
    pub(crate) elsewhere: i64,
}

impl World {
    pub(crate) fn of(posts: u64) -> Result<Self> {
        ensure!(
            posts >= 50_000 && posts.is_multiple_of(10_000),
            "posts come by ten thousands, and fifty thousand at least"
        );
        let posts = i64::try_from(posts)?;
        let elsewhere = (posts / 50).max(1_000);
        Ok(Self { posts, elsewhere })
    }

    fn step(&self) -> i64 {
        SPAN / self.posts
    }

    /// When a post was written, for a number that is an expression of SQL.
    pub(crate) fn time(&self, number: &str) -> String {
        format!("({FIRST} + CAST({number} AS BIGINT) * {})", self.step())
    }

    pub(crate) fn status(&self, number: &str) -> String {
        format!("({} * 65536)", self.time(number))
    }

    pub(crate) fn status_id(&self, number: i64) -> i64 {
        (FIRST + number * self.step()) << 16
    }

    /// A post with ten above it and sixty below.
    pub(crate) fn thread(&self) -> i64 {
        self.posts - 5_000
    }
}

/// When an account was made, and its id, for a number that is an expression of SQL.
pub(crate) fn account_time(number: &str) -> String {
    format!("({} + ({number}) * 1000)", FIRST - SPAN)
}

pub(crate) fn account(number: &str) -> String {
    format!("({} * 65536 + 1)", account_time(number))
}

pub(crate) fn account_id(number: i64) -> i64 {
    ((FIRST - SPAN + number * 1000) << 16) + 1
}

/// What a member's app has as a token.
pub(crate) fn token(number: i64) -> String {
    format!("token-of-member-{number}")
}

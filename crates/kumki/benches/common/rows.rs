//! Making up rows.

use store::{Store, testing::maintain};

pub(crate) const WORDS: [&str; 32] = [
    "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron", "iris", "juniper",
    "kelp", "larch", "maple", "nettle", "otter", "pine", "quartz", "raven", "sage", "thistle",
    "umber", "violet", "willow", "yarrow", "zinnia", "brook", "cloud", "dune", "field", "harbor",
    "lake", "meadow",
];

/// As long as a real one.
pub(crate) const PASSWORD_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IGZvciBhbGw$\
    bm8gcGFzc3dvcmQgaGFzIHRoaXMgaGFzaCwgZXZlcg";

/// A number that has nothing to do with its neighbors (SplitMix64).
pub(crate) fn mix(number: u64, salt: u64) -> u64 {
    let mut it = (number ^ (salt << 40)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    it ^ (it >> 31)
}

pub(crate) fn word(hash: u64) -> &'static str {
    WORDS[usize::try_from(hash % 32).unwrap_or_default()]
}

/// Lets the database learn what is in it. Also keeps PostgreSQL from tidying up by itself while
/// something is measured.
pub(crate) fn settle(store: &Store) -> store::Result<()> {
    match store {
        Store::Sqlite { .. } => maintain(store, "ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)"),
        Store::Postgres(_) => {
            maintain(store, "SET statement_timeout = 0")?;
            maintain(store, "VACUUM (FREEZE, ANALYZE)")?;
            maintain(store, "CHECKPOINT")
        }
    }
}

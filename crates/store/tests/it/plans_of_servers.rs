//! What is looked for about servers costs what is found, however many there are.

use store::{
    Tx, domain_allows, domain_blocks, emojis,
    follows_aside::{self, Side},
    instances, media, server_accounts,
    testing::{self, store},
};

use crate::{
    Test, noon,
    plans::{PAGES, refuse_detours},
};

/// Some work, and the index that SQLite is to walk for it.
type Work = (fn(&mut Tx) -> store::Result<()>, &'static str);

const WORKS: &[Work] = &[
    (
        |tx| domain_blocks::page(tx, PAGES[1]).map(drop),
        "PRIMARY KEY",
    ),
    (
        |tx| domain_allows::page(tx, PAGES[1]).map(drop),
        "PRIMARY KEY",
    ),
    (
        |tx| {
            let names = ["a.far.test", "far.test"].map(String::from);
            domain_blocks::of_any(tx, &names).map(drop)
        },
        "domain_blocks",
    ),
    (
        |tx| domain_blocks::expired(tx, noon(), 10).map(drop),
        "domain_blocks_expires",
    ),
    (
        |tx| domain_blocks::due_for_deletion(tx, noon(), 10).map(drop),
        "domain_blocks_deletion_due",
    ),
    (
        |tx| instances::with_accounts(tx).map(drop),
        "instances_accounts",
    ),
    (
        |tx| server_accounts::some(tx, "far.test", 1, 10).map(drop),
        "accounts_domain",
    ),
    (
        |tx| server_accounts::next_full(tx, "far.test", 1, noon()).map(drop),
        "accounts_domain",
    ),
    (
        |tx| emojis::some_of(tx, "far.test", 10).map(drop),
        "custom_emojis_domain",
    ),
    (
        |tx| emojis::known(tx, &["cat"], "far.test").map(drop),
        "custom_emojis_shortcode",
    ),
    (
        |tx| media::fetched_before(tx, noon(), 10).map(drop),
        "media_attachments_fetched",
    ),
    (
        |tx| media::kept_of(tx, &[1, 2], 10).map(drop),
        "media_attachments_account",
    ),
    (
        |tx| follows_aside::put(tx, &[1, 2], Side::Theirs, 10).map(drop),
        "follows_",
    ),
    (
        |tx| follows_aside::put(tx, &[1, 2], Side::Others, 10).map(drop),
        "follows_target",
    ),
    (
        |tx| follows_aside::remove_with_domain(tx, 1, "far.test"),
        "follows_aside",
    ),
];

#[test]
fn what_is_looked_for_about_servers_walks_an_index() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let is_sqlite = store.engine() == "SQLite";
    refuse_detours(&mut tx, is_sqlite)?;

    for (work, index) in WORKS {
        let plan = testing::plans(&mut tx, *work)?.join("\n");
        for detour in [
            "SCAN accounts",
            "SCAN follows",
            "SCAN domain_blocks ",
            "Seq Scan",
        ] {
            assert!(!plan.contains(detour), "{index}\n{plan}");
        }
        let walks = !is_sqlite || plan.contains(index);
        assert!(walks, "does not use {index}\n{plan}");
    }
    Ok(())
}

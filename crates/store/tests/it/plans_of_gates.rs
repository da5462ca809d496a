//! What is looked for at the gates costs what is found, however many rules there are.

use store::{
    Tx, email_blocks, email_domain_blocks, email_domain_days, ip_blocks,
    testing::{self, store},
    username_blocks,
};

use crate::{
    Test, noon,
    plans::{PAGES, refuse_detours},
};

/// Some work, and the index that SQLite is to walk for it.
type Work = (fn(&mut Tx) -> store::Result<()>, &'static str);

const WORKS: &[Work] = &[
    (|tx| ip_blocks::page(tx, PAGES[1]).map(drop), "PRIMARY KEY"),
    (
        |tx| {
            let names = ["401000000/008", "401020000/016"].map(String::from);
            ip_blocks::of_any(tx, &names).map(drop)
        },
        "ip_blocks_network",
    ),
    (
        |tx| {
            let after = Some(("401020000/016", "1.2.0.0/16"));
            ip_blocks::between(tx, ("401000000/008", "401ffffff/032~"), after, 10).map(drop)
        },
        "ip_blocks_network",
    ),
    (
        |tx| ip_blocks::find_by_ip(tx, "1.0.0.0/8").map(drop),
        "ip_blocks",
    ),
    (
        |tx| ip_blocks::of_severity(tx, "no_access").map(drop),
        "ip_blocks_severity",
    ),
    (
        |tx| ip_blocks::remove_expired(tx, noon()).map(drop),
        "ip_blocks_expires",
    ),
    (
        |tx| email_domain_blocks::page(tx, PAGES[1]).map(drop),
        "PRIMARY KEY",
    ),
    (
        |tx| {
            let names = ["a.junk.test", "junk.test"].map(String::from);
            email_domain_blocks::of_any(tx, &names).map(drop)
        },
        "email_domain_blocks",
    ),
    (
        |tx| email_domain_blocks::children(tx, 1).map(drop),
        "email_domain_blocks_parent",
    ),
    (
        |tx| email_domain_blocks::remove_expired(tx, noon()).map(drop),
        "email_domain_blocks_expires",
    ),
    (
        |tx| email_domain_days::since(tx, &[1, 2], 100).map(drop),
        "PRIMARY KEY",
    ),
    (
        |tx| email_domain_days::forget(tx, 100),
        "email_domain_block_days_day",
    ),
    (
        |tx| email_blocks::page(tx, PAGES[1]).map(drop),
        "PRIMARY KEY",
    ),
    (
        |tx| email_blocks::find_by_hash(tx, "hash").map(drop),
        "canonical_email_blocks",
    ),
    (
        |tx| username_blocks::page(tx, PAGES[1]).map(drop),
        "PRIMARY KEY",
    ),
    (
        |tx| {
            let parts = ["admin", "boss"].map(String::from);
            username_blocks::of_any(tx, &parts).map(drop)
        },
        "username_blocks",
    ),
];

#[test]
fn what_is_looked_for_at_the_gates_walks_an_index() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let is_sqlite = store.engine() == "SQLite";
    refuse_detours(&mut tx, is_sqlite)?;

    for (work, index) in WORKS {
        let plan = testing::plans(&mut tx, *work)?.join("\n");
        for detour in [
            "SCAN ip_blocks ",
            "SCAN email_",
            "SCAN canonical_",
            "SCAN username_",
            "Seq Scan",
        ] {
            assert!(!plan.contains(detour), "{index}\n{plan}");
        }
        let walks = !is_sqlite || plan.contains(index);
        assert!(walks, "does not use {index}\n{plan}");
    }
    Ok(())
}

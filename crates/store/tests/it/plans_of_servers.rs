//! What is looked for about servers costs what is found, however many there are.

use store::{
    Tx, domain_allows, domain_blocks, domain_subscription_entries, domain_subscriptions, emojis,
    follows_aside::{self, Side},
    instances::{self, Order, Place, Wanted},
    media, moderation_notes, outbox, server_accounts, server_counts,
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
        |tx| instances::list(tx, &wanted(Order::Accounts)).map(drop),
        "instances_accounts",
    ),
    (
        |tx| instances::list(tx, &wanted(Order::Domain)).map(drop),
        "instances_1",
    ),
    (
        |tx| instances::recount_accounts(tx, "far.test", 10).map(drop),
        "accounts_domain",
    ),
    (
        |tx| server_counts::of(tx, &["far.test".to_owned()]).map(drop),
        "accounts_domain",
    ),
    (
        |tx| outbox::waiting(tx, "far.test", 10).map(drop),
        "outbox_host",
    ),
    (
        |tx| {
            let about = moderation_notes::Subject::Server("far.test");
            moderation_notes::about(tx, about).map(drop)
        },
        "moderation_notes_domain",
    ),
    (
        |tx| domain_subscriptions::due(tx, noon(), 10).map(drop),
        "domain_subscriptions_next",
    ),
    (
        |tx| domain_blocks::of_subscription(tx, 1, 10).map(drop),
        "domain_blocks_subscription",
    ),
    (
        |tx| domain_allows::of_subscription(tx, 1, 10).map(drop),
        "domain_allows_subscription",
    ),
    (
        |tx| domain_subscription_entries::some(tx, 1, 5, 10).map(drop),
        "domain_subscription_entries_page",
    ),
    (
        |tx| domain_subscription_entries::page(tx, 1, None, PAGES[1]).map(drop),
        "domain_subscription_entries_page",
    ),
    (
        |tx| domain_subscription_entries::page(tx, 1, Some("draft"), PAGES[1]).map(drop),
        "domain_subscription_entries_state",
    ),
    (
        |tx| domain_subscription_entries::counts(tx, 1).map(drop),
        "domain_subscription_entries_state",
    ),
    (
        |tx| {
            let names = ["a.far.test", "far.test"].map(String::from);
            domain_subscription_entries::about(tx, 1, &names).map(drop)
        },
        "domain_subscription_entries_pair",
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

/// The middle of a list.
fn wanted(order: Order) -> Wanted {
    let after = Place {
        accounts_count: 3,
        domain: "far.test".into(),
    };
    Wanted {
        order,
        after: Some(after),
        limit: 10,
        ..Wanted::default()
    }
}

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
            "SCAN instances ",
            "TEMP B-TREE",
            "Seq Scan",
        ] {
            assert!(!plan.contains(detour), "{index}\n{plan}");
        }
        let walks = !is_sqlite || plan.contains(index);
        assert!(walks, "does not use {index}\n{plan}");
    }
    Ok(())
}

//! What is done for each activity costs no more the more there is to say, and to the more servers.

use store::{
    Tx, activity_names, audience, hosts, outbox, outgoing, statuses,
    testing::{self, store},
    threads,
    visible::Viewer,
};

use crate::{Test, add_account, hour, noon, plans::refuse_detours, statuses::public};

type Work = fn(&mut Tx) -> store::Result<()>;

fn named() -> Vec<String> {
    vec!["a.test".into(), "b.test".into()]
}

/// Statements, with the index that both databases are to use.
const WORKS: [(Work, &str); 16] = [
    (
        |tx| outbox::claim(tx, "a", noon(), hour(1), 100).map(drop),
        "outbox_due",
    ),
    (|tx| outbox::is_any_due(tx, noon()).map(drop), "outbox_due"),
    (|tx| outbox::hold(tx, "a.test", noon()), "outbox_host"),
    (|tx| outbox::hurry(tx, "a.test", noon()), "outbox_host"),
    (|tx| outbox::clear(tx, "a.test").map(drop), "outbox_host"),
    (
        |tx| outgoing::forget_said(tx, noon(), 100).map(drop),
        "outbox_pair",
    ),
    (
        |tx| hosts::add_failure(tx, "a.test", 1).map(drop),
        "delivery_failures",
    ),
    (
        |tx| hosts::unavailable_among(tx, &named()).map(drop),
        "unavailable_hosts",
    ),
    (
        |tx| hosts::troubled_among(tx, &named()).map(drop),
        "unavailable_hosts",
    ),
    (
        |tx| audience::followers(tx, 1, 0, 100).map(drop),
        "follows_from_elsewhere",
    ),
    (
        |tx| audience::is_heard(tx, 1, true).map(drop),
        "follows_from_elsewhere",
    ),
    (
        |tx| audience::servers(tx, "a", 100).map(drop),
        "accounts_domain",
    ),
    (|tx| known(tx).map(drop), "statuses_reply"),
    (|tx| concerned(tx), "statuses_reblog"),
    (
        |tx| activity_names::follow(tx, 1, 2).map(drop),
        "follows_pair",
    ),
    (
        |tx| {
            let viewer = Viewer {
                account_id: None,
                now: noon(),
            };
            threads::answers(tx, 1, 0, viewer, 50).map(drop)
        },
        "statuses_reply",
    ),
];

fn known(tx: &mut Tx) -> store::Result<bool> {
    match statuses::find(tx, 1)? {
        Some(status) => audience::is_known(tx, &status),
        None => Ok(false),
    }
}

fn concerned(tx: &mut Tx) -> store::Result<()> {
    match statuses::find(tx, 1)? {
        Some(status) => audience::concerned(tx, &status, 100).map(drop),
        None => Ok(()),
    }
}

#[test]
fn what_is_done_for_each_activity_uses_an_index() -> Test {
    let mut tx = store()?.write()?;
    let is_sqlite = matches!(tx, Tx::Sqlite(_));
    add_account(&mut tx, 1, "ann")?;
    statuses::add(&mut tx, &public(1, 1))?;
    refuse_detours(&mut tx, is_sqlite)?;

    for (number, (work, index)) in WORKS.iter().enumerate() {
        let plan = testing::plans(&mut tx, work)?.join("\n");
        for table in [
            "outbox", "follows", "statuses", "accounts", "account", "actors", "mentions",
        ] {
            for detour in [format!("SCAN {table}\n"), format!("Seq Scan on {table} ")] {
                assert!(!plan.contains(&detour), "{number}\n{plan}");
            }
        }
        assert!(
            plan.contains(index),
            "{number} does not use {index}\n{plan}"
        );
    }
    Ok(())
}

//! What moderators page through costs what is on the page, however much there was in ten years.

use store::{
    Tx,
    account_list::Window,
    action_log, held_statuses, media, moderation_notes, queue, reports, status_edits, statuses,
    testing::{self, store},
    timed_acts,
};

use crate::{Test, noon, plans::refuse_detours};

const PAGES: [Window; 2] = [
    Window {
        max_id: Some(900),
        since_id: Some(100),
        min_id: None,
        limit: 40,
    },
    Window {
        max_id: None,
        since_id: None,
        min_id: Some(100),
        limit: 40,
    },
];

/// Some work, and the index that SQLite is to walk for it.
type Work = (fn(&mut Tx, Window) -> store::Result<()>, &'static str);

fn reported(tx: &mut Tx, filter: &reports::Filter<'_>, window: Window) -> store::Result<()> {
    reports::page(tx, filter, window).map(drop)
}

fn logged(tx: &mut Tx, filter: &action_log::Filter<'_>, window: Window) -> store::Result<()> {
    action_log::page(tx, filter, window).map(drop)
}

fn held(tx: &mut Tx, which: held_statuses::Filter) -> store::Result<()> {
    held_statuses::waiting(tx, which, 100, 40).map(drop)
}

fn looked_at(tx: &mut Tx, window: Window) -> store::Result<()> {
    let what = statuses::Inspected {
        account_id: 1,
        cited: &[7, 8],
        only_media: false,
        only_cited: false,
    };
    statuses::inspected(tx, what, window).map(drop)
}

const WORKS: &[Work] = &[
    (
        |tx, window| {
            let filter = reports::Filter {
                is_open: Some(true),
                ..reports::Filter::default()
            };
            reported(tx, &filter, window)
        },
        "reports_open",
    ),
    (
        |tx, window| {
            let filter = reports::Filter {
                account_id: Some(1),
                ..reports::Filter::default()
            };
            reported(tx, &filter, window)
        },
        "reports_account",
    ),
    (
        |tx, window| {
            let filter = reports::Filter {
                is_open: Some(true),
                target_account_id: Some(1),
                ..reports::Filter::default()
            };
            reported(tx, &filter, window)
        },
        "reports_",
    ),
    (
        |tx, window| {
            let filter = reports::Filter {
                assigned_account_id: Some(Some(1)),
                ..reports::Filter::default()
            };
            reported(tx, &filter, window)
        },
        "reports_assigned",
    ),
    (
        |tx, window| {
            let filter = action_log::Filter {
                account_id: Some(Some(1)),
                ..action_log::Filter::default()
            };
            logged(tx, &filter, window)
        },
        "action_log_account",
    ),
    (
        |tx, window| {
            let filter = action_log::Filter {
                target_account_id: Some(1),
                ..action_log::Filter::default()
            };
            logged(tx, &filter, window)
        },
        "action_log_about",
    ),
    (
        |tx, window| {
            let filter = action_log::Filter {
                action: Some("suspend"),
                target_type: Some("Account"),
                ..action_log::Filter::default()
            };
            logged(tx, &filter, window)
        },
        "action_log_kind",
    ),
    (
        |tx, window| {
            let filter = action_log::Filter {
                batch: Some(1),
                ..action_log::Filter::default()
            };
            logged(tx, &filter, window)
        },
        "action_log_batch",
    ),
    (
        |tx, window| {
            let filter = action_log::Filter {
                domain: Some("far.test"),
                ..action_log::Filter::default()
            };
            logged(tx, &filter, window)
        },
        "action_log_domain",
    ),
    (
        |tx, window| {
            let filter = action_log::Filter {
                since: Some(noon()),
                until: Some(noon()),
                ..action_log::Filter::default()
            };
            logged(tx, &filter, window)
        },
        "action_log_created",
    ),
    (looked_at, "statuses_account"),
    (|tx, _| queue::reports(tx, 40).map(drop), "reports_open"),
    (|tx, _| queue::sign_ups(tx, 40).map(drop), "users_pending"),
    (|tx, _| queue::appeals(tx, 40).map(drop), "appeals_pending"),
    (
        |tx, _| queue::held_posts(tx, 40).map(drop),
        "held_statuses_waiting",
    ),
    (
        |tx, _| held(tx, held_statuses::Filter::default()),
        "held_statuses_waiting",
    ),
    (
        |tx, _| {
            let filter = held_statuses::Filter {
                account_id: Some(1),
                ..held_statuses::Filter::default()
            };
            held(tx, filter)
        },
        "held_statuses_account",
    ),
    (
        |tx, _| {
            let filter = held_statuses::Filter {
                is_local: Some(false),
                ..held_statuses::Filter::default()
            };
            held(tx, filter)
        },
        "held_statuses_origin",
    ),
    (
        |tx, _| {
            let filter = held_statuses::Filter {
                auto_rule_id: Some(1),
                ..held_statuses::Filter::default()
            };
            held(tx, filter)
        },
        "held_statuses_rule",
    ),
    (
        |tx, _| moderation_notes::about(tx, moderation_notes::Subject::Account(1)).map(drop),
        "moderation_notes_target",
    ),
    (
        |tx, _| moderation_notes::about(tx, moderation_notes::Subject::Report(1)).map(drop),
        "moderation_notes_report",
    ),
    (
        |tx, _| timed_acts::due(tx, noon(), 100).map(drop),
        "timed_acts_expires",
    ),
    (
        |tx, _| action_log::taken_back(tx, &[1, 2]).map(drop),
        "action_log_reverts",
    ),
];

#[test]
fn what_moderators_page_through_walks_an_index() -> Test {
    let mut tx = store()?.write()?;
    let is_sqlite = matches!(tx, Tx::Sqlite(_));
    refuse_detours(&mut tx, is_sqlite)?;

    for (number, (work, index)) in WORKS.iter().enumerate() {
        for window in PAGES {
            let plan = testing::plans(&mut tx, |tx| work(tx, window))?.join("\n");
            for table in ["reports", "action_log", "statuses", "users", "appeals"] {
                for detour in [format!("SCAN {table}\n"), format!("Seq Scan on {table}")] {
                    assert!(!plan.contains(&detour), "{number} {window:?}\n{plan}");
                }
            }
            let walks = !is_sqlite || plan.contains(index);
            assert!(walks, "{number} {window:?} does not use {index}\n{plan}");
            let sorts = is_sqlite && plan.contains("TEMP B-TREE");
            assert!(!sorts, "{number} {window:?} sorts\n{plan}");
        }
    }
    Ok(())
}

#[test]
fn what_posts_have_said_is_found_without_looking_at_all_versions() -> Test {
    let mut tx = store()?.write()?;
    let is_sqlite = matches!(tx, Tx::Sqlite(_));
    refuse_detours(&mut tx, is_sqlite)?;

    let works: [Work; 2] = [
        (
            |tx, _| status_edits::latest_of(tx, &[1, 2], 20).map(drop),
            "status_edits_status",
        ),
        (
            |tx, _| media::of_versions(tx, &[1, 2]).map(drop),
            "media_attachments_status",
        ),
    ];

    for (work, index) in works {
        let plan = testing::plans(&mut tx, |tx| work(tx, PAGES[0]))?.join("\n");
        assert!(plan.contains(index), "{index}\n{plan}");
        for detour in ["SCAN status_edits", "SCAN media_attachments", "Seq Scan"] {
            assert!(!plan.contains(detour), "{plan}");
        }
    }
    Ok(())
}

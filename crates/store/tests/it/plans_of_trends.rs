//! What is decided about, and what trends, is walked by an index, however much there was in ten years.

use store::{
    Tx,
    account_list::{Slice, Window},
    card_days, cards, publishers, queue, tag_days,
    tags::{self, Filter, Status},
    testing::{self, store},
    trends::{self, Kind},
    trends_due,
    visible::Viewer,
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

const SLICE: Slice = Slice {
    limit: 20,
    offset: 20,
};

/// Some work, and the index that SQLite is to walk for it.
type Work = (fn(&mut Tx, Window) -> store::Result<()>, &'static str);

fn listed(tx: &mut Tx, status: Option<Status>, window: Window) -> store::Result<()> {
    let filter = Filter {
        status,
        ..Filter::default()
    };
    tags::page(tx, &filter, window).map(drop)
}

fn shown(tx: &mut Tx, kind: Kind, account_id: Option<i64>) -> store::Result<()> {
    let viewer = Viewer {
        account_id,
        now: noon(),
    };
    trends::shown(tx, kind, &["en".into()], viewer, SLICE).map(drop)
}

const WORKS: &[Work] = &[
    (|tx, window| listed(tx, None, window), "PRIMARY KEY"),
    (
        |tx, window| listed(tx, Some(Status::Reviewed), window),
        "tags_reviewed",
    ),
    (
        |tx, window| listed(tx, Some(Status::ReviewRequested), window),
        "tags_review_requested",
    ),
    (
        |tx, window| listed(tx, Some(Status::Trendable), window),
        "tags_trendable",
    ),
    (
        |tx, window| listed(tx, Some(Status::NotTrendable), window),
        "tags_not_trendable",
    ),
    (
        |tx, window| listed(tx, Some(Status::NotUsable), window),
        "tags_not_usable",
    ),
    (
        |tx, window| publishers::page(tx, None, window).map(drop),
        "PRIMARY KEY",
    ),
    (
        |tx, window| publishers::page(tx, Some(publishers::Status::Approved), window).map(drop),
        "publishers_trendable",
    ),
    (
        |tx, window| publishers::page(tx, Some(publishers::Status::Rejected), window).map(drop),
        "publishers_not_trendable",
    ),
    (
        |tx, window| {
            publishers::page(tx, Some(publishers::Status::PendingReview), window).map(drop)
        },
        "publishers_unreviewed",
    ),
    (
        |tx, _| trends::page(tx, Kind::Link, SLICE).map(drop),
        "trends_score",
    ),
    (
        |tx, _| trends::hidden(tx, Kind::Link, 100).map(drop),
        "trends_score",
    ),
    (|tx, _| shown(tx, Kind::Tag, None), "trends_shown"),
    (|tx, _| shown(tx, Kind::Status, None), "trends_shown"),
    (|tx, _| shown(tx, Kind::Status, Some(1)), "trends_shown"),
    (
        |tx, _| trends::above(tx, Kind::Tag, 7, 100).map(drop),
        "PRIMARY KEY",
    ),
    (
        |tx, _| trends::of_account(tx, 1).map(drop),
        "trends_account",
    ),
    (
        |tx, _| trends_due::above(tx, Kind::Tag, 7, 100).map(drop),
        "PRIMARY KEY",
    ),
    (
        |tx, _| trends_due::take(tx, Kind::Tag, &[7, 8]),
        "PRIMARY KEY",
    ),
    (|tx, _| tag_days::forget(tx, 100), "tag_days_day"),
    (|tx, _| card_days::forget(tx, 100), "card_days_day"),
    (
        |tx, _| cards::stop_waiting(tx, 1, 100).map(drop),
        "PRIMARY KEY",
    ),
    (|tx, _| queue::tags(tx, 100).map(drop), "tags_waiting"),
    (
        |tx, _| queue::publishers(tx, 100).map(drop),
        "publishers_waiting",
    ),
    (
        |tx, _| queue::authors(tx, 100).map(drop),
        "author_reviews_waiting",
    ),
];

#[test]
fn lists_of_what_trends_walk_an_index_in_their_order() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let is_sqlite = store.engine() == "SQLite";
    refuse_detours(&mut tx, is_sqlite)?;

    for (number, (work, index)) in WORKS.iter().enumerate() {
        for window in PAGES {
            let plan = testing::plans(&mut tx, |tx| work(tx, window))?.join("\n");
            for detour in ["TEMP B-TREE", "Seq Scan", "Sort"] {
                assert!(!plan.contains(detour), "{number}: {detour}\n{plan}");
            }
            let walks = !is_sqlite || plan.contains(index);
            assert!(walks, "{number} does not use {index}\n{plan}");
        }
    }
    Ok(())
}

#[test]
fn tags_of_a_beginning_are_found_by_their_names() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let is_sqlite = store.engine() == "SQLite";
    if !is_sqlite {
        testing::execute(&mut tx, "SET LOCAL enable_seqscan = off")?;
    }
    let filter = Filter {
        name: Some("te".into()),
        ..Filter::default()
    };

    for window in PAGES {
        let list = |tx: &mut Tx| tags::page(tx, &filter, window).map(drop);
        let plan = testing::plans(&mut tx, list)?.join("\n");
        let is_found = plan.contains("named.name")
            || plan.contains("named USING")
            || plan.contains("tags_name_key");
        assert!(is_found && !plan.contains("Seq Scan"), "{plan}");
    }
    Ok(())
}

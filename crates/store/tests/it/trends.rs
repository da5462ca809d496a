use std::thread;

use chrono::TimeDelta;
use store::{
    Tx,
    account_list::{Slice, Window},
    action_log, card_days, cards, counters, decisions, publishers,
    tags::{self, Filter},
    testing::{self, store},
    trends::{self, Kind, Trend},
    trends_due,
    uses::Day,
    visible::Viewer,
};

use crate::{Test, add_account, noon, tags::add_post};

fn trend(thing_id: i64, language: &str, score: f64) -> Trend {
    Trend {
        thing_id,
        account_id: None,
        language: language.into(),
        score: Some(score),
        rank: None,
        allowed: true,
        is_best: true,
        peak: score,
        peak_at: noon(),
    }
}

fn ids(rows: &[Trend]) -> Vec<i64> {
    rows.iter().map(|it| it.thing_id).collect()
}

const ALL: Slice = Slice {
    limit: 100,
    offset: 0,
};

fn anybody() -> Viewer {
    Viewer {
        account_id: None,
        now: noon(),
    }
}

#[test]
fn trends_are_ranked_by_language_and_listed_by_score() -> Test {
    let mut tx = store()?.write()?;
    let rows = [
        trend(1, "en", 9.0),
        trend(2, "de", 8.0),
        trend(3, "en", 7.0),
        Trend {
            allowed: false,
            ..trend(4, "de", 6.0)
        },
        Trend {
            score: None,
            ..trend(5, "en", 99.0)
        },
    ];
    trends::replace(&mut tx, Kind::Link, &[1, 2, 3, 4, 5], &rows)?;
    trends::replace(&mut tx, Kind::Tag, &[1], &[trend(1, "", 1.0)])?;
    trends::rank(&mut tx, Kind::Link)?;

    let page = trends::page(&mut tx, Kind::Link, ALL)?;
    let ranks: Vec<(i64, Option<i32>)> = page.iter().map(|it| (it.thing_id, it.rank)).collect();
    assert_eq!(
        ranks,
        [(1, Some(1)), (2, Some(1)), (3, Some(2)), (4, Some(2))]
    );
    let mut shown = |languages: &[&str], offset| {
        let languages: Vec<String> = languages.iter().map(|it| (*it).into()).collect();
        let slice = Slice { limit: 2, offset };
        trends::shown(&mut tx, Kind::Link, &languages, anybody(), slice)
    };
    assert_eq!(shown(&[], 0)?, [1, 2]);
    assert_eq!(shown(&["de"], 0)?, [2, 1]);
    assert_eq!(shown(&["de"], 1)?, [1, 3]);
    assert_eq!(shown(&["de", "en"], 2)?, [3]);
    assert!(shown(&["de"], i64::MAX)?.is_empty());
    assert_eq!(ids(&trends::hidden(&mut tx, Kind::Link, 9)?), [4]);
    assert_eq!(ids(&trends::leading(&mut tx, Kind::Link, 1)?).len(), 2);
    assert_eq!(trends::above(&mut tx, Kind::Link, 2, 2)?, [3, 4]);
    assert!(trends::is_one_shown(&mut tx, Kind::Link, 3)?);
    assert!(!trends::is_one_shown(&mut tx, Kind::Link, 4)?);

    trends::replace(&mut tx, Kind::Link, &[1, 2], &[trend(2, "de", 1.0)])?;
    assert_eq!(ids(&trends::page(&mut tx, Kind::Link, ALL)?), [3, 4, 2]);
    assert_eq!(ids(&trends::page(&mut tx, Kind::Tag, ALL)?), [1]);
    Ok(())
}

#[test]
fn of_posts_those_are_shown_that_are_the_best_of_their_authors_and_may_be_seen() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    for (id, author, visibility) in [(11, 1, "public"), (12, 1, "public"), (13, 2, "private")] {
        add_post(&mut tx, id, author, visibility)?;
    }
    let by = |author, it: Trend| Trend {
        account_id: Some(author),
        ..it
    };
    let rows = [
        by(1, trend(11, "en", 1.0)),
        by(1, trend(12, "en", 2.0)),
        by(2, trend(13, "en", 3.0)),
        by(1, trend(99, "en", 0.5)),
    ];
    trends::replace(&mut tx, Kind::Status, &[11, 12, 13], &rows)?;
    trends::rank(&mut tx, Kind::Status)?;

    let shown = trends::shown(&mut tx, Kind::Status, &[], anybody(), ALL)?;
    assert_eq!(shown, [12]);
    let mut of_ann = trends::of_account(&mut tx, 1)?;
    of_ann.sort_unstable();
    assert_eq!(of_ann, [11, 12, 99]);
    Ok(())
}

#[test]
fn links_are_counted_by_day_and_forgotten() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    add_post(&mut tx, 11, 1, "public")?;
    let page = cards::find_or_add(&mut tx, "https://page.test/", noon())?;
    for account_id in [1, 1, 2] {
        card_days::count(&mut tx, account_id, &[page], 100)?;
    }
    card_days::count(&mut tx, 1, &[page], 101)?;

    let day = |day, uses, accounts| Day {
        thing_id: page,
        day,
        uses,
        accounts,
    };
    let mut days = card_days::since(&mut tx, &[page], 100)?;
    days.sort_by_key(|it| it.day);
    assert_eq!(days, [day(100, 3, 2), day(101, 1, 1)]);

    assert_eq!(card_days::people(&mut tx, page, (100, 101))?, 2);
    assert_eq!(card_days::people(&mut tx, page, (101, 109))?, 1);

    card_days::forget(&mut tx, 101)?;
    assert_eq!(card_days::since(&mut tx, &[page], 0)?, [day(101, 1, 1)]);
    assert_eq!(testing::count(&mut tx, "card_accounts")?, 1);
    Ok(())
}

#[test]
fn what_was_used_is_due_once_until_it_is_taken() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let page = cards::find_or_add(&mut tx, "https://page.test/", noon())?;
    card_days::count(&mut tx, 1, &[page], 100)?;
    for id in [11, 12, 11] {
        trends_due::add(&mut tx, Kind::Status, id)?;
    }
    let due = |tx: &mut Tx, kind| trends_due::above(tx, kind, 0, 9);

    assert_eq!(due(&mut tx, Kind::Link)?, [page]);
    assert_eq!(due(&mut tx, Kind::Status)?, [11, 12]);
    assert_eq!(trends_due::above(&mut tx, Kind::Status, 11, 9)?, [12]);
    trends_due::take(&mut tx, Kind::Status, &[11])?;
    assert_eq!(due(&mut tx, Kind::Status)?, [12]);
    assert_eq!(due(&mut tx, Kind::Link)?, [page]);
    Ok(())
}

/// Whoever counts has either counted before the score is made, or finds that it is due no longer.
#[test]
fn a_use_that_is_counted_while_something_is_scored_is_not_lost() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    trends_due::add(&mut tx, Kind::Status, 11)?;
    tx.save()?;
    let mut using = store.write()?;
    trends_due::add(&mut using, Kind::Status, 11)?;
    counters::change(&mut using, "uses", 1)?;
    let in_thread = store.clone();
    let scoring = thread::spawn(move || -> store::Result<i64> {
        let mut tx = in_thread.write()?;
        trends_due::take(&mut tx, Kind::Status, &[11])?;
        let seen = counters::get(&mut tx, "uses")?;
        tx.save()?;
        Ok(seen)
    });
    using.save()?;
    let seen = scoring.join().expect("no panic")?;

    let is_due = !trends_due::above(&mut store.read()?, Kind::Status, 0, 9)?.is_empty();
    assert!(seen == 1 || is_due);
    Ok(())
}

#[test]
fn one_address_stands_for_others_of_the_same_page() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_post(&mut tx, 11, 1, "public")?;
    add_post(&mut tx, 12, 1, "public")?;
    let other = cards::add(&mut tx, 11, "https://page.test/?a=1", noon())?;
    cards::set_waiting(&mut tx, 11)?;
    let page = cards::find_or_add(&mut tx, "https://page.test/", noon())?;

    cards::set_same_as(&mut tx, other, page)?;

    assert_eq!(cards::of_status(&mut tx, 11)?, Some(page));
    assert_eq!(
        cards::add(&mut tx, 12, "https://page.test/?a=1", noon())?,
        page
    );
    assert!(!cards::is_linked(&mut tx, other)?);
    assert!(cards::is_linked(&mut tx, page)?);
    assert_eq!(cards::stop_waiting(&mut tx, page, 9)?, [11]);
    assert!(cards::stop_waiting(&mut tx, page, 9)?.is_empty());
    Ok(())
}

fn act(tx: &mut Tx) -> store::Result<action_log::Recorded> {
    let effects = serde_json::json!({});
    let entry = action_log::NewEntry {
        account_id: None,
        action: "approve",
        target_type: "Tag",
        target_id: Some(1),
        human_identifier: "#tea",
        reason: None,
        report_id: None,
        target_account_id: None,
        expires_at: None,
        batch: None,
        reverts: None,
        effects: &effects,
        created_at: noon(),
    };
    action_log::add(tx, &entry)
}

#[test]
fn what_was_decided_is_kept_with_what_was_before() -> Test {
    let mut tx = store()?.write()?;
    let act = act(&mut tx)?;
    let past = serde_json::json!({ "trendable": null });

    decisions::add(&mut tx, &past, &act)?;

    assert_eq!(decisions::find(&mut tx, act.id())?, Some(past));
    assert_eq!(decisions::find(&mut tx, act.id() + 1)?, None);
    Ok(())
}

#[test]
fn a_publisher_is_made_once_and_decided_about() -> Test {
    let mut tx = store()?.write()?;
    let act = act(&mut tx)?;
    let made = publishers::find_or_add(&mut tx, "news.test", noon())?;
    assert_eq!(publishers::find_or_add(&mut tx, "news.test", noon())?, made);
    publishers::set_requested(&mut tx, made.id, noon())?;
    let decided = publishers::Publisher {
        trendable: Some(true),
        reviewed_at: Some(noon()),
        requested_review_at: Some(noon()),
        ..made
    };

    publishers::set_decided(&mut tx, &decided, &act)?;

    let window = Window {
        max_id: None,
        since_id: None,
        min_id: None,
        limit: 9,
    };
    let mut list = |status| publishers::page(&mut tx, status, window);
    assert_eq!(list(None)?, std::slice::from_ref(&decided));
    assert_eq!(list(Some(publishers::Status::Approved))?, [decided]);
    assert!(list(Some(publishers::Status::Rejected))?.is_empty());
    assert!(list(Some(publishers::Status::PendingReview))?.is_empty());
    Ok(())
}

#[test]
fn tags_are_listed_upwards_from_the_bottom() -> Test {
    let mut tx = store()?.write()?;
    for (number, name) in ["tea", "teapot", "milk", "ten"].iter().enumerate() {
        let at = noon() + TimeDelta::hours(number as i64);
        tags::add_if_new(&mut tx, name, None, at)?;
    }
    let mut names = |filter: Filter, min_id, max_id| -> store::Result<Vec<String>> {
        let window = Window {
            max_id,
            since_id: None,
            min_id,
            limit: 2,
        };
        let page = tags::page(&mut tx, &filter, window)?;
        Ok(page.into_iter().map(|it| it.name).collect())
    };
    let upwards = || Filter {
        name: Some("te".into()),
        is_upwards: true,
        ..Filter::default()
    };

    assert_eq!(names(Filter::default(), None, None)?, ["ten", "milk"]);
    assert_eq!(names(upwards(), None, None)?, ["tea", "teapot"]);
    assert_eq!(names(upwards(), Some(2), None)?, ["ten"]);
    assert_eq!(names(upwards(), None, Some(4))?, ["tea", "teapot"]);
    Ok(())
}

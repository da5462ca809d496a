use chrono::TimeDelta;
use serde_json::json;
use store::{
    Tx, auto_rule_days,
    auto_rule_days::RuleDay,
    auto_rule_matches::{self, NewMatch},
    auto_rules::{self, Terms},
    counters::{self, AUTO_RULE_CHANGES, REMOVED_TEXT_CHANGES},
    removed_texts,
    testing::{self, store},
};

use crate::{
    Test, act, add_account, noon,
    plans::{PAGES, refuse_detours},
};

fn terms<'a>(name: &'a str, conditions: &'a serde_json::Value) -> Terms<'a> {
    Terms {
        name,
        conditions,
        outcomes: &["flag", "limit"],
        report_category: "spam",
        limit_for: Some(60),
        text: "Please stop.",
        exempt_accounts: &[1],
        is_shadow: true,
        is_enabled: true,
        expires_at: Some(noon()),
        account_id: Some(1),
    }
}

fn new(rule_id: i64, status_id: Option<i64>) -> NewMatch<'static> {
    NewMatch {
        rule_id,
        account_id: 1,
        status_id,
        is_shadow: false,
        done: &["hold"],
        act_id: Some(rule_id * 10),
        limit_act_id: None,
        hold_act_id: None,
        report_id: Some(5),
        created_at: noon(),
    }
}

#[test]
fn a_rule_is_kept_changed_and_taken_away_and_each_time_that_is_counted() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let proof = act(&mut tx)?;
    let (words, links) = (json!({ "words": ["casino"] }), json!({ "has_link": true }));

    let added = auto_rules::add(&mut tx, "post", &terms("One", &words), noon())?;
    assert_eq!(added.outcomes(), ["flag", "limit"]);
    assert_eq!(added.exempt_accounts(), [1]);
    assert_eq!((&added.conditions, added.hits), (&words, 0));
    let later = noon() + TimeDelta::hours(1);
    let changed = auto_rules::set(&mut tx, added.id, &terms("Two", &links), later, &proof)?;
    assert_eq!((&*changed.name, &changed.conditions), ("Two", &links));
    assert_eq!((changed.created_at, changed.updated_at), (noon(), later));
    auto_rules::count_hit(&mut tx, added.id, later)?;
    let found = auto_rules::find_locked(&mut tx, added.id)?.ok_or("it is there")?;
    assert_eq!((found.hits, found.last_hit_at), (1, Some(later)));
    assert_eq!(auto_rules::all(&mut tx)?, [found]);
    assert_eq!(counters::get(&mut tx, AUTO_RULE_CHANGES)?, 2);

    auto_rules::remove(&mut tx, added.id, &proof)?;
    assert_eq!(auto_rules::find(&mut tx, added.id)?, None);
    assert_eq!(counters::get(&mut tx, AUTO_RULE_CHANGES)?, 3);
    Ok(())
}

#[test]
fn matches_are_found_by_rule_by_act_and_by_newcomer_until_they_are_forgotten() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let first = auto_rule_matches::add(&mut tx, &new(1, Some(7)))?;
    let second = auto_rule_matches::add(&mut tx, &new(1, None))?;
    auto_rule_matches::add(&mut tx, &new(2, Some(8)))?;

    auto_rule_matches::set_held(&mut tx, &[first], 99)?;

    let page = auto_rule_matches::page(&mut tx, 1, PAGES[0])?;
    let ids: Vec<i64> = page.iter().map(|it| it.id).collect();
    assert_eq!(ids, [second, first]);
    assert_eq!(page[1].done(), ["hold"]);
    assert_eq!((page[1].hold_act_id, page[0].hold_act_id), (Some(99), None));
    let of_act = auto_rule_matches::of_act(&mut tx, 20)?.ok_or("it is there")?;
    assert_eq!(of_act.status_id, Some(8));
    assert_eq!(auto_rule_matches::of_act(&mut tx, 30)?, None);
    let newcomers = auto_rule_matches::of_sign_up(&mut tx, 1)?;
    assert_eq!(newcomers, page[..1]);
    let later = noon() + TimeDelta::seconds(1);
    assert_eq!(auto_rule_matches::forget(&mut tx, noon(), 10)?, 0);
    assert_eq!(auto_rule_matches::forget(&mut tx, later, 2)?, 2);
    assert_eq!(auto_rule_matches::forget(&mut tx, later, 2)?, 1);
    Ok(())
}

#[test]
fn matches_are_counted_by_day() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let words = json!({ "words": ["casino"] });
    let rule = auto_rules::add(&mut tx, "post", &terms("One", &words), noon())?;

    for day in [100, 101, 101] {
        auto_rule_days::count(&mut tx, rule.id, day)?;
    }

    let day = |day, matches| RuleDay {
        rule_id: rule.id,
        day,
        matches,
    };
    let since = auto_rule_days::since(&mut tx, &[rule.id, 4711], 101)?;
    assert_eq!(since, [day(101, 2)]);
    auto_rule_days::forget(&mut tx, 101)?;
    assert_eq!(
        auto_rule_days::since(&mut tx, &[rule.id], 0)?,
        [day(101, 2)]
    );
    Ok(())
}

#[test]
fn a_removed_text_is_known_since_it_was_removed_last() -> Test {
    let mut tx = store()?.write()?;
    let hour = TimeDelta::hours(1);

    removed_texts::add(&mut tx, b"one", noon())?;
    removed_texts::add(&mut tx, b"two", noon() + hour)?;
    removed_texts::add(&mut tx, b"two", noon() + hour)?;
    assert_eq!(counters::get(&mut tx, REMOVED_TEXT_CHANGES)?, 2);
    removed_texts::add(&mut tx, b"one", noon() + hour * 3)?;

    let all = removed_texts::since(&mut tx, noon(), 10)?;
    let expected = [
        (b"one".to_vec(), noon() + hour * 3),
        (b"two".to_vec(), noon() + hour),
    ];
    assert_eq!(all, expected);
    let few = removed_texts::since(&mut tx, noon() + hour * 2, 10)?;
    assert_eq!(few, expected[..1]);
    removed_texts::remove(&mut tx, b"one")?;
    removed_texts::remove(&mut tx, b"one")?;
    assert_eq!(counters::get(&mut tx, REMOVED_TEXT_CHANGES)?, 4);
    removed_texts::forget(&mut tx, noon() + hour * 2)?;
    assert!(removed_texts::since(&mut tx, noon(), 10)?.is_empty());
    Ok(())
}

/// Some work, and the index that SQLite is to walk for it.
type Work = (fn(&mut Tx) -> store::Result<()>, &'static str);

const WORKS: &[Work] = &[
    (
        |tx| auto_rule_matches::page(tx, 1, PAGES[1]).map(drop),
        "auto_rule_matches_rule",
    ),
    (
        |tx| auto_rule_matches::of_act(tx, 1).map(drop),
        "auto_rule_matches_act",
    ),
    (
        |tx| auto_rule_matches::of_sign_up(tx, 1).map(drop),
        "auto_rule_matches_account",
    ),
    (
        |tx| auto_rule_matches::forget(tx, noon(), 10).map(drop),
        "auto_rule_matches_created",
    ),
    (
        |tx| auto_rule_days::since(tx, &[1, 2], 100).map(drop),
        "PRIMARY KEY",
    ),
    (|tx| auto_rule_days::forget(tx, 100), "auto_rule_days_day"),
    (
        |tx| removed_texts::since(tx, noon(), 10).map(drop),
        "removed_texts_removed",
    ),
    (
        |tx| removed_texts::forget(tx, noon()),
        "removed_texts_removed",
    ),
    (
        |tx| store::statuses::newest_for_all(tx, 10).map(drop),
        "statuses",
    ),
    (|tx| store::users::newest(tx, 10).map(drop), "users"),
    (
        |tx| store::follows::among(tx, &[1, 2], &[3]).map(drop),
        "follows",
    ),
];

#[test]
fn what_is_looked_for_about_rules_walks_an_index() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let is_sqlite = store.engine() == "SQLite";
    refuse_detours(&mut tx, is_sqlite)?;

    for (work, index) in WORKS {
        let plan = testing::plans(&mut tx, *work)?.join("\n");
        for detour in ["SCAN auto_rule", "SCAN removed_", "TEMP B-TREE", "Seq Scan"] {
            assert!(!plan.contains(detour), "{index}\n{plan}");
        }
        let walks = !is_sqlite || plan.contains(index);
        assert!(walks, "does not use {index}\n{plan}");
    }
    Ok(())
}

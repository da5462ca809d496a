use store::{
    Tx, domain_allows, domain_blocks,
    domain_subscription_entries::{self as entries, Entry, Said},
    domain_subscriptions::{self as lists, Subscription, Terms},
    testing::store,
};

use crate::{Test, act, hour, noon, plans::PAGES};

fn terms(url: &str) -> Terms<'_> {
    Terms {
        name: "Pests",
        url,
        format: "auto",
        priority: 1,
        is_enabled: true,
        needs_review: true,
        retracts: true,
        severity: None,
        excludes: &[],
    }
}

fn add(tx: &mut Tx, url: &str) -> store::Result<Subscription> {
    lists::add(tx, "block", &terms(url), noon())
}

fn said(domain: &str) -> Said {
    Said {
        domain: domain.into(),
        severity: "suspend".into(),
        reject_media: false,
        reject_reports: true,
        public_comment: Some("Ads".into()),
        obfuscate: false,
    }
}

fn domains(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|it| it.domain.as_str()).collect()
}

#[test]
fn lists_are_kept_with_what_somebody_wants_of_them() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    let one = add(&mut tx, "https://one.test/")?;
    let two = add(&mut tx, "https://two.test/")?;
    let excludes = ["good.test".to_owned()];
    let other = Terms {
        severity: Some("silence"),
        excludes: &excludes,
        is_enabled: false,
        ..terms("https://three.test/")
    };

    lists::set_version(&mut tx, one.id, Some("x"), Some("y"), hour(1))?;
    let changed = lists::set(&mut tx, one.id, &other, hour(2), &proof)?;

    assert_eq!(
        (changed.excludes(), changed.etag.clone()),
        (vec!["good.test"], None)
    );
    assert_eq!(
        (changed.severity.as_deref(), changed.changed_at),
        (Some("silence"), Some(hour(1)))
    );
    let found = lists::find_by_url(&mut tx, "https://three.test/")?;
    assert_eq!(found.map(|it| it.id), Some(one.id));
    assert_eq!(lists::due(&mut tx, noon(), 9)?, [two.id]);
    lists::set_checked(&mut tx, two.id, hour(1), hour(2), (3, Some("late")))?;
    assert!(lists::due(&mut tx, hour(1), 9)?.is_empty());
    lists::set_next(&mut tx, two.id, hour(1))?;
    assert_eq!(lists::due(&mut tx, hour(1), 9)?, [two.id]);
    let two = lists::find_locked(&mut tx, two.id)?.expect("it is there");
    assert_eq!((two.failures, two.last_error.as_deref()), (3, Some("late")));
    lists::remove(&mut tx, one.id, &proof)?;
    assert_eq!(lists::all(&mut tx)?.len(), 1);
    assert_eq!(lists::find(&mut tx, one.id)?, None);
    Ok(())
}

#[test]
fn what_a_list_says_is_kept_once_and_what_has_come_of_it() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    let list = add(&mut tx, "https://one.test/")?.id;
    let other = add(&mut tx, "https://two.test/")?.id;
    let all = ["a.test", "b.test", "c.test"].map(said);
    entries::add(&mut tx, list, &all.each_ref(), noon())?;
    entries::add(&mut tx, list, &[&all[0]], hour(1))?;
    entries::add(&mut tx, other, &[&all[0]], noon())?;

    let kept = entries::some(&mut tx, list, 0, 9)?;
    assert_eq!(domains(&kept), ["a.test", "b.test", "c.test"]);
    assert!(all[0].is(&kept[0]) && kept[0].is_listed && kept[0].state == "draft");
    let [a, b, c] = [kept[0].id, kept[1].id, kept[2].id];
    entries::approve(&mut tx, a, hour(1), &proof)?;
    let milder = Said {
        severity: "silence".into(),
        ..said("a.test")
    };
    entries::set_said(&mut tx, a, &milder, hour(2))?;
    let found = entries::find(&mut tx, list, a)?.expect("it is there");
    assert!(milder.is(&found) && !found.is_approved);
    assert_eq!(entries::find(&mut tx, other, a)?, None);
    entries::set_state(&mut tx, b, "covered", Some("why"), hour(1))?;
    entries::set_listed(&mut tx, &[b, c], false, hour(1))?;
    assert_eq!(entries::approve_drafts(&mut tx, list, hour(1), &proof)?, 2);
    assert_eq!(entries::dismiss_drafts(&mut tx, list, hour(1), &proof)?, 2);
    let mut counts = entries::counts(&mut tx, list)?;
    counts.sort();
    assert_eq!(counts, [("covered".into(), 1), ("dismissed".into(), 2)]);
    let page = entries::page(&mut tx, list, Some("dismissed"), PAGES[0])?;
    assert_eq!(domains(&page), ["c.test", "a.test"]);
    assert_eq!(entries::page(&mut tx, list, None, PAGES[0])?.len(), 3);
    let names = ["b.test", "d.test"].map(String::from);
    let about = entries::about(&mut tx, list, &names)?;
    assert_eq!(domains(&about), ["b.test"]);
    assert_eq!(
        (about[0].note.as_deref(), about[0].is_listed),
        (Some("why"), false)
    );
    entries::remove(&mut tx, b)?;
    assert_eq!(domains(&entries::some(&mut tx, list, a, 9)?), ["c.test"]);
    Ok(())
}

#[test]
fn what_a_list_has_decided_outlives_it() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    let list = add(&mut tx, "https://one.test/")?.id;
    let terms = domain_blocks::Terms {
        severity: "suspend".into(),
        grace_days: 30,
        ..domain_blocks::Terms::default()
    };
    let block = domain_blocks::add(&mut tx, "a.test", &terms, None, noon())?;
    let allow = domain_allows::add(&mut tx, "b.test", Some(list), noon())?;
    assert!(domain_blocks::of_subscription(&mut tx, list, 9)?.is_empty());
    domain_blocks::set_subscription(&mut tx, block.id, Some(list), &proof)?;
    assert_eq!(
        domain_blocks::of_subscription(&mut tx, list, 9)?,
        [block.id]
    );
    assert_eq!(
        domain_allows::of_subscription(&mut tx, list, 9)?,
        [allow.id]
    );
    let found = domain_allows::of_any(&mut tx, &["b.test".to_owned()])?;
    assert_eq!(found, [allow]);

    lists::remove(&mut tx, list, &proof)?;

    assert!(domain_blocks::of_subscription(&mut tx, list, 9)?.is_empty());
    let kept = domain_blocks::find(&mut tx, block.id)?.expect("it stays");
    assert_eq!(kept.subscription_id, None);
    Ok(())
}

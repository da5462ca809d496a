use store::{
    Tx,
    counters::{self, INSTANCES},
    domain_allows,
    domain_blocks::{self, Terms},
    hosts,
    instances::{self, Order, Place, Trouble, Wanted},
    testing::{execute, store},
};

use crate::{Test, act, add_account, hour, noon};

fn terms() -> Terms {
    Terms {
        severity: "silence".into(),
        grace_days: 30,
        ..Terms::default()
    }
}

fn list(tx: &mut Tx, wanted: Wanted) -> store::Result<Vec<String>> {
    let found = instances::list(
        tx,
        &Wanted {
            limit: 10,
            ..wanted
        },
    )?;
    Ok(found.into_iter().map(|it| it.domain).collect())
}

#[test]
fn a_server_is_met_and_counted_once() -> Test {
    let mut tx = store()?.write()?;

    instances::meet(&mut tx, "far.test", noon())?;
    instances::meet(&mut tx, "other.test", noon())?;
    instances::meet(&mut tx, "far.test", hour(1))?;

    assert_eq!(instances::recount(&mut tx)?, 2);
    assert_eq!(counters::get(&mut tx, INSTANCES)?, 2);
    assert_eq!(instances::domains(&mut tx)?, ["far.test", "other.test"]);
    Ok(())
}

#[test]
fn servers_are_listed_by_size_or_name_and_by_what_holds_for_them() -> Test {
    let mut tx = store()?.write()?;
    for (id, handle) in [(1, "a@big.test"), (2, "b@big.test"), (3, "c@small.test")] {
        add_account(&mut tx, id, handle)?;
    }
    instances::meet(&mut tx, "no_one.test", noon())?;
    instances::set_host(&mut tx, "small.test", Some("inbox.small.test"))?;
    domain_blocks::add(&mut tx, "no_one.test", &terms(), None, noon())?;
    domain_allows::add(&mut tx, "big.test", None, noon())?;
    hosts::add_failure(&mut tx, "inbox.small.test", 1)?;
    hosts::add_failure(&mut tx, "big.test", 1)?;
    hosts::set_unavailable(&mut tx, "big.test", hour(1), noon())?;
    let all = Wanted::default;

    let by_size = list(&mut tx, all())?;
    assert_eq!(by_size, ["big.test", "small.test", "no_one.test"]);
    let by_name = Wanted {
        order: Order::Domain,
        ..all()
    };
    let by_name = list(&mut tx, by_name)?;
    assert_eq!(by_name, ["big.test", "no_one.test", "small.test"]);
    let after = |accounts_count, domain: &str| {
        Some(Place {
            accounts_count,
            domain: domain.into(),
        })
    };
    for (wanted, expected) in [
        (
            Wanted {
                after: after(1, "small.test"),
                ..all()
            },
            "no_one.test",
        ),
        (
            Wanted {
                order: Order::Domain,
                after: after(0, "no_one.test"),
                ..all()
            },
            "small.test",
        ),
        (
            Wanted {
                is_limited: true,
                ..all()
            },
            "no_one.test",
        ),
        (
            Wanted {
                is_allowed: true,
                ..all()
            },
            "big.test",
        ),
        (
            Wanted {
                part_of_name: Some("_".into()),
                ..all()
            },
            "no_one.test",
        ),
        (
            Wanted {
                trouble: Some(Trouble::Failing),
                ..all()
            },
            "small.test",
        ),
        (
            Wanted {
                trouble: Some(Trouble::Unavailable),
                ..all()
            },
            "big.test",
        ),
    ] {
        assert_eq!(list(&mut tx, wanted.clone())?, [expected], "{wanted:?}");
    }
    let both = ["big.test", "small.test"].map(String::from);
    assert_eq!(instances::accounts_of(&mut tx, &both)?, 3);
    let small = instances::find(&mut tx, "small.test")?.expect("it is known");
    assert_eq!(small.delivery_host(), "inbox.small.test");
    Ok(())
}

#[test]
fn only_a_server_that_is_nothing_to_us_is_forgotten() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "a@full.test")?;
    for domain in ["blocked.test", "allowed.test", "empty.test"] {
        instances::meet(&mut tx, domain, noon())?;
    }
    domain_blocks::add(&mut tx, "blocked.test", &terms(), None, noon())?;
    domain_allows::add(&mut tx, "allowed.test", None, noon())?;

    for (domain, goes) in [
        ("full.test", false),
        ("blocked.test", false),
        ("allowed.test", false),
        ("empty.test", true),
        ("empty.test", false),
    ] {
        assert_eq!(instances::forget(&mut tx, domain)?, goes, "{domain}");
    }
    assert_eq!(counters::get(&mut tx, INSTANCES)?, 3);
    Ok(())
}

#[test]
fn the_accounts_of_servers_are_counted_anew_some_at_a_time() -> Test {
    let mut tx = store()?.write()?;
    for (id, handle) in [(1, "a@big.test"), (2, "b@big.test"), (3, "c@small.test")] {
        add_account(&mut tx, id, handle)?;
    }
    execute(
        &mut tx,
        "UPDATE instances SET accounts_count = 7 WHERE domain = 'big.test'",
    )?;

    let first = instances::recount_accounts(&mut tx, "", 1)?;
    assert_eq!(
        (&*first[0].domain, first[0].kept, first[0].counted),
        ("big.test", 7, 2)
    );
    let second = instances::recount_accounts(&mut tx, "big.test", 9)?;
    assert_eq!((second.len(), second[0].kept, second[0].counted), (1, 1, 1));
    instances::mend_accounts(&mut tx, "big.test")?;
    let first = instances::recount_accounts(&mut tx, "", 1)?;
    assert_eq!((first[0].kept, first[0].counted), (2, 2));
    Ok(())
}

#[test]
fn what_somebody_has_given_up_stays_so_until_somebody_decides_otherwise() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    hosts::stop(&mut tx, "far.test", noon(), &proof)?;

    hosts::set_unavailable(&mut tx, "far.test", hour(2), hour(1))?;
    hosts::add_failure(&mut tx, "far.test", 1)?;
    hosts::clear(&mut tx, "far.test")?;
    let found = hosts::find_unavailable(&mut tx, "far.test")?.expect("it is given up");
    assert_eq!((found.next_try_at, found.created_at), (None, noon()));
    assert!(hosts::failures(&mut tx, "far.test")?.is_empty());
    hosts::restart(&mut tx, "far.test", &proof)?;
    assert_eq!(hosts::find_unavailable(&mut tx, "far.test")?, None);

    hosts::set_unavailable(&mut tx, "far.test", hour(2), hour(1))?;
    hosts::set_unavailable(&mut tx, "far.test", hour(3), hour(2))?;
    let found = hosts::find_unavailable(&mut tx, "far.test")?.expect("it is given up");
    assert_eq!(
        (found.next_try_at, found.created_at),
        (Some(hour(3)), hour(1))
    );
    hosts::clear(&mut tx, "far.test")?;
    assert_eq!(hosts::find_unavailable(&mut tx, "far.test")?, None);
    Ok(())
}

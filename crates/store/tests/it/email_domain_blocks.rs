use std::net::IpAddr;

use store::{
    email_domain_blocks::{self, EmailDomainBlock, Terms},
    email_domain_days::{self, BlockDay},
    testing::{count, store},
};

use crate::{Test, act, hour, noon, plans::PAGES};

#[test]
fn a_rule_is_kept_as_it_was_decided() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;

    let added = email_domain_blocks::add(&mut tx, "junk.test", None, &Terms::default(), noon())?;
    let decided = Terms {
        allow_with_approval: true,
        comment: "Wave".into(),
        expires_at: Some(hour(2)),
    };
    email_domain_blocks::set(&mut tx, added.id, &decided, &proof)?;
    email_domain_blocks::count_hit(&mut tx, added.id, noon())?;
    email_domain_blocks::count_hit(&mut tx, added.id, hour(1))?;

    let expected = EmailDomainBlock {
        id: added.id,
        domain: "junk.test".into(),
        parent_id: None,
        allow_with_approval: true,
        comment: "Wave".into(),
        expires_at: Some(hour(2)),
        hits: 2,
        last_hit_at: Some(hour(1)),
        created_at: noon(),
    };
    let found = email_domain_blocks::find_locked(&mut tx, added.id)?.expect("the rule");
    assert_eq!(found, expected);
    assert_eq!(email_domain_blocks::find(&mut tx, added.id + 1)?, None);
    let second = email_domain_blocks::add(&mut tx, "junk.test", None, &decided, noon());
    assert!(matches!(second, Err(store::Error::Duplicate(_))));
    Ok(())
}

#[test]
fn what_was_made_along_with_a_rule_goes_with_it_and_so_does_its_history() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    let terms = Terms::default();
    let parent = email_domain_blocks::add(&mut tx, "junk.test", None, &terms, noon())?;
    let id = Some(parent.id);
    let child = email_domain_blocks::add(&mut tx, "mx.test", id, &terms, noon())?;
    let other = email_domain_blocks::add(&mut tx, "other.test", None, &terms, noon())?;
    let ip: IpAddr = [203, 0, 113, 9].into();
    email_domain_days::count(&mut tx, child.id, ip, 100)?;

    assert_eq!(email_domain_blocks::children(&mut tx, parent.id)?, [child]);
    assert_eq!(email_domain_blocks::page(&mut tx, PAGES[0])?[0], other);
    email_domain_blocks::remove(&mut tx, parent.id, &proof)?;

    assert_eq!(email_domain_blocks::all(&mut tx)?, [other]);
    assert_eq!(count(&mut tx, "email_domain_block_days")?, 0);
    assert_eq!(count(&mut tx, "email_domain_block_addresses")?, 0);
    Ok(())
}

#[test]
fn rules_are_found_by_any_of_several_names_and_end_when_their_time_has_come() -> Test {
    let mut tx = store()?.write()?;
    let short = Terms {
        expires_at: Some(hour(1)),
        ..Terms::default()
    };
    let soon = email_domain_blocks::add(&mut tx, "a.junk.test", None, &short, noon())?;
    let never = email_domain_blocks::add(&mut tx, "junk.test", None, &Terms::default(), noon())?;
    let names = ["junk.test", "a.junk.test", "test"].map(String::from);

    let found = email_domain_blocks::of_any(&mut tx, &names)?;
    assert_eq!(found, [soon, never.clone()]);
    assert_eq!(email_domain_blocks::of_any(&mut tx, &[])?, []);
    assert_eq!(email_domain_blocks::remove_expired(&mut tx, noon())?, 0);
    assert_eq!(email_domain_blocks::remove_expired(&mut tx, hour(1))?, 1);
    assert_eq!(email_domain_blocks::of_any(&mut tx, &names)?, [never]);
    Ok(())
}

#[test]
fn each_address_is_counted_once_a_day_and_each_try_once() -> Test {
    let mut tx = store()?.write()?;
    let block = email_domain_blocks::add(&mut tx, "junk.test", None, &Terms::default(), noon())?;
    let (one, two): (IpAddr, IpAddr) = ([203, 0, 113, 1].into(), [203, 0, 113, 2].into());
    for (ip, day) in [(one, 100), (one, 100), (two, 100), (one, 101), (one, 90)] {
        email_domain_days::count(&mut tx, block.id, ip, day)?;
    }
    let day = |day, uses, addresses| BlockDay {
        block_id: block.id,
        day,
        uses,
        addresses,
    };

    let mut found = email_domain_days::since(&mut tx, &[block.id, 4711], 95)?;
    found.sort_by_key(|it| it.day);
    assert_eq!(found, [day(100, 3, 2), day(101, 1, 1)]);
    email_domain_days::forget(&mut tx, 101)?;
    let left = email_domain_days::since(&mut tx, &[block.id], 0)?;
    assert_eq!(left, [day(101, 1, 1)]);
    assert_eq!(count(&mut tx, "email_domain_block_addresses")?, 1);
    Ok(())
}

use store::{
    domain_blocks::{self, DomainBlock, Terms},
    testing::store,
};

use crate::{Test, act, hour, noon, plans::PAGES};

pub(crate) fn terms(severity: &str) -> Terms {
    Terms {
        severity: severity.into(),
        grace_days: 30,
        ..Terms::default()
    }
}

#[test]
fn a_rule_is_kept_as_it_was_decided() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;

    let added = domain_blocks::add(&mut tx, "far.test", &terms("silence"), None, noon())?;
    let decided = Terms {
        reject_media: true,
        public_comment: Some("Ads".into()),
        expires_at: Some(hour(2)),
        ..terms("suspend")
    };
    let changed = domain_blocks::set(&mut tx, added.id, &decided, &proof)?;
    domain_blocks::set_act(&mut tx, added.id, &proof)?;

    let expected = DomainBlock {
        id: added.id,
        domain: "far.test".into(),
        severity: "suspend".into(),
        reject_media: true,
        reject_reports: false,
        private_comment: None,
        public_comment: Some("Ads".into()),
        obfuscate: false,
        grace_days: 30,
        subscription_id: None,
        act_id: None,
        deletion_due_at: None,
        expires_at: Some(hour(2)),
        created_at: noon(),
    };
    assert_eq!(changed, expected);
    let found = domain_blocks::find(&mut tx, added.id)?.expect("the rule");
    assert_eq!(found.act_id, Some(proof.id()));
    assert_eq!(domain_blocks::find(&mut tx, added.id + 1)?, None);
    Ok(())
}

#[test]
fn a_domain_has_one_rule() -> Test {
    let mut tx = store()?.write()?;
    domain_blocks::add(&mut tx, "far.test", &terms("silence"), None, noon())?;

    let second = domain_blocks::add(&mut tx, "far.test", &terms("noop"), None, noon());

    assert!(matches!(second, Err(store::Error::Duplicate(_))));
    Ok(())
}

#[test]
fn rules_are_found_by_any_of_several_names() -> Test {
    let mut tx = store()?.write()?;
    let mut ids = Vec::new();
    for domain in ["a.far.test", "far.test", "near.test"] {
        ids.push(domain_blocks::add(&mut tx, domain, &terms("noop"), None, noon())?.id);
    }

    let names = ["a.far.test", "far.test", "test"].map(String::from);
    let mut found = domain_blocks::of_any(&mut tx, &names)?;
    found.sort_by_key(|it| it.id);

    let found: Vec<i64> = found.iter().map(|it| it.id).collect();
    assert_eq!(found, ids[..2]);
    assert_eq!(domain_blocks::of_any(&mut tx, &[])?, []);
    Ok(())
}

#[test]
fn rules_are_paged_newest_first_and_removed_one_by_one() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    let one = domain_blocks::add(&mut tx, "one.test", &terms("noop"), None, noon())?;
    let two = domain_blocks::add(&mut tx, "two.test", &terms("noop"), None, noon())?;

    assert_eq!(
        domain_blocks::page(&mut tx, PAGES[0])?,
        [two.clone(), one.clone()]
    );
    domain_blocks::remove(&mut tx, two.id, &proof)?;
    assert_eq!(domain_blocks::page(&mut tx, PAGES[0])?, [one]);
    Ok(())
}

#[test]
fn rules_end_and_accounts_are_emptied_when_their_time_has_come() -> Test {
    let mut tx = store()?.write()?;
    let ends = |hours| Terms {
        expires_at: Some(hour(hours)),
        deletion_due_at: Some(hour(hours)),
        ..terms("suspend")
    };
    let late = domain_blocks::add(&mut tx, "late.test", &ends(2), None, noon())?;
    let soon = domain_blocks::add(&mut tx, "soon.test", &ends(1), None, noon())?;
    domain_blocks::add(&mut tx, "never.test", &terms("suspend"), None, noon())?;

    assert!(domain_blocks::expired(&mut tx, noon(), 9)?.is_empty());
    assert_eq!(domain_blocks::expired(&mut tx, hour(1), 9)?, [soon.id]);
    let due = domain_blocks::due_for_deletion(&mut tx, hour(2), 9)?;
    assert_eq!(due, [soon.id, late.id]);
    domain_blocks::set_deletion_due(&mut tx, soon.id, None)?;
    let due = domain_blocks::due_for_deletion(&mut tx, hour(2), 9)?;
    assert_eq!(due, [late.id]);
    let domains = domain_blocks::domains(&mut tx)?;
    assert_eq!(domains.len(), 3);
    let all = domain_blocks::all(&mut tx)?;
    assert_eq!(all[0].id, late.id, "oldest first");
    Ok(())
}

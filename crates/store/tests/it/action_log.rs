use serde_json::json;
use store::{
    action_log::{self, NewEntry},
    testing::{self, store},
};

use crate::{Test, act, hour, noon};

#[test]
fn an_entry_keeps_all_that_was_written() -> Test {
    let mut tx = store()?.write()?;
    let entry = NewEntry {
        account_id: Some(7),
        action: "suspend",
        target_type: "Account",
        target_id: Some(1),
        human_identifier: "ann",
        reason: Some("spam"),
        report_id: Some(3),
        target_account_id: None,
        expires_at: None,
        batch: None,
        reverts: None,
        effects: &json!({ "reports_resolved": 2 }),
        created_at: hour(1),
    };

    let proof = action_log::add(&mut tx, &entry)?;

    let [found] = &action_log::about(&mut tx, "Account", 1)?[..] else {
        panic!("one was added");
    };
    assert_eq!(found.id, proof.id());
    assert_eq!(
        (found.account_id, found.action.as_str()),
        (Some(7), "suspend")
    );
    assert_eq!(
        (found.target_type.as_str(), found.target_id),
        ("Account", Some(1))
    );
    assert_eq!(found.human_identifier, "ann");
    assert_eq!(
        (found.reason.as_deref(), found.report_id),
        (Some("spam"), Some(3))
    );
    assert_eq!(found.effects, json!({ "reports_resolved": 2 }));
    assert_eq!(found.created_at, hour(1));
    assert_eq!(
        (found.expires_at, found.batch, found.reverts),
        (None, None, None)
    );
    Ok(())
}

#[test]
fn entries_are_found_by_what_they_are_about() -> Test {
    let mut tx = store()?.write()?;
    let entry = |target_type, target_id| NewEntry {
        account_id: None,
        action: "update",
        target_type,
        target_id,
        human_identifier: "it",
        reason: None,
        report_id: None,
        target_account_id: None,
        expires_at: None,
        batch: None,
        reverts: None,
        effects: &serde_json::Value::Null,
        created_at: noon(),
    };
    let mut ids = Vec::new();
    for (kind, id) in [
        ("Account", Some(1)),
        ("Report", Some(1)),
        ("Account", Some(1)),
        ("Rule", None),
    ] {
        ids.push(action_log::add(&mut tx, &entry(kind, id))?.id());
    }

    let numbers = |entries: Vec<action_log::Entry>| -> Vec<i64> {
        entries.into_iter().map(|it| it.id).collect()
    };
    let about = action_log::about(&mut tx, "Account", 1)?;
    assert_eq!(numbers(about), [ids[0], ids[2]]);
    assert!(action_log::about(&mut tx, "Account", 2)?.is_empty());
    let newest = action_log::newest(&mut tx, 2)?;
    assert_eq!(numbers(newest), [ids[3], ids[2]]);
    Ok(())
}

#[test]
fn the_proof_of_an_earlier_act_can_be_had_again() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;

    let found = action_log::find(&mut tx, proof.id())?;
    assert_eq!(found.map(|it| it.id()), Some(proof.id()));
    assert!(action_log::find(&mut tx, proof.id() + 1)?.is_none());
    Ok(())
}

#[test]
fn the_log_is_only_ever_added_to() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let proof = act(&mut tx)?;
    tx.save()?;

    for sql in [
        "UPDATE action_log SET action = 'warn'",
        "UPDATE action_log SET created_at = created_at WHERE id = 1",
        "DELETE FROM action_log",
        "DELETE FROM action_log WHERE id = 1",
    ] {
        let mut tx = store.write()?;
        let refused = testing::execute(&mut tx, sql).expect_err(sql);
        let source = std::error::Error::source(&refused).map(ToString::to_string);
        let source = source.unwrap_or_default();
        assert!(source.contains("append-only"), "{sql}: {source}");
    }
    let mut tx = store.write()?;
    let [entry] = &action_log::newest(&mut tx, 9)?[..] else {
        panic!("one was added");
    };
    assert_eq!((entry.id, entry.action.as_str()), (proof.id(), "suspend"));
    Ok(())
}

#[test]
fn an_entry_is_not_written_over() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let proof = act(&mut tx)?;
    let values = format!(
        "({}, 'warn', 'Account', '', '{{}}', '2026-11-22')",
        proof.id()
    );
    let columns = "(id, action, target_type, human_identifier, effects, created_at)";
    tx.save()?;

    for sql in [
        format!("INSERT INTO action_log {columns} VALUES {values}"),
        format!("INSERT OR REPLACE INTO action_log {columns} VALUES {values}"),
        format!(
            "INSERT INTO action_log {columns} VALUES {values}
             ON CONFLICT (id) DO UPDATE SET action = 'warn'"
        ),
    ] {
        let mut tx = store.write()?;
        assert!(testing::execute(&mut tx, &sql).is_err(), "{sql}");
    }
    let entries = action_log::newest(&mut store.read()?, 9)?;
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].action, "suspend");
    Ok(())
}

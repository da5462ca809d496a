use serde_json::json;
use store::{reports, testing::store};

use crate::{Test, act, add_account, hour, noon};

#[test]
fn a_report_is_unresolved_until_it_is_resolved() -> Test {
    let mut tx = store()?.write()?;
    for (id, name) in [(1, "ann"), (2, "bob"), (3, "mod")] {
        add_account(&mut tx, id, name)?;
    }
    let proof = act(&mut tx)?;
    let first = reports::add(&mut tx, 1, 2, "spam", "again", noon())?;
    let second = reports::add(&mut tx, 1, 2, "other", "", hour(1))?;
    reports::add(&mut tx, 2, 1, "other", "", hour(1))?;
    assert_eq!(
        (first.category.as_str(), first.comment.as_str()),
        ("spam", "again")
    );
    assert_eq!(
        (&first.status_ids, &first.rule_ids),
        (&json!([]), &json!([]))
    );
    assert_eq!((first.account_id, first.target_account_id), (1, 2));
    assert_eq!(first.created_at, noon());
    let both = [first.clone(), second.clone()];
    assert_eq!(reports::unresolved_about(&mut tx, 2)?, both);

    reports::set_resolved(&mut tx, first.id, Some(3), hour(2), &proof)?;

    assert_eq!(reports::unresolved_about(&mut tx, 2)?, [second]);
    let resolved = reports::find(&mut tx, first.id)?.expect("added above");
    assert_eq!(resolved.action_taken_at, Some(hour(2)));
    assert_eq!(resolved.action_taken_by_account_id, Some(3));
    assert_eq!(reports::find(&mut tx, -1)?, None);
    Ok(())
}

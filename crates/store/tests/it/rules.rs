use serde_json::json;
use store::{
    rules,
    testing::{self, store},
};

use crate::{Test, noon};

#[test]
fn rules_are_listed_by_priority_without_the_deleted() -> Test {
    let mut tx = store()?.write()?;
    let first = rules::add(&mut tx, "Be kind", "always", noon())?;
    let second = rules::add(&mut tx, "No spam", "", noon())?;
    let third = rules::add(&mut tx, "Old", "", noon())?;
    assert_eq!((first.priority, &first.translations), (0, &json!({})));

    let (raised, deleted) = (first.id, third.id);
    testing::execute(
        &mut tx,
        &format!("UPDATE rules SET priority = 5 WHERE id = {raised}"),
    )?;
    let sql = format!("UPDATE rules SET deleted_at = created_at WHERE id = {deleted}");
    testing::execute(&mut tx, &sql)?;

    let texts: Vec<_> = rules::all(&mut tx)?.into_iter().map(|it| it.text).collect();
    assert_eq!(texts, ["No spam", "Be kind"]);
    assert_eq!(second.hint, "");
    Ok(())
}

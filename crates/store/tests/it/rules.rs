use serde_json::json;
use store::{
    rules::{self, Rule},
    testing::{self, store},
};

use crate::{Test, act, hour, noon};

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

#[test]
fn a_rule_is_changed_as_a_whole_and_given_up() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    let kind = rules::add(&mut tx, "Be kind", "always", noon())?;
    let other = rules::add(&mut tx, "No spam", "", noon())?;
    let wanted = Rule {
        id: kind.id,
        text: "Be kinder".into(),
        hint: String::new(),
        priority: 7,
        translations: json!({ "de": { "text": "Sei netter" } }),
    };

    rules::set(&mut tx, &wanted, &proof)?;
    rules::set_deleted(&mut tx, other.id, hour(1), &proof)?;

    assert_eq!(rules::find(&mut tx, kind.id)?.as_ref(), Some(&wanted));
    assert_eq!(rules::all(&mut tx)?, [wanted]);
    assert_eq!(rules::find(&mut tx, other.id)?, None);
    assert_eq!(rules::find_many(&mut tx, &[other.id])?, [other]);
    Ok(())
}

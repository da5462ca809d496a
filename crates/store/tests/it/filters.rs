use serde_json::json;
use store::{
    Error, Tx,
    filters::{self, Filter},
    testing::store,
};

use crate::{Test, add_account, hour, noon, tags::add_post};

fn add(tx: &mut Tx, account_id: i64, hours: Option<i64>) -> store::Result<Filter> {
    let filter = Filter {
        id: 0,
        account_id,
        title: "Noise".into(),
        contexts: json!(["home"]),
        action: "warn".into(),
        expires_at: hours.map(hour),
        created_at: noon(),
        updated_at: noon(),
    };
    filters::add(tx, &filter)
}

#[test]
fn a_filter_is_only_its_owners() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    let filter = add(&mut tx, 1, None)?;
    let changed = Filter {
        title: "Less".into(),
        contexts: json!(["thread", "account"]),
        action: "hide".into(),
        expires_at: Some(hour(2)),
        updated_at: hour(1),
        ..filter.clone()
    };

    filters::set(&mut tx, &changed)?;

    assert_eq!(filters::find(&mut tx, 1, filter.id)?, Some(changed.clone()));
    assert_eq!(filters::find(&mut tx, 2, filter.id)?, None);
    assert_eq!(filters::all_of(&mut tx, 1)?, [changed]);
    assert_eq!(
        (
            filters::count_of(&mut tx, 1)?,
            filters::count_of(&mut tx, 2)?
        ),
        (1, 0)
    );
    filters::remove(&mut tx, filter.id)?;
    assert!(filters::all_of(&mut tx, 1)?.is_empty());
    Ok(())
}

#[test]
fn a_filter_that_has_ended_is_not_active() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    let (lasting, ending) = (add(&mut tx, 1, None)?, add(&mut tx, 1, Some(1))?);
    add(&mut tx, 2, None)?;

    let at_noon = filters::active_of(&mut tx, 1, noon())?;
    let later = filters::active_of(&mut tx, 1, hour(1))?;

    assert_eq!(at_noon, [lasting.clone(), ending.clone()]);
    assert_eq!(later, std::slice::from_ref(&lasting));
    assert_eq!(filters::all_of(&mut tx, 1)?, [lasting, ending]);
    filters::remove_all_of(&mut tx, 1)?;
    assert!(filters::all_of(&mut tx, 1)?.is_empty());
    assert_eq!(filters::count_of(&mut tx, 2)?, 1);
    Ok(())
}

#[test]
fn keywords_belong_to_the_owner_of_their_filter() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    let (one, two) = (add(&mut tx, 1, None)?, add(&mut tx, 1, None)?);
    let foreign = add(&mut tx, 2, None)?;
    let mut tea = filters::add_keyword(&mut tx, two.id, "tea", true)?;
    let milk = filters::add_keyword(&mut tx, one.id, "milk", false)?;
    filters::add_keyword(&mut tx, foreign.id, "sugar", false)?;

    tea.keyword = "coffee".into();
    tea.whole_word = false;
    filters::set_keyword(&mut tx, &tea)?;

    let found = filters::find_keyword(&mut tx, 1, tea.id)?;
    assert_eq!(found, Some((two.clone(), tea.clone())));
    assert_eq!(filters::find_keyword(&mut tx, 2, tea.id)?, None);
    let both = filters::keywords_of(&mut tx, &[one.id, two.id])?;
    assert_eq!(both, [tea.clone(), milk.clone()]);
    assert!(filters::keywords_of(&mut tx, &[])?.is_empty());
    assert_eq!(filters::count_keywords_of(&mut tx, 1)?, 2);
    filters::remove_keyword(&mut tx, tea.id)?;
    assert_eq!(filters::keywords_of(&mut tx, &[one.id, two.id])?, [milk]);
    filters::remove(&mut tx, one.id)?;
    assert_eq!(filters::count_keywords_of(&mut tx, 1)?, 0);
    Ok(())
}

#[test]
fn a_post_is_in_a_filter_once() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    add_post(&mut tx, 11, 2, "public")?;
    let (one, two) = (add(&mut tx, 1, None)?, add(&mut tx, 1, None)?);

    let entry = filters::add_status(&mut tx, one.id, 11)?;
    let other = filters::add_status(&mut tx, two.id, 11)?;

    assert_eq!(
        filters::find_status(&mut tx, 1, entry.id)?,
        Some(entry.clone())
    );
    assert_eq!(filters::find_status(&mut tx, 2, entry.id)?, None);
    let both = filters::statuses_of(&mut tx, &[one.id, two.id])?;
    assert_eq!(both, [entry.clone(), other.clone()]);
    assert_eq!(filters::count_statuses_of(&mut tx, 1)?, 2);
    filters::remove_status(&mut tx, entry.id)?;
    assert_eq!(filters::statuses_of(&mut tx, &[one.id, two.id])?, [other]);
    let again = filters::add_status(&mut tx, two.id, 11);
    assert!(matches!(again, Err(Error::Duplicate(_))), "{again:?}");
    Ok(())
}

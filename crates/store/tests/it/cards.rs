use store::{
    cards, statuses,
    testing::{self, store},
};

use crate::{Test, add_account, noon, statuses::public};

#[test]
fn posts_that_link_to_the_same_page_share_it_once_it_was_looked_at() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    for id in [10, 11, 12] {
        statuses::add(&mut tx, &public(id, 1))?;
    }
    let page = cards::add(&mut tx, 10, "https://page.test/", noon())?;
    assert_eq!(cards::add(&mut tx, 11, "https://page.test/", noon())?, page);
    let other = cards::add(&mut tx, 12, "https://other.test/", noon())?;
    assert_ne!(other, page);
    assert!(
        cards::of_statuses(&mut tx, &[10, 11, 12])?.is_empty(),
        "nobody has looked"
    );
    let sql = format!("UPDATE preview_cards SET title = 'A page' WHERE id = {page}");
    testing::execute(&mut tx, &sql)?;

    let mut of: Vec<_> = cards::of_statuses(&mut tx, &[10, 11, 12])?
        .into_iter()
        .map(|(id, card)| (id, card.title))
        .collect();
    of.sort();

    assert_eq!(of, [(10, "A page".into()), (11, "A page".into())]);
    cards::remove(&mut tx, 10)?;
    assert_eq!(cards::of_statuses(&mut tx, &[10, 11])?.len(), 1);
    Ok(())
}

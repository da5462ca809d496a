use store::{
    Tx, deliveries, home,
    testing::{execute, store},
};

use crate::{Test, add_member};

fn add_post(
    tx: &mut Tx,
    id: i64,
    account_id: i64,
    visibility: &str,
    boosts: Option<i64>,
) -> store::Result<()> {
    let boosts = boosts.map_or("NULL".to_owned(), |it| it.to_string());
    let sql = format!(
        "INSERT INTO statuses (id, account_id, content, text, spoiler_text, visibility, sensitive,
           language, conversation_id, reblog_of_id, quote_policy, is_local, is_listed, has_media, created_at)
         VALUES ({id}, {account_id}, '', '', '', '{visibility}', FALSE, 'en', 1, {boosts}, 'public', TRUE,
           TRUE, FALSE, '2026-11-22 12:00:00+00:00')"
    );
    execute(tx, &sql).map(drop)
}

#[test]
fn posts_of_an_author_go_and_so_do_boosts_of_them_if_asked_for() -> Test {
    let mut tx = store()?.write()?;
    for (id, name) in [(1, "ann"), (2, "bob"), (3, "carl"), (5, "eve")] {
        add_member(&mut tx, id, name)?;
    }
    add_post(&mut tx, 1, 2, "public", None)?;
    add_post(&mut tx, 2, 3, "public", Some(1))?;
    add_post(&mut tx, 3, 3, "public", None)?;
    add_post(&mut tx, 4, 2, "public", Some(3))?;
    for id in 1..=4 {
        deliveries::add(&mut tx, id, &[1, 5])?;
    }

    home::remove_posts_of(&mut tx, 1, 2)?;
    assert_eq!(home::ids(&mut tx, 1)?, [3, 2]);
    home::remove_boosts_of(&mut tx, 1, 2)?;
    assert_eq!(home::ids(&mut tx, 1)?, [3]);
    assert_eq!(home::ids(&mut tx, 5)?, [4, 3, 2, 1]);
    Ok(())
}

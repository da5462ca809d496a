use store::{
    Tx,
    home::{self, Candidate},
    testing::{execute, store},
};

use crate::{Test, follows::add_people};

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
fn the_newest_posts_that_are_not_for_single_persons_are_candidates() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    add_post(&mut tx, 1, 2, "public", None)?;
    add_post(&mut tx, 2, 2, "direct", None)?;
    add_post(&mut tx, 3, 3, "public", None)?;
    add_post(&mut tx, 4, 2, "private", None)?;
    add_post(&mut tx, 5, 2, "public", Some(3))?;
    add_post(&mut tx, 6, 2, "public", None)?;
    execute(
        &mut tx,
        "UPDATE statuses SET deleted_at = created_at WHERE id = 6",
    )?;

    let found = home::newest_of(&mut tx, 2, 10)?;

    let ids: Vec<i64> = found.iter().map(|it| it.status_id).collect();
    assert_eq!(ids, [5, 4, 1]);
    let boost = Candidate {
        status_id: 5,
        language: Some("en".into()),
        in_reply_to_account_id: None,
        reblog_of_id: Some(3),
    };
    assert_eq!(found[0], boost);
    assert_eq!(home::newest_of(&mut tx, 2, 1)?.len(), 1);
    assert_eq!(home::authors_of(&mut tx, &[3, 99])?, [(3, 3)]);
    Ok(())
}

#[test]
fn a_home_timeline_keeps_the_newest() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    for id in 1..=6 {
        add_post(&mut tx, id, 2, "public", None)?;
    }

    home::add(&mut tx, 1, &[1, 2, 3, 4])?;
    home::add(&mut tx, 1, &[4, 5, 6])?;
    home::add(&mut tx, 1, &[])?;
    home::add(&mut tx, 3, &[1])?;
    home::trim(&mut tx, 1, 4)?;
    home::trim(&mut tx, 1, 4)?;

    assert_eq!(home::ids(&mut tx, 1)?, [6, 5, 4, 3]);
    assert_eq!(home::ids(&mut tx, 3)?, [1]);
    Ok(())
}

#[test]
fn posts_of_an_author_go_and_so_do_boosts_of_them_if_asked_for() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    add_post(&mut tx, 1, 2, "public", None)?;
    add_post(&mut tx, 2, 3, "public", Some(1))?;
    add_post(&mut tx, 3, 3, "public", None)?;
    add_post(&mut tx, 4, 2, "public", Some(3))?;
    for account_id in [1, 5] {
        home::add(&mut tx, account_id, &[1, 2, 3, 4])?;
    }

    home::remove_posts_of(&mut tx, 1, 2)?;
    assert_eq!(home::ids(&mut tx, 1)?, [3, 2]);
    home::remove_boosts_of(&mut tx, 1, 2)?;
    assert_eq!(home::ids(&mut tx, 1)?, [3]);
    assert_eq!(home::ids(&mut tx, 5)?, [4, 3, 2, 1]);
    Ok(())
}

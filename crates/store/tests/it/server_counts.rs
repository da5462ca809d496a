use store::{
    follows, media,
    reports::{self, NewReport},
    server_counts, severances, statuses,
    testing::{count, execute, store},
};

use crate::{Test, act, add_account, add_member, noon, statuses::public};

#[test]
fn what_there_is_of_a_server_is_counted() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "eve@far.test")?;
    add_account(&mut tx, 3, "bob@near.test")?;
    let terms = follows::Terms::default();
    for (follower, followed) in [(2, 1), (1, 2), (1, 3), (2, 3)] {
        follows::add(&mut tx, follower, followed, &terms, noon())?;
    }
    for (id, author) in [(10, 2), (11, 2), (12, 3), (13, 1)] {
        statuses::add(&mut tx, &public(id, author))?;
    }
    reports::add(&mut tx, &NewReport::new(1, 2, "spam", "", noon()))?;
    execute(
        &mut tx,
        "INSERT INTO media_attachments \
         (id, account_id, position, kind, state, file, content_type, size, meta, created_at, updated_at) \
         SELECT id, id, 0, 'image', 'done', 'media/' || id, '', 7, '{}', created_at, created_at FROM accounts",
    )?;

    let far = server_counts::of(&mut tx, &["far.test".to_owned()])?;
    assert_eq!((far.followers, far.following, far.statuses), (1, 1, 2));
    assert_eq!((far.reports, far.media_bytes), (1, 7));
    let both = ["far.test", "near.test"].map(String::from);
    let both = server_counts::of(&mut tx, &both)?;
    assert_eq!((both.followers, both.following, both.statuses), (1, 2, 3));
    assert_eq!((both.reports, both.media_bytes), (1, 14));
    assert!(!media::kept_of(&mut tx, &[2], 1)?.is_empty());
    Ok(())
}

#[test]
fn what_was_cut_with_a_server_that_is_purged_says_so() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    for (kind, name) in [
        ("domain_block", "far.test"),
        ("user_domain_block", "far.test"),
        ("domain_block", "near.test"),
        ("account_suspension", "far.test"),
    ] {
        severances::add(&mut tx, kind, name, noon())?;
    }

    severances::set_purged(&mut tx, "far.test", &proof)?;

    assert_eq!(count(&mut tx, "severances WHERE is_purged")?, 2);
    Ok(())
}

use store::{
    activity_names, blocks, favourites, follow_requests,
    follows::{self, Terms},
    statuses,
    testing::store,
};

use crate::{Test, add_account, noon, statuses::public};

#[test]
fn only_bonds_between_servers_have_names() -> Test {
    let mut tx = store()?.write()?;
    for (id, handle) in [(1, "ann"), (2, "bob"), (3, "eve@a.test"), (4, "fay@a.test")] {
        add_account(&mut tx, id, handle)?;
    }
    let terms = Terms::default();
    for (follower, target) in [(1, 2), (3, 4), (1, 3), (3, 1)] {
        follows::add(&mut tx, follower, target, &terms, noon())?;
        follow_requests::add(&mut tx, follower, target, &terms, noon())?;
    }

    for (follower, target) in [(1, 2), (3, 4), (2, 1)] {
        assert_eq!(activity_names::follow(&mut tx, follower, target)?, None);
        let request = activity_names::follow_request(&mut tx, follower, target)?;
        assert_eq!(request, None);
    }
    activity_names::name_follow(&mut tx, 3, 1, "theirs")?;
    let ours = activity_names::follow(&mut tx, 1, 3)?.ok_or("a follow")?;
    assert!(ours.is_ours && ours.uri.is_none());
    let theirs = activity_names::follow(&mut tx, 3, 1)?.ok_or("a follow")?;
    assert_eq!(
        (theirs.uri.as_deref(), theirs.is_ours),
        (Some("theirs"), false)
    );
    let asked = activity_names::follow_request(&mut tx, 1, 3)?.ok_or("a request")?;
    activity_names::name_follow_request(&mut tx, asked.id, "mine")?;
    let asked = activity_names::follow_request(&mut tx, 1, 3)?.ok_or("a request")?;
    assert_eq!(asked.uri.as_deref(), Some("mine"));
    Ok(())
}

#[test]
fn likes_and_blocks_have_numbers_as_long_as_they_last() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 3, "eve@a.test")?;
    statuses::add(&mut tx, &public(9, 3))?;
    assert_eq!(activity_names::favourite(&mut tx, 1, 9)?, None);
    assert_eq!(activity_names::block(&mut tx, 1, 3)?, None);

    favourites::add(&mut tx, 1, 9, noon())?;
    blocks::add(&mut tx, 1, 3, noon())?;

    assert!(activity_names::favourite(&mut tx, 1, 9)?.is_some());
    assert!(activity_names::block(&mut tx, 1, 3)?.is_some());
    Ok(())
}

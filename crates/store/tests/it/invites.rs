use store::{
    Result, Tx,
    account_list::Window,
    invites::{self, Filter, Invite, NewInvite},
    testing::store,
    users,
};

use crate::{Test, act, add_member, hour, noon};

const ALL: Window = Window {
    max_id: None,
    since_id: None,
    min_id: None,
    limit: 40,
};

fn add(tx: &mut Tx, by: i64, code: &str, max_uses: Option<i32>) -> Result<Invite> {
    let invite = NewInvite {
        account_id: by,
        code,
        comment: "For friends",
        autofollow: true,
        max_uses,
        expires_at: Some(hour(2)),
        created_at: noon(),
    };
    invites::add(tx, &invite)
}

fn ids(tx: &mut Tx, filter: &Filter, window: Window) -> Result<Vec<i64>> {
    let page = invites::page(tx, filter, window)?;
    Ok(page.into_iter().map(|it| it.id).collect())
}

#[test]
fn an_invite_is_found_by_id_and_by_code() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;

    let added = add(&mut tx, 1, "abc", None)?;

    assert_eq!((added.uses, added.expires_at), (0, Some(hour(2))));
    assert_eq!(invites::find(&mut tx, added.id)?.as_ref(), Some(&added));
    assert_eq!(invites::find_by_code(&mut tx, "abc")?, Some(added));
    assert_eq!(invites::find_by_code(&mut tx, "ABC")?, None);
    assert_eq!(invites::find(&mut tx, -1)?, None);
    assert!(add(&mut tx, 1, "abc", None).is_err());
    Ok(())
}

#[test]
fn uses_are_counted_as_long_as_there_is_room() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    let twice = add(&mut tx, 1, "two", Some(2))?.id;
    let often = add(&mut tx, 1, "any", None)?.id;

    let mut counted = Vec::new();
    for _ in 0..3 {
        counted.push((
            invites::count_use(&mut tx, twice)?,
            invites::count_use(&mut tx, often)?,
        ));
    }

    assert_eq!(counted, [(true, true), (true, true), (false, true)]);
    let uses = invites::find(&mut tx, twice)?.map(|it| (it.uses, it.is_available(noon())));
    assert_eq!(uses, Some((2, false)));
    assert!(!invites::count_use(&mut tx, -1)?);
    Ok(())
}

#[test]
fn invites_are_listed_by_who_made_them_and_whether_they_are_good() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    add_member(&mut tx, 1, "ann")?;
    add_member(&mut tx, 2, "bob")?;
    let good = add(&mut tx, 1, "good", None)?.id;
    let used = add(&mut tx, 2, "used", Some(1))?.id;
    let ended = add(&mut tx, 1, "ended", Some(1))?.id;
    invites::count_use(&mut tx, used)?;
    invites::set_expired(&mut tx, ended, noon(), &proof)?;
    let at = |is_available, now| Filter {
        available: Some((is_available, now)),
        ..Filter::default()
    };
    let of_ann = Filter {
        account_id: Some(1),
        ..Filter::default()
    };

    assert_eq!(ids(&mut tx, &Filter::default(), ALL)?, [ended, used, good]);
    assert_eq!(ids(&mut tx, &of_ann, ALL)?, [ended, good]);
    assert_eq!(ids(&mut tx, &at(true, hour(1)), ALL)?, [good]);
    assert_eq!(ids(&mut tx, &at(false, hour(1)), ALL)?, [ended, used]);
    assert!(ids(&mut tx, &at(true, hour(2)), ALL)?.is_empty());
    let above = Window {
        min_id: Some(good),
        limit: 1,
        ..ALL
    };
    assert_eq!(ids(&mut tx, &Filter::default(), above)?, [used]);
    Ok(())
}

#[test]
fn who_came_with_an_invite_is_known_until_it_is_gone() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, 1, "ann")?;
    add_member(&mut tx, 2, "bob")?;
    let invite = add(&mut tx, 1, "abc", None)?.id;

    users::set_invite(&mut tx, 2, invite)?;

    let found = users::find(&mut tx, 2)?.and_then(|it| it.invite_id);
    assert_eq!(found, Some(invite));
    store::accounts::remove(&mut tx, 1)?;
    assert_eq!(users::find(&mut tx, 2)?.and_then(|it| it.invite_id), None);
    Ok(())
}

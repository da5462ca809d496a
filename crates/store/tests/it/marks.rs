//! Favourites, bookmarks and pins, which have their statements in common.

use store::{
    Tx, account_list::Window, bookmarks, favourites, pins, statuses, testing::store,
    visible::Viewer,
};

use crate::{
    Test, add_account, add_member, hour, noon,
    statuses::{EVERYTHING, public},
};

const ANN: Viewer = Viewer {
    account_id: Some(1),
    now: chrono::DateTime::UNIX_EPOCH,
};

fn add_posts(tx: &mut Tx) -> store::Result<()> {
    add_member(tx, 1, "ann")?;
    add_member(tx, 2, "bob")?;
    add_account(tx, 3, "carl@far.test")?;
    for id in 10..16 {
        statuses::add(tx, &public(id, 2))?;
    }
    Ok(())
}

macro_rules! test_marks {
    ($($name:ident: $marks:ident;)*) => {$(
        #[test]
        fn $name() -> Test {
            let mut tx = store()?.write()?;
            add_posts(&mut tx)?;

            assert!($marks::add(&mut tx, 1, 12, noon())?);
            assert!(!$marks::add(&mut tx, 1, 12, hour(1))?, "the second time changes nothing");
            for id in [10, 15, 11] {
                $marks::add(&mut tx, 1, id, noon())?;
            }
            $marks::add(&mut tx, 2, 14, noon())?;

            let mut among = $marks::among(&mut tx, 1, &[10, 12, 14])?;
            among.sort_unstable();
            assert_eq!(among, [10, 12]);
            let page = $marks::page(&mut tx, 1, ANN, EVERYTHING)?;
            let ids: Vec<i64> = page.iter().map(|(_, id)| *id).collect();
            assert_eq!(ids, [11, 15, 10, 12], "the latest mark first");
            let after = Window { max_id: Some(page[1].0), limit: 1, ..EVERYTHING };
            assert_eq!($marks::page(&mut tx, 1, ANN, after)?, [page[2]]);
            let above = Window { min_id: Some(page[3].0), limit: 2, ..EVERYTHING };
            assert_eq!($marks::page(&mut tx, 1, ANN, above)?, [page[1], page[2]]);
            statuses::set_deleted(&mut tx, 15, Some(noon()))?;
            assert_eq!($marks::page(&mut tx, 1, ANN, EVERYTHING)?.len(), 3);

            assert!($marks::remove(&mut tx, 1, 12)?);
            assert!(!$marks::remove(&mut tx, 1, 12)?);
            assert_eq!($marks::remove_some_of(&mut tx, 1, 2)?, [10, 15]);
            assert_eq!($marks::remove_some_of(&mut tx, 1, 2)?, [11]);
            assert_eq!($marks::remove_some_of(&mut tx, 1, 2)?, [0; 0]);
            assert_eq!($marks::among(&mut tx, 2, &[14])?, [14], "that of somebody else");
            Ok(())
        }
    )*};
}
test_marks! {
    favourites_are_marks: favourites;
    bookmarks_are_marks: bookmarks;
    pins_are_marks: pins;
}

#[test]
fn those_who_like_a_post_are_listed() -> Test {
    let mut tx = store()?.write()?;
    add_posts(&mut tx)?;
    for account_id in [3, 1, 2] {
        favourites::add(&mut tx, account_id, 10, noon())?;
    }

    let page = favourites::of_status(&mut tx, 10, EVERYTHING)?;
    let ids: Vec<i64> = page.iter().map(|(_, id)| *id).collect();
    assert_eq!(ids, [2, 1, 3]);
    let after = Window {
        max_id: Some(page[0].0),
        limit: 1,
        ..EVERYTHING
    };
    assert_eq!(favourites::of_status(&mut tx, 10, after)?, [page[1]]);
    Ok(())
}

#[test]
fn pins_are_counted() -> Test {
    let mut tx = store()?.write()?;
    add_posts(&mut tx)?;
    for id in [10, 11, 12] {
        pins::add(&mut tx, 2, id, noon())?;
    }

    assert_eq!((pins::count(&mut tx, 2)?, pins::count(&mut tx, 1)?), (3, 0));
    Ok(())
}

use store::{
    Tx,
    account_list::Window,
    cards, deliveries, pins, status_tags,
    statuses::{self, NewStatus, Visibility},
    tags,
    testing::{self, store},
    timelines::{self, Origin, Profile, Public, Replies},
    visible::Viewer,
};

use crate::{
    Test, add_account, add_member, hour, noon,
    statuses::{EVERYTHING, STRANGER, boost, ids, post, public},
};

const ANY: Public = Public {
    origin: Origin::Any,
    only_media: false,
};

fn seen_by(id: i64) -> Viewer {
    Viewer {
        account_id: Some(id),
        now: noon(),
    }
}

fn add_people(tx: &mut Tx) -> store::Result<()> {
    for (id, name) in [(1, "ann"), (2, "bob"), (3, "carl")] {
        add_member(tx, id, name)?;
    }
    add_account(tx, 4, "dora@far.test").map(drop)
}

fn remote(id: i64) -> NewStatus<'static> {
    NewStatus {
        is_local: false,
        has_media: true,
        ..public(id, 4)
    }
}

fn answer(id: i64, by: i64, to: (i64, i64)) -> NewStatus<'static> {
    NewStatus {
        in_reply_to_id: Some(to.0),
        in_reply_to_account_id: Some(to.1),
        ..public(id, by)
    }
}

/// Windows, with what each shows of 16 to 11.
const WINDOWS: [(Window, &[i64]); 5] = [
    (
        Window {
            max_id: None,
            since_id: None,
            min_id: None,
            limit: 2,
        },
        &[16, 15],
    ),
    (
        Window {
            max_id: Some(15),
            since_id: None,
            min_id: None,
            limit: 2,
        },
        &[14, 13],
    ),
    (
        Window {
            max_id: None,
            since_id: Some(14),
            min_id: None,
            limit: 9,
        },
        &[16, 15],
    ),
    (
        Window {
            max_id: None,
            since_id: None,
            min_id: Some(12),
            limit: 2,
        },
        &[14, 13],
    ),
    (
        Window {
            max_id: Some(12),
            since_id: None,
            min_id: None,
            limit: 9,
        },
        &[11],
    ),
];

#[test]
fn every_timeline_shows_the_window_that_is_asked_for() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    tags::add_if_new(&mut tx, "rust", None, noon())?;
    let tag = tags::find_named(&mut tx, "rust")?.expect("added above");
    testing::execute(
        &mut tx,
        "INSERT INTO lists (id, account_id, title, replies_policy, is_exclusive, created_at)
         VALUES (1, 1, 'l', 'list', FALSE, '2026-11-22 12:00:00+00:00')",
    )?;
    testing::execute(
        &mut tx,
        "INSERT INTO list_accounts (list_id, account_id) VALUES (1, 2)",
    )?;
    for id in 11..=16 {
        statuses::add(&mut tx, &public(id, 2))?;
        status_tags::add(&mut tx, id, &[tag.id], noon())?;
        cards::add(&mut tx, id, "https://page.test/", noon())?;
        deliveries::add(&mut tx, id, &[1])?;
    }
    let url = "https://page.test/";

    for (window, expected) in WINDOWS {
        let found = [
            timelines::home(&mut tx, 1, seen_by(1), window)?,
            timelines::public(&mut tx, ANY, STRANGER, window)?,
            timelines::tagged(&mut tx, tag.id, (&[], &[]), ANY, seen_by(1), window)?,
            timelines::linked(&mut tx, url, STRANGER, window)?,
            timelines::of_account(&mut tx, 2, Profile::default(), STRANGER, window)?,
            timelines::list(&mut tx, (1, 1), Replies::ToMembers, seen_by(1), window)?,
        ];
        for (number, page) in found.iter().enumerate() {
            assert_eq!(ids(page), expected, "{number} {window:?}");
        }
    }
    Ok(())
}

#[test]
fn public_timelines_have_public_posts_that_answer_nobody_else() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    statuses::add(&mut tx, &public(10, 1))?;
    statuses::add(&mut tx, &post(11, 1, Visibility::Unlisted))?;
    statuses::add(&mut tx, &post(12, 1, Visibility::Private))?;
    statuses::add(&mut tx, &boost(13, 2, 10))?;
    statuses::add(&mut tx, &answer(14, 2, (10, 1)))?;
    statuses::add(&mut tx, &answer(15, 1, (10, 1)))?;
    statuses::add(&mut tx, &remote(16))?;
    statuses::add(&mut tx, &public(17, 1))?;
    statuses::set_deleted(&mut tx, 17, Some(noon()))?;

    for (origin, only_media, expected) in [
        (Origin::Any, false, [16, 15, 10].as_slice()),
        (Origin::Local, false, &[15, 10]),
        (Origin::Remote, false, &[16]),
        (Origin::Any, true, &[16]),
        (Origin::Local, true, &[]),
    ] {
        let which = Public { origin, only_media };
        let page = timelines::public(&mut tx, which, STRANGER, EVERYTHING)?;
        assert_eq!(ids(&page), expected, "{which:?}");
    }
    Ok(())
}

#[test]
fn a_timeline_of_tags_takes_all_of_some_and_none_of_others() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let mut tag = |name: &str| -> store::Result<i64> {
        tags::add_if_new(&mut tx, name, None, noon())?;
        Ok(tags::find_named(&mut tx, name)?.map_or(0, |it| it.id))
    };
    let (a, b, c) = (tag("a")?, tag("b")?, tag("c")?);
    for (id, tags) in [
        (10, vec![a]),
        (11, vec![a, b]),
        (12, vec![a, b, c]),
        (13, vec![b]),
    ] {
        statuses::add(&mut tx, &answer(id, 1, (9, 2)).without_parent())?;
        status_tags::add(&mut tx, id, &tags, noon())?;
    }
    statuses::add(&mut tx, &post(14, 1, Visibility::Unlisted))?;
    status_tags::add(&mut tx, 14, &[a], noon())?;

    for (all, none, expected) in [
        (vec![], vec![], [12, 11, 10].as_slice()),
        (vec![b], vec![], &[12, 11]),
        (vec![b], vec![c], &[11]),
        (vec![], vec![b], &[10]),
        (vec![b, c], vec![], &[12]),
    ] {
        let page = timelines::tagged(&mut tx, a, (&all, &none), ANY, STRANGER, EVERYTHING)?;
        assert_eq!(ids(&page), expected, "{all:?} {none:?}");
    }
    Ok(())
}

trait WithoutParent {
    fn without_parent(self) -> Self;
}

impl WithoutParent for NewStatus<'_> {
    /// Answers somebody whose post is not there any more.
    fn without_parent(self) -> Self {
        Self {
            in_reply_to_id: None,
            ..self
        }
    }
}

#[test]
fn a_profile_leaves_out_what_is_not_wanted() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    tags::add_if_new(&mut tx, "rust", None, noon())?;
    let tag = tags::find_named(&mut tx, "rust")?.expect("added above");
    statuses::add(&mut tx, &public(9, 2))?;
    statuses::add(&mut tx, &public(10, 1))?;
    status_tags::add(&mut tx, 10, &[tag.id], noon())?;
    statuses::add(&mut tx, &answer(11, 1, (9, 2)))?;
    statuses::add(&mut tx, &answer(12, 1, (10, 1)))?;
    statuses::add(&mut tx, &boost(13, 1, 9))?;
    let with_media = NewStatus {
        has_media: true,
        ..public(14, 1)
    };
    statuses::add(&mut tx, &with_media)?;
    statuses::add(&mut tx, &post(15, 1, Visibility::Direct))?;
    let all = Profile::default();

    for (which, expected) in [
        (all, [14, 13, 12, 11, 10].as_slice()),
        (
            Profile {
                exclude_replies: true,
                ..all
            },
            &[14, 13, 12, 10],
        ),
        (
            Profile {
                exclude_reblogs: true,
                ..all
            },
            &[14, 12, 11, 10],
        ),
        (
            Profile {
                only_media: true,
                ..all
            },
            &[14],
        ),
        (
            Profile {
                tag_id: Some(tag.id),
                ..all
            },
            &[10],
        ),
    ] {
        let page = timelines::of_account(&mut tx, 1, which, STRANGER, EVERYTHING)?;
        assert_eq!(ids(&page), expected, "{which:?}");
    }
    for id in [10, 14, 11] {
        pins::add(&mut tx, 1, id, hour(id))?;
    }
    let pinned = timelines::pinned(&mut tx, 1, STRANGER)?;
    assert_eq!(ids(&pinned), [11, 14, 10], "the last pinned first");
    Ok(())
}

#[test]
fn a_list_shows_the_answers_that_it_is_to_show() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    testing::execute(
        &mut tx,
        "INSERT INTO lists (id, account_id, title, replies_policy, is_exclusive, created_at)
         VALUES (1, 1, 'l', 'list', FALSE, '2026-11-22 12:00:00+00:00')",
    )?;
    for member in [2, 4] {
        let sql = format!("INSERT INTO list_accounts (list_id, account_id) VALUES (1, {member})");
        testing::execute(&mut tx, &sql)?;
    }
    testing::follow(&mut tx, 1, 3, noon())?;
    for (id, by) in [(9, 1), (8, 3), (7, 4)] {
        statuses::add(&mut tx, &public(id, by))?;
    }
    statuses::add(&mut tx, &public(10, 2))?;
    for (id, to) in [(11, (9, 1)), (12, (8, 3)), (13, (7, 4)), (14, (10, 2))] {
        statuses::add(&mut tx, &answer(id, 2, to))?;
    }
    statuses::add(&mut tx, &post(15, 2, Visibility::Direct))?;

    for (replies, expected) in [
        (Replies::None, [14, 11, 10, 7].as_slice()),
        (Replies::ToMembers, &[14, 13, 11, 10, 7]),
        (Replies::ToFollowed, &[14, 12, 11, 10, 7]),
    ] {
        let page = timelines::list(&mut tx, (1, 1), replies, seen_by(1), EVERYTHING)?;
        assert_eq!(ids(&page), expected, "{replies:?}");
    }
    Ok(())
}

#[test]
fn a_list_is_filled_from_beyond_what_it_does_not_show() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    testing::execute(
        &mut tx,
        "INSERT INTO lists (id, account_id, title, replies_policy, is_exclusive, created_at)
         VALUES (1, 1, 'l', 'none', FALSE, '2026-11-22 12:00:00+00:00')",
    )?;
    for member in [2, 4] {
        let sql = format!("INSERT INTO list_accounts (list_id, account_id) VALUES (1, {member})");
        testing::execute(&mut tx, &sql)?;
    }
    for (id, by) in [(8, 3), (10, 2), (11, 4), (70, 2), (71, 4)] {
        statuses::add(&mut tx, &public(id, by))?;
    }
    for id in 20..60 {
        statuses::add(&mut tx, &answer(id, 2, (8, 3)))?;
    }
    let below = |id, limit| Window {
        max_id: Some(id),
        limit,
        ..EVERYTHING
    };
    let above = |id, limit| Window {
        min_id: Some(id),
        limit,
        ..EVERYTHING
    };

    for (window, expected) in [
        (below(70, 1), &[11][..]),
        (below(71, 2), &[70, 11]),
        (below(99, 3), &[71, 70, 11]),
        (below(70, 9), &[11, 10]),
        (above(11, 1), &[70]),
        (above(10, 2), &[70, 11]),
        (above(9, 9), &[71, 70, 11, 10]),
    ] {
        let page = timelines::list(&mut tx, (1, 1), Replies::None, seen_by(1), window)?;
        assert_eq!(ids(&page), expected, "{window:?}");
    }
    Ok(())
}

use store::{
    account_list::Window,
    conversations::{self, Part},
    featured_tags,
    held_statuses::{self, Filter, Held},
    status_tags, statuses,
    testing::{self, store},
    timelines::{self, Public},
    visible::{Place, Viewer},
};

use crate::{
    Test, act, add_account, hour, noon,
    statuses::{ids, public},
};

fn held(id: i64, account_id: i64, act_id: i64) -> Held {
    Held {
        status_id: id,
        account_id,
        is_local: true,
        auto_rule_id: None,
        act_id,
        was_published: true,
        was_edited: false,
        is_news: true,
        is_unheard: false,
        created_at: noon(),
    }
}

#[test]
fn what_waits_is_listed_by_the_age_of_the_posts_and_narrowed() -> Test {
    let mut tx = store()?.write()?;
    for (id, name) in [(1, "ann"), (2, "bob"), (3, "eve")] {
        add_account(&mut tx, id, name)?;
    }
    let proof = act(&mut tx)?;
    let all = [
        held(13, 1, proof.id()),
        Held {
            auto_rule_id: Some(7),
            ..held(10, 1, proof.id())
        },
        Held {
            is_local: false,
            ..held(11, 2, proof.id())
        },
        held(12, 3, proof.id()),
    ];
    for it in &all {
        statuses::add(&mut tx, &public(it.status_id, it.account_id))?;
        held_statuses::add(&mut tx, it, &proof)?;
    }
    testing::execute(
        &mut tx,
        "UPDATE accounts SET suspended_at = created_at WHERE id = 3",
    )?;
    let mut listed = |which: Filter, after, limit| -> Result<Vec<i64>, store::Error> {
        let page = held_statuses::waiting(&mut tx, which, after, limit)?;
        Ok(page.iter().map(|it| it.status_id).collect())
    };
    let any = Filter::default();

    assert_eq!(listed(any, 0, 10)?, [10, 11, 13]);
    assert_eq!(
        (listed(any, 0, 1)?, listed(any, 10, 1)?),
        (vec![10], vec![11])
    );
    for (which, expected) in [
        (
            Filter {
                account_id: Some(1),
                ..any
            },
            vec![10, 13],
        ),
        (
            Filter {
                is_local: Some(false),
                ..any
            },
            vec![11],
        ),
        (
            Filter {
                auto_rule_id: Some(7),
                ..any
            },
            vec![10],
        ),
        (
            Filter {
                auto_rule_id: Some(7),
                account_id: Some(2),
                ..any
            },
            vec![],
        ),
    ] {
        assert_eq!(listed(which, 0, 10)?, expected, "{which:?}");
    }
    held_statuses::set_waiting(&mut tx, 10, false)?;
    let left = held_statuses::waiting(&mut tx, any, 0, 10)?;
    assert_eq!(
        left.iter().map(|it| it.status_id).collect::<Vec<_>>(),
        [11, 13]
    );
    assert_eq!(held_statuses::find(&mut tx, 10)?.as_ref(), Some(&all[1]));
    Ok(())
}

#[test]
fn what_is_still_to_be_told_is_noted_until_the_post_is_released() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    statuses::add(&mut tx, &public(10, 1))?;
    let proof = act(&mut tx)?;
    held_statuses::add(&mut tx, &held(10, 1, proof.id()), &proof)?;

    held_statuses::set_edited(&mut tx, 10)?;
    held_statuses::set_unheard(&mut tx, 10)?;

    let noted = Held {
        was_edited: true,
        is_unheard: true,
        ..held(10, 1, proof.id())
    };
    assert_eq!(held_statuses::find(&mut tx, 10)?, Some(noted));
    held_statuses::remove(&mut tx, 10, &proof)?;
    assert_eq!(held_statuses::find(&mut tx, 10)?, None);
    Ok(())
}

#[test]
fn a_held_post_is_there_for_its_author_alone_and_on_no_public_timeline() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    let post = statuses::add(&mut tx, &public(10, 1))?;
    let proof = act(&mut tx)?;
    let window = Window {
        max_id: None,
        since_id: None,
        min_id: None,
        limit: 10,
    };

    for (at, others, listed) in [(Some(noon()), 0, 0), (None, 1, 1)] {
        statuses::set_held(&mut tx, &post, at, &proof)?;
        for (account_id, count) in [(Some(1), 1), (Some(2), others), (None, others)] {
            let viewer = Viewer {
                account_id,
                now: noon(),
            };
            for place in [Place::Alone, Place::Thread, Place::Public, Place::Home] {
                let seen = statuses::seen(&mut tx, &[10], viewer, place)?;
                assert_eq!(seen.len(), count, "{account_id:?} {place:?}");
            }
            let page = timelines::public(&mut tx, Public::default(), viewer, window)?;
            assert_eq!(ids(&page).len(), listed, "{account_id:?}");
        }
    }
    Ok(())
}

#[test]
fn what_comes_late_is_not_taken_for_the_last() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    testing::execute(
        &mut tx,
        "INSERT INTO tags (id, name, created_at) VALUES (5, 'art', '2026-01-01 00:00:00+00:00')",
    )?;
    for id in [10, 11] {
        statuses::add(&mut tx, &public(id, 1))?;
    }
    let part = |last_status_id| Part {
        account_id: 2,
        conversation_id: 10,
        others: &[1],
        last_status_id,
        is_unread: true,
    };
    featured_tags::add(&mut tx, 1, 5, "Art", noon())?;

    let id = conversations::add_message(&mut tx, &part(11))?;
    conversations::add_message(&mut tx, &part(10))?;
    for (post, at) in [(11, hour(2)), (10, hour(1))] {
        status_tags::add(&mut tx, post, &[5], at)?;
        featured_tags::count(&mut tx, 1, &[5], at)?;
    }

    let kept = conversations::find(&mut tx, 2, id)?.ok_or("it is there")?;
    assert_eq!(kept.last_status_id, Some(11));
    let (shown, _) = featured_tags::all_of(&mut tx, 1)?.remove(0);
    assert_eq!(
        (shown.statuses_count, shown.last_status_at),
        (2, Some(hour(2)))
    );
    conversations::remove_message_from_others(&mut tx, 11, 2)?;
    let kept = conversations::find(&mut tx, 2, id)?.ok_or("it is there")?;
    assert_eq!(kept.last_status_id, Some(11));
    conversations::remove_message_from_others(&mut tx, 11, 1)?;
    let kept = conversations::find(&mut tx, 2, id)?.ok_or("it is there")?;
    assert_eq!(kept.last_status_id, Some(10));
    Ok(())
}

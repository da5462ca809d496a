use store::{
    Tx,
    account_list::Window,
    status_edits::{self, NewVersion},
    status_stats::{self, Count},
    statuses::{self, Change, NewStatus, Visibility},
    testing::store,
    visible::Viewer,
};

use crate::{Test, add_account, add_member, hour, noon};

pub(crate) const STRANGER: Viewer = Viewer {
    account_id: None,
    now: chrono::DateTime::UNIX_EPOCH,
};

pub(crate) const EVERYTHING: Window = Window {
    max_id: None,
    since_id: None,
    min_id: None,
    limit: 40,
};

/// Nothing but the id, the author and the visibility matters.
pub(crate) fn post(id: i64, account_id: i64, visibility: Visibility) -> NewStatus<'static> {
    NewStatus {
        id,
        uri: None,
        url: None,
        account_id,
        content: "",
        text: "",
        spoiler_text: "",
        visibility,
        sensitive: false,
        language: None,
        in_reply_to_id: None,
        in_reply_to_account_id: None,
        conversation_id: id,
        reblog_of_id: None,
        quote_of_id: None,
        quote_policy: "public",
        application_id: None,
        is_local: true,
        has_media: false,
        created_at: noon(),
    }
}

pub(crate) fn public(id: i64, account_id: i64) -> NewStatus<'static> {
    post(id, account_id, Visibility::Public)
}

pub(crate) fn boost(id: i64, account_id: i64, of: i64) -> NewStatus<'static> {
    NewStatus {
        reblog_of_id: Some(of),
        ..public(id, account_id)
    }
}

pub(crate) fn ids(statuses: &[statuses::Status]) -> Vec<i64> {
    statuses.iter().map(|it| it.id).collect()
}

fn add_people(tx: &mut Tx) -> store::Result<()> {
    for (id, name) in [(1, "ann"), (2, "bob"), (3, "carl")] {
        add_member(tx, id, name)?;
    }
    Ok(())
}

#[test]
fn a_post_is_kept_as_it_was_written() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let new = NewStatus {
        content: "<p>Hi</p>",
        text: "Hi",
        spoiler_text: "careful",
        sensitive: true,
        language: Some("de"),
        ..post(10, 1, Visibility::Unlisted)
    };

    let added = statuses::add(&mut tx, &new)?;

    let found = statuses::find(&mut tx, 10)?.expect("added above");
    assert_eq!((found.id, found.content.as_str()), (10, "<p>Hi</p>"));
    assert_eq!(found.visibility, Visibility::Unlisted);
    assert_eq!(
        (found.sensitive, found.language.as_deref()),
        (true, Some("de"))
    );
    assert_eq!((found.quote_state, found.edited_at), (None, None));
    assert_eq!((found.created_at, added.proper_id()), (noon(), 10));
    assert_eq!(statuses::text_of(&mut tx, 10)?, "Hi");
    assert_eq!(statuses::text_of(&mut tx, 11)?, "");
    assert!(statuses::find_locked(&mut tx, 11)?.is_none());
    Ok(())
}

#[test]
fn an_edit_changes_the_post_and_leaves_versions() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    statuses::add(&mut tx, &public(10, 1))?;
    assert!(!status_edits::are_any(&mut tx, 10)?);
    let change = Change {
        content: "<p>New</p>",
        text: "New",
        spoiler_text: "",
        sensitive: true,
        language: Some("en"),
        has_media: true,
        edited_at: hour(1),
    };
    let version = |content, at| NewVersion {
        status_id: 10,
        account_id: Some(1),
        content,
        text: "",
        spoiler_text: "",
        sensitive: false,
        media: &serde_json::Value::Null,
        poll_options: None,
        created_at: at,
    };

    status_edits::add(&mut tx, &version("<p>Old</p>", noon()))?;
    let changed = statuses::change(&mut tx, 10, &change)?;
    status_edits::add(&mut tx, &version("<p>New</p>", hour(1)))?;

    assert_eq!(
        (changed.content.as_str(), changed.edited_at),
        ("<p>New</p>", Some(hour(1)))
    );
    assert_eq!(statuses::text_of(&mut tx, 10)?, "New");
    let versions = status_edits::of_status(&mut tx, 10)?;
    let kept: Vec<_> = versions.iter().map(|it| it.content.as_str()).collect();
    assert_eq!(kept, ["<p>Old</p>", "<p>New</p>"]);
    assert!(status_edits::are_any(&mut tx, 10)?);
    let changed = statuses::set_quote_policy(&mut tx, 10, "nobody")?;
    assert_eq!(
        (changed.quote_policy.as_str(), changed.edited_at),
        ("nobody", Some(hour(1)))
    );
    Ok(())
}

#[test]
fn of_some_posts_the_latest_versions_of_each_are_found_at_once() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    for id in [10, 20, 30] {
        statuses::add(&mut tx, &public(id, 1))?;
    }
    for (status_id, content) in [(10, "a"), (20, "b"), (10, "c"), (10, "d"), (30, "e")] {
        let version = NewVersion {
            status_id,
            account_id: Some(1),
            content,
            text: "",
            spoiler_text: "",
            sensitive: false,
            media: &serde_json::Value::Null,
            poll_options: None,
            created_at: noon(),
        };
        status_edits::add(&mut tx, &version)?;
    }

    let latest = status_edits::latest_of(&mut tx, &[10, 20], 2)?;

    let kept: Vec<_> = latest
        .iter()
        .map(|it| (it.status_id, it.content.as_str()))
        .collect();
    assert_eq!(kept, [(20, "b"), (10, "c"), (10, "d")]);
    assert_eq!(status_edits::latest_of(&mut tx, &[10], i64::MAX)?.len(), 3);
    assert_eq!(status_edits::latest_of(&mut tx, &[], 2)?, []);
    Ok(())
}

#[test]
fn boosts_are_found_by_what_they_boost() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    add_account(&mut tx, 4, "dora@far.test")?;
    statuses::add(&mut tx, &public(10, 1))?;
    for (id, by) in [(20, 2), (21, 3)] {
        statuses::add(&mut tx, &boost(id, by, 10))?;
    }
    let remote = NewStatus {
        is_local: false,
        ..boost(22, 4, 10)
    };
    statuses::add(&mut tx, &remote)?;

    let found = statuses::find_boost(&mut tx, 2, 10)?;
    assert_eq!(found.map(|it| (it.id, it.proper_id())), Some((20, 10)));
    assert_eq!(statuses::boosted_among(&mut tx, 2, &[10, 20])?, [10]);
    assert_eq!(ids(&statuses::boosts_of(&mut tx, 10, 2)?), [20, 21]);
    assert_eq!(
        statuses::boosters(&mut tx, 10, 0, 9)?,
        [(20, 2), (21, 3)],
        "members"
    );
    assert_eq!(statuses::boosters(&mut tx, 10, 20, 9)?, [(21, 3)]);
    let all = statuses::boosters_of(&mut tx, 10, STRANGER, EVERYTHING)?;
    assert_eq!(all, [(22, 4), (21, 3), (20, 2)]);
    let again = statuses::add(&mut tx, &boost(23, 2, 10));
    assert!(matches!(again, Err(store::Error::Duplicate(_))));
    Ok(())
}

#[test]
fn deleted_posts_are_found_and_removed_with_what_hangs_on_them() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    for id in [10, 11, 12, 13] {
        statuses::add(&mut tx, &public(id, 1))?;
    }
    statuses::add(&mut tx, &boost(20, 2, 10))?;
    for (id, at) in [(10, 1), (11, 2), (12, 3)] {
        statuses::set_deleted(&mut tx, id, Some(hour(at)))?;
    }

    assert_eq!(
        ids(&statuses::deleted_before(&mut tx, hour(3), 9)?),
        [10, 11]
    );
    assert_eq!(ids(&statuses::deleted_before(&mut tx, hour(3), 1)?), [10]);
    let mut among = statuses::deleted_among(&mut tx, &[10, 13, 12])?;
    among.sort_unstable();
    assert_eq!(among, [10, 12]);
    assert_eq!(ids(&statuses::some_live_of(&mut tx, 1, 9)?), [13]);
    assert_eq!(
        ids(&statuses::some_deleted_of(&mut tx, 1, &[11], 9)?),
        [10, 12]
    );
    assert_eq!(
        ids(&statuses::some_deleted_of(&mut tx, 1, &[], 2)?),
        [10, 11]
    );
    statuses::set_deleted(&mut tx, 12, None)?;
    assert_eq!(ids(&statuses::some_live_of(&mut tx, 1, 9)?), [12, 13]);
    statuses::remove(&mut tx, 10)?;
    assert!(statuses::find(&mut tx, 20)?.is_none(), "the boost too");
    Ok(())
}

#[test]
fn counts_of_a_post_go_up_and_down() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    statuses::add(&mut tx, &public(10, 1))?;
    for (count, by) in [
        (Count::Replies, 2),
        (Count::Reblogs, 3),
        (Count::Favourites, 4),
        (Count::Quotes, 5),
        (Count::Favourites, -1),
    ] {
        status_stats::change(&mut tx, 10, count, by)?;
    }

    let stats = status_stats::of(&mut tx, &[10, 11])?;

    let counts = stats.iter().map(|it| {
        [
            it.replies_count,
            it.reblogs_count,
            it.favourites_count,
            it.quotes_count,
        ]
    });
    assert_eq!(counts.collect::<Vec<_>>(), [[2, 3, 3, 5]]);
    Ok(())
}

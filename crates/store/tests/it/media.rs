use serde_json::json;
use store::{
    Tx, accounts,
    media::{self, Change, Content, Media, NewMedia, NewRemote, Owner, Part},
    profile_pictures,
    testing::{execute, store},
};

use crate::{Test, act, add_account, hour, noon};

fn content<'a>(
    file: &'a str,
    preview: Option<&'a str>,
    meta: &'a serde_json::Value,
) -> Content<'a> {
    Content {
        kind: "image",
        file,
        preview,
        content_type: "image/png",
        size: 70,
        blurhash: Some("U"),
        meta,
    }
}

fn add(tx: &mut Tx, id: i64, account_id: i64, file: &str) -> store::Result<Media> {
    let meta = json!({});
    let new = NewMedia {
        id,
        account_id,
        description: Some("A wall"),
        content: &content(file, None, &meta),
        state: "waiting",
        created_at: noon(),
    };
    media::add(tx, &new)
}

fn add_post(tx: &mut Tx, id: i64, account_id: i64) -> store::Result<()> {
    let sql = format!(
        "INSERT INTO statuses (id, account_id, content, text, spoiler_text, visibility, sensitive,
           conversation_id, quote_policy, is_local, is_listed, has_media, created_at)
         VALUES ({id}, {account_id}, '', '', '', 'public', FALSE, {id}, 'public', TRUE, TRUE, TRUE,
           '2026-11-22 12:00:00+00:00')"
    );
    execute(tx, &sql).map(drop)
}

fn ids(media: &[Media]) -> Vec<i64> {
    let mut ids: Vec<i64> = media.iter().map(|it| it.id).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn a_medium_waits_is_ready_and_is_changed() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let new = add(&mut tx, 7, 1, "staged/a.png")?;
    assert_eq!((new.state.as_str(), new.position), ("waiting", 0));

    let meta = json!({ "original": { "width": 8 } });
    let done = content("files/a.png", Some("previews/a.png"), &meta);
    media::set_ready(&mut tx, 7, &done, hour(1))?;
    let ready = media::find(&mut tx, 7)?.expect("added above");
    assert_eq!(ready.state, "ready");
    assert_eq!(ready.file.as_deref(), Some("files/a.png"));
    assert_eq!((ready.meta, ready.size), (meta.clone(), 70));
    assert_eq!(ready.description.as_deref(), Some("A wall"));

    let change = Change {
        description: None,
        preview: Some("previews/b.png"),
        blurhash: None,
        meta: &meta,
    };
    let changed = media::change(&mut tx, 7, &change, hour(2))?;
    assert_eq!((changed.description, changed.blurhash), (None, None));
    assert_eq!(changed.preview.as_deref(), Some("previews/b.png"));

    media::set_failed(&mut tx, 7, hour(3))?;
    let failed = media::find_locked(&mut tx, 7)?.expect("kept, to be told of");
    assert_eq!(
        (failed.state.as_str(), failed.file, failed.preview),
        ("failed", None, None)
    );
    media::remove(&mut tx, &[7, 8])?;
    assert!(media::find(&mut tx, 7)?.is_none());
    Ok(())
}

#[test]
fn two_media_never_have_the_same_file() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add(&mut tx, 7, 1, "files/a.png")?;

    let again = add(&mut tx, 8, 1, "files/a.png");

    assert!(matches!(again, Err(store::Error::Duplicate(_))));
    Ok(())
}

#[test]
fn media_are_found_by_whose_they_are_and_what_carries_them() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    for (id, account_id) in [(10, 1), (11, 1), (12, 1), (20, 2)] {
        add(&mut tx, id, account_id, &format!("files/{id}.png"))?;
    }
    add_post(&mut tx, 5, 1)?;
    media::attach(&mut tx, &[11, 10], 5, hour(1))?;

    let own = media::find_own_locked(&mut tx, 1, &[10, 20, 99])?;
    assert_eq!(ids(&own), [10]);
    let carried: Vec<i64> = media::of_statuses(&mut tx, &[5])?
        .iter()
        .map(|it| it.id)
        .collect();
    assert_eq!(carried, [11, 10], "in the order that was asked for");
    assert_eq!(ids(&media::loose_of(&mut tx, 1, 2)?), [12]);
    assert_eq!(ids(&media::loose(&mut tx, hour(1), 9)?), [12, 20]);
    assert!(media::loose(&mut tx, noon(), 9)?.is_empty());
    media::detach(&mut tx, 5, hour(4))?;
    assert_eq!(
        ids(&media::loose(&mut tx, hour(2), 9)?),
        [12, 20],
        "just set free"
    );
    assert_eq!(ids(&media::loose(&mut tx, hour(5), 9)?), [10, 11, 12, 20]);
    Ok(())
}

#[test]
fn a_file_tells_what_decides_whether_it_is_given_out() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let meta = json!({});
    let new = NewMedia {
        id: 7,
        account_id: 1,
        description: None,
        content: &content("files/a.png", Some("previews/a.png"), &meta),
        state: "ready",
        created_at: noon(),
    };
    media::add(&mut tx, &new)?;
    let good = Owner {
        suspended_at: None,
        purged_at: None,
        deleted_at: None,
    };

    assert_eq!(
        media::owner_of(&mut tx, Part::File, "files/a.png")?,
        Some(good)
    );
    assert_eq!(
        media::owner_of(&mut tx, Part::Preview, "previews/a.png")?,
        Some(good)
    );
    assert_eq!(
        media::owner_of(&mut tx, Part::File, "previews/a.png")?,
        None
    );

    add_post(&mut tx, 5, 1)?;
    media::attach(&mut tx, &[7], 5, hour(1))?;
    execute(
        &mut tx,
        "UPDATE statuses SET deleted_at = '2026-11-22 14:00:00+00:00'",
    )?;
    let recorded = act(&mut tx)?;
    accounts::set_suspended(&mut tx, 1, hour(3), hour(9), &recorded)?;
    let owner = media::owner_of(&mut tx, Part::File, "files/a.png")?.expect("still there");
    assert_eq!(owner.suspended_at, Some(hour(3)));
    assert_eq!(owner.deleted_at, Some(hour(2)));
    Ok(())
}

#[test]
fn pictures_of_profiles_have_an_owner_wherever_she_lives() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob@far.test")?;
    for (id, name) in [(1, "a"), (2, "b")] {
        let (avatar, header) = (format!("avatars/{name}.png"), format!("headers/{name}.png"));
        profile_pictures::set(&mut tx, id, Some(&avatar), Some(&header))?;
    }
    let bobs = profile_pictures::owner_of_avatar(&mut tx, "avatars/b.png")?;
    assert_eq!(bobs.map(|it| it.id), Some(2));

    let of_avatar = profile_pictures::owner_of_avatar(&mut tx, "avatars/a.png")?;
    let of_header = profile_pictures::owner_of_header(&mut tx, "headers/a.png")?;

    assert_eq!(of_avatar.map(|it| it.id), Some(1));
    assert_eq!(of_header.map(|it| it.id), Some(1));
    assert!(profile_pictures::owner_of_avatar(&mut tx, "headers/a.png")?.is_none());

    profile_pictures::remove_avatar(&mut tx, 1, hour(1))?;
    let of_avatar = profile_pictures::owner_of_avatar(&mut tx, "avatars/a.png")?;
    let of_header = profile_pictures::owner_of_header(&mut tx, "headers/a.png")?;
    assert!(of_avatar.is_none() && of_header.is_some());
    profile_pictures::remove_header(&mut tx, 1, hour(1))?;
    assert!(profile_pictures::owner_of_header(&mut tx, "headers/a.png")?.is_none());
    let other = accounts::find(&mut tx, 2)?.expect("made above");
    assert!(other.avatar.is_some() && other.header.is_some());
    Ok(())
}

#[test]
fn what_was_fetched_of_other_servers_is_found_by_its_age() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob@far.test")?;
    add_post(&mut tx, 5, 2)?;
    add(&mut tx, 7, 1, "files/own.png")?;
    let meta = json!({});
    for (id, position) in [(8, 0), (9, 1), (10, 2)] {
        let remote = NewRemote {
            id,
            account_id: 2,
            status_id: 5,
            position,
            kind: "image",
            state: "remote",
            remote_url: "https://far.test/a.png",
            content_type: "image/png",
            description: None,
            blurhash: None,
            meta: &meta,
            created_at: noon(),
        };
        media::add_remote(&mut tx, &remote)?;
    }
    for (id, file, at) in [(9, "files/9.png", hour(2)), (8, "files/8.png", hour(3))] {
        media::set_ready(&mut tx, id, &content(file, None, &meta), at)?;
    }

    assert_eq!(ids(&media::fetched_before(&mut tx, hour(3), 9)?), [9]);
    let old = media::fetched_before(&mut tx, hour(4), 9)?;
    assert_eq!(old.iter().map(|it| it.id).collect::<Vec<_>>(), [9, 8]);

    media::drop_files(&mut tx, &[9], "remote")?;
    assert_eq!(ids(&media::fetched_before(&mut tx, hour(4), 9)?), [8]);
    let dropped = media::find(&mut tx, 9)?.expect("added above");
    assert_eq!((dropped.file, dropped.state.as_str()), (None, "remote"));
    Ok(())
}

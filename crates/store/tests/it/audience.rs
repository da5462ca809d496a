use store::{
    Tx, activity_names,
    actors::{self, Actor},
    audience, follow_requests,
    follows::{self, Terms},
    mentions, polls,
    statuses::{self, NewStatus},
    testing::{self, store},
};

use crate::{
    Test, add_account, add_member, hour, noon,
    statuses::{boost, public},
};

const ANN: i64 = 1;

/// Somebody of another server who can be reached.
fn add_actor(tx: &mut Tx, id: i64, handle: &str, shared: bool) -> store::Result<()> {
    let account = add_account(tx, id, handle)?;
    let domain = account.domain.unwrap_or_default();
    let actor = Actor {
        account_id: id,
        inbox: format!("https://{domain}/{id}/inbox"),
        shared_inbox: shared.then(|| format!("https://{domain}/inbox")),
        outbox: None,
        followers: None,
        following: None,
        featured: None,
        key_id: format!("{}#main-key", account.uri),
        public_key: String::new(),
        avatar_url: None,
        header_url: None,
        fetched_at: noon(),
    };
    actors::set(tx, &actor)
}

fn follow(tx: &mut Tx, follower: i64) -> store::Result<()> {
    follows::add(tx, follower, ANN, &Terms::default(), noon())?;
    activity_names::name_follow(tx, follower, ANN, &format!("follow {follower}"))
}

#[test]
fn followers_elsewhere_come_in_batches_with_the_inbox_of_their_server() -> Test {
    let mut tx = store()?.write()?;
    add_member(&mut tx, ANN, "ann")?;
    add_member(&mut tx, 2, "bob")?;
    follows::add(&mut tx, 2, ANN, &Terms::default(), noon())?;
    assert!(!audience::is_heard(&mut tx, ANN, true)?, "bob is from here");
    for (id, handle, shared) in [
        (3, "eve@a.test", true),
        (4, "fay@a.test", true),
        (5, "gus@b.test", false),
    ] {
        add_actor(&mut tx, id, handle, shared)?;
        follow(&mut tx, id)?;
    }

    let first = audience::followers(&mut tx, ANN, 0, 2)?;
    let rest = audience::followers(&mut tx, ANN, first[1].0, 2)?;

    let inboxes: Vec<&str> = first.iter().chain(&rest).map(|it| it.2.as_str()).collect();
    let shared = "https://a.test/inbox";
    assert_eq!(inboxes, [shared, shared, "https://b.test/5/inbox"]);
    assert!(audience::is_heard(&mut tx, ANN, false)?);
    Ok(())
}

#[test]
fn each_server_has_one_inbox_and_each_account_its_own() -> Test {
    let mut tx = store()?.write()?;
    add_actor(&mut tx, 3, "eve@a.test", true)?;
    add_actor(&mut tx, 4, "fay@a.test", true)?;
    add_account(&mut tx, 5, "gus@b.test")?;
    add_account(&mut tx, 6, "hal")?;

    let a = ("a.test".to_owned(), "https://a.test/inbox".to_owned());
    assert_eq!(audience::servers_of(&mut tx, &[3, 4, 5, 6])?, [a]);
    let own = ("a.test".to_owned(), "https://a.test/4/inbox".to_owned());
    assert_eq!(audience::inbox_of(&mut tx, 4)?, Some(own));
    assert_eq!(audience::inbox_of(&mut tx, 5)?, None);
    let all = audience::servers(&mut tx, "", 10)?;
    let inbox = Some("https://a.test/inbox".to_owned());
    assert_eq!(all, [("a.test".into(), inbox), ("b.test".into(), None)]);
    assert_eq!(audience::servers(&mut tx, "a.test", 10)?.len(), 1);
    Ok(())
}

#[test]
fn who_is_concerned_by_a_post_is_found_if_she_is_elsewhere() -> Test {
    let mut tx = store()?.write()?;
    for (id, handle) in [
        (ANN, "ann"),
        (2, "bob"),
        (3, "named@a.test"),
        (4, "answered@a.test"),
        (5, "booster@a.test"),
        (6, "answers@a.test"),
        (7, "voter@a.test"),
        (8, "other@a.test"),
    ] {
        add_account(&mut tx, id, handle)?;
    }
    let foreign = |id, account_id, uri| NewStatus {
        uri: Some(uri),
        is_local: false,
        ..public(id, account_id)
    };
    statuses::add(&mut tx, &foreign(10, 4, "10"))?;
    let post = NewStatus {
        in_reply_to_id: Some(10),
        ..public(11, ANN)
    };
    let post = statuses::add(&mut tx, &post)?;
    assert!(audience::is_known(&mut tx, &post)?);
    mentions::add(&mut tx, 11, &[2, 3], false)?;
    let boosts = NewStatus {
        uri: Some("12"),
        is_local: false,
        ..boost(12, 5, 11)
    };
    statuses::add(&mut tx, &boosts)?;
    let answer = NewStatus {
        in_reply_to_id: Some(11),
        ..foreign(13, 6, "13")
    };
    statuses::add(&mut tx, &answer)?;
    let poll = polls::NewPoll {
        status_id: 11,
        account_id: ANN,
        options: &["a".into(), "b".into()],
        multiple: false,
        hide_totals: false,
        expires_at: hour(1),
        created_at: noon(),
    };
    let poll = polls::add(&mut tx, &poll)?;
    polls::add_votes(&mut tx, poll.id, 7, &[0], noon())?;

    let mut found = audience::concerned(&mut tx, &post, 10)?;

    found.sort_unstable();
    assert_eq!(found, [3, 4, 5, 6, 7]);
    let lonely = statuses::add(&mut tx, &public(14, ANN))?;
    assert!(!audience::is_known(&mut tx, &lonely)?);
    Ok(())
}

#[test]
fn acquaintances_are_those_of_the_last_days() -> Test {
    let mut tx = store()?.write()?;
    for (id, handle) in [
        (ANN, "ann"),
        (3, "named@a.test"),
        (4, "followed@a.test"),
        (5, "wanted@a.test"),
        (6, "before@a.test"),
        (7, "reporter@a.test"),
    ] {
        add_account(&mut tx, id, handle)?;
    }
    for (id, named) in [(5, 6), (20, 3)] {
        statuses::add(&mut tx, &public(id, ANN))?;
        mentions::add(&mut tx, id, &[named], false)?;
    }
    let terms = Terms::default();
    follows::add(&mut tx, ANN, 4, &terms, hour(1))?;
    follows::add(&mut tx, ANN, 6, &terms, hour(-1))?;
    follow_requests::add(&mut tx, ANN, 5, &terms, hour(1))?;
    let report = store::reports::NewReport::new(7, ANN, "other", "", noon());
    store::reports::add(&mut tx, &report)?;

    let mut found = audience::acquainted(&mut tx, ANN, noon(), 10, 10)?;

    found.sort_unstable();
    assert_eq!(found, [3, 4, 5, 7]);
    Ok(())
}

#[test]
fn relays_hear_what_is_public_once_they_take_part() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, ANN, "ann")?;
    let add = |state: &str| {
        format!(
            "INSERT INTO relays (inbox, state, created_at, updated_at) VALUES
             ('https://{state}.test', '{state}', '2026-01-01 00:00:00+00:00', '2026-01-01 00:00:00+00:00')"
        )
    };
    testing::batch(&mut tx, &add("pending"))?;
    assert!(!audience::is_heard(&mut tx, ANN, true)?);
    testing::batch(&mut tx, &add("accepted"))?;

    assert_eq!(audience::relays(&mut tx)?, ["https://accepted.test"]);
    assert!(audience::is_heard(&mut tx, ANN, true)?);
    assert!(!audience::is_heard(&mut tx, ANN, false)?);
    Ok(())
}

use chrono::{DateTime, TimeDelta, Utc};
use store::{
    Result,
    accounts::{self, NewAccount},
    instances,
    notification_policy::{self, Policy},
    statuses::{self, NewStatus, Visibility},
    testing::{execute, store},
    users::{self, NewUser},
};

use super::{About, Kind, measure};
use crate::{Chance, Context, Ids, Site, notification_policy::Measure};

const ANN: i64 = 1;
/// Not known to Ann.
const EVE: i64 = 2;
/// Of another server.
const FAR: i64 = 3;
const POST: i64 = 10;
/// Eve's message to Ann.
const MESSAGE: i64 = 11;

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_348_800, 0).expect("in range")
}

fn world() -> Result<Context> {
    let mut cx = Context::new(
        store()?.write()?,
        noon(),
        Chance::seeded(1),
        Ids::new(0),
        Site::new("here.test", "https://here.test"),
    );
    let long_ago = noon() - TimeDelta::days(100);
    instances::meet(&mut cx.tx, "far.test", long_ago)?;
    for (id, username, domain) in [
        (ANN, "ann", None),
        (EVE, "eve", None),
        (FAR, "far", Some("far.test")),
    ] {
        let uri = format!("https://here.test/{id}");
        let account = NewAccount {
            id,
            username,
            domain,
            uri: &uri,
            url: &uri,
            display_name: "",
            note: "",
            kind: "Person",
            created_at: long_ago,
        };
        accounts::add(&mut cx.tx, &account)?;
    }
    for id in [ANN, EVE] {
        let user = NewUser {
            account_id: id,
            email: &format!("{id}@mail.test"),
            password_hash: "",
            role_id: None,
            locale: None,
            approved: true,
            confirmed_at: Some(long_ago),
            invite_request: None,
            application_id: None,
            invited_by_account_id: None,
            created_at: long_ago,
        };
        users::add(&mut cx.tx, &user)?;
    }
    post(&mut cx, POST, EVE, Visibility::Public, None)?;
    post(&mut cx, MESSAGE, EVE, Visibility::Direct, None)?;
    Ok(cx)
}

fn post(
    cx: &mut Context,
    id: i64,
    account_id: i64,
    visibility: Visibility,
    answers: Option<i64>,
) -> Result<()> {
    let status = NewStatus {
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
        in_reply_to_id: answers,
        in_reply_to_account_id: answers.map(|_| ANN),
        conversation_id: POST,
        reblog_of_id: None,
        quote_of_id: None,
        quote_policy: "nobody",
        application_id: None,
        is_local: true,
        has_media: false,
        created_at: noon(),
    };
    statuses::add(&mut cx.tx, &status).map(drop)
}

fn follow(cx: &mut Context, account_id: i64, target: i64, days: i64) -> Result<()> {
    let since = noon() - TimeDelta::days(days);
    let terms = store::follows::Terms::default();
    store::follows::add(&mut cx.tx, account_id, target, &terms, since)
}

const SILENCED: &str = "UPDATE accounts SET silenced_at = created_at WHERE id = 2";
const MESSAGES: &[Kind] = &[Kind::Mention, Kind::Quote];
const FILTERABLE: &[Kind] = &[
    Kind::Mention,
    Kind::Quote,
    Kind::Reblog,
    Kind::Favourite,
    Kind::Follow,
    Kind::FollowRequest,
];

/// What becomes of everything that the sender can cause.
fn measures(cx: &mut Context, from: i64) -> crate::Result<Vec<(Kind, Measure)>> {
    let mut found = Vec::new();
    for kind in Kind::ALL {
        let about = About::status(POST);
        found.push((kind, measure(cx, kind, ANN, from, about)?));
    }
    Ok(found)
}

#[track_caller]
fn all_but(found: &[(Kind, Measure)], excepted: &[Kind], rest: Measure, of_those: Measure) {
    for (kind, found) in found {
        let expected = if excepted.contains(kind) {
            of_those
        } else {
            rest
        };
        assert_eq!(*found, expected, "{kind:?}");
    }
}

const STAFF: &[Kind] = &[Kind::AdminSignUp, Kind::AdminReport];

#[test]
fn everything_is_told_unless_something_is_in_the_way() -> crate::Result<()> {
    let mut cx = world()?;

    all_but(
        &measures(&mut cx, EVE)?,
        &[],
        Measure::Accept,
        Measure::Drop,
    );
    Ok(())
}

#[test]
fn whom_the_member_does_not_want_to_hear_she_does_not() -> crate::Result<()> {
    let at = "'2026-01-01 00:00:00+00:00'";
    let block = format!(
        "INSERT INTO blocks (account_id, target_account_id, created_at) VALUES (1, 2, {at})"
    );
    let mute = |hides: bool, expires: &str| {
        format!(
            "INSERT INTO mutes (account_id, target_account_id, hides_notifications, expires_at, created_at)
             VALUES (1, 2, {hides}, {expires}, {at})"
        )
    };
    let thread = "INSERT INTO conversation_mutes (account_id, conversation_id) VALUES (1, 10)";
    for (act, is_heard) in [
        (block.as_str(), false),
        (&mute(true, "NULL"), false),
        (&mute(true, "'2099-01-01 00:00:00+00:00'"), false),
        (&mute(true, at), true),
        (&mute(false, "NULL"), true),
        (thread, false),
    ] {
        let mut cx = world()?;
        execute(&mut cx.tx, act)?;

        let rest = if is_heard {
            Measure::Accept
        } else {
            Measure::Drop
        };
        all_but(&measures(&mut cx, EVE)?, STAFF, rest, Measure::Accept);
    }
    Ok(())
}

#[test]
fn a_blocked_domain_is_silent_but_for_those_who_are_followed() -> crate::Result<()> {
    let mut cx = world()?;
    store::user_domain_blocks::add(&mut cx.tx, ANN, "far.test", noon())?;
    all_but(
        &measures(&mut cx, FAR)?,
        STAFF,
        Measure::Drop,
        Measure::Accept,
    );

    follow(&mut cx, ANN, FAR, 1)?;
    all_but(
        &measures(&mut cx, FAR)?,
        &[],
        Measure::Accept,
        Measure::Drop,
    );
    Ok(())
}

#[test]
fn a_message_that_is_also_for_somebody_unwanted_is_not_heard() -> crate::Result<()> {
    let mut cx = world()?;
    store::mentions::add(&mut cx.tx, POST, &[ANN, FAR], false)?;
    store::blocks::add(&mut cx.tx, ANN, FAR, noon())?;

    all_but(
        &measures(&mut cx, EVE)?,
        MESSAGES,
        Measure::Accept,
        Measure::Drop,
    );
    Ok(())
}

#[test]
fn who_is_gone_tells_nothing_and_is_told_nothing() -> crate::Result<()> {
    for (id, column) in [(1, "suspended_at"), (2, "suspended_at"), (1, "purged_at")] {
        let mut cx = world()?;
        let act = format!("UPDATE accounts SET {column} = created_at WHERE id = {id}");
        execute(&mut cx.tx, &act)?;

        all_but(&measures(&mut cx, EVE)?, &[], Measure::Drop, Measure::Drop);
    }
    let mut cx = world()?;
    execute(
        &mut cx.tx,
        "UPDATE users SET disabled = TRUE WHERE account_id = 1",
    )?;
    let found = measures(&mut cx, EVE)?;
    all_but(&found, &[], Measure::Accept, Measure::Drop);
    let to_far = measure(&mut cx, Kind::Follow, FAR, EVE, About::default())?;
    assert_eq!(to_far, Measure::Drop, "another server tells its own");
    Ok(())
}

#[test]
fn nobody_is_told_of_herself_but_by_the_server() -> crate::Result<()> {
    let mut cx = world()?;
    let by_server = [
        Kind::Poll,
        Kind::ModerationWarning,
        Kind::SeveredRelationships,
    ];

    all_but(
        &measures(&mut cx, ANN)?,
        &by_server,
        Measure::Drop,
        Measure::Accept,
    );
    Ok(())
}

#[test]
fn limited_accounts_are_put_aside_unless_they_are_followed_or_let_through() -> crate::Result<()> {
    let mut cx = world()?;
    execute(&mut cx.tx, SILENCED)?;
    all_but(
        &measures(&mut cx, EVE)?,
        FILTERABLE,
        Measure::Accept,
        Measure::Filter,
    );

    notification_policy::let_through(&mut cx.tx, ANN, EVE)?;
    all_but(
        &measures(&mut cx, EVE)?,
        &[],
        Measure::Accept,
        Measure::Drop,
    );

    let mut cx = world()?;
    execute(&mut cx.tx, SILENCED)?;
    follow(&mut cx, ANN, EVE, 1)?;
    all_but(
        &measures(&mut cx, EVE)?,
        &[],
        Measure::Accept,
        Measure::Drop,
    );
    Ok(())
}

/// The policy of one who wants everything, but for one kind of stranger.
fn only(name: &str, word: &str) -> Policy {
    let of = |it: &str| if it == name { word } else { "accept" }.to_owned();
    Policy {
        for_not_following: of("not_following"),
        for_not_followers: of("not_followers"),
        for_new_accounts: of("new_accounts"),
        for_private_mentions: of("private_mentions"),
        for_limited_accounts: of("limited_accounts"),
        for_bots: of("bots"),
    }
}

#[test]
fn each_kind_of_stranger_is_put_aside_or_dropped() -> crate::Result<()> {
    let new = "UPDATE accounts SET created_at = '2026-11-10 00:00:00+00:00' WHERE id = 2";
    let bot = "UPDATE accounts SET kind = 'Service' WHERE id = 2";
    for (name, act) in [
        ("not_following", "SELECT 1"),
        ("not_followers", "SELECT 1"),
        ("new_accounts", new),
        ("limited_accounts", SILENCED),
        ("bots", bot),
    ] {
        for (word, measure) in [("filter", Measure::Filter), ("drop", Measure::Drop)] {
            let mut cx = world()?;
            notification_policy::set(&mut cx.tx, ANN, &only(name, word))?;
            if name.starts_with("not") {
                assert_eq!(measures(&mut cx, EVE)?[0].1, measure, "{name}");
            } else {
                assert_eq!(measures(&mut cx, EVE)?[0].1, Measure::Accept, "{name}");
                execute(&mut cx.tx, act)?;
            }
            all_but(
                &measures(&mut cx, EVE)?,
                FILTERABLE,
                Measure::Accept,
                measure,
            );

            // Who follows for long, and is followed, is no stranger.
            follow(&mut cx, ANN, EVE, 1)?;
            follow(&mut cx, EVE, ANN, 4)?;
            all_but(
                &measures(&mut cx, EVE)?,
                &[],
                Measure::Accept,
                Measure::Drop,
            );
        }
    }
    Ok(())
}

#[test]
fn who_has_followed_for_less_than_three_days_is_no_follower_yet() -> crate::Result<()> {
    for (days, expected) in [(2, Measure::Drop), (3, Measure::Accept)] {
        let mut cx = world()?;
        notification_policy::set(&mut cx.tx, ANN, &only("not_followers", "drop"))?;
        follow(&mut cx, EVE, ANN, days)?;

        assert_eq!(measures(&mut cx, EVE)?[0].1, expected);
    }
    Ok(())
}

#[test]
fn a_private_message_is_put_aside_unless_it_was_asked_for() -> crate::Result<()> {
    let mut cx = world()?;
    let told = |cx: &mut Context, id: i64| measure(cx, Kind::Mention, ANN, EVE, About::status(id));
    assert_eq!(told(&mut cx, POST)?, Measure::Accept);
    assert_eq!(told(&mut cx, MESSAGE)?, Measure::Filter);

    post(&mut cx, 12, ANN, Visibility::Direct, None)?;
    post(&mut cx, 13, EVE, Visibility::Direct, Some(12))?;
    assert_eq!(told(&mut cx, 13)?, Measure::Filter, "Ann's was for others");
    store::mentions::add(&mut cx.tx, 12, &[EVE], false)?;
    assert_eq!(told(&mut cx, 13)?, Measure::Accept);
    post(&mut cx, 14, EVE, Visibility::Direct, Some(13))?;
    assert_eq!(
        told(&mut cx, 14)?,
        Measure::Accept,
        "further down the thread"
    );
    Ok(())
}

#[test]
fn staff_reaches_those_below() -> crate::Result<()> {
    let mut cx = world()?;
    store::blocks::add(&mut cx.tx, ANN, EVE, noon())?;
    let moderator = "UPDATE users SET role_id =
        (SELECT id FROM roles WHERE name = 'Moderator') WHERE account_id = 2";
    execute(&mut cx.tx, moderator)?;
    let reached: Vec<Kind> = MESSAGES.iter().chain(STAFF).copied().collect();
    all_but(
        &measures(&mut cx, EVE)?,
        &reached,
        Measure::Drop,
        Measure::Accept,
    );

    let owner = "UPDATE users SET role_id =
        (SELECT id FROM roles WHERE name = 'Owner') WHERE account_id = 1";
    execute(&mut cx.tx, owner)?;
    all_but(
        &measures(&mut cx, EVE)?,
        STAFF,
        Measure::Drop,
        Measure::Accept,
    );
    Ok(())
}

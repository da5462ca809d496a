use std::fmt::Write;

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Chance, Context, Ids, Site, media::Made, recount, settings::Settings};
use store::{
    Store, Tx,
    account_list::{self, Filter, Slice, Window},
    accounts, action_log, announcements, emojis, instances, jobs, notifications, queue, reports,
    rules, scheduled_statuses, status_stats, statuses, strikes, testing,
    trends::{self, Kind},
    user_ips, users,
    visible::Viewer,
};

use super::{Kept, build, news::Emoji, posts};

const ALL: Window = Window {
    max_id: None,
    since_id: None,
    min_id: None,
    limit: 1000,
};

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_348_800, 0).expect("in range")
}

fn site() -> Site {
    Site::new("localhost:3000", "http://localhost:3000")
}

fn built(now: DateTime<Utc>, seed: u64) -> Result<Store> {
    let store = testing::store()?;
    build(&store, &site(), now, seed, &kept())?;
    Ok(store)
}

/// As if their pictures were in files.
fn kept() -> Kept {
    let emoji = |shortcode: &'static str| Emoji {
        shortcode,
        category: None,
        file: format!("emojis/{shortcode}.png"),
        still: format!("emojis/{shortcode}.png"),
    };
    let picture = |number: usize| Made {
        kind: "image".into(),
        is_staged: false,
        file: format!("files/{number}.png"),
        content_type: "image/png".into(),
        size: 1,
        original: None,
        preview: None,
    };
    let pictures = posts::all().map(|it| it.pictures.len()).sum();
    Kept {
        emojis: ["kumki", "hello", "peanut"].map(emoji).into(),
        pictures: (0..pictures).map(picture).collect(),
    }
}

fn ids(tx: &mut Tx) -> Result<Vec<i64>> {
    Ok(account_list::page(tx, &Filter::default(), ALL)?)
}

/// Every row that the demo makes, as text.
fn everything(store: &Store) -> Result<String> {
    let mut tx = store.read()?;
    let tx = &mut tx;
    let ids = ids(tx)?;
    let mut all_accounts = accounts::find_many(tx, &ids)?;
    all_accounts.sort_by_key(|it| it.id);
    let mut all_users = users::find_many(tx, &ids)?;
    all_users.sort_by_key(|it| it.account_id);
    let mut sights = user_ips::of_many(tx, &ids)?;
    sights.sort_by_key(|it| (it.account_id, it.ip, it.used_at));

    let mut text = String::new();
    writeln!(text, "{all_accounts:#?}{all_users:#?}{sights:#?}")?;
    writeln!(text, "{:#?}", action_log::newest(tx, 1000)?)?;
    writeln!(text, "{:#?}{:#?}", rules::all(tx)?, Settings::load(tx)?)?;
    writeln!(text, "{:#?}", announcements::all(tx)?)?;
    writeln!(text, "{:#?}", emojis::local(tx)?)?;
    writeln!(text, "{:#?}", jobs::list(tx, 1000)?)?;
    for id in ids {
        writeln!(text, "{:#?}", strikes::against(tx, id)?)?;
        writeln!(text, "{:#?}", reports::unresolved_about(tx, id)?)?;
        tell_posts(tx, id, &mut text)?;
    }
    Ok(text)
}

fn tell_posts(tx: &mut Tx, account_id: i64, text: &mut String) -> Result<()> {
    let posts = statuses::some_live_of(tx, account_id, 1000)?;
    let ids: Vec<i64> = posts.iter().map(|it| it.id).collect();
    let mut stats = status_stats::of(tx, &ids)?;
    stats.sort_by_key(|it| it.status_id);
    writeln!(text, "{posts:#?}{stats:#?}")?;
    let all = notifications::Filter {
        with_filtered: true,
        ..notifications::Filter::default()
    };
    let viewer = Viewer {
        account_id: Some(account_id),
        now: noon(),
    };
    let told = notifications::page(tx, account_id, &all, viewer, ALL)?;
    writeln!(text, "{told:#?}")?;
    writeln!(
        text,
        "{:#?}",
        scheduled_statuses::page(tx, account_id, ALL)?
    )?;
    Ok(())
}

#[test]
fn one_day_and_one_seed_make_one_community() -> Result<()> {
    let first = everything(&built(noon(), 1)?)?;

    let same_day = noon() + TimeDelta::hours(5);
    assert!(first == everything(&built(same_day, 1)?)?);
    assert!(first != everything(&built(noon(), 2)?)?);
    Ok(())
}

#[test]
fn nothing_is_out_of_step() -> Result<()> {
    let store = built(noon(), 1)?;
    let mut cx = Context::new(
        store.read()?,
        noon(),
        Chance::seeded(1),
        Ids::new(0),
        site(),
    );

    assert_eq!(instances::recount(&mut cx.tx)?, 3);
    assert_eq!(recount::drift(&mut cx)?, []);
    assert!(jobs::list(&mut cx.tx, 1000)?.is_empty());
    Ok(())
}

#[test]
fn a_hashtag_trends_and_waits_for_somebody_to_look_at_it() -> Result<()> {
    let store = built(noon(), 1)?;
    let mut tx = store.read()?;
    let slice = Slice {
        limit: 10,
        offset: 0,
    };
    let trending = trends::page(&mut tx, Kind::Tag, slice)?;
    let waiting = queue::tags(&mut tx, 10)?;

    assert_eq!((trending.len(), waiting.len()), (1, 1));
    assert_eq!(waiting[0].id, trending[0].thing_id);
    Ok(())
}

//! No list may cost more the more accounts there are, so none may look at all of them, or sort them.

use store::{
    Tx,
    account_list::{self, Filter, Origin, Pattern, Slice, Status, Window},
    announcements,
    appeals::{self, State},
    blocks,
    directory::{self, Wanted},
    emojis, endorsements, featured_tags, filters, follow_requests, follows, invites, jobs, lists,
    media::{self, Part},
    mutes, notification_groups, notification_requests, notifications, profile_pictures, push,
    severances, strikes, suggestions, tag_days, tag_follows,
    testing::{self, store},
    user_domain_blocks,
    visible::Viewer,
};

use crate::{Test, follows::STRANGER, hour, noon};

pub(crate) const PAGES: [Window; 3] = [
    Window {
        max_id: None,
        since_id: None,
        min_id: None,
        limit: 40,
    },
    Window {
        max_id: Some(900),
        since_id: Some(100),
        min_id: None,
        limit: 40,
    },
    Window {
        max_id: None,
        since_id: None,
        min_id: Some(100),
        limit: 40,
    },
];

/// Filters, with the index that SQLite is to walk.
fn lists() -> Vec<(Filter, &'static str)> {
    let all = Filter::default;
    let status = |status| Filter {
        status: Some(status),
        ..all()
    };
    let local = || Filter {
        origin: Some(Origin::Local),
        ..all()
    };
    let local_status = |status| Filter {
        status: Some(status),
        ..local()
    };
    let domain = Filter {
        domain: Some("far.test".into()),
        ..all()
    };
    let username = |text| Filter {
        username: Some(Pattern::starts_with(text)),
        ..all()
    };
    let email = Filter {
        email: Some(Pattern::starts_with("%@far.test")),
        ..all()
    };
    let roles = Filter {
        role_ids: Some(vec![1, 2]),
        ..all()
    };
    let invited = Filter {
        invited_by: Some(1),
        ..all()
    };
    vec![
        (all(), "PRIMARY KEY"),
        (local(), "accounts_local "),
        (local_status(Status::Active), "accounts_local_active"),
        (local_status(Status::Silenced), "accounts_local_silenced"),
        (local_status(Status::Suspended), "accounts_local_suspended"),
        (status(Status::Active), "PRIMARY KEY"),
        (status(Status::Pending), "users_pending"),
        (status(Status::Disabled), "users_disabled"),
        (status(Status::Silenced), "accounts_silenced"),
        (status(Status::Suspended), "accounts_suspended"),
        (status(Status::Sensitized), "accounts_sensitized"),
        (domain, "accounts_domain"),
        (username("an"), "accounts_acct"),
        (username("%an"), "PRIMARY KEY"),
        (email, "accounts_local "),
        (roles, "users_role"),
        (invited, "users_invited_by"),
    ]
}

/// What is planned for one list, as far as it walks accounts in the order of the page.
fn plan(tx: &mut Tx, filter: &Filter, window: Window) -> store::Result<String> {
    let work = |tx: &mut Tx| account_list::page(tx, filter, window).map(drop);
    Ok(testing::plans(tx, work)?.join("\n"))
}

/// There is next to nothing in the tables, where PostgreSQL finds any plan as good as any other.
pub(crate) fn refuse_detours(tx: &mut Tx, is_sqlite: bool) -> store::Result<()> {
    if is_sqlite {
        return Ok(());
    }
    for detour in ["seqscan", "bitmapscan", "sort", "hashjoin"] {
        testing::execute(tx, &format!("SET LOCAL enable_{detour} = off"))?;
    }
    Ok(())
}

#[test]
fn a_page_of_accounts_walks_an_index_in_the_order_of_the_page() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let is_sqlite = store.engine() == "SQLite";
    refuse_detours(&mut tx, is_sqlite)?;

    for (filter, index) in lists() {
        for window in PAGES {
            let plan = plan(&mut tx, &filter, window)?;
            for detour in ["SCAN accounts", "TEMP B-TREE", "Seq Scan", "Sort"] {
                assert!(!plan.contains(detour), "{filter:?} {window:?}\n{plan}");
            }
            let walks = !is_sqlite || plan.contains(index);
            assert!(walks, "{filter:?} {window:?} does not use {index}\n{plan}");
        }
    }
    Ok(())
}

#[test]
fn the_next_job_is_found_without_looking_at_all() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    refuse_detours(&mut tx, store.engine() == "SQLite")?;

    let claim = |tx: &mut Tx| jobs::claim(tx, jobs::HERE, "a", noon(), hour(1)).map(drop);
    let plan = testing::plans(&mut tx, claim)?.join("\n");

    assert!(plan.contains("jobs_due"), "{plan}");
    for detour in ["SCAN jobs", "TEMP B-TREE", "Seq Scan", "Sort"] {
        assert!(!plan.contains(detour), "{plan}");
    }
    Ok(())
}

const VIEWER: Viewer = Viewer {
    account_id: Some(2),
    now: chrono::DateTime::UNIX_EPOCH,
};

/// A list of people or of what was decided about them.
type List = fn(&mut Tx, Window) -> store::Result<()>;

#[test]
fn a_page_of_what_was_decided_walks_an_index_in_the_order_of_the_page() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let is_sqlite = store.engine() == "SQLite";
    refuse_detours(&mut tx, is_sqlite)?;
    let lists: [(List, &str); 9] = [
        (
            |tx, window| follows::followers(tx, 1, STRANGER, window).map(drop),
            "follows_target",
        ),
        (
            |tx, window| follows::followers(tx, 1, VIEWER, window).map(drop),
            "follows_target",
        ),
        (
            |tx, window| follows::following(tx, 1, VIEWER, window).map(drop),
            "follows_account",
        ),
        (
            |tx, window| follow_requests::page(tx, 1, window).map(drop),
            "follow_requests_target",
        ),
        (
            |tx, window| blocks::page(tx, 1, window).map(drop),
            "blocks_account",
        ),
        (
            |tx, window| mutes::page(tx, 1, noon(), window).map(drop),
            "mutes_account",
        ),
        (
            |tx, window| user_domain_blocks::page(tx, 1, window).map(drop),
            "user_domain_blocks_account",
        ),
        (
            |tx, window| endorsements::page(tx, 1, VIEWER, window).map(drop),
            "endorsements_pair",
        ),
        (
            |tx, window| {
                let filter = invites::Filter {
                    account_id: Some(1),
                    available: Some((true, noon())),
                };
                invites::page(tx, &filter, window).map(drop)
            },
            "invites_account",
        ),
    ];

    for (number, (list, index)) in lists.iter().enumerate() {
        for window in PAGES {
            let plan = testing::plans(&mut tx, |tx| list(tx, window))?.join("\n");
            for detour in ["SCAN", "TEMP B-TREE", "Seq Scan", "Sort"] {
                assert!(!plan.contains(detour), "{number} {window:?}\n{plan}");
            }
            let walks = !is_sqlite || plan.contains(index);
            assert!(walks, "{number} {window:?} does not use {index}\n{plan}");
        }
    }
    Ok(())
}

/// A list that comes whole.
type Whole = fn(&mut Tx) -> store::Result<()>;

#[test]
fn who_is_listed_or_suggested_first_is_found_by_an_index() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let is_sqlite = store.engine() == "SQLite";
    refuse_detours(&mut tx, is_sqlite)?;
    const WANTED: Wanted = Wanted {
        is_local: false,
        viewer: VIEWER,
    };
    const SLICE: Slice = Slice {
        limit: 40,
        offset: 0,
    };
    let lists: [(Whole, &str); 3] = [
        (
            |tx| directory::newest(tx, WANTED, SLICE).map(drop),
            "accounts_discoverable",
        ),
        (
            |tx| directory::most_active(tx, WANTED, SLICE).map(drop),
            "account_stats_active",
        ),
        (
            |tx| suggestions::most_followed(tx, 2, noon(), 40).map(drop),
            "account_stats_followers",
        ),
    ];

    for (list, index) in lists {
        let plans = testing::plans(&mut tx, list)?;
        let plan = &plans[0];
        for detour in ["TEMP B-TREE", "Seq Scan", "Sort"] {
            assert!(!plan.contains(detour), "{plan}");
        }
        let walks = !is_sqlite || plan.contains(index);
        assert!(walks, "does not use {index}\n{plan}");
    }
    Ok(())
}

type Work = fn(&mut Tx, Window) -> store::Result<()>;

#[test]
fn lists_filters_and_tags_of_a_member_are_found_by_index() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    refuse_detours(&mut tx, store.engine() == "SQLite")?;
    let works: [(&str, Work); 7] = [
        ("members", |tx, window| {
            lists::page_of_members(tx, 1, window).map(drop)
        }),
        ("followed tags", |tx, window| {
            tag_follows::page(tx, 1, window).map(drop)
        }),
        ("lists with somebody", |tx, _| {
            lists::all_with(tx, 1, 2).map(drop)
        }),
        ("filters", |tx, _| {
            filters::active_of(tx, 1, noon()).map(drop)
        }),
        ("keywords", |tx, _| {
            filters::keywords_of(tx, &[1, 2]).map(drop)
        }),
        ("history", |tx, _| {
            tag_days::since(tx, &[1, 2], 100).map(drop)
        }),
        ("posts with a tag", |tx, _| {
            featured_tags::count_posts(tx, 1, 2).map(drop)
        }),
    ];

    for (what, work) in works {
        for window in PAGES {
            let plan = testing::plans(&mut tx, |tx| work(tx, window))?.join("\n");
            for table in [
                "list_accounts",
                "lists",
                "tag_follows",
                "filters",
                "filter_keywords",
                "tag_days",
                "statuses",
                "status_tags",
            ] {
                let scan = format!("SCAN {table}");
                let scans = plan.lines().any(|it| it.trim() == scan);
                assert!(!scans, "{what}\n{plan}");
            }
            assert!(!plan.contains("Seq Scan"), "{what}\n{plan}");
        }
    }
    Ok(())
}

#[test]
fn emoji_and_announcements_are_found_by_an_index() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    refuse_detours(&mut tx, store.engine() == "SQLite")?;

    let emojis = |tx: &mut Tx| emojis::usable(tx, &["a", "b"], &["", "far.test"]).map(drop);
    let published = |tx: &mut Tx| announcements::published(tx).map(drop);
    let of_emojis = testing::plans(&mut tx, emojis)?.join("\n");
    let of_published = testing::plans(&mut tx, published)?.join("\n");

    assert!(of_emojis.contains("custom_emojis_shortcode"), "{of_emojis}");
    let by_both = ["shortcode=? AND <expr>=?", "COALESCE(domain"];
    assert!(
        by_both.iter().any(|it| of_emojis.contains(it)),
        "{of_emojis}"
    );
    assert!(
        of_published.contains("announcements_published"),
        "{of_published}"
    );
    Ok(())
}

#[test]
fn appeals_and_strikes_are_walked_by_an_index_in_the_order_of_the_page() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let is_sqlite = store.engine() == "SQLite";
    refuse_detours(&mut tx, is_sqlite)?;
    let state = |state| appeals::Filter {
        state: Some(state),
        ..appeals::Filter::default()
    };
    let of_one = |filter| appeals::Filter {
        account_id: Some(1),
        ..filter
    };
    let lists = [
        (state(State::Pending), "appeals_pending"),
        (state(State::Approved), "appeals_approved"),
        (state(State::Rejected), "appeals_rejected"),
        (of_one(appeals::Filter::default()), "appeals_account"),
    ];

    for window in PAGES {
        for (filter, index) in lists {
            let work = |tx: &mut Tx| appeals::page(tx, filter, window).map(drop);
            let plan = testing::plans(&mut tx, work)?.join("\n");
            assert!(
                !plan.contains("TEMP B-TREE"),
                "{filter:?} {window:?}\n{plan}"
            );
            assert!(!plan.contains("Seq Scan"), "{filter:?} {window:?}\n{plan}");
            let walks = !is_sqlite || plan.contains(index);
            assert!(walks, "{filter:?} {window:?} does not use {index}\n{plan}");
        }
        let works: [Work; 3] = [
            |tx, window| strikes::page(tx, 1, window).map(drop),
            |tx, _| strikes::disputable(tx, 1, noon()).map(drop),
            |tx, _| appeals::of_strikes(tx, &[1, 2]).map(drop),
        ];
        for work in works {
            let plan = testing::plans(&mut tx, |tx| work(tx, window))?.join("\n");
            for detour in [
                "SCAN strikes",
                "SCAN appeals",
                "TEMP B-TREE",
                "Seq Scan",
                "Sort",
            ] {
                assert!(!plan.contains(detour), "{window:?}\n{plan}");
            }
        }
    }
    Ok(())
}

#[test]
fn a_file_is_looked_up_by_its_name_alone() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let is_sqlite = store.engine() == "SQLite";
    refuse_detours(&mut tx, is_sqlite)?;
    type Look = fn(&mut Tx) -> store::Result<()>;
    let looks: [(Look, &str); 5] = [
        (
            |tx| media::owner_of(tx, Part::File, "a").map(drop),
            "media_attachments_file",
        ),
        (
            |tx| media::owner_of(tx, Part::Preview, "a").map(drop),
            "media_attachments_preview",
        ),
        (
            |tx| profile_pictures::owner_of_avatar(tx, "a").map(drop),
            "accounts_avatar",
        ),
        (
            |tx| profile_pictures::owner_of_header(tx, "a").map(drop),
            "accounts_header",
        ),
        (
            |tx| media::loose(tx, noon(), 9).map(drop),
            "media_attachments_loose",
        ),
    ];

    for (look, index) in looks {
        let plan = testing::plans(&mut tx, look)?.join("\n");
        assert!(plan.contains(index), "{plan}");
        for detour in ["SCAN", "TEMP B-TREE", "Seq Scan", "Sort"] {
            assert!(!plan.contains(detour), "{plan}");
        }
    }
    Ok(())
}

#[test]
fn notifications_are_walked_by_an_index_in_the_order_of_the_page() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let is_sqlite = store.engine() == "SQLite";
    refuse_detours(&mut tx, is_sqlite)?;
    let some = notifications::Filter::default;
    let of_kinds = notifications::Filter {
        kinds: vec!["mention".into()],
        ..some()
    };
    let with_filtered = notifications::Filter {
        with_filtered: true,
        ..some()
    };
    let of_one = notifications::Filter {
        from_account_id: Some(3),
        with_filtered: true,
        ..some()
    };

    for (filter, index) in [
        (some(), "notifications_shown"),
        (of_kinds, "notifications_shown"),
        (with_filtered, "notifications_account"),
        (of_one, "notifications_from"),
    ] {
        for window in PAGES {
            let work = |tx: &mut Tx| notifications::page(tx, 2, &filter, VIEWER, window).map(drop);
            let plan = testing::plans(&mut tx, work)?.join("\n");
            for detour in ["SCAN", "TEMP B-TREE", "Seq Scan", "Sort"] {
                assert!(!plan.contains(detour), "{filter:?} {window:?}\n{plan}");
            }
            let walks = !is_sqlite || plan.contains(index);
            assert!(walks, "{filter:?} {window:?} does not use {index}\n{plan}");
        }
    }
    Ok(())
}

#[test]
fn groups_requests_and_devices_are_found_by_index() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let is_sqlite = store.engine() == "SQLite";
    refuse_detours(&mut tx, is_sqlite)?;
    let works: [(Work, &str); 9] = [
        (
            |tx, window| notification_groups::page(tx, 2, "follow-1", VIEWER, window).map(drop),
            "notifications_group",
        ),
        (
            |tx, _| notification_groups::last_between(tx, 2, "follow-1", "follow-2").map(drop),
            "notifications_group",
        ),
        (
            |tx, window| notification_requests::page(tx, 2, window).map(drop),
            "notification_requests_page",
        ),
        (
            |tx, _| notification_requests::counts(tx, 2, 100).map(drop),
            "notification_requests_page",
        ),
        (
            |tx, _| notifications::merge(tx, 2, 100).map(drop),
            "notifications_",
        ),
        (
            |tx, _| notifications::remove_filtered(tx, 2, 3, 100, 100).map(drop),
            "notifications_from",
        ),
        (
            |tx, _| notifications::remove_from(tx, "favourite", 3, 4),
            "notifications_status",
        ),
        (
            |tx, _| push::live(tx, 2).map(drop),
            "push_subscriptions_account",
        ),
        (
            |tx, _| severances::find_since(tx, "domain_block", "a", noon(), None).map(drop),
            "severances_target",
        ),
    ];

    for (number, (work, index)) in works.into_iter().enumerate() {
        for window in PAGES {
            let plan = testing::plans(&mut tx, |tx| work(tx, window))?.join("\n");
            for table in [
                "notifications",
                "notification_requests",
                "push_subscriptions",
                "severances",
            ] {
                for detour in [format!("SCAN {table}\n"), format!("Seq Scan on {table}")] {
                    assert!(!plan.contains(&detour), "{number} {window:?}\n{plan}");
                }
            }
            let walks = !is_sqlite || plan.contains(index);
            assert!(walks, "{number} {window:?} does not use {index}\n{plan}");
        }
    }
    // Only the newest of some groups are sorted, and not all notifications.
    let keys = ["follow-1".to_owned(), "follow-2".to_owned()];
    let newest = |tx: &mut Tx| notification_groups::newest(tx, 2, &keys, 8).map(drop);
    let plan = testing::plans(&mut tx, newest)?.join("\n");
    assert!(plan.contains("notifications_group"), "{plan}");
    Ok(())
}

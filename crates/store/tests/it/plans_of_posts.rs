//! No list of posts may cost more the more posts there are: each walks an index in the order of the page.

use store::{
    Tx,
    account_list::Window,
    bookmarks, cards, conversations, favourites, quotes, statuses,
    testing::{self, store},
    threads,
    timelines::{self, Origin, Profile, Public, Replies},
    visible::{Place, Viewer},
};

use crate::{
    Test, add_account, noon,
    plans::{PAGES, refuse_detours},
    statuses::public,
};

const READER: i64 = 2;
const ANY: Public = Public {
    origin: Origin::Any,
    only_media: false,
};

fn reader() -> Viewer {
    Viewer {
        account_id: Some(READER),
        now: noon(),
    }
}

fn stranger() -> Viewer {
    Viewer {
        account_id: None,
        ..reader()
    }
}

type List = fn(&mut Tx, Window) -> store::Result<()>;

/// Lists, with the index that both databases are to walk.
const LISTS: [(&str, List, &str); 16] = [
    (
        "home",
        |tx, window| timelines::home(tx, READER, reader(), window).map(drop),
        "home_items_pkey",
    ),
    (
        "public",
        |tx, window| timelines::public(tx, ANY, reader(), window).map(drop),
        "statuses_listed",
    ),
    (
        "public, before strangers",
        |tx, window| timelines::public(tx, ANY, stranger(), window).map(drop),
        "statuses_listed",
    ),
    (
        "local",
        |tx, window| {
            let local = Public {
                origin: Origin::Local,
                ..ANY
            };
            timelines::public(tx, local, reader(), window).map(drop)
        },
        "statuses_listed_local",
    ),
    (
        "remote",
        |tx, window| {
            let remote = Public {
                origin: Origin::Remote,
                ..ANY
            };
            timelines::public(tx, remote, reader(), window).map(drop)
        },
        "statuses_listed_remote",
    ),
    (
        "with media",
        |tx, window| {
            let with_media = Public {
                only_media: true,
                ..ANY
            };
            timelines::public(tx, with_media, reader(), window).map(drop)
        },
        "statuses_listed_media",
    ),
    (
        "tag",
        |tx, window| timelines::tagged(tx, 1, (&[], &[]), ANY, reader(), window).map(drop),
        "status_tags_pkey",
    ),
    (
        "tag with another and without a third",
        |tx, window| timelines::tagged(tx, 1, (&[2], &[3]), ANY, reader(), window).map(drop),
        "status_tags_pkey",
    ),
    (
        "link",
        |tx, window| timelines::linked(tx, "a", reader(), window).map(drop),
        "status_cards_pkey",
    ),
    (
        "profile",
        |tx, window| timelines::of_account(tx, 1, Profile::default(), reader(), window).map(drop),
        "statuses_account",
    ),
    (
        "profile without answers",
        |tx, window| {
            let which = Profile {
                exclude_replies: true,
                exclude_reblogs: true,
                ..Profile::default()
            };
            timelines::of_account(tx, 1, which, stranger(), window).map(drop)
        },
        "statuses_account",
    ),
    (
        "quotes",
        |tx, window| quotes::seen(tx, 1, reader(), window).map(drop),
        "statuses_quote",
    ),
    (
        "favourites",
        |tx, window| favourites::page(tx, READER, reader(), window).map(drop),
        "favourites_account",
    ),
    (
        "bookmarks",
        |tx, window| bookmarks::page(tx, READER, reader(), window).map(drop),
        "bookmarks_account",
    ),
    (
        "who likes a post",
        |tx, window| favourites::of_status(tx, 1, window).map(drop),
        "favourites_status",
    ),
    (
        "conversations",
        |tx, window| conversations::page(tx, READER, window).map(drop),
        "account_conversations_page",
    ),
];

#[test]
fn a_page_of_posts_walks_an_index_in_the_order_of_the_page() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let is_sqlite = store.engine() == "SQLite";
    add_account(&mut tx, 1, "ann")?;
    statuses::add(&mut tx, &public(1, 1))?;
    cards::add(&mut tx, 1, "a", noon())?;
    refuse_detours(&mut tx, is_sqlite)?;

    for (what, list, index) in LISTS {
        for window in PAGES {
            let plan = testing::plans(&mut tx, |tx| list(tx, window))?.join("\n");
            for detour in ["TEMP B-TREE", "Seq Scan", "Sort"] {
                assert!(!plan.contains(detour), "{what} {window:?}\n{plan}");
            }
            assert!(!scans(&plan), "{what} {window:?}\n{plan}");
            let walks = walks(&plan, is_sqlite, index);
            assert!(walks, "{what} {window:?} does not use {index}\n{plan}");
        }
    }
    Ok(())
}

#[test]
fn no_list_of_posts_reads_all_authors_where_sqlite_knows_how_many_there_are() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    if store.engine() != "SQLite" {
        return Ok(());
    }
    for sql in [
        "ANALYZE",
        "DELETE FROM sqlite_stat1",
        "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
           ('statuses', 'statuses_listed', '2400000 1'),
           ('statuses', 'statuses_account', '5000000 45 1'),
           ('accounts', 'accounts_uri', '112000 1')",
        "ANALYZE sqlite_schema",
    ] {
        testing::execute(&mut tx, sql)?;
    }

    for (what, list, _) in LISTS {
        for window in PAGES {
            let plan = testing::plans(&mut tx, |tx| list(tx, window))?.join("\n");
            let detours = ["BLOOM FILTER", "author EXISTS", "SCAN author"];
            let detour = detours.iter().find(|it| plan.contains(**it));
            assert_eq!(detour, None, "{what} {window:?}\n{plan}");
        }
    }
    Ok(())
}

/// SQLite calls the key of a table without row ids by no name.
fn walks(plan: &str, is_sqlite: bool, index: &str) -> bool {
    match index.strip_suffix("_pkey") {
        Some(table) if is_sqlite => plan.contains(&format!("{table} USING PRIMARY KEY")),
        _ => plan.split_whitespace().any(|it| it == index),
    }
}

/// Whether a whole table is looked at, and not an index in its order.
fn scans(plan: &str) -> bool {
    let is_scan = |line: &str| match line.strip_prefix("SCAN ") {
        Some(rest) => !["json_each", "below", "above"].contains(&rest) && !rest.contains(' '),
        None => line.contains("Seq Scan"),
    };
    plan.lines().any(|it| is_scan(it.trim()))
}

/// What is put together from several places, or has to be sorted once it is found.
const OTHERS: [(&str, List, &str); 6] = [
    (
        "list without answers",
        |tx, window| timelines::list(tx, (1, READER), Replies::None, reader(), window).map(drop),
        "statuses_account",
    ),
    (
        "list with answers to members",
        |tx, window| {
            timelines::list(tx, (1, READER), Replies::ToMembers, reader(), window).map(drop)
        },
        "statuses_account",
    ),
    (
        "list with answers to the followed",
        |tx, window| {
            timelines::list(tx, (1, READER), Replies::ToFollowed, reader(), window).map(drop)
        },
        "statuses_account",
    ),
    (
        "pinned",
        |tx, _| timelines::pinned(tx, 1, reader()).map(drop),
        "status_pins_pair",
    ),
    (
        "answers",
        |tx, _| threads::descendants(tx, 1, 9, 9).map(drop),
        "statuses_reply",
    ),
    (
        "posts by their ids",
        |tx, _| statuses::seen(tx, &[1, 2], reader(), Place::Thread).map(drop),
        "blocks_pair",
    ),
];

#[test]
fn no_other_list_of_posts_looks_at_all_of_them() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let is_sqlite = store.engine() == "SQLite";
    if !is_sqlite {
        for detour in ["seqscan", "bitmapscan", "hashjoin", "mergejoin"] {
            testing::execute(&mut tx, &format!("SET LOCAL enable_{detour} = off"))?;
        }
    }

    for (what, list, index) in OTHERS {
        for window in PAGES {
            let plan = testing::plans(&mut tx, |tx| list(tx, window))?.join("\n");
            assert!(!scans(&plan), "{what} {window:?}\n{plan}");
            let walks = walks(&plan, is_sqlite, index);
            assert!(walks, "{what} {window:?} does not use {index}\n{plan}");
        }
    }
    Ok(())
}

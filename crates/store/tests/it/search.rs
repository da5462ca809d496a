//! Both databases find the same posts by the same words.

use store::{
    Tx,
    account_list::Slice,
    accounts, bookmarks, favourites, mentions,
    search::{
        self,
        Filter::{Is, IsNot},
        Quality, Scope, Wanted, Words, parts,
    },
    status_tags,
    statuses::{self, NewStatus, Status, Visibility},
    tags,
    testing::{self, store},
    visible::Viewer,
};

use crate::{Test, add_account, hour, noon};

const AUTHOR: i64 = 1;
const READER: i64 = 2;
const NOTHING: [i64; 0] = [];

fn add(tx: &mut Tx, id: i64, text: &str) -> store::Result<Status> {
    let status = NewStatus {
        id,
        uri: None,
        url: None,
        account_id: AUTHOR,
        content: text,
        text,
        spoiler_text: "",
        visibility: Visibility::Public,
        sensitive: false,
        language: Some("en"),
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
    };
    let status = statuses::add(tx, &status)?;
    search::set(tx, id, &Words::of(text))?;
    Ok(status)
}

fn wanted(text: &str) -> Wanted {
    Wanted {
        reader: AUTHOR,
        with: parts(text),
        without: Vec::new(),
        scope: Scope::All,
        filters: Vec::new(),
        above: 0,
        below: i64::MAX,
    }
}

fn find(tx: &mut Tx, wanted: &Wanted) -> store::Result<Vec<i64>> {
    find_some(tx, wanted, (20, 0))
}

fn find_some(tx: &mut Tx, wanted: &Wanted, (limit, offset): (i64, i64)) -> store::Result<Vec<i64>> {
    let viewer = Viewer {
        account_id: Some(wanted.reader),
        now: noon(),
    };
    let slice = Slice { limit, offset };
    let found = search::find(tx, wanted, viewer, slice)?;
    Ok(found.into_iter().map(|it| it.id).collect())
}

/// Texts, with what finds them and what does not.
const TABLE: [(&str, &[&str], &[&str]); 15] = [
    (
        "The Cats' café",
        &["cats", "CAFE", "the cats", "cats' café"],
        &["cat", "afe"],
    ),
    ("Straße", &["strasse", "STRASSE", "straße"], &["stras"]),
    (
        "İstanbul'da",
        &["istanbul", "ISTANBUL", "İSTANBUL", "ıstanbul"],
        &["stanbul"],
    ),
    (
        "write an e-mail",
        &["e-mail", "e mail", "mail"],
        &["email", "mail e"],
    ),
    (
        "https://kumki.example/a_b?c",
        &["kumki.example", "a_b"],
        &["example kumki"],
    ),
    (
        "party 🎉👍🏽 time",
        &["🎉", "👍", "👍🏿", "party 🎉"],
        &["🎊", "🎉 time"],
    ),
    ("👩‍🚀 in 🇩🇪🇫🇷", &["👩‍🚀", "🇩🇪", "🇫🇷"], &["🇪🇫", "🚀👩"]),
    (
        "東京都に住む猫",
        &["東京", "京都", "猫", "住む猫", "東京都に"],
        &["東都", "犬", "京東"],
    ),
    ("カタカナとｶﾅ", &["タカ", "カナ", "カタカナ"], &["カカ"]),
    (
        "고양이가 왔다",
        &["고양이", "양이", "왔다", "왔"],
        &["양고"],
    ),
    ("ภาษาไทย", &["ไทย", "ภาษา"], &["ยทไ"]),
    ("Ёлка и Йод", &["елка", "ЁЛКА", "йод"], &["иод"]),
    ("ΟΔΥΣΣΕΥΣ", &["οδυσσεύς", "οδυσσευσ"], &["οδυσ"]),
    (
        "it's \"quoted\" & 'so' (on) \\ ok",
        &["it's", "quoted so", "so on ok"],
        &["quoted on"],
    ),
    ("3.14 is 100%", &["3.14", "100%", "14 is"], &["314"]),
];

#[test]
fn words_are_found_however_they_are_written() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    add_account(&mut tx, AUTHOR, "ann")?;
    for (id, (text, ..)) in (1..).zip(TABLE) {
        add(&mut tx, id, text)?;
    }

    for (id, (text, finds, misses)) in (1..).zip(TABLE) {
        for query in finds {
            let found = find(&mut tx, &wanted(query))?;
            assert!(found.contains(&id), "{query:?} in {text:?}");
        }
        for query in misses {
            let found = find(&mut tx, &wanted(query))?;
            assert!(!found.contains(&id), "{query:?} in {text:?}");
        }
    }
    Ok(())
}

#[test]
fn what_a_post_says_now_is_what_finds_it() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    add_account(&mut tx, AUTHOR, "ann")?;
    add(&mut tx, 1, "first words")?;
    add(&mut tx, 2, "other words")?;

    search::set(&mut tx, 1, &Words::of("second thoughts"))?;
    assert_eq!(find(&mut tx, &wanted("first"))?, NOTHING);
    assert_eq!(find(&mut tx, &wanted("thoughts"))?, [1]);
    assert_eq!(find(&mut tx, &wanted("words"))?, [2]);

    search::set(&mut tx, 1, &Words::of(" "))?;
    assert_eq!(find(&mut tx, &wanted("thoughts"))?, NOTHING);

    statuses::set_deleted(&mut tx, 2, Some(hour(1)))?;
    assert_eq!(find(&mut tx, &wanted("words"))?, NOTHING);
    statuses::set_deleted(&mut tx, 2, None)?;
    assert_eq!(find(&mut tx, &wanted("words"))?, [2]);
    Ok(())
}

#[test]
fn words_go_with_their_post_and_with_its_author() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    add_account(&mut tx, AUTHOR, "ann")?;
    for id in 1..=3 {
        add(&mut tx, id, "hello")?;
    }
    let count = |tx: &mut Tx| match tx {
        Tx::Sqlite(_) => testing::count(tx, "status_words_docsize"),
        Tx::Postgres(_) => testing::count(tx, "status_words"),
    };
    assert_eq!(count(&mut tx)?, 3);

    statuses::remove(&mut tx, 1)?;
    assert_eq!(count(&mut tx)?, 2);
    testing::execute(&mut tx, "DELETE FROM accounts WHERE id = 1")?;
    assert_eq!(count(&mut tx)?, 0);
    Ok(())
}

#[test]
fn who_finds_a_post_has_to_do_with_it_unless_its_author_wants_to_be_found() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    add_account(&mut tx, AUTHOR, "ann")?;
    add_account(&mut tx, READER, "bob")?;
    for id in 1..=4 {
        add(&mut tx, id, "hello")?;
    }
    favourites::add(&mut tx, READER, 1, noon())?;
    bookmarks::add(&mut tx, READER, 2, noon())?;
    mentions::add(&mut tx, 3, &[READER], false)?;
    let hello = |scope| Wanted {
        reader: READER,
        scope,
        ..wanted("hello")
    };

    assert_eq!(find(&mut tx, &hello(Scope::All))?, [3, 2, 1]);
    assert_eq!(find(&mut tx, &hello(Scope::Public))?, NOTHING);
    testing::execute(&mut tx, "UPDATE accounts SET indexable = TRUE WHERE id = 1")?;
    assert_eq!(find(&mut tx, &hello(Scope::All))?, [4, 3, 2, 1]);
    assert_eq!(find(&mut tx, &hello(Scope::Library))?, [3, 2, 1]);
    assert_eq!(find(&mut tx, &hello(Scope::Public))?, [4, 3, 2, 1]);
    testing::execute(&mut tx, "UPDATE accounts SET suspended_at = created_at")?;
    assert_eq!(find(&mut tx, &hello(Scope::All))?, NOTHING);
    Ok(())
}

#[test]
fn a_search_goes_on_where_the_page_before_ended() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    add_account(&mut tx, AUTHOR, "ann")?;
    for id in 1..=700 {
        add(
            &mut tx,
            id,
            if id % 7 == 0 {
                "rare and common"
            } else {
                "common"
            },
        )?;
    }
    let common = wanted("common");

    let newest = find_some(&mut tx, &common, (3, 0))?;
    assert_eq!(newest, [700, 699, 698]);
    assert_eq!(find_some(&mut tx, &common, (2, 600))?, [100, 99]);
    let older = Wanted {
        below: 698,
        above: 695,
        ..common.clone()
    };
    assert_eq!(find(&mut tx, &older)?, [697, 696]);
    let without = Wanted {
        without: vec![parts("rare")],
        ..common.clone()
    };
    assert_eq!(find_some(&mut tx, &without, (3, 0))?, [699, 698, 697]);
    assert_eq!(find_some(&mut tx, &wanted("rare"), (2, 99))?, [7]);
    Ok(())
}

#[test]
fn qualities_alone_find_posts_too() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    add_account(&mut tx, AUTHOR, "ann")?;
    add_account(&mut tx, READER, "bob")?;
    add(&mut tx, 1, "hello")?;
    add(&mut tx, 2, "hello")?;
    testing::execute(&mut tx, "UPDATE statuses SET sensitive = TRUE WHERE id = 2")?;
    let with = |filters: &[search::Filter]| Wanted {
        filters: filters.to_vec(),
        ..wanted("")
    };
    let en = || Quality::Language("EN".into());

    for (filters, ids) in [
        (vec![], &[2, 1][..]),
        (vec![Is(Quality::Sensitive)], &[2]),
        (vec![IsNot(Quality::Sensitive)], &[1]),
        (vec![Is(Quality::Author(AUTHOR)), Is(en())], &[2, 1]),
        (vec![Is(Quality::Author(READER))], &[]),
        (vec![IsNot(en())], &[]),
        (vec![Is(Quality::Unknown)], &[]),
        (vec![IsNot(Quality::Unknown)], &[2, 1]),
    ] {
        assert_eq!(find(&mut tx, &with(&filters))?, ids, "{filters:?}");
    }
    let others = [
        Quality::Media,
        Quality::MediaKind("image"),
        Quality::Poll,
        Quality::Link,
        Quality::Embed,
        Quality::Quote,
        Quality::Reply,
    ];
    for quality in others {
        assert_eq!(
            find(&mut tx, &with(&[Is(quality.clone())]))?,
            NOTHING,
            "{quality:?}"
        );
        assert_eq!(
            find(&mut tx, &with(&[IsNot(quality.clone())]))?,
            [2, 1],
            "{quality:?}"
        );
    }
    Ok(())
}

/// What is planned for a search that finds something.
fn plan(tx: &mut Tx, wanted: &Wanted) -> store::Result<String> {
    Ok(testing::plans(tx, |tx| find(tx, wanted).map(drop))?.join("\n"))
}

#[test]
fn no_search_looks_at_all_posts() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let is_sqlite = store.engine() == "SQLite";
    add_account(&mut tx, AUTHOR, "ann")?;
    add(&mut tx, 1, "common words")?;
    if !is_sqlite {
        // There is next to nothing in the tables, where any plan is as good as any other. The index
        // of words is only read as a bitmap.
        for detour in ["seqscan", "hashjoin", "mergejoin"] {
            testing::execute(&mut tx, &format!("SET LOCAL enable_{detour} = off"))?;
        }
    }
    let in_library = Wanted {
        scope: Scope::Library,
        ..wanted("")
    };
    let by_author = Wanted {
        filters: vec![Is(Quality::Author(AUTHOR))],
        ..wanted("")
    };
    let cases = [
        (
            wanted("common"),
            &["status_words VIRTUAL TABLE INDEX"][..],
            &["status_words_pkey", "status_words_words"][..],
        ),
        (by_author, &["statuses_account"], &["statuses_account"]),
        (
            in_library,
            &[
                "statuses_account",
                "mentions_account",
                "favourites_pair",
                "bookmarks_pair",
            ],
            &[
                "statuses_account",
                "mentions_account",
                "favourites_pair",
                "bookmarks_pair",
            ],
        ),
        (wanted(""), &["INTEGER PRIMARY KEY"], &["statuses_pkey"]),
    ];

    for (wanted, of_sqlite, of_postgres) in cases {
        let plan = plan(&mut tx, &wanted)?;
        for index in if is_sqlite { of_sqlite } else { of_postgres } {
            assert!(plan.contains(index), "no {index}\n{plan}");
        }
        let scans =
            |line: &str| ["SCAN statuses", "SCAN mentions", "SCAN favourites"].contains(&line);
        assert!(!plan.lines().any(|it| scans(it.trim())), "{plan}");
        assert!(!plan.contains("Seq Scan"), "{plan}");
    }
    Ok(())
}

#[test]
fn the_last_used_of_many_tags_are_found_first() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    for number in 0..1100 {
        tags::add_if_new(&mut tx, &format!("tea{number:04}"), None, noon())?;
    }
    tags::add_if_new(&mut tx, "coffee", None, noon())?;
    add_account(&mut tx, AUTHOR, "ann")?;
    add(&mut tx, 1, "")?;
    let names = ["tea1099", "tea0003", "coffee"].map(str::to_owned);
    for (hours, tag) in (1..).zip(tags::find_all_named(&mut tx, &names)?) {
        status_tags::add(&mut tx, 1, &[tag.id], hour(hours))?;
    }
    let sql = "UPDATE tags SET last_status_at = NULL WHERE name = 'coffee'";
    testing::execute(&mut tx, sql)?;
    let mut found = |name: &str| -> store::Result<Vec<String>> {
        let found = tags::starting_with(&mut tx, name, false, 2)?;
        Ok(found.into_iter().map(|it| it.name).collect())
    };

    let mut many = found("tea")?;
    many.sort_unstable();
    assert_eq!(many, ["tea0003", "tea1099"]);
    assert_eq!(found("tea109")?, ["tea1099", "tea1090"], "few");
    assert_eq!(found("coffee")?, ["coffee"]);
    assert_eq!(found("tee")?, [] as [&str; 0]);
    Ok(())
}

#[test]
fn what_is_elsewhere_is_found_by_its_name_and_by_its_page() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    let account = add_account(&mut tx, AUTHOR, "ann@far.test")?;
    add(&mut tx, 1, "hello")?;
    let sql = "UPDATE statuses SET uri = 'https://far.test/1', url = 'https://far.test/@ann/1'";
    testing::execute(&mut tx, sql)?;

    for address in ["https://far.test/1", "https://far.test/@ann/1"] {
        let found = statuses::find_by_address(&mut tx, address)?;
        assert_eq!(found.map(|it| it.id), Some(1), "{address}");
    }
    assert!(statuses::find_by_address(&mut tx, "https://far.test/2")?.is_none());
    let found = accounts::find_by_address(&mut tx, &account.uri)?;
    assert_eq!(found.map(|it| it.id), Some(AUTHOR));
    assert!(accounts::find_by_address(&mut tx, "https://far.test/x")?.is_none());
    Ok(())
}

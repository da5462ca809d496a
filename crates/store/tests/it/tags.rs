use store::{
    Tx,
    account_list::Window,
    featured_tags, status_tags,
    statuses::{self, NewStatus, Visibility},
    tag_days, tag_follows,
    tags::{self, Tag},
    testing::{self, store},
    uses::Day,
};

use crate::{Test, add_account, hour, noon};

pub(crate) fn add_post(
    tx: &mut Tx,
    id: i64,
    account_id: i64,
    visibility: &str,
) -> store::Result<()> {
    let post = NewStatus {
        id,
        uri: None,
        url: None,
        account_id,
        content: "",
        text: "",
        spoiler_text: "",
        visibility: Visibility::named(visibility).expect("a word"),
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
        created_at: hour(id),
    };
    statuses::add(tx, &post).map(drop)
}

fn add_tag(tx: &mut Tx, name: &str) -> store::Result<Tag> {
    tags::add_if_new(tx, name, None, noon())?;
    Ok(tags::find_named(tx, name)?.expect("just made"))
}

fn add_people(tx: &mut Tx) -> store::Result<()> {
    for (id, name) in [(1, "ann"), (2, "bob"), (3, "carl")] {
        add_account(tx, id, name)?;
    }
    Ok(())
}

#[test]
fn a_tag_is_kept_as_it_was_first_spelled() -> Test {
    let mut tx = store()?.write()?;

    tags::add_if_new(&mut tx, "rust", Some("Rust"), noon())?;
    tags::add_if_new(&mut tx, "rust", Some("RUST"), noon())?;
    tags::add_if_new(&mut tx, "tea", None, noon())?;

    let rust = tags::find_named(&mut tx, "rust")?.expect("there");
    assert_eq!(rust.shown_name(), "Rust");
    assert!(rust.is_usable() && rust.is_listable());
    assert_eq!(tags::find_named(&mut tx, "Rust")?, None);
    let names = ["tea", "none", "rust"].map(str::to_owned);
    let mut found = tags::find_all_named(&mut tx, &names)?;
    found.sort_by_key(|it| it.id);
    let tea = &found[1];
    assert_eq!((&found[0], tea.shown_name()), (&rust, "tea"));
    assert_eq!(tags::find_many(&mut tx, &[rust.id, 99])?, [rust]);
    Ok(())
}

#[test]
fn a_tag_is_followed_once_and_paged_by_follow() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        let tag = add_tag(&mut tx, name)?;
        assert!(tag_follows::add(&mut tx, 1, tag.id, noon())?);
        assert!(!tag_follows::add(&mut tx, 1, tag.id, noon())?);
        ids.push(tag.id);
    }
    tag_follows::add(&mut tx, 2, ids[0], noon())?;
    let window = |max_id, min_id| Window {
        max_id,
        since_id: None,
        min_id,
        limit: 2,
    };

    let first = tag_follows::page(&mut tx, 1, window(None, None))?;
    let next = tag_follows::page(&mut tx, 1, window(Some(first[1].0), None))?;
    let prev = tag_follows::page(&mut tx, 1, window(None, Some(next[0].0)))?;

    let tag_ids = |page: &[(i64, i64)]| -> Vec<i64> { page.iter().map(|it| it.1).collect() };
    assert_eq!(tag_ids(&first), [ids[2], ids[1]]);
    assert_eq!(tag_ids(&next), [ids[0]]);
    assert_eq!(prev, first);
    assert_eq!(tag_follows::among(&mut tx, 2, &ids)?, [ids[0]]);
    assert!(tag_follows::remove(&mut tx, 1, ids[0])?);
    assert!(!tag_follows::remove(&mut tx, 1, ids[0])?);
    tag_follows::remove_all_of(&mut tx, 1)?;
    assert!(tag_follows::among(&mut tx, 1, &ids)?.is_empty());
    assert_eq!(tag_follows::among(&mut tx, 2, &ids)?, [ids[0]]);
    Ok(())
}

#[test]
fn what_only_a_tag_has_brought_home_leaves_with_it() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let (tea, milk) = (add_tag(&mut tx, "tea")?, add_tag(&mut tx, "milk")?);
    testing::follow(&mut tx, 1, 3, noon())?;
    tag_follows::add(&mut tx, 1, milk.id, noon())?;
    for (id, author, tag_ids) in [
        (11, 2, vec![tea.id]),
        (12, 2, vec![tea.id, milk.id]),
        (13, 3, vec![tea.id]),
        (14, 1, vec![tea.id]),
        (15, 2, vec![milk.id]),
    ] {
        add_post(&mut tx, id, author, "public")?;
        status_tags::add(&mut tx, id, &tag_ids, noon())?;
        for owner in [1, 2] {
            let item = format!("INSERT INTO home_items VALUES ({owner}, {id})");
            testing::execute(&mut tx, &item)?;
        }
    }

    let gone = tag_follows::leave_home(&mut tx, 1, tea.id)?;

    assert_eq!(gone, 1);
    let eleven = "DELETE FROM home_items WHERE status_id = 11";
    assert_eq!(testing::execute(&mut tx, eleven)?, 1, "only from her home");
    Ok(())
}

#[test]
fn a_day_counts_uses_and_each_account_once() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let (tea, milk) = (add_tag(&mut tx, "tea")?, add_tag(&mut tx, "milk")?);

    tag_days::count(&mut tx, 1, &[milk.id, tea.id], 100)?;
    tag_days::count(&mut tx, 1, &[tea.id], 100)?;
    tag_days::count(&mut tx, 2, &[tea.id], 100)?;
    tag_days::count(&mut tx, 1, &[tea.id], 101)?;
    tag_days::count(&mut tx, 1, &[], 101)?;

    let mut days = tag_days::since(&mut tx, &[tea.id, milk.id], 100)?;
    days.sort_by_key(|it| (it.thing_id, it.day));
    let day = |tag: &Tag, day, uses, accounts| Day {
        thing_id: tag.id,
        day,
        uses,
        accounts,
    };
    let expected = [
        day(&tea, 100, 3, 2),
        day(&tea, 101, 1, 1),
        day(&milk, 100, 1, 1),
    ];
    assert_eq!(days, expected);
    let later = tag_days::since(&mut tx, &[tea.id, milk.id], 101)?;
    assert_eq!(later, [day(&tea, 101, 1, 1)]);
    Ok(())
}

#[test]
fn posts_with_a_shown_tag_are_counted() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let (tea, milk) = (add_tag(&mut tx, "tea")?, add_tag(&mut tx, "milk")?);
    for (id, author, visibility) in [
        (11, 1, "public"),
        (12, 1, "unlisted"),
        (13, 1, "private"),
        (14, 2, "public"),
        (15, 1, "public"),
    ] {
        add_post(&mut tx, id, author, visibility)?;
        status_tags::add(&mut tx, id, &[tea.id], noon())?;
    }
    statuses::set_deleted(&mut tx, 15, Some(noon()))?;

    let shown = featured_tags::add(&mut tx, 1, tea.id, "Tea", noon())?;
    assert_eq!(
        (shown.statuses_count, shown.last_status_at),
        (2, Some(hour(12)))
    );
    featured_tags::add(&mut tx, 2, tea.id, "tea", noon())?;
    featured_tags::count(&mut tx, 1, &[tea.id, milk.id], hour(20))?;
    let kept = featured_tags::find(&mut tx, 1, shown.id)?.expect("there");
    assert_eq!(
        (kept.statuses_count, kept.last_status_at),
        (3, Some(hour(20)))
    );
    statuses::set_deleted(&mut tx, 12, Some(noon()))?;
    featured_tags::uncount(&mut tx, 1, &[tea.id, milk.id])?;
    let kept = featured_tags::find(&mut tx, 1, shown.id)?.expect("there");
    assert_eq!(
        (kept.statuses_count, kept.last_status_at),
        (2, Some(hour(11)))
    );
    assert_eq!(featured_tags::count_posts(&mut tx, 1, tea.id)?, 1);

    assert_eq!(featured_tags::find(&mut tx, 2, shown.id)?, None);
    assert_eq!(
        featured_tags::among(&mut tx, 1, &[tea.id, milk.id])?,
        [tea.id]
    );
    let less = featured_tags::add(&mut tx, 1, milk.id, "Milk", noon())?;
    let expected = [(kept, "tea".to_owned()), (less, "milk".to_owned())];
    assert_eq!(featured_tags::all_of(&mut tx, 1)?, expected);
    featured_tags::remove(&mut tx, 1, tea.id)?;
    assert_eq!(featured_tags::count_of(&mut tx, 1)?, 1);
    featured_tags::remove_all_of(&mut tx, 1)?;
    assert_eq!(featured_tags::count_of(&mut tx, 1)?, 0);
    assert_eq!(featured_tags::count_of(&mut tx, 2)?, 1);
    Ok(())
}

#[test]
fn the_tags_of_most_posts_are_suggested() -> Test {
    let mut tx = store()?.write()?;
    add_people(&mut tx)?;
    let mut ids = Vec::new();
    for name in ["a", "b", "c", "shown", "unlisted", "unusable"] {
        ids.push(add_tag(&mut tx, name)?.id);
    }
    for (id, some) in [(11, &ids[..]), (12, &ids[1..]), (13, &ids[1..2])] {
        add_post(&mut tx, id, 1, "private")?;
        status_tags::add(&mut tx, id, some, noon())?;
    }
    add_post(&mut tx, 14, 2, "public")?;
    status_tags::add(&mut tx, 14, &[ids[0]], noon())?;
    featured_tags::add(&mut tx, 1, ids[3], "shown", noon())?;
    for (name, flag) in [("unlisted", "listable"), ("unusable", "usable")] {
        let sql = format!("UPDATE tags SET {flag} = false WHERE name = '{name}'");
        testing::execute(&mut tx, &sql)?;
    }

    let suggested = featured_tags::suggestions(&mut tx, 1, 10)?;

    assert_eq!(suggested, [ids[1], ids[2], ids[0]]);
    assert_eq!(featured_tags::suggestions(&mut tx, 1, 1)?, [ids[1]]);
    Ok(())
}

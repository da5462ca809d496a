use store::{
    Result, Tx,
    emojis::{self, Emoji, NewEmoji, Remote},
    testing::{self, store},
};

use crate::{Test, act, hour, noon};

fn add(tx: &mut Tx, shortcode: &str) -> Result<Emoji> {
    let emoji = NewEmoji {
        shortcode,
        file: "emojis/a.gif",
        static_file: "emojis/a.png",
        category: Some("Cats"),
        created_at: noon(),
    };
    emojis::add(tx, &emoji)
}

fn add_remote(tx: &mut Tx, shortcode: &str, domain: &str) -> Result<()> {
    let emoji = add(tx, "moving_in")?;
    let sql = format!(
        "UPDATE custom_emojis SET shortcode = '{shortcode}', domain = '{domain}' WHERE id = {}",
        emoji.id
    );
    testing::execute(tx, &sql).map(drop)
}

fn handles(found: Vec<Emoji>) -> Vec<String> {
    let mut handles: Vec<String> = found
        .into_iter()
        .map(|it| format!("{}@{}", it.shortcode, it.domain.unwrap_or_default()))
        .collect();
    handles.sort();
    handles
}

#[test]
fn an_emoji_is_found_by_its_short_code_and_its_server() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, "cat")?;
    add(&mut tx, "dog")?;
    add_remote(&mut tx, "cat", "far.test")?;
    add_remote(&mut tx, "cat", "farther.test")?;
    add_remote(&mut tx, "cow", "far.test")?;

    let mut usable = |shortcodes: &[&str], domains: &[&str]| {
        emojis::usable(&mut tx, shortcodes, domains).map(handles)
    };
    assert_eq!(usable(&["cat"], &[""])?, ["cat@"]);
    assert_eq!(
        usable(&["cat", "cow"], &["", "far.test"])?,
        ["cat@", "cat@far.test", "cow@far.test"]
    );
    assert!(usable(&["Cat", "c%", "'"], &["", "far.test"])?.is_empty());
    assert!(usable(&[], &[""])?.is_empty());
    let found = emojis::find_local(&mut tx, "cat")?.expect("added above");
    assert_eq!(
        (found.domain, found.category.as_deref()),
        (None, Some("Cats"))
    );
    assert_eq!(emojis::find_local(&mut tx, "cow")?, None);
    assert_eq!(handles(emojis::local(&mut tx)?), ["cat@", "dog@"]);
    Ok(())
}

#[test]
fn a_short_code_is_taken_once_for_each_server() -> Test {
    let store = store()?;
    let mut tx = store.write()?;
    add(&mut tx, "cat")?;
    add_remote(&mut tx, "cat", "far.test")?;

    let again = add(&mut tx, "cat");

    assert!(
        matches!(again, Err(store::Error::Duplicate(_))),
        "{again:?}"
    );
    Ok(())
}

#[test]
fn an_emoji_that_is_switched_off_or_gone_is_not_usable() -> Test {
    let mut tx = store()?.write()?;
    let (off, gone) = (add(&mut tx, "off")?, add(&mut tx, "gone")?);
    add(&mut tx, "on")?;
    let recorded = act(&mut tx)?;

    emojis::set_disabled(&mut tx, off.id, true, hour(1), &recorded)?;
    emojis::remove(&mut tx, gone.id, &recorded)?;

    let usable = emojis::usable(&mut tx, &["off", "gone", "on"], &[""])?;
    assert_eq!(handles(usable), ["on@"]);
    assert!(emojis::find_local(&mut tx, "off")?.is_some_and(|it| it.is_disabled));
    emojis::set_disabled(&mut tx, off.id, false, hour(2), &recorded)?;
    assert_eq!(emojis::usable(&mut tx, &["off"], &[""])?.len(), 1);
    Ok(())
}

#[test]
fn where_an_emoji_is_found_can_be_changed() -> Test {
    let mut tx = store()?.write()?;
    let proof = act(&mut tx)?;
    let cat = add(&mut tx, "cat")?;
    let dog = add(&mut tx, "dog")?;

    emojis::set_listing(&mut tx, cat.id, None, false, hour(1), &proof)?;

    let changed = emojis::find_local(&mut tx, "cat")?.expect("added above");
    assert_eq!((changed.category, changed.visible_in_picker), (None, false));
    assert_eq!(emojis::find_local(&mut tx, "dog")?, Some(dog));
    Ok(())
}

#[test]
fn an_emoji_of_another_server_is_usable_once_it_has_files() -> Test {
    let mut tx = store()?.write()?;
    add(&mut tx, "cat")?;
    let said = |url, updated_at| Remote {
        shortcode: "cat",
        domain: "far.test",
        uri: Some("https://far.test/emojis/cat"),
        url,
        updated_at,
    };
    let first = said("https://far.test/1.png", hour(1));
    let id = emojis::add_remote(&mut tx, &first, noon())?.expect("it is new");

    assert_eq!(emojis::add_remote(&mut tx, &first, noon())?, None);
    let usable = |tx: &mut Tx| emojis::usable(tx, &["cat"], &["", "far.test"]).map(handles);
    assert_eq!(usable(&mut tx)?, ["cat@"]);
    emojis::set_files(&mut tx, id, "emojis/1.gif", "emojis/1.png")?;
    assert_eq!(usable(&mut tx)?, ["cat@", "cat@far.test"]);

    emojis::set_remote(&mut tx, id, &said("https://far.test/2.png", hour(2)))?;
    let known = emojis::known(&mut tx, &["cat", "dog"], "far.test")?;
    assert_eq!(known.len(), 1);
    assert_eq!(
        known[0].remote_url.as_deref(),
        Some("https://far.test/2.png")
    );
    assert_eq!(known[0].updated_at, hour(2));
    assert_eq!(known[0].file, "emojis/1.gif");
    assert_eq!(emojis::find(&mut tx, id)?.as_ref(), known.first());
    assert!(emojis::known(&mut tx, &["cat"], "farther.test")?.is_empty());
    Ok(())
}

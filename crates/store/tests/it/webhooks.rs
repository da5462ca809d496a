use store::{
    Tx, accounts,
    reports::{self, NewReport},
    statuses::{self, Visibility},
    testing::store,
    webhooks::{self, Content, NewWebhook, Webhook},
};

use crate::{
    Test, act, add_account, hour, noon,
    statuses::{boost, post, public},
};

fn add(tx: &mut Tx, url: &str, events: &[&str]) -> store::Result<Webhook> {
    let new = NewWebhook {
        account_id: Some(1),
        content: Content {
            url,
            events,
            template: None,
        },
        secret: "hush",
        is_enabled: true,
        created_at: noon(),
    };
    webhooks::add(tx, &new)
}

#[test]
fn a_webhook_is_added_changed_and_removed() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let first = add(&mut tx, "https://a.test/", &["account.created"])?;
    let second = add(&mut tx, "https://b.test/", &["report.created"])?;
    let proof = act(&mut tx)?;
    assert_eq!(first.events(), ["account.created"]);
    assert_eq!((first.account_id, first.is_enabled), (Some(1), true));
    assert!(add(&mut tx, "https://c.test/", &[])?.events().is_empty());

    let changed = Content {
        url: "https://d.test/",
        events: &["report.created", "report.updated"],
        template: Some("{{event}}"),
    };
    webhooks::set(&mut tx, first.id, &changed, hour(1), &proof)?;
    webhooks::set_secret(&mut tx, first.id, "hushed", hour(2), &proof)?;
    webhooks::set_answer(&mut tx, first.id, "200", hour(4))?;
    webhooks::set_enabled(&mut tx, first.id, false, hour(3), &proof)?;
    webhooks::remove(&mut tx, second.id, &proof)?;
    accounts::remove(&mut tx, 1)?;

    let found = webhooks::find_locked(&mut tx, first.id)?.expect("added above");
    assert_eq!(found.url, "https://d.test/");
    assert_eq!(found.events(), ["report.created", "report.updated"]);
    assert_eq!(found.template.as_deref(), Some("{{event}}"));
    assert_eq!((&*found.secret, found.is_enabled), ("hushed", false));
    assert_eq!((found.created_at, found.updated_at), (noon(), hour(3)));
    assert_eq!(found.last_told_at, Some(hour(4)));
    assert_eq!(found.last_answer.as_deref(), Some("200"));
    assert_eq!(found.account_id, None, "whoever made it is gone");
    assert_eq!(webhooks::find(&mut tx, second.id)?, None);
    let urls: Vec<String> = webhooks::all(&mut tx)?
        .into_iter()
        .map(|it| it.url)
        .collect();
    assert_eq!(urls, ["https://d.test/", "https://c.test/"]);
    let by_url = webhooks::find_by_url(&mut tx, "https://d.test/")?;
    assert_eq!(by_url, Some(found));
    Ok(())
}

#[test]
fn an_address_has_one_webhook() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add(&mut tx, "https://a.test/", &[])?;

    let again = add(&mut tx, "https://a.test/", &[]);
    assert!(matches!(again, Err(store::Error::Duplicate(_))));
    Ok(())
}

#[test]
fn those_are_told_who_are_enabled_and_want_to_hear_of_it() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    let both = add(
        &mut tx,
        "https://a.test/",
        &["account.created", "report.created"],
    )?;
    let one = add(&mut tx, "https://b.test/", &["account.created"])?;
    let off = add(&mut tx, "https://c.test/", &["account.created"])?;
    let proof = act(&mut tx)?;
    webhooks::set_enabled(&mut tx, off.id, false, hour(1), &proof)?;

    assert_eq!(
        webhooks::subscribed(&mut tx, "account.created")?,
        [both.id, one.id]
    );
    assert_eq!(webhooks::subscribed(&mut tx, "report.created")?, [both.id]);
    assert!(webhooks::subscribed(&mut tx, "account")?.is_empty());
    Ok(())
}

#[test]
fn the_newest_report_and_the_newest_post_for_all_are_found() -> Test {
    let mut tx = store()?.write()?;
    add_account(&mut tx, 1, "ann")?;
    add_account(&mut tx, 2, "bob")?;
    assert_eq!(webhooks::newest_report(&mut tx)?, None);
    assert_eq!(webhooks::newest_status(&mut tx)?, None);

    reports::add(&mut tx, &NewReport::new(1, 2, "spam", "", noon()))?;
    let report = reports::add(&mut tx, &NewReport::new(2, 1, "spam", "", noon()))?;
    for id in [10, 11, 12] {
        statuses::add(&mut tx, &public(id, 1))?;
    }
    statuses::set_deleted(&mut tx, 12, Some(hour(1)))?;
    statuses::add(&mut tx, &post(13, 1, Visibility::Direct))?;
    statuses::add(&mut tx, &boost(14, 2, 10))?;
    let far = statuses::NewStatus {
        is_local: false,
        ..public(15, 1)
    };
    statuses::add(&mut tx, &far)?;

    assert_eq!(webhooks::newest_report(&mut tx)?, Some(report.id));
    assert_eq!(webhooks::newest_status(&mut tx)?, Some(11));
    Ok(())
}

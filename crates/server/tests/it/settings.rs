//! Deciding about the server.

use api::{
    admin::settings::{GetSetting, ListSettings, SetSetting, UnsetSetting},
    instance::ShowInstance,
};
use serde_json::{Value, json};
use store::action_log::{self, Filter};

use crate::{
    account_actions::refusal,
    server::{Server, Test},
};

fn set(name: &str, value: Value) -> SetSetting {
    SetSetting {
        name: name.into(),
        value: Some(value),
    }
}

#[tokio::test]
async fn a_setting_is_set_and_goes_back_to_its_default_and_each_time_it_is_written_down() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let client = &admin.client;
    let name = || "site_title".to_owned();

    let changed = client.send(&set("site_title", json!("Teapots"))).await?;

    assert_eq!(
        (&changed.value, &changed.default),
        (&json!("Teapots"), &json!("Kumki"))
    );
    assert_eq!(client.send(&ShowInstance {}).await?.title, "Teapots");
    assert_eq!(client.send(&GetSetting { name: name() }).await?, changed);
    let back = client.send(&UnsetSetting { name: name() }).await?;
    assert_eq!(back.value, json!("Kumki"));
    client.send(&UnsetSetting { name: name() }).await?;
    let filter = Filter {
        target_type: Some("Setting"),
        ..Filter::default()
    };
    let log = action_log::page(&mut server.tx()?, &filter, ALL)?;
    let log: Vec<_> = log
        .iter()
        .map(|it| {
            (
                &*it.action,
                &*it.human_identifier,
                it.target_id,
                it.account_id,
            )
        })
        .collect();
    let by = Some(admin.id);
    let expected = [
        ("destroy", "site_title", None, by),
        ("update", "site_title", None, by),
    ];
    assert_eq!(log, expected);
    Ok(())
}

const ALL: store::account_list::Window = store::account_list::Window {
    max_id: None,
    since_id: None,
    min_id: None,
    limit: 40,
};

#[tokio::test]
async fn values_are_json_or_texts_that_stand_for_it() -> Test {
    let server = Server::start().await?;
    let client = server.staff("admin", "Admin")?.client;

    for (name, sent, kept) in [
        ("require_invite_text", json!("true"), json!(true)),
        ("require_invite_text", json!(false), json!(false)),
        ("site_title", json!("4711"), json!("4711")),
        ("languages", json!(["de", "en"]), json!(["de", "en"])),
        ("languages", json!("[\"fr\"]"), json!(["fr"])),
        ("registrations_mode", json!("open"), json!("open")),
        ("site_short_description", json!(""), json!("")),
    ] {
        let changed = client.send(&set(name, sent)).await?;
        assert_eq!(changed.value, kept, "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_what_is_unknown_is_not_found() -> Test {
    let server = Server::start().await?;
    let client = server.staff("admin", "Admin")?.client;
    let nothing = SetSetting {
        name: "site_title".into(),
        value: None,
    };

    let wrong = refusal(client.send(&set("registrations_mode", json!("ajar"))).await);
    let blank = refusal(client.send(&nothing).await);
    let unknown = refusal(client.send(&set("vapid_private_key", json!("x"))).await);

    assert_eq!(wrong, (422, "Validation failed: Value is invalid".into()));
    assert_eq!(
        blank,
        (422, "Validation failed: Value can't be blank".into())
    );
    assert_eq!(unknown, (404, "Record not found".into()));
    Ok(())
}

#[tokio::test]
async fn the_keys_of_the_server_are_no_settings() -> Test {
    let server = Server::start().await?;
    let client = server.staff("admin", "Admin")?.client;
    server.change(|cx| {
        let now = cx.now;
        Ok(store::settings::set(
            &mut cx.tx,
            "vapid",
            &json!("secret"),
            now,
        )?)
    })?;

    let all = client.send(&ListSettings {}).await?;

    assert!(all.iter().any(|it| it.name == "registrations_mode"));
    assert!(
        all.iter()
            .all(|it| !it.name.contains("vapid") && it.value != "secret")
    );
    let unset = UnsetSetting {
        name: "vapid".into(),
    };
    assert_eq!(refusal(client.send(&unset).await).0, 404);
    assert!(store::settings::find(&mut server.tx()?, "vapid")?.is_some());
    Ok(())
}

#[tokio::test]
async fn a_moderator_decides_nothing_about_the_server() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?.client;
    let not_allowed = (403, "This action is not allowed".to_owned());

    assert_eq!(refusal(moderator.send(&ListSettings {}).await), not_allowed);
    let change = moderator.send(&set("site_title", json!("Mine"))).await;
    assert_eq!(refusal(change), not_allowed);
    Ok(())
}

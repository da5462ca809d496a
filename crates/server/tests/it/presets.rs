//! Words that moderators have prepared.

use api::admin::{
    accounts::{AccountAction, ActOnAccount},
    presets::{CreatePreset, DeletePreset, GetPreset, ListPresets, UpdatePreset},
};
use store::action_log;

use crate::{
    account_actions::refusal,
    server::{Server, Test},
};

fn words(text: &str) -> CreatePreset {
    CreatePreset {
        text: text.into(),
        ..CreatePreset::default()
    }
}

#[tokio::test]
async fn words_are_prepared_changed_and_thrown_away_and_each_time_it_is_written_down() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let spam = CreatePreset {
        title: Some(" Spam ".into()),
        text: "Please do not advertise.".into(),
    };

    let made = admin.send(&spam).await?;
    let other = admin.send(&words("Be kind.")).await?;
    let update = UpdatePreset {
        id: made.id.clone(),
        text: Some("Never advertise.".into()),
        ..UpdatePreset::default()
    };
    let changed = admin.send(&update).await?;

    assert_eq!((&*made.title, &*changed.title), ("Spam", "Spam"));
    assert_eq!(changed.text, "Never advertise.");
    let shown = admin
        .send(&GetPreset {
            id: made.id.clone(),
        })
        .await?;
    assert_eq!(shown, changed);
    let listed = admin.send(&ListPresets {}).await?;
    assert_eq!(listed, [other, changed]);
    admin
        .send(&DeletePreset {
            id: made.id.clone(),
        })
        .await?;
    let gone = refusal(
        admin
            .send(&GetPreset {
                id: made.id.clone(),
            })
            .await,
    );
    assert_eq!(gone, (404, "Record not found".into()));
    let log = action_log::about(&mut server.tx()?, "WarningPreset", made.id.parse()?)?;
    let log: Vec<_> = log
        .iter()
        .map(|it| (&*it.action, &*it.human_identifier))
        .collect();
    assert_eq!(
        log,
        [("create", "Spam"), ("update", "Spam"), ("destroy", "Spam")]
    );
    Ok(())
}

#[tokio::test]
async fn without_words_there_is_no_preset() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let blank = (422, "Validation failed: Text can't be blank".to_owned());

    assert_eq!(refusal(admin.send(&words("  ")).await), blank);
    let made = admin.send(&words("Be kind.")).await?;
    let update = UpdatePreset {
        id: made.id.clone(),
        text: Some(String::new()),
        ..UpdatePreset::default()
    };

    assert_eq!(refusal(admin.send(&update).await), blank);
    assert_eq!(admin.send(&ListPresets {}).await?, [made]);
    Ok(())
}

#[tokio::test]
async fn a_moderator_reads_and_uses_presets_and_does_not_change_them() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let moderator = server.staff("mod", "Moderator")?.client;
    let (ann, not_allowed) = (
        server.member("ann")?,
        (403, "This action is not allowed".to_owned()),
    );
    let made = admin.send(&words("Be kind.")).await?;
    let id = || made.id.clone();

    let read = moderator.send(&ListPresets {}).await?;
    assert_eq!(read, std::slice::from_ref(&made));
    let warning = ActOnAccount {
        warning_preset_id: Some(id()),
        ..ActOnAccount::new(ann.id(), AccountAction::None)
    };
    moderator.send(&warning).await?;
    server.work_off()?;
    assert!(server.letters()?.iter().any(|it| it.contains("Be kind.")));

    let update = UpdatePreset {
        id: id(),
        ..UpdatePreset::default()
    };
    assert_eq!(refusal(moderator.send(&words("No.")).await), not_allowed);
    assert_eq!(refusal(moderator.send(&update).await), not_allowed);
    let delete = DeletePreset { id: id() };
    assert_eq!(refusal(moderator.send(&delete).await), not_allowed);
    assert_eq!(refusal(ann.client.send(&ListPresets {}).await), not_allowed);
    assert_eq!(admin.send(&ListPresets {}).await?, [made]);
    Ok(())
}

#[tokio::test]
async fn a_preset_that_is_only_tried_is_not_kept() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;

    let preview = admin.preview(&words("Be kind.")).await?;

    assert_eq!(preview.effects["acts"], 1);
    assert!(admin.send(&ListPresets {}).await?.is_empty());
    Ok(())
}

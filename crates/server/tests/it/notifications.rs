//! What members are told in the app.

use api::{
    Open,
    admin::accounts::{AccountAction, ActOnAccount, EnableAccount},
    entities::StrikeAction,
    notifications::{ListNotifications, ShowNotification},
};

use crate::{
    account_actions::refusal,
    server::{Server, Test},
};

#[tokio::test]
async fn a_member_is_told_what_was_done_and_not_by_whom() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let silence = ActOnAccount {
        text: Some("Please stop advertising.".into()),
        ..ActOnAccount::new(ann.id(), AccountAction::Silence)
    };

    moderator.client.send(&silence).await?;

    let told = ann.client.send(&ListNotifications::default()).await?.items;
    let [told] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!(
        (told.r#type.as_str(), told.account.id.as_str()),
        ("moderation_warning", ann.id().as_str())
    );
    let warning = told.moderation_warning.as_ref().expect("a warning");
    assert_eq!(warning.action, Open::Known(StrikeAction::Silence));
    assert_eq!(warning.text, "Please stop advertising.");
    assert_eq!(warning.target_account.limited, Some(true));
    let id = told.id.clone();
    assert_eq!(
        ann.client
            .send(&ShowNotification { id: id.clone() })
            .await?,
        *told
    );
    let others = moderator.client.send(&ShowNotification { id }).await;
    assert_eq!(refusal(others), (404, "Record not found".into()));
    Ok(())
}

#[tokio::test]
async fn the_switch_is_for_mail_and_app_alike() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let quietly = ActOnAccount {
        send_email_notification: false,
        ..ActOnAccount::new(ann.id(), AccountAction::Disable)
    };

    moderator.client.send(&quietly).await?;

    assert_eq!(server.work_off()?, 0);
    moderator
        .client
        .send(&EnableAccount { id: ann.id() })
        .await?;
    assert!(
        ann.client
            .send(&ListNotifications::default())
            .await?
            .items
            .is_empty()
    );
    Ok(())
}

#[tokio::test]
async fn who_is_suspended_is_told_by_mail_alone() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;

    moderator
        .client
        .send(&ActOnAccount::new(ann.id(), AccountAction::Suspend))
        .await?;
    server.work_off()?;

    assert_eq!(server.letters()?.len(), 1);
    let id = ann.id();
    moderator
        .client
        .send(&api::admin::accounts::UnsuspendAccount { id })
        .await?;
    assert!(
        ann.client
            .send(&ListNotifications::default())
            .await?
            .items
            .is_empty()
    );
    Ok(())
}

#[tokio::test]
async fn lists_can_be_narrowed_to_types_and_paged() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    for _ in 0..3 {
        moderator
            .client
            .send(&ActOnAccount::new(ann.id(), AccountAction::None))
            .await?;
    }
    let list = async |request: ListNotifications| ann.client.send(&request).await;

    let none = ListNotifications {
        types: vec!["mention".into()],
        ..ListNotifications::default()
    };
    assert!(list(none).await?.items.is_empty());
    let none = ListNotifications {
        exclude_types: vec!["moderation_warning".into()],
        ..ListNotifications::default()
    };
    assert!(list(none).await?.items.is_empty());
    let two = ListNotifications {
        limit: Some("2".into()),
        ..ListNotifications::default()
    };
    let mut pages = ann.client.pages(&two);
    let mut ids = Vec::new();
    while let Some(page) = pages.next().await {
        ids.extend(page?.items.into_iter().map(|it| it.id));
    }
    assert_eq!(ids.len(), 3);
    assert!(ids.is_sorted_by(|a, b| a > b), "newest first: {ids:?}");
    Ok(())
}

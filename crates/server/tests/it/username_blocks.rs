//! Rules for user names.

use api::admin::{
    acts::{ListActs, RevertAct},
    username_blocks::{
        CreateUsernameBlock, DeleteUsernameBlock, GetUsernameBlock, ListUsernameBlocks,
        UpdateUsernameBlock, UsernameComparison,
    },
};

use crate::{
    account_actions::refusal,
    server::{Server, Test},
};

pub(crate) fn block(username: &str, comparison: UsernameComparison) -> CreateUsernameBlock {
    CreateUsernameBlock {
        username: username.into(),
        comparison: Some(comparison.into()),
        allow_with_approval: None,
    }
}

#[tokio::test]
async fn rules_for_names_are_made_changed_and_taken_away_and_each_time_it_is_written_down() -> Test
{
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let plain = CreateUsernameBlock {
        username: "Casino".into(),
        ..CreateUsernameBlock::default()
    };

    let made = admin.send(&plain).await?;
    assert_eq!(made.username, "Casino");
    assert_eq!(made.comparison, UsernameComparison::Equals.into());
    assert!(!made.allow_with_approval);
    let change = UpdateUsernameBlock {
        id: made.id.clone(),
        comparison: Some(UsernameComparison::Contains.into()),
        allow_with_approval: Some(true),
        ..UpdateUsernameBlock::default()
    };
    let changed = admin.send(&change).await?;
    assert_eq!(
        (&*changed.username, changed.allow_with_approval),
        ("Casino", true)
    );
    let get = GetUsernameBlock {
        id: made.id.clone(),
    };
    assert_eq!(admin.send(&get).await?, changed);
    let other = admin
        .send(&block("spam", UsernameComparison::Contains))
        .await?;
    let list = ListUsernameBlocks {
        limit: Some("1".into()),
        ..ListUsernameBlocks::default()
    };
    assert_eq!(admin.send(&list).await?.items, std::slice::from_ref(&other));
    admin.send(&DeleteUsernameBlock { id: made.id }).await?;
    assert_eq!(
        refusal(admin.send(&get).await),
        (404, "Record not found".into())
    );
    let log = admin.send(&ListActs::default()).await?.items;
    let told: Vec<_> = log
        .iter()
        .map(|it| (&*it.action, &*it.target_type, &*it.target))
        .collect();
    let kind = "UsernameBlock";
    assert_eq!(
        told[..4],
        [
            ("destroy", kind, "Casino"),
            ("create", kind, "spam"),
            ("update", kind, "Casino"),
            ("create", kind, "Casino"),
        ]
    );
    let id = log[1].id.clone();
    admin.send(&RevertAct { id }).await?;
    assert_eq!(admin.send(&ListUsernameBlocks::default()).await?.items, []);
    Ok(())
}

#[tokio::test]
async fn what_is_no_rule_for_names_is_refused() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let made = admin
        .send(&block("admin", UsernameComparison::Contains))
        .await?;
    admin
        .send(&block("casino", UsernameComparison::Equals))
        .await?;
    let odd = CreateUsernameBlock {
        comparison: Some(api::Open::Unknown("begins".into())),
        ..block("odd", UsernameComparison::Equals)
    };
    let equals = |name: &str| block(name, UsernameComparison::Equals);

    for (request, text) in [
        (equals(" "), "Username can't be blank"),
        (equals("4DM1N"), "Username has already been taken"),
        (
            equals("no name"),
            "Username must contain only letters, numbers and underscores",
        ),
        (
            equals(&"x".repeat(31)),
            "Username is too long (maximum is 30 characters)",
        ),
        (odd, "Comparison is not included in the list"),
    ] {
        let said = refusal(admin.send(&request).await);
        assert_eq!(said, (422, format!("Validation failed: {text}")));
    }
    let change = |username: &str| UpdateUsernameBlock {
        id: made.id.clone(),
        username: Some(username.into()),
        ..UpdateUsernameBlock::default()
    };
    assert_eq!(refusal(admin.send(&change("c4s1n0")).await).0, 422);
    assert_eq!(admin.send(&change("4dmin")).await?.username, "4dmin");
    Ok(())
}

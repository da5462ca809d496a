//! Letting newcomers in, or not.

use api::{
    accounts::{ShowAccount, VerifyCredentials},
    admin::accounts::{ApproveAccount, MemorializeAccount, RejectAccount},
    notifications::ListNotifications,
};
use chrono::TimeDelta;
use domain::recount;
use store::{accounts, action_log, users};

use crate::{
    account_actions::refusal,
    people::HASHED,
    server::{Server, Test},
};

#[tokio::test]
async fn approving_lets_in_tells_the_staff_and_welcomes_an_hour_later() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let newcomer = server.pending("ann")?;

    let account = moderator
        .client
        .send(&ApproveAccount { id: newcomer.id() })
        .await?;

    assert_eq!(account.approved, Some(true));
    let log = action_log::about(&mut server.tx()?, "User", newcomer.id)?;
    assert_eq!(
        (log[0].action.as_str(), log[0].account_id),
        ("approve", Some(moderator.id))
    );
    let told = moderator
        .client
        .send(&ListNotifications::default())
        .await?
        .items;
    assert_eq!(told[0].r#type, "admin.sign_up");
    assert_eq!(told[0].account.username, "ann");

    server.work_off()?;
    assert!(server.letters()?.is_empty(), "the welcome waits");
    server.advance(TimeDelta::hours(1));
    server.work_off()?;
    let letters = server.letters()?;
    assert_eq!(letters.len(), 1);
    assert!(
        letters[0].contains("To: ann@mail.example"),
        "{}",
        letters[0]
    );
    assert!(letters[0].contains("Subject: Welcome to Kumki"));

    let again = moderator
        .client
        .send(&ApproveAccount { id: newcomer.id() })
        .await;
    assert_eq!(refusal(again), (403, "This action is not allowed".into()));
    Ok(())
}

#[tokio::test]
async fn rejecting_leaves_nothing_but_the_entry_and_frees_name_and_address() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let newcomer = server.pending("ann")?;

    moderator
        .client
        .send(&RejectAccount { id: newcomer.id() })
        .await?;

    assert!(accounts::find(&mut server.tx()?, newcomer.id)?.is_none());
    assert!(users::find_by_email(&mut server.tx()?, "ann@mail.example")?.is_none());
    let log = action_log::about(&mut server.tx()?, "User", newcomer.id)?;
    assert_eq!(
        (log[0].action.as_str(), log[0].human_identifier.as_str()),
        ("reject", "ann")
    );
    assert!(recount::drift(&mut server.app.read()?)?.is_empty());
    let again = moderator
        .client
        .send(&RejectAccount { id: newcomer.id() })
        .await;
    assert_eq!(refusal(again), (404, "Record not found".into()));
    server.pending("ann")?;
    Ok(())
}

#[tokio::test]
async fn only_those_who_wait_are_decided_on() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let member = server.member("ann")?;

    let rejected = moderator
        .client
        .send(&RejectAccount { id: member.id() })
        .await;

    assert_eq!(
        refusal(rejected),
        (403, "This action is not allowed".into())
    );
    assert!(accounts::find(&mut server.tx()?, member.id)?.is_some());
    Ok(())
}

#[tokio::test]
async fn who_is_approved_before_confirming_is_welcomed_after() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let appointed = domain::sign_up::Appointed {
        username: "ann",
        email: "ann@mail.example",
        password: HASHED.clone(),
        is_confirmed: false,
        is_approved: false,
    };
    let (account, _) = server.change(|cx| domain::sign_up::appoint(cx, &appointed))?;

    moderator
        .client
        .send(&ApproveAccount {
            id: account.id.to_string(),
        })
        .await?;
    assert_eq!(moderator.notices().await?, []);

    let secret = server.change(|cx| domain::confirmation::begin(cx, account.id))?;
    server.change(|cx| domain::confirmation::confirm(cx, &secret))?;
    let told = moderator
        .client
        .send(&ListNotifications::default())
        .await?
        .items;
    assert_eq!(told[0].r#type, "admin.sign_up");
    Ok(())
}

#[tokio::test]
async fn a_memorial_account_stays_and_nobody_signs_in() -> Test {
    let server = Server::start().await?;
    let (admin, moderator) = (
        server.staff("admin", "Admin")?,
        server.staff("mod", "Moderator")?,
    );
    let ann = server.member("ann")?;
    let memorialize = MemorializeAccount { id: ann.id() };
    let not_allowed = (403, "This action is not allowed".to_owned());
    assert_eq!(
        refusal(moderator.client.send(&memorialize).await),
        not_allowed
    );

    admin.client.send(&memorialize).await?;

    let shown = moderator.client.send(&ShowAccount { id: ann.id() }).await?;
    assert_eq!(shown.memorial, Some(true));
    let disabled = (403, "Your login is currently disabled".to_owned());
    assert_eq!(
        refusal(ann.client.send(&VerifyCredentials {}).await),
        disabled
    );
    assert_eq!(refusal(admin.client.send(&memorialize).await), not_allowed);
    let log = action_log::about(&mut server.tx()?, "Account", ann.id)?;
    assert_eq!(log.last().map(|it| it.action.as_str()), Some("memorialize"));
    Ok(())
}

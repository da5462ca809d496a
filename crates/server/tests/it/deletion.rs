//! Deleting the data of suspended accounts.

use api::{
    accounts::{ShowAccount, UpdateCredentials},
    admin::accounts::{AccountAction, ActOnAccount, DeleteAccount, GetAccount, UnsuspendAccount},
};
use chrono::TimeDelta;
use domain::recount;
use store::{accounts, action_log, jobs, tokens};

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
};

async fn suspended(server: &Server, by: &Person) -> Result<Person, Box<dyn std::error::Error>> {
    let ann = server.member("ann")?;
    let profile = UpdateCredentials {
        display_name: Some("Ann".into()),
        note: Some("Hello".into()),
        ..UpdateCredentials::default()
    };
    ann.client.send(&profile).await?;
    let suspend = ActOnAccount {
        send_email_notification: false,
        ..ActOnAccount::new(ann.id(), AccountAction::Suspend)
    };
    by.client.send(&suspend).await?;
    Ok(ann)
}

#[tokio::test]
async fn deleting_empties_the_account_and_keeps_its_name() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let ann = suspended(&server, &admin).await?;

    admin.client.send(&DeleteAccount { id: ann.id() }).await?;
    let kept = accounts::find(&mut server.tx()?, ann.id)?.expect("only queued");
    assert_eq!(
        kept.display_name, "Ann",
        "the answer does not wait for the work"
    );
    assert_eq!(server.work_off()?, 1);

    let kept = accounts::find(&mut server.tx()?, ann.id)?.expect("the row stays");
    assert_eq!((kept.display_name.as_str(), kept.note.as_str()), ("", ""));
    assert_eq!(kept.purged_at, Some(server.now()));
    assert_eq!(tokens::count_live(&mut server.tx()?, ann.id)?, 0);
    let account = admin.client.send(&GetAccount { id: ann.id() }).await?;
    assert_eq!((account.suspended, account.disabled), (true, Some(true)));
    let stranger = client::Client::anonymous(&server.url)?;
    let seen = stranger.send(&ShowAccount { id: ann.id() }).await;
    assert_eq!(refusal(seen), (404, "Record not found".into()));
    let log = action_log::about(&mut server.tx()?, "Account", ann.id)?;
    assert_eq!(log.last().map(|it| it.action.as_str()), Some("destroy"));
    assert!(recount::drift(&mut server.app.read()?)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn only_suspended_accounts_are_deleted_and_only_once() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let bob = server.member("bob")?;
    let refused = admin.client.send(&DeleteAccount { id: bob.id() }).await;
    assert_eq!(refusal(refused), (403, "This action is not allowed".into()));

    let ann = suspended(&server, &admin).await?;
    admin.client.send(&DeleteAccount { id: ann.id() }).await?;
    server.work_off()?;
    let refused = admin.client.send(&DeleteAccount { id: ann.id() }).await;
    assert_eq!(refusal(refused), (403, "This action is not allowed".into()));
    Ok(())
}

#[tokio::test]
async fn a_moderator_may_not_delete_and_who_may_need_nothing_else() -> Test {
    let server = Server::start().await?;
    server.change(|cx| Ok(store::roles::add(&mut cx.tx, "Eraser", 5, 0x8_0000)?))?;
    let moderator = server.staff("mod", "Moderator")?;
    let eraser = server.staff("eraser", "Eraser")?;
    let ann = suspended(&server, &moderator).await?;

    let refused = moderator.client.send(&DeleteAccount { id: ann.id() }).await;
    assert_eq!(refusal(refused), (403, "This action is not allowed".into()));
    eraser.client.send(&DeleteAccount { id: ann.id() }).await?;
    Ok(())
}

#[tokio::test]
async fn after_thirty_days_the_server_deletes_by_itself_once() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = suspended(&server, &moderator).await?;
    let purged = || -> Result<bool, store::Error> {
        Ok(accounts::find(&mut server.tx()?, ann.id)?.is_some_and(|it| it.purged_at.is_some()))
    };

    server.advance(TimeDelta::days(30) - TimeDelta::milliseconds(1));
    kumki_server::jobs::keep_schedules(&server.app)?;
    server.work_off()?;
    assert!(!purged()?);

    for _ in 0..3 {
        server.advance(TimeDelta::minutes(2));
        kumki_server::jobs::keep_schedules(&server.app)?;
        server.work_off()?;
    }
    assert!(purged()?);
    let log = action_log::about(&mut server.tx()?, "Account", ann.id)?;
    let destroyed: Vec<_> = log.iter().filter(|it| it.action == "destroy").collect();
    assert_eq!(destroyed.len(), 1);
    assert_eq!(
        destroyed[0].account_id, None,
        "nobody but the server did it"
    );
    Ok(())
}

#[tokio::test]
async fn who_is_unsuspended_in_time_keeps_everything() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let ann = suspended(&server, &admin).await?;
    admin.client.send(&DeleteAccount { id: ann.id() }).await?;

    admin
        .client
        .send(&UnsuspendAccount { id: ann.id() })
        .await?;
    server.work_off()?;

    let kept = accounts::find(&mut server.tx()?, ann.id)?.expect("not deleted");
    assert_eq!((kept.display_name.as_str(), kept.purged_at), ("Ann", None));
    assert!(jobs::list(&mut server.tx()?, 10)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_deletion_does_not_outlive_the_suspension_that_it_was_about() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let ann = suspended(&server, &admin).await?;
    let client = &admin.client;
    client.send(&DeleteAccount { id: ann.id() }).await?;

    client.send(&UnsuspendAccount { id: ann.id() }).await?;
    let suspend = ActOnAccount::new(ann.id(), AccountAction::Suspend);
    client.send(&suspend).await?;
    server.work_off()?;

    let kept = accounts::find(&mut server.tx()?, ann.id)?.expect("not deleted");
    assert_eq!((kept.display_name.as_str(), kept.purged_at), ("Ann", None));
    let in_a_month = server.now() + TimeDelta::days(30);
    assert_eq!(kept.deletion_due_at, Some(in_a_month));
    Ok(())
}

#[tokio::test]
async fn after_the_purge_an_account_comes_back_empty_and_frozen() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let ann = suspended(&server, &admin).await?;
    admin.client.send(&DeleteAccount { id: ann.id() }).await?;
    server.work_off()?;

    let account = admin
        .client
        .send(&UnsuspendAccount { id: ann.id() })
        .await?;

    assert_eq!((account.suspended, account.disabled), (false, Some(true)));
    let stranger = client::Client::anonymous(&server.url)?;
    let seen = stranger.send(&ShowAccount { id: ann.id() }).await?;
    assert_eq!((seen.display_name.as_str(), seen.suspended), ("", None));
    assert!(recount::drift(&mut server.app.read()?)?.is_empty());
    Ok(())
}

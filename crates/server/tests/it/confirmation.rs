//! Showing that an e-mail address is one's own.

use api::emails::{CheckConfirmation, ResendConfirmation};
use chrono::TimeDelta;
use domain::confirmation::{self, Outcome};
use store::{accounts, users};

use crate::{
    account_actions::refusal,
    server::{Server, Test},
    sign_up::confirm,
};

#[tokio::test]
async fn a_link_works_for_two_days_and_once() -> Test {
    let server = Server::start().await?;
    let ann = server.unconfirmed("ann")?;
    let secret = server.change(|cx| confirmation::begin(cx, ann.id))?;
    let follow = |secret: &str| server.change(|cx| confirmation::confirm(cx, secret));

    server.advance(TimeDelta::days(2));
    assert_eq!(follow(&secret)?, Outcome::Expired);
    let newer = server.change(|cx| confirmation::begin(cx, ann.id))?;
    assert_eq!(
        follow(&secret)?,
        Outcome::Expired,
        "a newer link takes its place"
    );
    assert_eq!(follow(&newer)?, Outcome::Confirmed);
    assert_eq!(follow(&newer)?, Outcome::Expired);
    assert_eq!(follow("")?, Outcome::Expired);
    Ok(())
}

#[tokio::test]
async fn a_newcomer_may_ask_again_also_for_another_address() -> Test {
    let server = Server::start().await?;
    server.member("taken")?;
    let ann = server.unconfirmed("ann")?;
    server.work_off()?;
    assert!(!ann.client.send(&CheckConfirmation {}).await?);

    let taken = ResendConfirmation {
        email: Some("taken@mail.example".into()),
    };
    assert_eq!(refusal(ann.client.send(&taken).await).0, 422);
    let other = ResendConfirmation {
        email: Some("ann@other.example".into()),
    };
    ann.client.send(&other).await?;
    confirm(&server).await?;

    assert!(server.letters()?[1].contains("To: ann@other.example"));
    assert!(ann.client.send(&CheckConfirmation {}).await?);
    let user = users::find(&mut server.tx()?, ann.id)?.expect("a user");
    assert_eq!(user.email, "ann@other.example");
    let again = ann.client.send(&ResendConfirmation::default()).await;
    assert_eq!(refusal(again), (403, "Forbidden".into()));
    Ok(())
}

#[tokio::test]
async fn a_link_that_went_to_one_address_does_not_confirm_another() -> Test {
    let server = Server::start().await?;
    let ann = server.unconfirmed("ann")?;
    let secret = server.change(|cx| confirmation::begin(cx, ann.id))?;

    let other = ResendConfirmation {
        email: Some("somebody@else.example".into()),
    };
    ann.client.send(&other).await?;

    let outcome = server.change(|cx| confirmation::confirm(cx, &secret))?;
    assert_eq!(outcome, Outcome::Expired);
    assert!(!ann.client.send(&CheckConfirmation {}).await?);
    Ok(())
}

#[tokio::test]
async fn who_does_not_confirm_in_a_week_is_forgotten() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.unconfirmed("ann")?, server.member("bob")?);
    server.work_off()?;

    server.advance(TimeDelta::days(7) + TimeDelta::seconds(1));
    kumki_server::jobs::keep_schedules(&server.app)?;

    assert!(accounts::find(&mut server.tx()?, ann.id)?.is_none());
    assert!(accounts::find(&mut server.tx()?, bob.id)?.is_some());
    Ok(())
}

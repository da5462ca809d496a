//! Muting accounts.

use api::{
    Timestamp,
    admin::accounts::{AccountAction, ActOnAccount},
    mutes::{ListMutes, MuteAccount, UnmuteAccount},
};
use chrono::TimeDelta;

use crate::{
    people::Person,
    server::{Server, Test},
};

fn mute(other: &Person, notifications: Option<bool>, duration: Option<&str>) -> MuteAccount {
    MuteAccount {
        id: other.id(),
        notifications,
        duration: duration.map(str::to_owned),
    }
}

#[tokio::test]
async fn a_mute_is_nobody_elses_business_and_cuts_nothing() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    ann.follow(&bob).await?;
    bob.follow(&ann).await?;

    let seen = ann.client.send(&mute(&bob, Some(false), None)).await?;
    assert!(seen.muting && !seen.muting_notifications && seen.following && seen.followed_by);
    assert_eq!(ann.told().await?.len(), 1, "his notifications stay");
    let seen = ann.client.send(&mute(&bob, None, Some("0"))).await?;
    assert!(seen.muting && seen.muting_notifications && seen.muting_expires_at.is_none());
    assert_eq!(ann.told().await?, []);
    assert!(!bob.with(&ann).await?.muting);

    let unmute = UnmuteAccount { id: bob.id() };
    assert!(!ann.client.send(&unmute).await?.muting);
    assert!(!ann.client.send(&unmute).await?.muting, "again");
    let own = ann.client.send(&mute(&ann, None, None)).await?;
    assert!(!own.muting, "nobody mutes herself");
    Ok(())
}

#[tokio::test]
async fn a_mute_that_has_expired_has_no_effect_even_before_it_is_removed() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let kept = || store::testing::count(&mut server.tx()?, "mutes");

    let seen = ann.client.send(&mute(&bob, None, Some("60"))).await?;
    let in_a_minute = Timestamp(server.now() + TimeDelta::seconds(60));
    assert_eq!(seen.muting_expires_at, Some(in_a_minute));
    let listed = ann.client.send(&ListMutes::default()).await?.items;
    assert_eq!(listed[0].mute_expires_at, Some(in_a_minute));

    server.advance(TimeDelta::seconds(60) - TimeDelta::milliseconds(1));
    assert!(ann.with(&bob).await?.muting);
    server.advance(TimeDelta::milliseconds(1));
    assert!(!ann.with(&bob).await?.muting);
    let listed = ann.client.send(&ListMutes::default()).await?;
    assert!(listed.items.is_empty());
    assert_eq!(kept()?, 1);
    kumki_server::jobs::keep_schedules(&server.app)?;
    assert_eq!(kept()?, 0);
    Ok(())
}

#[tokio::test]
async fn a_mute_longer_than_a_life_is_for_ever() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);

    for duration in ["9223372036854775807", "99999999999999999999", "x", ""] {
        let seen = ann.client.send(&mute(&bob, None, Some(duration))).await?;
        assert!(
            seen.muting && seen.muting_expires_at.is_none(),
            "{duration}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn mutes_are_paged_without_suspended_accounts() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    for name in ["bob", "carl", "dora"] {
        let person = server.member(name)?;
        ann.client.send(&mute(&person, None, None)).await?;
        if name == "dora" {
            let suspend = ActOnAccount::new(person.id(), AccountAction::Suspend);
            moderator.client.send(&suspend).await?;
        }
    }
    let one = ListMutes {
        limit: Some("1".into()),
        ..ListMutes::default()
    };

    let mut pages = ann.client.pages(&one);
    let mut all = Vec::new();
    while let Some(page) = pages.next().await {
        all.extend(page?.items.into_iter().map(|it| it.account.username));
    }
    assert_eq!(all, ["carl", "bob"]);
    Ok(())
}

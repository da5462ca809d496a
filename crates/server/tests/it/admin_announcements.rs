//! Announcing things by the API.

use api::{
    admin::announcements::{
        CreateAnnouncement, DeleteAnnouncement, GetAnnouncement, ListAdminAnnouncements,
        PublishAnnouncement, UnpublishAnnouncement, UpdateAnnouncement,
    },
    announcements::ListAnnouncements,
};
use client::Client;
use store::action_log;

use crate::{
    account_actions::refusal,
    server::{Server, Test},
};

fn saying(text: &str) -> CreateAnnouncement {
    CreateAnnouncement {
        text: text.into(),
        ..CreateAnnouncement::default()
    }
}

async fn read(client: &Client) -> Result<Vec<String>, client::Error> {
    let all = client.send(&ListAnnouncements::default()).await?;
    Ok(all.into_iter().map(|it| it.content).collect())
}

#[tokio::test]
async fn what_is_announced_is_read_until_it_is_taken_down_or_away() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let ann = server.member("ann")?.client;

    let made = admin.send(&saying("We move")).await?;
    let id = || made.id.clone();

    assert!(made.published_at.is_some());
    assert_eq!(read(&ann).await?, ["<p>We move</p>"]);
    let down = admin.send(&UnpublishAnnouncement { id: id() }).await?;
    assert_eq!(down.published_at, None);
    assert!(read(&ann).await?.is_empty());
    let up = admin.send(&PublishAnnouncement { id: id() }).await?;
    assert_eq!(admin.send(&GetAnnouncement { id: id() }).await?, up);
    assert_eq!(read(&ann).await?.len(), 1);
    admin.send(&DeleteAnnouncement { id: id() }).await?;
    assert!(read(&ann).await?.is_empty());
    assert!(admin.send(&ListAdminAnnouncements {}).await?.is_empty());
    let log = action_log::about(&mut server.tx()?, "Announcement", made.id.parse()?)?;
    let words: Vec<_> = log.iter().map(|it| &*it.action).collect();
    assert_eq!(words, ["create", "update", "update", "destroy"]);
    Ok(())
}

#[tokio::test]
async fn what_is_to_be_published_later_waits_and_can_be_changed_in_part() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let later = CreateAnnouncement {
        starts_at: Some("2027-03-01".into()),
        ends_at: Some("2027-03-02".into()),
        all_day: Some(true),
        scheduled_at: Some("2027-02-01T12:00:00Z".into()),
        ..saying("A feast")
    };
    let made = admin.send(&later).await?;
    assert_eq!((made.published_at, made.all_day), (None, true));

    let update = UpdateAnnouncement {
        id: made.id.clone(),
        text: Some("A big feast".into()),
        ..UpdateAnnouncement::default()
    };
    let changed = admin.send(&update).await?;
    assert_eq!(changed.text, "A big feast");
    assert_eq!(changed.scheduled_at, made.scheduled_at);
    assert_eq!(
        (changed.starts_at, changed.ends_at),
        (made.starts_at, made.ends_at)
    );

    let timeless = UpdateAnnouncement {
        id: made.id,
        starts_at: Some(String::new()),
        ends_at: Some(String::new()),
        scheduled_at: Some(String::new()),
        ..UpdateAnnouncement::default()
    };
    let changed = admin.send(&timeless).await?;
    assert_eq!(
        (changed.starts_at, changed.ends_at, changed.all_day),
        (None, None, false)
    );
    assert_eq!((changed.scheduled_at, changed.published_at), (None, None));
    assert_eq!(admin.send(&ListAdminAnnouncements {}).await?, [changed]);
    Ok(())
}

#[tokio::test]
async fn strange_times_and_no_words_are_refused() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let cases = [
        (saying(""), "Text can't be blank"),
        (
            CreateAnnouncement {
                starts_at: Some("2027-03-01".into()),
                ..saying("A feast")
            },
            "Ends at can't be blank",
        ),
        (
            CreateAnnouncement {
                scheduled_at: Some("soon".into()),
                ..saying("A feast")
            },
            "Scheduled at is invalid",
        ),
    ];

    for (announcement, text) in cases {
        let refused = refusal(admin.send(&announcement).await);
        assert_eq!(refused, (422, format!("Validation failed: {text}")));
    }
    assert!(admin.send(&ListAdminAnnouncements {}).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_moderator_announces_nothing() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?.client;
    let not_allowed = (403, "This action is not allowed".to_owned());

    assert_eq!(refusal(moderator.send(&saying("Hi")).await), not_allowed);
    let list = moderator.send(&ListAdminAnnouncements {}).await;
    assert_eq!(refusal(list), not_allowed);
    Ok(())
}

//! Servers that are trusted, and a federation with no others.

use api::{
    admin::domain_allows::{
        CreateDomainAllow, DeleteDomainAllow, GetDomainAllow, ListDomainAllows,
    },
    instance::{ListPeers, ListRules, ShowActivity, ShowInstance},
};
use client::Client;
use store::{accounts, action_log};

use crate::{
    account_actions::refusal,
    server::{Server, Test},
};

fn allow(domain: &str) -> CreateDomainAllow {
    CreateDomainAllow {
        domain: domain.into(),
    }
}

#[tokio::test]
async fn servers_are_allowed_and_allowed_no_longer_and_each_time_it_is_written_down() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let eve = server.remote("eve", "partner.example")?;

    let made = admin.send(&allow("Partner.Example")).await?;

    assert_eq!(made.domain, "partner.example");
    assert_eq!(admin.send(&allow("partner.example.")).await?, made);
    let get = GetDomainAllow {
        id: made.id.clone(),
    };
    assert_eq!(admin.send(&get).await?, made);
    let listed = admin.send(&ListDomainAllows::default()).await?.items;
    assert_eq!(listed, std::slice::from_ref(&made));
    assert_eq!(
        refusal(admin.send(&allow("a b")).await).1,
        "Validation failed: Domain is invalid, Domain is invalid"
    );
    let delete = DeleteDomainAllow {
        id: made.id.clone(),
    };
    admin.send(&delete).await?;
    server.work_off()?;
    assert_eq!(refusal(admin.send(&get).await).0, 404);
    assert!(accounts::find(&mut server.tx()?, eve.id)?.is_some());
    let log = action_log::about(&mut server.tx()?, "DomainAllow", made.id.parse()?)?;
    let log: Vec<_> = log
        .iter()
        .map(|it| (&*it.action, &*it.human_identifier))
        .collect();
    assert_eq!(
        log,
        [
            ("create", "partner.example"),
            ("destroy", "partner.example")
        ]
    );
    Ok(())
}

#[tokio::test]
async fn in_a_limited_federation_who_is_no_member_sees_next_to_nothing() -> Test {
    let server = Server::start_limited().await?;
    let (ann, pending) = (server.member("ann")?, server.pending("pending")?);
    let app = server.client(&server.app_token("read")?)?;
    let stranger = Client::anonymous(&server.url)?;
    let refused = (401, "This method requires an authenticated user".to_owned());

    for client in [&stranger, &app] {
        assert_eq!(refusal(client.send(&ListRules {}).await), refused);
        assert!(
            client
                .send(&ShowInstance {})
                .await?
                .configuration
                .limited_federation
        );
    }
    assert_eq!(refusal(pending.client.send(&ListRules {}).await).0, 403);
    assert!(ann.client.send(&ListRules {}).await.is_ok());
    assert_eq!(refusal(ann.client.send(&ListPeers {}).await).0, 404);
    assert_eq!(refusal(ann.client.send(&ShowActivity {}).await).0, 404);
    Ok(())
}

#[tokio::test]
async fn in_a_limited_federation_what_is_no_longer_allowed_is_forgotten() -> Test {
    let server = Server::start_limited().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let ann = server.member("ann")?;
    let (eve, below) = (
        server.remote("eve", "partner.example")?,
        server.remote("eve", "a.partner.example")?,
    );
    server.change(|cx| {
        let now = cx.now;
        Ok(store::testing::follow(&mut cx.tx, ann.id, eve.id, now)?)
    })?;
    let made = admin.send(&allow("partner.example")).await?;

    admin.send(&DeleteDomainAllow { id: made.id }).await?;
    server.work_off()?;

    assert!(accounts::find(&mut server.tx()?, eve.id)?.is_none());
    assert!(accounts::find(&mut server.tx()?, below.id)?.is_some());
    let stats = accounts::stats_of(&mut server.tx()?, &[ann.id])?.pop();
    assert_eq!(stats.map(|it| it.following_count), Some(0));
    Ok(())
}

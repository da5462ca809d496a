//! What waits for moderators.

use api::admin::{
    queue::{Queue, ShowQueue},
    reports::{AssignReportToSelf, ResolveReport},
};
use chrono::TimeDelta;
use client::Error;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
};

async fn queue(of: &Person) -> Result<Queue, Error> {
    of.client.send(&ShowQueue::default()).await
}

fn items(queue: &Queue) -> Vec<(&str, &str)> {
    let items = queue.items.iter();
    items.map(|it| (&*it.r#type, &*it.account)).collect()
}

#[tokio::test]
async fn what_waits_is_shown_oldest_first_and_counted() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let first = ann.report(&bob).await?.id;
    server.advance(TimeDelta::minutes(1));
    server.pending("pen")?;
    server.unconfirmed("una")?;
    server.advance(TimeDelta::minutes(1));
    let second = bob.report(&ann).await?.id;
    moderator
        .client
        .send(&AssignReportToSelf::new(&second))
        .await?;

    let waiting = queue(&moderator).await?;

    assert_eq!(
        items(&waiting),
        [("report", "bob"), ("sign_up", "pen"), ("report", "ann")]
    );
    assert_eq!(waiting.items[2].assigned_account_id, Some(moderator.id()));
    let counts = &waiting.counts;
    assert_eq!(
        (counts.reports, counts.sign_ups, counts.appeals),
        (Some(2), Some(1), None)
    );

    moderator.client.send(&ResolveReport::new(&first)).await?;
    let one = ShowQueue {
        limit: Some("1".into()),
    };
    let one = moderator.client.send(&one).await?;
    assert_eq!(
        (items(&one), one.counts.reports),
        (vec![("sign_up", "pen")], Some(1))
    );
    Ok(())
}

#[tokio::test]
async fn everybody_sees_what_her_role_may_work_on() -> Test {
    let server = Server::start().await?;
    server.change(|cx| {
        store::roles::add(&mut cx.tx, "Reader", 5, 16)?;
        Ok(store::roles::add(&mut cx.tx, "Herald", 5, 0x2000)?)
    })?;
    let (reader, herald) = (
        server.staff("reader", "Reader")?,
        server.staff("herald", "Herald")?,
    );
    let owner = server.staff("owner", "Owner")?;
    server.pending("pen")?;
    let ann = server.member("ann")?;
    ann.report(&reader).await?;

    assert_eq!(items(&queue(&reader).await?), [("report", "reader")]);
    assert_eq!(queue(&owner).await?.counts.appeals, Some(0));
    let refused = queue(&herald).await;
    assert_eq!(refusal(refused), (403, "This action is not allowed".into()));
    Ok(())
}

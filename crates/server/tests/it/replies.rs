//! What was answered to posts of other servers.

use api::{
    entities::Status,
    search::Search,
    statuses::{PostStatus, ShowContext},
};

use crate::{
    people::Person,
    server::{Server, Test},
    statuses::says,
    two_servers::settle,
};

fn answers(status: &Status, text: &str) -> PostStatus {
    PostStatus {
        in_reply_to_id: Some(status.id.clone()),
        ..says(text)
    }
}

async fn come_upon(person: &Person, address: &str) -> Result<Status, Box<dyn std::error::Error>> {
    let request = Search {
        q: address.into(),
        resolve: true,
        ..Search::default()
    };
    let found = person.client.send(&request).await?.statuses;
    Ok(found.into_iter().next().ok_or("it is not found")?)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_upon_a_post_sees_what_was_answered_to_it_there() -> Test {
    let (near, far) = Server::two().await?;
    let (ann, eve, flo) = (near.member("ann")?, far.member("eve")?, far.member("flo")?);
    let first = eve.post(says("First")).await?;
    let second = eve.post(answers(&first, "Second")).await?;
    flo.post(answers(&first, "Mine")).await?;
    flo.post(answers(&second, "An answer to an answer")).await?;
    let mut hidden = answers(&first, "For few");
    hidden.visibility = Some("private".into());
    eve.post(hidden).await?;

    let found = come_upon(&ann, &first.uri).await?;
    settle(&near, &far)?;

    let thread = ann.client.send(&ShowContext { id: found.id }).await?;
    let seen: Vec<&str> = thread
        .descendants
        .iter()
        .map(|it| it.uri.as_str())
        .collect();
    assert_eq!(seen.len(), 2, "{seen:?}");
    assert!(seen.contains(&second.uri.as_str()));
    Ok(())
}

//! What following and the like do to home timelines.

use api::{
    blocks::BlockAccount,
    follows::{FollowAccount, UnfollowAccount},
    mutes::{MuteAccount, UnmuteAccount},
    statuses::{BoostStatus, PostStatus},
    timelines::HomeTimeline,
};
use chrono::TimeDelta;

use crate::{
    people::Person,
    server::{Server, Test},
    statuses::{says, to},
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Each in a moment of its own, so that their order is sure.
async fn post(server: &Server, by: &Person, request: PostStatus) -> Result<String> {
    server.advance(TimeDelta::milliseconds(1));
    Ok(by.post(request).await?.id)
}

async fn boost(server: &Server, by: &Person, id: &str) -> Result<String> {
    server.advance(TimeDelta::milliseconds(1));
    let request = BoostStatus {
        id: id.to_owned(),
        visibility: None,
    };
    Ok(by.client.send(&request).await?.id)
}

fn answer(id: &str) -> PostStatus {
    PostStatus {
        in_reply_to_id: Some(id.to_owned()),
        ..says("Yes")
    }
}

/// What is there, whether it may be seen or not.
fn home(server: &Server, person: &Person) -> Result<Vec<String>> {
    server.work_off()?;
    let ids = store::home::ids(&mut server.tx()?, person.id)?;
    Ok(ids.iter().map(i64::to_string).collect())
}

#[tokio::test]
async fn a_follow_brings_recent_posts_and_its_end_takes_them_away() -> Test {
    let server = Server::start().await?;
    let people = ["ann", "bob", "carl"].map(|it| server.member(it));
    let [ann, bob, carl] = people;
    let (ann, bob, carl) = (ann?, bob?, carl?);
    let first = post(&server, &bob, says("Hi")).await?;
    post(&server, &bob, to("Hi @ann", "direct")).await?;
    let private = post(&server, &bob, to("Hi", "private")).await?;
    let by_carl = post(&server, &carl, says("Hi")).await?;
    let boost = boost(&server, &bob, &by_carl).await?;
    let to_carl = post(&server, &bob, answer(&by_carl)).await?;
    let to_himself = post(&server, &bob, answer(&first)).await?;
    server.work_off()?;

    ann.follow(&bob).await?;
    let expected = [&to_himself, &boost, &private, &first].map(String::as_str);
    assert_eq!(home(&server, &ann)?, expected, "carl is a stranger to ann");
    ann.follow(&carl).await?;
    let expected = [&to_himself, &boost, &by_carl, &private, &first].map(String::as_str);
    assert_eq!(home(&server, &ann)?, expected);

    let unfollow = UnfollowAccount { id: bob.id() };
    ann.client.send(&unfollow).await?;
    assert_eq!(home(&server, &ann)?, [by_carl.as_str()]);
    ann.follow(&bob).await?;
    ann.client.send(&unfollow).await?;
    assert_eq!(home(&server, &ann)?, [by_carl.as_str()], "both at once");
    ann.follow(&bob).await?;
    ann.client.send(&unfollow).await?;
    ann.follow(&bob).await?;
    let expected = [&to_himself, &to_carl, &by_carl, &private, &first].map(String::as_str);
    assert_eq!(home(&server, &ann)?, expected, "carl is no stranger now");
    Ok(())
}

#[tokio::test]
async fn only_what_the_follower_wants_comes() -> Test {
    let server = Server::start().await?;
    let people = ["ann", "bob", "carl", "dora"].map(|it| server.member(it));
    let [ann, bob, carl, dora] = people;
    let (ann, bob, carl, dora) = (ann?, bob?, carl?, dora?);
    let by_carl = post(&server, &carl, says("Hi")).await?;
    boost(&server, &bob, &by_carl).await?;
    let in_language = |language: &str| PostStatus {
        language: Some(language.to_owned()),
        ..says("Hi")
    };
    let english = post(&server, &bob, in_language("en")).await?;
    let german = post(&server, &bob, in_language("de")).await?;
    server.work_off()?;

    let follow = FollowAccount {
        id: bob.id(),
        reblogs: Some(false),
        languages: Some(vec!["de".into()]),
        ..FollowAccount::default()
    };
    ann.client.send(&follow).await?;
    assert_eq!(home(&server, &ann)?, [german.as_str()]);

    dora.client.send(&BlockAccount { id: carl.id() }).await?;
    dora.follow(&bob).await?;
    server.work_off()?;
    let seen = dora.client.send(&HomeTimeline::default()).await?.items;
    let seen: Vec<&str> = seen.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(seen, [&german, &english], "not what carl wrote");
    Ok(())
}

#[tokio::test]
async fn who_is_muted_or_blocked_goes_also_where_others_boosted_her() -> Test {
    let server = Server::start().await?;
    let people = ["ann", "bob", "carl"].map(|it| server.member(it));
    let [ann, bob, carl] = people;
    let (ann, bob, carl) = (ann?, bob?, carl?);
    let by_carl = post(&server, &carl, says("Hi")).await?;
    let boost = boost(&server, &bob, &by_carl).await?;
    let by_bob = post(&server, &bob, says("Hi")).await?;
    server.work_off()?;
    ann.follow(&bob).await?;
    server.work_off()?;
    ann.follow(&carl).await?;
    let all = [&by_bob, &boost, &by_carl].map(String::as_str);
    assert_eq!(home(&server, &ann)?, all);

    let mute = MuteAccount {
        id: carl.id(),
        ..MuteAccount::default()
    };
    ann.client.send(&mute).await?;
    assert_eq!(home(&server, &ann)?, [by_bob.as_str()]);
    ann.client.send(&UnmuteAccount { id: carl.id() }).await?;
    assert_eq!(
        home(&server, &ann)?,
        [&by_bob, &by_carl].map(String::as_str)
    );

    let half_a_minute = MuteAccount {
        duration: Some("30".into()),
        ..mute
    };
    ann.client.send(&half_a_minute).await?;
    assert_eq!(home(&server, &ann)?, [by_bob.as_str()]);
    server.advance(TimeDelta::minutes(2));
    kumki_server::jobs::keep_schedules(&server.app)?;
    let back = [&by_bob, &by_carl].map(String::as_str);
    assert_eq!(home(&server, &ann)?, back, "the mute has expired");

    carl.follow(&bob).await?;
    assert_eq!(home(&server, &carl)?, back);
    bob.client.send(&BlockAccount { id: carl.id() }).await?;
    let own = [by_carl.as_str()];
    assert_eq!(home(&server, &carl)?, own, "she follows him no more");
    Ok(())
}

//! Numbers for moderators, as tools ask for them.

use api::{
    admin::{
        measures::{GetMeasures, Measure, OfServer, OfTag},
        reports::ResolveReport,
    },
    polls::VotePoll,
    statuses::{BoostStatus, DeleteStatus, FavouriteStatus, NewPoll, PostStatus},
};
use chrono::TimeDelta;
use serde_json::{Value, json};
use store::{accounts, instances, statuses, tags, testing};

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::says,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

async fn measured(person: &Person, request: GetMeasures) -> Result<Vec<Measure>> {
    Ok(person.client.send(&request).await?)
}

fn asks(keys: &[&str], start: &str, end: &str) -> GetMeasures {
    GetMeasures {
        keys: Some(keys.iter().map(|it| (*it).to_owned()).collect()),
        start_at: Some(start.into()),
        end_at: Some(end.into()),
        ..GetMeasures::default()
    }
}

fn day(server: &Server, ago: i64) -> String {
    (server.app.now() - TimeDelta::days(ago))
        .date_naive()
        .to_string()
}

/// A total, the one before, and the numbers of the days.
fn numbers(measure: &Measure) -> (&str, Option<&str>, Vec<&str>) {
    let days = measure.data.iter().map(|it| it.value.as_str()).collect();
    (&measure.total, measure.previous_total.as_deref(), days)
}

#[tokio::test]
async fn what_members_do_is_counted_on_its_day_and_the_last_day_is_in_no_total() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let poll = PostStatus {
        poll: Some(NewPoll {
            options: vec!["tea".into(), "coffee".into()],
            expires_in: 3600,
            ..NewPoll::default()
        }),
        ..says("What shall it be?")
    };
    let post = ann.post(poll).await?;
    bob.client
        .send(&FavouriteStatus {
            id: post.id.clone(),
        })
        .await?;
    server.advance(TimeDelta::days(1));
    let (id, visibility) = (post.id.clone(), None);
    bob.client.send(&BoostStatus { id, visibility }).await?;
    let answer = |by: &str| PostStatus {
        in_reply_to_id: Some(post.id.clone()),
        ..says(by)
    };
    bob.post(answer("To somebody else")).await?;
    ann.post(answer("To herself")).await?;
    server.advance(TimeDelta::days(1));
    server.follow(&bob, &ann)?;
    ann.client
        .send(&DeleteStatus {
            id: post.id,
            delete_media: None,
        })
        .await?;

    let keys = ["interactions", "new_users", "opened_reports"];
    let request = asks(&keys, &day(&server, 2), &day(&server, 0));
    let shown = measured(&moderator, request).await?;

    assert_eq!(numbers(&shown[0]), ("3", Some("0"), vec!["1", "2", "0"]));
    assert_eq!(numbers(&shown[1]), ("3", Some("0"), vec!["3", "0", "0"]));
    assert_eq!(numbers(&shown[2]).0, "0");
    assert_eq!(
        shown[0].data[0].date,
        format!("{}T00:00:00Z", day(&server, 2))
    );
    assert_eq!(shown[1].data[0].date, day(&server, 2));
    Ok(())
}

//! How many of those who joined were seen again.

use api::admin::retention::{Cohort, GetRetention};
use chrono::TimeDelta;
use serde_json::json;
use store::testing;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A server on which three joined on the first day: one was never seen, one on the next day for the last time,
/// and one on the day after that.
async fn world() -> Result<(Server, Person)> {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    server.advance(TimeDelta::days(1));
    let people = ["ann", "bob", "cid"].map(|it| server.member(it));
    let [_, bob, cid] = people;
    for (person, days) in [(bob?, 1), (cid?, 2)] {
        server.change(|cx| {
            let at = cx.now + TimeDelta::days(days);
            Ok(store::users::set_seen(&mut cx.tx, person.id, at)?)
        })?;
    }
    Ok((server, moderator))
}

fn asks(server: &Server, days: (i64, i64), frequency: &str) -> GetRetention {
    let day = |by: i64| {
        let at = server.now() + TimeDelta::days(by);
        Some(at.date_naive().to_string())
    };
    GetRetention {
        start_at: day(days.0),
        end_at: day(days.1),
        frequency: Some(frequency.into()),
    }
}

fn values(cohort: &Cohort) -> Vec<(&str, f64)> {
    let periods = cohort.data.iter();
    periods.map(|it| (it.value.as_str(), it.rate)).collect()
}

#[tokio::test]
async fn a_cohort_shrinks_from_day_to_day_and_the_never_seen_count_for_its_size() -> Test {
    let (server, moderator) = world().await?;
    let request = asks(&server, (0, 3), "day");
    let cohorts = moderator.client.send(&request).await?;

    assert_eq!(cohorts.len(), 4);
    let third = 1.0 / 3.0;
    assert_eq!(
        values(&cohorts[0]),
        [
            ("2", 2.0 * third),
            ("2", 2.0 * third),
            ("1", third),
            ("0", 0.0)
        ]
    );
    assert_eq!(values(&cohorts[3]), [("0", 0.0)]);
    let today = server.now().date_naive();
    assert_eq!(cohorts[0].period, format!("{today}T00:00:00+00:00"));
    assert_eq!(cohorts[0].frequency, "day");

    server.change(|cx| {
        testing::execute(&mut cx.tx, "DELETE FROM accounts WHERE username = 'ann'")
            .map_err(Into::into)
            .map(drop)
    })?;
    let cohorts = moderator.client.send(&request).await?;
    assert_eq!(values(&cohorts[0])[2], ("1", 0.5));
    Ok(())
}

#[tokio::test]
async fn months_are_whole_and_windows_are_cut_to_what_mastodon_allows() -> Test {
    let (server, moderator) = world().await?;
    let months = moderator
        .client
        .send(&asks(&server, (0, 0), "month"))
        .await?;
    assert_eq!(months.len(), 1);
    assert!(
        months[0].period.ends_with("-01T00:00:00+00:00"),
        "{}",
        months[0].period
    );
    // The moderator too, unless a month has just begun.
    let size: i64 = months[0].data[0].value.parse()?;
    assert!((2..=3).contains(&size), "{size}");

    let long = moderator
        .client
        .send(&asks(&server, (-400, 0), "day"))
        .await?;
    assert_eq!((long.len(), long[0].data.len()), (32, 32));
    let long = moderator
        .client
        .send(&asks(&server, (-4000, 0), "month"))
        .await?;
    assert_eq!(long.len(), 13);
    let backwards = moderator.client.send(&asks(&server, (1, 0), "day")).await?;
    assert!(backwards.is_empty());
    let odd = moderator
        .client
        .send(&asks(&server, (0, 1), "fortnight"))
        .await?;
    assert_eq!(odd[0].frequency, "day");
    let usual = moderator.client.send(&GetRetention::default()).await?;
    assert_eq!(usual.len(), 30);
    let wrong = GetRetention {
        start_at: Some("soon".into()),
        ..GetRetention::default()
    };
    let refused = refusal(moderator.client.send(&wrong).await);
    assert_eq!(refused, (422, "Invalid date supplied".into()));
    Ok(())
}

#[tokio::test]
async fn a_rate_is_a_number_and_a_value_is_text() -> Test {
    let (server, moderator) = world().await?;
    let day = server.now().date_naive();
    let answer = server
        .http
        .post(format!("{}/api/v1/admin/retention", server.url))
        .bearer_auth(server.token(moderator.id, "admin:read")?)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("start_at={day}&end_at={day}&frequency=day"))
        .send()
        .await?;
    let text = answer.text().await?;
    assert!(
        text.contains("\"rate\":0.6666666666666666,\"value\":\"2\""),
        "{text}"
    );
    let shown: serde_json::Value = serde_json::from_str(&text)?;
    assert_eq!(
        shown[0]["data"][0]["date"],
        json!(format!("{day}T00:00:00+00:00"))
    );
    Ok(())
}

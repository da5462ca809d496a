//! Numbers for moderators, as tools ask for them.

use api::{
    admin::{
        measures::{GetMeasures, Measure, OfServer, OfTag},
        reports::{ReopenReport, ResolveReport},
    },
    follows::FollowAccount,
    reports::CreateReport,
    statuses::{BoostStatus, DeleteStatus, FavouriteStatus, NewPoll, PostStatus},
};
use chrono::TimeDelta;
use serde_json::{Value, json};
use store::tags;

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
    let then = server.now() - TimeDelta::days(ago);
    then.date_naive().to_string()
}

/// A total, the one before, and the numbers of the days.
fn numbers(measure: &Measure) -> (&str, Option<&str>, Vec<&str>) {
    let days = measure.data.iter().map(|it| it.value.as_str()).collect();
    (&measure.total, measure.previous_total.as_deref(), days)
}

/// What is answered to a body as it is.
async fn answered(server: &Server, token: &str, kind: &str, body: &str) -> Result<(u16, Value)> {
    let answer = server
        .http
        .post(format!("{}/api/v1/admin/measures", server.url))
        .bearer_auth(token)
        .header("content-type", kind)
        .body(body.to_owned())
        .send()
        .await?;
    Ok((answer.status().as_u16(), answer.json().await?))
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

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
    let follow = FollowAccount {
        id: ann.id(),
        ..FollowAccount::default()
    };
    bob.client.send(&follow).await?;
    ann.client
        .send(&DeleteStatus {
            id: post.id,
            delete_media: None,
        })
        .await?;

    let keys = ["interactions", "new_users", "opened_reports"];
    let request = asks(&keys, &day(&server, 2), &day(&server, 0));
    let shown = measured(&moderator, request).await?;

    assert_eq!(numbers(&shown[0]), ("3", Some("0"), vec!["1", "2", "1"]));
    assert_eq!(numbers(&shown[1]), ("3", Some("0"), vec!["3", "0", "0"]));
    assert_eq!(numbers(&shown[2]).0, "0");
    assert_eq!(
        shown[0].data[0].date,
        format!("{}T00:00:00Z", day(&server, 2))
    );
    assert_eq!(shown[1].data[0].date, day(&server, 2));
    Ok(())
}

#[tokio::test]
async fn reports_are_counted_when_they_come_and_when_they_were_resolved_last() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let carl = server.remote("carl", "far.test")?;
    let report = CreateReport {
        account_id: carl.id.to_string(),
        ..CreateReport::default()
    };
    let first = ann.client.send(&report).await?.id;
    let second = ann.client.send(&report).await?.id;
    for id in [&first, &second] {
        let resolve = ResolveReport::new(id);
        moderator.client.send(&resolve).await?;
    }
    server.advance(TimeDelta::days(1));
    let reopen = ReopenReport::new(&second);
    moderator.client.send(&reopen).await?;
    server.advance(TimeDelta::days(1));
    let resolve = ResolveReport::new(&second);
    moderator.client.send(&resolve).await?;

    let keys = ["opened_reports", "resolved_reports", "instance_reports"];
    let request = GetMeasures {
        instance_reports: Some(OfServer {
            domain: Some("far.test".into()),
            include_subdomains: None,
        }),
        ..asks(&keys, &day(&server, 2), &day(&server, 0))
    };
    let shown = measured(&moderator, request).await?;

    assert_eq!(numbers(&shown[0]), ("2", Some("0"), vec!["2", "0", "0"]));
    assert_eq!(numbers(&shown[1]), ("1", Some("0"), vec!["1", "0", "1"]));
    assert_eq!(numbers(&shown[2]), ("2", None, vec!["2", "0", "0"]));
    Ok(())
}

#[tokio::test]
async fn a_tag_is_counted_by_uses_people_and_servers() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    ann.post(says("Some #tea")).await?;
    server.advance(TimeDelta::days(1));
    ann.post(says("More #tea")).await?;
    ann.post(says("Even more #tea")).await?;
    let last = bob.post(says("No #tea for me")).await?;
    bob.client
        .send(&DeleteStatus {
            id: last.id,
            delete_media: None,
        })
        .await?;
    let tag = tags::find_named(&mut server.tx()?, "tea")?.ok_or("a tag")?;

    let of = || {
        Some(OfTag {
            id: Some(tag.id.to_string()),
        })
    };
    let keys = ["tag_accounts", "tag_uses", "tag_servers"];
    let request = GetMeasures {
        tag_accounts: of(),
        tag_uses: of(),
        tag_servers: of(),
        ..asks(&keys, &day(&server, 1), &day(&server, 0))
    };
    let shown = measured(&moderator, request).await?;

    assert_eq!(numbers(&shown[0]), ("2", Some("1"), vec!["1", "2"]));
    assert_eq!(numbers(&shown[1]), ("4", Some("1"), vec!["1", "3"]));
    assert_eq!(numbers(&shown[2]), ("0", Some("0"), vec!["1", "1"]));
    assert_eq!(
        shown[1].data[0].date,
        format!("{}T00:00:00Z", day(&server, 1))
    );
    assert_eq!(shown[2].data[0].date, day(&server, 1));
    Ok(())
}

#[tokio::test]
async fn another_server_is_measured_of_all_time_and_with_what_is_below_it() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let carl = server.remote("carl", "far.test")?;
    server.remote("dora", "sub.far.test")?;
    server.remote("emil", "notfar.test")?;
    server.change(|cx| {
        let now = cx.now;
        let terms = store::follows::Terms::default();
        Ok(store::follows::add(&mut cx.tx, ann.id, carl.id, &terms, now).map(drop)?)
    })?;
    server.advance(TimeDelta::days(40));
    let all = [
        "instance_accounts",
        "instance_follows",
        "instance_followers",
        "instance_statuses",
        "instance_media_attachments",
    ];
    let of = |with: Option<Value>| {
        Some(OfServer {
            domain: Some("far.test".into()),
            include_subdomains: with,
        })
    };
    let mut request = asks(&all, &day(&server, 40), &day(&server, 39));
    (request.instance_accounts, request.instance_follows) = (of(None), of(None));
    (request.instance_followers, request.instance_statuses) = (of(None), of(None));
    request.instance_media_attachments = of(None);
    let shown = measured(&moderator, request.clone()).await?;

    assert_eq!(numbers(&shown[0]), ("1", None, vec!["1", "0"]));
    assert_eq!(numbers(&shown[1]), ("1", None, vec!["1", "0"]));
    assert_eq!(numbers(&shown[2]), ("0", None, vec!["0", "0"]));
    assert_eq!(numbers(&shown[3]).0, "0");
    assert_eq!(
        (shown[4].unit.as_deref(), shown[4].human_value.as_deref()),
        (Some("bytes"), Some("0 Bytes"))
    );
    for (with, total) in [
        (json!(true), "2"),
        (json!("false"), "2"),
        (json!(false), "1"),
    ] {
        request.instance_accounts = of(Some(with.clone()));
        let shown = measured(&moderator, request.clone()).await?;
        assert_eq!(shown[0].total, total, "{with}");
    }
    Ok(())
}

#[tokio::test]
async fn bad_requests_are_answered_as_mastodon_does_and_never_with_500() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let token = server.token(moderator.id, "admin:read")?;
    let blank = |name: &str| {
        let text = format!("param is missing or the value is empty or invalid: {name}");
        (400, json!({ "error": text }))
    };
    let ask = |body: Value| {
        let (server, token) = (&server, &token);
        async move { answered(server, token, JSON, &body.to_string()).await }
    };
    for keys in [json!(null), json!([]), json!({ "a": 1 })] {
        assert_eq!(ask(json!({ "keys": keys })).await?, blank("keys"), "{keys}");
    }
    assert_eq!(
        ask(json!({ "keys": ["instance_accounts"] })).await?,
        blank("instance_accounts")
    );
    assert_eq!(
        ask(json!({ "keys": ["tag_uses"], "tag_uses": "tea" })).await?,
        blank("tag_uses")
    );
    for date in ["foo", "2026-13-45", "99999999999", "2026-06"] {
        let body = json!({ "keys": ["new_users"], "start_at": date, "end_at": "2026-06-01" });
        let expected = (422, json!({ "error": "Invalid date supplied" }));
        assert_eq!(ask(body).await?, expected, "{date}");
    }
    for id in [json!("7"), json!("tea"), json!(-1)] {
        let body = json!({ "keys": ["new_users", "tag_uses"], "tag_uses": { "id": id } });
        assert_eq!(ask(body).await?.0, 404, "{id}");
    }
    let (status, shown) = ask(json!({ "keys": ["odd", 7, "new_users", "new_users"] })).await?;
    assert_eq!((status, shown.as_array().map(Vec::len)), (200, Some(2)));
    assert_eq!(shown[0]["data"].as_array().map(Vec::len), Some(30));
    assert_eq!(ask(json!({ "keys": [""] })).await?, (200, json!([])));
    let many = vec!["new_users"; 10_000];
    assert_eq!(ask(json!({ "keys": many })).await?.0, 422);
    let all = json!([
        "active_users",
        "new_users",
        "interactions",
        "opened_reports"
    ]);
    let backwards = json!({ "keys": all, "start_at": "2026-06-02", "end_at": "2026-06-01" });
    let (status, shown) = ask(backwards).await?;
    assert_eq!(
        (status, &shown[0]["total"], &shown[0]["data"]),
        (200, &json!("0"), &json!([]))
    );
    let equal = json!({ "keys": all, "start_at": "2026-06-01", "end_at": "2026-06-01" });
    let (status, shown) = ask(equal).await?;
    assert_eq!(
        (status, shown[0]["data"].as_array().map(Vec::len)),
        (200, Some(1))
    );
    let far = json!({ "keys": all, "start_at": "1000-01-01", "end_at": "2026-06-01" });
    assert_eq!(ask(far).await?.0, 422);
    let long = json!({ "keys": ["new_users"], "start_at": "1999-01-01", "end_at": "2026-06-01" });
    let (_, shown) = ask(long).await?;
    assert_eq!(shown[0]["data"][0]["date"], "2024-06-01");

    let form = "keys[]=new_users&start_at=2026-06-01&end_at=2026-06-02&keys[]=instance_reports\
                &instance_reports[domain]=far.test&instance_reports[include_subdomains]=0";
    let (status, shown) = answered(&server, &token, FORM, form).await?;
    assert_eq!(
        (status, &shown[1]["key"]),
        (200, &json!("instance_reports"))
    );
    assert!(shown[1].get("previous_total").is_none());
    Ok(())
}

#[tokio::test]
async fn who_may_not_view_the_dashboard_learns_nothing() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let refused = ann
        .client
        .send(&asks(&["new_users"], "2026-06-01", "2026-06-02"))
        .await;
    assert_eq!(refusal(refused), (403, "This action is not allowed".into()));
    Ok(())
}

//! Working on reports, as moderators do.

use api::{
    Open,
    admin::reports::{
        AdminReport, AssignReport, AssignReportToSelf, GetReport, ListReports, ReopenReport,
        ResolveReport, UnassignReport, UpdateReport,
    },
    entities::Category,
    reports::CreateReport,
};
use client::{Client, Error};
use store::action_log;
use tokio::task::JoinSet;

use crate::{
    account_actions::refusal,
    reports::about,
    server::{Server, Test},
    statuses::{says, to},
};

async fn list(client: &Client, request: ListReports) -> Result<Vec<String>, Error> {
    let page = client.send(&request).await?;
    Ok(page.items.into_iter().map(|it| it.id).collect())
}

async fn get(client: &Client, id: &str) -> Result<AdminReport, Error> {
    Ok(client.send(&GetReport { id: id.into() }).await?.body)
}

fn words(server: &Server, id: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let log = action_log::about(&mut server.tx()?, "Report", id.parse()?)?;
    Ok(log.into_iter().map(|it| it.action).collect())
}

#[tokio::test]
async fn a_report_shows_all_that_belongs_to_it_whoever_may_see_the_posts() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let first = bob.post(says("Hello")).await?;
    let second = bob.post(to("@ann Fool", "direct")).await?;
    let rule = server.change(|cx| {
        let now = cx.now;
        Ok(store::rules::add(&mut cx.tx, "Be kind", "", now)?
            .id
            .to_string())
    })?;
    let request = CreateReport {
        status_ids: vec![first.id.clone(), second.id.clone()],
        rule_ids: Some(vec![rule]),
        comment: Some("Look".into()),
        ..about(&bob)
    };
    let made = ann.client.send(&request).await?;

    let report = get(&moderator.client, &made.id).await?;

    assert_eq!(report.comment, "Look");
    assert_eq!(report.category, Open::Known(Category::Violation));
    assert_eq!(report.account.username, "ann");
    assert_eq!(
        report.target_account.email.as_deref(),
        Some("bob@mail.example")
    );
    assert_eq!(report.rules[0].text, "Be kind");
    let posts: Vec<&str> = report.statuses.iter().map(|it| &*it.id).collect();
    assert_eq!(posts, [&*second.id, &*first.id]);
    assert!(report.assigned_account.is_none() && report.action_taken_by_account.is_none());
    assert_eq!(report.forwarded, None);
    Ok(())
}

#[tokio::test]
async fn reports_are_listed_open_ones_first_asked_and_page_by_page() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let client = &moderator.client;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(ann.report(&bob).await?.id);
    }
    ids.push(bob.report(&ann).await?.id);
    client.send(&ResolveReport::new(&ids[0])).await?;
    client.send(&AssignReportToSelf::new(&ids[1])).await?;
    let all = ListReports::default;
    let cases: [(ListReports, &[usize]); 10] = [
        (all(), &[3, 2, 1]),
        (
            ListReports {
                unresolved: true,
                ..all()
            },
            &[3, 2, 1],
        ),
        (
            ListReports {
                resolved: true,
                ..all()
            },
            &[0],
        ),
        (
            ListReports {
                resolved: true,
                unresolved: true,
                ..all()
            },
            &[3, 2, 1, 0],
        ),
        (
            ListReports {
                account_id: Some(ann.id()),
                ..all()
            },
            &[2, 1],
        ),
        (
            ListReports {
                target_account_id: Some(ann.id()),
                ..all()
            },
            &[3],
        ),
        (
            ListReports {
                account_id: Some(String::new()),
                ..all()
            },
            &[],
        ),
        (
            ListReports {
                assigned_account_id: Some(moderator.id()),
                ..all()
            },
            &[1],
        ),
        (
            ListReports {
                assigned_account_id: Some("none".into()),
                ..all()
            },
            &[3, 2],
        ),
        (
            ListReports {
                category: Some(Category::Spam.into()),
                ..all()
            },
            &[],
        ),
    ];
    for (request, expected) in cases {
        let expected: Vec<&str> = expected.iter().map(|it| &*ids[*it]).collect();
        assert_eq!(
            list(client, request.clone()).await?,
            expected,
            "{request:?}"
        );
    }

    let two = ListReports {
        limit: Some("2".into()),
        ..all()
    };
    let page = client.send(&two).await?;
    let next = page.next().unwrap_or_default();
    assert!(
        next.ends_with(&format!("?limit=2&max_id={}", ids[2])),
        "{next}"
    );
    let prev = page.prev().unwrap_or_default();
    assert!(
        prev.ends_with(&format!("?limit=2&min_id={}", ids[3])),
        "{prev}"
    );
    Ok(())
}

#[tokio::test]
async fn each_step_of_the_work_is_shown_and_written_down() -> Test {
    let server = Server::start().await?;
    let (moderator, other) = (
        server.staff("mod", "Moderator")?,
        server.staff("max", "Moderator")?,
    );
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let id = ann.report(&bob).await?.id;
    let client = &moderator.client;
    let in_hands_of = |it: &AdminReport| it.assigned_account.as_ref().map(|it| it.username.clone());

    let report = client.send(&AssignReportToSelf::new(&id)).await?.body;
    assert_eq!(in_hands_of(&report).as_deref(), Some("mod"));
    let report = other.client.send(&AssignReportToSelf::new(&id)).await?.body;
    assert_eq!(in_hands_of(&report).as_deref(), Some("max"));
    let request = AssignReport {
        id: id.clone(),
        account_id: moderator.id(),
        if_match: None,
    };
    let report = other.client.send(&request).await?.body;
    assert_eq!(in_hands_of(&report).as_deref(), Some("mod"));
    let report = client.send(&ResolveReport::new(&id)).await?.body;
    assert!(report.action_taken && report.action_taken_at.is_some());
    assert_eq!(
        report
            .action_taken_by_account
            .map(|it| it.username)
            .as_deref(),
        Some("mod")
    );
    let report = client.send(&ReopenReport::new(&id)).await?.body;
    assert!(!report.action_taken && report.action_taken_by_account.is_none());
    assert_eq!(in_hands_of(&report).as_deref(), Some("mod"));
    let report = other.client.send(&UnassignReport::new(&id)).await?.body;
    assert_eq!(in_hands_of(&report), None);

    let steps = [
        "assigned_to_self",
        "assigned_to_self",
        "assigned",
        "resolve",
        "reopen",
        "unassigned",
    ];
    assert_eq!(words(&server, &id)?, steps);
    Ok(())
}

#[tokio::test]
async fn a_report_is_only_put_into_hands_that_can_work_on_it() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let id = ann.report(&bob).await?.id;

    for colleague in [ann.id(), "999".into(), String::new()] {
        let request = AssignReport {
            id: id.clone(),
            account_id: colleague,
            if_match: None,
        };
        let answer = moderator.client.send(&request).await;
        let text = "Validation failed: Account cannot work on reports";
        assert_eq!(refusal(answer.map(|it| it.body)), (422, text.into()));
    }
    assert!(words(&server, &id)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn rules_are_named_by_violations_only() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let rule = server.change(|cx| {
        let now = cx.now;
        Ok(store::rules::add(&mut cx.tx, "Be kind", "", now)?
            .id
            .to_string())
    })?;
    let id = ann.report(&bob).await?.id;
    let change = |category: Option<&str>, rules: Option<&[&str]>| UpdateReport {
        id: id.clone(),
        category: category.map(|it| Open::Unknown(it.into())),
        rule_ids: rules.map(|it| it.iter().map(|it| (*it).to_owned()).collect()),
        if_match: None,
    };
    let blank = "Validation failed: Rule ids must be blank";
    let unknown = "Validation failed: Rule ids does not reference valid rules";
    let not_listed = "Validation failed: Category is not included in the list";
    for (request, text) in [
        (change(None, Some(&[&rule])), blank),
        (change(Some("spam"), Some(&[""])), blank),
        (change(Some("violation"), None), unknown),
        (change(Some("violation"), Some(&["77"])), unknown),
        (change(Some("violation"), Some(&[&rule, &rule])), unknown),
        (change(Some("nonsense"), None), not_listed),
    ] {
        let answer = moderator.client.send(&request).await;
        assert_eq!(
            refusal(answer.map(|it| it.body)),
            (422, text.into()),
            "{request:?}"
        );
    }

    let report = moderator
        .client
        .send(&change(Some("violation"), Some(&[&rule])))
        .await?
        .body;
    assert_eq!(report.rules.len(), 1);
    let leaving = moderator.client.send(&change(Some("spam"), None)).await;
    assert_eq!(refusal(leaving.map(|it| it.body)), (422, blank.into()));
    let report = moderator
        .client
        .send(&change(Some("legal"), Some(&[])))
        .await?
        .body;
    assert_eq!(
        (report.category.to_text(), report.rules.len()),
        ("legal".into(), 0)
    );
    assert!(
        moderator
            .client
            .send(&change(Some("violation"), Some(&[])))
            .await
            .is_ok()
    );
    assert!(moderator.client.send(&change(None, None)).await.is_ok());
    assert_eq!(words(&server, &id)?, ["update"; 4]);
    Ok(())
}

#[tokio::test]
async fn a_change_that_is_meant_for_an_older_version_is_refused_with_the_new_one() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let id = ann.report(&bob).await?.id;
    let client = &moderator.client;
    let seen = client.send(&GetReport { id: id.clone() }).await?;
    let seen = seen.version().map(str::to_owned);
    assert!(seen.is_some());
    let resolve = |if_match: Option<&str>| ResolveReport {
        id: id.clone(),
        if_match: if_match.map(str::to_owned),
    };

    let assigned = client.send(&AssignReportToSelf::new(&id)).await?;
    let stale = client.send(&resolve(seen.as_deref())).await;

    assert_eq!(
        refusal(stale.map(|it| it.body)),
        (412, "Somebody else has changed this meanwhile".into())
    );
    let url = format!("{}/api/v1/admin/reports/{id}/resolve", server.url);
    let call = server.http.post(url).bearer_auth(&moderator.token);
    let answer = call
        .header("if-match", seen.unwrap_or_default())
        .send()
        .await?;
    let etag = answer.headers().get("etag").and_then(|it| it.to_str().ok());
    assert_eq!(etag, assigned.version());
    let body: serde_json::Value = answer.json().await?;
    assert_eq!(body["report"]["assigned_account"]["username"], "mod");
    assert!(!get(client, &id).await?.action_taken);

    for fitting in [assigned.version(), Some("*"), None] {
        client.send(&resolve(fitting)).await?;
    }
    assert!(get(client, &id).await?.action_taken);
    Ok(())
}

#[tokio::test]
async fn of_two_moderators_who_resolve_the_same_version_one_is_told_of_the_other() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let id = ann.report(&bob).await?.id;
    let moderators = [
        server.staff("mod", "Moderator")?,
        server.staff("max", "Moderator")?,
    ];
    let seen = moderators[0]
        .client
        .send(&GetReport { id: id.clone() })
        .await?;
    let mut calls = JoinSet::new();
    for moderator in moderators {
        let request = ResolveReport {
            id: id.clone(),
            if_match: seen.version().map(str::to_owned),
        };
        calls.spawn(async move { moderator.client.send(&request).await.map(|it| it.body) });
    }

    let answers = calls.join_all().await;

    let (done, stale): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((done.len(), stale.len()), (1, 1));
    for answer in stale {
        assert_eq!(refusal(answer).0, 412);
    }
    assert_eq!(words(&server, &id)?, ["resolve"]);
    Ok(())
}

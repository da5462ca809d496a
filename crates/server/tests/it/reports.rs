//! Reporting accounts, as members do.

use api::{
    admin::accounts::{AccountAction, ActOnAccount},
    blocks::BlockAccount,
    entities::Report,
    notifications::ListNotifications,
    reports::CreateReport,
    statuses::DeleteStatus,
};
use client::Error;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::{says, to},
};

pub(crate) fn about(person: &Person) -> CreateReport {
    CreateReport {
        account_id: person.id(),
        ..CreateReport::default()
    }
}

impl Person {
    pub(crate) async fn report(&self, about: &Person) -> Result<Report, Error> {
        self.client.send(&self::about(about)).await
    }
}

const UNKNOWN_RULES: &str = "Validation failed: Rule ids does not reference valid rules";

#[tokio::test]
async fn a_report_comes_back_as_it_was_made() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let rule = server.change(|cx| {
        let now = cx.now;
        Ok(store::rules::add(&mut cx.tx, "Be kind", "", now)?
            .id
            .to_string())
    })?;
    let post = bob.post(says("You fool")).await?;
    let request = CreateReport {
        status_ids: vec![post.id.clone(), post.id.clone()],
        comment: Some("Third time this week".into()),
        rule_ids: Some(vec![rule.clone()]),
        ..about(&bob)
    };

    let report = ann.client.send(&request).await?;

    assert!(!report.action_taken && report.action_taken_at.is_none());
    assert_eq!(report.category.to_text(), "violation");
    assert_eq!(report.comment, "Third time this week");
    assert_eq!(report.status_ids, Some(vec![post.id]));
    assert_eq!(report.rule_ids, Some(vec![rule]));
    assert_eq!(report.target_account.username, "bob");
    assert_eq!((report.forwarded, report.collection_ids.len()), (None, 0));
    let plain = ann.report(&bob).await?;
    assert_eq!(plain.category.to_text(), "other");
    assert_eq!((plain.rule_ids, plain.status_ids), (None, Some(vec![])));
    Ok(())
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_nothing_is_kept() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let request = |change: &dyn Fn(&mut CreateReport)| {
        let mut request = about(&bob);
        change(&mut request);
        request
    };
    let not_found = (404, "Record not found".to_owned());
    let too_long = "Validation failed: Comment is too long (maximum is 1000 characters)";
    let not_listed = "Validation failed: Category is not included in the list";
    let bad = [
        (
            request(&|it| it.account_id = "999".into()),
            not_found.clone(),
        ),
        (
            request(&|it| it.account_id = String::new()),
            not_found.clone(),
        ),
        (request(&|it| it.status_ids = vec!["x".into()]), not_found),
        (
            request(&|it| it.comment = Some("ä".repeat(1001))),
            (422, too_long.into()),
        ),
        (
            request(&|it| it.category = Some(api::Open::Unknown("rude".into()))),
            (422, not_listed.into()),
        ),
        (
            request(&|it| it.rule_ids = Some(vec!["9".into()])),
            (422, UNKNOWN_RULES.into()),
        ),
        (
            request(&|it| it.category = Some(api::entities::Category::Violation.into())),
            (422, UNKNOWN_RULES.into()),
        ),
    ];
    for (request, expected) in bad {
        let answer = ann.client.send(&request).await;
        assert_eq!(refusal(answer), expected, "{request:?}");
    }
    assert!(store::reports::unresolved_about(&mut server.tx()?, bob.id)?.is_empty());
    let longest = request(&|it| it.comment = Some("ä".repeat(1000)));
    ann.client.send(&longest).await?;
    Ok(())
}

#[tokio::test]
async fn only_posts_that_the_reporter_has_seen_can_be_attached() -> Test {
    let server = Server::start().await?;
    let (ann, bob, eve) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("eve")?,
    );
    server.follow(&eve, &bob)?;
    let private = bob.post(to("For friends", "private")).await?;
    let direct = bob.post(to("@ann Only you", "direct")).await?;
    let deleted = bob.post(says("Gone soon")).await?;
    let delete = DeleteStatus {
        id: deleted.id.clone(),
        delete_media: None,
    };
    bob.client.send(&delete).await?;
    let others = eve.post(says("By somebody else")).await?;
    let mine = |id: &str| CreateReport {
        status_ids: vec![id.to_owned()],
        ..about(&bob)
    };

    for (reporter, post, is_taken) in [
        (&ann, &private, false),
        (&eve, &private, true),
        (&ann, &direct, true),
        (&eve, &direct, false),
        (&ann, &deleted, true),
        (&ann, &others, false),
    ] {
        let answer = reporter.client.send(&mine(&post.id)).await;
        assert_eq!(answer.is_ok(), is_taken, "{:?}", post.content);
    }
    Ok(())
}

#[tokio::test]
async fn who_blocks_a_member_can_still_be_reported_by_her() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    bob.client.send(&BlockAccount { id: ann.id() }).await?;

    assert!(ann.report(&bob).await.is_ok());
    Ok(())
}

#[tokio::test]
async fn the_staff_is_told_once_until_the_reports_about_somebody_are_resolved() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let told = async || -> Result<usize, Error> {
        let all = moderator.client.send(&ListNotifications::default()).await?;
        Ok(all
            .items
            .iter()
            .filter(|it| it.r#type == "admin.report")
            .count())
    };
    let letters = || -> Result<usize, Box<dyn std::error::Error>> {
        server.work_off()?;
        let to_staff = |it: &&String| it.contains("ann has reported bob.");
        Ok(server.letters()?.iter().filter(to_staff).count())
    };

    ann.report(&bob).await?;
    assert_eq!((told().await?, letters()?), (1, 1));
    ann.report(&bob).await?;
    assert_eq!((told().await?, letters()?), (1, 1));

    let warn = ActOnAccount::new(bob.id(), AccountAction::Silence);
    moderator.client.send(&warn).await?;
    ann.report(&bob).await?;
    assert_eq!((told().await?, letters()?), (2, 2));
    Ok(())
}

#[tokio::test]
async fn who_is_suspended_cannot_be_reported_any_more() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let suspend = ActOnAccount::new(bob.id(), AccountAction::Suspend);
    moderator.client.send(&suspend).await?;

    let refused = ann.report(&bob).await;

    assert_eq!(refusal(refused), (404, "Record not found".into()));
    Ok(())
}

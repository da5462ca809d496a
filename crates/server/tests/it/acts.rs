//! What was done, ends by itself, is taken back, and is done to many.

use api::{
    accounts::VerifyCredentials,
    admin::{
        accounts::{AccountAction, ActOnAccount, DeleteAccount, GetAccount, UnsilenceAccount},
        acts::{AdminAct, GetAct, ListActs, RevertAct},
        batches::{BatchDeed, RevertBatch, RunBatch},
        reports::{ListReports, ResolveReport},
    },
};
use chrono::TimeDelta;
use client::{Client, Error};
use kumki_server::jobs::keep_schedules;
use store::strikes;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
};

async fn log(client: &Client, request: ListActs) -> Result<Vec<AdminAct>, Error> {
    Ok(client.send(&request).await?.items)
}

/// The newest act about somebody.
async fn latest(client: &Client, about: &Person) -> Result<AdminAct, Error> {
    let request = ListActs {
        target_account_id: Some(about.id()),
        ..ListActs::default()
    };
    Ok(log(client, request).await?.swap_remove(0))
}

async fn is_silenced(client: &Client, person: &Person) -> Result<bool, Error> {
    Ok(client.send(&GetAccount { id: person.id() }).await?.silenced)
}

fn revert(act: &AdminAct) -> RevertAct {
    RevertAct { id: act.id.clone() }
}

#[tokio::test]
async fn an_act_says_who_did_what_to_whom_and_why() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let report = bob.report(&ann).await?;
    let act = ActOnAccount {
        report_id: Some(report.id.clone()),
        text: Some("No advertising.".into()),
        ..ActOnAccount::new(ann.id(), AccountAction::Silence)
    };
    moderator.client.send(&act).await?;

    let acts = log(&moderator.client, ListActs::default()).await?;

    let words: Vec<(&str, &str)> = acts
        .iter()
        .filter(|it| it.account.is_some())
        .map(|it| (&*it.target_type, &*it.action))
        .collect();
    assert_eq!(words, [("Report", "resolve"), ("Account", "silence")]);
    let silence = &acts[1];
    assert_eq!(
        (silence.account.as_deref(), &*silence.target),
        (Some("mod"), "ann")
    );
    assert_eq!(silence.target_account_id, Some(ann.id()));
    assert_eq!(silence.reason.as_deref(), Some("No advertising."));
    assert_eq!(silence.report_id, Some(report.id));
    assert_eq!(silence.effects["reports_resolved"], 1);
    assert!(!silence.effects.contains_key("emails_blocked"));
    assert_eq!(acts[0].target_account_id, Some(ann.id()));
    let same = moderator
        .client
        .send(&GetAct {
            id: silence.id.clone(),
        })
        .await?;
    assert_eq!(same, *silence);
    Ok(())
}

#[tokio::test]
async fn the_log_is_filtered_by_what_is_known() -> Test {
    let server = Server::start().await?;
    let (moderator, other) = (
        server.staff("mod", "Moderator")?,
        server.staff("max", "Moderator")?,
    );
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    moderator.act_on(&ann, AccountAction::Silence).await?;
    server.advance(TimeDelta::days(2));
    other.act_on(&ann, AccountAction::Disable).await?;
    other.act_on(&bob, AccountAction::Silence).await?;
    let client = &moderator.client;
    let all = ListActs::default;
    let day_after = Some((server.now() - TimeDelta::days(1)).date_naive().to_string());
    let cases = [
        (
            ListActs {
                account_id: Some(other.id()),
                ..all()
            },
            "silence bob, disable ann",
        ),
        (
            ListActs {
                account_id: Some("system".into()),
                action: Some("silence".into()),
                ..all()
            },
            "",
        ),
        (
            ListActs {
                action: Some("silence".into()),
                ..all()
            },
            "silence bob, silence ann",
        ),
        (
            ListActs {
                target_account_id: Some(ann.id()),
                ..all()
            },
            "disable ann, silence ann",
        ),
        (
            ListActs {
                target_type: Some("User".into()),
                action: Some("disable".into()),
                ..all()
            },
            "disable ann",
        ),
        (
            ListActs {
                since: day_after.clone(),
                account_id: Some(moderator.id()),
                ..all()
            },
            "",
        ),
        (
            ListActs {
                until: day_after,
                account_id: Some(moderator.id()),
                ..all()
            },
            "silence ann",
        ),
        (
            ListActs {
                domain: Some("far.example".into()),
                ..all()
            },
            "",
        ),
        (
            ListActs {
                batch_id: Some("7".into()),
                ..all()
            },
            "",
        ),
        (
            ListActs {
                account_id: Some(other.id()),
                limit: Some("1".into()),
                ..all()
            },
            "silence bob",
        ),
    ];
    for (request, expected) in cases {
        let found = log(client, request.clone()).await?;
        let found: Vec<String> = found
            .iter()
            .map(|it| format!("{} {}", it.action, it.target))
            .collect();
        assert_eq!(found.join(", "), expected, "{request:?}");
    }
    let bad = ListActs {
        since: Some("yesterday".into()),
        ..all()
    };
    let text = "Validation failed: Since is invalid";
    assert_eq!(refusal(log(client, bad).await), (422, text.into()));
    Ok(())
}

#[tokio::test]
async fn who_may_not_read_the_log_takes_nothing_back() -> Test {
    let server = Server::start().await?;
    server.change(|cx| Ok(store::roles::add(&mut cx.tx, "Helper", 5, 1024 + 16)?))?;
    let (moderator, helper) = (
        server.staff("mod", "Moderator")?,
        server.staff("helper", "Helper")?,
    );
    let ann = server.member("ann")?;
    moderator.act_on(&ann, AccountAction::Silence).await?;
    let act = latest(&moderator.client, &ann).await?;

    let refused = helper.client.send(&revert(&act)).await;

    assert_eq!(refusal(refused), (403, "This action is not allowed".into()));
    assert!(is_silenced(&moderator.client, &ann).await?);
    Ok(())
}

#[tokio::test]
async fn each_kind_of_measure_is_taken_back_with_its_strike() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    for (number, action) in [
        AccountAction::None,
        AccountAction::Disable,
        AccountAction::Sensitive,
        AccountAction::Silence,
        AccountAction::Suspend,
    ]
    .into_iter()
    .enumerate()
    {
        let member = server.member(&format!("ann{number}"))?;
        let request = ActOnAccount {
            text: Some("Enough.".into()),
            ..ActOnAccount::new(member.id(), action)
        };
        moderator.client.send(&request).await?;
        let act = latest(&moderator.client, &member).await?;

        let after = moderator.client.send(&revert(&act)).await?;

        let undo = latest(&moderator.client, &member).await?;
        assert_eq!(
            (after.reverted_by_id.as_ref(), undo.reverts_id.as_ref()),
            (Some(&undo.id), Some(&act.id))
        );
        let account = moderator
            .client
            .send(&GetAccount { id: member.id() })
            .await?;
        assert!(
            !(account.suspended || account.silenced || account.sensitized),
            "{action:?}"
        );
        assert_eq!(account.disabled, Some(false));
        assert!(member.client.send(&VerifyCredentials {}).await.is_ok());
        let strikes = strikes::against(&mut server.tx()?, member.id)?;
        assert_eq!(
            (strikes.len(), strikes[0].overruled_at.is_some()),
            (1, true)
        );

        let again = moderator.client.send(&revert(&act)).await;
        assert_eq!(
            refusal(again),
            (422, "This act was taken back already".into())
        );
    }
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_taken_back_says_why_and_stays() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?;
    let (ann, bob, eve) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("eve")?,
    );
    let client = &owner.client;

    owner.act_on(&ann, AccountAction::Silence).await?;
    let first = latest(client, &ann).await?;
    owner.act_on(&ann, AccountAction::Silence).await?;
    let (status, text) = refusal(client.send(&revert(&first)).await);
    assert_eq!(status, 422);
    assert!(
        text.ends_with("has decided the same again: take that back"),
        "{text}"
    );
    assert!(is_silenced(client, &ann).await?);

    owner.act_on(&bob, AccountAction::Silence).await?;
    let act = latest(client, &bob).await?;
    client.send(&UnsilenceAccount { id: bob.id() }).await?;
    let nothing = "There is nothing left of this act to be taken back";
    assert_eq!(
        refusal(client.send(&revert(&act)).await),
        (422, nothing.into())
    );
    let undo = latest(client, &bob).await?;
    let kind = "An act of this kind cannot be taken back";
    assert_eq!(
        refusal(client.send(&revert(&undo)).await),
        (422, kind.into())
    );

    owner.act_on(&eve, AccountAction::Suspend).await?;
    let act = latest(client, &eve).await?;
    client.send(&DeleteAccount { id: eve.id() }).await?;
    server.work_off()?;
    let purged = "The data of the account was deleted meanwhile";
    assert_eq!(
        refusal(client.send(&revert(&act)).await),
        (422, purged.into())
    );

    let unknown = client
        .send(&RevertAct {
            id: "999999".into(),
        })
        .await;
    assert_eq!(refusal(unknown), (404, "Record not found".into()));
    Ok(())
}

#[tokio::test]
async fn a_limit_for_a_week_ends_after_a_week_by_the_server_itself() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let week = server.now() + TimeDelta::weeks(1);
    let request = ActOnAccount {
        expires_at: Some(week.to_rfc3339()),
        ..ActOnAccount::new(ann.id(), AccountAction::Silence)
    };
    moderator.client.send(&request).await?;
    let act = latest(&moderator.client, &ann).await?;
    assert_eq!(act.expires_at.map(|it| it.0), Some(week));

    server.advance(TimeDelta::days(6));
    keep_schedules(&server.app)?;
    assert!(is_silenced(&moderator.client, &ann).await?);
    server.advance(TimeDelta::days(1));
    keep_schedules(&server.app)?;

    assert!(!is_silenced(&moderator.client, &ann).await?);
    let undo = latest(&moderator.client, &ann).await?;
    assert_eq!(
        (&*undo.action, undo.account_id, undo.reverts_id),
        ("unsilence", None, Some(act.id))
    );
    Ok(())
}

#[tokio::test]
async fn a_later_decision_wins_over_an_end_that_was_set_before() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    for person in [&ann, &bob] {
        let request = ActOnAccount {
            expires_at: Some((server.now() + TimeDelta::hours(1)).to_rfc3339()),
            ..ActOnAccount::new(person.id(), AccountAction::Silence)
        };
        moderator.client.send(&request).await?;
    }
    moderator.act_on(&ann, AccountAction::Silence).await?;
    moderator
        .client
        .send(&UnsilenceAccount { id: bob.id() })
        .await?;
    moderator.act_on(&bob, AccountAction::Silence).await?;

    server.advance(TimeDelta::hours(2));
    keep_schedules(&server.app)?;

    assert!(is_silenced(&moderator.client, &ann).await?);
    assert!(is_silenced(&moderator.client, &bob).await?);
    Ok(())
}

#[tokio::test]
async fn an_end_lies_ahead_and_there_is_something_to_end() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let later = (server.now() + TimeDelta::days(1)).to_rfc3339();
    let cases = [
        (
            AccountAction::Silence,
            server.now().to_rfc3339(),
            "must be in the future",
        ),
        (AccountAction::Silence, "tomorrow".into(), "is invalid"),
        (AccountAction::None, later, "must be blank"),
    ];
    for (action, end, text) in cases {
        let request = ActOnAccount {
            expires_at: Some(end),
            ..ActOnAccount::new(ann.id(), action)
        };
        let text = format!("Validation failed: Expires at {text}");
        let refused = moderator.client.send(&request).await;
        assert_eq!(refusal(refused), (422, text));
    }
    assert!(strikes::against(&mut server.tx()?, ann.id)?.is_empty());
    Ok(())
}

fn batch(deed: BatchDeed, people: &[&Person]) -> RunBatch {
    RunBatch {
        r#type: deed.into(),
        ids: people.iter().map(|it| it.id()).collect(),
        ..RunBatch::default()
    }
}

#[tokio::test]
async fn a_batch_does_what_it_can_says_what_it_cannot_and_is_taken_back_as_one() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let owner = server.staff("owner", "Owner")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let client = &moderator.client;

    let done = client
        .send(&batch(BatchDeed::Silence, &[&ann, &owner, &bob, &ann]))
        .await?;

    let items: Vec<(String, bool)> = done
        .items
        .iter()
        .map(|it| (it.id.clone(), it.done))
        .collect();
    assert_eq!(
        items,
        [(ann.id(), true), (owner.id(), false), (bob.id(), true)]
    );
    assert_eq!(
        done.items[1].error.as_deref(),
        Some("This action is not allowed")
    );
    assert_eq!(done.effects.members_notified, 2);
    assert!(is_silenced(client, &ann).await? && is_silenced(client, &bob).await?);
    assert!(!is_silenced(client, &owner).await?);
    let of_batch = ListActs {
        batch_id: Some(done.id.clone()),
        ..ListActs::default()
    };
    assert_eq!(log(client, of_batch).await?.len(), 2);

    client.send(&UnsilenceAccount { id: ann.id() }).await?;
    let undone = client
        .send(&RevertBatch {
            id: done.id.clone(),
        })
        .await?;

    let results: Vec<bool> = undone.items.iter().map(|it| it.done).collect();
    assert_eq!(results, [true, false]);
    assert!(!is_silenced(client, &bob).await?);
    let unknown = client.send(&RevertBatch { id: "7".into() }).await;
    assert_eq!(refusal(unknown), (404, "Record not found".into()));
    Ok(())
}

#[tokio::test]
async fn all_or_nothing_means_that_nothing_is_left_of_what_was_done_before_it_failed() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let owner = server.staff("owner", "Owner")?;
    let ann = server.member("ann")?;
    let request = RunBatch {
        all_or_nothing: true,
        ..batch(BatchDeed::Silence, &[&ann, &owner])
    };

    let refused = moderator.client.send(&request).await;

    let text = format!(
        "Nothing was done, because of {}: This action is not allowed",
        owner.id
    );
    assert_eq!(refusal(refused), (422, text));
    assert!(!is_silenced(&moderator.client, &ann).await?);
    assert!(strikes::against(&mut server.tx()?, ann.id)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_batch_of_reports_is_resolved_and_opened_again() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(ann.report(&bob).await?.id);
    }
    let client = &moderator.client;
    let open = async || -> Result<usize, Error> {
        Ok(client.send(&ListReports::default()).await?.items.len())
    };
    let request = RunBatch {
        r#type: BatchDeed::Resolve.into(),
        ids,
        ..RunBatch::default()
    };

    let done = client.send(&request).await?;
    assert_eq!(open().await?, 0);
    client.send(&RevertBatch { id: done.id }).await?;
    assert_eq!(open().await?, 3);
    Ok(())
}

#[tokio::test]
async fn a_batch_that_makes_no_sense_is_refused() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let many = |count: usize| RunBatch {
        r#type: BatchDeed::Silence.into(),
        ids: (1..=count).map(|it| it.to_string()).collect(),
        ..RunBatch::default()
    };
    let unknown = RunBatch {
        r#type: api::Open::Unknown("explode".into()),
        ..many(1)
    };
    for (request, text) in [
        (many(0), "Ids can't be blank"),
        (many(10_000), "Ids are too many (maximum is 1000)"),
        (unknown, "Type is not included in the list"),
    ] {
        let refused = moderator.client.send(&request).await;
        assert_eq!(
            refusal(refused),
            (422, format!("Validation failed: {text}"))
        );
    }
    Ok(())
}

#[tokio::test]
async fn every_act_can_be_tried_without_being_done() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let report = bob.report(&ann).await?;
    let client = &moderator.client;

    let resolve = client.preview(&ResolveReport::new(&report.id)).await?;
    let suspend = client
        .preview(&batch(BatchDeed::Suspend, &[&ann, &bob]))
        .await?;

    assert!(resolve.would_be.body.action_taken);
    assert_eq!(resolve.effects["acts"], 1);
    assert_eq!(
        (&suspend.effects["acts"], &suspend.effects["emails_blocked"]),
        (&3.into(), &2.into())
    );
    assert_eq!(suspend.effects["reports_resolved"], 1);
    assert_eq!(client.send(&ListReports::default()).await?.items.len(), 1);
    assert!(ann.client.send(&VerifyCredentials {}).await.is_ok());
    Ok(())
}

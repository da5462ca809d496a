//! Acting on accounts and taking it back, through the client, over HTTP.

use api::{
    Open,
    admin::accounts::{
        AccountAction, ActOnAccount, ApproveAccount, EnableAccount, GetAccount, UnsensitiveAccount,
        UnsilenceAccount, UnsuspendAccount,
    },
};
use chrono::TimeDelta;
use client::Error;
use domain::{emails::canonical_hash, instance, recount};
use store::{accounts, action_log, email_blocks, presets, reports, strikes};
use tokio::task::JoinSet;

use crate::{
    people::Person,
    server::{Server, Test},
};

const ACTIONS: [AccountAction; 5] = [
    AccountAction::None,
    AccountAction::Disable,
    AccountAction::Sensitive,
    AccountAction::Silence,
    AccountAction::Suspend,
];

/// Status and text of a refusal.
pub(crate) fn refusal<T: std::fmt::Debug>(answer: Result<T, Error>) -> (u16, String) {
    match answer {
        Err(Error::Refused { status, body, .. }) => (status, body.error),
        other => panic!("not refused: {other:?}"),
    }
}

async fn shown(moderator: &Person, id: &str) -> Result<api::admin::accounts::AdminAccount, Error> {
    moderator
        .client
        .send(&GetAccount { id: id.to_owned() })
        .await
}

#[tokio::test]
async fn each_action_changes_its_own_state_and_leaves_a_strike_and_an_entry() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    for (number, action) in ACTIONS.into_iter().enumerate() {
        let member = server.member(&format!("ann{number}"))?;
        let request = ActOnAccount {
            text: Some("Please stop.".into()),
            ..ActOnAccount::new(member.id(), action)
        };

        moderator.client.send(&request).await?;

        let account = shown(&moderator, &member.id()).await?;
        let states = (
            account.disabled,
            account.sensitized,
            account.silenced,
            account.suspended,
        );
        let expected = (
            Some(action == AccountAction::Disable),
            action == AccountAction::Sensitive,
            action == AccountAction::Silence,
            action == AccountAction::Suspend,
        );
        assert_eq!(states, expected, "{action:?}");

        let mut tx = server.tx()?;
        let strikes = strikes::against(&mut tx, member.id)?;
        let [strike] = strikes.as_slice() else {
            panic!("one strike")
        };
        assert_eq!(strike.text, "Please stop.");
        assert_eq!(strike.account_id, Some(moderator.id));
        let (kind, id, word) = match action {
            AccountAction::None => ("AccountWarning", strike.id, "create"),
            AccountAction::Disable => ("User", member.id, "disable"),
            AccountAction::Sensitive => ("Account", member.id, "sensitive"),
            AccountAction::Silence => ("Account", member.id, "silence"),
            AccountAction::Suspend => ("Account", member.id, "suspend"),
        };
        let log = action_log::about(&mut tx, kind, id)?;
        let [entry] = log.as_slice() else {
            panic!("one entry for {action:?}")
        };
        assert_eq!(entry.action, word);
        assert_eq!(entry.account_id, Some(moderator.id));
        assert_eq!(entry.human_identifier, format!("ann{number}"));
        assert_eq!(entry.reason.as_deref(), Some("Please stop."));
    }
    Ok(())
}

#[tokio::test]
async fn the_plain_answer_is_an_empty_object() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let member = server.member("ann")?;

    let answer = server
        .http
        .post(format!(
            "{}/api/v1/admin/accounts/{}/action",
            server.url, member.id
        ))
        .bearer_auth(&moderator.token)
        .header("content-type", "application/x-www-form-urlencoded")
        .body("type=silence&text=")
        .send()
        .await?;

    assert_eq!(answer.status(), 200);
    assert_eq!(answer.text().await?, "{}");
    assert!(shown(&moderator, &member.id()).await?.silenced);
    Ok(())
}

#[tokio::test]
async fn a_dry_run_tells_and_changes_nothing() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let member = server.member("ann")?;
    let request = ActOnAccount {
        dry_run: true,
        ..ActOnAccount::new(member.id(), AccountAction::Suspend)
    };

    let told = moderator.client.send(&request).await?;

    assert!(told.would_be.expect("a dry run").suspended);
    let effects = told.effects.expect("a dry run");
    assert_eq!((effects.emails_blocked, effects.tokens_refused), (1, 1));
    assert!(!shown(&moderator, &member.id()).await?.suspended);
    assert!(strikes::against(&mut server.tx()?, member.id)?.is_empty());
    assert!(action_log::about(&mut server.tx()?, "Account", member.id)?.is_empty());
    assert_eq!(server.work_off()?, 0);
    Ok(())
}

#[tokio::test]
async fn a_suspension_starts_the_clock_and_blocks_the_address_until_it_is_taken_back() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let member = server.member("ann")?;
    let hash = canonical_hash("a.n.n+other@mail.example");
    let counted = |server: &Server| -> Result<i64, Box<dyn std::error::Error>> {
        let shown = instance::show(&mut server.app.read()?)?;
        Ok(shown.members)
    };
    assert_eq!(counted(&server)?, 2);

    moderator
        .client
        .send(&ActOnAccount::new(member.id(), AccountAction::Suspend))
        .await?;

    let account = accounts::find(&mut server.tx()?, member.id)?.expect("added above");
    assert_eq!(account.suspension_origin.as_deref(), Some("local"));
    assert_eq!(
        account.deletion_due_at,
        Some(server.now() + TimeDelta::days(30))
    );
    assert!(email_blocks::is_blocked(&mut server.tx()?, &hash)?);
    assert_eq!(counted(&server)?, 1);

    let id = member.id();
    let account = moderator.client.send(&UnsuspendAccount { id }).await?;
    assert!(!account.suspended);
    let account = accounts::find(&mut server.tx()?, member.id)?.expect("added above");
    assert_eq!(
        (account.suspension_origin, account.deletion_due_at),
        (None, None)
    );
    assert!(!email_blocks::is_blocked(&mut server.tx()?, &hash)?);
    assert_eq!(counted(&server)?, 2);
    Ok(())
}

#[tokio::test]
async fn suspending_again_strikes_again_and_starts_the_clock_anew() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let member = server.member("ann")?;
    let suspend = ActOnAccount::new(member.id(), AccountAction::Suspend);
    moderator.client.send(&suspend).await?;
    server.advance(TimeDelta::days(3));

    moderator.client.send(&suspend).await?;

    let account = accounts::find(&mut server.tx()?, member.id)?.expect("added above");
    assert_eq!(
        account.deletion_due_at,
        Some(server.now() + TimeDelta::days(30))
    );
    assert_eq!(strikes::against(&mut server.tx()?, member.id)?.len(), 2);
    assert!(recount::drift(&mut server.app.read()?)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn each_measure_can_be_taken_back_and_that_is_written_down() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let member = server.member("ann")?;
    for action in ACTIONS {
        moderator
            .client
            .send(&ActOnAccount::new(member.id(), action))
            .await?;
    }
    let id = || member.id();

    let account = moderator.client.send(&EnableAccount { id: id() }).await?;
    assert_eq!(account.disabled, Some(false));
    let account = moderator
        .client
        .send(&UnsensitiveAccount { id: id() })
        .await?;
    assert!(!account.sensitized);
    let account = moderator
        .client
        .send(&UnsilenceAccount { id: id() })
        .await?;
    assert!(!account.silenced);
    let account = moderator
        .client
        .send(&UnsuspendAccount { id: id() })
        .await?;
    assert!(!account.suspended);

    let log = action_log::newest(&mut server.tx()?, 4)?;
    let written: Vec<_> = log
        .iter()
        .map(|it| (it.action.as_str(), it.target_type.as_str()))
        .collect();
    let expected = [
        ("unsuspend", "Account"),
        ("unsilence", "Account"),
        ("unsensitive", "Account"),
        ("enable", "User"),
    ];
    assert_eq!(written, expected);
    Ok(())
}

#[tokio::test]
async fn nobody_acts_on_equals_or_betters_but_may_take_back_what_was_done_to_them() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let peer = server.staff("peer", "Moderator")?;
    let owner = server.staff("owner", "Owner")?;
    let admin = server.staff("admin", "Admin")?;

    for target in [&moderator, &peer, &owner] {
        for action in ACTIONS.into_iter().skip(1) {
            let refused = moderator
                .client
                .send(&ActOnAccount::new(target.id(), action))
                .await;
            assert_eq!(refusal(refused), (403, "This action is not allowed".into()));
        }
    }
    // A warning asks for no rank.
    moderator
        .client
        .send(&ActOnAccount::new(owner.id(), AccountAction::None))
        .await?;

    admin
        .client
        .send(&ActOnAccount::new(peer.id(), AccountAction::Silence))
        .await?;
    moderator
        .client
        .send(&UnsilenceAccount { id: peer.id() })
        .await?;
    assert!(!shown(&moderator, &peer.id()).await?.silenced);
    Ok(())
}

#[tokio::test]
async fn acting_resolves_the_reports_that_it_answers() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let now = server.now();
    let report = |about: i64| {
        server.change(|cx| {
            Ok(reports::add(
                &mut cx.tx,
                &reports::NewReport::new(bob.id, about, "spam", "", now),
            )?
            .id)
        })
    };
    let (first, second, third) = (report(ann.id)?, report(ann.id)?, report(ann.id)?);
    let open = || -> Result<Vec<i64>, store::Error> {
        let open = reports::unresolved_about(&mut server.tx()?, ann.id)?;
        Ok(open.iter().map(|it| it.id).collect())
    };

    let warn = ActOnAccount {
        report_id: Some(second.to_string()),
        ..ActOnAccount::new(ann.id(), AccountAction::None)
    };
    moderator.client.send(&warn).await?;
    assert_eq!(open()?, [first, third]);

    moderator
        .client
        .send(&ActOnAccount::new(ann.id(), AccountAction::Silence))
        .await?;
    assert!(open()?.is_empty());
    let report = reports::find(&mut server.tx()?, first)?.expect("added above");
    assert_eq!(report.action_taken_by_account_id, Some(moderator.id));
    for id in [first, second, third] {
        let log = action_log::about(&mut server.tx()?, "Report", id)?;
        assert_eq!(log.len(), 1);
        assert_eq!(log[0].action, "resolve");
    }
    Ok(())
}

#[tokio::test]
async fn who_may_not_manage_reports_closes_none_and_changes_nothing() -> Test {
    let server = Server::start().await?;
    server.change(|cx| Ok(store::roles::add(&mut cx.tx, "Helper", 5, 1024)?))?;
    let helper = server.staff("helper", "Helper")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    helper
        .client
        .send(&ActOnAccount::new(ann.id(), AccountAction::Sensitive))
        .await?;
    let now = server.now();
    server.change(|cx| {
        Ok(reports::add(
            &mut cx.tx,
            &reports::NewReport::new(bob.id, ann.id, "spam", "", now),
        )?)
    })?;

    let refused = helper
        .client
        .send(&ActOnAccount::new(ann.id(), AccountAction::Silence))
        .await;

    assert_eq!(refusal(refused), (403, "This action is not allowed".into()));
    assert!(!shown(&helper, &ann.id()).await?.silenced);
    assert_eq!(
        reports::unresolved_about(&mut server.tx()?, ann.id)?.len(),
        1
    );
    assert_eq!(strikes::against(&mut server.tx()?, ann.id)?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn prepared_words_come_before_the_moderators_own() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let now = server.now();
    let preset = server.change(|cx| Ok(presets::add(&mut cx.tx, "Ads", "No ads here.", now)?))?;
    let request = ActOnAccount {
        warning_preset_id: Some(preset.id.to_string()),
        text: Some("Third time.".into()),
        ..ActOnAccount::new(ann.id(), AccountAction::None)
    };

    moderator.client.send(&request).await?;

    let strikes = strikes::against(&mut server.tx()?, ann.id)?;
    assert_eq!(strikes[0].text, "No ads here.\n\nThird time.");
    Ok(())
}

#[tokio::test]
async fn what_is_named_and_unknown_changes_nothing() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let silence = ActOnAccount::new(ann.id(), AccountAction::Silence);
    let requests = [
        ActOnAccount {
            report_id: Some("4711".into()),
            ..silence.clone()
        },
        ActOnAccount {
            report_id: Some("x".into()),
            ..silence.clone()
        },
        ActOnAccount {
            warning_preset_id: Some("4711".into()),
            ..silence.clone()
        },
        ActOnAccount {
            id: "4711".into(),
            ..silence.clone()
        },
        ActOnAccount {
            id: "12abc".into(),
            ..silence.clone()
        },
        ActOnAccount {
            id: "-99".into(),
            ..silence.clone()
        },
        ActOnAccount {
            id: "99999999999999999999".into(),
            ..silence
        },
    ];

    for request in requests {
        let refused = moderator.client.send(&request).await;
        assert_eq!(
            refusal(refused),
            (404, "Record not found".into()),
            "{request:?}"
        );
    }
    assert!(!shown(&moderator, &ann.id()).await?.silenced);
    assert!(strikes::against(&mut server.tx()?, ann.id)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn an_unknown_type_is_refused_in_mastodons_words() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let of = |word: &str| ActOnAccount {
        r#type: Open::Unknown(word.into()),
        ..ActOnAccount::new(ann.id(), AccountAction::None)
    };

    let blank = "Validation failed: Type can't be blank, Type is not included in the list";
    assert_eq!(
        refusal(moderator.client.send(&of("")).await),
        (422, blank.into())
    );
    let unknown = "Validation failed: Type is not included in the list";
    for word in ["ban", "SUSPEND", "5"] {
        assert_eq!(
            refusal(moderator.client.send(&of(word)).await),
            (422, unknown.into())
        );
    }
    Ok(())
}

#[tokio::test]
async fn what_needs_a_login_cannot_be_done_to_accounts_without_one() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let far = server.remote("zed", "far.example")?.id.to_string();

    let disable = ActOnAccount::new(far.clone(), AccountAction::Disable);
    assert_eq!(refusal(moderator.client.send(&disable).await).0, 422);
    let enable = EnableAccount { id: far.clone() };
    assert_eq!(
        refusal(moderator.client.send(&enable).await),
        (403, "Forbidden".into())
    );
    let approve = ApproveAccount { id: far.clone() };
    assert_eq!(
        refusal(moderator.client.send(&approve).await),
        (403, "Forbidden".into())
    );

    for action in [
        AccountAction::None,
        AccountAction::Sensitive,
        AccountAction::Silence,
        AccountAction::Suspend,
    ] {
        moderator
            .client
            .send(&ActOnAccount::new(far.clone(), action))
            .await?;
    }
    let account = shown(&moderator, &far).await?;
    assert!(account.sensitized && account.silenced && account.suspended);
    assert_eq!(
        (account.email, account.role, account.ips, account.disabled),
        (None, None, None, None)
    );
    server.work_off()?;
    assert!(server.letters()?.is_empty(), "nobody is written to");
    Ok(())
}

#[tokio::test]
async fn only_what_this_server_suspended_can_be_unsuspended() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    let far = server.remote("zed", "far.example")?;
    let now = server.now();
    server.change(|cx| Ok(accounts::set_suspended_remotely(&mut cx.tx, far.id, now)?))?;

    for id in [ann.id(), far.id.to_string()] {
        let refused = moderator.client.send(&UnsuspendAccount { id }).await;
        assert_eq!(refusal(refused), (403, "This action is not allowed".into()));
    }
    // Suspending it here too makes it ours.
    let id = far.id.to_string();
    moderator
        .client
        .send(&ActOnAccount::new(id.clone(), AccountAction::Suspend))
        .await?;
    moderator.client.send(&UnsuspendAccount { id }).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_approvals_at_once_one_is_done() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let newcomer = server.pending("ann")?;

    let mut all = JoinSet::new();
    for _ in 0..20 {
        let (client, id) = (moderator.client.clone(), newcomer.id());
        all.spawn(async move { client.send(&ApproveAccount { id }).await });
    }
    let answers = all.join_all().await;

    assert_eq!(answers.iter().filter(|it| it.is_ok()).count(), 1);
    let refused = |it: &&Result<_, _>| matches!(it, Err(Error::Refused { status: 403, .. }));
    assert_eq!(answers.iter().filter(refused).count(), 19);
    assert_eq!(
        action_log::about(&mut server.tx()?, "User", newcomer.id)?.len(),
        1
    );
    Ok(())
}

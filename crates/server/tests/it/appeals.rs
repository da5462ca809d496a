//! Members ask for a second look, and moderators decide.

use api::{
    Open,
    admin::{
        accounts::{AccountAction, ActOnAccount, AdminAccount, GetAccount},
        acts::RevertAct,
        appeals::{
            AdminAppeal, ApproveAppeal, GetAppeal, ListAppeals, RejectAppeal, WantedAppeals,
        },
        statuses::ActOnStatuses,
    },
    notifications::ListNotifications,
    statuses::PostStatus,
    strikes::{AppealState, AppealStrike, Strike},
};
use chrono::TimeDelta;
use serde_json::json;
use store::action_log;
use tokio::task::JoinSet;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::{asks, says},
};

impl Person {
    pub(crate) async fn appeal(
        &self,
        strike: &Strike,
        text: &str,
    ) -> Result<Strike, client::Error> {
        let request = AppealStrike {
            id: strike.id.clone(),
            text: text.into(),
        };
        self.client.send(&request).await
    }

    /// Those that wait, latest first.
    async fn appeals(&self) -> Result<Vec<AdminAppeal>, client::Error> {
        Ok(self.client.send(&ListAppeals::default()).await?.items)
    }

    async fn approve(&self, id: &str) -> Result<AdminAppeal, client::Error> {
        self.client.send(&ApproveAppeal { id: id.into() }).await
    }

    async fn reject(&self, id: &str) -> Result<AdminAppeal, client::Error> {
        self.client.send(&RejectAppeal { id: id.into() }).await
    }
}

/// Does it to her, and lets her appeal against it; the id of the appeal.
async fn appealed(
    moderator: &Person,
    member: &Person,
    action: AccountAction,
) -> Result<String, client::Error> {
    moderator.act_on(member, action).await?;
    let strike = member.last_strike().await?;
    member.appeal(&strike, "It was my own shop.").await?;
    let appeals = moderator.appeals().await?;
    Ok(appeals[0].id.clone())
}

fn is_held(account: &AdminAccount) -> bool {
    account.disabled == Some(true) || account.silenced || account.sensitized || account.suspended
}

fn words(server: &Server, appeal: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let log = action_log::about(&mut server.tx()?, "Appeal", appeal.parse()?)?;
    Ok(log.into_iter().map(|it| it.action).collect())
}

#[tokio::test]
async fn a_strike_is_appealed_once_and_within_twenty_days() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Admin")?;
    let ann = server.member("ann")?;
    moderator.act_on(&ann, AccountAction::None).await?;
    let first = ann.last_strike().await?;
    moderator.act_on(&ann, AccountAction::Silence).await?;
    let second = ann.last_strike().await?;
    server.advance(TimeDelta::days(20));

    let shown = ann.appeal(&first, "Why?\r\n\r\nTell me.").await?;

    let appeal = shown.appeal.expect("just made");
    assert_eq!(appeal.text, "Why?\n\nTell me.");
    assert_eq!(appeal.state, Open::Known(AppealState::Pending));
    assert_eq!(
        (appeal.created_at.0, appeal.decided_at),
        (server.now(), None)
    );
    assert_eq!(shown.appealable_until, None);
    let twice = (422, "This was appealed already".to_owned());
    assert_eq!(refusal(ann.appeal(&first, "Why?").await), twice);
    server.advance(TimeDelta::milliseconds(1));
    let late = "This can no longer be appealed: it is more than 20 days old";
    assert_eq!(
        refusal(ann.appeal(&second, "Why?").await),
        (422, late.into())
    );
    assert_eq!(moderator.appeals().await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn an_appeal_says_something_and_not_too_much() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Admin")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    moderator.act_on(&ann, AccountAction::None).await?;
    let strike = ann.last_strike().await?;

    for blank in ["", " \n ", "\u{200b}"] {
        let text = "Validation failed: Text can't be blank";
        assert_eq!(
            refusal(ann.appeal(&strike, blank).await),
            (422, text.into())
        );
    }
    let text = "Validation failed: Text is too long (maximum is 2000 characters)";
    let long = "ä".repeat(2001);
    assert_eq!(
        refusal(ann.appeal(&strike, &long).await),
        (422, text.into())
    );
    let foreign = refusal(bob.appeal(&strike, "Why?").await);
    assert_eq!(foreign, (404, "Record not found".into()));
    assert!(moderator.appeals().await?.is_empty());
    ann.appeal(&strike, &"ä".repeat(2000)).await?;
    Ok(())
}

#[tokio::test]
async fn what_was_taken_back_needs_no_appeal() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Admin")?;
    let ann = server.member("ann")?;
    moderator.act_on(&ann, AccountAction::Silence).await?;
    let strike = ann.last_strike().await?;
    let kept = store::strikes::find(&mut server.tx()?, strike.id.parse()?)?.expect("there");
    let revert = RevertAct {
        id: kept.act_id.expect("there").to_string(),
    };
    moderator.client.send(&revert).await?;

    let refused = refusal(ann.appeal(&strike, "Why?").await);

    assert_eq!(refused, (422, "This was taken back already".into()));
    Ok(())
}

#[tokio::test]
async fn everybody_who_decides_is_written_to_and_nobody_else() -> Test {
    let server = Server::start().await?;
    let (moderator, _) = (
        server.staff("mod", "Admin")?,
        server.staff("owner", "Owner")?,
    );
    server.staff("bob", "Moderator")?;
    let ann = server.staff("ann", "Admin")?;
    moderator.act_on(&ann, AccountAction::None).await?;
    let strike = ann.last_strike().await?;
    server.work_off()?;
    let before = server.letters()?.len();

    ann.appeal(&strike, "It was my own shop.").await?;
    server.work_off()?;

    let letters = server.letters()?.split_off(before);
    let to = |name: &str| {
        let to = format!("To: {name}@mail.example");
        letters.iter().find(|it| it.contains(&to))
    };
    assert_eq!(letters.len(), 2, "{letters:?}");
    assert!(to("owner").is_some());
    let letter = to("mod").expect("a letter");
    for part in [
        "Subject: Kumki: appeal ",
        "ann has appealed against a decision of mod",
        "which was: none",
        "It was my own shop.",
        "kumkictl appeals approve ",
    ] {
        assert!(letter.contains(part), "{part} is missing in {letter}");
    }
    Ok(())
}

#[tokio::test]
async fn the_notice_of_a_strike_shows_what_came_of_the_appeal() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Admin")?;
    let ann = server.member("ann")?;
    let state = async || -> Result<Option<String>, client::Error> {
        let told = ann.client.send(&ListNotifications::default()).await?.items;
        let warning = told[0].moderation_warning.clone().expect("a warning");
        assert_eq!(warning.target_account.username, "ann");
        Ok(warning
            .appeal
            .map(|it| format!("{}: {}", it.state, it.text)))
    };
    moderator.act_on(&ann, AccountAction::Silence).await?;
    assert_eq!(state().await?, None);
    let strike = ann.last_strike().await?;
    ann.appeal(&strike, "Why?").await?;
    assert_eq!(state().await?.as_deref(), Some("pending: Why?"));

    let id = moderator.appeals().await?.swap_remove(0).id;
    moderator.approve(&id).await?;

    assert_eq!(state().await?.as_deref(), Some("approved: Why?"));
    Ok(())
}

#[tokio::test]
async fn granting_an_appeal_undoes_what_the_strike_has_done() -> Test {
    let server = Server::start().await?;
    let (moderator, other) = (server.staff("mod", "Admin")?, server.staff("max", "Admin")?);
    for action in [
        AccountAction::None,
        AccountAction::Disable,
        AccountAction::Sensitive,
        AccountAction::Silence,
        AccountAction::Suspend,
    ] {
        let member = server.member(&format!("ann_{}", Open::Known(action).to_text()))?;
        let id = appealed(&moderator, &member, action).await?;
        let show = GetAccount { id: member.id() };
        let before = moderator.client.send(&show).await?;
        assert_eq!(
            is_held(&before),
            action != AccountAction::None,
            "{action:?}"
        );

        let shown = other.approve(&id).await?;

        let after = moderator.client.send(&show).await?;
        assert!(!is_held(&after), "{action:?}");
        assert_eq!(shown.state, Open::Known(AppealState::Approved));
        assert_eq!(shown.approved_at.map(|it| it.0), Some(server.now()));
        let by = shown.approved_by_account.map(|it| it.username);
        assert_eq!(by.as_deref(), Some("max"));
        assert!(shown.strike.overruled_at.is_some() && shown.rejected_at.is_none());
        assert_eq!(words(&server, &id)?, ["approve"], "one entry, and no other");
        let revert = RevertAct {
            id: shown.strike.act_id.expect("there"),
        };
        let refused = refusal(moderator.client.send(&revert).await);
        assert_eq!(refused, (422, "This act was taken back already".into()));
        let own = member.last_strike().await?;
        let own = own.appeal.expect("made above");
        assert_eq!(own.state, Open::Known(AppealState::Approved));
        assert_eq!(own.decided_at.map(|it| it.0), Some(server.now()));
    }
    Ok(())
}

#[tokio::test]
async fn granting_an_appeal_brings_deleted_posts_back_and_shows_what_was_hidden() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Admin")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let deleted = ann.post(says("Buy teapots")).await?.id;
    let hidden = PostStatus {
        media_ids: vec![server.picture(&ann)?],
        ..says("Look at them")
    };
    let hidden = ann.post(hidden).await?.id;
    for (kind, id) in [("delete", &deleted), ("sensitive", &hidden)] {
        let act = json!({ "type": kind, "status_ids": [id] });
        moderator.client.send(&asks::<ActOnStatuses>(act)).await?;
        server.work_off()?;
        ann.appeal(&ann.last_strike().await?, "Why?").await?;
    }
    assert!(!bob.sees(&deleted).await? && bob.show(&hidden).await?.sensitive);
    let own = ann.strikes().await?.swap_remove(1);
    assert!(own.statuses[0].removed);
    // Nothing is forgotten while somebody waits for a decision.
    server.advance(TimeDelta::days(40));
    kumki_server::jobs::keep_schedules(&server.app)?;
    server.work_off()?;

    for appeal in moderator.appeals().await? {
        let cited = &appeal.strike.statuses[0];
        assert!(cited.status.is_some(), "who decides sees what it is about");
        moderator.approve(&appeal.id).await?;
    }

    assert!(bob.sees(&deleted).await? && !bob.show(&hidden).await?.sensitive);
    Ok(())
}

#[tokio::test]
async fn turning_an_appeal_down_changes_nothing_and_is_final() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Admin")?;
    let ann = server.member("ann")?;
    let id = appealed(&moderator, &ann, AccountAction::Suspend).await?;

    let shown = moderator.reject(&id).await?;

    assert_eq!(shown.state, Open::Known(AppealState::Rejected));
    assert!(shown.strike.overruled_at.is_none() && shown.approved_at.is_none());
    let by = shown.rejected_by_account.map(|it| it.username);
    assert_eq!(by.as_deref(), Some("mod"), "who has struck may decide too");
    let account = GetAccount { id: ann.id() };
    assert!(moderator.client.send(&account).await?.suspended);
    let decided = (422, "This was decided already".to_owned());
    assert_eq!(refusal(moderator.approve(&id).await), decided);
    assert_eq!(refusal(moderator.reject(&id).await), decided);
    assert_eq!(words(&server, &id)?, ["reject"]);
    Ok(())
}

#[tokio::test]
async fn who_has_appealed_is_told_the_decision_with_both_dates() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Admin")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let struck = server.now().format("%-d %B %Y").to_string();
    moderator.act_on(&ann, AccountAction::Silence).await?;
    moderator.act_on(&bob, AccountAction::Suspend).await?;
    server.advance(TimeDelta::days(3));
    let appealed = server.now().format("%-d %B %Y").to_string();
    for person in [&ann, &bob] {
        let strike = person.last_strike().await?;
        person.appeal(&strike, "Why?").await?;
    }
    server.work_off()?;

    let pending = moderator.appeals().await?;
    for (appeal, is_approved) in [(&pending[1], true), (&pending[0], false)] {
        match is_approved {
            true => moderator.approve(&appeal.id).await?,
            false => moderator.reject(&appeal.id).await?,
        };
        server.work_off()?;
        let letter = server.letters()?.pop().expect("a letter");
        let (name, what) = match is_approved {
            true => ("ann", "approved"),
            false => ("bob", "rejected"),
        };
        for part in [
            &*format!("To: {name}@mail.example"),
            &*format!("Subject: Your appeal from {appealed} is {what}"),
            &*format!("Your appeal is {what}."),
            &*struck,
            &*format!("/disputes/strikes/{}", appeal.strike.id),
        ] {
            assert!(letter.contains(part), "{part} is missing in {letter}");
        }
        assert!(!letter.contains("mod@"), "who has decided is not named");
    }
    Ok(())
}

#[tokio::test]
async fn what_a_later_strike_has_done_again_stays() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Admin")?;
    let ann = server.member("ann")?;
    let first = appealed(&moderator, &ann, AccountAction::Silence).await?;
    let second = appealed(&moderator, &ann, AccountAction::Silence).await?;
    let account = GetAccount { id: ann.id() };

    moderator.approve(&first).await?;
    assert!(moderator.client.send(&account).await?.silenced);
    moderator.approve(&second).await?;
    assert!(!moderator.client.send(&account).await?.silenced);
    Ok(())
}

#[tokio::test]
async fn what_has_ended_by_itself_can_still_be_overruled() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Admin")?;
    let ann = server.member("ann")?;
    let end = server.now() + TimeDelta::hours(1);
    let silence = ActOnAccount {
        expires_at: Some(end.to_rfc3339()),
        ..ActOnAccount::new(ann.id(), AccountAction::Silence)
    };
    moderator.client.send(&silence).await?;
    ann.appeal(&ann.last_strike().await?, "Why?").await?;
    server.advance(TimeDelta::hours(2));
    kumki_server::jobs::keep_schedules(&server.app)?;

    let id = moderator.appeals().await?.swap_remove(0).id;
    let shown = moderator.approve(&id).await?;

    assert!(shown.strike.overruled_at.is_some());
    let account = GetAccount { id: ann.id() };
    assert!(!moderator.client.send(&account).await?.silenced);
    Ok(())
}

#[tokio::test]
async fn nobody_decides_without_the_permission_or_on_her_own_appeal() -> Test {
    let server = Server::start().await?;
    server.change(|cx| {
        store::roles::add(&mut cx.tx, "Helper", 5, 0x400 + 0x10)?;
        Ok(store::roles::add(&mut cx.tx, "Judge", 5, 0x200)?)
    })?;
    let (owner, moderator) = (
        server.staff("owner", "Owner")?,
        server.staff("mod", "Admin")?,
    );
    let (helper, judge) = (
        server.staff("helper", "Helper")?,
        server.staff("judge", "Judge")?,
    );
    let own = appealed(&owner, &moderator, AccountAction::None).await?;
    let id = appealed(&owner, &helper, AccountAction::Silence).await?;
    let not_allowed = (403, "This action is not allowed".to_owned());

    assert_eq!(refusal(moderator.approve(&own).await), not_allowed);
    assert_eq!(refusal(moderator.reject(&own).await), not_allowed);
    assert_eq!(refusal(helper.appeals().await), not_allowed);
    assert_eq!(refusal(helper.reject(&own).await), not_allowed);
    assert_eq!(refusal(helper.approve("4711").await), not_allowed);
    let approved = judge.approve(&id).await?;
    assert!(!approved.account.silenced, "no other permission is needed");
    Ok(())
}

#[tokio::test]
async fn appeals_are_listed_by_state_and_account_page_by_page() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Admin")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let mut ids = Vec::new();
    for person in [&ann, &bob, &ann, &bob] {
        ids.push(appealed(&moderator, person, AccountAction::None).await?);
    }
    moderator.approve(&ids[0]).await?;
    moderator.reject(&ids[3]).await?;
    let state = |state| ListAppeals {
        state: Some(Open::Known(state)),
        ..ListAppeals::default()
    };
    let cases: [(ListAppeals, &[usize]); 7] = [
        (ListAppeals::default(), &[2, 1]),
        (state(WantedAppeals::Pending), &[2, 1]),
        (state(WantedAppeals::Approved), &[0]),
        (state(WantedAppeals::Rejected), &[3]),
        (state(WantedAppeals::All), &[3, 2, 1, 0]),
        (
            ListAppeals {
                account_id: Some(ann.id()),
                ..state(WantedAppeals::All)
            },
            &[2, 0],
        ),
        (
            ListAppeals {
                account_id: Some(bob.id()),
                ..ListAppeals::default()
            },
            &[1],
        ),
    ];
    for (request, expected) in cases {
        let found = moderator.client.send(&request).await?.items;
        let found: Vec<&str> = found.iter().map(|it| &*it.id).collect();
        let expected: Vec<&str> = expected.iter().map(|it| &*ids[*it]).collect();
        assert_eq!(found, expected, "{request:?}");
    }
    let first = ListAppeals {
        limit: Some("1".into()),
        ..state(WantedAppeals::All)
    };
    let page = moderator.client.send(&first).await?;
    let next = page.next().expect("there is more");
    assert!(
        next.contains("state=all") && next.contains("max_id="),
        "{next}"
    );
    let unknown = ListAppeals {
        state: Some(Open::Unknown("open".into())),
        ..ListAppeals::default()
    };
    let refused = refusal(moderator.client.send(&unknown).await);
    assert_eq!(refused, (400, "Unknown state: open".into()));
    let one = GetAppeal { id: ids[1].clone() };
    let shown = moderator.client.send(&one).await?;
    assert_eq!(shown.text, "It was my own shop.");
    assert_eq!(shown.account.email.as_deref(), Some("bob@mail.example"));
    assert_eq!(shown.strike.target_account_id, bob.id());
    assert_eq!(shown.strike.appeal_id, Some(shown.id));
    Ok(())
}

#[tokio::test]
async fn a_preview_of_a_decision_decides_nothing() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Admin")?;
    let ann = server.member("ann")?;
    let id = appealed(&moderator, &ann, AccountAction::Silence).await?;

    let preview = moderator
        .client
        .preview(&ApproveAppeal { id: id.clone() })
        .await?;

    assert_eq!(preview.would_be.state, Open::Known(AppealState::Approved));
    assert!(!preview.would_be.account.silenced);
    assert_eq!(moderator.appeals().await?[0].id, id);
    let account = GetAccount { id: ann.id() };
    assert!(moderator.client.send(&account).await?.silenced);
    Ok(())
}

#[tokio::test]
async fn of_two_moderators_who_decide_at_once_one_does() -> Test {
    let server = Server::start().await?;
    let moderators = [server.staff("mod", "Admin")?, server.staff("max", "Admin")?];
    let ann = server.member("ann")?;
    let id = appealed(&moderators[0], &ann, AccountAction::Silence).await?;
    let mut calls = JoinSet::new();
    for (moderator, is_approved) in moderators.into_iter().zip([true, false]) {
        let id = id.clone();
        calls.spawn(async move {
            match is_approved {
                true => moderator.approve(&id).await,
                false => moderator.reject(&id).await,
            }
        });
    }

    let answers = calls.join_all().await;

    let (done, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((done.len(), refused.len()), (1, 1));
    for answer in refused {
        let decided = (422, "This was decided already".to_owned());
        assert_eq!(refusal(answer), decided);
    }
    assert_eq!(words(&server, &id)?.len(), 1);
    Ok(())
}

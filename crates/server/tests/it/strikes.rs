//! What was done about somebody, as she and the moderators read it.

use api::{
    Open,
    admin::{
        accounts::{AccountAction, ActOnAccount},
        strikes::{AdminStrike, ListStrikesOf},
    },
    entities::{Category, StrikeAction},
    reports::CreateReport,
    strikes::{GetStrike, ListStrikes, Strike},
};
use chrono::TimeDelta;

use crate::{
    account_actions::refusal,
    people::Person,
    reports::about,
    server::{Server, Test},
    statuses::says,
};

impl Person {
    /// Her own, latest first.
    pub(crate) async fn strikes(&self) -> Result<Vec<Strike>, client::Error> {
        Ok(self.client.send(&ListStrikes::default()).await?.items)
    }

    pub(crate) async fn last_strike(&self) -> Result<Strike, client::Error> {
        Ok(self.strikes().await?.swap_remove(0))
    }

    async fn strikes_of(&self, other: &Person) -> Result<Vec<AdminStrike>, client::Error> {
        let request = ListStrikesOf {
            id: other.id(),
            ..ListStrikesOf::default()
        };
        Ok(self.client.send(&request).await?.items)
    }
}

/// A member who was limited for a week for two posts of hers, of which she has deleted the second.
async fn struck(server: &Server, moderator: &Person) -> Result<Person, Box<dyn std::error::Error>> {
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let first = ann.post(says("Buy teapots")).await?;
    let second = ann.post(says("Buy more teapots")).await?;
    let rule = server.change(|cx| {
        let now = cx.now;
        Ok(store::rules::add(&mut cx.tx, "No advertising", "", now)?.id)
    })?;
    let request = CreateReport {
        status_ids: vec![first.id, second.id.clone()],
        rule_ids: Some(vec![rule.to_string()]),
        comment: Some("Told by bob".into()),
        ..about(&ann)
    };
    let report = bob.client.send(&request).await?;
    let end = server.now() + TimeDelta::days(7);
    let silence = ActOnAccount {
        report_id: Some(report.id),
        text: Some("Please stop.".into()),
        expires_at: Some(end.to_rfc3339()),
        ..ActOnAccount::new(ann.id(), AccountAction::Silence)
    };
    moderator.client.send(&silence).await?;
    ann.delete(&second).await?;
    server.work_off()?;
    Ok(ann)
}

#[tokio::test]
async fn a_member_reads_what_was_done_and_why_and_not_by_whom() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = struck(&server, &moderator).await?;

    let strike = ann.last_strike().await?;

    assert_eq!(strike.action, Open::Known(StrikeAction::Silence));
    assert_eq!(strike.text, "Please stop.");
    assert_eq!(strike.category, Some(Open::Known(Category::Violation)));
    assert_eq!(strike.rules[0].text, "No advertising");
    assert_eq!(strike.created_at.0, server.now());
    let ends = strike.expires_at.map(|it| it.0);
    assert_eq!(ends, Some(server.now() + TimeDelta::days(7)));
    let until = strike.appealable_until.map(|it| it.0);
    assert_eq!(until, Some(server.now() + TimeDelta::days(20)));
    assert!(strike.appeal.is_none() && strike.overruled_at.is_none());
    let [kept, removed] = &strike.statuses[..] else {
        panic!("{:?}", strike.statuses)
    };
    let content = kept.status.as_ref().and_then(|it| it.content.as_deref());
    assert_eq!((content, kept.removed), (Some("<p>Buy teapots</p>"), false));
    assert!(removed.removed && removed.status.is_none());
    let text = serde_json::to_string(&strike)?;
    assert!(!text.contains("bob") && !text.contains("mod\""), "{text}");
    let same = GetStrike {
        id: strike.id.clone(),
    };
    assert_eq!(ann.client.send(&same).await?, strike);
    Ok(())
}

#[tokio::test]
async fn a_report_of_no_category_is_no_reason() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let report = bob.report(&ann).await?;
    let warn = ActOnAccount {
        report_id: Some(report.id),
        ..ActOnAccount::new(ann.id(), AccountAction::None)
    };
    moderator.client.send(&warn).await?;

    assert_eq!(ann.last_strike().await?.category, None);
    let seen = moderator.strikes_of(&ann).await?;
    assert_eq!(seen[0].category, Some(Open::Known(Category::Other)));
    Ok(())
}

#[tokio::test]
async fn strikes_are_the_members_own_and_nobody_elses() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    moderator.act_on(&ann, AccountAction::Silence).await?;
    let id = ann.last_strike().await?.id;

    let foreign = bob.client.send(&GetStrike { id: id.clone() }).await;
    let of_mod = moderator.client.send(&GetStrike { id }).await;

    let not_found = (404, "Record not found".to_owned());
    assert_eq!(refusal(foreign), not_found);
    assert_eq!(refusal(of_mod), not_found);
    assert!(bob.strikes().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn strikes_are_read_page_by_page_also_by_who_is_frozen_or_suspended() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    for action in [
        AccountAction::None,
        AccountAction::Disable,
        AccountAction::Suspend,
    ] {
        moderator.act_on(&ann, action).await?;
    }
    let newest = ListStrikes {
        limit: Some("2".into()),
        ..ListStrikes::default()
    };

    let page = ann.client.send(&newest).await?;

    let words: Vec<String> = page.items.iter().map(|it| it.action.to_text()).collect();
    assert_eq!(words, ["suspend", "disable"]);
    let next = page.next().expect("there is more");
    assert!(next.contains("/api/kumki/v1/strikes?") && next.contains("max_id="));
    let older = ListStrikes {
        max_id: Some(page.items[1].id.clone()),
        ..ListStrikes::default()
    };
    let older = ann.client.send(&older).await?.items;
    assert_eq!(older[0].action, Open::Known(StrikeAction::None));
    Ok(())
}

#[tokio::test]
async fn moderators_see_who_struck_what_was_reported_and_the_posts_that_are_gone() -> Test {
    let server = Server::start().await?;
    server.change(|cx| Ok(store::roles::add(&mut cx.tx, "Helper", 5, 16)?))?;
    let (moderator, helper) = (
        server.staff("mod", "Moderator")?,
        server.staff("helper", "Helper")?,
    );
    let ann = struck(&server, &moderator).await?;

    let [strike] = &moderator.strikes_of(&ann).await?[..] else {
        panic!("not one strike")
    };

    assert_eq!(strike.account.as_deref(), Some("mod"));
    assert_eq!(strike.account_id, Some(moderator.id()));
    assert_eq!(strike.target_account_id, ann.id());
    assert!(strike.report_id.is_some() && strike.act_id.is_some());
    let removed = &strike.statuses[1];
    let content = removed.status.as_ref().and_then(|it| it.content.as_deref());
    assert_eq!(content, Some("<p>Buy more teapots</p>"));
    assert!(removed.removed);
    let refused = refusal(helper.strikes_of(&ann).await);
    assert_eq!(refused, (403, "This action is not allowed".into()));
    Ok(())
}

#[tokio::test]
async fn a_deleted_post_is_kept_as_long_as_its_strike_can_be_disputed() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = struck(&server, &moderator).await?;
    let is_kept = async || -> Result<bool, client::Error> {
        let strike = moderator.strikes_of(&ann).await?.swap_remove(0);
        Ok(strike.statuses[1].status.is_some())
    };
    assert!(is_kept().await?);

    server.advance(TimeDelta::days(31));
    kumki_server::jobs::keep_schedules(&server.app)?;
    server.work_off()?;

    assert!(!is_kept().await?);
    let strike = ann.last_strike().await?;
    assert!(strike.statuses[1].removed);
    assert_eq!(strike.appealable_until, None);
    Ok(())
}

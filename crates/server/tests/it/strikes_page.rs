//! The page on which members read what was done about them, and answer.

use api::admin::accounts::{AccountAction, ActOnAccount, EnableAccount, MemorializeAccount};
use chrono::TimeDelta;
use reqwest::StatusCode;

use crate::{
    oauth::{Browser, hidden_fields, location},
    people::{PASSWORD, Person},
    reports::about,
    server::{Server, Test},
    statuses::says,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

pub(crate) async fn signed_in(server: &Server, name: &str) -> Result<Browser> {
    let mut browser = Browser::new(server)?;
    browser
        .sign_in(&format!("{name}@mail.example"), PASSWORD)
        .await?;
    Ok(browser)
}

pub(crate) async fn read(browser: &Browser, path: &str) -> Result<(StatusCode, String)> {
    let answer = browser.get(path, &[]).await?;
    Ok((answer.status(), answer.text().await?))
}

/// Sends the form of the page with that text.
async fn appeal(browser: &Browser, path: &str, text: &str) -> Result<(StatusCode, String)> {
    let (_, page) = read(browser, path).await?;
    let csrf = hidden_fields(&page).swap_remove(0).1;
    let form = [("csrf", &*csrf), ("text", text)];
    let answer = browser.post(&format!("{path}/appeal"), &form).await?;
    let status = answer.status();
    if status == StatusCode::FOUND {
        return Ok((status, location(&answer).to_owned()));
    }
    Ok((status, answer.text().await?))
}

async fn path_of(member: &Person) -> Result<String> {
    Ok(format!(
        "/disputes/strikes/{}",
        member.last_strike().await?.id
    ))
}

#[tokio::test]
async fn a_member_reads_a_strike_and_appeals_whatever_was_done_about_her() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    for (name, action, title) in [
        ("ann", AccountAction::Silence, "Your account is limited"),
        ("bob", AccountAction::Disable, "Your account is frozen"),
        ("eve", AccountAction::Suspend, "Your account is suspended"),
    ] {
        let member = server.member(name)?;
        let act = ActOnAccount {
            text: Some("Stop <it>.".into()),
            ..ActOnAccount::new(member.id(), action)
        };
        moderator.client.send(&act).await?;
        let path = path_of(&member).await?;
        let browser = signed_in(&server, name).await?;

        let (_, list) = read(&browser, "/disputes/strikes").await?;
        assert!(
            list.contains(&format!("<a href=\"{path}\">{title}</a>")),
            "{list}"
        );
        assert!(list.contains("can be appealed"));
        let (_, page) = read(&browser, &path).await?;
        assert!(
            page.contains(title) && page.contains("Stop &lt;it&gt;."),
            "{page}"
        );
        assert!(!page.contains("mod<") && !page.contains("@mod"), "{page}");

        let sent = appeal(&browser, &path, "It was <b>me</b>.").await?;
        assert_eq!(sent, (StatusCode::FOUND, path.clone()));

        let (_, page) = read(&browser, &path).await?;
        assert!(page.contains("It was &lt;b&gt;me&lt;/b&gt;."), "{page}");
        assert!(page.contains("have not decided yet") && !page.contains("<form"));
        let kept = member.last_strike().await?.appeal.expect("sent above");
        assert_eq!(kept.text, "It was <b>me</b>.");
    }
    Ok(())
}

#[tokio::test]
async fn the_page_shows_the_posts_that_a_strike_is_about_and_until_when_it_holds() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let kept = ann.post(says("Buy teapots")).await?;
    let gone = ann.post(says("Buy more teapots")).await?;
    let request = api::reports::CreateReport {
        status_ids: vec![kept.id, gone.id.clone()],
        category: Some(api::Open::Known(api::entities::Category::Spam)),
        ..about(&ann)
    };
    let report = bob.client.send(&request).await?;
    let end = server.now() + TimeDelta::days(7);
    let silence = ActOnAccount {
        report_id: Some(report.id),
        expires_at: Some(end.to_rfc3339()),
        ..ActOnAccount::new(ann.id(), AccountAction::Silence)
    };
    moderator.client.send(&silence).await?;
    ann.delete(&gone).await?;
    let browser = signed_in(&server, "ann").await?;

    let (_, page) = read(&browser, &path_of(&ann).await?).await?;

    let until = end.format("%-d %b %Y, %H:%M UTC").to_string();
    for part in [
        "Reason: spam",
        "<p>Buy teapots</p>",
        "already removed",
        &until,
    ] {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    assert!(
        !page.contains("more teapots") && !page.contains("bob"),
        "{page}"
    );
    Ok(())
}

#[tokio::test]
async fn the_page_speaks_of_these_rules_only_where_it_names_some() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let rule = server.change(|cx| Ok(store::rules::add(&mut cx.tx, "Be kind", "", cx.now)?))?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let browser = signed_in(&server, "ann").await?;
    let warned_for = async |rule_ids: Vec<String>| {
        let request = api::reports::CreateReport {
            category: Some(api::Open::Known(api::entities::Category::Violation)),
            rule_ids: Some(rule_ids),
            ..about(&ann)
        };
        let report = bob.client.send(&request).await?;
        let warning = ActOnAccount {
            report_id: Some(report.id),
            ..ActOnAccount::new(ann.id(), AccountAction::None)
        };
        moderator.client.send(&warning).await?;
        let (_, page) = read(&browser, &path_of(&ann).await?).await?;
        Ok::<String, Box<dyn std::error::Error>>(page)
    };

    let without = warned_for(Vec::new()).await?;
    let with = warned_for(vec![rule.id.to_string()]).await?;

    assert!(
        without.contains("Reason: the rules of the server"),
        "{without}"
    );
    assert!(with.contains("Reason: these rules of the server"), "{with}");
    assert!(with.contains("<li dir=\"auto\">Be kind</li>"), "{with}");
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_sent_is_said_and_the_text_is_kept() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    moderator.act_on(&ann, AccountAction::None).await?;
    let path = path_of(&ann).await?;
    let browser = signed_in(&server, "ann").await?;
    let (_, first) = read(&browser, &path).await?;
    let csrf = hidden_fields(&first).swap_remove(0).1;

    let (status, page) = appeal(&browser, &path, "  ").await?;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Please say why."), "{page}");
    let (status, page) = appeal(&browser, &path, &"<".repeat(2001)).await?;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.contains("This is too long: 2000 characters at most."),
        "{page}"
    );
    assert!(
        page.contains("&#60;&#60;") || page.contains("&lt;&lt;"),
        "{page}"
    );
    appeal(&browser, &path, "Why?").await?;
    let form = [("csrf", &*csrf), ("text", "Why?")];
    let answer = browser.post(&format!("{path}/appeal"), &form).await?;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().await?.contains("This was appealed already."));
    Ok(())
}

#[tokio::test]
async fn nobody_else_sees_a_strike_or_appeals_in_the_members_name() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    server.member("bob")?;
    moderator.act_on(&ann, AccountAction::None).await?;
    let path = path_of(&ann).await?;
    let own = signed_in(&server, "ann").await?;
    let other = signed_in(&server, "bob").await?;
    let nobody = Browser::new(&server)?;

    for address in ["/disputes/strikes", &path] {
        let (_, page) = read(&nobody, address).await?;
        assert!(
            page.contains("Sign in to ") && page.contains(address),
            "{page}"
        );
    }
    assert_eq!(read(&other, &path).await?.0, StatusCode::NOT_FOUND);
    assert_eq!(
        read(&own, "/disputes/strikes/x").await?.0,
        StatusCode::NOT_FOUND
    );
    let (_, page) = read(&other, "/disputes/strikes").await?;
    assert!(page.contains("Nothing was ever decided"), "{page}");
    for (browser, csrf) in [(&own, "guessed"), (&nobody, ""), (&other, "guessed")] {
        let form = [("csrf", csrf), ("text", "Why?")];
        let answer = browser.post(&format!("{path}/appeal"), &form).await?;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    }
    assert!(ann.last_strike().await?.appeal.is_none());
    Ok(())
}

#[tokio::test]
async fn nobody_answers_for_the_dead() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?;
    let ann = server.member("ann")?;
    owner.act_on(&ann, AccountAction::Disable).await?;
    let path = path_of(&ann).await?;
    let browser = signed_in(&server, "ann").await?;
    owner.client.send(&EnableAccount { id: ann.id() }).await?;
    let memorialize = MemorializeAccount { id: ann.id() };
    owner.client.send(&memorialize).await?;

    let (_, page) = read(&browser, &path).await?;

    assert!(page.contains("Sign in to "), "{page}");
    Ok(())
}

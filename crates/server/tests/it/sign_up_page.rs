//! Joining with a browser: what honest people are told, and how little the others learn.

use api::{
    admin::{
        email_domain_blocks::{CreateEmailDomainBlock, ListEmailDomainBlocks},
        ip_blocks::IpBlockSeverity,
    },
    invites::CreateInvite,
};
use domain::settings::Settings;
use reqwest::StatusCode;
use store::{accounts, users};

use crate::{
    ip_blocks,
    oauth::Browser,
    server::{Server, Test},
    sign_up::confirm,
    strikes_page::read,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const PATH: &str = "/auth/sign_up";
const SECRET: &str = "correct horse battery";

async fn server(mode: &str) -> Result<(Server, Browser)> {
    let server = Server::start().await?;
    server.change(|cx| Settings::set(cx, "registrations_mode", mode))?;
    server.change(|cx| Settings::set(cx, "site_contact_email", "staff@kumki.example"))?;
    let browser = Browser::new(&server)?;
    Ok((server, browser))
}

/// Sends the form, with some fields filled in another way.
async fn join(browser: &Browser, others: &[(&str, &str)]) -> Result<(StatusCode, String)> {
    let mut fields = vec![
        ("username", "ann"),
        ("email", "ann@mail.example"),
        ("new_password", SECRET),
        ("agreement", "true"),
        ("invite_code", ""),
    ];
    fields.retain(|(name, _)| others.iter().all(|(other, _)| other != name));
    fields.extend(others);
    let answer = browser.post(PATH, &fields).await?;
    Ok((answer.status(), answer.text().await?))
}

async fn ask_again(browser: &Browser, email: &str) -> Result<String> {
    let path = "/auth/confirmation/new";
    Ok(browser
        .post(path, &[("email", email)])
        .await?
        .text()
        .await?)
}

fn is_member(server: &Server, name: &str) -> Result<bool> {
    Ok(accounts::find_by_handle(&mut server.tx()?, name, None)?.is_some())
}

#[tokio::test]
async fn somebody_joins_an_open_server_and_confirms_her_address() -> Test {
    let (server, browser) = server("open").await?;
    let (status, page) = read(&browser, PATH).await?;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("<button>Sign up</button>"), "{page}");
    assert!(!page.contains("Why do you want to join?"), "{page}");

    let (status, page) = join(&browser, &[]).await?;

    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(page.contains("Look into your mail"), "{page}");
    assert!(page.contains("ann@mail.example"), "{page}");
    confirm(&server).await?;
    let ann = accounts::find_by_handle(&mut server.tx()?, "ann", None)?.ok_or("ann")?;
    let user = users::find(&mut server.tx()?, ann.id)?.ok_or("a user")?;
    assert!(user.approved && user.confirmed_at.is_some());
    Ok(())
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_typed_stays_but_for_the_password() -> Test {
    let (server, browser) = server("approved").await?;
    server.change(|cx| Settings::set(cx, "require_invite_text", "true"))?;
    let (_, page) = read(&browser, PATH).await?;
    assert!(page.contains("Why do you want to join?"), "{page}");

    let wrong = [
        ("username", "an n"),
        ("new_password", "hushhus"),
        ("agreement", ""),
        ("email", "a<b>@mail.example"),
    ];
    let (status, page) = join(&browser, &wrong).await?;

    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in [
        "Username must contain only letters, numbers and underscores.",
        "Password is too short (minimum is 8 characters).",
        "Agreement must be accepted.",
        "Reason can&#39;t be blank.",
        "value=\"an n\"",
        "a&#60;b&#62;@mail.example",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    assert!(!page.contains("hushhus"), "{page}");
    let reason = [("reason", "I like tea")];
    let (status, page) = join(&browser, &reason).await?;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("somebody of the staff looks at"), "{page}");
    Ok(())
}

/// Which addresses are taken, and which providers are shut out, is nobody's business.
#[tokio::test]
async fn a_taken_address_and_a_blocked_one_are_answered_alike_and_the_attempt_is_counted() -> Test {
    let (server, browser) = server("open").await?;
    let admin = server.staff("root", "Admin")?;
    let block = CreateEmailDomainBlock {
        domain: "spam.example".into(),
        ..CreateEmailDomainBlock::default()
    };
    admin.client.send(&block).await?;
    join(&browser, &[]).await?;

    let taken = join(&browser, &[("username", "bob")]).await?;
    let blocked = [("username", "bob"), ("email", "bob@spam.example")];
    let blocked = join(&browser, &blocked).await?;

    assert_eq!(taken.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        taken.1,
        blocked.1.replace("bob@spam.example", "ann@mail.example")
    );
    assert!(
        taken.1.contains("mailto:staff@kumki.example"),
        "{}",
        taken.1
    );
    assert!(!is_member(&server, "bob")?);
    let list = ListEmailDomainBlocks::default();
    let blocks = admin.client.send(&list).await?.items;
    assert_eq!(blocks[0].hits, 1);
    Ok(())
}

#[tokio::test]
async fn who_comes_from_a_blocked_network_learns_only_whom_to_ask() -> Test {
    let (server, browser) = server("open").await?;
    let admin = server.staff("root", "Admin")?;
    let mut block = ip_blocks::block("127.0.0.0/8", IpBlockSeverity::SignUpBlock);
    block.force = true;
    admin.client.send(&block).await?;

    let (status, page) = join(&browser, &[]).await?;

    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(page.contains("staff@kumki.example"), "{page}");
    assert!(!page.contains("block"), "{page}");
    assert!(!is_member(&server, "ann")?);
    Ok(())
}

#[tokio::test]
async fn a_closed_server_asks_for_an_invite_and_takes_who_has_one() -> Test {
    let (server, browser) = server("none").await?;
    let owner = server.staff("root", "Admin")?;
    let (status, page) = read(&browser, PATH).await?;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(page.contains("You need an invite"), "{page}");
    assert_eq!(join(&browser, &[]).await?.0, StatusCode::FORBIDDEN);
    let (status, page) = read(&browser, "/invite/nonsense").await?;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(
        page.contains("This invite does not work any more"),
        "{page}"
    );

    let code = owner.client.send(&CreateInvite::default()).await?.code;
    let (status, page) = read(&browser, &format!("/invite/{code}")).await?;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains(&format!("value=\"{code}\"")), "{page}");
    let (status, page) = join(&browser, &[("invite_code", &code)]).await?;

    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(is_member(&server, "ann")?);
    Ok(())
}

#[tokio::test]
async fn a_link_is_sent_again_to_who_waits_for_one_and_nobody_learns_who_does() -> Test {
    let (server, browser) = server("open").await?;
    join(&browser, &[]).await?;
    server.work_off()?;
    let before = server.letters()?.len();

    let known = ask_again(&browser, "ann@mail.example").await?;
    let unknown = ask_again(&browser, "nobody@mail.example").await?;

    assert_eq!(known, unknown);
    server.work_off()?;
    assert_eq!(server.letters()?.len(), before + 1);
    confirm(&server).await?;
    ask_again(&browser, "ann@mail.example").await?;
    server.work_off()?;
    let letters = server.letters()?;
    assert!(
        !letters
            .iter()
            .skip(before + 1)
            .any(|it| it.contains("confirmation_token="))
    );
    Ok(())
}

#[tokio::test]
async fn another_site_cannot_send_the_form_and_many_tries_are_too_many() -> Test {
    let server = Server::start_with(|options| options.rate_limits = true).await?;
    server.change(|cx| Settings::set(cx, "registrations_mode", "open"))?;
    let browser = Browser::new(&server)?;
    let form = "username=ann&email=ann%40mail.example&new_password=correct+horse&agreement=true";
    let elsewhere = server
        .http
        .post(format!("{}{PATH}", server.url))
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await?;
    assert_eq!(elsewhere.status(), StatusCode::FORBIDDEN);

    let mut last = StatusCode::OK;
    for number in 0..6 {
        let email = format!("{number}@mail.example");
        last = join(&browser, &[("username", "an n"), ("email", &email)])
            .await?
            .0;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    Ok(())
}

//! The page on which members name other accounts and leave for one of them.

use api::admin::accounts::AccountAction;
use reqwest::StatusCode;

use crate::{
    oauth::{Browser, hidden_fields, location},
    people::PASSWORD,
    server::{Server, Test},
    strikes_page::{read, signed_in},
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const PATH: &str = "/settings/migration";

/// Sends a form of the page with these fields.
async fn send(
    browser: &Browser,
    path: &str,
    fields: &[(&str, &str)],
) -> Result<(StatusCode, String)> {
    let (_, page) = read(browser, PATH).await?;
    let csrf = hidden_fields(&page).swap_remove(0).1;
    let form: Vec<(&str, &str)> = [("csrf", &*csrf)]
        .into_iter()
        .chain(fields.iter().copied())
        .collect();
    let answer = browser.post(path, &form).await?;
    let status = answer.status();
    if status == StatusCode::FOUND {
        return Ok((status, location(&answer).to_owned()));
    }
    Ok((status, answer.text().await?))
}

fn done() -> (StatusCode, String) {
    (StatusCode::FOUND, PATH.to_owned())
}

#[tokio::test]
async fn a_member_names_an_alias_moves_and_comes_back() -> Test {
    let server = Server::start().await?;
    let (old, new, bob) = (
        server.member("old")?,
        server.member("new")?,
        server.member("bob")?,
    );
    server.follow(&bob, &old)?;
    let there = signed_in(&server, "new").await?;
    let here = signed_in(&server, "old").await?;

    let added = send(&there, "/settings/aliases", &[("acct", "old")]).await?;
    assert_eq!(added, done());
    let (_, page) = read(&there, "/settings/aliases").await?;
    let handle = format!("@old@{}", server.app.site.domain);
    assert!(page.contains(&handle), "{page}");

    let fields = [("acct", "new"), ("current_password", PASSWORD)];
    assert_eq!(send(&here, PATH, &fields).await?, done());
    server.work_off()?;
    assert!(bob.with(&new).await?.following);
    let (_, page) = read(&here, PATH).await?;
    assert!(page.contains("Your account leads to"), "{page}");
    assert!(page.contains("You last took 1 follower along"), "{page}");
    assert!(!page.contains("Move with followers"), "{page}");
    let (_, profile) = read(&here, "/@old").await?;
    assert!(
        profile.contains("Has moved to <a href=\"/@new\">"),
        "{profile}"
    );

    let undo = "/settings/migration/undo";
    assert_eq!(send(&here, undo, &[]).await?, done());
    assert_eq!(old.migration().await?.moved_to, None);

    let uri = format!("{}/users/old", server.url);
    let remove = "/settings/aliases/remove";
    for _ in ["once", "again"] {
        assert_eq!(send(&there, remove, &[("uri", &uri)]).await?, done());
    }
    assert!(new.aliases().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn the_other_button_only_leads_there() -> Test {
    let server = Server::start().await?;
    let (old, bob) = (server.member("old")?, server.member("bob")?);
    server.member("new")?;
    server.follow(&bob, &old)?;
    let browser = signed_in(&server, "old").await?;
    let fields = [
        ("acct", "new"),
        ("current_password", PASSWORD),
        ("redirect_only", "true"),
    ];

    assert_eq!(send(&browser, PATH, &fields).await?, done());
    server.work_off()?;

    assert!(bob.with(&old).await?.following);
    assert_eq!(bob.sees_moved(&old.id()).await?, Some("new".into()));
    Ok(())
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_was_typed_is_kept() -> Test {
    let server = Server::start().await?;
    server.member("old")?;
    server.member("other")?;
    let browser = signed_in(&server, "old").await?;
    for (path, acct, password, said) in [
        (PATH, "other", "wrong", "The password is wrong."),
        (
            PATH,
            "other",
            PASSWORD,
            "That account does not name this account among its aliases.",
        ),
        (PATH, "no<b>", PASSWORD, "That account could not be found."),
        (
            "/settings/aliases",
            "old",
            "",
            "That account is the account that you have here.",
        ),
    ] {
        let fields = [("acct", acct), ("current_password", password)];

        let (status, page) = send(&browser, path, &fields).await?;

        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(page.contains(said), "{said}: {page}");
        assert!(!page.contains("<b>") && !page.contains(PASSWORD), "{page}");
        if acct == "other" {
            assert!(page.contains("value=\"other\""), "{page}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn only_a_member_who_may_go_sends_the_forms() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (old, frozen) = (server.member("old")?, server.member("frozen")?);
    server.member("new")?;
    let nobody = Browser::new(&server)?;
    let own = signed_in(&server, "old").await?;
    let cold = signed_in(&server, "frozen").await?;
    moderator.act_on(&frozen, AccountAction::Disable).await?;

    let (_, page) = read(&nobody, PATH).await?;
    assert!(
        page.contains("Sign in to ") && page.contains(PATH),
        "{page}"
    );
    assert_eq!(read(&cold, PATH).await?.0, StatusCode::FORBIDDEN);
    for path in [
        PATH,
        "/settings/migration/undo",
        "/settings/aliases",
        "/settings/aliases/remove",
    ] {
        for (browser, csrf) in [(&own, "guessed"), (&nobody, ""), (&cold, "guessed")] {
            let form = [
                ("csrf", csrf),
                ("acct", "new"),
                ("current_password", PASSWORD),
                ("redirect_only", "true"),
            ];
            let answer = browser.post(path, &form).await?;
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path}");
        }
    }
    assert_eq!(old.migration().await?.moved_to, None);
    assert!(old.aliases().await?.is_empty());
    Ok(())
}

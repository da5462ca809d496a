//! How members get at their accounts, in the hands of moderators.

use api::{
    accounts::VerifyCredentials,
    admin::{
        accounts::GetAccount,
        acts::ListActs,
        user_access::{
            ChangeEmail, ConfirmEmail, RemoveAvatar, RemoveSecondFactor, ResendConfirmationTo,
            ResetPassword,
        },
    },
};
use chrono::TimeDelta;
use serde_json::json;

use crate::{
    account_actions::refusal,
    files::png,
    people::{PASSWORD, Person},
    server::{Server, Test},
    statuses::asks,
};

fn letters_to(server: &Server, name: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    server.work_off()?;
    let address = format!("{name}@mail.example");
    let letters = server.letters()?.into_iter();
    Ok(letters.filter(|it| it.contains(&address)).collect())
}

/// What stands behind the name of a parameter in a letter.
fn secret(letter: &str, name: &str) -> String {
    let (_, after) = letter.split_once(&format!("{name}=")).expect("a link");
    let is_of_secret = |it: &char| it.is_ascii_alphanumeric() || "-_".contains(*it);
    after.chars().take_while(is_of_secret).collect()
}

async fn acts(by: &Person, about: &Person) -> Result<Vec<String>, client::Error> {
    let request = ListActs {
        target_account_id: Some(about.id()),
        target_type: Some("User".into()),
        ..ListActs::default()
    };
    let acts = by.client.send(&request).await?.items;
    Ok(acts.into_iter().map(|it| it.action).collect())
}

#[tokio::test]
async fn a_newcomer_is_confirmed_by_hand_or_gets_the_link_again() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let una = server.unconfirmed("una")?;
    let id = una.id();

    admin
        .client
        .send(&ResendConfirmationTo { id: id.clone() })
        .await?;
    assert_eq!(letters_to(&server, "una")?.len(), 1);
    let account = admin.client.send(&ConfirmEmail { id: id.clone() }).await?;

    assert_eq!(account.confirmed, Some(true));
    assert!(una.client.send(&VerifyCredentials {}).await.is_ok());
    let again = admin.client.send(&ConfirmEmail { id }).await;
    assert_eq!(refusal(again), (403, "This action is not allowed".into()));
    assert_eq!(acts(&admin, &una).await?, ["confirm", "resend"]);
    Ok(())
}

#[tokio::test]
async fn another_address_holds_once_it_is_confirmed() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let change = |email: &str| ChangeEmail {
        id: ann.id(),
        email: email.into(),
    };
    for (email, text) in [
        ("bob@mail.example", "has already been taken"),
        ("nowhere", "is invalid"),
        (" ", "can't be blank"),
    ] {
        let refused = admin.client.send(&change(email)).await;
        let text = format!("Validation failed: E-mail address {text}");
        assert_eq!(refusal(refused), (422, text));
    }

    let account = admin.client.send(&change("anna@mail.example")).await?;
    assert_eq!(account.email.as_deref(), Some("ann@mail.example"));
    let letters = letters_to(&server, "anna")?;
    assert!(letters[0].contains("this is to be the address of your account"));
    let secret = secret(&letters[0], "confirmation_token");
    let url = format!("{}/auth/confirmation", server.url);
    let form = format!("confirmation_token={secret}");
    let call = server.http.post(url).body(form);
    let call = call.header("content-type", "application/x-www-form-urlencoded");
    assert!(call.send().await?.status().is_success());

    let account = admin.client.send(&GetAccount { id: ann.id() }).await?;
    assert_eq!(account.email.as_deref(), Some("anna@mail.example"));
    assert_eq!(acts(&admin, &ann).await?, ["change_email"]);
    assert!(acts(&admin, &bob).await?.is_empty());
    Ok(())
}

async fn sign_in(server: &Server, password: &str) -> Result<bool, reqwest::Error> {
    let no_redirect = reqwest::redirect::Policy::none();
    let http = reqwest::Client::builder().redirect(no_redirect).build()?;
    let form = [("email", "ann@mail.example"), ("password", password)];
    let form = serde_html(&form);
    let call = http.post(format!("{}/auth/sign_in", server.url)).body(form);
    let call = call.header("content-type", "application/x-www-form-urlencoded");
    Ok(call.send().await?.status() == 302)
}

fn serde_html(form: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish()
}

#[tokio::test]
async fn a_password_that_was_reset_is_good_for_nothing_and_another_is_chosen_once() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let ann = server.member("ann")?;
    assert!(sign_in(&server, PASSWORD).await?);

    admin.client.send(&ResetPassword { id: ann.id() }).await?;

    assert!(!sign_in(&server, PASSWORD).await?);
    let gone = ann.client.send(&VerifyCredentials {}).await;
    assert_eq!(refusal(gone).0, 401);
    let letters = letters_to(&server, "ann")?;
    let secret = secret(&letters[0], "reset_password_token");
    let choose = async |password: &str| -> Result<u16, reqwest::Error> {
        let form = serde_html(&[("reset_password_token", &secret), ("password", password)]);
        let call = server
            .http
            .post(format!("{}/auth/password/edit", server.url))
            .body(form);
        let call = call.header("content-type", "application/x-www-form-urlencoded");
        Ok(call.send().await?.status().as_u16())
    };
    assert_eq!(choose("short").await?, 422);
    assert_eq!(choose("a much better one").await?, 200);
    assert!(sign_in(&server, "a much better one").await?);
    assert_eq!(choose("and yet another one").await?, 404);
    Ok(())
}

#[tokio::test]
async fn who_forgot_the_password_gets_a_link_that_is_good_for_six_hours() -> Test {
    let server = Server::start().await?;
    server.member("ann")?;
    let ask = async |email: &str| -> Result<String, reqwest::Error> {
        let call = server
            .http
            .post(format!("{}/auth/password/new", server.url));
        let call = call.body(serde_html(&[("email", email)]));
        let call = call.header("content-type", "application/x-www-form-urlencoded");
        call.send().await?.text().await
    };

    assert_eq!(
        ask("ann@mail.example").await?,
        ask("nobody@mail.example").await?
    );
    assert!(letters_to(&server, "nobody")?.is_empty());
    let letters = letters_to(&server, "ann")?;
    let secret = secret(&letters[0], "reset_password_token");
    let page = format!(
        "{}/auth/password/edit?reset_password_token={secret}",
        server.url
    );
    assert_eq!(server.http.get(&page).send().await?.status(), 200);
    server.advance(TimeDelta::hours(6));
    let old = server.http.get(&page).send().await?;
    assert_eq!(old.status(), 404);
    let old = old.text().await?;
    assert!(old.contains("href=\"/auth/password/new\""), "{old}");
    Ok(())
}

#[tokio::test]
async fn the_second_factor_is_taken_off_and_the_member_is_told() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?;
    let ann = server.member("ann")?;
    let request = RemoveSecondFactor { id: ann.id() };
    let none = admin.client.send(&request).await;
    assert_eq!(refusal(none), (403, "This action is not allowed".into()));
    server.change(|cx| {
        let sql = format!(
            "UPDATE users SET second_factor_at = created_at WHERE account_id = {}",
            ann.id
        );
        Ok(store::testing::execute(&mut cx.tx, &sql)?)
    })?;

    admin.client.send(&request).await?;

    let user = store::users::find(&mut server.tx()?, ann.id)?;
    assert!(user.is_some_and(|it| it.second_factor_at.is_none()));
    assert_eq!(letters_to(&server, "ann")?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_picture_is_taken_away_by_superiors_only() -> Test {
    let server = Server::start().await?;
    let (moderator, peer) = (
        server.staff("mod", "Moderator")?,
        server.staff("max", "Moderator")?,
    );
    let picture = server.file("me.png", &png(40, 40))?;
    let update: api::accounts::UpdateCredentials = asks(json!({ "avatar": picture.0 }));
    peer.client.send(&update).await?;
    let ann = server.member("ann")?;
    let update: api::accounts::UpdateCredentials =
        asks(json!({ "avatar": server.file("a.png", &png(40, 40))?.0 }));
    ann.client.send(&update).await?;

    let refused = moderator.client.send(&RemoveAvatar { id: peer.id() }).await;
    assert_eq!(refusal(refused), (403, "This action is not allowed".into()));
    let account = moderator
        .client
        .send(&RemoveAvatar { id: ann.id() })
        .await?;
    assert!(account.account.avatar.ends_with("/assets/avatar.png"));
    assert_eq!(acts(&moderator, &ann).await?, ["remove_avatar"]);
    Ok(())
}

#[tokio::test]
async fn power_over_access_ends_at_ones_own_rank_and_at_other_servers() -> Test {
    let server = Server::start().await?;
    let (admin, peer) = (
        server.staff("admin", "Admin")?,
        server.staff("alex", "Admin")?,
    );
    let far = server.remote("rob", "far.example")?;

    for request in [
        ResetPassword { id: peer.id() },
        ResetPassword { id: admin.id() },
    ] {
        let refused = admin.client.send(&request).await;
        assert_eq!(refusal(refused), (403, "This action is not allowed".into()));
    }
    let refused = admin
        .client
        .send(&ResetPassword {
            id: far.id.to_string(),
        })
        .await;
    assert_eq!(refusal(refused), (403, "Forbidden".into()));
    assert!(peer.client.send(&VerifyCredentials {}).await.is_ok());
    Ok(())
}

//! Inviting people.

use api::{
    accounts::{SignUp, VerifyCredentials},
    admin::{
        accounts::{AccountAction, ActOnAccount, AdminAccount, ApproveAccount, GetAccount},
        invites::{EndInvite, GetInvite, ListInvites},
    },
    entities::{Invite, Token},
    follows::ListFollowing,
    instance::ShowInstanceV1,
    invites::{CreateInvite, EndOwnInvite, ListOwnInvites},
};
use chrono::TimeDelta;
use client::Error;
use domain::settings::Settings;
use store::{accounts, action_log};
use tokio::task::JoinSet;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    sign_up::confirm,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn newcomer(name: &str, code: &str) -> SignUp {
    SignUp {
        username: name.into(),
        email: format!("{name}@mail.example"),
        password: "correct horse battery".into(),
        agreement: true,
        invite_code: Some(code.into()),
        ..SignUp::default()
    }
}

impl Server {
    async fn sign_up(&self, name: &str, code: &str) -> Result<std::result::Result<Token, Error>> {
        let program = self.client(&self.app_token("read write")?)?;
        Ok(program.send(&newcomer(name, code)).await)
    }

    async fn shown(&self, by: &Person, name: &str) -> Result<AdminAccount> {
        let kept = accounts::find_by_handle(&mut self.tx()?, name, None)?.expect("signed up");
        let id = kept.id.to_string();
        Ok(by.client.send(&GetAccount { id }).await?)
    }

    /// Lets a role allow these as well.
    fn allow(&self, role: &str, bits: i64) -> Test {
        self.change(|cx| {
            let roles = domain::roles::Roles::load(&mut cx.tx)?;
            let role = roles.named(role).expect("there is one").clone();
            let words = domain::permissions::words_of(role.permissions | bits);
            let change = domain::roles::Change {
                permissions: Some(words.map(str::to_owned).collect()),
                ..domain::roles::Change::default()
            };
            domain::roles::change(cx, role.id, &change).map(drop)
        })
    }
}

async fn invite(by: &Person, wanted: CreateInvite) -> Result<Invite> {
    Ok(by.client.send(&wanted).await?)
}

fn bad_code() -> (u16, String) {
    (422, "Validation failed: Invite code is invalid".into())
}

#[tokio::test]
async fn who_is_invited_signs_up_where_sign_ups_are_closed_and_waits_for_approval() -> Test {
    let server = Server::start().await?;
    let (admin, ann) = (server.staff("admin", "Admin")?, server.member("ann")?);
    let made = invite(&ann, CreateInvite::default()).await?;
    assert_eq!((made.max_uses, made.uses, made.available), (None, 0, true));
    assert_eq!(made.account_id, ann.id());

    let token = server.sign_up("bob", &made.code).await??;
    confirm(&server).await?;

    let bob = server.shown(&admin, "bob").await?;
    assert_eq!(bob.invited_by_account_id, Some(ann.id()));
    assert_eq!((bob.approved, bob.confirmed), (Some(false), Some(true)));
    admin.client.send(&ApproveAccount { id: bob.id }).await?;
    let bob = server.client(&token.access_token)?;
    assert!(bob.send(&VerifyCredentials {}).await.is_ok());
    let own = ann.client.send(&ListOwnInvites {}).await?;
    assert_eq!(own.iter().map(|it| it.uses).collect::<Vec<_>>(), [1]);
    Ok(())
}

#[tokio::test]
async fn who_may_spares_those_she_invites_the_approval_and_the_reason() -> Test {
    let server = Server::start().await?;
    server.change(|cx| {
        Settings::set(cx, "registrations_mode", "approved")?;
        Settings::set(cx, "require_invite_text", "true")
    })?;
    let (admin, ann) = (server.staff("admin", "Admin")?, server.member("ann")?);
    server.allow("Admin", domain::Permission::InviteBypassApproval.bit())?;
    let trusted = invite(&admin, CreateInvite::default()).await?;
    let other = invite(&ann, CreateInvite::default()).await?;

    server.sign_up("bob", &trusted.code).await??;
    server.sign_up("cat", &other.code).await??;

    assert_eq!(server.shown(&admin, "bob").await?.approved, Some(true));
    assert_eq!(server.shown(&admin, "cat").await?.approved, Some(false));
    let without = refusal(server.sign_up("dan", "").await?);
    assert_eq!(
        without,
        (422, "Validation failed: Reason can't be blank".into())
    );
    Ok(())
}

#[tokio::test]
async fn a_newcomer_follows_who_invited_her_once_she_is_let_in() -> Test {
    let server = Server::start().await?;
    server.change(|cx| Settings::set(cx, "registrations_mode", "open"))?;
    let ann = server.member("ann")?;
    let following = CreateInvite {
        autofollow: Some(true),
        ..CreateInvite::default()
    };
    let with = invite(&ann, following).await?;
    let without = invite(&ann, CreateInvite::default()).await?;

    for (name, code, expected) in [
        ("bob", &with.code, vec!["ann"]),
        ("cat", &without.code, vec![]),
    ] {
        let token = server.sign_up(name, code).await??;
        confirm(&server).await?;
        let client = server.client(&token.access_token)?;
        let id = client.send(&VerifyCredentials {}).await?.account.id;
        let request = ListFollowing {
            id,
            ..ListFollowing::default()
        };
        let followed = client.send(&request).await?.items;
        let names: Vec<_> = followed.iter().map(|it| &*it.username).collect();
        assert_eq!(names, expected, "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn an_invite_that_is_used_up_or_over_or_made_up_is_good_for_nothing() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let once = CreateInvite {
        max_uses: Some(1),
        ..CreateInvite::default()
    };
    let short = CreateInvite {
        expires_in: Some(60),
        ..CreateInvite::default()
    };
    let (once, short) = (invite(&ann, once).await?, invite(&ann, short).await?);

    server.sign_up("bob", &once.code).await??;
    assert_eq!(
        refusal(server.sign_up("cat", &once.code).await?),
        bad_code()
    );
    assert_eq!(refusal(server.sign_up("cat", "made-up").await?), bad_code());
    let closed = refusal(server.sign_up("cat", " ").await?);
    assert_eq!(closed, (403, "Forbidden".into()));
    server.advance(TimeDelta::minutes(1));
    assert_eq!(
        refusal(server.sign_up("cat", &short.code).await?),
        bad_code()
    );
    let own = ann.client.send(&ListOwnInvites {}).await?;
    assert!(own.iter().all(|it| !it.available));
    Ok(())
}

#[tokio::test]
async fn of_many_who_come_together_no_more_are_taken_than_were_invited() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let few = CreateInvite {
        max_uses: Some(2),
        ..CreateInvite::default()
    };
    let made = invite(&ann, few).await?;
    let token = server.app_token("read write")?;

    let mut all = JoinSet::new();
    for number in 0..5 {
        let program = server.client(&token)?;
        let request = newcomer(&format!("new{number}"), &made.code);
        all.spawn(async move { program.send(&request).await.is_ok() });
    }

    let taken = all.join_all().await.into_iter().filter(|it| *it).count();
    assert_eq!(taken, 2);
    assert_eq!(ann.client.send(&ListOwnInvites {}).await?[0].uses, 2);
    Ok(())
}

#[tokio::test]
async fn an_invite_of_somebody_who_cannot_act_any_more_is_good_for_nothing() -> Test {
    let server = Server::start().await?;
    let (admin, ann) = (server.staff("admin", "Admin")?, server.member("ann")?);
    let made = invite(&ann, CreateInvite::default()).await?;

    let freeze = ActOnAccount::new(ann.id(), AccountAction::Disable);
    admin.client.send(&freeze).await?;

    assert_eq!(
        refusal(server.sign_up("bob", &made.code).await?),
        bad_code()
    );
    Ok(())
}

#[tokio::test]
async fn a_member_ends_her_own_invites_and_nobody_elses() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let made = invite(&ann, CreateInvite::default()).await?;
    let end = EndOwnInvite {
        id: made.id.clone(),
    };

    let foreign = refusal(bob.client.send(&end).await);
    assert_eq!(foreign, (404, "Record not found".into()));
    let ended = ann.client.send(&end).await?;
    ann.client.send(&end).await?;

    assert!(!ended.available && ended.expires_at.is_some());
    assert_eq!(
        refusal(server.sign_up("cat", &made.code).await?),
        bad_code()
    );
    assert!(bob.client.send(&ListOwnInvites {}).await?.is_empty());
    let log = action_log::about(&mut server.tx()?, "Invite", made.id.parse()?)?;
    let words: Vec<_> = log
        .iter()
        .map(|it| (&*it.action, &*it.human_identifier))
        .collect();
    assert_eq!(words, [("create", &*made.id), ("expire", &*made.id)]);
    Ok(())
}

#[tokio::test]
async fn who_manages_invites_sees_those_of_all_and_ends_them() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let mut ids = Vec::new();
    for by in [&ann, &bob, &ann] {
        ids.push(invite(by, CreateInvite::default()).await?.id);
    }
    let list = async |request: ListInvites| -> Result<Vec<String>> {
        let page = admin.send(&request).await?;
        Ok(page.items.into_iter().map(|it| it.id).collect())
    };

    let ended = admin.send(&EndInvite { id: ids[0].clone() }).await?;

    assert_eq!(admin.send(&GetInvite { id: ids[0].clone() }).await?, ended);
    let all = ListInvites::default;
    assert_eq!(list(all()).await?, [&*ids[2], &*ids[1], &*ids[0]]);
    let of_ann = ListInvites {
        account_id: Some(ann.id()),
        ..all()
    };
    assert_eq!(list(of_ann).await?, [&*ids[2], &*ids[0]]);
    for (available, expected) in [(true, &ids[1..]), (false, &ids[..1])] {
        let some = ListInvites {
            available: Some(available),
            ..all()
        };
        let mut found = list(some).await?;
        found.reverse();
        assert_eq!(found, expected);
    }
    let older = ListInvites {
        max_id: Some(ids[2].clone()),
        limit: Some("1".into()),
        ..all()
    };
    assert_eq!(list(older).await?, [&*ids[1]]);
    let moderator = server.staff("mod", "Moderator")?.client;
    let not_allowed = (403, "This action is not allowed".to_owned());
    assert_eq!(refusal(moderator.send(&all()).await), not_allowed);
    let end = EndInvite { id: ids[1].clone() };
    assert_eq!(refusal(moderator.send(&end).await), not_allowed);
    Ok(())
}

#[tokio::test]
async fn who_may_not_invite_makes_no_invite_and_earlier_ones_are_good_for_nothing() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let made = invite(&ann, CreateInvite::default()).await?;
    assert!(ann.client.send(&ShowInstanceV1 {}).await?.invites_enabled);

    server.change(|cx| {
        let change = domain::roles::Change {
            permissions: Some(Vec::new()),
            ..domain::roles::Change::default()
        };
        domain::roles::change(cx, store::roles::EVERYBODY, &change).map(drop)
    })?;

    let refused = refusal(ann.client.send(&CreateInvite::default()).await);
    assert_eq!(refused, (403, "This action is not allowed".into()));
    assert_eq!(
        refusal(server.sign_up("bob", &made.code).await?),
        bad_code()
    );
    assert!(!ann.client.send(&ShowInstanceV1 {}).await?.invites_enabled);
    Ok(())
}

#[tokio::test]
async fn strange_invites_are_refused() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let wrong = CreateInvite {
        max_uses: Some(0),
        expires_in: Some(i64::MAX),
        comment: Some("ä".repeat(421)),
        autofollow: None,
    };

    let (status, text) = refusal(ann.client.send(&wrong).await);

    let expected = "Validation failed: Max uses must be greater than 0, Expires in is invalid, \
                    Comment is too long (maximum is 420 characters)";
    assert_eq!((status, &*text), (422, expected));
    Ok(())
}

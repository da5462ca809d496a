//! People for tests, made through the rules and not around them.

use std::sync::LazyLock;

use client::Client;
use domain::{
    Caller, Chance, Context, members, oauth,
    sign_up::{self, Appointed, NewPassword},
};
use store::{
    accounts::{self, Account, NewAccount},
    applications::{self, Application, NewApplication},
    instances,
};

use crate::server::{ALL_SCOPES, Server};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

pub(crate) const PASSWORD: &str = "correct horse battery";

/// Hashing takes long; one hash is as good as many.
pub(crate) static HASHED: LazyLock<NewPassword> = LazyLock::new(|| {
    NewPassword::read(PASSWORD, &mut Chance::seeded(1)).expect("a password can be hashed")
});

/// Somebody with a token that is good for everything.
pub(crate) struct Person {
    pub(crate) id: i64,
    pub(crate) token: String,
    pub(crate) client: Client,
}

impl Person {
    pub(crate) fn id(&self) -> String {
        self.id.to_string()
    }
}

impl Server {
    /// Lets the server itself do something.
    pub(crate) fn change<T>(
        &self,
        deed: impl FnOnce(&mut Context) -> domain::Result<T>,
    ) -> Result<T> {
        let mut cx = self.app.write()?;
        cx.caller = Caller::System;
        let done = deed(&mut cx)?;
        self.app.save(cx)?;
        Ok(done)
    }

    /// A confirmed and approved member.
    pub(crate) fn member(&self, name: &str) -> Result<Person> {
        self.person(name, None, true, true)
    }

    /// A member with a role.
    pub(crate) fn staff(&self, name: &str, role: &str) -> Result<Person> {
        self.person(name, Some(role), true, true)
    }

    /// Somebody who waits for approval.
    pub(crate) fn pending(&self, name: &str) -> Result<Person> {
        self.person(name, None, true, false)
    }

    /// Somebody who has yet to confirm the address.
    pub(crate) fn unconfirmed(&self, name: &str) -> Result<Person> {
        self.person(name, None, false, true)
    }

    fn person(
        &self,
        name: &str,
        role: Option<&str>,
        is_confirmed: bool,
        is_approved: bool,
    ) -> Result<Person> {
        let appointed = Appointed {
            username: name,
            email: &format!("{name}@mail.example"),
            password: HASHED.clone(),
            is_confirmed,
            is_approved,
        };
        let id = self.change(|cx| {
            let (account, _) = sign_up::appoint(cx, &appointed)?;
            members::give_role(cx, account.id, role)?;
            Ok(account.id)
        })?;
        let token = self.token(id, ALL_SCOPES)?;
        let client = self.client(&token)?;
        Ok(Person { id, token, client })
    }

    /// A token of a member for those scopes.
    pub(crate) fn token(&self, account_id: i64, scopes: &str) -> Result<String> {
        let app = self.application()?;
        self.change(|cx| Ok(oauth::give_unasked(cx, app.id, account_id, scopes)?.secret))
    }

    /// A token of a program on its own behalf.
    pub(crate) fn app_token(&self, scopes: &str) -> Result<String> {
        let app = self.application()?;
        self.change(|cx| Ok(oauth::give_to_app(cx, &app, Some(scopes))?.secret))
    }

    /// The program that tests use, registered with every scope.
    pub(crate) fn application(&self) -> Result<Application> {
        if let Some(app) = applications::named(&mut self.tx()?, "tests")?.pop() {
            return Ok(app);
        }
        let all: Vec<&str> = api::Scope::ALL.iter().map(|it| it.as_str()).collect();
        let app = NewApplication {
            name: "tests",
            website: None,
            redirect_uris: &["urn:ietf:wg:oauth:2.0:oob".to_owned()],
            scopes: &all.join(" "),
            client_id: "tests",
            client_secret_hash: &domain::secrets::hash("secret"),
            created_at: self.now(),
        };
        self.change(|cx| Ok(applications::add(&mut cx.tx, &app)?))
    }

    /// One member follows another, whatever either thinks of it.
    pub(crate) fn follow(&self, follower: &Person, followed: &Person) -> Result<()> {
        let (follower, followed) = (follower.id, followed.id);
        self.change(|cx| {
            let now = cx.now;
            Ok(store::testing::follow(&mut cx.tx, follower, followed, now)?)
        })
    }

    /// An account of another server.
    pub(crate) fn remote(&self, name: &str, domain: &str) -> Result<Account> {
        self.change(|cx| {
            let now = cx.now;
            instances::meet(&mut cx.tx, domain, now)?;
            let uri = format!("https://{domain}/users/{name}");
            let account = NewAccount {
                id: cx.new_id(),
                username: name,
                domain: Some(domain),
                uri: &uri,
                url: &uri,
                display_name: name,
                note: "<p>Hi</p>",
                kind: "Person",
                created_at: now,
            };
            Ok(accounts::add(&mut cx.tx, &account)?)
        })
    }
}

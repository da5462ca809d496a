//! Telling programs elsewhere what happens here: with a program that takes what it gets.

mod receiver;

use api::{
    accounts::{SignUp, UpdateCredentials},
    admin::{
        accounts::{AccountAction, ApproveAccount, EnableAccount, GetAccount, UnsilenceAccount},
        acts::ListActs,
        notes::{AddNoteToReport, DeleteNote},
        reports::{AssignReportToSelf, GetReport, ResolveReport},
        statuses::{ActOnStatuses, StatusAction},
        webhooks::{
            AdminWebhook, CreateWebhook, DeleteWebhook, DisableWebhook, EnableWebhook, GetWebhook,
            ListWebhooks, RotateWebhookSecret, TestWebhook, UpdateWebhook,
        },
    },
    statuses::{DeleteStatus, edits::EditStatus},
};
use chrono::TimeDelta;
use domain::{Permission, settings::Settings};
use serde_json::{Value, json, to_value};
use store::{accounts, roles};

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    sign_up::confirm,
    statuses::{asks, says},
};

use receiver::Receiver;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const ALL: [&str; 7] = [
    "account.created",
    "account.approved",
    "account.updated",
    "report.created",
    "report.updated",
    "status.created",
    "status.updated",
];

/// A server that may call programs on this machine.
async fn start() -> Result<Server> {
    Server::start_with(|options| {
        options.rate_limits = false;
        options.allowed_networks = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await
}

fn hook(url: &str, events: &[&str]) -> CreateWebhook {
    CreateWebhook {
        url: url.to_owned(),
        events: events.iter().map(|it| (*it).to_owned()).collect(),
        ..CreateWebhook::default()
    }
}

impl Person {
    async fn hook(&self, to: &Receiver, events: &[&str]) -> Result<AdminWebhook> {
        Ok(self.client.send(&hook(&to.url(), events)).await?)
    }

    async fn see_hook(&self, id: &str) -> Result<AdminWebhook> {
        Ok(self.client.send(&GetWebhook { id: id.into() }).await?)
    }
}

fn events(told: &[Value]) -> Vec<&str> {
    told.iter().filter_map(|it| it["event"].as_str()).collect()
}

#[tokio::test]
async fn what_happens_is_told_to_those_who_want_to_hear_of_it() -> Test {
    let server = start().await?;
    server.change(|cx| Settings::set(cx, "registrations_mode", "approved"))?;
    let owner = server.staff("owner", "Owner")?;
    let (bob, eve) = (server.member("bob")?, server.member("eve")?);
    let far = server.remote("far", "far.example")?;
    let (all, some) = (Receiver::new()?, Receiver::new()?);
    let secret = owner.hook(&all, &ALL).await?.secret;
    let other_secret = owner.hook(&some, &["report.created"]).await?.secret;
    let heard = || -> Result<Vec<Value>> {
        server.work_off()?;
        all.told(&secret)
    };

    let newcomer = SignUp {
        username: "ann".into(),
        email: "ann@mail.example".into(),
        password: "correct horse battery".into(),
        agreement: true,
        ..SignUp::default()
    };
    let program = server.client(&server.app_token("read write")?)?;
    program.send(&newcomer).await?;
    let ann = accounts::find_by_handle(&mut server.tx()?, "ann", None)?.expect("signed up");
    confirm(&server).await?;
    assert_eq!(events(&heard()?), ["account.created"]);
    let id = ann.id.to_string();
    owner.client.send(&ApproveAccount { id }).await?;
    assert_eq!(events(&heard()?), ["account.approved"]);

    let change = UpdateCredentials {
        display_name: Some("Bob".into()),
        ..UpdateCredentials::default()
    };
    bob.client.send(&change).await?;
    owner.act_on(&bob, AccountAction::Silence).await?;
    owner
        .client
        .send(&UnsilenceAccount { id: bob.id() })
        .await?;
    let told = heard()?;
    assert_eq!(events(&told), ["account.updated"; 3]);
    assert_eq!(told[0]["object"]["account"]["display_name"], "Bob");
    owner.act_on(&bob, AccountAction::Disable).await?;
    owner.client.send(&EnableAccount { id: bob.id() }).await?;
    let silence =
        api::admin::accounts::ActOnAccount::new(far.id.to_string(), AccountAction::Silence);
    owner.client.send(&silence).await?;
    assert_eq!(
        events(&heard()?),
        [""; 0],
        "logins and accounts from elsewhere"
    );

    let report = eve.report(&bob).await?;
    owner
        .client
        .send(&AssignReportToSelf::new(&report.id))
        .await?;
    owner.client.send(&ResolveReport::new(&report.id)).await?;
    let note: AddNoteToReport = asks(json!({ "id": report.id, "text": "Hm." }));
    let note = owner.client.send(&note).await?;
    owner.client.send(&DeleteNote { id: note.id }).await?;
    let told = heard()?;
    assert_eq!(events(&told)[0], "report.created");
    assert_eq!(events(&told)[1..], ["report.updated"; 4]);
    assert_eq!(told[0]["object"]["id"], *report.id);

    let post = bob.post(says("Hello")).await?;
    let edit: EditStatus = asks(json!({ "id": post.id, "status": "Hello!" }));
    bob.client.send(&edit).await?;
    eve.boost(&post).await?;
    let told = heard()?;
    assert_eq!(
        events(&told),
        ["status.created", "status.updated", "status.created"]
    );
    assert_eq!(told[2]["object"]["reblog"]["id"], *post.id);
    let delete = ActOnStatuses {
        r#type: StatusAction::Delete.into(),
        status_ids: vec![post.id],
        ..ActOnStatuses::default()
    };
    owner.client.send(&delete).await?;
    assert_eq!(events(&heard()?), [""; 0], "nobody is told of deletions");
    assert_eq!(events(&some.told(&other_secret)?), ["report.created"]);
    Ok(())
}

#[tokio::test]
async fn a_message_says_what_when_and_how_it_is_now() -> Test {
    let server = start().await?;
    let owner = server.staff("owner", "Owner")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let receiver = Receiver::new()?;
    let kept = owner
        .hook(
            &receiver,
            &["account.updated", "report.created", "status.created"],
        )
        .await?;
    assert_eq!((kept.secret.len(), kept.enabled), (40, true));
    assert!(kept.secret.bytes().all(|it| it.is_ascii_hexdigit()));
    assert_eq!(kept.account_id, Some(owner.id()));

    owner.act_on(&bob, AccountAction::Sensitive).await?;
    let report = ann.report(&bob).await?;
    let post = bob.post(says("Hello")).await?;
    let then = server.now();
    server.advance(TimeDelta::minutes(5));
    owner.client.send(&ResolveReport::new(&report.id)).await?;
    server.work_off()?;

    let told = receiver.told(&kept.secret)?;
    let at = api::Timestamp(then).to_string();
    for message in &told {
        assert_eq!(message["created_at"], *at);
        assert_eq!(message.as_object().map(serde_json::Map::len), Some(3));
    }
    let account = owner.client.send(&GetAccount { id: bob.id() }).await?;
    let shown = owner.client.send(&GetReport { id: report.id }).await?.body;
    assert_eq!(told[0]["object"], to_value(account)?);
    assert_eq!(told[1]["object"], to_value(shown)?);
    assert_eq!(told[1]["object"]["action_taken"], true);
    assert_eq!(told[2]["object"]["content"], "<p>Hello</p>");
    assert_eq!(told[2]["object"]["id"], *post.id);
    assert!(
        told[2]["object"].get("favourited").is_none(),
        "seen by nobody"
    );
    let kept = owner.see_hook(&kept.id).await?;
    assert_eq!(kept.last_answer.as_deref(), Some("200"));
    assert_eq!(kept.last_told_at, Some(api::Timestamp(server.now())));
    Ok(())
}

#[tokio::test]
async fn a_template_takes_the_place_of_the_message() -> Test {
    let server = start().await?;
    let owner = server.staff("owner", "Owner")?;
    let bob = server.member("bob")?;
    let receiver = Receiver::new()?;
    let template = r#"{"text":"{{event}} by {{object.account.acct}}: {{object.text}}","n":{{object.media_attachments}}}"#;
    let request = CreateWebhook {
        template: Some(template.into()),
        ..hook(&receiver.url(), &["status.created"])
    };
    let kept = owner.client.send(&request).await?;
    bob.post(says("Hello")).await?;
    server.work_off()?;

    let [message] = receiver.received().try_into().expect("one message");
    let said = String::from_utf8(message.body.clone())?;
    assert_eq!(said, r#"{"text":"status.created by bob: null","n":[]}"#);
    assert!(
        message.is_signed_with(&kept.secret),
        "what was sent is signed"
    );

    let plain = UpdateWebhook {
        id: kept.id,
        template: Some(String::new()),
        ..UpdateWebhook::default()
    };
    assert_eq!(owner.client.send(&plain).await?.template, None);
    bob.post(says("Hello again")).await?;
    server.work_off()?;
    assert_eq!(receiver.told(&kept.secret)?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn what_fails_is_told_again_and_what_is_refused_is_not() -> Test {
    let server = start().await?;
    let owner = server.staff("owner", "Owner")?;
    let bob = server.member("bob")?;
    let receiver = Receiver::new()?;
    let kept = owner.hook(&receiver, &["status.created"]).await?;

    bob.post(says("first")).await?;
    for code in [500, 401, 408, 429, 302] {
        receiver.answer_with(code);
        server.work_off()?;
        assert_eq!(receiver.received().len(), 1, "{code}");
        let seen = owner.see_hook(&kept.id).await?;
        assert_eq!(seen.last_answer, Some(code.to_string()));
        server.work_off()?;
        assert!(receiver.received().is_empty(), "{code}: not at once");
        server.advance(TimeDelta::hours(1));
    }
    receiver.answer_with(204);
    server.work_off()?;
    assert_eq!(events(&receiver.told(&kept.secret)?), ["status.created"]);
    server.advance(TimeDelta::days(1));
    server.work_off()?;
    assert!(receiver.received().is_empty(), "told is told");

    for code in [400, 404, 410, 501] {
        receiver.answer_with(code);
        bob.post(says("again")).await?;
        server.work_off()?;
        assert_eq!(receiver.received().len(), 1, "{code}");
        server.advance(TimeDelta::days(1));
        server.work_off()?;
        assert!(receiver.received().is_empty(), "{code}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_off_or_gone_is_not_told() -> Test {
    let server = start().await?;
    let owner = server.staff("owner", "Owner")?;
    let bob = server.member("bob")?;
    let receiver = Receiver::new()?;
    let kept = owner.hook(&receiver, &["status.created"]).await?;
    let id = || kept.id.clone();

    bob.post(says("queued")).await?;
    let off = owner.client.send(&DisableWebhook { id: id() }).await?;
    assert!(!off.enabled);
    bob.post(says("not even queued")).await?;
    server.work_off()?;
    assert!(receiver.received().is_empty(), "disabled");
    owner.client.send(&EnableWebhook { id: id() }).await?;
    server.work_off()?;
    assert!(
        receiver.received().is_empty(),
        "what was missed stays missed"
    );

    let post = bob.post(says("deleted")).await?;
    let delete: DeleteStatus = asks(json!({ "id": post.id }));
    bob.client.send(&delete).await?;
    server.work_off()?;
    assert!(receiver.received().is_empty(), "the post is gone");

    bob.post(says("no more of these")).await?;
    let change = UpdateWebhook {
        id: id(),
        events: Some(vec!["report.created".into()]),
        ..UpdateWebhook::default()
    };
    owner.client.send(&change).await?;
    server.work_off()?;
    assert!(receiver.received().is_empty(), "of another kind");

    bob.report(&owner).await?;
    owner.client.send(&DeleteWebhook { id: id() }).await?;
    server.work_off()?;
    assert!(receiver.received().is_empty(), "removed");
    assert!(owner.client.send(&ListWebhooks {}).await?.is_empty());
    let gone = owner.client.send(&GetWebhook { id: id() }).await;
    assert_eq!(refusal(gone), (404, "Record not found".into()));
    Ok(())
}

#[tokio::test]
async fn an_address_that_only_the_server_can_reach_is_not_called() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?;
    let bob = server.member("bob")?;
    let receiver = Receiver::new()?;
    let kept = owner.hook(&receiver, &["status.created"]).await?;
    bob.post(says("Hello")).await?;
    server.work_off()?;
    server.advance(TimeDelta::days(1));
    server.work_off()?;

    assert!(receiver.received().is_empty());
    let answer = owner.see_hook(&kept.id).await?.last_answer;
    let answer = answer.expect("it was tried");
    assert!(answer.ends_with("its address is not public"), "{answer}");
    Ok(())
}

#[tokio::test]
async fn nobody_has_told_what_she_may_not_see_herself() -> Test {
    let server = start().await?;
    let owner = server.staff("owner", "Owner")?;
    let admin = server.staff("admin", "Admin")?;
    let moderator = server.staff("mod", "Moderator")?;
    server.change(|cx| {
        let bit = Permission::ManageWebhooks.bit();
        Ok(roles::add(&mut cx.tx, "Plumber", 5, bit)?)
    })?;
    let plumber = server.staff("plumber", "Plumber")?;
    let not_allowed = || (403, "This action is not allowed".to_owned());
    let too_much = || {
        let text = "Validation failed: Events are more than your role lets you see";
        (422, text.to_owned())
    };
    let client = &plumber.client;
    let listed = moderator.client.send(&ListWebhooks {}).await;
    assert_eq!(refusal(listed), not_allowed());
    let made = client
        .send(&hook("https://a.example/", &["report.created"]))
        .await;
    assert_eq!(refusal(made), too_much());
    // Posts are for those who look after the machine, and admins do not.
    let made = admin
        .client
        .send(&hook("https://a.example/", &["status.created"]))
        .await;
    assert_eq!(refusal(made), too_much());

    let kept = owner.client.send(&hook("https://a.example/", &ALL)).await?;
    let id = || kept.id.clone();
    let change = || UpdateWebhook {
        id: id(),
        url: Some("https://b.example/".into()),
        ..UpdateWebhook::default()
    };
    let listed = client.send(&ListWebhooks {}).await?;
    assert_eq!(listed, std::slice::from_ref(&kept));
    assert_eq!(client.send(&GetWebhook { id: id() }).await?, kept);
    assert!(!client.send(&DisableWebhook { id: id() }).await?.enabled);
    assert!(client.send(&EnableWebhook { id: id() }).await?.enabled);
    let rotated = client.send(&RotateWebhookSecret { id: id() }).await?;
    assert!(rotated.secret.len() == 40 && rotated.secret != kept.secret);
    let test = TestWebhook {
        id: id(),
        event: None,
    };
    assert_eq!(refusal(client.send(&test).await), not_allowed());
    for person in [&plumber, &admin] {
        assert_eq!(refusal(person.client.send(&change()).await), not_allowed());
        let removed = person.client.send(&DeleteWebhook { id: id() }).await;
        assert_eq!(refusal(removed), not_allowed());
    }
    assert_eq!(
        owner.client.send(&change()).await?.url,
        "https://b.example/"
    );
    owner.client.send(&DeleteWebhook { id: id() }).await?;
    Ok(())
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() -> Test {
    let server = start().await?;
    let owner = server.staff("owner", "Owner")?;
    let client = &owner.client;
    let good = "https://a.example/hook?key=1";
    let kept = client
        .send(&hook(
            &format!(" {good} "),
            &["status.created", "account.created"],
        ))
        .await?;
    assert_eq!(kept.url, good);
    assert_eq!(kept.events, ["account.created", "status.created"]);
    let long = format!("https://a.example/{}", "ä".repeat(400));
    let invalid = "Url is invalid";
    for (url, wanted, text) in [
        ("", "account.created", "Url can't be blank"),
        ("a.example", "account.created", invalid),
        ("ftp://a.example", "account.created", invalid),
        ("https://", "account.created", invalid),
        ("https://ann:pass@a.example", "account.created", invalid),
        (
            &long,
            "account.created",
            "Url is too long (maximum is 2048 characters)",
        ),
        (good, "account.created", "Url has already been taken"),
        ("https://b.example", "", "Events can't be blank"),
        (
            "https://b.example",
            "account.deleted",
            "Events is not included in the list",
        ),
        ("", "", "Url can't be blank, Events can't be blank"),
    ] {
        let refused = client.send(&hook(url, &[wanted])).await;
        assert_eq!(
            refusal(refused),
            (422, format!("Validation failed: {text}")),
            "{url}"
        );
    }
    for template in ["{{", "{{ event }}", "{{object.Account}}"] {
        let request = UpdateWebhook {
            id: kept.id.clone(),
            template: Some(template.into()),
            ..UpdateWebhook::default()
        };
        let refused = client.send(&request).await;
        let text = "Validation failed: Template is invalid";
        assert_eq!(refusal(refused), (422, text.into()), "{template}");
    }
    let same = UpdateWebhook {
        id: kept.id.clone(),
        url: Some(good.into()),
        ..UpdateWebhook::default()
    };
    assert_eq!(
        client.send(&same).await?.url,
        good,
        "its own address is free"
    );
    Ok(())
}

#[tokio::test]
async fn a_webhook_can_be_tried_out() -> Test {
    let server = start().await?;
    let owner = server.staff("owner", "Owner")?;
    let bob = server.member("bob")?;
    let receiver = Receiver::new()?;
    let kept = owner
        .hook(
            &receiver,
            &["account.created", "report.updated", "status.updated"],
        )
        .await?;
    let test = |event: Option<&str>| TestWebhook {
        id: kept.id.clone(),
        event: event.map(str::to_owned),
    };
    let client = &owner.client;

    client.preview(&test(None)).await?;
    server.work_off()?;
    assert!(receiver.received().is_empty(), "a preview tells nobody");
    let queued = client.send(&test(None)).await?;
    assert_eq!(queued.event, "account.created");
    assert_eq!(queued.queued_at, api::Timestamp(server.now()));
    let nothing = client.send(&test(Some("report.updated"))).await;
    let text = "There is nothing yet that it could be told of";
    assert_eq!(refusal(nothing), (422, text.into()));
    let other = client.send(&test(Some("report.created"))).await;
    let text = "Validation failed: Event is not included in the list";
    assert_eq!(refusal(other), (422, text.into()), "not one of its events");
    let report = bob.report(&owner).await?;
    let post = bob.post(says("Hello")).await?;
    client.send(&test(Some("report.updated"))).await?;
    client.send(&test(Some("status.updated"))).await?;
    server.work_off()?;

    let told = receiver.told(&kept.secret)?;
    assert_eq!(
        events(&told),
        ["account.created", "report.updated", "status.updated"]
    );
    let about: Vec<&Value> = told.iter().map(|it| &it["object"]["id"]).collect();
    assert_eq!(about, [&owner.id(), &report.id, &post.id]);
    client
        .send(&DisableWebhook {
            id: kept.id.clone(),
        })
        .await?;
    let off = client.send(&test(None)).await;
    assert_eq!(refusal(off), (422, "The webhook is disabled".into()));
    Ok(())
}

#[tokio::test]
async fn the_log_knows_of_webhooks_and_of_none_of_their_secrets() -> Test {
    let server = start().await?;
    let owner = server.staff("owner", "Owner")?;
    let client = &owner.client;
    let kept = client
        .send(&hook("https://a.example/hook/hush", &["account.created"]))
        .await?;
    let id = || kept.id.clone();
    let rotated = client.send(&RotateWebhookSecret { id: id() }).await?;
    let update = UpdateWebhook {
        id: id(),
        ..UpdateWebhook::default()
    };
    client.send(&update).await?;
    client.send(&DisableWebhook { id: id() }).await?;
    client.send(&EnableWebhook { id: id() }).await?;
    let test = TestWebhook {
        id: id(),
        event: None,
    };
    client.send(&test).await?;
    client.send(&DeleteWebhook { id: id() }).await?;

    let log = ListActs {
        target_type: Some("Webhook".into()),
        ..ListActs::default()
    };
    let acts = client.send(&log).await?.items;
    let words: Vec<&str> = acts.iter().rev().map(|it| &*it.action).collect();
    assert_eq!(
        words,
        [
            "create",
            "rotate_secret",
            "update",
            "disable",
            "enable",
            "test",
            "destroy"
        ]
    );
    let text = to_value(&acts)?.to_string();
    assert!(text.contains("https://a.example"));
    for secret in ["hush", &kept.secret, &rotated.secret] {
        assert!(!text.contains(secret), "{secret}");
    }
    Ok(())
}

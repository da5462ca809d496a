//! Telling members on their devices: with a push service that takes what it gets and reads it.

mod device;

use api::{
    entities::PushSubscription,
    push::{PushAlerts, PushChoice, ShowSubscription, Subscribe, Unsubscribe, UpdateSubscription},
};
use chrono::TimeDelta;
use domain::vapid;
use serde_json::Value;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::says,
};

use device::Device;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A server that may call devices on this machine.
async fn start() -> Result<Server> {
    let server = Server::start_with(|options| {
        options.rate_limits = false;
        options.allowed_networks = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await?;
    server.change(vapid::make_missing)?;
    Ok(server)
}

fn everything() -> PushAlerts {
    PushAlerts {
        mention: true,
        favourite: true,
        follow: true,
        ..PushAlerts::default()
    }
}

fn subscribe(device: &Device, standard: bool, policy: Option<&str>) -> Subscribe {
    Subscribe {
        subscription: Some(device.subscription(standard)),
        data: Some(PushChoice {
            alerts: Some(everything()),
            policy: policy.map(str::to_owned),
        }),
    }
}

impl Person {
    async fn subscribe(&self, device: &Device) -> Result<PushSubscription> {
        Ok(self.client.send(&subscribe(device, true, None)).await?)
    }
}

#[tokio::test]
async fn a_device_is_told_what_only_it_can_read() -> Test {
    let server = start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    for is_standard in [true, false] {
        let device = Device::new()?;
        let subscribed = ann
            .client
            .send(&subscribe(&device, is_standard, None))
            .await?;
        let key = server.change(|cx| vapid::public_key(&mut cx.tx))?;
        assert_eq!(Some(&subscribed.server_key), key.as_ref());

        bob.post(says("@ann Hi! <b>&</b>")).await?;
        server.work_off()?;

        let [message] = device.received().try_into().expect("one message");
        assert_eq!(message.header("ttl"), "172800");
        let contact =
            message.check_signature(&subscribed.server_key, &device.origin(), server.now())?;
        assert_eq!(contact, server.url);
        let said = device.read(&message)?;
        let told = ann.notices().await?;
        assert_eq!(said["notification_type"], "mention");
        assert_eq!(said["notification_id"].to_string(), told[0].id);
        assert_eq!(said["title"], "bob wrote to you");
        assert_eq!(said["body"], "@ann Hi! <b>&</b>");
        assert_eq!(said["preferred_locale"], "en");
        assert_eq!(said["access_token"], "");
        assert_eq!(said["icon"], told[0].account.avatar_static.as_str());
    }
    Ok(())
}

#[tokio::test]
async fn a_device_is_told_what_was_asked_for_and_no_more() -> Test {
    let server = start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob, eve, fan) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("eve")?,
        server.member("fan")?,
    );
    ann.follow(&bob).await?;
    fan.follow(&ann).await?;
    let post = ann.post(says("Hello")).await?;
    for (policy, told) in [
        (None, vec!["bob", "eve", "fan"]),
        (Some("followed"), vec!["bob"]),
        (Some("follower"), vec!["fan"]),
        (Some("none"), vec![]),
    ] {
        let device = Device::new()?;
        ann.client.send(&subscribe(&device, true, policy)).await?;
        for person in [&bob, &eve, &fan] {
            person.post(says("@ann Hi!")).await?;
        }
        server.work_off()?;
        let mut names = Vec::new();
        for message in device.received() {
            let said = device.read(&message)?;
            let title = said["title"].as_str().unwrap_or_default();
            names.push(title.split(' ').next().unwrap_or_default().to_owned());
        }
        assert_eq!(names, told, "{policy:?}");
    }

    let device = Device::new()?;
    ann.subscribe(&device).await?;
    bob.boost(&post).await?;
    moderator
        .act_on(&eve, api::admin::accounts::AccountAction::Silence)
        .await?;
    eve.post(says("@ann put aside")).await?;
    server.work_off()?;
    assert!(
        device.received().is_empty(),
        "boosts are off, and what waits is told to nobody"
    );
    Ok(())
}

#[tokio::test]
async fn what_is_gone_or_old_is_not_told_any_more() -> Test {
    let server = start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let device = Device::new()?;
    ann.subscribe(&device).await?;

    let post = ann.post(says("Hello")).await?;
    bob.like(&post).await?;
    ann.client
        .send(&api::notifications::ClearNotifications::default())
        .await?;
    server.work_off()?;
    assert!(device.received().is_empty(), "dismissed meanwhile");

    bob.post(says("@ann Hi!")).await?;
    server.advance(TimeDelta::hours(48));
    server.work_off()?;
    assert!(device.received().is_empty(), "no news any more");

    let token = server.token(ann.id, "push")?;
    let other = Device::new()?;
    let client = server.client(&token)?;
    client.send(&subscribe(&other, true, None)).await?;
    bob.post(says("@ann Hi!")).await?;
    let hash = domain::secrets::hash(&token);
    let now = server.now();
    server.change(|cx| {
        let token = store::tokens::find(&mut cx.tx, &hash)?.expect("just given");
        Ok(store::tokens::revoke(&mut cx.tx, token.id, now)?)
    })?;
    server.work_off()?;
    assert!(other.received().is_empty(), "its token was revoked");
    assert_eq!(device.received().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_device_that_its_service_does_not_know_is_forgotten() -> Test {
    let server = start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    for code in [404, 410] {
        let device = Device::new()?;
        ann.subscribe(&device).await?;
        device.answer_with(code);

        bob.post(says("@ann Hi!")).await?;
        server.work_off()?;

        assert_eq!(device.received().len(), 1);
        let gone = ann.client.send(&ShowSubscription::default()).await;
        assert_eq!(refusal(gone), (404, "Record not found".into()), "{code}");
    }
    // So is one that may not be called: on a machine that only this server can reach.
    let device = Device::new()?;
    let mut wanted = subscribe(&device, true, None);
    if let Some(subscription) = &mut wanted.subscription {
        subscription.endpoint = "https://10.0.0.1/push".into();
    }
    ann.client.send(&wanted).await?;
    bob.post(says("@ann Hi!")).await?;
    server.work_off()?;
    let gone = ann.client.send(&ShowSubscription::default()).await;
    assert_eq!(refusal(gone), (404, "Record not found".into()));
    Ok(())
}

#[tokio::test]
async fn a_service_that_is_busy_is_asked_again_later() -> Test {
    let server = start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let device = Device::new()?;
    ann.subscribe(&device).await?;
    device.answer_with(503);
    bob.post(says("@ann Hi!")).await?;
    server.work_off()?;
    assert_eq!(device.received().len(), 1);

    server.work_off()?;
    assert!(device.received().is_empty(), "not at once");
    device.answer_with(429);
    server.advance(TimeDelta::minutes(1));
    server.work_off()?;
    assert_eq!(device.received().len(), 1);
    device.answer_with(201);
    server.advance(TimeDelta::minutes(5));
    server.work_off()?;

    assert_eq!(device.received().len(), 1);
    server.advance(TimeDelta::minutes(60));
    server.work_off()?;
    assert!(device.received().is_empty(), "told is told");
    assert!(ann.client.send(&ShowSubscription::default()).await.is_ok());
    Ok(())
}

#[tokio::test]
async fn each_token_has_one_subscription_that_can_be_changed() -> Test {
    let server = start().await?;
    let ann = server.member("ann")?;
    let (first, second) = (Device::new()?, Device::new()?);
    let none = || (404, "Record not found".to_owned());
    let show = ShowSubscription::default();
    assert_eq!(refusal(ann.client.send(&show).await), none());
    let update = UpdateSubscription {
        data: Some(PushChoice {
            alerts: Some(PushAlerts {
                poll: true,
                ..PushAlerts::default()
            }),
            policy: Some("follower".into()),
        }),
        policy: None,
    };
    assert_eq!(refusal(ann.client.send(&update).await), none());

    let old = ann.subscribe(&first).await?;
    let new = ann.subscribe(&second).await?;
    assert_ne!(old.endpoint, new.endpoint);
    assert_eq!(
        (new.policy.as_str(), new.standard, new.alerts),
        ("all", true, everything())
    );
    assert_eq!(ann.client.send(&show).await?, new);
    let changed = ann.client.send(&update).await?;
    assert!(changed.alerts.poll && !changed.alerts.mention);
    assert_eq!(changed.policy, "follower");
    assert_eq!((changed.id, changed.endpoint), (new.id, new.endpoint));

    let other = server.client(&server.token(ann.id, "push")?)?;
    assert_eq!(refusal(other.send(&show).await), none());
    ann.client.send(&Unsubscribe::default()).await?;
    assert_eq!(refusal(ann.client.send(&show).await), none());
    ann.client.send(&Unsubscribe::default()).await?;
    Ok(())
}

#[tokio::test]
async fn keys_that_are_none_are_refused() -> Test {
    let server = start().await?;
    let ann = server.member("ann")?;
    let device = Device::new()?;
    let missing = ann.client.send(&Subscribe::default()).await;
    let text = "param is missing or the value is empty or invalid: subscription";
    assert_eq!(refusal(missing), (400, text.into()));

    type Spoil = fn(&mut api::push::NewSubscription);
    let cases: [(Spoil, &str); 5] = [
        (
            |it| it.endpoint = "ftp://a.example/".into(),
            "Endpoint is not a valid URL",
        ),
        (
            |it| it.endpoint = String::new(),
            "Endpoint is not a valid URL",
        ),
        // Not on the curve.
        (
            |it| it.keys.p256dh = format!("B{}", "A".repeat(86)),
            "Key p256dh is invalid",
        ),
        (|it| it.keys.auth = "AAAA".into(), "Key auth is invalid"),
        (
            |it| it.keys = api::push::PushKeys::default(),
            "Key p256dh is invalid, Key auth is invalid",
        ),
    ];
    for (spoil, text) in cases {
        let mut wanted = subscribe(&device, true, None);
        spoil(wanted.subscription.as_mut().expect("given"));
        let refused = ann.client.send(&wanted).await;
        assert_eq!(
            refusal(refused),
            (422, format!("Validation failed: {text}"))
        );
    }
    let wrong = ann
        .client
        .send(&subscribe(&device, true, Some("some")))
        .await;
    let text = "Validation failed: Policy is not included in the list";
    assert_eq!(refusal(wrong), (422, text.into()));
    let none = ann.client.send(&ShowSubscription::default()).await;
    assert_eq!(refusal(none).0, 404);
    Ok(())
}

#[tokio::test]
async fn forms_of_older_apps_are_understood() -> Test {
    let server = start().await?;
    let ann = server.member("ann")?;
    let device = Device::new()?;
    let subscription = device.subscription(false);
    let padded = format!(
        "{}=",
        subscription.keys.p256dh.replace('-', "+").replace('_', "/")
    );
    let form = [
        ("subscription[endpoint]", subscription.endpoint.as_str()),
        ("subscription[keys][p256dh]", padded.as_str()),
        ("subscription[keys][auth]", subscription.keys.auth.as_str()),
        ("data[alerts][mention]", "true"),
        ("data[alerts][admin.report]", "1"),
        ("data[alerts][follow]", "false"),
        ("data[policy]", "followed"),
    ];
    let url = format!("{}/api/v1/push/subscription", server.url);

    let answer = server
        .http
        .post(url)
        .bearer_auth(&ann.token)
        .form(&form)
        .send()
        .await?;

    let said: Value = serde_json::from_str(&answer.text().await?)?;
    assert!(said["id"].is_i64(), "{said}");
    assert_eq!(said["alerts"]["mention"], true);
    assert_eq!(said["alerts"]["admin.report"], true);
    assert_eq!(said["alerts"]["follow"], false);
    assert_eq!(
        (said["policy"].as_str(), said["standard"].as_bool()),
        (Some("followed"), Some(false))
    );
    Ok(())
}

#[tokio::test]
async fn a_purge_takes_all_of_it_away() -> Test {
    let server = start().await?;
    let owner = server.staff("owner", "Owner")?;
    let (ann, eve) = (server.member("ann")?, server.member("eve")?);
    let device = Device::new()?;
    eve.subscribe(&device).await?;
    owner
        .act_on(&eve, api::admin::accounts::AccountAction::Silence)
        .await?;
    eve.post(says("@ann Hi!")).await?;
    server.change(|cx| {
        store::notification_policy::let_through(&mut cx.tx, eve.id, ann.id)?;
        Ok(store::notification_policy::let_through(
            &mut cx.tx, ann.id, eve.id,
        )?)
    })?;
    eve.client
        .send(&api::notification_policy::UpdateNotificationPolicy::default())
        .await?;

    owner
        .act_on(&eve, api::admin::accounts::AccountAction::Suspend)
        .await?;
    let id = eve.id();
    owner
        .client
        .send(&api::admin::accounts::DeleteAccount { id })
        .await?;
    server.work_off()?;

    for table in [
        "notifications WHERE kind = 'mention'",
        "notification_requests",
        "notification_permissions",
        "notification_policies",
        "push_subscriptions",
    ] {
        let left = store::testing::count(&mut server.tx()?, table)?;
        assert_eq!(left, 0, "{table}");
    }
    Ok(())
}

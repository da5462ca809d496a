//! What numbers consist of, as tools ask for it.

use api::admin::{
    dimensions::{Dimension, GetDimensions},
    measures::{OfServer, OfTag},
};
use chrono::TimeDelta;
use store::{follows, tags, testing};

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::says,
    trends::in_language,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn asks(keys: &[&str]) -> GetDimensions {
    GetDimensions {
        keys: Some(keys.iter().map(|it| (*it).to_owned()).collect()),
        ..GetDimensions::default()
    }
}

async fn shown(person: &Person, request: &GetDimensions) -> Result<Vec<Dimension>> {
    Ok(person.client.send(request).await?)
}

/// Key, name and value of each part.
fn parts(dimension: &Dimension) -> Vec<(&str, &str, &str)> {
    let parts = dimension.data.iter();
    parts
        .map(|it| (it.key.as_str(), it.human_key.as_str(), it.value.as_str()))
        .collect()
}

fn far() -> Option<OfServer> {
    Some(OfServer {
        domain: Some("far.test".into()),
        include_subdomains: None,
    })
}

#[tokio::test]
async fn posts_are_told_by_server_tag_and_language() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    ann.post(in_language("Some #tea", "en")).await?;
    ann.post(in_language("Un peu de #tea", "fr")).await?;
    ann.post(in_language("Encore du #tea", "fr")).await?;
    ann.post(says("No word of it")).await?;
    let tag = tags::find_named(&mut server.tx()?, "tea")?.ok_or("a tag")?;
    let tea = || {
        Some(OfTag {
            id: Some(tag.id.to_string()),
        })
    };
    let request = GetDimensions {
        tag_servers: tea(),
        tag_languages: tea(),
        ..asks(&["tag_languages", "servers", "odd", "tag_servers"])
    };
    let told = shown(&moderator, &request).await?;

    let own = server.app.site.domain.to_string();
    let keys: Vec<&str> = told.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(keys, ["tag_languages", "servers", "tag_servers"]);
    assert_eq!(
        parts(&told[0]),
        [("fr", "French", "2"), ("en", "English", "1")]
    );
    assert_eq!(parts(&told[1]), [(own.as_str(), own.as_str(), "4")]);
    assert_eq!(parts(&told[2]), [(own.as_str(), own.as_str(), "3")]);

    let unknown = GetDimensions {
        tag_servers: Some(OfTag {
            id: Some("tea".into()),
        }),
        ..asks(&["tag_servers"])
    };
    assert!(shown(&moderator, &unknown).await?[0].data.is_empty());
    Ok(())
}

#[tokio::test]
async fn members_are_told_by_language_and_by_the_program_that_they_came_with() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    for name in ["ann", "bob", "cid"] {
        server.member(name)?;
    }
    server.application()?;
    server.change(|cx| {
        let sql =
            "UPDATE users SET locale = 'de', application_id = (SELECT max(id) FROM applications)
            WHERE email LIKE 'ann@%' OR email LIKE 'bob@%'";
        testing::execute(&mut cx.tx, sql)?;
        let at = cx.now;
        for account in ["ann", "bob"] {
            let found = store::accounts::find_by_handle(&mut cx.tx, account, None)?;
            let id = found.map(|it| it.id).unwrap_or_default();
            store::users::set_seen(&mut cx.tx, id, at)?;
        }
        Ok(())
    })?;
    server.advance(TimeDelta::days(1));

    let told = shown(&moderator, &asks(&["languages", "sources"])).await?;

    assert_eq!(parts(&told[0]), [("de", "German", "2")]);
    let sources = parts(&told[1]);
    assert_eq!(sources.len(), 2, "{sources:?}");
    assert!(sources.contains(&("web", "Website", "2")), "{sources:?}");
    Ok(())
}

#[tokio::test]
async fn accounts_of_a_server_are_told_by_followers_also_those_without_any() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let people = ["zoe", "carl", "dora", "emil"].map(|it| server.remote(it, "far.test"));
    let [zoe, carl, dora, emil] = people;
    let (zoe, carl, dora) = (zoe?.id, carl?.id, dora?.id);
    emil?;
    server.change(|cx| {
        let now = cx.now;
        let terms = follows::Terms::default();
        for (by, of) in [
            (ann.id, zoe),
            (bob.id, zoe),
            (ann.id, carl),
            (bob.id, carl),
            (ann.id, dora),
        ] {
            follows::add(&mut cx.tx, by, of, &terms, now)?;
        }
        follows::remove(&mut cx.tx, bob.id, carl)?;
        Ok(())
    })?;
    let mut request = GetDimensions {
        instance_accounts: far(),
        ..asks(&["instance_accounts"])
    };

    let told = shown(&moderator, &request).await?;
    let all = parts(&told[0]);
    assert_eq!(
        (all[0], all[3]),
        (("zoe", "zoe", "2"), ("emil", "emil", "0"))
    );
    assert_eq!((all[1].2, all[2].2), ("1", "1"));
    request.limit = Some("1".into());
    assert_eq!(
        parts(&shown(&moderator, &request).await?[0]),
        [("zoe", "zoe", "2")]
    );
    for none in ["0", "many"] {
        request.limit = Some(none.into());
        assert!(
            shown(&moderator, &request).await?[0].data.is_empty(),
            "{none}"
        );
    }
    request.limit = Some("-1".into());
    assert_eq!(refusal(moderator.client.send(&request).await).0, 422);
    Ok(())
}

#[tokio::test]
async fn space_and_versions_are_told_of_what_is_there() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let told = shown(&moderator, &asks(&["space_usage", "software_versions"])).await?;

    let [database, media] = &told[0].data[..] else {
        return Err("two parts".into());
    };
    assert!(database.value.parse::<i64>()? > 10_000, "{database:?}");
    assert_eq!(database.unit.as_deref(), Some("bytes"));
    assert_eq!(
        (media.key.as_str(), media.human_value.as_deref()),
        ("media", Some("0 Bytes"))
    );
    let versions: Vec<&str> = told[1].data.iter().map(|it| it.key.as_str()).collect();
    assert_eq!(versions, ["mastodon", "kumki", database.key.as_str()]);
    assert_eq!(
        told[1].data[2].human_value.as_deref(),
        Some(&*told[1].data[2].value)
    );
    Ok(())
}

#[tokio::test]
async fn what_is_missing_is_named_and_nothing_asked_for_is_nothing() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    assert!(
        shown(&moderator, &GetDimensions::default())
            .await?
            .is_empty()
    );
    for key in [
        "tag_servers",
        "tag_languages",
        "instance_accounts",
        "instance_languages",
    ] {
        let text = format!("param is missing or the value is empty or invalid: {key}");
        let refused = refusal(moderator.client.send(&asks(&[key])).await);
        assert_eq!(refused, (400, text));
    }
    let wrong = GetDimensions {
        start_at: Some("soon".into()),
        ..asks(&["servers"])
    };
    let refused = refusal(moderator.client.send(&wrong).await);
    assert_eq!(refused, (422, "Invalid date supplied".into()));
    let refused = refusal(ann.client.send(&asks(&["servers"])).await);
    assert_eq!(refused, (403, "This action is not allowed".into()));
    let unknown = GetDimensions {
        instance_languages: far(),
        ..asks(&["instance_languages"])
    };
    assert!(shown(&moderator, &unknown).await?[0].data.is_empty());
    Ok(())
}

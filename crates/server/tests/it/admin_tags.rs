//! Deciding what may be done with hashtags.

use api::{
    Open,
    admin::{
        acts::{ListActs, RevertAct},
        tags::{AdminTag, GetAdminTag, ListAdminTags, TagOrder, TagStatus, UpdateTag},
    },
    entities::Tag,
    featured_tags::{CreateFeaturedTag, SuggestFeaturedTags},
    search::Search,
    statuses::PostStatus,
    timelines::TagTimeline,
};
use client::Client;
use serde_json::{Value, json};
use store::tags;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::{asks, says},
};

type Anything<T> = Result<T, Box<dyn std::error::Error>>;

/// The tag of that name, as it is kept.
fn known(server: &Server, name: &str) -> Anything<tags::Tag> {
    Ok(tags::find_named(&mut server.tx()?, name)?.ok_or("no such tag")?)
}

fn about(id: i64) -> UpdateTag {
    UpdateTag {
        id: id.to_string(),
        ..UpdateTag::default()
    }
}

async fn names(moderator: &Person, list: &ListAdminTags) -> Anything<Vec<String>> {
    let page = moderator.client.send(list).await?;
    Ok(page.items.into_iter().map(|it| it.tag.name).collect())
}

async fn found(client: &Client, q: &str, exclude_unreviewed: bool) -> Anything<Vec<String>> {
    let search = Search {
        q: q.into(),
        exclude_unreviewed,
        ..Search::default()
    };
    let found = client.send(&search).await?.hashtags;
    Ok(found.into_iter().map(|it: Tag| it.name).collect())
}

#[tokio::test]
async fn all_tags_are_listed_newest_first_and_shown_with_what_was_decided() -> Test {
    let server = Server::start().await?;
    let (ann, moderator) = (server.member("ann")?, server.staff("mod", "Moderator")?);
    ann.client.send(&says("#GardenDay and #tea")).await?;
    let garden = known(&server, "gardenday")?;

    let page = moderator.client.send(&ListAdminTags::default()).await?;
    let names: Vec<&str> = page.items.iter().map(|it| it.tag.name.as_str()).collect();
    assert_eq!(names, ["tea", "GardenDay"]);
    assert!(page.next().is_none() && page.prev().is_some());

    let url = format!("{}/api/v1/admin/tags/{}", server.url, garden.id);
    let call = server.http.get(url).bearer_auth(&moderator.token);
    let shown: Value = call.send().await?.json().await?;
    let mut members: Vec<&str> = shown
        .as_object()
        .ok_or("an object")?
        .keys()
        .map(String::as_str)
        .collect();
    members.sort_unstable();
    assert_eq!(
        members,
        [
            "featuring",
            "following",
            "history",
            "id",
            "listable",
            "name",
            "requires_review",
            "trendable",
            "url",
            "usable",
        ]
    );
    assert_eq!(shown["id"], garden.id.to_string());
    assert_eq!(shown["url"], format!("{}/tags/gardenday", server.url));
    assert_eq!(shown["history"][0]["uses"], "1");
    let flags = ["trendable", "usable", "requires_review", "listable"].map(|it| shown[it].clone());
    assert_eq!(json!(flags), json!([false, true, true, true]));
    Ok(())
}

#[tokio::test]
async fn any_change_is_a_review_and_only_the_spelling_of_the_name_changes() -> Test {
    let server = Server::start().await?;
    let (ann, moderator) = (server.member("ann")?, server.staff("mod", "Moderator")?);
    ann.client.send(&says("#saopaulo")).await?;
    let id = known(&server, "saopaulo")?.id;
    let respelled = |text: &str| UpdateTag {
        display_name: Some(text.into()),
        ..about(id)
    };

    let seen = moderator.client.send(&about(id)).await?;
    assert_eq!(
        (seen.requires_review, seen.trendable),
        (Some(false), Some(false))
    );
    assert_eq!(known(&server, "saopaulo")?.reviewed_at, Some(server.now()));
    let shown = moderator.client.send(&respelled("#SãoPaulo")).await?;
    assert_eq!(shown.tag.name, "SãoPaulo");
    assert_eq!(shown.tag.url, format!("{}/tags/saopaulo", server.url));

    let no_match = "Validation failed: Display name does not match the previous name";
    let said = refusal(moderator.client.send(&respelled("Paulo")).await);
    assert_eq!(said, (422, no_match.into()));
    for unusable in ["", "###", "12"] {
        let said = refusal(moderator.client.send(&respelled(unusable)).await);
        let text = "Validation failed: Display name is invalid, \
                    Display name does not match the previous name";
        assert_eq!(said, (422, text.into()), "{unusable:?}");
    }
    let plain = moderator.client.send(&respelled("saopaulo")).await?;
    assert_eq!(plain.tag.name, "saopaulo");
    assert_eq!(known(&server, "saopaulo")?.display_name, None);
    Ok(())
}

#[tokio::test]
async fn flags_are_set_in_any_way_and_taken_away_with_an_empty_text() -> Test {
    let server = Server::start().await?;
    let (ann, moderator) = (server.member("ann")?, server.staff("mod", "Moderator")?);
    ann.client.send(&says("#tea")).await?;
    let id = known(&server, "tea")?.id;
    let url = format!("{}/api/v1/admin/tags/{id}", server.url);
    let put = async |body: Value| -> Anything<AdminTag> {
        let call = server.http.patch(&url).bearer_auth(&moderator.token);
        Ok(call.json(&body).send().await?.json().await?)
    };

    let set = put(json!({ "trendable": true, "usable": false, "listable": "0" })).await?;
    assert_eq!(
        (set.trendable, set.usable, set.listable),
        (Some(true), Some(false), Some(false))
    );
    let kept = put(json!({ "trendable": null, "name": "coffee" })).await?;
    assert_eq!(kept, set, "null is absent");
    let unset = put(json!({ "trendable": "", "usable": "", "listable": "" })).await?;
    assert_eq!(
        (unset.trendable, unset.usable, unset.listable),
        (Some(false), Some(true), Some(true))
    );
    let tag = known(&server, "tea")?;
    assert_eq!(
        (tag.trendable, tag.usable, tag.listable),
        (None, None, None)
    );
    server.change(|cx| domain::settings::Settings::set(cx, "trendable_by_default", "true"))?;
    let by_default = moderator
        .client
        .send(&GetAdminTag { id: id.to_string() })
        .await?;
    assert_eq!(by_default.trendable, Some(true));
    Ok(())
}

#[tokio::test]
async fn tags_are_found_by_their_beginning_and_by_what_was_decided_in_both_orders() -> Test {
    let server = Server::start().await?;
    let (ann, moderator) = (server.member("ann")?, server.staff("mod", "Moderator")?);
    for name in ["tea", "teapots", "Ténor", "rust"] {
        ann.client.send(&says(&format!("#{name}"))).await?;
    }
    let update = UpdateTag {
        trendable: Some("true".into()),
        usable: Some("false".into()),
        ..about(known(&server, "tea")?.id)
    };
    moderator.client.send(&update).await?;
    let update = UpdateTag {
        trendable: Some("false".into()),
        ..about(known(&server, "rust")?.id)
    };
    moderator.client.send(&update).await?;
    server.change(|cx| {
        let sql = "UPDATE tags SET requested_review_at = created_at WHERE name = 'tenor'";
        store::testing::execute(&mut cx.tx, sql)
            .map_err(Into::into)
            .map(drop)
    })?;
    let with = |status| ListAdminTags {
        status: Some(Open::Known(status)),
        ..ListAdminTags::default()
    };
    let oldest = |min_id: Option<String>| ListAdminTags {
        order: Some(Open::Known(TagOrder::Oldest)),
        limit: Some("3".into()),
        min_id,
        ..ListAdminTags::default()
    };

    let te = ListAdminTags {
        name: Some("#TÉ".into()),
        ..ListAdminTags::default()
    };
    assert_eq!(names(&moderator, &te).await?, ["Ténor", "teapots", "tea"]);
    for (status, expected) in [
        (TagStatus::Reviewed, vec!["rust", "tea"]),
        (TagStatus::ReviewRequested, vec!["Ténor"]),
        (TagStatus::Unreviewed, vec!["Ténor", "teapots"]),
        (TagStatus::Trendable, vec!["tea"]),
        (TagStatus::NotTrendable, vec!["rust"]),
        (TagStatus::Usable, vec!["rust", "Ténor", "teapots"]),
        (TagStatus::NotUsable, vec!["tea"]),
    ] {
        assert_eq!(
            names(&moderator, &with(status)).await?,
            expected,
            "{status:?}"
        );
    }
    assert_eq!(
        names(&moderator, &oldest(None)).await?,
        ["tea", "teapots", "Ténor"]
    );
    let upwards = oldest(None);
    let mut pages = moderator.client.pages(&upwards);
    pages.next().await.ok_or("a page")??;
    let next = pages.next().await.ok_or("another page")??;
    assert_eq!(next.items[0].tag.name, "rust");
    let wrong = ListAdminTags {
        status: Some(Open::Unknown("odd".into())),
        order: Some(Open::Unknown("odd".into())),
        ..ListAdminTags::default()
    };
    let text =
        "Validation failed: Status is not included in the list, Order is not included in the list";
    assert_eq!(
        refusal(moderator.client.send(&wrong).await),
        (422, text.into())
    );
    Ok(())
}

#[tokio::test]
async fn a_tag_that_must_not_be_used_is_refused_counted_no_more_and_has_no_timeline() -> Test {
    let server = Server::start().await?;
    let (ann, moderator) = (server.member("ann")?, server.staff("mod", "Moderator")?);
    ann.client.send(&says("#Tea and #rust")).await?;
    let forbid = UpdateTag {
        usable: Some("false".into()),
        ..about(known(&server, "tea")?.id)
    };
    let timeline: TagTimeline = asks(json!({ "hashtag": "TEA" }));
    assert_eq!(ann.client.send(&timeline).await?.items.len(), 1);

    moderator.client.send(&forbid).await?;

    let text = "Validation failed: Text contained a disallowed hashtag: tea";
    let said = refusal(ann.client.send(&says("More #TEA")).await);
    assert_eq!(said, (422, text.into()));
    let said = refusal(ann.client.send(&timeline).await);
    assert_eq!(said, (404, "Record not found".into()));
    let page = server
        .http
        .get(format!("{}/tags/tea", server.url))
        .send()
        .await?;
    assert_eq!(page.status(), 404);
    let feature = CreateFeaturedTag { name: "tea".into() };
    assert_eq!(refusal(ann.client.send(&feature).await).0, 422);
    let suggested = ann.client.send(&SuggestFeaturedTags {}).await?;
    assert_eq!(
        suggested
            .iter()
            .map(|it| it.name.as_str())
            .collect::<Vec<_>>(),
        ["rust"]
    );

    let allow = UpdateTag {
        usable: Some("true".into()),
        ..about(known(&server, "tea")?.id)
    };
    moderator.client.send(&allow).await?;
    ann.client.send(&says("More #tea")).await?;
    assert_eq!(ann.client.send(&timeline).await?.items.len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_tag_that_is_not_to_be_listed_is_found_by_its_whole_name_only() -> Test {
    let server = Server::start().await?;
    let (ann, moderator) = (server.member("ann")?, server.staff("mod", "Moderator")?);
    ann.client.send(&says("#teapots #teatime")).await?;
    moderator
        .client
        .send(&about(known(&server, "teapots")?.id))
        .await?;
    assert_eq!(found(&ann.client, "tea", true).await?, ["teapots"]);
    assert_eq!(found(&ann.client, "teatime", true).await?, ["teatime"]);

    let hide = UpdateTag {
        listable: Some("false".into()),
        ..about(known(&server, "teapots")?.id)
    };
    moderator.client.send(&hide).await?;

    assert_eq!(found(&ann.client, "tea", false).await?, ["teatime"]);
    assert_eq!(found(&ann.client, "teapots", false).await?, ["teapots"]);
    let suggested = ann.client.send(&SuggestFeaturedTags {}).await?;
    assert_eq!(
        suggested
            .iter()
            .map(|it| it.name.as_str())
            .collect::<Vec<_>>(),
        ["teatime"]
    );
    let post = PostStatus {
        status: Some("Still #teapots".into()),
        ..PostStatus::default()
    };
    ann.client.send(&post).await?;
    Ok(())
}

#[tokio::test]
async fn what_was_decided_about_a_tag_is_in_the_log_and_taken_back_in_order() -> Test {
    let server = Server::start().await?;
    let (ann, admin) = (server.member("ann")?, server.staff("admin", "Admin")?);
    ann.client.send(&says("#Tea")).await?;
    let id = known(&server, "tea")?.id;
    let first = UpdateTag {
        trendable: Some("true".into()),
        display_name: Some("TEA".into()),
        ..about(id)
    };
    admin.client.send(&first).await?;
    let second = UpdateTag {
        usable: Some("false".into()),
        ..about(id)
    };
    admin.client.send(&second).await?;

    let log = admin.client.send(&ListActs::default()).await?.items;
    let (later, earlier) = (&log[0], &log[1]);
    assert_eq!(
        (&*later.action, &*later.target_type, &*later.target),
        ("update", "Tag", "#TEA")
    );
    let revert = |id: &str| RevertAct { id: id.into() };
    let said = refusal(admin.client.send(&revert(&earlier.id)).await);
    let text = format!(
        "Act {} has decided about the same: take that back",
        later.id
    );
    assert_eq!(said, (422, text));
    admin.client.send(&revert(&later.id)).await?;
    let tag = known(&server, "tea")?;
    assert_eq!(
        (tag.usable, tag.trendable, tag.display_name.as_deref()),
        (None, Some(true), Some("TEA"))
    );
    admin.client.send(&revert(&earlier.id)).await?;
    let tag = known(&server, "tea")?;
    assert_eq!(
        (tag.trendable, tag.reviewed_at, tag.display_name.as_deref()),
        (None, None, Some("Tea"))
    );
    Ok(())
}

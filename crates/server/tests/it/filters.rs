//! What members would rather not read.

use api::{
    Open, Timestamp,
    entities::{Filter, FilterAction, FilterResult, FilterStatus, Status},
    filters::{
        CreateFilter, DeleteFilter, GetFilter, ListFilters, UpdateFilter,
        keywords::{CreateKeyword, DeleteKeyword, GetKeyword, ListKeywords, UpdateKeyword},
        statuses::{CreateFilterStatus, DeleteFilterStatus, GetFilterStatus, ListFilterStatuses},
        v1::{CreateFilterV1, DeleteFilterV1, GetFilterV1, ListFiltersV1, UpdateFilterV1},
    },
    statuses::{BoostStatus, DeleteStatus, NewPoll, PostStatus, ShowStatus},
    timelines::PublicTimeline,
};
use chrono::TimeDelta;
use client::Client;
use domain::Event;
use serde_json::{Value, json};

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::{says, to},
};

type Anything<T> = Result<T, Box<dyn std::error::Error>>;

fn wanted(title: &str, keywords: Value) -> CreateFilter {
    CreateFilter {
        title: title.into(),
        context: vec!["home".into(), "public".into()],
        keywords_attributes: Some(keywords),
        ..CreateFilter::default()
    }
}

fn unchanged(id: &str) -> UpdateFilter {
    UpdateFilter {
        id: id.into(),
        title: None,
        context: None,
        filter_action: None,
        expires_in: None,
        keywords_attributes: None,
    }
}

fn words(filter: &Filter) -> Vec<(&str, bool)> {
    let keywords = filter.keywords.iter().flatten();
    keywords
        .map(|it| (it.keyword.as_str(), it.whole_word))
        .collect()
}

async fn seen(reader: &Client, id: &str) -> Anything<Status> {
    Ok(reader.send(&ShowStatus { id: id.into() }).await?)
}

async fn results(reader: &Person, id: &str) -> Anything<Vec<FilterResult>> {
    let status = seen(&reader.client, id).await?;
    Ok(status.filtered.expect("there for members"))
}

#[tokio::test]
async fn a_filter_is_made_with_its_keywords_and_changed_with_them() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let keywords = json!([
        { "keyword": "foo", "whole_word": "false" },
        { "keyword": "bar" },
        { "keyword": "gone", "_destroy": true },
    ]);
    let request = CreateFilter {
        filter_action: Some("hide".into()),
        expires_in: Some("3600".into()),
        ..wanted("Noise", keywords)
    };

    let made = ann.client.send(&request).await?;

    assert_eq!(words(&made), [("foo", false), ("bar", true)]);
    assert_eq!(made.context, ["home", "public"]);
    assert_eq!(made.filter_action, Open::Known(FilterAction::Hide));
    let end = server.now() + TimeDelta::hours(1);
    assert_eq!(made.expires_at, Some(Timestamp(end)));
    let ids: Vec<String> = made
        .keywords
        .iter()
        .flatten()
        .map(|it| it.id.clone())
        .collect();
    let change = UpdateFilter {
        title: Some("Less noise".into()),
        context: Some(vec!["thread".into()]),
        expires_in: Some(String::new()),
        keywords_attributes: Some(json!({
            "1": { "keyword": "new" },
            "0": { "id": ids[1], "keyword": "baz", "whole_word": false },
            "2": { "id": ids[0], "_destroy": "1" },
        })),
        ..unchanged(&made.id)
    };
    let changed = ann.client.send(&change).await?;
    assert_eq!(words(&changed), [("baz", false), ("new", true)]);
    assert_eq!(
        (changed.title.as_str(), changed.expires_at),
        ("Less noise", None)
    );
    assert_eq!(changed.context, ["thread"]);
    assert_eq!(changed.filter_action, Open::Known(FilterAction::Hide));
    assert_eq!(
        ann.client.send(&ListFilters {}).await?,
        std::slice::from_ref(&changed)
    );
    let get = GetFilter {
        id: made.id.clone(),
    };
    assert_eq!(ann.client.send(&get).await?, changed);

    let not_found = (404, "Record not found".to_owned());
    assert_eq!(refusal(bob.client.send(&get).await), not_found);
    assert_eq!(refusal(bob.client.send(&change).await), not_found);
    let delete = DeleteFilter {
        id: made.id.clone(),
    };
    assert_eq!(refusal(bob.client.send(&delete).await), not_found);
    ann.client.send(&delete).await?;
    assert!(ann.client.send(&ListFilters {}).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_filter_that_makes_no_sense_is_refused_whole() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let request = |title: &str, context: &[&str], action: Option<&str>| CreateFilter {
        title: title.into(),
        context: context.iter().map(ToString::to_string).collect(),
        filter_action: action.map(str::to_owned),
        ..CreateFilter::default()
    };
    let nowhere = "Context can't be blank, Context None or invalid context supplied";
    let blank = CreateFilter {
        keywords_attributes: Some(json!([{ "keyword": "fine" }, { "keyword": " " }, {}])),
        ..request("a", &["home"], None)
    };
    let long = CreateFilter {
        keywords_attributes: Some(json!([{ "keyword": "ä".repeat(513) }])),
        ..request("a", &["home"], None)
    };

    for (request, text) in [
        (
            request("", &[], None),
            format!("Title can't be blank, {nowhere}"),
        ),
        (request("a", &["", " "], None), nowhere.into()),
        (
            request("a", &["home", "work"], None),
            "Context None or invalid context supplied".into(),
        ),
        (
            request("a", &["home"], Some("burn")),
            "Action is not included in the list".into(),
        ),
        (
            request(&"a".repeat(257), &["home"], None),
            "Title is too long (maximum is 256 characters)".into(),
        ),
        (blank, "Keywords keyword can't be blank".into()),
        (
            long,
            "Keywords keyword is too long (maximum is 512 characters)".into(),
        ),
    ] {
        let said = refusal(ann.client.send(&request).await);
        assert_eq!(said, (422, format!("Validation failed: {text}")));
    }
    let foreign = wanted("a", json!([{ "keyword": "a", "id": "1" }]));
    let said = refusal(ann.client.send(&foreign).await);
    assert_eq!(said, (404, "Record not found".into()));
    assert!(ann.client.send(&ListFilters {}).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_keyword_of_another_filter_is_not_changed_through_this_one() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let one = wanted("one", json!([{ "keyword": "one" }]));
    let one = ann.client.send(&one).await?;
    let two = wanted("two", json!([{ "keyword": "two" }]));
    let two = ann.client.send(&two).await?;
    let foreign = &two.keywords.as_ref().expect("there")[0].id;

    for attributes in [
        json!([{ "keyword": "new" }, { "id": foreign, "_destroy": true }]),
        json!([{ "keyword": "new" }, { "id": foreign, "keyword": "changed" }]),
    ] {
        let change = UpdateFilter {
            keywords_attributes: Some(attributes),
            ..unchanged(&one.id)
        };
        let said = refusal(ann.client.send(&change).await);
        assert_eq!(said, (404, "Record not found".into()));
    }

    assert_eq!(ann.client.send(&ListFilters {}).await?, [one, two]);
    Ok(())
}

#[tokio::test]
async fn a_form_names_several_keywords_as_rails_does() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let form = "title=test&context[]=public&keywords_attributes[][keyword]=foo\
                &keywords_attributes[][whole_word]=false&keywords_attributes[][keyword]=bar\
                &keywords_attributes[][whole_word]=true";

    let address = format!("{}/api/v2/filters", server.url);
    let call = server.http.post(address).bearer_auth(&ann.token);
    let call = call.header("content-type", "application/x-www-form-urlencoded");
    call.body(form).send().await?;

    let filters = ann.client.send(&ListFilters {}).await?;
    assert_eq!(words(&filters[0]), [("foo", false), ("bar", true)]);
    Ok(())
}

#[tokio::test]
async fn keywords_come_and_go_one_by_one() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let filter = ann.client.send(&wanted("a", json!([]))).await?;
    let id = filter.id.clone();

    let add = CreateKeyword {
        id: id.clone(),
        keyword: "tea".into(),
        whole_word: None,
    };
    let tea = ann.client.send(&add).await?;
    assert!(tea.whole_word);
    let change = UpdateKeyword {
        id: tea.id.clone(),
        keyword: None,
        whole_word: Some(false),
    };
    let changed = ann.client.send(&change).await?;
    assert_eq!(
        (changed.keyword.as_str(), changed.whole_word),
        ("tea", false)
    );
    let get = GetKeyword { id: tea.id.clone() };
    assert_eq!(ann.client.send(&get).await?, changed);
    let list = ListKeywords { id: id.clone() };
    assert_eq!(ann.client.send(&list).await?, [changed]);

    let blank = UpdateKeyword {
        id: tea.id.clone(),
        keyword: Some(String::new()),
        whole_word: Some(true),
    };
    let said = refusal(ann.client.send(&blank).await);
    let text = "Validation failed: Keyword can't be blank";
    assert_eq!(said, (422, text.into()));
    let blank = CreateKeyword {
        keyword: String::new(),
        ..add.clone()
    };
    assert_eq!(refusal(ann.client.send(&blank).await), said);
    let not_found = (404, "Record not found".to_owned());
    assert_eq!(refusal(bob.client.send(&add).await), not_found);
    assert_eq!(refusal(bob.client.send(&list).await), not_found);
    assert_eq!(refusal(bob.client.send(&get).await), not_found);
    assert_eq!(refusal(bob.client.send(&change).await), not_found);
    let delete = DeleteKeyword { id: tea.id };
    assert_eq!(refusal(bob.client.send(&delete).await), not_found);
    ann.client.send(&delete).await?;
    assert!(ann.client.send(&list).await?.is_empty());
    assert!(ann.client.send(&GetFilter { id }).await.is_ok());
    Ok(())
}

#[tokio::test]
async fn a_post_that_one_may_see_can_be_filtered_by_itself() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let filter = ann.client.send(&wanted("a", json!([]))).await?;
    let (shown, secret) = (
        bob.post(says("hello")).await?,
        bob.post(to("secret", "direct")).await?,
    );
    let adding = |status_id: &str| CreateFilterStatus {
        id: filter.id.clone(),
        status_id: status_id.into(),
    };

    let entry = ann.client.send(&adding(&shown.id)).await?;

    assert_eq!(entry.status_id, shown.id);
    for hidden in [secret.id.as_str(), "4711", "x", ""] {
        let said = refusal(ann.client.send(&adding(hidden)).await);
        assert_eq!(said, (422, "Validation failed: Status must exist".into()));
    }
    let said = refusal(ann.client.send(&adding(&shown.id)).await);
    let text = "Validation failed: Status has already been taken";
    assert_eq!(said, (422, text.into()));
    let list = ListFilterStatuses {
        id: filter.id.clone(),
    };
    let expected = FilterStatus {
        id: entry.id.clone(),
        status_id: shown.id.clone(),
    };
    assert_eq!(
        ann.client.send(&list).await?,
        std::slice::from_ref(&expected)
    );
    let get = GetFilterStatus {
        id: entry.id.clone(),
    };
    assert_eq!(ann.client.send(&get).await?, expected);
    let found = results(&ann, &shown.id).await?;
    assert_eq!(found.len(), 1);
    assert_eq!(
        (&found[0].keyword_matches, &found[0].status_matches),
        (&None, &Some(vec![shown.id.clone()]))
    );

    let delete = DeleteFilterStatus { id: entry.id };
    let not_found = (404, "Record not found".to_owned());
    assert_eq!(refusal(bob.client.send(&get).await), not_found);
    assert_eq!(refusal(bob.client.send(&delete).await), not_found);
    ann.client.send(&delete).await?;
    assert!(results(&ann, &shown.id).await?.is_empty());
    ann.client.send(&adding(&shown.id)).await?;
    let delete = DeleteStatus {
        id: shown.id,
        delete_media: None,
    };
    bob.client.send(&delete).await?;
    server.work_off()?;
    assert!(
        ann.client.send(&list).await?.is_empty(),
        "gone with the post"
    );
    Ok(())
}

#[tokio::test]
async fn posts_say_which_filters_they_match_and_by_what() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let keywords = json!([{ "keyword": "SPOILER" }, { "keyword": "red", "whole_word": false }]);
    let filter = CreateFilter {
        filter_action: Some("blur".into()),
        ..wanted("Films", keywords)
    };
    let filter = ann.client.send(&filter).await?;
    let poll = NewPoll {
        options: vec!["tired".into(), "awake".into()],
        expires_in: 3600,
        ..NewPoll::default()
    };
    let posts = [
        (says("a spoiler ahead"), vec!["SPOILER"]),
        (says("spoilers ahead"), vec![]),
        (
            PostStatus {
                spoiler_text: Some("Spoiler & more".into()),
                ..says("infrared")
            },
            vec!["SPOILER", "red"],
        ),
        (
            PostStatus {
                poll: Some(poll),
                ..says("and you?")
            },
            vec!["red"],
        ),
        (says("nothing here"), vec![]),
    ];

    for (post, expected) in posts {
        let id = bob.post(post).await?.id;

        let found = results(&ann, &id).await?;
        let words: Vec<&str> = found
            .iter()
            .flat_map(|it| it.keyword_matches.iter().flatten())
            .map(String::as_str)
            .collect();
        assert_eq!(words, expected);
        let boost = BoostStatus {
            id: id.clone(),
            visibility: None,
        };
        let boost = bob.client.send(&boost).await?;
        assert_eq!(
            results(&ann, &boost.id).await?,
            found,
            "a boost says so too"
        );
        assert!(results(&bob, &id).await?.is_empty());
        let stranger = seen(&Client::anonymous(&server.url)?, &id).await?;
        assert_eq!(stranger.filtered, None);
    }
    let page = ann.client.send(&PublicTimeline::default()).await?.items;
    let matches = page.iter().filter(|it| it.filtered != Some(vec![]));
    let shown: Vec<FilterResult> = matches
        .filter_map(|it| it.filtered.clone())
        .flatten()
        .collect();
    assert_eq!(shown.len(), 3);
    let bare = Filter {
        keywords: None,
        statuses: None,
        ..filter
    };
    assert!(shown.iter().all(|it| it.filter == bare), "{shown:?}");
    Ok(())
}

#[tokio::test]
async fn a_filter_that_has_ended_matches_nothing() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let filter = CreateFilter {
        expires_in: Some("60".into()),
        ..wanted("a", json!([{ "keyword": "hello" }]))
    };
    let filter = ann.client.send(&filter).await?;
    let id = bob.post(says("hello")).await?.id;

    assert_eq!(results(&ann, &id).await?.len(), 1);
    server.advance(TimeDelta::minutes(1));
    assert!(results(&ann, &id).await?.is_empty());
    assert_eq!(ann.client.send(&ListFilters {}).await?.len(), 1);
    let again = UpdateFilter {
        expires_in: Some(String::new()),
        ..unchanged(&filter.id)
    };
    ann.client.send(&again).await?;
    assert_eq!(results(&ann, &id).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn the_first_version_sees_each_keyword_as_a_filter() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let request = CreateFilterV1 {
        phrase: "tea".into(),
        context: vec!["home".into()],
        irreversible: Some(true),
        whole_word: Some(false),
        expires_in: None,
    };

    let tea = ann.client.send(&request).await?;

    assert_eq!((tea.phrase.as_str(), tea.irreversible), ("tea", true));
    assert_eq!((tea.whole_word, tea.expires_at), (false, None));
    let groups = ann.client.send(&ListFilters {}).await?;
    assert_eq!(groups[0].title, "tea");
    assert_eq!(groups[0].filter_action, Open::Known(FilterAction::Hide));
    let change = UpdateFilterV1 {
        id: tea.id.clone(),
        phrase: Some("coffee".into()),
        context: Some(vec!["public".into()]),
        irreversible: Some(false),
        whole_word: None,
        expires_in: Some("60".into()),
    };
    let changed = ann.client.send(&change).await?;
    assert_eq!(changed.context, ["public"]);
    assert_eq!((changed.irreversible, changed.whole_word), (false, false));
    let get = GetFilterV1 { id: tea.id.clone() };
    assert_eq!(ann.client.send(&get).await?, changed);
    assert_eq!(ann.client.send(&ListFilters {}).await?[0].title, "coffee");

    let not_found = (404, "Record not found".to_owned());
    assert_eq!(refusal(bob.client.send(&get).await), not_found);
    assert_eq!(refusal(bob.client.send(&change).await), not_found);
    let delete = DeleteFilterV1 { id: tea.id };
    assert_eq!(refusal(bob.client.send(&delete).await), not_found);
    ann.client.send(&delete).await?;
    assert!(ann.client.send(&ListFiltersV1 {}).await?.is_empty());
    let left = ann.client.send(&ListFilters {}).await?;
    assert_eq!(words(&left[0]), [], "the filter stays");
    Ok(())
}

#[tokio::test]
async fn the_first_version_does_not_change_what_several_keywords_share() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let keywords = json!([{ "keyword": "tea" }, { "keyword": "milk" }]);
    let filter = ann.client.send(&wanted("Drinks", keywords)).await?;
    let tea = ann.client.send(&ListFiltersV1 {}).await?.swap_remove(0);
    let same = UpdateFilterV1 {
        id: tea.id.clone(),
        phrase: Some("coffee".into()),
        context: Some(tea.context.clone()),
        irreversible: Some(false),
        whole_word: Some(false),
        expires_in: Some(String::new()),
    };
    let shared = UpdateFilterV1 {
        irreversible: Some(true),
        phrase: Some("cocoa".into()),
        ..same.clone()
    };

    ann.client.send(&same).await?;
    let (status, text) = refusal(ann.client.send(&shared).await);

    assert_eq!(status, 422);
    assert!(text.starts_with("These parameters cannot be changed from this application"));
    let kept = ann.client.send(&ListFilters {}).await?.swap_remove(0);
    assert_eq!(words(&kept), [("coffee", false), ("milk", true)]);
    assert_eq!(
        (kept.title, kept.filter_action),
        (filter.title, filter.filter_action)
    );
    let blank = CreateFilterV1::default();
    let (status, text) = refusal(ann.client.send(&blank).await);
    assert_eq!(status, 422);
    assert!(
        text.starts_with("Validation failed: Title can't be blank"),
        "{text}"
    );
    Ok(())
}

#[tokio::test]
async fn connected_programs_are_told_of_every_change() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let told = Event::FiltersChanged { account_id: ann.id };
    let events = server.change(|cx| {
        let member = domain::members::find(cx, ann.id)?.expect("there");
        cx.caller = domain::Caller::Member(Box::new(member));
        let wanted = domain::filters::Change {
            title: Some("a".into()),
            contexts: Some(vec!["home".into()]),
            ..domain::filters::Change::default()
        };
        let made = domain::filters::create(cx, wanted)?.filter;
        let word = domain::filters::add_keyword(cx, made.id, "tea", true)?;
        domain::filters::change_keyword(cx, word.id, Some("milk".into()), None)?;
        domain::filters::remove_keyword(cx, word.id)?;
        domain::filters::change(cx, made.id, domain::filters::Change::default())?;
        domain::filters::remove(cx, made.id)?;
        Ok(cx.events.clone())
    })?;

    assert_eq!(events, vec![told; 6]);
    Ok(())
}

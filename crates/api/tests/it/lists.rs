//! Lists, filters and tags as Mastodon documents them, and as it has them.

use kumki_api::entities::{FeaturedTag, Filter, FilterResult, FilterV1, List, Tag};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

fn survives<T: Serialize + DeserializeOwned>(documented: Value) {
    let read: T = serde_json::from_value(documented.clone()).expect("understood");
    let written = serde_json::to_value(read).expect("serialises");
    assert_eq!(written, documented);
}

#[test]
fn lists_and_filters_survive_the_way_there_and_back() {
    survives::<List>(
        json!({ "id": "12249", "title": "Friends", "replies_policy": "followed", "exclusive": true }),
    );
    survives::<Filter>(json!({
        "id": "19972", "title": "Test filter", "context": ["home"],
        "expires_at": "2022-09-20T17:27:39.296Z", "filter_action": "warn",
        "keywords": [{ "id": "1197", "keyword": "bad word", "whole_word": false }],
        "statuses": [{ "id": "1", "status_id": "109031743575371913" }],
    }));
    survives::<FilterResult>(json!({
        "filter": {
            "id": "3", "title": "Hide completely", "context": ["home"], "expires_at": null,
            "filter_action": "hide",
        },
        "keyword_matches": ["bad word"],
        "status_matches": null,
    }));
    survives::<FilterV1>(json!({
        "id": "8449", "phrase": "test", "context": ["home", "notifications"], "whole_word": false,
        "expires_at": null, "irreversible": true,
    }));
}

#[test]
fn tags_survive_the_way_there_and_back() {
    survives::<Tag>(json!({
        "id": "310", "name": "nowplaying", "url": "https://a.example/tags/nowplaying",
        "history": [{ "day": "1574553600", "uses": "200", "accounts": "31" }], "following": false,
    }));
    survives::<FeaturedTag>(json!({
        "id": "627", "name": "nowplaying", "url": "https://a.example/@ann/tagged/nowplaying",
        "statuses_count": "70", "last_status_at": "2022-08-29",
    }));
}

#[test]
fn older_servers_are_understood() {
    let list: List = serde_json::from_value(
        json!({ "id": "1", "title": "Friends", "replies_policy": "everybody" }),
    )
    .expect("understood");
    assert!(!list.exclusive);
    let tag: Tag =
        serde_json::from_value(json!({ "name": "tea", "url": "https://a.example/tags/tea" }))
            .expect("understood");
    assert_eq!((tag.id.as_str(), tag.following), ("", None));
    let counted = json!({ "id": "1", "name": "tea", "statuses_count": 70, "last_status_at": null });
    let featured: FeaturedTag = serde_json::from_value(counted).expect("understood");
    assert_eq!(featured.statuses_count, "70");
}

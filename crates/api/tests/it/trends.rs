//! What trends, as Mastodon documents it, and as it has it.

use kumki_api::admin::{
    tags::AdminTag,
    trends::{AdminPublisher, AdminTrendsLink},
};
use serde_json::{Value, json};

fn tag() -> Value {
    json!({
        "id": "310", "name": "GardenDay", "url": "https://a.example/tags/gardenday",
        "history": [{ "day": "1787270400", "accounts": "16", "uses": "19" }], "following": false,
        "featuring": false, "trendable": false, "usable": true, "requires_review": true, "listable": true,
    })
}

fn link() -> Value {
    json!({
        "url": "https://news.example/2026/bridge", "title": "Bridge reopens", "description": "After two years",
        "language": "en", "type": "link", "author_name": "", "author_url": "", "provider_name": "Example News",
        "provider_url": "", "html": "", "width": 640, "height": 360, "image": null, "image_description": "",
        "embed_url": "", "blurhash": null, "published_at": null, "authors": [],
        "history": [{ "day": "1787270400", "accounts": "13", "uses": "15" }], "id": 77, "requires_review": true,
    })
}

#[test]
fn what_trends_survives_the_way_there_and_back() {
    let read: AdminTag = serde_json::from_value(tag()).expect("understood");
    assert_eq!(serde_json::to_value(read).expect("serialises"), tag());
    let read: AdminTrendsLink = serde_json::from_value(link()).expect("understood");
    assert_eq!(serde_json::to_value(read).expect("serialises"), link());
    let publisher = json!({
        "id": 6, "domain": "news.example", "trendable": null, "reviewed_at": null,
        "requested_review_at": "2026-08-21T06:00:02.114Z", "requires_review": true,
    });
    let read: AdminPublisher = serde_json::from_value(publisher.clone()).expect("understood");
    assert_eq!(serde_json::to_value(read).expect("serialises"), publisher);
}

#[test]
fn ids_may_be_texts_and_what_moderators_decide_may_be_missing() {
    let mut with_text = link();
    with_text["id"] = "77".into();
    let read: AdminTrendsLink = serde_json::from_value(with_text).expect("understood");
    assert_eq!(read.id.map(|it| it.0), Some(77));
    let mut public = tag();
    for name in ["trendable", "usable", "requires_review", "listable"] {
        public.as_object_mut().expect("an object").remove(name);
    }
    let read: AdminTag = serde_json::from_value(public.clone()).expect("understood");
    assert_eq!(read.usable, None);
    assert_eq!(serde_json::to_value(read).expect("serialises"), public);
}

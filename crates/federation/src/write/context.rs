//! What the words of a document mean, for those who read it as linked data.

use serde_json::{Map, Value, json};

/// The document with the meaning of its words in front. Inside another document it needs none.
pub fn with_context(document: Value) -> Value {
    let mut whole = Map::new();
    whole.insert("@context".into(), context());
    if let Value::Object(document) = document {
        whole.extend(document);
    }
    Value::Object(whole)
}

fn context() -> Value {
    json!([
        "https://www.w3.org/ns/activitystreams",
        "https://w3id.org/security/v1",
        {
            "toot": "http://joinmastodon.org/ns#",
            "schema": "http://schema.org#",
            "misskey": "https://misskey-hub.net/ns#",
            "fedibird": "http://fedibird.com/ns#",
            "gts": "https://gotosocial.org/ns#",
            "sensitive": "as:sensitive",
            "Hashtag": "as:Hashtag",
            "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
            "movedTo": { "@id": "as:movedTo", "@type": "@id" },
            "alsoKnownAs": { "@id": "as:alsoKnownAs", "@type": "@id" },
            "featured": { "@id": "toot:featured", "@type": "@id" },
            "featuredTags": { "@id": "toot:featuredTags", "@type": "@id" },
            "discoverable": "toot:discoverable",
            "indexable": "toot:indexable",
            "memorial": "toot:memorial",
            "suspended": "toot:suspended",
            "Emoji": "toot:Emoji",
            "blurhash": "toot:blurhash",
            "focalPoint": { "@container": "@list", "@id": "toot:focalPoint" },
            "votersCount": "toot:votersCount",
            "PropertyValue": "schema:PropertyValue",
            "value": "schema:value",
            "quote": { "@id": "https://w3id.org/fep/044f#quote", "@type": "@id" },
            "quoteUri": "fedibird:quoteUri",
            "_misskey_quote": "misskey:_misskey_quote",
            "interactionPolicy": { "@id": "gts:interactionPolicy", "@type": "@id" },
            "canQuote": { "@id": "gts:canQuote", "@type": "@id" },
            "automaticApproval": { "@id": "gts:automaticApproval", "@type": "@id" },
            "manualApproval": { "@id": "gts:manualApproval", "@type": "@id" }
        }
    ])
}

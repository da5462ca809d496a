//! Lists of things, whole or in pages.

use domain::Site;
use serde_json::{Value, json};

use super::posts::hashtag;

/// A list that others read page by page; `first` where there is one to be read.
pub fn paged(id: &str, total: Option<i64>, first: Option<&str>) -> Value {
    let mut list = json!({ "id": id, "type": "OrderedCollection" });
    if let Some(total) = total {
        list["totalItems"] = json!(total);
    }
    if let Some(first) = first {
        list["first"] = json!(first);
    }
    list
}

/// A page of a list, and the address of the next.
pub fn page(id: &str, part_of: &str, items: Vec<Value>, next: Option<&str>) -> Value {
    let mut page = json!({
        "id": id,
        "type": "OrderedCollectionPage",
        "partOf": part_of,
        "orderedItems": items,
    });
    if let Some(next) = next {
        page["next"] = json!(next);
    }
    page
}

/// A list that is short enough to be read at once.
pub fn whole(id: &str, items: Vec<Value>) -> Value {
    json!({
        "id": id,
        "type": "OrderedCollection",
        "totalItems": items.len(),
        "orderedItems": items,
    })
}

/// A list whose first page comes with it.
pub fn with_first(id: &str, mut first: Value) -> Value {
    first["partOf"] = json!(id);
    json!({ "id": id, "type": "Collection", "first": first })
}

/// How many there are, and no more than that.
pub fn counted(id: &str, total: i64) -> Value {
    json!({ "id": id, "type": "Collection", "totalItems": total })
}

/// A page of a list in no order.
pub fn loose_page(id: &str, part_of: &str, items: Vec<Value>, next: Option<&str>) -> Value {
    let mut page = json!({
        "id": id,
        "type": "CollectionPage",
        "partOf": part_of,
        "items": items,
    });
    if let Some(next) = next {
        page["next"] = json!(next);
    }
    page
}

/// The tags that an account shows, each as it spells it and as it is compared.
pub fn tags(site: &Site, id: &str, tags: &[(String, String)]) -> Value {
    let items = tags
        .iter()
        .map(|(shown, name)| hashtag(site, name, Some(shown)));
    let items: Vec<Value> = items.collect();
    json!({ "id": id, "type": "Collection", "totalItems": items.len(), "items": items })
}

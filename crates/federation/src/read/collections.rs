//! Collections, such as what somebody puts first on her profile.

use serde_json::Value;

use crate::json::{list, name, name_under};

/// The names of what is in a collection or a page of one, as far as it says so itself.
pub fn items(document: &Value) -> Vec<&str> {
    let own = list(document, "orderedItems").iter();
    let own = own.chain(list(document, "items"));
    let first = document.get("first").unwrap_or(&Value::Null);
    let of_page = list(first, "orderedItems").iter();
    let of_page = of_page.chain(list(first, "items"));
    own.chain(of_page).filter_map(name).collect()
}

/// The first page, where the collection itself has nothing.
pub fn first_page(document: &Value) -> Option<&str> {
    match items(document).is_empty() {
        true => name_under(document, "first"),
        false => None,
    }
}

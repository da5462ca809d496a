use api::{
    Open,
    entities::{self, RepliesPolicy},
};
use serde_json::{Value, from_value};
use store::lists::List;

pub(crate) fn list(kept: &List) -> entities::List {
    let policy: Open<RepliesPolicy> =
        from_value(Value::from(kept.replies_policy.as_str())).unwrap_or_default();
    entities::List {
        id: kept.id.to_string(),
        title: kept.title.clone(),
        replies_policy: policy,
        exclusive: kept.is_exclusive,
    }
}

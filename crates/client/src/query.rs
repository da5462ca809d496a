//! Fields in a query, in the form that Rails reads: `name[]=a&name[]=b` and `object[field]=c`.

use serde_json::{Map, Value};
use url::Url;

pub(crate) fn add(address: &mut Url, fields: &Map<String, Value>) {
    let mut pairs = Vec::new();
    for (name, value) in fields {
        collect(name.clone(), value, &mut pairs);
    }
    if !pairs.is_empty() {
        address.query_pairs_mut().extend_pairs(pairs);
    }
}

pub(crate) fn collect(name: String, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => (),
        Value::Bool(it) => pairs.push((name, it.to_string())),
        Value::Number(it) => pairs.push((name, it.to_string())),
        Value::String(it) => pairs.push((name, it.clone())),
        Value::Array(items) => {
            for item in items {
                collect(format!("{name}[]"), item, pairs);
            }
        }
        Value::Object(fields) => {
            for (field, value) in fields {
                collect(format!("{name}[{field}]"), value, pairs);
            }
        }
    }
}

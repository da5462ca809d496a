//! Which keys there are, and which of those that were given are none.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::Config;
use crate::nearest::nearest;

/// One thing that can be decided.
pub(super) struct Key {
    /// `listen`, or `mail.from`.
    pub(super) path: String,
    /// From the comment of its field.
    pub(super) text: String,
    /// Its default, or an example where it has none.
    pub(super) value: Value,
    /// Whether it takes more than one value.
    pub(super) is_list: bool,
}

/// A group of keys. The first has no name and stands at the top of the file.
pub(super) struct Section {
    pub(super) name: Option<String>,
    pub(super) text: String,
    pub(super) keys: Vec<Key>,
}

/// All there are, as the structs declare them.
pub(super) fn sections() -> Vec<Section> {
    let settings = SchemaSettings::default().with(|it| it.inline_subschemas = true);
    let schema = settings.into_generator().into_root_schema_for::<Config>();
    let mut top = Section {
        name: None,
        text: String::new(),
        keys: Vec::new(),
    };
    let mut others = Vec::new();
    for (name, schema) in properties(schema.as_value()) {
        if schema["properties"].is_object() {
            let keys = properties(schema).map(|(it, schema)| key(&format!("{name}.{it}"), schema));
            others.push(Section {
                name: Some(name.clone()),
                text: text(schema),
                keys: keys.collect(),
            });
        } else {
            top.keys.push(key(name, schema));
        }
    }
    others.insert(0, top);
    others
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema["properties"].as_object().into_iter().flatten()
}

fn text(schema: &Value) -> String {
    schema["description"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

fn key(path: &str, schema: &Value) -> Key {
    let default = Some(&schema["default"]).filter(|it| !it.is_null());
    Key {
        path: path.to_owned(),
        text: text(schema),
        value: default.unwrap_or(&schema["examples"][0]).clone(),
        is_list: schema["type"] == "array",
    }
}

/// The variable that sets a key: `mail.from` is `KUMKI_MAIL__FROM`.
pub(super) fn variable(path: &str) -> String {
    format!("{PREFIX}{}", path.replace('.', "__").to_uppercase())
}

const PREFIX: &str = "KUMKI_";
/// Read elsewhere, and no keys.
const OTHER_VARIABLES: [&str; 2] = ["KUMKI_CONFIG", "KUMKI_PASSWORD"];

/// Variables that look as if they should do something and do nothing.
///
/// That is no error: where several programs share an environment, such names may mean another.
pub(crate) fn unknown_variables() -> Vec<String> {
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let known: Vec<String> = all_paths().iter().map(|it| variable(it)).collect();
    let is_known = |name: &String| known.contains(name) || OTHER_VARIABLES.contains(&&**name);
    let unknown = names.filter(|it| it.starts_with(PREFIX) && !is_known(it));
    unknown
        .map(|name| {
            let meant = nearest(&name, known.iter().map(String::as_str));
            not_known("variable", &name, meant)
        })
        .collect()
}

pub(super) fn all_paths() -> Vec<String> {
    let keys = sections().into_iter().flat_map(|it| it.keys);
    keys.map(|it| it.path).collect()
}

pub(super) fn not_known(kind: &str, name: &str, meant: Option<&str>) -> String {
    match meant {
        Some(meant) => format!("unknown {kind} {name:?}; did you mean {meant:?}?"),
        None => format!("unknown {kind} {name:?}"),
    }
}

/// What was probably meant by a key that is none, also when it stands in the wrong section.
pub(super) fn meant<'a>(path: &str, known: &'a [String]) -> Option<&'a str> {
    let last = |path: &'a str| path.rsplit('.').next().unwrap_or(path);
    let whole = nearest(path, known.iter().map(String::as_str));
    whole.or_else(|| {
        let name = path.rsplit('.').next().unwrap_or(path);
        let by_name = nearest(name, known.iter().map(|it| last(it)))?;
        known
            .iter()
            .map(String::as_str)
            .find(|it| last(it) == by_name)
    })
}

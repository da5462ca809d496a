//! Fields of a request as arguments of a command, as the schema describes them.

use clap::{
    Arg, ArgAction, ArgMatches, ValueHint,
    builder::{
        BoolishValueParser, PossibleValue, PossibleValuesParser, StringValueParser,
        TypedValueParser, ValueParser,
    },
    parser::ValueSource,
    value_parser,
};
use serde_json::{Map, Value};

/// What can be typed for a field.
enum Kind<'a> {
    Text,
    /// The path of a file, or a `data:` URL.
    File,
    Number,
    Decimal,
    Switch,
    Word(Vec<PossibleValue>),
    List(Box<Self>),
    /// Fields of its own, each an option.
    Group(&'a Value),
    /// Anything, as JSON, or else as text.
    Anything,
}

/// Fields of the path are positional, in the order of the path; the others are options. A field of
/// a field is `--field-inner`, with the id `field.inner`.
pub(crate) fn args(schema: &Value, in_path: &[&str]) -> Vec<Arg> {
    let mut args = Vec::new();
    collect("", schema, true, &mut args);
    args.into_iter()
        .map(|arg| {
            // The role of everybody is -99.
            let arg = arg.allow_negative_numbers(true);
            let id = arg.get_id().to_string();
            match in_path.iter().position(|it| *it == id) {
                Some(at) => arg.index(at + 1),
                None => arg.long(id.replace(['_', '.'], "-")),
            }
        })
        .collect()
}

/// What was typed, as the fields of a request. What was not typed is not there.
pub(crate) fn read(matches: &ArgMatches) -> Map<String, Value> {
    let mut fields = Map::new();
    for id in matches.ids().map(clap::Id::as_str) {
        let was_typed = matches.value_source(id) == Some(ValueSource::CommandLine);
        let Ok(Some(values)) = matches.try_get_many::<Value>(id) else {
            continue;
        };
        let mut values: Vec<Value> = values.cloned().collect();
        if was_typed {
            let value = match values.len() {
                1 => values.remove(0),
                _ => values.into(),
            };
            insert(&mut fields, id, value);
        }
    }
    fields
}

/// What the documentation of a type or a field says, a line for each paragraph.
pub(crate) fn description(schema: &Value) -> String {
    let text = schema["description"].as_str().unwrap_or_default();
    let paragraphs = text.split("\n\n").map(|it| it.replace('\n', " "));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn collect(prefix: &str, schema: &Value, is_whole: bool, args: &mut Vec<Arg>) {
    let required = |name: &str| {
        let names = schema["required"].as_array();
        is_whole && names.is_some_and(|it| it.iter().any(|it| it == name))
    };
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let id = format!("{prefix}{name}");
        match kind(property) {
            Kind::Group(inner) => collect(&format!("{id}."), inner, false, args),
            kind => args.push(
                with_kind(Arg::new(id).value_name(name.to_uppercase()), kind)
                    .help(description(property))
                    .required(required(name)),
            ),
        }
    }
}

fn kind(schema: &Value) -> Kind<'_> {
    if let Some(ways) = schema["anyOf"].as_array() {
        let mut ways = ways.iter().filter(|it| it["type"] != "null");
        return match (ways.next(), ways.next()) {
            (Some(only), None) => kind(only),
            _ => Kind::Anything,
        };
    }
    if let Some(words) = words(schema) {
        return Kind::Word(words);
    }
    let kinds = schema["type"].as_array().into_iter().flatten();
    let mut kinds = kinds
        .chain([&schema["type"]])
        .filter_map(Value::as_str)
        .filter(|it| *it != "null");
    match (kinds.next(), kinds.next()) {
        (Some("string"), None) if schema["format"] == "binary" => Kind::File,
        (Some("string"), None) => Kind::Text,
        (Some("integer"), None) => Kind::Number,
        (Some("number"), None) => Kind::Decimal,
        (Some("boolean"), None) => Kind::Switch,
        (Some("array"), None) => Kind::List(Box::new(kind(&schema["items"]))),
        (Some("object"), None) if schema["properties"].is_object() => Kind::Group(schema),
        _ => Kind::Anything,
    }
}

/// `oneOf` where the words have descriptions, `enum` where they have none; both where some have.
fn words(schema: &Value) -> Option<Vec<PossibleValue>> {
    let plain = |values: &Value| -> Vec<PossibleValue> {
        let values = values.as_array().into_iter().flatten();
        let values = values.filter_map(Value::as_str).map(str::to_owned);
        values.map(PossibleValue::new).collect()
    };
    let Some(ways) = schema["oneOf"].as_array() else {
        return schema["enum"].is_array().then(|| plain(&schema["enum"]));
    };
    let mut words = Vec::new();
    for way in ways {
        match way["const"].as_str() {
            Some(word) => words.push(PossibleValue::new(word.to_owned()).help(description(way))),
            None if way["enum"].is_array() => words.extend(plain(&way["enum"])),
            None => return None,
        }
    }
    Some(words)
}

fn with_kind(arg: Arg, kind: Kind) -> Arg {
    match kind {
        Kind::Switch => arg
            .value_name("true|false")
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true")
            .hide_possible_values(true)
            .value_parser(parser(Kind::Switch)),
        Kind::File => arg
            .value_name("PATH")
            .value_hint(ValueHint::FilePath)
            .value_parser(parser(Kind::File)),
        Kind::List(item) => arg.action(ArgAction::Append).value_parser(parser(*item)),
        kind => arg.value_parser(parser(kind)),
    }
}

/// Each yields a [`Value`], so that reading need not know the kind again.
fn parser(kind: Kind) -> ValueParser {
    match kind {
        Kind::Text | Kind::File => StringValueParser::new().map(Value::from).into(),
        Kind::Number => value_parser!(i64).map(Value::from).into(),
        Kind::Decimal => ValueParser::from(|text: &str| text.parse::<f64>().map(Value::from)),
        Kind::Switch => BoolishValueParser::new().map(Value::from).into(),
        Kind::Word(words) => PossibleValuesParser::new(words).map(Value::from).into(),
        Kind::List(_) | Kind::Group(_) | Kind::Anything => StringValueParser::new()
            .map(|text| serde_json::from_str(&text).unwrap_or(Value::String(text)))
            .into(),
    }
}

fn insert(fields: &mut Map<String, Value>, id: &str, value: Value) {
    let Some((group, rest)) = id.split_once('.') else {
        fields.insert(id.to_owned(), value);
        return;
    };
    let group = fields.entry(group).or_insert_with(|| Map::new().into());
    if let Value::Object(group) = group {
        insert(group, rest, value);
    }
}

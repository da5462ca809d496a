//! Every endpoint as a command.

use std::pin::Pin;

use api::{Access, DRY_RUN, Empty, Endpoint, Loose, Page, Reply};
use clap::{Arg, ArgAction, ArgMatches, Command};
use client::{Client, following};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value};

use crate::{
    answer::{Answer, Collected},
    command_line::{ALL, TRY},
    fields,
    json::Json,
    note,
};

/// One of the commands, and what it does.
pub(crate) struct Entry {
    pub(crate) name: &'static [&'static str],
    pub(crate) command: Command,
    pub(crate) run: Run,
}

pub(crate) type Run = for<'a> fn(&'a Client, &'a ArgMatches) -> Running<'a>;
type Running<'a> = Pin<Box<dyn Future<Output = anyhow::Result<Answer>> + 'a>>;
type BodyOf<E> = <<E as Endpoint>::Response as Reply>::Body;

pub(crate) fn all() -> Vec<Entry> {
    macro_rules! entries {
        ($($E:ty),* $(,)?) => { vec![$(entry::<$E>()),*] };
    }
    api::for_each_endpoint!(entries)
}

fn entry<E: Endpoint>() -> Entry {
    let run: Run = |client, matches| Box::pin(run::<E>(client, matches));
    Entry {
        name: E::NAME,
        command: command::<E>(),
        run,
    }
}

fn command<E: Endpoint>() -> Command {
    let schema = SchemaSettings::draft2020_12()
        .with(|settings| settings.inline_subschemas = true)
        .into_generator()
        .into_root_schema_for::<E>()
        .to_value();
    let text = fields::description(&schema);
    let summary = text.lines().next().unwrap_or_default().to_owned();
    let in_path: Vec<&str> = E::path_params().collect();
    let mut command = Command::new(E::NAME.last().copied().unwrap_or_default())
        .about(summary)
        .long_about(text)
        .after_long_help(format!("{} {}\n{}", E::METHOD, E::PATH, needs(E::ACCESS)))
        .args(fields::args(&schema, &in_path));
    if E::can_be_tried() && schema["properties"].get(DRY_RUN).is_none() {
        command = command.arg(
            Arg::new(TRY)
                .long("dry-run")
                .action(ArgAction::SetTrue)
                .help("Change nothing, and answer what would be. Only Kumki can."),
        );
    }
    if is_paged(&schema) {
        // One request has a field of that name.
        let is_taken = schema["properties"].get("all").is_some();
        command = command.arg(
            Arg::new(ALL)
                .long(if is_taken { "all-pages" } else { "all" })
                .action(ArgAction::SetTrue)
                .help("All of them, page after page."),
        );
    }
    command
}

fn is_paged(schema: &Value) -> bool {
    ["max_id", "offset"]
        .iter()
        .any(|name| schema["properties"].get(name).is_some())
}

fn needs(access: Access) -> String {
    let words: Vec<&str> = access.scopes().iter().map(|it| it.as_str()).collect();
    let scopes = match words.as_slice() {
        [] => "any token".to_owned(),
        words => format!("a token for {}", words.join(" or ")),
    };
    match access {
        Access::Public(_) => "Anybody may ask this.".to_owned(),
        Access::Moderator(_) => format!("Needs {scopes}, and a role that may."),
        _ => format!("Needs {scopes}."),
    }
}

async fn run<E: Endpoint>(client: &Client, matches: &ArgMatches) -> anyhow::Result<Answer> {
    let mut request = E::deserialize(Loose(Value::Object(fields::read(matches))))?;
    if matches!(matches.try_get_one(TRY), Ok(Some(true))) {
        let preview = client.preview(&request).await?;
        note::say(&effects(&preview.effects));
        let (_, body) = preview.would_be.into_parts();
        return Ok(answer::<E>(Json::of(&body)?, false));
    }
    let wants_all = matches!(matches.try_get_one(ALL), Ok(Some(true)));
    let mut collected = Collected::default();
    loop {
        let (headers, body) = client.send(&request).await?.into_parts();
        let links = Page::<Empty>::from_parts(&headers, Vec::new());
        let next = links.next().and_then(|link| following(&request, link));
        match Json::of(&body)? {
            Json::List(items) if wants_all => {
                let is_last = items.is_empty();
                collected.add(items);
                match next {
                    Some(next) if !is_last => request = next,
                    _ => return Ok(answer::<E>(collected.into(), false)),
                }
            }
            body => return Ok(answer::<E>(body, next.is_some())),
        }
    }
}

/// `acts 3, reports resolved 2`, without what would not happen.
fn effects(counted: &Map<String, Value>) -> String {
    let counted = counted.iter().filter(|(_, count)| **count != 0);
    let counted: Vec<String> = counted
        .map(|(name, count)| format!("{} {count}", name.replace('_', " ")))
        .collect();
    format!("Nothing was done. It would be: {}", counted.join(", "))
}

fn answer<E: Endpoint>(body: Json, has_more: bool) -> Answer {
    let entity = BodyOf::<E>::schema_name();
    let entity = entity.strip_prefix("Array_of_").unwrap_or(&entity);
    Answer {
        entity: entity.to_owned(),
        body,
        has_more,
    }
}

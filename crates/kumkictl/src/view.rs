use std::io::{self, IsTerminal, Write};

use clap::ArgMatches;

use crate::{
    answer::Answer,
    command_line::{CSV, JSON, JSONL},
    csv,
    json::Json,
    note, plain,
    sheet::Sheet,
    table,
};

/// How answers are shown.
pub(crate) enum View {
    Table,
    Json,
    Csv,
    JsonLines,
}

impl View {
    pub(crate) fn new(matches: &ArgMatches) -> Self {
        match (matches.get_flag(JSON), matches.get_flag(CSV)) {
            (true, _) => Self::Json,
            (_, true) => Self::Csv,
            _ if matches.get_flag(JSONL) => Self::JsonLines,
            _ => Self::Table,
        }
    }

    pub(crate) fn show(&self, answer: &Answer) -> anyhow::Result<()> {
        let text = match self {
            Self::Table | Self::Csv if answer.entity == "DomainList" => file(&answer.body),
            Self::Json => serde_json::to_string_pretty(&answer.body)?,
            Self::Csv => match &answer.body {
                Json::List(items) => csv::text(&Sheet::of_list(&answer.entity, items)),
                one => csv::text(&Sheet::of_list(&answer.entity, std::slice::from_ref(one))),
            },
            Self::JsonLines => match &answer.body {
                Json::List(items) => lines(items)?,
                one => serde_json::to_string(one)?,
            },
            Self::Table => table::text(answer),
        };
        writeln!(io::stdout(), "{text}")?;
        if answer.has_more && io::stderr().is_terminal() {
            note::say("There is more: add --all.");
        }
        Ok(())
    }
}

/// What is a file already is shown as it is, but for what a terminal would take for a command.
fn file(body: &Json) -> String {
    let text = body.at("csv").text();
    let lines: Vec<String> = text.lines().map(plain::line).collect();
    lines.join("\n")
}

fn lines(items: &[Json]) -> serde_json::Result<String> {
    let lines: serde_json::Result<Vec<String>> = items.iter().map(serde_json::to_string).collect();
    Ok(lines?.join("\n"))
}

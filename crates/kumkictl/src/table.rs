//! Drawing for people.

use std::{env, iter};

use comfy_table::{Attribute, Cell, ContentArrangement, Table, presets::NOTHING};

use crate::{answer::Answer, json::Json, sheet::Sheet};

pub(crate) fn text(answer: &Answer) -> String {
    let entity = &answer.entity;
    match &answer.body {
        Json::List(items) if items.is_empty() => "Nothing found.".to_owned(),
        Json::List(items) => draw(&Sheet::of_list(entity, items)),
        Json::Object(fields) if fields.is_empty() => "Done.".to_owned(),
        Json::Object(_) if is_dry_run(answer) => dry_run(entity, &answer.body),
        Json::Object(_) if !items(&answer.body).is_empty() => with_items(entity, &answer.body),
        Json::Object(_) => draw(&Sheet::of_one(entity, &answer.body)),
        body => body.text(),
    }
}

/// Other answers have effects too, which have happened.
fn is_dry_run(answer: &Answer) -> bool {
    answer.entity == "ActedOnAccount" && answer.body.at("effects").is_object()
}

fn items(body: &Json) -> &[Json] {
    match body.at("items") {
        Json::List(items) => items,
        _ => &[],
    }
}

/// What is said of all of it, and below that a row for each thing.
fn with_items(entity: &str, body: &Json) -> String {
    let mut whole = Sheet::of_one(entity, body);
    whole.rows.retain(|row| row[0] != "items");
    let items = Sheet::of_list(entity, items(body));
    format!("{}\n\n{}", draw(&whole), draw(&items))
}

pub(crate) fn draw(sheet: &Sheet) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING);
    if table.is_tty() {
        table.set_content_arrangement(ContentArrangement::Dynamic);
    }
    let has_headings = !sheet.headings.is_empty();
    if has_headings {
        let headings: Vec<Cell> = sheet.headings.iter().map(heading).collect();
        table.set_header(headings);
    }
    for row in &sheet.rows {
        let cells = row.iter().enumerate().map(|(at, text)| match at {
            0 if !has_headings => heading(text),
            _ => Cell::new(text),
        });
        table.add_row(cells.collect::<Vec<_>>());
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table.trim_fmt()
}

fn heading(text: &String) -> Cell {
    let cell = Cell::new(text);
    match env::var_os("NO_COLOR").is_none_or(|it| it.is_empty()) {
        true => cell.add_attribute(Attribute::Bold),
        false => cell,
    }
}

/// What an act would do: the target as it would be, and what else would happen.
fn dry_run(entity: &str, body: &Json) -> String {
    let target = match entity {
        "ActedOnAccount" => "AdminAccount",
        _ => "",
    };
    let mut parts = vec!["Nothing was changed.".to_owned()];
    let would_be = body.at("would_be");
    if would_be.is_object() {
        let sheet = Sheet::of_one(target, would_be);
        parts.push(format!("It would be:\n{}", draw(&sheet)));
    }
    let effects = body.at("effects").fields().iter();
    let effects: Vec<String> = effects
        .filter(|(_, count)| !["0", ""].contains(&count.text().as_str()))
        .map(|(name, count)| format!("{}: {}", name.replace('_', " "), count.text()))
        .collect();
    parts.push(match effects.as_slice() {
        [] => "Nothing else would happen.".to_owned(),
        effects => iter::once("Besides:")
            .chain(effects.iter().map(String::as_str))
            .collect::<Vec<_>>()
            .join("\n"),
    });
    parts.join("\n\n")
}

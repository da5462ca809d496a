//! Files of rows and columns (CSV), whose columns have names that begin with `#`.

use csv::{ReaderBuilder, StringRecord, Trim, Writer};

use crate::{Context, Error, Result, Violation, error::refuse};

/// How many rows a file may have, as in Mastodon.
const MOST: usize = 20_000;

/// A line of a file, with the cells in the order of the columns that were asked for.
#[derive(Debug)]
pub(crate) struct Row {
    /// From 1.
    pub(crate) line: u64,
    cells: Vec<Option<String>>,
}

impl Row {
    /// None where the file has no such column.
    pub(crate) fn cell(&self, column: usize) -> Option<&str> {
        self.cells.get(column)?.as_deref()
    }

    /// The same, and none also where there is nothing in it.
    pub(crate) fn text(&self, column: usize) -> Option<&str> {
        self.cell(column).filter(|it| !it.is_empty())
    }

    pub(crate) fn is_yes(&self, column: usize) -> bool {
        let text = self.cell(column).unwrap_or_default().to_lowercase();
        !["", "0", "f", "false", "off"].contains(&text.as_str())
    }
}

/// What became of a row.
#[derive(Debug)]
pub struct Item {
    /// Of the file, from 1.
    pub line: u64,
    /// What it is about.
    pub name: String,
    pub refused: Option<Error>,
}

/// Does something for each row, as one batch. What cannot be done is said for its row, and the rest is
/// done. `about` tells the line of a row, and what it is about.
pub(crate) fn each<R>(
    cx: &mut Context,
    rows: &[R],
    about: impl Fn(&R) -> (u64, &str),
    deed: impl Fn(&mut Context, &R) -> Result<()>,
) -> Result<(i64, Vec<Item>)> {
    let id = cx.new_id();
    cx.batch = Some(id);
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let refused = match cx.part(|cx| deed(cx, row)) {
            Ok(()) => None,
            Err(error) if !error.is_about_the_request() => return Err(error),
            Err(error) => Some(error),
        };
        let (line, name) = about(row);
        let name = name.to_owned();
        items.push(Item {
            line,
            name,
            refused,
        });
    }
    Ok((id, items))
}

pub(crate) fn write(headings: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<String> {
    let broken = || Error::Internal("a list cannot be written");
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(headings).map_err(|_| broken())?;
    for row in rows {
        let cells = row.into_iter().map(harmless);
        writer.write_record(cells).map_err(|_| broken())?;
    }
    let bytes = writer.into_inner().map_err(|_| broken())?;
    String::from_utf8(bytes).map_err(|_| broken())
}

/// What programs for tables would take for a formula, instead of showing it.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// An apostrophe before it makes a text of it.
fn harmless(cell: String) -> String {
    match is_formula(&cell) {
        true => format!("'{cell}"),
        false => cell,
    }
}

/// Without the apostrophe that [`harmless`] has put there.
fn plain(cell: &str) -> &str {
    let bare = cell.strip_prefix('\'').filter(|it| is_formula(it));
    bare.unwrap_or(cell)
}

/// Columns stand in any order, and unknown ones are passed over. Without headings, only the first counts.
pub(crate) fn read(text: &str, columns: &[&str]) -> Result<Vec<Row>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let records: std::result::Result<Vec<_>, _> = reader.records().collect();
    let records = records.map_err(|_| wrong("ERR_INVALID", "is invalid"))?;
    let has_headings = records
        .first()
        .is_some_and(|it| it.get(0) == columns.first().copied());
    let place = |(number, name): (usize, &&str)| match has_headings {
        true => records[0].iter().position(|it| it == *name),
        false => (number == 0).then_some(0),
    };
    let places: Vec<Option<usize>> = columns.iter().enumerate().map(place).collect();
    let rows = &records[usize::from(has_headings)..];
    let is_blank = |it: &&StringRecord| it.iter().all(str::is_empty);
    let mut lines = Lines::of(text);
    let row = |it: &StringRecord| Row {
        line: lines.next(it),
        cells: places
            .iter()
            .map(|place| Some(plain(it.get((*place)?).unwrap_or_default()).to_owned()))
            .collect(),
    };
    let rows: Vec<Row> = rows.iter().filter(|it| !is_blank(it)).map(row).collect();
    if rows.is_empty() {
        refuse(vec![Violation::blank("data", "Data")])?;
    }
    if rows.len() > MOST {
        let text = format!("contains more than {MOST} rows");
        return Err(wrong("ERR_TOO_MANY", &text));
    }
    Ok(rows)
}

fn wrong(code: &'static str, message: &str) -> Error {
    Error::Invalid(vec![Violation::new("data", "Data", code, message)])
}

/// Counts lines as people do: where a record begins, the reader still stands at the end of the line before.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line of a record, which comes after those before.
    fn next(&mut self, record: &StringRecord) -> u64 {
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start)
            .unwrap_or(self.at)
            .min(self.text.len());
        let ends = self.text[start..].iter();
        let skipped = ends.take_while(|it| matches!(it, b'\r' | b'\n')).count();
        let begin = (start + skipped).max(self.at);
        let ended = self.text[self.at..begin].iter().filter(|it| **it == b'\n');
        self.line += ended.count() as u64;
        self.at = begin;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    #[test]
    fn what_looks_like_a_formula_is_written_as_a_text_and_read_as_it_was() {
        let columns = ["#domain", "#comment"];
        let comments = ["=1+1", "+1", "-1", "@who", "'tis", "a = b", "'"];
        let rows = comments
            .iter()
            .map(|it| vec!["a.example".into(), (*it).to_owned()]);

        let text = write(&columns, rows).expect("written");

        let cells = text.lines().skip(1).filter_map(|it| it.split(',').nth(1));
        let cells: Vec<&str> = cells.collect();
        assert_eq!(
            cells,
            ["'=1+1", "'+1", "'-1", "'@who", "'tis", "a = b", "'"]
        );
        let rows = read(&text, &columns).expect("read");
        let back: Vec<_> = rows.iter().filter_map(|it| it.cell(1)).collect();
        assert_eq!(back, comments);
    }
}

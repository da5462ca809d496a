//! Lists of servers as files, in Mastodon's columns.

use csv::{ReaderBuilder, StringRecord, Trim, Writer};
use store::{
    domain_allows,
    domain_blocks::{self, DomainBlock},
    losses,
};

use super::{
    Severity, allows,
    blocks::{self, Change},
    known::Known,
    normalize, rule_for,
};
use crate::{Context, Error, Moderator, Permission, Result, Violation, error::refuse};

/// How many rows a file may have, as in Mastodon.
const MOST: usize = 20_000;
const DOMAIN: &str = "#domain";
const COLUMNS: [&str; 6] = [
    DOMAIN,
    "#severity",
    "#reject_media",
    "#reject_reports",
    "#public_comment",
    "#obfuscate",
];

/// The rules that do something, oldest first. What is for the staff alone is not among it.
pub fn export_blocks(cx: &mut Context) -> Result<String> {
    cx.moderator(Permission::ManageFederation)?;
    let mut blocks = domain_blocks::all(&mut cx.tx)?;
    blocks.retain(|it| Severity::of(it) != Severity::Noop || it.reject_media);
    let row = |it: &DomainBlock| {
        vec![
            it.domain.clone(),
            it.severity.clone(),
            it.reject_media.to_string(),
            it.reject_reports.to_string(),
            it.public_comment.clone().unwrap_or_default(),
            it.obfuscate.to_string(),
        ]
    };
    written(&COLUMNS, blocks.iter().map(row))
}

pub fn export_allows(cx: &mut Context) -> Result<String> {
    cx.moderator(Permission::ManageFederation)?;
    let allows = domain_allows::all(&mut cx.tx)?.into_iter();
    written(&[DOMAIN], allows.map(|it| vec![it.domain]))
}

fn written(headings: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<String> {
    let broken = || Error::Internal("a list cannot be written");
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(headings).map_err(|_| broken())?;
    for row in rows {
        writer.write_record(row).map_err(|_| broken())?;
    }
    let bytes = writer.into_inner().map_err(|_| broken())?;
    String::from_utf8(bytes).map_err(|_| broken())
}

/// A file with rules.
#[derive(Clone, Debug)]
pub struct File<'a> {
    pub text: &'a str,
    /// What it is called, which is kept with what comes of it.
    pub name: &'a str,
    /// Whether servers are blocked too whose people members follow, or are followed by.
    pub even_followed: bool,
}

/// What became of a row.
#[derive(Debug)]
pub struct Item {
    /// Of the file, from 1.
    pub line: u64,
    pub domain: String,
    pub refused: Option<Error>,
}

/// Makes the rules of a file, as one batch. What cannot be done is said for its row, and the rest is done.
pub fn import_blocks(cx: &mut Context, file: &File<'_>) -> Result<(i64, Vec<Item>)> {
    let moderator = cx.moderator(Permission::ManageFederation)?;
    let rows = read(file.text)?;
    let known = Known::load(cx)?;
    let comment = format!("Imported from {} on {}", file.name, cx.now.date_naive());
    each(cx, &rows, |cx, row| {
        let change = Change {
            private_comment: Some(comment.clone()),
            ..row.change()
        };
        if !file.even_followed {
            check_followed(cx, &row.domain, &known)?;
        }
        add(cx, &moderator, &row.domain, &change, &known)
    })
}

fn add(
    cx: &mut Context,
    moderator: &Moderator,
    domain: &str,
    change: &Change,
    known: &Known,
) -> Result<()> {
    if let Ok(name) = normalize(domain)
        && let Some(rule) = rule_for(cx, &name)?
    {
        let text = format!("There is a rule for {} already", rule.domain);
        return Err(Error::Unprocessable(text));
    }
    blocks::add(cx, moderator, domain, change, known).map(drop)
}

/// As on Mastodon's page, where such a server has to be chosen by itself.
fn check_followed(cx: &mut Context, domain: &str, known: &Known) -> Result<()> {
    let Ok(name) = normalize(domain) else {
        return Ok(());
    };
    let same = known.same(&name);
    if same.is_empty() {
        return Ok(());
    }
    let totals = losses::totals(&mut cx.tx, &same)?;
    match totals.followers + totals.following {
        0 => Ok(()),
        _ => Err(Error::Unprocessable(format!(
            "Members have {} followers there and follow {}",
            totals.followers, totals.following
        ))),
    }
}

/// Allows the servers of a file, as one batch.
pub fn import_allows(cx: &mut Context, text: &str) -> Result<(i64, Vec<Item>)> {
    cx.moderator(Permission::ManageFederation)?;
    let rows = read(text)?;
    each(cx, &rows, |cx, row| {
        if let Ok(name) = normalize(&row.domain)
            && domain_allows::is_allowed(&mut cx.tx, &name)?
        {
            let text = format!("{name} is allowed already");
            return Err(Error::Unprocessable(text));
        }
        allows::create(cx, &row.domain).map(drop)
    })
}

fn each(
    cx: &mut Context,
    rows: &[Row],
    deed: impl Fn(&mut Context, &Row) -> Result<()>,
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
        items.push(Item {
            line: row.line,
            domain: row.domain.clone(),
            refused,
        });
    }
    Ok((id, items))
}

/// A line of a file, with the cells in the order of the columns.
#[derive(Debug)]
struct Row {
    line: u64,
    domain: String,
    severity: Option<String>,
    reject_media: bool,
    reject_reports: bool,
    public_comment: Option<String>,
    obfuscate: bool,
}

impl Row {
    fn change(&self) -> Change {
        let severity = self.severity.clone();
        Change {
            // Lists without that column are of servers that nobody wants anything from.
            severity: severity.or_else(|| Some(Severity::Suspend.word().into())),
            reject_media: Some(self.reject_media),
            reject_reports: Some(self.reject_reports),
            public_comment: self.public_comment.clone(),
            obfuscate: Some(self.obfuscate),
            ..Change::default()
        }
    }
}

fn read(text: &str) -> Result<Vec<Row>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let records: std::result::Result<Vec<_>, _> = reader.records().collect();
    let records = records.map_err(|_| wrong("ERR_INVALID", "is invalid"))?;
    let has_headings = records.first().is_some_and(|it| it.get(0) == Some(DOMAIN));
    let places = match has_headings {
        true => COLUMNS.map(|name| records[0].iter().position(|it| it == name)),
        // Then there is nothing but domains, or nothing else counts.
        false => COLUMNS.map(|name| (name == DOMAIN).then_some(0)),
    };
    let rows = &records[usize::from(has_headings)..];
    let is_blank = |it: &&StringRecord| it.iter().all(str::is_empty);
    let mut lines = Lines::of(text);
    let rows: Vec<Row> = rows
        .iter()
        .filter(|it| !is_blank(it))
        .map(|it| row(it, lines.next(it), &places))
        .collect();
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

fn row(record: &StringRecord, line: u64, places: &[Option<usize>; COLUMNS.len()]) -> Row {
    let cell = |column: usize| places[column].map(|at| record.get(at).unwrap_or_default());
    let is_yes = |column| {
        let text = cell(column).unwrap_or_default().to_lowercase();
        !["", "0", "f", "false", "off"].contains(&text.as_str())
    };
    let comment = cell(4).filter(|it| !it.is_empty());
    Row {
        line,
        domain: cell(0).unwrap_or_default().to_lowercase(),
        severity: cell(1).map(str::to_lowercase),
        reject_media: is_yes(2),
        reject_reports: is_yes(3),
        public_comment: comment.map(str::to_owned),
        obfuscate: is_yes(5),
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, read};

    fn rows(text: &str) -> Vec<Row> {
        read(text).expect(text)
    }

    #[test]
    fn columns_stand_in_any_order_and_unknown_ones_are_passed_over() {
        let text = "\u{feff}#domain,#obfuscate,else,#severity,#public_comment,#reject_media\r\n\
                    Far.Example,FALSE,x,Silence,\"Ads, \"\"really\"\"\",no\r\n\
                    \r\n\
                    near.example\r\n";
        let rows = rows(text);

        assert_eq!(rows.len(), 2);
        let (far, near) = (&rows[0], &rows[1]);
        assert_eq!((far.line, near.line), (2, 4));
        assert_eq!(
            (&*far.domain, far.severity.as_deref()),
            ("far.example", Some("silence"))
        );
        assert!(far.reject_media && !far.obfuscate && !far.reject_reports);
        assert_eq!(far.public_comment.as_deref(), Some("Ads, \"really\""));
        assert_eq!(near.severity.as_deref(), Some(""), "it is no severity");
    }

    #[test]
    fn without_the_heading_all_lines_are_domains() {
        let rows = rows("far.example\nnear.example,noop");

        let domains: Vec<_> = rows.iter().map(|it| &*it.domain).collect();
        assert_eq!(domains, ["far.example", "near.example"]);
        assert!(rows.iter().all(|it| it.severity.is_none()));
    }

    #[test]
    fn a_file_has_something_in_it_and_not_too_much() {
        assert!(read(" \n\n").is_err());
        assert!(read("#domain\n").is_err());
        assert!(read(&"a.example\n".repeat(20_000)).is_ok());
        assert!(read(&"a.example\n".repeat(20_001)).is_err());
    }
}

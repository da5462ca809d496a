//! Lists of servers as files, in Mastodon's columns.

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
use crate::{
    Context, Error, Moderator, Permission, Result,
    sheets::{self, Item},
};

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
    sheets::write(&COLUMNS, blocks.iter().map(row))
}

pub fn export_allows(cx: &mut Context) -> Result<String> {
    cx.moderator(Permission::ManageFederation)?;
    let allows = domain_allows::all(&mut cx.tx)?.into_iter();
    sheets::write(&[DOMAIN], allows.map(|it| vec![it.domain]))
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

/// Makes the rules of a file, as one batch. What cannot be done is said for its row, and the rest is done.
pub fn import_blocks(cx: &mut Context, file: &File<'_>) -> Result<(i64, Vec<Item>)> {
    let moderator = cx.moderator(Permission::ManageFederation)?;
    let rows = read(file.text)?;
    let known = Known::load(cx)?;
    let comment = format!("Imported from {} on {}", file.name, cx.now.date_naive());
    sheets::each(cx, &rows, Row::about, |cx, row| {
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
    sheets::each(cx, &rows, Row::about, |cx, row| {
        if let Ok(name) = normalize(&row.domain)
            && domain_allows::is_allowed(&mut cx.tx, &name)?
        {
            let text = format!("{name} is allowed already");
            return Err(Error::Unprocessable(text));
        }
        allows::create(cx, &row.domain).map(drop)
    })
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
    fn about(&self) -> (u64, &str) {
        (self.line, &self.domain)
    }

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
    let rows = sheets::read(text, &COLUMNS)?;
    Ok(rows.iter().map(row).collect())
}

fn row(row: &sheets::Row) -> Row {
    Row {
        line: row.line,
        domain: row.cell(0).unwrap_or_default().to_lowercase(),
        severity: row.cell(1).map(str::to_lowercase),
        reject_media: row.is_yes(2),
        reject_reports: row.is_yes(3),
        public_comment: row.text(4).map(str::to_owned),
        obfuscate: row.is_yes(5),
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

//! Reading lists, in whichever of their forms.

use std::collections::HashMap;

use csv::{ReaderBuilder, Trim};
use serde_json::{Map, Value};
use store::domain_subscription_entries::Said;

use crate::servers::{Severity, normalize};

/// How many servers a list may have.
pub(super) const MOST: usize = 50_000;
const LONGEST_COMMENT: usize = 2000;

/// What a list is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Whatever it looks like.
    Auto,
    /// With Mastodon's columns, with the sign before their names or without.
    Csv,
    /// Names, or objects with a `domain`.
    Json,
    /// A name on each line.
    Plain,
}

impl Format {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Auto, "auto"),
        (Self::Csv, "csv"),
        (Self::Json, "json"),
        (Self::Plain, "plain"),
    ];

    pub fn named(text: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, word)| *word == text);
        found.map(|(format, _)| *format)
    }

    fn of(text: &str) -> Self {
        let first = text.lines().map(str::trim).find(|it| !it.is_empty());
        let first = first.unwrap_or_default();
        let heading = first.split(',').next().unwrap_or_default();
        match first.chars().next() {
            Some('[' | '{') => Self::Json,
            _ if first.contains(',') || is_heading(heading) => Self::Csv,
            _ => Self::Plain,
        }
    }
}

fn is_heading(text: &str) -> bool {
    ["domain", "#domain"].contains(&text.trim().trim_matches('"').to_lowercase().as_str())
}

/// What a list says, or why it cannot be read. What is no name of a server is passed over; of what it
/// says twice of the same server, the stricter counts.
pub fn read(text: &str, format: Format) -> Result<Vec<Said>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let format = match format {
        Format::Auto => Format::of(text),
        other => other,
    };
    let rows = match format {
        Format::Json => of_json(text)?,
        Format::Csv => of_csv(text)?,
        Format::Auto | Format::Plain => of_lines(text),
    };
    if rows.len() > MOST {
        return Err(format!("The list has more than {MOST} entries"));
    }
    let said = without_doubles(rows.iter().filter_map(Row::read));
    match said.is_empty() {
        // A list that has gone wrong looks like this, too.
        true => Err("There is no server in the list".into()),
        false => Ok(said),
    }
}

fn without_doubles(all: impl Iterator<Item = Said>) -> Vec<Said> {
    let mut kept: Vec<Said> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for said in all {
        match places.get(&said.domain) {
            Some(at) if strictness(&said) > strictness(&kept[*at]) => kept[*at] = said,
            Some(_) => (),
            None => {
                places.insert(said.domain.clone(), kept.len());
                kept.push(said);
            }
        }
    }
    kept
}

fn strictness(said: &Said) -> (u8, bool, bool) {
    let severity = Severity::named(&said.severity).map_or(0, Severity::strictness);
    (severity, said.reject_media, said.reject_reports)
}

/// The cells of an entry, as they are written.
#[derive(Debug, Default)]
struct Row(HashMap<String, String>);

impl Row {
    fn of_name(domain: &str) -> Self {
        Self(HashMap::from([("domain".to_owned(), domain.to_owned())]))
    }

    fn cell(&self, names: &[&str]) -> Option<&str> {
        let found = names.iter().find_map(|it| self.0.get(*it));
        found.map(|it| it.trim()).filter(|it| !it.is_empty())
    }

    fn is_yes(&self, name: &str) -> bool {
        let text = self.cell(&[name]).unwrap_or_default().to_lowercase();
        !["", "0", "f", "false", "off"].contains(&text.as_str())
    }

    /// None if it is about no server that can be named, or says nothing that can be done.
    fn read(&self) -> Option<Said> {
        let domain = self.cell(&["domain"])?;
        let domain = normalize(domain.strip_prefix("*.").unwrap_or(domain)).ok()?;
        let severity = match self.cell(&["severity"]) {
            None => Severity::Suspend,
            Some(text) => named(&text.to_lowercase())?,
        };
        let comment = self.cell(&["public_comment", "comment", "reason"]);
        let cut = |it: &str| it.chars().take(LONGEST_COMMENT).collect();
        Some(Said {
            domain,
            severity: severity.word().to_owned(),
            reject_media: self.is_yes("reject_media"),
            reject_reports: self.is_yes("reject_reports"),
            public_comment: comment.map(cut),
            obfuscate: self.is_yes("obfuscate"),
        })
    }
}

/// Also in the words of other servers.
fn named(text: &str) -> Option<Severity> {
    match text {
        "limit" | "silenced" => Some(Severity::Silence),
        "block" | "suspended" => Some(Severity::Suspend),
        "none" => Some(Severity::Noop),
        other => Severity::named(other),
    }
}

fn of_lines(text: &str) -> Vec<Row> {
    let lines = text.lines().map(|it| match it.split_once('#') {
        Some((before, _)) => before.trim(),
        None => it.trim(),
    });
    let lines = lines.filter(|it| !it.is_empty());
    lines.take(MOST + 1).map(Row::of_name).collect()
}

fn of_csv(text: &str) -> Result<Vec<Row>, String> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut headings: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| "The list is no CSV".to_owned())?;
        let known = match &headings {
            Some(known) => known,
            None if is_heading(record.get(0).unwrap_or_default())
                || record.iter().any(is_heading) =>
            {
                let names = record
                    .iter()
                    .map(|it| it.trim_start_matches('#').to_lowercase());
                headings = Some(names.collect());
                continue;
            }
            // Then there is nothing but domains, or nothing else counts.
            None => headings.insert(vec!["domain".to_owned()]),
        };
        let cells = known.iter().cloned().zip(record.iter().map(str::to_owned));
        rows.push(Row(cells.collect()));
        if rows.len() > MOST {
            break;
        }
    }
    Ok(rows)
}

fn of_json(text: &str) -> Result<Vec<Row>, String> {
    let document: Value = serde_json::from_str(text).map_err(|_| "The list is no JSON")?;
    let list = match &document {
        Value::Array(list) => Some(list),
        Value::Object(object) => ["domains", "blocks", "domain_blocks", "entries"]
            .iter()
            .find_map(|it| object.get(*it)?.as_array()),
        _ => None,
    };
    let list = list.ok_or("There is no list in the JSON")?;
    Ok(list.iter().take(MOST + 1).map(of_value).collect())
}

fn of_value(value: &Value) -> Row {
    match value {
        Value::String(domain) => Row::of_name(domain),
        Value::Object(object) => of_object(object),
        _ => Row::default(),
    }
}

fn of_object(object: &Map<String, Value>) -> Row {
    let text = |it: &Value| match it {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let cells = object.iter().map(|(name, value)| {
        let name = name.trim_start_matches('#').to_lowercase();
        (name, text(value))
    });
    Row(cells.collect())
}

#[cfg(test)]
mod tests {
    use super::{Format, MOST, read};
    use store::domain_subscription_entries::Said;

    fn list(text: &str) -> Vec<Said> {
        read(text, Format::Auto).expect(text)
    }

    fn short(text: &str) -> Vec<(String, String)> {
        let list = list(text).into_iter();
        list.map(|it| (it.domain, it.severity)).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let pairs = pairs.iter();
        pairs
            .map(|(one, other)| ((*one).into(), (*other).into()))
            .collect()
    }

    #[test]
    fn a_list_is_read_in_whichever_form_it_is_written() {
        let expected = pairs(&[("far.test", "suspend"), ("mild.test", "silence")]);
        for text in [
            "#domain,#severity\nFar.test,suspend\nmild.test,silence\n",
            "severity,domain\n,far.test\nlimit,mild.test\n",
            "[\"far.test\", {\"domain\": \"mild.test\", \"severity\": \"silence\"}]",
            "{\"domains\": [{\"domain\": \"far.test\"}, {\"domain\": \"mild.test\", \"severity\": \"silence\"}]}",
        ] {
            assert_eq!(short(text), expected, "{text}");
        }
        let plain = "# Servers\n*.far.test # ads\n\nnear.test\n";
        let expected = pairs(&[("far.test", "suspend"), ("near.test", "suspend")]);
        assert_eq!(short(plain), expected);
        assert_eq!(short("far.test,noop\nnear.test\n"), expected);
    }

    #[test]
    fn an_entry_says_all_that_mastodon_knows_of() {
        let text = "domain,severity,reject_media,reject_reports,public_comment,obfuscate\n\
                    far.test,noop,TRUE,false,\"Ads, mostly\",1\n";
        let said = Said {
            domain: "far.test".into(),
            severity: "noop".into(),
            reject_media: true,
            reject_reports: false,
            public_comment: Some("Ads, mostly".into()),
            obfuscate: true,
        };
        assert_eq!(list(text), [said]);
        let shown = "[{\"domain\": \"far.test\", \"digest\": \"x\", \"severity\": \"suspend\", \"comment\": \"Ads\"},
                      {\"domain\": \"sp**.test\", \"severity\": \"suspend\", \"comment\": null}]";
        let found = list(shown);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].public_comment.as_deref(), Some("Ads"));
    }

    #[test]
    fn of_what_is_said_twice_the_stricter_counts() {
        let text = "domain,severity\nfar.test,silence\nFAR.test,suspend\nfar.test,noop\n";
        assert_eq!(short(text), pairs(&[("far.test", "suspend")]));
    }

    #[test]
    fn a_list_that_cannot_be_meant_is_refused() {
        for text in [
            "",
            "\n\n",
            "<html>no such page</html>",
            "[]",
            "{}",
            "[1, null]",
            "{",
        ] {
            assert!(read(text, Format::Auto).is_err(), "{text}");
        }
        assert!(read("far.test", Format::Json).is_err());
        let long: String = (0..=MOST).map(|it| format!("a{it}.test\n")).collect();
        assert!(read(&long, Format::Auto).is_err());
    }
}

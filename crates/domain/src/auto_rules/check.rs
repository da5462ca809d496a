//! What a rule may be.

use chrono::{DateTime, Utc};
use serde_json::Value;
use store::{
    accounts,
    auto_rules::{self as rules, AutoRule, Terms},
};

use super::{
    Conditions, Origin, Outcome, Subject, Wanted, WantedConditions,
    text::{compile, fold},
};
use crate::{Context, Error, Result, Violation, error::refuse, gates::Network, servers::normalize};

const MOST_RULES: usize = 1000;
const LONGEST_NAME: usize = 200;
const LONGEST_TEXT: usize = 2000;
const LONGEST_PATTERN: usize = 1000;
const LONGEST_WORD: usize = 100;
/// Entries of a list of one rule, and words of all of them.
const MOST_ENTRIES: usize = 500;
const MOST_WORDS: usize = 50_000;
/// A hundred years, in seconds.
const LONGEST_TIME: i64 = 100 * 365 * 86_400;
const MOST_MENTIONS: i64 = 1000;
/// Less than that in common, and nearly everything is similar.
const LEAST_SIMILAR: i64 = 30;
const CATEGORIES: [&str; 2] = ["spam", "other"];

/// What nothing is to be said against.
#[derive(Debug)]
pub(super) struct Content {
    name: String,
    conditions: Conditions,
    outcomes: Vec<&'static str>,
    report_category: String,
    limit_for: Option<i64>,
    text: String,
    exempt_accounts: Vec<i64>,
    is_shadow: bool,
    is_enabled: bool,
    expires_at: Option<DateTime<Utc>>,
}

impl Content {
    fn usual() -> Self {
        Self {
            name: String::new(),
            conditions: Conditions::default(),
            outcomes: Vec::new(),
            report_category: CATEGORIES[0].into(),
            limit_for: None,
            text: String::new(),
            exempt_accounts: Vec::new(),
            is_shadow: false,
            is_enabled: true,
            expires_at: None,
        }
    }

    fn of(rule: &AutoRule) -> Self {
        let outcomes = rule.outcomes();
        let outcomes = outcomes.into_iter().filter_map(Outcome::named);
        Self {
            name: rule.name.clone(),
            conditions: conditions_of(rule),
            outcomes: outcomes.map(Outcome::word).collect(),
            report_category: rule.report_category.clone(),
            limit_for: rule.limit_for,
            text: rule.text.clone(),
            exempt_accounts: rule.exempt_accounts(),
            is_shadow: rule.is_shadow,
            is_enabled: rule.is_enabled,
            expires_at: rule.expires_at,
        }
    }

    pub(super) fn conditions_as_kept(&self) -> Result<Value> {
        let kept = serde_json::to_value(&self.conditions);
        kept.map_err(|_| Error::Internal("conditions cannot be written down"))
    }

    pub(super) fn terms<'a>(&'a self, conditions: &'a Value, account_id: Option<i64>) -> Terms<'a> {
        Terms {
            name: &self.name,
            conditions,
            outcomes: &self.outcomes,
            report_category: &self.report_category,
            limit_for: self.limit_for,
            text: &self.text,
            exempt_accounts: &self.exempt_accounts,
            is_shadow: self.is_shadow,
            is_enabled: self.is_enabled,
            expires_at: self.expires_at,
            account_id,
        }
    }
}

/// None of what an older or newer version understands in another way.
pub fn conditions_of(rule: &AutoRule) -> Conditions {
    serde_json::from_value(rule.conditions.clone()).unwrap_or_default()
}

pub(super) fn new(cx: &mut Context, subject: &str, wanted: Wanted) -> Result<(Subject, Content)> {
    let known = rules::all(&mut cx.tx)?;
    let mut found = Vec::new();
    if known.len() >= MOST_RULES {
        let text = format!("There are too many rules (maximum is {MOST_RULES})");
        found.push(Violation::of_all("ERR_TOO_MANY", text));
    }
    let named = Subject::named(subject);
    if named.is_none() {
        found.push(not_listed(subject, ("subject", "Subject")));
    }
    let subject = named.unwrap_or(Subject::Post);
    let content = read(cx, subject, wanted, Content::usual(), &mut found)?;
    if named.is_some() {
        found.extend(misfits(subject, &content));
    }
    found.extend(too_many_words(&known, None, &content.conditions));
    refuse(found)?;
    Ok((subject, content))
}

pub(super) fn changed(cx: &mut Context, before: &AutoRule, wanted: Wanted) -> Result<Content> {
    let known = rules::all(&mut cx.tx)?;
    let mut found = Vec::new();
    let subject = Subject::named(&before.subject).unwrap_or(Subject::Post);
    let content = read(cx, subject, wanted, Content::of(before), &mut found)?;
    found.extend(misfits(subject, &content));
    found.extend(too_many_words(&known, Some(before.id), &content.conditions));
    refuse(found)?;
    Ok(content)
}

/// The same for conditions alone, for a rule that is only to be tried.
pub(super) fn tried(
    subject: &str,
    wanted: WantedConditions,
    before: Option<&AutoRule>,
) -> Result<(Subject, Conditions)> {
    let mut found = Vec::new();
    let subject = before.map_or(subject, |it| &it.subject);
    let named = Subject::named(subject);
    if named.is_none() {
        found.push(not_listed(subject, ("subject", "Subject")));
    }
    let old = before.map(conditions_of).unwrap_or_default();
    let conditions = read_conditions(wanted, old, &mut found);
    let subject = named.unwrap_or(Subject::Post);
    if named.is_some() {
        found.extend(misfitting_conditions(subject, &conditions));
    }
    refuse(found)?;
    Ok((subject, conditions))
}

fn not_listed(text: &str, (field, name): (&'static str, &'static str)) -> Violation {
    match text.is_empty() {
        true => Violation::blank(field, name),
        false => Violation::not_listed(field, name),
    }
}

fn read(
    cx: &mut Context,
    subject: Subject,
    wanted: Wanted,
    old: Content,
    found: &mut Vec<Violation>,
) -> Result<Content> {
    let name = wanted.name.map_or(old.name, |it| it.trim().to_owned());
    if name.is_empty() {
        found.push(Violation::blank("name", "Name"));
    } else if name.chars().count() > LONGEST_NAME {
        found.push(Violation::too_long("name", "Name", LONGEST_NAME));
    }
    let outcomes = match wanted.outcomes {
        Some(words) => read_outcomes(subject, &words, found),
        None => old.outcomes,
    };
    if outcomes.is_empty() && found.iter().all(|it| it.field != "outcomes") {
        found.push(Violation::blank("outcomes", "Outcomes"));
    }
    let category = wanted.report_category.unwrap_or(old.report_category);
    if !CATEGORIES.contains(&category.as_str()) {
        found.push(Violation::not_listed("report_category", "Report category"));
    }
    let text = wanted.text.map_or(old.text, |it| it.trim().to_owned());
    if text.chars().count() > LONGEST_TEXT {
        found.push(Violation::too_long("text", "Text", LONGEST_TEXT));
    }
    let limit_for = number(
        (wanted.limit_for, old.limit_for),
        ("limit_for", "Limit for"),
        (1, LONGEST_TIME),
        found,
    );
    if let Some(Some(at)) = wanted.expires_at
        && at <= cx.now
    {
        let message = "must be in the future";
        found.push(Violation::new(
            "expires_at",
            "Expires at",
            "ERR_INVALID",
            message,
        ));
    }
    let exempt_accounts = match wanted.exempt_accounts {
        Some(texts) => read_accounts(cx, &texts, found)?,
        None => old.exempt_accounts,
    };
    Ok(Content {
        name,
        conditions: read_conditions(wanted.conditions, old.conditions, found),
        outcomes,
        report_category: category,
        limit_for,
        text,
        exempt_accounts,
        is_shadow: wanted.is_shadow.unwrap_or(old.is_shadow),
        is_enabled: wanted.is_enabled.unwrap_or(old.is_enabled),
        expires_at: wanted.expires_at.unwrap_or(old.expires_at),
    })
}

fn read_outcomes(
    subject: Subject,
    words: &[String],
    found: &mut Vec<Violation>,
) -> Vec<&'static str> {
    let (field, name) = ("outcomes", "Outcomes");
    let mut outcomes = Vec::new();
    for word in words.iter().map(|it| it.trim()).filter(|it| !it.is_empty()) {
        let Some(outcome) = Outcome::named(word) else {
            found.push(Violation::not_listed(field, name));
            return Vec::new();
        };
        if !outcome.fits(subject) {
            let message = format!("cannot be {word} for {}", subject.word());
            found.push(Violation::new(field, name, "ERR_INVALID", message));
        }
        if !outcomes.contains(&outcome.word()) {
            outcomes.push(outcome.word());
        }
    }
    outcomes
}

fn read_accounts(
    cx: &mut Context,
    texts: &[String],
    found: &mut Vec<Violation>,
) -> Result<Vec<i64>> {
    let (field, name) = ("exempt_accounts", "Exempt accounts");
    let texts: Vec<&str> = given(texts).collect();
    if texts.len() > MOST_ENTRIES {
        found.push(too_many(field, name));
        return Ok(Vec::new());
    }
    let ids: Option<Vec<i64>> = texts.iter().map(|it| it.parse().ok()).collect();
    let mut ids = ids.unwrap_or_default();
    ids.sort_unstable();
    ids.dedup();
    let known = accounts::find_many(&mut cx.tx, &ids)?;
    if ids.is_empty() != texts.is_empty() || known.len() != ids.len() {
        found.push(Violation::invalid(field, name));
    }
    Ok(ids)
}

fn misfits(subject: Subject, content: &Content) -> Vec<Violation> {
    let mut found = misfitting_conditions(subject, &content.conditions);
    let limits = content.outcomes.contains(&Outcome::Limit.word());
    if content.limit_for.is_some() && !limits {
        let message = "needs the outcome limit";
        found.push(Violation::new(
            "limit_for",
            "Limit for",
            "ERR_INVALID",
            message,
        ));
    }
    found
}

fn misfitting_conditions(subject: Subject, conditions: &Conditions) -> Vec<Violation> {
    let unfit = conditions.unfit_for(subject).into_iter();
    let found = unfit.map(|(field, name)| {
        let message = format!("cannot be a condition for {}", subject.word());
        Violation::new(field, name, "ERR_INVALID", message)
    });
    found.collect()
}

/// What all rules look for has to fit into memory.
fn too_many_words(
    known: &[AutoRule],
    but: Option<i64>,
    conditions: &Conditions,
) -> Option<Violation> {
    let others = known.iter().filter(|it| Some(it.id) != but);
    let words: usize = others.map(|it| conditions_of(it).words.len()).sum();
    (words + conditions.words.len() > MOST_WORDS).then(|| {
        let message = format!("of all rules are too many (maximum is {MOST_WORDS})");
        Violation::new("words", "Words", "ERR_TOO_MANY", message)
    })
}

/// A rule without a condition would meet everything. Where one is wrong, that is all that is said.
fn read_conditions(
    wanted: WantedConditions,
    old: Conditions,
    found: &mut Vec<Violation>,
) -> Conditions {
    let before = found.len();
    let conditions = read_each(wanted, old, found);
    if conditions.is_empty() && found.len() == before {
        let text = "A rule needs a condition";
        found.push(Violation::of_all("ERR_BLANK", text));
    }
    conditions
}

fn read_each(wanted: WantedConditions, old: Conditions, found: &mut Vec<Violation>) -> Conditions {
    Conditions {
        words: list(
            (wanted.words, old.words),
            ("words", "Words"),
            read_word,
            found,
        ),
        pattern: pattern((wanted.pattern, old.pattern), ("pattern", "Pattern"), found),
        link_hosts: list(
            (wanted.link_hosts, old.link_hosts),
            ("link_hosts", "Link hosts"),
            |it| normalize(it).ok(),
            found,
        ),
        account_younger_than: number(
            (wanted.account_younger_than, old.account_younger_than),
            ("account_younger_than", "Account younger than"),
            (1, LONGEST_TIME),
            found,
        ),
        mentions_at_least: number(
            (wanted.mentions_at_least, old.mentions_at_least),
            ("mentions_at_least", "Mentions at least"),
            (1, MOST_MENTIONS),
            found,
        ),
        only_to_strangers: wanted.only_to_strangers.unwrap_or(old.only_to_strangers),
        similar_to_removed: number(
            (wanted.similar_to_removed, old.similar_to_removed),
            ("similar_to_removed", "Similar to removed"),
            (LEAST_SIMILAR, 100),
            found,
        ),
        email_domains: list(
            (wanted.email_domains, old.email_domains),
            ("email_domains", "Email domains"),
            |it| normalize(it.trim_start_matches('@')).ok(),
            found,
        ),
        networks: list(
            (wanted.networks, old.networks),
            ("networks", "Networks"),
            |it| Network::read(it).map(|it| it.canonical().to_string()),
            found,
        ),
        origin: origin((wanted.origin, old.origin), found),
        usernames: pattern(
            (wanted.usernames, old.usernames),
            ("usernames", "Usernames"),
            found,
        ),
        has_media: wanted.has_media.unwrap_or(old.has_media),
        has_link: wanted.has_link.unwrap_or(old.has_link),
    }
}

fn given(texts: &[String]) -> impl Iterator<Item = &str> {
    texts.iter().map(|it| it.trim()).filter(|it| !it.is_empty())
}

fn too_many(field: &'static str, name: &'static str) -> Violation {
    let message = format!("are too many (maximum is {MOST_ENTRIES})");
    Violation::new(field, name, "ERR_TOO_MANY", message)
}

/// A word has something that can be found.
fn read_word(word: &str) -> Option<String> {
    let is_short = word.chars().count() <= LONGEST_WORD;
    (is_short && !fold(word).trim().is_empty()).then(|| word.to_owned())
}

fn list(
    (wanted, old): (Option<Vec<String>>, Vec<String>),
    (field, name): (&'static str, &'static str),
    read: impl Fn(&str) -> Option<String>,
    found: &mut Vec<Violation>,
) -> Vec<String> {
    let Some(wanted) = wanted else { return old };
    if wanted.len() > MOST_ENTRIES {
        found.push(too_many(field, name));
        return old;
    }
    let mut entries = Vec::new();
    for text in given(&wanted) {
        match read(text) {
            Some(entry) if entries.contains(&entry) => (),
            Some(entry) => entries.push(entry),
            None => {
                let shown: String = text.chars().take(LONGEST_WORD).collect();
                let message = format!("has something wrong in it: {shown}");
                found.push(Violation::new(field, name, "ERR_INVALID", message));
                return old;
            }
        }
    }
    entries
}

fn number(
    (wanted, old): (Option<i64>, Option<i64>),
    (field, name): (&'static str, &'static str),
    (least, most): (i64, i64),
    found: &mut Vec<Violation>,
) -> Option<i64> {
    match wanted {
        None => old,
        Some(0) => None,
        Some(it) if (least..=most).contains(&it) => Some(it),
        Some(_) => {
            let message = format!("must be between {least} and {most}");
            found.push(Violation::new(field, name, "ERR_INVALID", message));
            old
        }
    }
}

fn pattern(
    (wanted, old): (Option<String>, Option<String>),
    (field, name): (&'static str, &'static str),
    found: &mut Vec<Violation>,
) -> Option<String> {
    let text = match wanted {
        None => return old,
        Some(text) if text.trim().is_empty() => return None,
        Some(text) => text,
    };
    if text.chars().count() > LONGEST_PATTERN {
        found.push(Violation::too_long(field, name, LONGEST_PATTERN));
        return old;
    }
    let message = match compile(&text) {
        Some(it) if it.is_match("") => "fits everything",
        Some(_) => return Some(text),
        None => "is no expression, or one that is too large",
    };
    found.push(Violation::new(field, name, "ERR_INVALID", message));
    old
}

fn origin(
    (wanted, old): (Option<String>, Option<Origin>),
    found: &mut Vec<Violation>,
) -> Option<Origin> {
    match wanted.as_deref() {
        None => old,
        Some("") => None,
        Some(word) => {
            let origin = Origin::named(word);
            if origin.is_none() {
                found.push(Violation::not_listed("origin", "Origin"));
            }
            origin
        }
    }
}

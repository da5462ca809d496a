//! Deciding what members agree to.

use serde_json::{Map, Value, json};
use store::rules::{self, Rule};

use crate::{
    Context, Error, Moderator, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
    follows::is_language,
};

/// Characters of a rule.
const LONGEST: usize = 300;

/// What is to be different about a rule; what is `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub text: Option<String>,
    pub hint: Option<String>,
    pub priority: Option<i32>,
    /// All of them.
    pub translations: Option<Vec<Translation>>,
}

/// A rule in another language.
#[derive(Clone, Debug, Default)]
pub struct Translation {
    pub language: String,
    pub text: String,
    pub hint: String,
}

/// In the order in which people read them.
pub fn all(cx: &mut Context) -> Result<Vec<Rule>> {
    cx.moderator(Permission::ManageRules)?;
    Ok(rules::all(&mut cx.tx)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Rule> {
    find(cx, id).map(|(_, rule)| rule)
}

pub fn create(cx: &mut Context, change: &Change) -> Result<Rule> {
    let moderator = cx.moderator(Permission::ManageRules)?;
    let nothing = Rule {
        id: 0,
        text: String::new(),
        hint: String::new(),
        priority: 0,
        translations: json!({}),
    };
    let wanted = changed(&nothing, change)?;
    let now = cx.now;
    let added = rules::add(&mut cx.tx, &wanted.text, &wanted.hint, now)?;
    let rule = Rule {
        id: added.id,
        ..wanted
    };
    let recorded = Act::new("create", target(&rule)).record(cx, &moderator)?;
    rules::set(&mut cx.tx, &rule, &recorded)?;
    Ok(rule)
}

pub fn change(cx: &mut Context, id: i64, change: &Change) -> Result<Rule> {
    let (moderator, before) = find(cx, id)?;
    let after = changed(&before, change)?;
    let recorded = Act::new("update", target(&before)).record(cx, &moderator)?;
    rules::set(&mut cx.tx, &after, &recorded)?;
    Ok(after)
}

/// Nobody reads it any more, but in the reports that name it.
pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    let (moderator, rule) = find(cx, id)?;
    let recorded = Act::new("destroy", target(&rule)).record(cx, &moderator)?;
    let now = cx.now;
    Ok(rules::set_deleted(&mut cx.tx, id, now, &recorded)?)
}

fn find(cx: &mut Context, id: i64) -> Result<(Moderator, Rule)> {
    let moderator = cx.moderator(Permission::ManageRules)?;
    let found = rules::find(&mut cx.tx, id)?;
    Ok((moderator, found.ok_or(Error::NotFound)?))
}

fn changed(before: &Rule, change: &Change) -> Result<Rule> {
    let text = change.text.as_deref().unwrap_or(&before.text).trim();
    let mut found = Vec::new();
    if text.is_empty() {
        found.push(Violation::blank("text", "Text"));
    }
    if text.chars().count() > LONGEST {
        found.push(Violation::too_long("text", "Text", LONGEST));
    }
    let translations = change.translations.as_ref();
    if !translations.is_none_or(|all| all.iter().all(is_fine)) {
        found.push(Violation::invalid("translations", "Translations"));
    }
    refuse(found)?;

    let translations = translations.map(|all| Value::Object(all.iter().map(kept).collect()));
    Ok(Rule {
        id: before.id,
        text: text.to_owned(),
        hint: change
            .hint
            .as_deref()
            .unwrap_or(&before.hint)
            .trim()
            .to_owned(),
        priority: change.priority.unwrap_or(before.priority),
        translations: translations.unwrap_or_else(|| before.translations.clone()),
    })
}

fn is_fine(translation: &Translation) -> bool {
    let text = translation.text.trim();
    is_language(&translation.language) && !text.is_empty() && text.chars().count() <= LONGEST
}

fn kept(translation: &Translation) -> (String, Value) {
    let texts = [("text", &translation.text), ("hint", &translation.hint)];
    let texts = texts.map(|(name, text)| (name.to_owned(), Value::from(text.trim())));
    (
        translation.language.clone(),
        Value::Object(Map::from_iter(texts)),
    )
}

fn target(rule: &Rule) -> Target {
    Target {
        kind: "Rule",
        id: rule.id,
        name: rule.text.clone(),
        account_id: None,
    }
}

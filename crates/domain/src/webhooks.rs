//! Programs elsewhere that are told what happens here.

mod occasion;
mod tell;
mod template;

use store::webhooks::{self, NewWebhook, Webhook};
use url::Url;

use crate::{
    Context, Error, Moderator, Permission, Result, Violation,
    acts::{Act, Target},
    error::refuse,
    secrets::hex,
};

pub use occasion::Occasion;
pub use tell::{Message, answered, due, test};
pub(crate) use tell::{tell, tell_of_account, tell_of_status};
pub use template::Template;

const LONGEST_URL: usize = 2048;
const LONGEST_TEMPLATE: usize = 10_000;

/// What is to be called of what, and with which words. What is `None` stays, or is nothing.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub url: Option<String>,
    pub events: Option<Vec<String>>,
    /// Blank is none.
    pub template: Option<String>,
}

pub fn list(cx: &mut Context) -> Result<Vec<Webhook>> {
    cx.moderator(Permission::ManageWebhooks)?;
    Ok(webhooks::all(&mut cx.tx)?)
}

pub fn get(cx: &mut Context, id: i64) -> Result<Webhook> {
    cx.moderator(Permission::ManageWebhooks)?;
    webhooks::find(&mut cx.tx, id)?.ok_or(Error::NotFound)
}

pub fn create(cx: &mut Context, wanted: Wanted, is_enabled: bool) -> Result<Webhook> {
    let moderator = cx.moderator(Permission::ManageWebhooks)?;
    let content = check(cx, &moderator, wanted, None)?;
    let secret = make_secret(cx);
    let new = NewWebhook {
        account_id: moderator.account_id(),
        content: webhooks::Content {
            url: content.url.as_str(),
            events: &content.words(),
            template: content.template.as_deref(),
        },
        secret: &secret,
        is_enabled,
        created_at: cx.now,
    };
    let webhook = webhooks::add(&mut cx.tx, &new)?;
    Act::new("create", target(&webhook)).record(cx, &moderator)?;
    Ok(webhook)
}

pub fn change(cx: &mut Context, id: i64, wanted: Wanted) -> Result<Webhook> {
    let (moderator, before) = find_own(cx, id)?;
    let content = check(cx, &moderator, wanted, Some(&before))?;
    let recorded = Act::new("update", target(&before)).record(cx, &moderator)?;
    let now = cx.now;
    let kept = webhooks::Content {
        url: content.url.as_str(),
        events: &content.words(),
        template: content.template.as_deref(),
    };
    webhooks::set(&mut cx.tx, id, &kept, now, &recorded)?;
    get(cx, id)
}

pub fn remove(cx: &mut Context, id: i64) -> Result<()> {
    let (moderator, webhook) = find_own(cx, id)?;
    let recorded = Act::new("destroy", target(&webhook)).record(cx, &moderator)?;
    Ok(webhooks::remove(&mut cx.tx, id, &recorded)?)
}

/// What it was to be told while it was disabled, it is never told.
pub fn set_enabled(cx: &mut Context, id: i64, is_enabled: bool) -> Result<Webhook> {
    let (moderator, webhook) = find(cx, id)?;
    let word = if is_enabled { "enable" } else { "disable" };
    let recorded = Act::new(word, target(&webhook)).record(cx, &moderator)?;
    let now = cx.now;
    webhooks::set_enabled(&mut cx.tx, id, is_enabled, now, &recorded)?;
    get(cx, id)
}

/// What is still to be sent is signed with the new one, too.
pub fn rotate_secret(cx: &mut Context, id: i64) -> Result<Webhook> {
    let (moderator, webhook) = find(cx, id)?;
    let recorded = Act::new("rotate_secret", target(&webhook)).record(cx, &moderator)?;
    let (secret, now) = (make_secret(cx), cx.now);
    webhooks::set_secret(&mut cx.tx, id, &secret, now, &recorded)?;
    get(cx, id)
}

fn find(cx: &mut Context, id: i64) -> Result<(Moderator, Webhook)> {
    let moderator = cx.moderator(Permission::ManageWebhooks)?;
    let found = webhooks::find_locked(&mut cx.tx, id)?;
    Ok((moderator, found.ok_or(Error::NotFound)?))
}

/// One that tells nothing that the caller may not see herself.
fn find_own(cx: &mut Context, id: i64) -> Result<(Moderator, Webhook)> {
    let (moderator, webhook) = find(cx, id)?;
    for occasion in occasions(&webhook) {
        moderator.may(occasion.permission())?;
    }
    Ok((moderator, webhook))
}

fn occasions(webhook: &Webhook) -> Vec<Occasion> {
    let words = webhook.events();
    words.into_iter().filter_map(Occasion::named).collect()
}

/// 40 digits, as Mastodon's are.
fn make_secret(cx: &mut Context) -> String {
    let mut bytes = [0; 20];
    cx.chance.fill(&mut bytes);
    hex(&bytes)
}

/// Addresses of some services are secrets, so the log has only the server that is called.
fn target(webhook: &Webhook) -> Target {
    let origin = Url::parse(&webhook.url).map(|it| it.origin().ascii_serialization());
    Target {
        kind: "Webhook",
        id: webhook.id,
        name: origin.unwrap_or_default(),
        account_id: None,
    }
}

/// What nothing is to be said against.
struct Content {
    url: Url,
    events: Vec<Occasion>,
    template: Option<String>,
}

impl Content {
    fn words(&self) -> Vec<&'static str> {
        self.events.iter().map(|it| it.word()).collect()
    }
}

/// Everything that is wrong, at once; or what is to be kept.
fn check(
    cx: &mut Context,
    moderator: &Moderator,
    wanted: Wanted,
    before: Option<&Webhook>,
) -> Result<Content> {
    let url = wanted.url.or_else(|| before.map(|it| it.url.clone()));
    let events = match wanted.events {
        Some(words) => words,
        None => before.map_or_else(Vec::new, |it| {
            it.events().into_iter().map(str::to_owned).collect()
        }),
    };
    let kept = || before.and_then(|it| it.template.clone());
    let template = wanted.template.or_else(kept);
    let template = template.filter(|it| !it.trim().is_empty());

    let mut found = Vec::new();
    let url = check_url(cx, url.as_deref().unwrap_or_default(), before)?;
    let events = check_events(moderator, &events);
    let mut keep = |violation: Option<&Violation>| found.extend(violation.cloned());
    keep(url.as_ref().err());
    keep(events.as_ref().err());
    keep(template.as_deref().and_then(template_violation).as_ref());
    refuse(found)?;
    match (url, events) {
        (Ok(url), Ok(events)) => Ok(Content {
            url,
            events,
            template,
        }),
        (Err(violation), _) | (_, Err(violation)) => Err(Error::Invalid(vec![violation])),
    }
}

fn check_url(
    cx: &mut Context,
    text: &str,
    before: Option<&Webhook>,
) -> Result<Result<Url, Violation>> {
    let (field, name) = ("url", "Url");
    if text.trim().is_empty() {
        return Ok(Err(Violation::blank(field, name)));
    }
    let Some(url) = Url::parse(text.trim()).ok().filter(is_address) else {
        return Ok(Err(Violation::invalid(field, name)));
    };
    if url.as_str().len() > LONGEST_URL {
        return Ok(Err(Violation::too_long(field, name, LONGEST_URL)));
    }
    let same = webhooks::find_by_url(&mut cx.tx, url.as_str())?;
    let is_taken = same.is_some_and(|it| Some(it.id) != before.map(|it| it.id));
    Ok(match is_taken {
        true => Err(Violation::taken(field, name)),
        false => Ok(url),
    })
}

/// Of the web, and without a password, which would be sent to nobody.
fn is_address(url: &Url) -> bool {
    let is_web = ["http", "https"].contains(&url.scheme()) && url.has_host();
    is_web && url.username().is_empty() && url.password().is_none()
}

/// Each once, in the order of the list.
fn check_events(moderator: &Moderator, words: &[String]) -> Result<Vec<Occasion>, Violation> {
    let (field, name) = ("events", "Events");
    let words: Vec<&str> = words.iter().map(|it| it.trim()).collect();
    let words: Vec<&str> = words.into_iter().filter(|it| !it.is_empty()).collect();
    if words.is_empty() {
        return Err(Violation::blank(field, name));
    }
    if words.iter().any(|it| Occasion::named(it).is_none()) {
        return Err(Violation::not_listed(field, name));
    }
    let wanted = |it: &Occasion| words.contains(&it.word());
    let wanted: Vec<Occasion> = Occasion::ALL.iter().copied().filter(wanted).collect();
    let may = |it: &Occasion| moderator.may(it.permission()).is_ok();
    match wanted.iter().all(may) {
        true => Ok(wanted),
        false => {
            let message = "are more than your role lets you see";
            Err(Violation::new(field, name, "ERR_INVALID", message))
        }
    }
}

fn template_violation(text: &str) -> Option<Violation> {
    let (field, name) = ("template", "Template");
    if text.chars().count() > LONGEST_TEMPLATE {
        return Some(Violation::too_long(field, name, LONGEST_TEMPLATE));
    }
    let is_wrong = Template::read(text).is_none();
    is_wrong.then(|| Violation::invalid(field, name))
}

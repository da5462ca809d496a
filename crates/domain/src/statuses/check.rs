//! What may be said in a post, and what follows from it.

use std::collections::HashMap;

use store::{
    accounts::Account,
    statuses::{Status, Visibility},
    tags::Tag,
    users::User,
};

use super::{Wanted, WantedPoll};
use crate::{
    Context, Error, Result, Violation,
    error::refuse,
    media, tags,
    text::{self, Known, Name, Piece},
    visibility,
};

/// Characters of the text and the warning, as [`text::length`] counts them.
pub const LONGEST: usize = 500;
pub const MOST_OPTIONS: usize = 4;
/// Characters of an option.
pub const LONGEST_OPTION: usize = 50;
/// Seconds that a poll is open.
pub const SHORTEST_POLL: i64 = 300;
pub const LONGEST_POLL: i64 = 2_629_746;

/// What is wanted, as it is kept. A warning without a text is the text.
pub(super) fn cleaned(wanted: &Wanted) -> Wanted {
    let text = text::clean(&wanted.text);
    let spoiler_text = text::clean_line(&wanted.spoiler_text);
    let has_text = !text.is_empty() || !wanted.media_ids.is_empty();
    let (text, spoiler_text) = match has_text {
        true => (text, spoiler_text),
        false => (spoiler_text, String::new()),
    };
    let poll = wanted.poll.clone().map(|poll| WantedPoll {
        options: poll.options.iter().map(|it| text::clean_line(it)).collect(),
        ..poll
    });
    Wanted {
        text,
        spoiler_text,
        poll,
        ..wanted.clone()
    }
}

/// Looks at all that needs no database.
pub(super) fn check(wanted: &Wanted) -> Result<()> {
    let mut found = Vec::new();
    let length = text::length(&wanted.text) + text::length(&wanted.spoiler_text);
    if length > LONGEST {
        let message = format!("character limit of {LONGEST} exceeded");
        found.push(Violation::new("status", "Text", "ERR_TOO_LONG", message));
    }
    let is_blank = text::is_blank(&wanted.text) && text::is_blank(&wanted.spoiler_text);
    if is_blank && wanted.media_ids.is_empty() {
        found.push(Violation::blank("status", "Text"));
    }
    if let Some(poll) = &wanted.poll {
        found.extend(check_poll(poll));
        if !wanted.media_ids.is_empty() {
            return Err(media::too_many());
        }
    }
    refuse(found)
}

fn check_poll(poll: &WantedPoll) -> Vec<Violation> {
    let options = |message: String| Violation::new("poll", "Options", "ERR_INVALID", message);
    let expires = |message: &str| Violation::new("poll", "Expires at", "ERR_INVALID", message);
    let mut found = Vec::new();
    let titles = &poll.options;
    if titles.iter().filter(|it| !text::is_blank(it)).count() < 2 {
        found.push(options("must have more than one item".into()));
    }
    if titles.len() > MOST_OPTIONS {
        found.push(options(format!(
            "can't contain more than {MOST_OPTIONS} items"
        )));
    }
    if titles.iter().any(|it| it.chars().count() > LONGEST_OPTION) {
        found.push(options(format!(
            "cannot be longer than {LONGEST_OPTION} characters each"
        )));
    }
    let is_repeated = |(number, title): (usize, &String)| titles[..number].contains(title);
    if titles.iter().enumerate().any(is_repeated) {
        found.push(options("contain duplicate items".into()));
    }
    if poll.expires_in > LONGEST_POLL {
        found.push(expires("is too far into the future"));
    }
    if poll.expires_in < SHORTEST_POLL {
        found.push(expires("is too soon"));
    }
    found
}

/// The options that say something.
pub(super) fn options(poll: &WantedPoll) -> Vec<String> {
    let options = poll.options.iter().filter(|it| !text::is_blank(it));
    options.cloned().collect()
}

/// What follows from the text alone.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) html: String,
    /// Whom it names, in the order of their names.
    pub(super) mentioned: Vec<Account>,
    pub(super) tags: Vec<Tag>,
    pub(super) url: Option<String>,
}

/// Finds the people and tags in a text, and makes its HTML.
pub(super) fn read(cx: &mut Context, text: &str) -> Result<Read> {
    let pieces = text::pieces(text);
    let (domain, url) = (cx.site.domain.clone(), cx.site.url.clone());
    let mut known: HashMap<Name, Account> = HashMap::new();
    let mut mentioned: Vec<Account> = Vec::new();
    for (username, of) in text::names(&pieces, &domain) {
        if let Some(account) = visibility::mentionable(cx, &username, of.as_deref())? {
            if mentioned.iter().all(|it| it.id != account.id) {
                mentioned.push(account.clone());
            }
            known.insert((username, of), account);
        }
    }
    let html = text::to_html(
        text,
        &Known {
            accounts: &known,
            own_domain: &domain,
            own_url: &url,
        },
    );
    let written = pieces.iter().filter_map(|it| match it {
        Piece::Tag { written, .. } => Some((*written).to_owned()),
        _ => None,
    });
    let written: Vec<String> = written.collect();
    let tags = tags::find_or_add(cx, &written)?;
    tags::refuse_unusable(&tags)?;
    Ok(Read {
        html,
        mentioned,
        tags,
        url: text::first_url(&pieces).map(str::to_owned),
    })
}

/// Limited members do not reach the public timelines.
pub(super) fn visibility_of(account: &Account, user: &User, wanted: &Wanted) -> Result<Visibility> {
    let set = user.settings["privacy"].as_str();
    let otherwise = if account.locked { "private" } else { "public" };
    let word = wanted.visibility.as_deref().filter(|it| !it.is_empty());
    let word = word.or(set).unwrap_or(otherwise);
    let visibility = Visibility::named(word)
        .ok_or_else(|| Error::Invalid(vec![Violation::not_listed("visibility", "Visibility")]))?;
    match visibility {
        Visibility::Public if account.silenced_at.is_some() => Ok(Visibility::Unlisted),
        visibility => Ok(visibility),
    }
}

pub(super) fn is_sensitive(user: &User, wanted: &Wanted) -> bool {
    let set = || user.settings["sensitive"].as_bool().unwrap_or_default();
    wanted.sensitive.unwrap_or_else(set) || !wanted.spoiler_text.is_empty()
}

/// What was asked for, or else what the member has set.
pub(super) fn language(user: &User, wanted: &Wanted) -> Option<String> {
    let set = user.settings["language"]
        .as_str()
        .or(user.locale.as_deref());
    asked_language(wanted).or(set.filter(|it| is_language(it)).map(str::to_owned))
}

pub(super) fn asked_language(wanted: &Wanted) -> Option<String> {
    let asked = wanted.language.clone();
    asked.filter(|it| is_language(it))
}

/// Two or three letters, and perhaps a region or a script.
fn is_language(code: &str) -> bool {
    let main = code.split(['-', '_']).next().unwrap_or_default();
    let is_fine = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
    (2..=3).contains(&main.len()) && code.len() <= 12 && code.bytes().all(is_fine)
}

/// Whom a post answers. Who continues her own answer to somebody still answers that person.
pub(super) fn addressee(author: &Account, parent: &Status) -> i64 {
    match parent.in_reply_to_account_id {
        Some(id) if parent.account_id == author.id => id,
        _ => parent.account_id,
    }
}

//! Trying a rule on what is there already. Nothing comes of it.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::Value;
use store::{
    accounts::{self, Account},
    auto_rules::{self, AutoRule},
    follows, media, mentions, polls, statuses,
    statuses::Status,
    user_ips, users,
    users::User,
};

use super::{Conditions, Dear, Facts, Finder, Post, Subject, WantedConditions, check, remembered};
use crate::{Context, Error, Permission, Result, emails};

/// How many posts or newcomers are looked at.
const MOST: i64 = 1000;

/// What is to be tried.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// A rule that is there; what is given besides takes the place of what it has.
    pub rule_id: Option<i64>,
    pub subject: String,
    pub conditions: WantedConditions,
    /// How many, the newest.
    pub limit: i64,
    /// In place of what is there.
    pub text: Option<String>,
}

#[derive(Debug, Default)]
pub struct Trial {
    /// How many were looked at.
    pub examined: usize,
    pub found: Vec<Found>,
    /// Whether the text that was given meets the rule, if its author is one whom the rule means.
    pub text_matches: Option<bool>,
}

#[derive(Debug)]
pub struct Found {
    pub account: Account,
    pub status_id: Option<i64>,
    /// What it says.
    pub text: String,
    pub created_at: DateTime<Utc>,
}

/// Looks at what is for everybody, and at newcomers, for who may see those.
pub fn test(cx: &mut Context, asked: &Asked) -> Result<Trial> {
    let moderator = cx.moderator(Permission::ManageBlocks)?;
    let before = match asked.rule_id {
        Some(id) => Some(auto_rules::find(&mut cx.tx, id)?.ok_or(Error::NotFound)?),
        None => None,
    };
    let (subject, conditions) =
        check::tried(&asked.subject, asked.conditions.clone(), before.as_ref())?;
    let exempt = before.as_ref().map(AutoRule::exempt_accounts);
    let exempt = exempt.unwrap_or_default();
    if let Some(text) = &asked.text {
        return of_text(cx, subject, conditions, text);
    }
    // Who finds people by their addresses learns about addresses.
    let is_personal = !conditions.email_domains.is_empty() || !conditions.networks.is_empty();
    if is_personal || subject == Subject::SignUp {
        moderator.may(Permission::ManageUsers)?;
    }
    let finder = finder(subject, &conditions, &exempt)?;
    match subject {
        Subject::Post => of_posts(cx, &finder, asked.limit),
        Subject::SignUp => of_sign_ups(cx, &finder, asked.limit),
    }
}

fn finder(subject: Subject, conditions: &Conditions, exempt: &[i64]) -> Result<Finder> {
    let conditions = serde_json::to_value(conditions);
    let conditions =
        conditions.map_err(|_| Error::Internal("conditions cannot be written down"))?;
    let rule = AutoRule::tried(subject.word(), conditions, exempt);
    Finder::new(subject, &[rule])
}

/// What only an author has is taken as given.
fn of_text(
    cx: &mut Context,
    subject: Subject,
    conditions: Conditions,
    text: &str,
) -> Result<Trial> {
    let of_text = Conditions {
        words: conditions.words,
        pattern: conditions.pattern,
        link_hosts: conditions.link_hosts,
        mentions_at_least: conditions.mentions_at_least,
        similar_to_removed: conditions.similar_to_removed,
        has_link: conditions.has_link,
        ..Conditions::default()
    };
    let finder = finder(subject, &of_text, &[])?;
    let facts = Facts::of_text(text);
    let now = cx.now;
    let met = finder.meeting(&facts, now, |_| {
        let removed = remembered::removed(cx)?;
        Ok(Dear {
            likeness: removed.likeness(&facts.text, now),
            ..Dear::default()
        })
    })?;
    Ok(Trial {
        text_matches: Some(!met.is_empty()),
        ..Trial::default()
    })
}

fn of_posts(cx: &mut Context, finder: &Finder, limit: i64) -> Result<Trial> {
    let posts = statuses::newest_for_all(&mut cx.tx, limit.clamp(1, MOST))?;
    let known = Known::load(cx, &posts)?;
    let removed = remembered::removed(cx)?;
    let mut trial = Trial {
        examined: posts.len(),
        ..Trial::default()
    };
    for post in &posts {
        let Some(seen) = known.as_seen(post) else {
            continue;
        };
        let facts = Facts::of_post(cx, &seen, finder.reads_links());
        let dear = |_| {
            Ok(Dear {
                likeness: removed.likeness(&facts.text, cx.now),
                ..known.dear(&seen)
            })
        };
        if !finder.meeting(&facts, cx.now, dear)?.is_empty() {
            trial.found.push(Found {
                account: seen.author.clone(),
                status_id: Some(post.id),
                text: facts.text,
                created_at: post.created_at,
            });
        }
    }
    Ok(trial)
}

/// What it takes to look at some posts.
struct Known {
    accounts: HashMap<i64, Account>,
    /// Those whom each post names.
    named: HashMap<i64, Vec<i64>>,
    with_media: HashSet<i64>,
    options: HashMap<i64, Vec<String>>,
    /// Who follows whom.
    follows: HashSet<(i64, i64)>,
    users: HashMap<i64, User>,
    seen: Vec<user_ips::Sight>,
}

impl Known {
    fn load(cx: &mut Context, posts: &[Status]) -> Result<Self> {
        let ids: Vec<i64> = posts.iter().map(|it| it.id).collect();
        let mut named: HashMap<i64, Vec<i64>> = HashMap::new();
        for it in mentions::of_statuses(&mut cx.tx, &ids)? {
            named.entry(it.status_id).or_default().push(it.account_id);
        }
        let authors = unique(posts.iter().map(|it| it.account_id));
        let people = unique(named.values().flatten().copied());
        let follows = follows::among(&mut cx.tx, &people, &authors)?;
        let all = unique(authors.iter().chain(&people).copied());
        let accounts = accounts::find_many(&mut cx.tx, &all)?.into_iter();
        let media = media::of_statuses(&mut cx.tx, &ids)?.into_iter();
        let polls = polls::of_statuses(&mut cx.tx, &ids)?.into_iter();
        let users = users::find_many(&mut cx.tx, &authors)?.into_iter();
        Ok(Self {
            accounts: accounts.map(|it| (it.id, it)).collect(),
            named,
            with_media: media.filter_map(|it| it.status_id).collect(),
            options: polls
                .map(|it| (it.status_id, titles(&it.options)))
                .collect(),
            follows: follows.into_iter().collect(),
            users: users.map(|it| (it.account_id, it)).collect(),
            seen: user_ips::of_many(&mut cx.tx, &authors)?,
        })
    }

    fn as_seen<'a>(&'a self, post: &'a Status) -> Option<Post<'a>> {
        let named = self.named.get(&post.id).into_iter().flatten();
        Some(Post {
            status: post,
            author: self.accounts.get(&post.account_id)?,
            named: named.filter_map(|it| self.accounts.get(it)).collect(),
            options: self.options.get(&post.id).cloned().unwrap_or_default(),
            has_media: self.with_media.contains(&post.id),
        })
    }

    fn dear(&self, post: &Post<'_>) -> Dear {
        let author = post.author.id;
        let others = post.others();
        let follows = |it: &i64| self.follows.contains(&(*it, author));
        let seen = self.seen.iter().find(|it| it.account_id == author);
        let user = self.users.get(&author);
        Dear {
            is_to_strangers: !others.is_empty() && !others.iter().any(follows),
            email_domain: user.map(|it| emails::domain_of(&it.email).to_owned()),
            ips: seen.map(|it| it.ip).into_iter().collect(),
            likeness: 0,
        }
    }
}

fn unique(ids: impl Iterator<Item = i64>) -> Vec<i64> {
    let unique: HashSet<i64> = ids.collect();
    unique.into_iter().collect()
}

pub(super) fn titles(options: &Value) -> Vec<String> {
    let options = options.as_array().into_iter().flatten();
    let titles = options.filter_map(Value::as_str);
    titles.map(str::to_owned).collect()
}

fn of_sign_ups(cx: &mut Context, finder: &Finder, limit: i64) -> Result<Trial> {
    let users = users::newest(&mut cx.tx, limit.clamp(1, MOST))?;
    let ids: Vec<i64> = users.iter().map(|it| it.account_id).collect();
    let accounts = accounts::find_many(&mut cx.tx, &ids)?.into_iter();
    let accounts: HashMap<i64, Account> = accounts.map(|it| (it.id, it)).collect();
    // The first is where she was seen when she signed up, as far as anybody knows.
    let seen = user_ips::of_many(&mut cx.tx, &ids)?;
    let mut trial = Trial {
        examined: users.len(),
        ..Trial::default()
    };
    for user in users {
        let Some(account) = accounts.get(&user.account_id) else {
            continue;
        };
        let reason = user.invite_request.as_deref().unwrap_or_default();
        let facts = Facts::of_sign_up(account, reason, finder.reads_links());
        let first = seen.iter().rfind(|it| it.account_id == account.id);
        let dear = Dear {
            email_domain: Some(emails::domain_of(&user.email).to_owned()),
            ips: first.map(|it| it.ip).into_iter().collect(),
            ..Dear::default()
        };
        if !finder.meeting(&facts, cx.now, |_| Ok(dear))?.is_empty() {
            trial.found.push(Found {
                account: account.clone(),
                status_id: None,
                text: facts.text,
                created_at: user.created_at,
            });
        }
    }
    Ok(trial)
}

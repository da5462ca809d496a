//! Writing a post.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use store::{
    accounts::{self, Account},
    cards::Card,
    counters, media, mentions, polls, status_tags,
    statuses::{self, NewStatus, Status, Visibility},
};

use super::{
    check::{self, Read, addressee, check, cleaned, read},
    proper,
    publish::{Kept, publish},
    quote::{self, check_quoted, quotable},
};
use crate::{
    Context, Error, Result, activity,
    auto_rules::{self, Post, Verdict},
    cards, conversations, deliveries,
    media::check_attachable,
    search,
};

/// What a member wants to post.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wanted {
    pub text: String,
    pub spoiler_text: String,
    /// Mastodon's word; none for what the member has set.
    pub visibility: Option<String>,
    pub sensitive: Option<bool>,
    pub language: Option<String>,
    pub in_reply_to_id: Option<i64>,
    pub media_ids: Vec<i64>,
    pub poll: Option<WantedPoll>,
    pub quoted_status_id: Option<i64>,
    pub quote_policy: Option<String>,
    /// The program that posts.
    pub application_id: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WantedPoll {
    pub options: Vec<String>,
    /// Seconds.
    pub expires_in: i64,
    pub multiple: bool,
    pub hide_totals: bool,
}

/// A post that nothing is to be said against.
struct Draft {
    /// As it is kept.
    wanted: Wanted,
    account: Account,
    parent: Option<Status>,
    quoted: Option<Status>,
    visibility: Visibility,
    sensitive: bool,
    language: Option<String>,
    quote_policy: &'static str,
    read: Read,
}

/// Nothing is posted yet, and nothing has to be refused afterwards.
fn draft(cx: &mut Context, wanted: &Wanted) -> Result<Draft> {
    let member = cx.member()?;
    let (account, user) = (member.account.clone(), member.user.clone());
    let wanted = cleaned(wanted);
    check(&wanted)?;
    let parent = wanted
        .in_reply_to_id
        .map(|id| answered(cx, id))
        .transpose()?;
    let visibility = check::visibility_of(&account, &user, &wanted)?;
    check_attachable(cx, &wanted.media_ids)?;
    let quoted = wanted
        .quoted_status_id
        .map(|id| quotable(cx, id))
        .transpose()?;
    let visibility = match &quoted {
        Some(quoted) if !quoted.visibility.is_for_all() && visibility.is_for_all() => {
            Visibility::Private
        }
        _ => visibility,
    };
    let quote_policy = quote::policy(&user, &wanted, visibility)?;
    let read = read(cx, &wanted.text)?;
    if let Some(quoted) = &quoted {
        check_quoted(quoted.account_id, account.id, visibility, &read)?;
    }
    Ok(Draft {
        sensitive: check::is_sensitive(&user, &wanted),
        language: check::language(&user, &wanted),
        wanted,
        account,
        parent,
        quoted,
        visibility,
        quote_policy,
        read,
    })
}

/// Refuses whatever the caller may not post.
pub(crate) fn refuse_unpostable(cx: &mut Context, wanted: &Wanted) -> Result<()> {
    draft(cx, wanted).map(drop)
}

/// Posts, as the caller.
pub fn post(cx: &mut Context, wanted: &Wanted) -> Result<Status> {
    let kept = keep(cx, wanted)?;
    let named = kept.mentioned.iter().collect();
    let post = Post::new(&kept.status, &kept.author, named).with(wanted);
    match auto_rules::meet_post(cx, &post)? {
        Verdict::Pass => publish(cx, &kept)?,
        Verdict::Hold(hold) => return hold.new_post(cx, &kept),
    }
    Ok(kept.status)
}

/// Keeps a post of the caller's. She has it at once; nobody else hears of it before it is published.
pub fn keep(cx: &mut Context, wanted: &Wanted) -> Result<Kept> {
    let draft = draft(cx, wanted)?;
    let Draft { wanted, read, .. } = &draft;
    let parent = draft.parent.as_ref();
    let id = cx.new_id();
    let status = statuses::add(
        &mut cx.tx,
        &NewStatus {
            id,
            uri: None,
            url: None,
            account_id: draft.account.id,
            content: &read.html,
            text: &wanted.text,
            spoiler_text: &wanted.spoiler_text,
            visibility: draft.visibility,
            sensitive: draft.sensitive,
            language: draft.language.as_deref(),
            in_reply_to_id: parent.map(|it| it.id),
            in_reply_to_account_id: parent.map(|it| addressee(&draft.account, it)),
            conversation_id: parent.map_or(id, |it| it.conversation_id),
            reblog_of_id: None,
            quote_of_id: draft.quoted.as_ref().map(|it| it.id),
            quote_policy: draft.quote_policy,
            application_id: wanted.application_id,
            is_local: true,
            has_media: !wanted.media_ids.is_empty(),
            created_at: cx.now,
        },
    )?;
    let card = attach(cx, &draft.account, &status, wanted, read)?;
    search::index(cx, &status, &wanted.text)?;
    count(cx, &status)?;
    deliveries::keep_own(cx, &status)?;
    if status.visibility == Visibility::Direct {
        conversations::keep_own(cx, &status, &read.mentioned)?;
    }
    Ok(Kept {
        status,
        author: draft.account,
        quoted: draft.quoted,
        mentioned: draft.read.mentioned,
        addressed: Vec::new(),
        tags: draft.read.tags,
        card,
        is_news: true,
        goes_home: true,
    })
}

fn answered(cx: &mut Context, id: i64) -> Result<Status> {
    match proper(cx, id) {
        Err(Error::NotFound) => Err(Error::Missing(
            "The post you are trying to reply to does not appear to exist.",
        )),
        found => found,
    }
}

fn attach(
    cx: &mut Context,
    author: &Account,
    status: &Status,
    wanted: &Wanted,
    read: &Read,
) -> Result<Option<Card>> {
    let (id, now) = (status.id, cx.now);
    let account_ids: Vec<i64> = read.mentioned.iter().map(|it| it.id).collect();
    mentions::add(&mut cx.tx, id, &account_ids, false)?;
    let tag_ids: Vec<i64> = read.tags.iter().map(|it| it.id).collect();
    status_tags::add(&mut cx.tx, id, &tag_ids, now)?;
    let card = match &read.url {
        Some(url) => cards::link(cx, author, status, url)?,
        None => None,
    };
    media::attach(&mut cx.tx, &wanted.media_ids, id, now)?;
    if let Some(poll) = &wanted.poll {
        add_poll(cx, status, poll)?;
    }
    Ok(card)
}

pub(super) fn add_poll(cx: &mut Context, status: &Status, wanted: &WantedPoll) -> Result<()> {
    let poll = polls::NewPoll {
        status_id: status.id,
        account_id: status.account_id,
        options: &check::options(wanted),
        multiple: wanted.multiple,
        hide_totals: wanted.hide_totals,
        expires_at: cx.now + TimeDelta::seconds(wanted.expires_in),
        created_at: cx.now,
    };
    polls::add(&mut cx.tx, &poll)?;
    Ok(())
}

/// What the author has, whoever else may see it.
fn count(cx: &mut Context, status: &Status) -> Result<()> {
    accounts::count_statuses(&mut cx.tx, status.account_id, 1, Some(status.created_at))?;
    counters::change(&mut cx.tx, counters::STATUSES, 1)?;
    let addressee = status.in_reply_to_account_id;
    if addressee.is_some_and(|it| it != status.account_id) {
        activity::count_interaction(cx)?;
    }
    activity::count_status(cx)
}

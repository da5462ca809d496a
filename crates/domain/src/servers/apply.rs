//! Bringing a rule to bear on what is known of a server, and taking it away, behind the request that
//! decided it. What comes in from then on is measured by the rule itself.

use chrono::{DateTime, Utc};
use store::{
    action_log::{self, Recorded},
    domain_blocks::{self, DomainBlock},
    emojis, media, server_accounts,
};

use super::{
    Severity,
    marks::{self, Marks, Walk},
    rule_for,
};
use crate::{
    Context, Error, Result,
    accounts::purge,
    files::{self, Folder},
    jobs::{Job, Progress},
};

/// How many files are given up before others have a turn.
const AT_ONCE: i64 = 300;

/// How far the job has come.
#[derive(Debug, Default)]
pub struct Applying {
    is_marked: bool,
    walk: Walk,
}

/// Marks accounts as the rule wants it, and then takes files away that it does not want.
pub fn apply(cx: &mut Context, id: i64, so_far: &mut Applying) -> Result<Progress> {
    // Whoever is about to change the rule or to take it away waits for the end of this step.
    let Some(block) = domain_blocks::find_locked(&mut cx.tx, id)? else {
        return Ok(Progress::Done);
    };
    let recorded = proof(cx, &block)?;
    if !so_far.is_marked {
        let marks = Marks {
            domain: &block.domain,
            severity: Some(Severity::of(&block)),
            at: block.created_at,
        };
        if marks::set_some(cx, &marks, &mut so_far.walk, &recorded)? == Progress::More {
            return Ok(Progress::More);
        }
        *so_far = Applying {
            is_marked: true,
            walk: Walk::default(),
        };
    }
    if Severity::of(&block) == Severity::Suspend {
        leave_emptying(cx, &block)?;
        return Ok(Progress::Done);
    }
    match block.reject_media {
        true => drop_media(cx, &block.domain, &mut so_far.walk, &recorded),
        false => Ok(Progress::Done),
    }
}

fn proof(cx: &mut Context, block: &DomainBlock) -> Result<Recorded> {
    let act_id = block.act_id.unwrap_or_default();
    action_log::find(&mut cx.tx, act_id)?.ok_or(Error::Internal("a rule without an act"))
}

/// Where the time to think again is over, or was over when others were marked, those go too.
fn leave_emptying(cx: &mut Context, block: &DomainBlock) -> Result<()> {
    let now = cx.now;
    if block.deletion_due_at.is_some_and(|it| it > now) {
        return Ok(());
    }
    domain_blocks::set_deletion_due(&mut cx.tx, block.id, Some(now))?;
    leave_once(cx, Job::EmptyDomain { block_id: block.id })
}

/// One that is at work is not told to begin anew.
fn leave_once(cx: &mut Context, job: Job) -> Result<()> {
    match job.is_left(cx)? {
        true => Ok(()),
        false => job.leave(cx),
    }
}

/// How many rules whose time has come are taken up at once.
const DUE_AT_ONCE: i64 = 100;

/// Takes up the suspended servers whose accounts were kept long enough.
pub fn empty_due(cx: &mut Context) -> Result<()> {
    let now = cx.now;
    for block_id in domain_blocks::due_for_deletion(&mut cx.tx, now, DUE_AT_ONCE)? {
        leave_once(cx, Job::EmptyDomain { block_id })?;
    }
    Ok(())
}

/// Deletes the data of the accounts that the rule has suspended, one after the other, and then the
/// emoji of their servers.
pub fn empty(cx: &mut Context, id: i64, walk: &mut Walk) -> Result<Progress> {
    let Some(block) = domain_blocks::find_locked(&mut cx.tx, id)? else {
        return Ok(Progress::Done);
    };
    let is_due = block.deletion_due_at.is_some_and(|it| it <= cx.now);
    if Severity::of(&block) != Severity::Suspend || !is_due {
        return Ok(Progress::Done);
    }
    let recorded = proof(cx, &block)?;
    let Some((domain, after)) = walk.place(cx, &block.domain)? else {
        domain_blocks::set_deletion_due(&mut cx.tx, id, None)?;
        return Ok(Progress::Done);
    };
    let next = server_accounts::next_full(&mut cx.tx, &domain, after, block.created_at)?;
    match next {
        Some(id) if purge(cx, id, recorded.id())? == Progress::Done => walk.pass(Some(id)),
        Some(_) => (),
        None if drop_emojis(cx, &domain, &recorded)? == Progress::Done => walk.leave_server(),
        None => (),
    }
    Ok(Progress::More)
}

/// Takes away what files there are of the accounts of a domain, and its emoji. What has only its
/// address elsewhere stays.
fn drop_media(
    cx: &mut Context,
    name: &str,
    walk: &mut Walk,
    recorded: &Recorded,
) -> Result<Progress> {
    let Some((domain, after)) = walk.place(cx, name)? else {
        return Ok(Progress::Done);
    };
    let ids = server_accounts::some(&mut cx.tx, &domain, after, AT_ONCE)?;
    if ids.is_empty() {
        if drop_emojis(cx, &domain, recorded)? == Progress::Done {
            walk.leave_server();
        }
        return Ok(Progress::More);
    }
    let kept = media::kept_of(&mut cx.tx, &ids, AT_ONCE)?;
    let files = kept.iter().flat_map(|it| [&it.file, &it.preview]);
    for file in files.flatten() {
        files::give_up(cx, file)?;
    }
    let media_ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
    media::drop_files(&mut cx.tx, &media_ids)?;
    if kept.is_empty() {
        drop_pictures(cx, &ids)?;
        walk.pass(ids.last().copied());
    }
    Ok(Progress::More)
}

fn drop_pictures(cx: &mut Context, ids: &[i64]) -> Result<()> {
    let pictures = server_accounts::pictures(&mut cx.tx, ids)?;
    let files = pictures
        .iter()
        .flat_map(|(_, avatar, header)| [avatar, header]);
    for file in files.flatten().filter(|it| Folder::of(it).is_some()) {
        files::give_up(cx, file)?;
    }
    let ids: Vec<i64> = pictures.iter().map(|(id, ..)| *id).collect();
    Ok(server_accounts::drop_pictures(&mut cx.tx, &ids)?)
}

pub(super) fn drop_emojis(cx: &mut Context, domain: &str, recorded: &Recorded) -> Result<Progress> {
    let some = emojis::some_of(&mut cx.tx, domain, AT_ONCE)?;
    for emoji in &some {
        emojis::remove(&mut cx.tx, emoji.id, recorded)?;
        let files = [&emoji.static_file, &emoji.file];
        for file in files.into_iter().filter(|it| Folder::of(it).is_some()) {
            // Two jobs for one file are one.
            files::give_up(cx, file)?;
        }
    }
    match some.is_empty() {
        true => Ok(Progress::Done),
        false => Ok(Progress::More),
    }
}

/// Takes the marks of a rule away that is no more; what holds for the domain then is brought to bear.
pub fn lift(
    cx: &mut Context,
    domain: &str,
    marked_at: DateTime<Utc>,
    act_id: i64,
    walk: &mut Walk,
) -> Result<Progress> {
    let recorded = action_log::find(&mut cx.tx, act_id)?;
    let recorded = recorded.ok_or(Error::Internal("marks are taken away without an act"))?;
    let marks = Marks {
        domain,
        severity: None,
        at: marked_at,
    };
    if marks::set_some(cx, &marks, walk, &recorded)? == Progress::More {
        return Ok(Progress::More);
    }
    if let Some(rule) = rule_for(cx, domain)?
        && Severity::of(&rule) != Severity::Noop
    {
        Job::ApplyDomainBlock { block_id: rule.id }.leave(cx)?;
    }
    Ok(Progress::Done)
}

//! Doing the work that requests have left.
//!
//! A worker claims a job in a transaction of its own, so that no other worker has it, does it, and
//! saves what it did together with the job's end. When a process dies, its jobs are free again once
//! their lease has run out; with SQLite, where no other process can be at work, at the next start.

use std::{sync::Arc, time::Duration};

use ::federation::{Telling, tell};
use chrono::TimeDelta;
use domain::{
    Caller, Chance, Context, arrivals,
    cards::{Keeping, keep},
    jobs::{Doing, Errand, Job, MOST_ATTEMPTS, Progress, SCHEDULES, Step, next_try},
    mail::Letter,
    secrets,
    servers::subscriptions::{Checking, take_in},
};
use store::{
    Store,
    jobs::{self, HERE, LONG, OUTSIDE},
};
use tokio::{
    sync::watch,
    task::{JoinSet, spawn_blocking},
    time::timeout,
};

use crate::{
    App, cards, domain_subscriptions,
    error::in_full,
    federation, mail, media,
    push::{self, Outcome},
    webhooks::{self, Delivery},
};

/// How long a worker sleeps that nobody wakes: other processes leave jobs too.
const NAP: Duration = Duration::from_secs(1);

/// Works until it is told to stop, and then finishes what it has begun.
pub async fn work(app: App, stop: watch::Receiver<bool>) {
    if let Err(error) = free_abandoned(&app) {
        tracing::error!("jobs of an earlier run cannot be freed: {error}");
    }
    let mut workers = JoinSet::new();
    for (lane, most) in [
        (HERE, app.options.workers),
        (OUTSIDE, app.options.outside_workers),
        (LONG, 1),
    ] {
        for _ in 0..most.max(1) {
            workers.spawn(work_alone(app.clone(), lane, stop.clone()));
        }
    }
    while workers.join_next().await.is_some() {}
}

fn free_abandoned(app: &App) -> domain::Result<()> {
    if let Store::Sqlite { .. } = app.store {
        let mut cx = app.write()?;
        jobs::release_all(&mut cx.tx)?;
        app.save(cx)?;
    }
    Ok(())
}

async fn work_alone(app: App, lane: i32, mut stop: watch::Receiver<bool>) {
    let lease: Arc<str> = secrets::make(&mut Chance::system()).into();
    while !*stop.borrow() {
        let (worker, lease) = (app.clone(), lease.clone());
        let turn = spawn_blocking(move || {
            if lane == HERE {
                keep_schedules(&worker)?;
            }
            work_once(&worker, lane, &lease)
        });
        let found_work = match turn.await {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => {
                tracing::error!(
                    "a worker stumbled: {error}: {:?}",
                    std::error::Error::source(&error)
                );
                false
            }
            Err(panic) => {
                tracing::error!("a job panicked: {panic}");
                false
            }
        };
        if found_work && lane == HERE {
            // It may have left some for the others.
            app.bells.ring();
        }
        if !found_work {
            tokio::select! {
                _ = timeout(NAP, app.bells.hear(lane)) => (),
                _ = stop.changed() => (),
            }
        }
    }
}

/// Does everything that is due, and answers how much it was. For tests and for the demo.
pub fn work_off(app: &App) -> domain::Result<usize> {
    let mut done = 0;
    loop {
        while work_once(app, HERE, "work off")?
            || work_once(app, LONG, "work off")?
            || work_once(app, OUTSIDE, "work off")?
        {
            done += 1;
        }
        // What is sent may leave more to do.
        match federation::work_off(app)? {
            0 => return Ok(done),
            sent => done += sent,
        }
    }
}

/// Does what comes again and again, as far as its time has come.
pub fn keep_schedules(app: &App) -> domain::Result<()> {
    for schedule in SCHEDULES {
        let mut cx = app.read()?;
        let now = cx.now;
        if !jobs::is_due(&mut cx.tx, schedule.name, now)? {
            continue;
        }
        drop(cx);
        let mut cx = app.write()?;
        if jobs::advance(&mut cx.tx, schedule.name, now, now + schedule.every)? {
            (schedule.run)(&mut cx)?;
            app.save(cx)?;
        }
    }
    Ok(())
}

/// Does the job of a lane that is due longest. Whether there was one.
fn work_once(app: &App, lane: i32, lease: &str) -> domain::Result<bool> {
    let Some(row) = claim(app, lane, lease)? else {
        return Ok(false);
    };
    if row.attempts > MOST_ATTEMPTS {
        // It never came back to say what was wrong: it must have taken its process with it.
        give_up(app, &row, lease)?;
        return Ok(true);
    }
    let done = Job::from_row(&row.name, &row.data)
        .map_err(|error| Failure::Final(error.to_string()))
        .and_then(|job| run(app, job, &row, lease));
    let Err(failure) = done else { return Ok(true) };

    let mut cx = app.write()?;
    let (error, run_at) = match failure {
        Failure::Passing(error) => (error, next_try(&mut cx, row.attempts)),
        Failure::Final(error) => (error, None),
    };
    match run_at {
        Some(at) => tracing::warn!("{} {} went wrong, next try {at}: {error}", row.name, row.id),
        None => tracing::error!("{} {} is given up: {error}", row.name, row.id),
    }
    jobs::release(&mut cx.tx, row.id, lease, run_at, Some(&error))?;
    app.save(cx)?;
    Ok(true)
}

fn give_up(app: &App, row: &jobs::Job, lease: &str) -> domain::Result<()> {
    tracing::error!(
        "{} {} is given up: nobody who began it came back",
        row.name,
        row.id
    );
    let mut cx = app.write()?;
    let error = row
        .last_error
        .as_deref()
        .or(Some("nobody who began it came back"));
    jobs::release(&mut cx.tx, row.id, lease, None, error)?;
    Ok(app.save(cx)?)
}

/// Looks before it writes, so that an idle worker keeps nobody waiting.
fn claim(app: &App, lane: i32, lease: &str) -> domain::Result<Option<jobs::Job>> {
    let mut cx = app.read()?;
    let now = cx.now;
    if !jobs::is_any_due(&mut cx.tx, lane, now)? {
        return Ok(None);
    }
    drop(cx);
    let mut cx = app.write()?;
    let job = jobs::claim(&mut cx.tx, lane, lease, now, now + app.options.lease)?;
    app.save(cx)?;
    Ok(job)
}

/// Why a job was not done, in words for the operator.
enum Failure {
    /// Another time it may work.
    Passing(String),
    /// It never will.
    Final(String),
}

impl<E: Into<domain::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Passing(in_full(&error.into()))
    }
}

fn run(app: &App, job: Job, row: &jobs::Job, lease: &str) -> Result<(), Failure> {
    let step = match job.doing() {
        Doing::Steps(step) => step,
        Doing::Tell(news) => {
            let mut so_far = Telling::default();
            let done = in_steps(
                app,
                row,
                lease,
                Box::new(move |cx: &mut Context| tell(cx, &news, &mut so_far)),
            );
            app.outbox_bell.notify_one();
            return done;
        }
        Doing::Errand(errand) => run_errand(app, errand, row)?,
    };
    in_steps(app, row, lease, step)
}

/// Does what no transaction may wait for, and answers what is to be saved of it.
fn run_errand(app: &App, errand: Errand, row: &jobs::Job) -> Result<Step, Failure> {
    match errand {
        Errand::Push {
            subscription_id,
            notification_id,
        } => match push::deliver(app, subscription_id, notification_id)? {
            Outcome::Done => Ok(last(|_| Ok(()))),
            Outcome::Gone => Ok(last(move |cx| domain::push::forget(cx, subscription_id))),
            Outcome::Later(error) => Err(Failure::Passing(error)),
        },
        Errand::TellWebhook(message) => match webhooks::deliver(app, message)? {
            Delivery::Done => Ok(last(|_| Ok(()))),
            Delivery::Later(error) => Err(Failure::Passing(error)),
        },
        Errand::Open(parcel) => {
            federation::open(app, &parcel, row.attempts).map_err(missed)?;
            Ok(last(|_| Ok(())))
        }
        Errand::Receive {
            account_id,
            activity,
        } => {
            federation::work_through(app, account_id, &activity, row.attempts).map_err(missed)?;
            Ok(last(|_| Ok(())))
        }
        Errand::FetchPictures { account_id } => {
            let got = federation::fetch_pictures(app, account_id, row.attempts).map_err(missed)?;
            Ok(last(move |cx| match &got {
                Some((from, got)) => arrivals::keep_pictures(cx, account_id, from, got),
                None => Ok(()),
            }))
        }
        Errand::FetchMedia { media_id } => {
            let made = federation::fetch_medium(app, media_id, row.attempts).map_err(missed)?;
            Ok(last(move |cx| match &made {
                Some(made) => arrivals::keep_medium(cx, media_id, made),
                None => Ok(()),
            }))
        }
        Errand::FetchEmoji { emoji_id } => {
            let got = federation::fetch_emoji(app, emoji_id, row.attempts).map_err(missed)?;
            Ok(last(move |cx| match &got {
                Some(it) => arrivals::keep_emoji(cx, emoji_id, &it.from, &it.file, &it.still),
                None => Ok(()),
            }))
        }
        Errand::FetchCard { card_id } => {
            let seen = cards::look_at(app, card_id, row.attempts).map_err(missed)?;
            let mut so_far = Keeping::new(card_id, seen);
            Ok(Box::new(move |cx: &mut Context| keep(cx, &mut so_far)))
        }
        Errand::FetchPins { account_id } => {
            let ids = federation::fetch_pins(app, account_id).map_err(missed)?;
            Ok(last(move |cx| arrivals::pin_first(cx, account_id, &ids)))
        }
        Errand::FetchReplies { address } => {
            federation::fetch_replies(app, &address).map_err(missed)?;
            Ok(last(|_| Ok(())))
        }
        Errand::FetchList { subscription_id } => {
            let Some(fetched) = domain_subscriptions::fetch(app, subscription_id)? else {
                return Ok(last(|_| Ok(())));
            };
            let mut so_far = Checking::new(subscription_id, fetched);
            Ok(Box::new(move |cx: &mut Context| take_in(cx, &mut so_far)))
        }
        Errand::RemoveFile { file } => {
            let removed = app.options.media.remove(&file);
            removed.map_err(|trouble| Failure::Passing(trouble.to_string()))?;
            Ok(last(|_| Ok(())))
        }
        Errand::ProcessMedia { media_id } => {
            let processed = media::process(app, media_id);
            let processed = processed.map_err(|error| Failure::Passing(error.to_string()))?;
            Ok(last(move |cx| processed.save(cx, media_id)))
        }
        Errand::SendMail(letter) => {
            send(app, &letter, row)?;
            Ok(last(|_| Ok(())))
        }
    }
}

fn missed(missed: federation::Missed) -> Failure {
    Failure::Passing(missed.to_string())
}

fn last(mut step: impl FnMut(&mut Context) -> domain::Result<()> + 'static) -> Step {
    Box::new(move |cx| step(cx).map(|()| Progress::Done))
}

fn send(app: &App, letter: &Letter, row: &jobs::Job) -> Result<(), Failure> {
    let mut cx = system(app)?;
    let composed = mail::compose(&mut cx, letter)?;
    app.save(cx)?;
    let Some(composed) = composed else {
        return Ok(());
    };
    let id = format!("{}-{}", row.created_at.timestamp_millis(), row.id);
    let sent = app.postman.send(composed, &id);
    sent.map_err(|trouble| match trouble.is_final() {
        true => Failure::Final(trouble.to_string()),
        false => Failure::Passing(with_reason(&trouble)),
    })
}

/// With one reason only: the mail library writes the others into it.
fn with_reason(trouble: &mail::Trouble) -> String {
    match std::error::Error::source(trouble) {
        Some(source) => format!("{trouble}: {source}"),
        None => trouble.to_string(),
    }
}

/// One transaction after the other until the job is done. The last one also ends it; when somebody
/// else has the job by then, what was done last is not saved, and the other does it.
fn in_steps(app: &App, row: &jobs::Job, lease: &str, mut step: Step) -> Result<(), Failure> {
    loop {
        let mut cx = system(app)?;
        let until = cx.now + app.options.lease.max(TimeDelta::seconds(1));
        let is_ours = match step(&mut cx)? {
            Progress::More => jobs::renew(&mut cx.tx, row.id, lease, until)?,
            Progress::Done => {
                if jobs::complete(&mut cx.tx, row.id, lease)? {
                    app.save(cx)?;
                }
                return Ok(());
            }
        };
        if !is_ours {
            return Ok(());
        }
        app.save(cx)?;
    }
}

fn system(app: &App) -> Result<Context, Failure> {
    let mut cx = app.write()?;
    cx.caller = Caller::System;
    Ok(cx)
}

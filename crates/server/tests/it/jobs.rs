//! Work that is left for later.

use std::fs;

use chrono::TimeDelta;
use domain::jobs::{Job, MOST_ATTEMPTS};
use domain::mail::Letter;
use serde_json::json;
use store::jobs::{self, NewJob};

use crate::server::{Server, Test};

fn list(server: &Server) -> Result<Vec<jobs::Job>, store::Error> {
    jobs::list(&mut server.tx()?, 100)
}

#[tokio::test]
async fn a_letter_that_cannot_leave_is_tried_again_later_and_later_and_then_given_up() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    // Where the folder should be is a file.
    let mail = server.folder.path().join("mail");
    fs::write(&mail, "in the way")?;
    server.change(|cx| Letter::Welcome { account_id: ann.id }.leave(cx))?;

    let mut waits = Vec::new();
    for _ in 0..MOST_ATTEMPTS {
        server.work_off()?;
        let job = list(&server)?.pop().expect("still there");
        assert!(job.last_error.is_some() && job.lease.is_none());
        let Some(at) = job.run_at else { break };
        waits.push(at - server.now());
        server.advance(at - server.now());
    }
    let job = list(&server)?.pop().expect("kept, to be looked at");
    assert_eq!((job.run_at, job.attempts), (None, MOST_ATTEMPTS));
    assert!(
        waits[0] <= TimeDelta::seconds(30) && waits[10] > TimeDelta::hours(2),
        "{waits:?}"
    );

    fs::remove_file(&mail)?;
    let now = server.now();
    server.change(|cx| Ok(jobs::retry(&mut cx.tx, job.id, now)?))?;
    server.work_off()?;
    assert!(list(&server)?.is_empty());
    assert_eq!(server.letters()?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_job_that_nobody_knows_is_given_up_at_once() -> Test {
    let server = Server::start().await?;
    let now = server.now();
    let unknown = NewJob {
        name: "juggle",
        key: None,
        lane: jobs::HERE,
        data: &json!({}),
        run_at: now,
        created_at: now,
    };
    server.change(|cx| Ok(jobs::add(&mut cx.tx, &unknown)?))?;

    server.work_off()?;

    assert_eq!(list(&server)?[0].run_at, None);
    Ok(())
}

#[tokio::test]
async fn a_job_is_left_only_if_what_caused_it_is_saved() -> Test {
    let server = Server::start().await?;
    let mut cx = server.app.write()?;
    Job::RemoveFile {
        file: "avatars/a.png".into(),
    }
    .leave(&mut cx)?;
    drop(cx);

    assert!(list(&server)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn workers_stop_when_told_and_have_done_what_they_began() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    server.change(|cx| Letter::Welcome { account_id: ann.id }.leave(cx))?;
    let (say, hear) = tokio::sync::watch::channel(false);
    let workers = tokio::spawn(kumki_server::jobs::work(server.app.clone(), hear));

    while !list(&server)?.is_empty() {
        tokio::task::yield_now().await;
    }
    say.send(true)?;
    workers.await?;

    assert_eq!(server.letters()?.len(), 1);
    Ok(())
}

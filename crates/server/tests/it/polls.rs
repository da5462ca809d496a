//! Voting, and the end of it.

use api::{
    entities::Poll,
    polls::{ShowPoll, VoteInPoll},
    statuses::{NewPoll, PostStatus},
};
use chrono::TimeDelta;
use client::Client;
use kumki_server::jobs::keep_schedules;

use crate::{
    account_actions::refusal,
    people::Person,
    server::{Server, Test},
    statuses::{says, to},
};

fn question(multiple: bool) -> PostStatus {
    PostStatus {
        poll: Some(NewPoll {
            options: vec!["tea".into(), "coffee".into(), "water".into()],
            expires_in: 600,
            multiple,
            hide_totals: false,
        }),
        ..says("Which?")
    }
}

impl Person {
    pub(crate) async fn vote(&self, id: &str, choices: &[&str]) -> Result<Poll, client::Error> {
        let vote = VoteInPoll {
            id: id.into(),
            choices: choices.iter().map(|it| (*it).into()).collect(),
        };
        self.client.send(&vote).await
    }

    async fn asks(&self, post: PostStatus) -> Result<Poll, client::Error> {
        Ok(self.post(post).await?.poll.expect("a poll"))
    }
}

fn tallies(poll: &Poll) -> Vec<i64> {
    poll.options
        .iter()
        .map(|it| it.votes_count.unwrap_or(-1))
        .collect()
}

#[tokio::test]
async fn a_vote_counts_once_and_is_shown_to_the_voter() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let poll = ann.asks(question(false)).await?;

    let voted = bob.vote(&poll.id, &["1"]).await?;

    assert_eq!(tallies(&voted), [0, 1, 0]);
    assert_eq!((voted.votes_count, voted.voters_count), (1, Some(1)));
    assert_eq!((voted.voted, voted.own_votes), (Some(true), Some(vec![1])));
    let stranger = Client::anonymous(&server.url)?;
    let seen = stranger
        .send(&ShowPoll {
            id: poll.id.clone(),
        })
        .await?;
    assert_eq!(
        (seen.votes_count, seen.voted, seen.own_votes),
        (1, None, None)
    );
    Ok(())
}

#[tokio::test]
async fn votes_that_do_not_count_are_refused_and_change_nothing() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let single = ann.asks(question(false)).await?;
    let multiple = ann.asks(question(true)).await?;
    let failed = |text: &str| (422, format!("Validation failed: {text}"));
    let (unknown, twice) = (
        "The chosen vote option does not exist",
        "You have already voted on this poll",
    );

    let own = refusal(ann.vote(&single.id, &["0"]).await);
    assert_eq!(own, failed("You cannot vote in your own polls"));
    for wrong in ["3", "-1", "x", "", "99999999999"] {
        assert_eq!(
            refusal(bob.vote(&single.id, &[wrong]).await),
            failed(unknown)
        );
    }
    assert_eq!(refusal(bob.vote(&single.id, &[]).await), failed(unknown));
    assert_eq!(
        refusal(bob.vote(&single.id, &["0", "1"]).await),
        failed(twice)
    );
    assert_eq!(
        refusal(bob.vote(&multiple.id, &["0", "0"]).await),
        failed(twice)
    );
    assert_eq!(store::testing::count(&mut server.tx()?, "poll_votes")?, 0);

    bob.vote(&single.id, &["2"]).await?;
    assert_eq!(refusal(bob.vote(&single.id, &["1"]).await), failed(twice));
    bob.vote(&multiple.id, &["0", "2"]).await?;
    let more = bob.vote(&multiple.id, &["1"]).await?;
    assert_eq!(
        (tallies(&more), more.voters_count),
        (vec![1, 1, 1], Some(1))
    );
    assert_eq!(refusal(bob.vote(&multiple.id, &["2"]).await), failed(twice));

    server.advance(TimeDelta::seconds(600));
    let late = refusal(server.member("carl")?.vote(&single.id, &["0"]).await);
    assert_eq!(late, failed("The poll has already ended"));
    Ok(())
}

#[tokio::test]
async fn a_poll_is_for_those_who_may_see_its_post() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.member("eve")?);
    let private = PostStatus {
        visibility: to("", "private").visibility,
        ..question(false)
    };
    let poll = ann.asks(private).await?;

    let missing = (404, "Record not found".to_owned());
    let show = ShowPoll {
        id: poll.id.clone(),
    };
    assert_eq!(refusal(eve.client.send(&show).await), missing);
    assert_eq!(refusal(eve.vote(&poll.id, &["0"]).await), missing);
    let open = ann.asks(question(false)).await?;
    let block = api::blocks::BlockAccount { id: ann.id() };
    eve.client.send(&block).await?;
    let refused = refusal(eve.vote(&open.id, &["0"]).await);
    assert_eq!(refused, (403, "This action is not allowed".into()));
    Ok(())
}

#[tokio::test]
async fn hidden_totals_are_shown_after_the_end() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let mut hidden = question(false);
    hidden.poll = hidden.poll.map(|it| NewPoll {
        hide_totals: true,
        ..it
    });
    let poll = ann.asks(hidden).await?;

    let during = bob.vote(&poll.id, &["0"]).await?;
    assert_eq!(tallies(&during), [-1, -1, -1]);
    server.advance(TimeDelta::seconds(600));
    let after = bob.client.send(&ShowPoll { id: poll.id }).await?;
    assert_eq!((tallies(&after), after.expired), (vec![1, 0, 0], true));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn votes_at_the_same_moment_are_all_counted() -> Test {
    const VOTERS: usize = 20;
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let poll = ann.asks(question(true)).await?;
    let voters: Vec<Person> = (0..VOTERS)
        .map(|number| server.member(&format!("voter{number}")))
        .collect::<Result<_, _>>()?;

    // Each votes twice at once, and one of the two is too late.
    let mut votes = tokio::task::JoinSet::new();
    for voter in voters.into_iter().map(std::sync::Arc::new) {
        for _ in 0..2 {
            let (voter, id) = (voter.clone(), poll.id.clone());
            votes.spawn(async move { voter.vote(&id, &["0", "2"]).await.is_ok() });
        }
    }
    let counted = votes.join_all().await.into_iter().filter(|it| *it).count();

    assert_eq!(counted, VOTERS);
    let poll = ann.client.send(&ShowPoll { id: poll.id }).await?;
    let all = VOTERS as i64;
    assert_eq!(
        (tallies(&poll), poll.voters_count),
        (vec![all, 0, all], Some(all))
    );
    Ok(())
}

#[tokio::test]
async fn the_end_is_told_once_to_the_author_and_to_those_who_voted() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let carl = server.member("carl")?;
    let poll = ann.asks(question(false)).await?;
    bob.vote(&poll.id, &["0"]).await?;

    server.advance(TimeDelta::seconds(599));
    keep_schedules(&server.app)?;
    server.work_off()?;
    assert!(bob.kinds_told().await?.is_empty(), "it goes on");
    for _ in 0..3 {
        server.advance(TimeDelta::minutes(2));
        keep_schedules(&server.app)?;
        server.work_off()?;
    }

    assert_eq!(ann.kinds_told().await?, ["poll"]);
    assert_eq!(bob.kinds_told().await?, ["poll"]);
    assert!(carl.kinds_told().await?.is_empty());
    let kept = store::polls::find(&mut server.tx()?, poll.id.parse()?)?;
    assert!(kept.is_some_and(|it| it.is_closed));
    let id = poll.id.parse()?;
    server.change(|cx| domain::jobs::Job::TellOfPollEnd { poll_id: id }.leave(cx))?;
    server.work_off()?;
    assert_eq!(
        bob.kinds_told().await?,
        ["poll"],
        "also when the job begins anew"
    );
    Ok(())
}

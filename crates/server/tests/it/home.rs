//! What following and the like do to home timelines.

use api::{
    blocks::BlockAccount,
    follows::{FollowAccount, UnfollowAccount},
    mutes::{MuteAccount, UnmuteAccount},
};

use crate::{
    people::Person,
    server::{Server, Test},
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A post, as far as home timelines care.
#[derive(Clone, Copy)]
struct Post<'a> {
    id: i64,
    by: &'a Person,
    visibility: &'a str,
    language: &'a str,
    boosts: Option<i64>,
    answers: Option<&'a Person>,
}

impl<'a> Post<'a> {
    fn new(id: i64, by: &'a Person) -> Self {
        Self {
            id,
            by,
            visibility: "public",
            language: "en",
            boosts: None,
            answers: None,
        }
    }

    fn put(self, server: &Server) -> Result<()> {
        let null = |id: Option<i64>| id.map_or("NULL".to_owned(), |it| it.to_string());
        let sql = format!(
            "INSERT INTO statuses (id, account_id, content, text, spoiler_text, visibility, sensitive,
               language, in_reply_to_account_id, conversation_id, reblog_of_id, quote_policy, is_local,
               is_listed, has_media, created_at)
             VALUES ({}, {}, '', '', '', '{}', FALSE, '{}', {}, 1, {}, 'public', TRUE, TRUE, FALSE,
               '2026-11-22 12:00:00+00:00')",
            self.id,
            self.by.id,
            self.visibility,
            self.language,
            null(self.answers.map(|it| it.id)),
            null(self.boosts),
        );
        server.change(|cx| Ok(store::testing::execute(&mut cx.tx, &sql)?))?;
        Ok(())
    }
}

fn home(server: &Server, person: &Person) -> Result<Vec<i64>> {
    server.work_off()?;
    Ok(store::home::ids(&mut server.tx()?, person.id)?)
}

#[tokio::test]
async fn a_follow_brings_recent_posts_and_its_end_takes_them_away() -> Test {
    let server = Server::start().await?;
    let people = ["ann", "bob", "carl"].map(|it| server.member(it));
    let [ann, bob, carl] = people;
    let (ann, bob, carl) = (ann?, bob?, carl?);
    Post::new(1, &bob).put(&server)?;
    let direct = Post {
        visibility: "direct",
        ..Post::new(2, &bob)
    };
    direct.put(&server)?;
    let private = Post {
        visibility: "private",
        ..Post::new(3, &bob)
    };
    private.put(&server)?;
    Post::new(4, &carl).put(&server)?;
    let boost = Post {
        boosts: Some(4),
        ..Post::new(5, &bob)
    };
    boost.put(&server)?;
    let to_a_stranger = Post {
        answers: Some(&carl),
        ..Post::new(6, &bob)
    };
    to_a_stranger.put(&server)?;
    let to_herself = Post {
        answers: Some(&bob),
        ..Post::new(7, &bob)
    };
    to_herself.put(&server)?;

    ann.follow(&bob).await?;
    assert_eq!(home(&server, &ann)?, [7, 5, 3, 1]);
    ann.follow(&carl).await?;
    assert_eq!(home(&server, &ann)?, [7, 5, 4, 3, 1]);

    let unfollow = UnfollowAccount { id: bob.id() };
    ann.client.send(&unfollow).await?;
    assert_eq!(home(&server, &ann)?, [4]);
    ann.follow(&bob).await?;
    ann.client.send(&unfollow).await?;
    assert_eq!(home(&server, &ann)?, [4], "both jobs come too late");
    ann.follow(&bob).await?;
    let expected = [7, 6, 5, 4, 3, 1];
    assert_eq!(home(&server, &ann)?, expected, "carl is no stranger now");
    Ok(())
}

#[tokio::test]
async fn only_what_the_follower_wants_comes() -> Test {
    let server = Server::start().await?;
    let people = ["ann", "bob", "carl"].map(|it| server.member(it));
    let [ann, bob, carl] = people;
    let (ann, bob, carl) = (ann?, bob?, carl?);
    Post::new(1, &carl).put(&server)?;
    let boost = Post {
        boosts: Some(1),
        ..Post::new(2, &bob)
    };
    boost.put(&server)?;
    Post::new(3, &bob).put(&server)?;
    let german = Post {
        language: "de",
        ..Post::new(4, &bob)
    };
    german.put(&server)?;

    let follow = FollowAccount {
        id: bob.id(),
        reblogs: Some(false),
        languages: Some(vec!["de".into()]),
        ..FollowAccount::default()
    };
    ann.client.send(&follow).await?;
    assert_eq!(home(&server, &ann)?, [4]);

    carl.follow(&bob).await?;
    assert_eq!(home(&server, &carl)?, [4, 3, 2]);
    let dora = server.member("dora")?;
    dora.client.send(&BlockAccount { id: carl.id() }).await?;
    dora.follow(&bob).await?;
    assert_eq!(home(&server, &dora)?, [4, 3], "not what carl wrote");
    Ok(())
}

#[tokio::test]
async fn who_is_muted_or_blocked_goes_also_where_others_boosted_her() -> Test {
    let server = Server::start().await?;
    let people = ["ann", "bob", "carl"].map(|it| server.member(it));
    let [ann, bob, carl] = people;
    let (ann, bob, carl) = (ann?, bob?, carl?);
    Post::new(1, &carl).put(&server)?;
    let boost = Post {
        boosts: Some(1),
        ..Post::new(2, &bob)
    };
    boost.put(&server)?;
    Post::new(3, &bob).put(&server)?;
    ann.follow(&bob).await?;
    ann.follow(&carl).await?;
    assert_eq!(home(&server, &ann)?, [3, 2, 1]);

    let mute = MuteAccount {
        id: carl.id(),
        ..MuteAccount::default()
    };
    ann.client.send(&mute).await?;
    assert_eq!(home(&server, &ann)?, [3]);
    ann.client.send(&UnmuteAccount { id: carl.id() }).await?;
    assert_eq!(home(&server, &ann)?, [3, 1]);

    let minute = MuteAccount {
        duration: Some("30".into()),
        ..mute
    };
    ann.client.send(&minute).await?;
    assert_eq!(home(&server, &ann)?, [3]);
    server.advance(chrono::TimeDelta::minutes(2));
    kumki_server::jobs::keep_schedules(&server.app)?;
    assert_eq!(home(&server, &ann)?, [3, 1], "the mute has expired");

    carl.follow(&ann).await?;
    Post::new(4, &ann).put(&server)?;
    carl.follow(&bob).await?;
    assert_eq!(home(&server, &carl)?, [4, 3, 2]);
    bob.client.send(&BlockAccount { id: carl.id() }).await?;
    assert_eq!(home(&server, &carl)?, [4], "she follows him no more");
    Ok(())
}

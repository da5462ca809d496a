//! What those hear who are connected.

use api::{
    announcements::{ReactToAnnouncement, TakeBackReaction},
    entities::{Announcement, Conversation, Status},
    filters::CreateFilter,
    statuses::{
        BookmarkStatus, BoostStatus, DeleteStatus, FavouriteStatus, PostStatus, ShowStatus,
    },
};
use domain::{
    Event,
    announcements::{self, Draft},
    tags,
};
use serde_json::{Value, json};
use store::{
    status_tags,
    statuses::{self, NewStatus, Visibility},
    testing,
};

use crate::{
    people::Person,
    server::{Server, Test},
    statuses::{says, to},
    streams::{Events, Socket},
};

impl Server {
    fn execute(&self, sql: &str) -> Result<(), Box<dyn std::error::Error>> {
        let mut tx = self.tx()?;
        testing::execute(&mut tx, sql)?;
        Ok(tx.save()?)
    }

    /// As if a rule had noted it.
    fn note(&self, event: Event) -> Result<(), Box<dyn std::error::Error>> {
        self.change(|cx| {
            cx.events.push(event);
            Ok(())
        })
    }

    /// A public post about tea that has become known, with a picture if it is from elsewhere.
    fn known(&self, account_id: i64, is_local: bool) -> Result<String, Box<dyn std::error::Error>> {
        self.change(|cx| {
            let id = cx.new_id();
            let uri = format!("https://far.example/{id}");
            let status = NewStatus {
                id,
                uri: Some(&uri),
                url: None,
                account_id,
                content: "<p>tea</p>",
                text: "",
                spoiler_text: "",
                visibility: Visibility::Public,
                sensitive: false,
                language: None,
                in_reply_to_id: None,
                in_reply_to_account_id: None,
                conversation_id: id,
                reblog_of_id: None,
                quote_of_id: None,
                quote_policy: "public",
                application_id: None,
                is_local,
                has_media: !is_local,
                created_at: cx.now,
            };
            let status = statuses::add(&mut cx.tx, &status)?;
            let tags = tags::find_or_add(cx, &["tea".to_owned()])?;
            let tag_ids: Vec<i64> = tags.iter().map(|it| it.id).collect();
            status_tags::add(&mut cx.tx, id, &tag_ids, cx.now)?;
            cx.events.push(Event::Posted {
                status_id: status.id,
            });
            Ok(id.to_string())
        })
    }

    /// A list of somebody, with those on it.
    fn list(
        &self,
        owner: &Person,
        policy: &str,
        members: &[&Person],
    ) -> Result<i64, Box<dyn std::error::Error>> {
        let id = self.change(|cx| Ok(cx.new_id()))?;
        let owner = owner.id;
        self.execute(&format!(
            "INSERT INTO lists (id, account_id, title, replies_policy, is_exclusive, created_at) \
             VALUES ({id}, {owner}, 'L', '{policy}', FALSE, '2026-01-01 00:00:00+00:00')"
        ))?;
        for member in members {
            self.execute(&format!(
                "INSERT INTO list_accounts (list_id, account_id) VALUES ({id}, {})",
                member.id
            ))?;
        }
        Ok(id)
    }
}

fn delete(status: &Status) -> DeleteStatus {
    DeleteStatus {
        id: status.id.clone(),
        delete_media: None,
    }
}

fn answer(text: &str, to: &Status) -> PostStatus {
    PostStatus {
        in_reply_to_id: Some(to.id.clone()),
        ..says(text)
    }
}

fn update(status: &Status) -> (String, String) {
    ("update".to_owned(), status.id.clone())
}

#[tokio::test]
async fn the_health_of_streams_can_be_asked_for_without_a_token() -> Test {
    let server = Server::start().await?;
    let address = format!("{}/api/v1/streaming/health", server.url);

    let answer = server.http.get(address).send().await?;

    assert_eq!(answer.status(), 200);
    assert_eq!(answer.text().await?, "OK");
    Ok(())
}

#[tokio::test]
async fn a_member_hears_what_comes_into_her_home_and_what_she_is_told() -> Test {
    let server = Server::start().await?;
    let (ann, fan) = (server.member("ann")?, server.member("fan")?);
    server.follow(&fan, &ann)?;
    let mut home = Events::open(&server, &fan.token, "user").await?;
    let mut notifications = Events::open(&server, &fan.token, "user/notification").await?;

    let post = ann.post(says("Hello, @fan")).await?;
    server.work_off()?;

    let told = [home.next().await?, home.next().await?];
    let names: Vec<&str> = told.iter().map(|it| it.event.as_str()).collect();
    assert_eq!(names, ["notification", "update"]);
    assert_eq!(told[0].json()?["type"], "mention");
    assert_eq!(notifications.next().await?, told[0]);
    let shown = fan.client.send(&ShowStatus { id: post.id }).await?;
    assert_eq!(told[1].json()?, serde_json::to_value(&shown)?);
    assert_eq!(shown.favourited, Some(false));
    Ok(())
}

#[tokio::test]
async fn one_socket_carries_many_streams() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let mut socket = Socket::open(&server, &ann.token, "/?stream=public:local").await?;
    let tag = json!({ "stream": "hashtag", "tag": "Rust" });
    socket.subscribe(&tag).await?;
    socket.subscribe(&tag).await?;
    socket.subscribe(&json!({ "stream": ["user"] })).await?;

    let post = ann.post(says("I like #rust")).await?;

    let mut told = Vec::new();
    for _ in 0..3 {
        let it = socket.next().await?;
        assert_eq!(it.short()?, update(&post));
        told.push(it.stream);
    }
    told.sort();
    assert_eq!(
        told,
        [vec!["hashtag", "Rust"], vec!["public:local"], vec!["user"]]
    );

    for stream in ["user", "public:local"] {
        socket.unsubscribe(&json!({ "stream": stream })).await?;
    }
    let post = ann.post(says("More #rust")).await?;
    assert_eq!(socket.next().await?.short()?, update(&post));
    ann.client.send(&delete(&post)).await?;
    let gone = socket.next().await?;
    assert_eq!(gone.short()?, ("delete".to_owned(), post.id));
    assert_eq!(gone.stream, ["hashtag", "Rust"]);
    Ok(())
}

/// The posts that a stream tells of, up to the last of them.
async fn heard(
    stream: &mut Events,
    last: &Status,
) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let mut heard = Vec::new();
    loop {
        let told = stream.next().await?;
        assert_eq!(told.event, "update");
        heard.push(told.id()?);
        if heard.last() == Some(&last.id) {
            return Ok(heard);
        }
    }
}

#[tokio::test]
async fn streams_tell_of_the_posts_that_their_lists_show() -> Test {
    let server = Server::start().await?;
    let (ann, eve, reader) = (
        server.member("ann")?,
        server.member("eve")?,
        server.member("reader")?,
    );
    let (muted, limited) = (server.member("muted")?, server.member("limited")?);
    let far = server.remote("rob", "far.example")?.id;
    server.execute(&format!(
        "INSERT INTO mutes (account_id, target_account_id, hides_notifications, created_at) \
         VALUES ({}, {}, TRUE, '2026-01-01 00:00:00+00:00')",
        reader.id, muted.id
    ))?;
    server.execute(&format!(
        "UPDATE accounts SET silenced_at = '2026-01-01 00:00:00+00:00' WHERE id = {}",
        limited.id
    ))?;
    let open = async |path| Events::open(&server, &reader.token, path).await;
    let mut public = open("public").await?;
    let mut with_media = open("public?only_media=true").await?;
    let mut remote = open("public/remote").await?;
    let mut tagged = open("hashtag?tag=tea").await?;
    let mut tagged_here = open("hashtag/local?tag=tea").await?;

    let first = ann.post(says("#tea")).await?;
    for visibility in ["unlisted", "private", "direct"] {
        ann.post(to("#tea, @reader", visibility)).await?;
    }
    let answered = eve.post(answer("#tea", &first)).await?;
    let boost = BoostStatus {
        id: first.id.clone(),
        visibility: None,
    };
    eve.client.send(&boost).await?;
    muted.post(says("#tea")).await?;
    server.known(limited.id, true)?;
    let elsewhere = server.known(far, false)?;
    let last = ann.post(says("#tea, the last")).await?;

    let [first, answered] = [first, answered].map(|it| it.id);
    let of_all = vec![first.clone(), elsewhere.clone(), last.id.clone()];
    assert_eq!(heard(&mut public, &last).await?, of_all);
    let of_tag = vec![
        first.clone(),
        answered.clone(),
        elsewhere.clone(),
        last.id.clone(),
    ];
    assert_eq!(heard(&mut tagged, &last).await?, of_tag);
    let of_tag_here = vec![first, answered, last.id.clone()];
    assert_eq!(heard(&mut tagged_here, &last).await?, of_tag_here);
    assert_eq!(remote.next().await?.id()?, elsewhere);
    assert_eq!(with_media.next().await?.id()?, elsewhere);
    Ok(())
}

#[tokio::test]
async fn a_list_tells_of_the_answers_that_it_shows() -> Test {
    let server = Server::start().await?;
    let (ann, bob, eve) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("eve")?,
    );
    let reader = server.member("reader")?;
    for followed in [&ann, &bob, &eve] {
        server.follow(&reader, followed)?;
    }
    let mut socket = Socket::open(&server, &reader.token, "").await?;
    for policy in ["none", "list", "followed"] {
        let list = server.list(&reader, policy, &[&ann, &bob])?.to_string();
        let subscription = json!({ "stream": "list", "list": list });
        socket.subscribe(&subscription).await?;
    }
    let on_lists = async |socket: &mut Socket, post: &Status, lists: usize| -> Test {
        for _ in 0..lists {
            let told = socket.next().await?;
            assert_eq!(told.short()?, update(post));
            assert_eq!(told.stream[0], "list");
        }
        Ok(())
    };

    let root = eve.post(says("of nobody on the list")).await?;
    let by_ann = ann.post(says("of ann")).await?;
    on_lists(&mut socket, &by_ann, 3).await?;
    let to_ann = bob.post(answer("to ann", &by_ann)).await?;
    on_lists(&mut socket, &to_ann, 2).await?;
    let to_eve = bob.post(answer("to eve", &root)).await?;
    on_lists(&mut socket, &to_eve, 1).await?;
    ann.post(to("@reader", "direct")).await?;
    let private = ann.post(to("for followers", "private")).await?;
    on_lists(&mut socket, &private, 3).await?;

    let stranger = server.member("stranger")?;
    let own = server.list(&reader, "own", &[])?;
    let refused = Events::open(&server, &stranger.token, &format!("list?list={own}")).await;
    let error = refused.err().ok_or("not refused")?.to_string();
    assert_eq!(
        error,
        r#"401 Unauthorized: {"error":"Not authorized to stream this list"}"#
    );
    Ok(())
}

#[tokio::test]
async fn messages_to_few_come_as_conversations() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let mut direct = Events::open(&server, &bob.token, "direct").await?;

    let message = ann.post(to("@bob hi", "direct")).await?;

    let told = direct.next().await?;
    assert_eq!(told.event, "conversation");
    let conversation: Conversation = serde_json::from_value(told.json()?)?;
    assert!(conversation.unread);
    assert_eq!(conversation.accounts.len(), 1);
    assert_eq!(conversation.accounts[0].id, ann.id());
    let last = conversation.last_status.ok_or("a message")?;
    assert_eq!(last.id, message.id);
    Ok(())
}

#[tokio::test]
async fn what_a_reader_has_done_about_a_post_shows_in_her_stream_alone() -> Test {
    let server = Server::start().await?;
    let (ann, boss, fan, other) = (
        server.member("ann")?,
        server.member("boss")?,
        server.member("fan")?,
        server.member("other")?,
    );
    server.follow(&fan, &boss)?;
    server.follow(&other, &boss)?;
    let post = ann.post(says("old")).await?;
    let id = || post.id.clone();
    fan.client.send(&FavouriteStatus { id: id() }).await?;
    fan.client.send(&BookmarkStatus { id: id() }).await?;
    server.work_off()?;
    let mut streams = Vec::new();
    for reader in [&fan, &other] {
        streams.push(Events::open(&server, &reader.token, "user").await?);
    }

    let boost = BoostStatus {
        id: id(),
        visibility: None,
    };
    let boost = boss.client.send(&boost).await?;
    server.work_off()?;

    for (stream, (reader, has)) in streams.iter_mut().zip([(&fan, true), (&other, false)]) {
        let told = stream.next().await?.json()?;
        let boost = ShowStatus {
            id: boost.id.clone(),
        };
        let shown = reader.client.send(&boost).await?;
        assert_eq!(told, serde_json::to_value(&shown)?);
        assert_eq!(told["reblog"]["favourited"], has);
        assert_eq!(told["reblog"]["bookmarked"], has);
    }
    Ok(())
}

#[tokio::test]
async fn a_quoted_post_is_shown_to_whoever_may_see_it() -> Test {
    let server = Server::start().await?;
    let (ann, bob, eve) = (
        server.member("ann")?,
        server.member("bob")?,
        server.member("eve")?,
    );
    let blocked = server.member("blocked")?;
    server.follow(&eve, &bob)?;
    server.follow(&blocked, &bob)?;
    server.execute(&format!(
        "INSERT INTO blocks (account_id, target_account_id, created_at) \
         VALUES ({}, {}, '2026-01-01 00:00:00+00:00')",
        ann.id, blocked.id
    ))?;
    let quoted = ann.post(says("quote me")).await?;
    let mut streams = Vec::new();
    for reader in [&eve, &blocked] {
        streams.push(Events::open(&server, &reader.token, "user").await?);
    }

    let quote = PostStatus {
        quoted_status_id: Some(quoted.id.clone()),
        ..says("look")
    };
    bob.post(quote).await?;
    server.work_off()?;

    let states = [
        ("accepted", Value::from(quoted.id)),
        ("unauthorized", Value::Null),
    ];
    for (stream, (state, id)) in streams.iter_mut().zip(states) {
        let quote = &stream.next().await?.json()?["quote"];
        assert_eq!(quote["state"], state);
        assert_eq!(quote["quoted_status"]["id"], id);
    }
    Ok(())
}

#[tokio::test]
async fn an_edit_is_told_wherever_the_post_shows() -> Test {
    let server = Server::start().await?;
    let (ann, fan, eve) = (
        server.member("ann")?,
        server.member("fan")?,
        server.member("eve")?,
    );
    server.follow(&fan, &ann)?;
    let post = ann.post(says("#tea")).await?;
    let hidden = ann.post(to("for followers", "private")).await?;
    server.work_off()?;
    let mut home = Events::open(&server, &fan.token, "user").await?;
    let mut other_home = Events::open(&server, &eve.token, "user").await?;
    let mut public = Events::open(&server, &eve.token, "public").await?;
    let mut tag = Events::open(&server, &eve.token, "hashtag?tag=tea").await?;

    for id in [&hidden.id, &post.id] {
        server.note(Event::Edited {
            status_id: id.parse()?,
        })?;
    }
    let marker = eve.post(says("marker")).await?;

    let edit = |status: &Status| ("status.update".to_owned(), status.id.clone());
    assert_eq!(home.next().await?.short()?, edit(&hidden));
    assert_eq!(home.next().await?.short()?, edit(&post));
    assert_eq!(public.next().await?.short()?, edit(&post));
    assert_eq!(tag.next().await?.short()?, edit(&post));
    assert_eq!(other_home.next().await?.short()?, update(&marker));
    Ok(())
}

#[tokio::test]
async fn nobody_learns_from_its_end_that_there_was_a_hidden_post() -> Test {
    let server = Server::start().await?;
    let (ann, fan, eve) = (
        server.member("ann")?,
        server.member("fan")?,
        server.member("eve")?,
    );
    server.follow(&fan, &ann)?;
    let old = ann.post(says("old")).await?;
    let private = ann.post(to("for followers", "private")).await?;
    let direct = ann.post(to("@eve", "direct")).await?;
    server.work_off()?;
    let mut home = Events::open(&server, &fan.token, "user").await?;
    let mut other_home = Events::open(&server, &eve.token, "user").await?;
    let mut public = Events::open(&server, &eve.token, "public").await?;

    for status in [&private, &direct, &old] {
        ann.client.send(&delete(status)).await?;
    }
    server.work_off()?;
    let marker = eve.post(says("marker")).await?;

    let gone = |status: &Status| ("delete".to_owned(), status.id.clone());
    assert_eq!(home.next().await?.short()?, gone(&private));
    assert_eq!(home.next().await?.short()?, gone(&old));
    assert_eq!(public.next().await?.short()?, gone(&old));
    assert_eq!(public.next().await?.short()?, update(&marker));
    assert_eq!(other_home.next().await?.short()?, update(&marker));
    Ok(())
}

#[tokio::test]
async fn who_was_told_of_a_post_hears_of_its_end() -> Test {
    let server = Server::start().await?;
    let (ann, fan) = (server.member("ann")?, server.member("fan")?);
    server.follow(&fan, &ann)?;
    let mut home = Events::open(&server, &fan.token, "user").await?;

    let post = ann.post(to("@fan", "direct")).await?;
    server.work_off()?;
    assert_eq!(home.next().await?.event, "notification");
    assert_eq!(home.next().await?.short()?, update(&post));
    ann.client.send(&delete(&post)).await?;

    let told = home.next().await?;
    assert_eq!(told.short()?, ("delete".to_owned(), post.id));
    Ok(())
}

#[tokio::test]
async fn what_is_no_post_reaches_whom_it_is_for() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.member("eve")?);
    let mut sse = Events::open(&server, &ann.token, "user").await?;
    let mut socket = Socket::open(&server, &ann.token, "?stream=user").await?;
    let mut other = Socket::open(&server, &eve.token, "?stream=user").await?;
    let account_id = ann.id;

    server.note(Event::FiltersChanged { account_id })?;
    server.note(Event::NotificationsMerged { account_id })?;
    server.note(Event::Unannounced { announcement_id: 7 })?;

    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(sse.next().await?);
    }
    let told = told
        .iter()
        .map(|it| (it.event.as_str(), it.payload.as_deref()));
    let expected = [
        ("filters_changed", Some("undefined")),
        ("notifications_merged", Some("1")),
        ("announcement.delete", Some("7")),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
    let first = socket.raw().await?;
    assert_eq!(
        first,
        json!({ "stream": ["user"], "event": "filters_changed" })
    );
    assert_eq!(socket.next().await?.event, "notifications_merged");
    assert_eq!(other.next().await?.event, "announcement.delete");
    Ok(())
}

#[tokio::test]
async fn members_hear_what_the_staff_announces_and_what_others_make_of_it() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.member("eve")?);
    let mut home = Events::open(&server, &ann.token, "user").await?;
    let draft = Draft {
        text: "Tea is **ready** #tea".into(),
        ..Draft::default()
    };

    let id = server.change(|cx| Ok(announcements::create(cx, &draft)?.id))?;
    let announced = home.next().await?;
    let react = ReactToAnnouncement {
        id: id.to_string(),
        name: "🎉".into(),
    };
    eve.client.send(&react).await?;
    let reacted = home.next().await?;
    let take_back = TakeBackReaction {
        id: id.to_string(),
        name: "🎉".into(),
    };
    eve.client.send(&take_back).await?;
    let taken_back = home.next().await?;
    server.change(|cx| announcements::remove(cx, id))?;

    assert_eq!(announced.event, "announcement");
    let announced: Announcement = serde_json::from_value(announced.json()?)?;
    assert_eq!(announced.id, id.to_string());
    assert_eq!(announced.read, None);
    for (told, count) in [(&reacted, 1), (&taken_back, 0)] {
        assert_eq!(told.event, "announcement.reaction");
        let expected = json!({ "name": "🎉", "count": count, "announcement_id": id.to_string() });
        assert_eq!(told.json()?, expected);
    }
    let gone = home.next().await?;
    assert_eq!(
        gone.short()?,
        ("announcement.delete".to_owned(), id.to_string())
    );
    Ok(())
}

#[tokio::test]
async fn a_reader_with_a_filter_is_told_what_it_matches() -> Test {
    let server = Server::start().await?;
    let (ann, fan, other) = (
        server.member("ann")?,
        server.member("fan")?,
        server.member("other")?,
    );
    let mut streams = Vec::new();
    for reader in [&fan, &other] {
        streams.push(Events::open(&server, &reader.token, "public").await?);
    }
    let mut home = Events::open(&server, &fan.token, "user").await?;
    let filter = CreateFilter {
        title: "no tea".into(),
        context: vec!["public".into()],
        filter_action: None,
        expires_in: None,
        keywords_attributes: Some(json!([{ "keyword": "tea" }])),
    };
    fan.client.send(&filter).await?;
    assert_eq!(home.next().await?.event, "filters_changed");

    ann.post(says("Tea is ready")).await?;

    for (stream, matches) in streams.iter_mut().zip([1, 0]) {
        let told = stream.next().await?.json()?;
        assert_eq!(told["filtered"].as_array().map(Vec::len), Some(matches));
    }
    Ok(())
}

#[tokio::test]
async fn what_is_not_saved_is_not_told() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let mut home = Events::open(&server, &ann.token, "user").await?;

    let mut cx = server.app.write()?;
    cx.events.push(Event::Unannounced { announcement_id: 1 });
    drop(cx);
    server.note(Event::Unannounced { announcement_id: 2 })?;

    assert_eq!(home.next().await?.id()?, "2");
    Ok(())
}

#[tokio::test]
async fn who_may_not_read_notifications_is_not_told_of_them() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.member("eve")?);
    let token = server.token(ann.id, "read:statuses")?;
    let mut home = Events::open(&server, &token, "user").await?;

    eve.post(says("@ann")).await?;
    let post = ann.post(says("mine")).await?;

    assert_eq!(home.next().await?.short()?, update(&post));
    Ok(())
}

//! What people put into posts to break them, or those who read them.

use api::{
    entities::Status,
    statuses::{NewPoll, PostStatus, edits::EditStatus},
};
use serde_json::{Value, json};
use store::testing;

use crate::{
    account_actions::refusal,
    server::{Server, Test},
    statuses::{asks, says, texts, to},
};

const SCRIPT: &str = "<script>alert(1)</script>";

fn poll(options: &[&str]) -> PostStatus {
    PostStatus {
        poll: Some(NewPoll {
            options: options.iter().map(|it| (*it).into()).collect(),
            expires_in: 600,
            ..NewPoll::default()
        }),
        ..says("Which?")
    }
}

/// Nothing that a post leaves behind is there.
fn nothing_is_kept(server: &Server) -> Test {
    for table in [
        "statuses",
        "mentions",
        "status_tags",
        "status_cards",
        "polls",
        "notifications",
        "account_conversations",
        "home_items",
        "scheduled_statuses",
        "idempotency_keys",
        "jobs",
        "tags",
    ] {
        assert_eq!(testing::count(&mut server.tx()?, table)?, 0, "{table}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_refused_leaves_nothing_behind() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let picture = server.picture(&bob)?;
    let long = "ä".repeat(501);
    let blank = "Validation failed: Text can't be blank";
    let too_long = "Validation failed: Text character limit of 500 exceeded";
    let text = |it: &str| says(&format!("{it} #tag @bob https://kumki.example"));
    let cases = [
        (says(""), 422, blank),
        (says("\u{200b}\u{200d}\u{2060}\u{feff}"), 422, blank),
        (says("\u{202e}\u{2066}\u{2069} \u{3164}\u{ad}"), 422, blank),
        (says(" \n\t\u{a0}\u{2003}\r\n"), 422, blank),
        (text(&long), 422, too_long),
        (
            PostStatus {
                spoiler_text: Some("x".repeat(490)),
                ..text("")
            },
            422,
            too_long,
        ),
        (
            PostStatus {
                media_ids: vec![picture],
                ..text("not mine")
            },
            422,
            "Media {} not found or already attached to another post",
        ),
        (
            PostStatus {
                media_ids: (1..=5).map(|it| it.to_string()).collect(),
                ..text("")
            },
            422,
            "Cannot attach more than 4 files",
        ),
        (
            PostStatus {
                media_ids: vec!["1".into()],
                ..poll(&["a", "b"])
            },
            422,
            "Cannot attach more than 4 files",
        ),
        (
            poll(&["a", "\u{200b}"]),
            422,
            "Validation failed: Options must have more than one item",
        ),
        (
            poll(&["a", &"b".repeat(51)]),
            422,
            "Validation failed: Options cannot be longer than 50 characters each",
        ),
        (
            poll(&["a", "b", "c", "d", "e"]),
            422,
            "Validation failed: Options can't contain more than 4 items",
        ),
        (
            PostStatus {
                in_reply_to_id: Some("x".into()),
                ..text("")
            },
            404,
            "The post you are trying to reply to does not appear to exist.",
        ),
        (
            PostStatus {
                quote_approval_policy: Some(SCRIPT.into()),
                ..text("")
            },
            422,
            "Validation failed: Quote approval policy is not included in the list",
        ),
    ];

    for (post, status, words) in cases {
        let post = PostStatus {
            idempotency_key: Some("key".into()),
            ..post
        };
        let media = post.media_ids.first().cloned().unwrap_or_default();
        let refused = refusal(ann.post(post).await);
        assert_eq!(refused, (status, words.replace("{}", &media)));
        nothing_is_kept(&server)?;
    }
    Ok(())
}

#[tokio::test]
async fn nobody_answers_or_quotes_what_she_may_not_see() -> Test {
    let server = Server::start().await?;
    let (ann, eve) = (server.member("ann")?, server.member("eve")?);
    let private = ann.post(to("for friends", "private")).await?;
    let direct = ann.post(to("for nobody else", "direct")).await?;

    for hidden in [private, direct] {
        let answer = PostStatus {
            in_reply_to_id: Some(hidden.id.clone()),
            ..says("I know it")
        };
        let text = "The post you are trying to reply to does not appear to exist.";
        assert_eq!(refusal(eve.post(answer).await), (404, text.into()));
        let text = "The post you are trying to quote does not appear to exist.";
        assert_eq!(
            refusal(eve.quote(&hidden, "look").await),
            (404, text.into())
        );
    }
    let by_eve = format!("statuses WHERE account_id = {}", eve.id);
    assert_eq!(testing::count(&mut server.tx()?, &by_eve)?, 0);
    Ok(())
}

/// All texts of an answer, wherever they are.
fn all_texts<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(list) => list.iter().for_each(|it| all_texts(it, found)),
        Value::Object(map) => map.values().for_each(|it| all_texts(it, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => (),
    }
}

#[tokio::test]
async fn html_is_text_in_every_field() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let evil = format!("{SCRIPT} <img src=x onerror=alert(1)> & \"'");
    let post = PostStatus {
        spoiler_text: Some(SCRIPT.into()),
        language: Some("<b>".into()),
        poll: poll(&[SCRIPT, "<b>bold</b>"]).poll,
        ..says(&evil)
    };

    let post = ann.post(post).await?;

    assert_eq!(
        texts(std::slice::from_ref(&post)),
        [
            "&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt; &amp; &quot;&#39;"
        ]
    );
    assert_eq!(post.language, None, "no such language");
    // Plain text, which programs escape themselves.
    assert_eq!(post.spoiler_text, SCRIPT);
    let titles: Vec<_> = post.poll.iter().flat_map(|it| &it.options).collect();
    assert_eq!(titles[0].title, SCRIPT);
    let edited: EditStatus = asks(json!({ "id": post.id, "status": format!("again {evil}") }));
    let edited = ann.client.send(&edited).await?;
    let again = edited.content.unwrap_or_default();
    assert!(again.starts_with("<p>again &lt;script&gt;"), "{again}");
    let addresses = says("https://kumki.example/\"onmouseover=\"alert(1) javascript:alert(1) #<b>");
    let json = serde_json::to_value(ann.post(addresses).await?)?;
    let mut found = Vec::new();
    all_texts(&json, &mut found);
    for text in found {
        assert!(
            !text.contains("\"onmouseover") && !text.contains("href=\"javascript"),
            "{text}"
        );
        assert!(
            !text.contains("<script") && !text.contains("<img"),
            "{text}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn signs_that_turn_text_round_reach_nothing_but_their_own_words() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let post = PostStatus {
        spoiler_text: Some("\u{202e}gnp\u{2066}.exe\n\u{202d}next".into()),
        poll: poll(&["\u{2067}one\u{202c}", "two\r\nlines"]).poll,
        ..says(
            "\u{202e}https://kumki.example/\u{202e}gpj.exe \u{7}bell \u{200f}\u{5e9}\u{5dc}\u{5d5}\u{5dd}",
        )
    };

    let post = ann.post(post).await?;

    assert_eq!(post.spoiler_text, "gnp.exe next");
    let options: Vec<_> = post.poll.iter().flat_map(|it| &it.options).collect();
    assert_eq!(
        (&*options[0].title, &*options[1].title),
        ("one", "two lines")
    );
    let content = post.content.unwrap_or_default();
    assert!(!content.contains(['\u{202e}', '\u{7}']), "{content}");
    assert!(
        content.contains("\u{200f}\u{5e9}"),
        "marks of right-to-left text stay"
    );
    Ok(())
}

#[tokio::test]
async fn an_address_is_shown_as_far_as_it_can_be_seen() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;

    let post = ann
        .post(says("https://kumki.example/a\u{200b}.evil.example/b"))
        .await?;

    let content = post.content.unwrap_or_default();
    assert!(
        content.contains("href=\"https://kumki.example/a\""),
        "{content}"
    );
    Ok(())
}

#[tokio::test]
async fn fifty_names_are_fifty_people_who_are_told_once() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let names: Vec<String> = (0..50).map(|it| format!("p{it}")).collect();
    let people = names
        .iter()
        .map(|it| server.member(it))
        .collect::<Result<Vec<_>, _>>()?;
    let all: String = names
        .iter()
        .map(|it| format!("@{it} @{it}@{} ", domain(&server)))
        .collect();

    let post: Status = ann.post(says(&all)).await?;

    assert_eq!(post.mentions.len(), 50);
    for person in people {
        assert_eq!(person.kinds_told().await?, ["mention"]);
    }
    Ok(())
}

fn domain(server: &Server) -> &str {
    server.url.trim_start_matches("http://")
}

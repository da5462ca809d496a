//! Where the state of an account can show, and how to look.

use std::{collections::BTreeMap, time::Duration};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::world::{LINK, Result, Said, World, text};

/// How long an event may take.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) async fn look(
    world: &mut World,
    surfaces: impl Iterator<Item = &'static str>,
) -> Result<BTreeMap<&'static str, String>> {
    let mut found = BTreeMap::new();
    for surface in surfaces {
        let seen = match surface.strip_prefix("own: ") {
            Some(own) => own_call(world, own).await,
            None => other_call(world, surface).await,
        };
        let seen = seen.map_err(|error| format!("{surface}: {error}"))?;
        found.insert(surface, seen);
    }
    Ok(found)
}

/// What the subject's own token is good for.
async fn own_call(world: &World, surface: &str) -> Result<String> {
    let token = world.subject.token();
    let get = |path: &'static str| world.get(path, Some(token));
    Ok(match surface {
        "a member's call" => outcome(&get("/api/v1/accounts/verify_credentials").await?),
        "a public call" => outcome(&get("/api/v2/instance").await?),
        "notifications" => outcome(&get("/api/v1/notifications").await?),
        "strikes" => outcome(&get("/api/kumki/v1/strikes").await?),
        "stream" => {
            let (status, _) = world.open_stream("user", token).await?;
            status.to_string()
        }
        "post" => {
            let body = json!({ "status": "News", "visibility": "public" });
            let said = world
                .call(Method::POST, "/api/v1/statuses", token, body)
                .await?;
            match said.1["visibility"].as_str() {
                Some(visibility) => {
                    let path = format!("/api/v1/statuses/{}", text(&said.1["id"]));
                    world
                        .call(Method::DELETE, &path, token, Value::Null)
                        .await?;
                    visibility.to_owned()
                }
                None => outcome(&said),
            }
        }
        "like" => {
            let path = format!("/api/v1/statuses/{}/favourite", world.root);
            outcome(&world.call(Method::POST, &path, token, json!({})).await?)
        }
        "follow" => {
            let bob = world.bob.id;
            let said = do_follow(world, bob, token).await?;
            undo_follow(world, bob, token).await?;
            said
        }
        "a post, sensitive" => sensitive(world, Some(token)).await?,
        unknown => unreachable!("{unknown}"),
    })
}

/// `yes`, or what is wrong with the caller in a word.
fn outcome((status, said): &Said) -> String {
    match said["error"].as_str() {
        Some("Your login is currently disabled") => "disabled".into(),
        Some("Your login is currently pending approval") => "pending".into(),
        Some("Your login is missing a confirmed e-mail address") => "unconfirmed".into(),
        _ if *status == 200 => "yes".into(),
        _ => status.to_string(),
    }
}

async fn do_follow(world: &World, id: i64, token: &str) -> Result<String> {
    let path = format!("/api/v1/accounts/{id}/follow");
    let said = world.call(Method::POST, &path, token, json!({})).await?;
    Ok(match (&said.1["following"], &said.1["requested"]) {
        (Value::Bool(true), _) => "follows".into(),
        (_, Value::Bool(true)) => "asks".into(),
        _ => outcome(&said),
    })
}

async fn undo_follow(world: &World, id: i64, token: &str) -> Result<()> {
    let path = format!("/api/v1/accounts/{id}/unfollow");
    world.call(Method::POST, &path, token, json!({})).await?;
    Ok(())
}

async fn sensitive(world: &World, token: Option<&str>) -> Result<String> {
    let path = format!("/api/v1/statuses/{}", world.posts.public);
    let (status, said) = world.get(&path, token).await?;
    Ok(match said["sensitive"].as_bool() {
        Some(true) => "yes".into(),
        Some(false) => "no".into(),
        None => status.to_string(),
    })
}

/// What others see of the subject.
async fn other_call(world: &World, surface: &str) -> Result<String> {
    let (surface, viewer) = match surface.rsplit_once(", ") {
        Some((surface, "to a follower")) => (surface, Some(world.fan.token.as_str())),
        Some((surface, "without account")) => (surface, None),
        _ => (surface, Some(world.bob.token.as_str())),
    };
    let fan = Some(world.fan.token.as_str());
    let (id, acct) = (world.subject.id, &world.subject.acct);
    let posts = &world.posts;
    let (public, private) = (posts.public.as_str(), posts.private.as_str());
    let is_fan = viewer == fan;
    Ok(match surface {
        "profile" => account(&world.get(&format!("/api/v1/accounts/{id}"), viewer).await?),
        "look-up" => {
            let path = format!("/api/v1/accounts/lookup?acct={acct}");
            account(&world.get(&path, viewer).await?)
        }
        "several accounts" => {
            let path = format!("/api/v1/accounts?id[]={id}");
            has(&world.get(&path, viewer).await?, &id.to_string())
        }
        "posts on the profile" => {
            let path = format!("/api/v1/accounts/{id}/statuses");
            has(&world.get(&path, viewer).await?, public)
        }
        "post" => {
            let post = if is_fan { private } else { public };
            outcome(
                &world
                    .get(&format!("/api/v1/statuses/{post}"), viewer)
                    .await?,
            )
        }
        "several posts" => has(
            &world
                .get(&format!("/api/v1/statuses?id[]={public}"), viewer)
                .await?,
            public,
        ),
        "post, sensitive" => sensitive(world, viewer).await?,
        "thread" => {
            let path = format!("/api/v1/statuses/{}/context", world.root);
            let (status, said) = world.get(&path, viewer).await?;
            has(&(status, said["descendants"].clone()), &posts.answer)
        }
        "home of a follower" => has(&world.get("/api/v1/timelines/home", fan).await?, public),
        "list of a follower" => {
            let path = format!("/api/v1/timelines/list/{}", world.list);
            has(&world.get(&path, fan).await?, public)
        }
        "public timeline" => has(
            &world.get("/api/v1/timelines/public", viewer).await?,
            public,
        ),
        "local timeline" => has(
            &world
                .get("/api/v1/timelines/public?local=true", viewer)
                .await?,
            public,
        ),
        "remote timeline" => has(
            &world
                .get("/api/v1/timelines/public?remote=true", viewer)
                .await?,
            public,
        ),
        "timeline of media" => has(
            &world
                .get("/api/v1/timelines/public?only_media=true", viewer)
                .await?,
            public,
        ),
        "tag timeline" => has(
            &world.get("/api/v1/timelines/tag/art", viewer).await?,
            public,
        ),
        "link timeline" => has(
            &world
                .get(&format!("/api/v1/timelines/link?url={LINK}"), viewer)
                .await?,
            public,
        ),
        "search: name" => searched(world, "an", "accounts", &id.to_string(), viewer).await?,
        "search: handle" => {
            searched(
                world,
                &format!("@{acct}"),
                "accounts",
                &id.to_string(),
                viewer,
            )
            .await?
        }
        "search: post" => searched(world, "look", "statuses", public, viewer).await?,
        "directory" => has(
            &world.get("/api/v1/directory", viewer).await?,
            &id.to_string(),
        ),
        "suggestions" => {
            let (status, said) = world.get("/api/v2/suggestions", viewer).await?;
            let accounts = said.as_array().into_iter().flatten();
            let accounts = accounts.map(|it| it["account"].clone()).collect();
            has(&(status, accounts), &id.to_string())
        }
        "notification, made before" => {
            let listed = world
                .get("/api/v1/notifications?types[]=mention", viewer)
                .await?;
            about(&listed, public)
        }
        "notification, made now" => notified(world).await?,
        "public stream" => streamed(world, "public", &world.bob.token, &world.carl.token).await?,
        "home stream of a follower" => {
            streamed(world, "user", &world.fan.token, &world.fan.token).await?
        }
        "follow" => {
            let bob = viewer.unwrap_or_default();
            let said = do_follow(world, id, bob).await?;
            undo_follow(world, id, bob).await?;
            said
        }
        "mention" => mentioned(world, acct).await?,
        "followers" => {
            let path = format!("/api/v1/accounts/{id}/followers");
            has(&world.get(&path, viewer).await?, &world.fan.id())
        }
        "among followers" => {
            let path = format!("/api/v1/accounts/{}/followers", world.carl.id);
            has(&world.get(&path, viewer).await?, &id.to_string())
        }
        "among likes" => {
            let path = format!("/api/v1/statuses/{}/favourited_by", world.root);
            has(&world.get(&path, viewer).await?, &id.to_string())
        }
        "among boosts" => {
            let path = format!("/api/v1/statuses/{}/reblogged_by", world.root);
            has(&world.get(&path, viewer).await?, &id.to_string())
        }
        "relationship" => {
            let path = format!("/api/v1/accounts/relationships?id[]={id}");
            has(&world.get(&path, viewer).await?, &id.to_string())
        }
        "medium" => world.get(&posts.medium, None).await?.0.to_string(),
        "profile page" => world.get(&format!("/@{acct}"), None).await?.0.to_string(),
        "post page" => world
            .get(&format!("/@{acct}/{public}"), None)
            .await?
            .0
            .to_string(),
        unknown => unreachable!("{unknown}"),
    })
}

/// How an account is shown.
fn account((status, said): &Said) -> String {
    let is = |name: &str| said[name].as_bool().unwrap_or_default();
    match status {
        200 if is("suspended") => match said["note"] == "" && said["display_name"] == "" {
            true => "emptied".into(),
            false => "suspended, and not emptied".into(),
        },
        200 if is("limited") => "limited".into(),
        200 if is("memorial") => "memorial".into(),
        200 if said["moved"]["id"].is_string() => "moved".into(),
        200 => "yes".into(),
        status => status.to_string(),
    }
}

/// Whether something of that id is in a list.
fn has((status, said): &Said, id: &str) -> String {
    match said.as_array() {
        Some(list) if list.iter().any(|it| it["id"] == id) => "yes".into(),
        Some(_) => "no".into(),
        None => status.to_string(),
    }
}

/// Whether something about that post is in a list.
fn about((status, said): &Said, id: &str) -> String {
    match said.as_array() {
        Some(list) if list.iter().any(|it| it["status"]["id"] == id) => "yes".into(),
        Some(_) => "no".into(),
        None => status.to_string(),
    }
}

async fn searched(
    world: &World,
    words: &str,
    kind: &str,
    id: &str,
    viewer: Option<&str>,
) -> Result<String> {
    let path = format!("/api/v2/search?q={words}&type={kind}");
    let (status, said) = world.get(&path, viewer).await?;
    Ok(has(&(status, said[kind].clone()), id))
}

/// The subject names bob once more: where he is told of it.
async fn notified(world: &World) -> Result<String> {
    let post = world.post_again("@bob again").await?;
    if post.is_empty() {
        return Ok("not posted".into());
    }
    let bob = Some(world.bob.token.as_str());
    let listed = world
        .get("/api/v1/notifications?types[]=mention", bob)
        .await?;
    if about(&listed, &post) == "yes" {
        return Ok("told".into());
    }
    let (_, requests) = world.get("/api/v1/notifications/requests", bob).await?;
    let id = world.subject.id.to_string();
    let mut requests = requests.as_array().into_iter().flatten();
    Ok(
        match requests.any(|it| it["account"]["id"] == id.as_str()) {
            true => "a request".into(),
            false => "not told".into(),
        },
    )
}

/// Whether a post that the subject makes now comes down a stream before one that surely does.
async fn streamed(world: &World, name: &str, listener: &str, marker: &str) -> Result<String> {
    let (status, mut stream) = world.open_stream(name, listener).await?;
    if status != 200 {
        return Ok(status.to_string());
    }
    let post = world.post_again("News").await?;
    if post.is_empty() {
        return Ok("not posted".into());
    }
    let marker = world.post(marker, json!({ "status": "The end" })).await?;
    world.server.work_off()?;
    let mut heard = String::new();
    let waiting = async {
        while !heard.contains(&marker) {
            let chunk = stream.chunk().await?.ok_or("the stream has ended")?;
            heard.push_str(&String::from_utf8_lossy(&chunk));
        }
        Ok::<_, Box<dyn std::error::Error>>(())
    };
    timeout(PATIENCE, waiting)
        .await
        .map_err(|_| "no marker came")??;
    Ok(if heard.contains(&post) { "yes" } else { "no" }.into())
}

/// Bob names the subject in a post.
async fn mentioned(world: &World, acct: &str) -> Result<String> {
    let body = json!({ "status": format!("Hello @{acct}") });
    let (_, said) = world
        .call(Method::POST, "/api/v1/statuses", &world.bob.token, body)
        .await?;
    let named = said["mentions"]
        .as_array()
        .into_iter()
        .flatten()
        .next()
        .is_some();
    Ok(if named { "yes" } else { "no" }.into())
}

//! Pictures, films, sounds and emoji of other servers, from a server that has good and bad ones.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use api::{
    Open,
    accounts::ShowAccount,
    admin::domain_blocks::{CreateDomainBlock, DomainBlockSeverity::Noop},
    entities::{MediaAttachment, MediaKind, Status},
    timelines::HomeTimeline,
};
use axum::{Router, extract::Path, http::StatusCode, routing::get};
use chrono::TimeDelta;
use domain::{Site, arrivals};
use kumki_server::jobs::keep_schedules;
use serde_json::{Value, json};
use store::testing;
use tokio::net::TcpListener;

use crate::{
    files::{animation, film, noisy, png},
    inbox::peer::{Peer, Result, profile},
    people::Person,
    server::{Server, Test},
};

/// What a file answers, and how often it was asked for.
type Given = (u16, Vec<u8>, usize);

/// Files by their names.
#[derive(Clone, Default)]
struct Files(Arc<Mutex<HashMap<String, Given>>>);

impl Files {
    fn put(&self, name: &str, status: u16, content: Vec<u8>) {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(name.into(), (status, content, 0));
    }

    fn give(&self, name: &str) -> (StatusCode, Vec<u8>) {
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((status, content, asked)) = files.get_mut(name) else {
            return (StatusCode::NOT_FOUND, Vec::new());
        };
        *asked += 1;
        let status = StatusCode::from_u16(*status).unwrap_or_default();
        (status, content.clone())
    }

    fn asked(&self, name: &str) -> usize {
        let files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        files.get(name).map_or(0, |it| it.2)
    }
}

/// Ann, and Pia of far.example, whom she follows.
struct World {
    server: Server,
    far: Files,
    ann: Person,
    pia: Peer,
}

async fn world() -> Result<World> {
    world_of(|site| site).await
}

async fn world_of(place: impl FnOnce(Site) -> Site) -> Result<World> {
    let far = Files::default();
    far.put("good.png", 200, png(64, 64));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let files = far.clone();
    let give = move |Path(name): Path<String>| async move { files.give(&name) };
    let router = Router::new().route("/{name}", get(give));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let choose = |options: &mut kumki_server::Options| {
        options.rate_limits = false;
        options.test_hosts = vec![("far.example".into(), address)];
    };
    let server = Server::start_as(choose, place).await?;
    let ann = server.member("ann")?;
    let pia = server.peer("pia", "far.example")?;
    pia.is_followed_by(&server, &ann)?;
    Ok(World {
        server,
        far,
        ann,
        pia,
    })
}

impl World {
    /// Pia posts something with these files.
    async fn post(&self, number: u32, names: &[&str]) -> Test {
        let mut note = self.pia.note(number, "Look");
        note["attachment"] = names.iter().map(|it| document(it)).collect();
        self.pia.send(&self.server, &self.pia.create(&note)).await?;
        Ok(())
    }

    async fn home(&self) -> Result<Vec<Status>> {
        let home = self.ann.client.send(&HomeTimeline::default()).await?;
        Ok(home.items)
    }

    /// The files of the latest post.
    async fn files(&self) -> Result<Vec<MediaAttachment>> {
        let latest = self.home().await?.into_iter().next();
        Ok(latest.ok_or("nothing has come")?.media_attachments)
    }

    fn jobs(&self, name: &str) -> Result<i64> {
        let jobs = format!("jobs WHERE name = '{name}'");
        Ok(testing::count(&mut self.server.tx()?, &jobs)?)
    }

    async fn reject_media(&self) -> Test {
        let block = CreateDomainBlock {
            domain: "far.example".into(),
            severity: Some(Noop.into()),
            reject_media: Some(true),
            ..CreateDomainBlock::default()
        };
        let admin = self.server.staff("admin", "Admin")?;
        admin.client.send(&block).await?;
        self.server.work_off()?;
        Ok(())
    }
}

fn at(name: &str) -> String {
    format!("https://far.example/{name}")
}

fn document(name: &str) -> Value {
    let kind = match name.rsplit('.').next() {
        Some("mp4") => "video/mp4",
        _ => "image/png",
    };
    json!({ "type": "Document", "mediaType": kind, "url": at(name), "name": "A wall" })
}

fn emoji(shortcode: &str, picture: &str, updated: &str) -> Value {
    json!({
        "id": format!("https://far.example/emojis/{shortcode}"),
        "type": "Emoji",
        "name": format!(":{shortcode}:"),
        "updated": updated,
        "icon": { "type": "Image", "mediaType": "image/png", "url": at(picture) },
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_shown_is_kept_and_everything_else_stays_where_it_is() -> Test {
    let world = world().await?;
    let far = &world.far;
    far.put("page.png", 200, b"<!DOCTYPE html><script>".to_vec());
    far.put("large.png", 200, vec![0; 17 << 20]);
    far.put("broken.png", 200, noisy(64, 64)[..200].to_vec());
    far.put("film.mp4", 200, film(4096));
    let names = [
        "good.png",
        "page.png",
        "large.png",
        "broken.png",
        "gone.png",
        "film.mp4",
    ];

    world.post(1, &names).await?;

    let files = world.files().await?;
    let kept = |it: &MediaAttachment| it.url.as_deref().is_some_and(|it| !it.contains("far."));
    let kept: Vec<bool> = files.iter().map(kept).collect();
    assert_eq!(kept, [true, false, false, false, false, true]);
    for (file, name) in files.iter().zip(names) {
        assert_eq!(file.remote_url, Some(at(name)));
        assert_eq!(file.description.as_deref(), Some("A wall"));
    }
    assert_eq!(files[1].url, Some(at("page.png")));
    let good = &files[0];
    assert!(good.blurhash.is_some() && good.preview_url.is_some());
    assert_eq!(good.meta.as_ref().ok_or("known")?["original"]["width"], 64);
    let url = good.url.as_deref().unwrap_or_default();
    assert_eq!(world.server.get(url).await?.0, 200);
    assert_eq!(world.jobs("fetch_media")?, 0);
    // The picture, the same small, and the film.
    assert_eq!(world.server.kept()?.len(), 3);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_busy_is_asked_again() -> Test {
    let world = world().await?;
    world.far.put("later.png", 503, Vec::new());
    world.post(1, &["later.png"]).await?;
    assert_eq!(world.jobs("fetch_media")?, 1);
    assert_eq!(world.files().await?[0].url, Some(at("later.png")));

    world.far.put("later.png", 200, png(8, 8));
    world.server.advance(TimeDelta::hours(1));
    world.server.work_off()?;

    let url = world.files().await?[0].url.clone().unwrap_or_default();
    assert_eq!(world.server.get(&url).await?.0, 200);

    world.far.put("never.png", 503, Vec::new());
    world.post(2, &["never.png"]).await?;
    for _ in 0..10 {
        world.server.advance(TimeDelta::hours(8));
        world.server.work_off()?;
    }
    assert_eq!(world.far.asked("never.png"), 5);
    assert_eq!(world.jobs("fetch_media")?, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_keeps_its_files_when_only_its_words_change() -> Test {
    let world = world().await?;
    world.post(1, &["good.png"]).await?;
    let before = world.files().await?;
    let mut note = world.pia.note(1, "Look again");
    note["attachment"] = json!([document("good.png")]);
    note["updated"] = json!("2026-11-22T12:30:00Z");

    let update = world.pia.activity("Update", "updates/1", note);
    world.pia.send(&world.server, &update).await?;

    assert_eq!(world.files().await?, before);
    assert_eq!(world.far.asked("good.png"), 1);
    assert!(world.home().await?[0].edited_at.is_some());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_a_profile_come_change_and_go() -> Test {
    let World {
        server,
        far,
        ann,
        pia,
    } = world().await?;
    let mut said = profile("pia", "far.example");
    let avatar = async || -> Result<String> {
        let shown = ann.client.send(&ShowAccount { id: pia.id() }).await?;
        Ok(shown.avatar)
    };
    let meet = |said: &arrivals::Profile| -> Test {
        server.change(|cx| arrivals::meet(cx, said).map(drop))?;
        server.work_off()?;
        Ok(())
    };
    assert!(avatar().await?.contains("/assets/"));

    (said.avatar_url, said.header_url) = (Some(at("good.png")), Some(at("good.png")));
    meet(&said)?;
    let first = avatar().await?;
    let (status, bytes) = server.get(&first).await?;
    assert_eq!(status, 200);
    assert_eq!(image::load_from_memory(&bytes)?.width(), 400);
    assert_eq!(server.kept()?.len(), 2);

    far.put("bad.png", 200, b"no picture".to_vec());
    said.avatar_url = Some(at("bad.png"));
    meet(&said)?;
    assert_eq!(avatar().await?, first, "the one that there was stays");

    far.put("new.png", 200, png(16, 16));
    said.avatar_url = Some(at("new.png"));
    meet(&said)?;
    assert_ne!(avatar().await?, first);
    assert_eq!(server.get(&first).await?.0, 404);

    (said.avatar_url, said.header_url) = (None, None);
    meet(&said)?;
    assert!(avatar().await?.contains("/assets/"));
    assert!(server.kept()?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_somebody_who_is_gone_go_too() -> Test {
    let world = world().await?;
    let (server, pia) = (&world.server, &world.pia);
    let mut said = profile("pia", "far.example");
    said.avatar_url = Some(at("good.png"));
    server.change(|cx| arrivals::meet(cx, &said).map(drop))?;
    world.post(1, &["good.png"]).await?;
    assert_eq!(server.kept()?.len(), 3);
    let avatar = server.account(pia.account.id)?.avatar.ok_or("kept")?;
    let avatar = server.app.site.file(&avatar);
    assert_eq!(server.get(&avatar).await?.0, 200);

    server.change(|cx| arrivals::gone(cx, &pia.account))?;
    assert_eq!(server.get(&avatar).await?.0, 404, "at once");
    server.work_off()?;

    assert!(server.kept()?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn where_media_are_rejected_nothing_is_fetched_and_nothing_stays() -> Test {
    let world = world().await?;
    let mut note = world.pia.note(1, "Hi :blob:");
    note["attachment"] = json!([document("good.png")]);
    note["tag"] = json!([emoji("blob", "good.png", "2026-11-01T00:00:00Z")]);
    world
        .pia
        .send(&world.server, &world.pia.create(&note))
        .await?;
    assert_eq!(world.server.kept()?.len(), 3);
    let asked = world.far.asked("good.png");

    world.reject_media().await?;
    assert!(world.server.kept()?.is_empty());
    let mut other = world.pia.note(2, "Hi :cat:");
    other["attachment"] = json!([document("good.png")]);
    other["tag"] = json!([emoji("cat", "good.png", "2026-11-01T00:00:00Z")]);
    world
        .pia
        .send(&world.server, &world.pia.create(&other))
        .await?;
    let mut said = profile("pia", "far.example");
    said.avatar_url = Some(at("good.png"));
    world
        .server
        .change(|cx| arrivals::meet(cx, &said).map(drop))?;
    world.server.work_off()?;

    for post in world.home().await? {
        let file = &post.media_attachments[0];
        assert_eq!(file.r#type, Open::Known(MediaKind::Unknown));
        assert_eq!(
            (&file.url, &file.remote_url),
            (&None, &Some(at("good.png")))
        );
        assert!(post.emojis.is_empty());
    }
    assert_eq!(world.far.asked("good.png"), asked);
    assert_eq!(testing::count(&mut world.server.tx()?, "custom_emojis")?, 0);
    assert!(world.server.kept()?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_left_to_fetch_before_media_were_rejected_is_not_fetched() -> Test {
    let world = world().await?;
    world.far.put("later.png", 503, Vec::new());
    world.post(1, &["later.png"]).await?;

    world.reject_media().await?;
    world.server.advance(TimeDelta::hours(1));
    world.server.work_off()?;

    assert_eq!(world.far.asked("later.png"), 1);
    assert_eq!(world.jobs("fetch_media")?, 0);
    assert_eq!(world.files().await?[0].url, None);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn emoji_of_another_server_are_shown_as_it_has_them_and_renewed() -> Test {
    let world = world().await?;
    let (server, far, pia) = (&world.server, &world.far, &world.pia);
    far.put("large.png", 200, vec![0; 300 << 10]);
    far.put("moving.gif", 200, animation(8, 8, 3));
    let mut foreign = emoji("foreign", "good.png", "2026-11-01T00:00:00Z");
    foreign["id"] = json!("https://other.example/emojis/foreign");
    let mut note = pia.note(1, ":blob: :foreign: :large: :b-d: :again:");
    note["tag"] = json!([
        emoji("blob", "good.png", "2026-11-01T00:00:00Z"),
        emoji("large", "large.png", "2026-11-01T00:00:00Z"),
        emoji("b-d", "good.png", "2026-11-01T00:00:00Z"),
        foreign,
    ]);
    pia.send(server, &pia.create(&note)).await?;

    let shown = world.home().await?.remove(0).emojis;
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert_eq!(shown[0].shortcode, "blob");
    let first = shown[0].url.clone();
    assert_eq!(server.get(&first).await?.0, 200);

    // Said again, it is the same; said to be newer, it is fetched anew.
    for (number, updated, asked) in [(2, "2026-11-01", 0), (3, "2026-11-20", 1)] {
        let mut note = pia.note(number, ":blob:");
        let updated = format!("{updated}T00:00:00Z");
        note["tag"] = json!([emoji("blob", "good.png", &updated)]);
        far.put("good.png", 200, png(32, 32));
        pia.send(server, &pia.create(&note)).await?;
        assert_eq!(far.asked("good.png"), asked);
    }
    assert_eq!(server.get(&first).await?.0, 404);
    let url = world.home().await?.remove(0).emojis.remove(0).url;
    assert_eq!(server.get(&url).await?.0, 200);

    let mut said = profile("pia", "far.example");
    said.display_name = "Pia :blob: :moving:".into();
    said.emojis = vec![arrivals::NamedPicture {
        shortcode: "moving".into(),
        uri: None,
        url: at("moving.gif"),
        updated_at: None,
    }];
    server.change(|cx| arrivals::meet(cx, &said).map(drop))?;
    server.work_off()?;
    let shown = world.ann.client.send(&ShowAccount { id: pia.id() }).await?;
    let codes: Vec<&str> = shown.emojis.iter().map(|it| &*it.shortcode).collect();
    assert_eq!(codes, ["blob", "moving"]);
    assert_eq!(shown.display_name, "Pia :blob: :moving:");
    assert_ne!(shown.emojis[1].url, shown.emojis[1].static_url);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emoji_that_could_not_be_had_is_asked_for_again_once_a_day() -> Test {
    let world = world().await?;
    world.far.put("late.png", 404, Vec::new());
    let shown = async |number: u32| -> Result<usize> {
        let mut note = world.pia.note(number, ":blob:");
        note["tag"] = json!([emoji("blob", "late.png", "2026-11-01T00:00:00Z")]);
        let activity = world.pia.create(&note);
        world.pia.send(&world.server, &activity).await?;
        Ok(world.home().await?.remove(0).emojis.len())
    };
    for (number, asked) in [(1, 1), (2, 2), (3, 2)] {
        assert_eq!(shown(number).await?, 0);
        assert_eq!(world.far.asked("late.png"), asked);
    }

    world.far.put("late.png", 200, png(8, 8));
    world.server.advance(TimeDelta::hours(25));

    assert_eq!(shown(4).await?, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn old_files_are_given_up_where_the_operator_wants_that() -> Test {
    let world = world_of(|site| Site {
        keep_remote_days: Some(7),
        ..site
    })
    .await?;
    world.post(1, &["good.png"]).await?;
    let own = world.server.upload(&world.ann, "a.png", &png(8, 8)).await?;
    crate::media::post(&world.ann, &[&own]).await?;
    world.server.advance(TimeDelta::days(6));
    keep_schedules(&world.server.app)?;
    world.server.work_off()?;
    assert_eq!(world.server.kept()?.len(), 4);

    world.server.advance(TimeDelta::days(2));
    keep_schedules(&world.server.app)?;
    world.server.work_off()?;

    assert_eq!(world.server.kept()?.len(), 2, "those of members stay");
    let id = world.pia.posts(&world.server)?[0].id;
    let shown = world
        .ann
        .client
        .send(&api::statuses::ShowStatus { id: id.to_string() })
        .await?;
    let file = &shown.media_attachments[0];
    assert_eq!(
        (&file.url, &file.preview_url),
        (&Some(at("good.png")), &None)
    );
    Ok(())
}

//! Pictures, films and sounds: sent, worked on, changed and taken back.

use std::{fs, path::PathBuf};

use api::{
    Open, Upload,
    entities::{MediaAttachment, MediaKind},
    media::{CreateMedia, CreateMediaV1, DeleteMedia, ShowMedia, UpdateMedia},
    statuses::PostStatus,
};
use chrono::TimeDelta;
use domain::{Caller, files::Folder, jobs::Job, members};
use image::{ImageFormat, RgbImage};
use kumki_server::jobs::keep_schedules;
use serde_json::{Value, json};
use store::jobs;

use crate::{
    account_actions::refusal,
    files::{animation, film, noisy, photograph, png, sound},
    people::Person,
    server::{Server, Test},
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const UNVERIFIED: &str = "File type of uploaded media could not be verified";

impl Server {
    /// A file that a client could send.
    pub(crate) fn file(&self, name: &str, content: &[u8]) -> Result<Upload> {
        let path = self.folder.path().join(name);
        fs::write(&path, content)?;
        Upload::try_from(path).map_err(|_| "a path is a text".into())
    }

    pub(crate) async fn upload(
        &self,
        by: &Person,
        name: &str,
        content: &[u8],
    ) -> Result<MediaAttachment> {
        let request = CreateMedia {
            file: Some(self.file(name, content)?),
            ..CreateMedia::default()
        };
        Ok(by.client.send(&request).await?)
    }

    /// What an address answers: the status, and the bytes.
    pub(crate) async fn get(&self, address: &str) -> Result<(u16, Vec<u8>)> {
        let answer = self.http.get(address).send().await?;
        Ok((answer.status().as_u16(), answer.bytes().await?.to_vec()))
    }

    /// The names of all files that are kept.
    pub(crate) fn kept(&self) -> Result<Vec<String>> {
        let root = self.folder.path().join("media");
        let (mut files, mut folders) = (Vec::new(), vec![root.clone()]);
        while let Some(folder) = folders.pop() {
            let Ok(entries) = fs::read_dir(folder) else {
                continue;
            };
            for entry in entries {
                let path: PathBuf = entry?.path();
                match path.is_dir() {
                    true => folders.push(path),
                    false => files.push(path.strip_prefix(&root)?.display().to_string()),
                }
            }
        }
        files.sort();
        Ok(files)
    }
}

/// Asks without the client, for what it does not tell.
async fn status(server: &Server, by: &Person, id: &str) -> Result<u16> {
    let address = format!("{}/api/v1/media/{id}", server.url);
    let answer = server
        .http
        .get(address)
        .bearer_auth(&by.token)
        .send()
        .await?;
    Ok(answer.status().as_u16())
}

#[tokio::test]
async fn a_picture_is_sent_shown_changed_and_taken_back() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let request = CreateMedia {
        file: Some(server.file("a.png", &png(800, 600))?),
        description: Some("A wall".into()),
        focus: Some("-0.5,0.25".into()),
        ..CreateMedia::default()
    };

    let sent = ann.client.send(&request).await?;

    assert_eq!(sent.r#type, Open::Known(MediaKind::Image));
    assert_eq!(sent.description.as_deref(), Some("A wall"));
    assert_eq!(
        sent.meta,
        Some(json!({
            "original": { "width": 800, "height": 600, "size": "800x600", "aspect": 800.0 / 600.0 },
            "small": { "width": 554, "height": 415, "size": "554x415", "aspect": 554.0 / 415.0 },
            "focus": { "x": -0.5, "y": 0.25 },
        }))
    );
    assert!(sent.blurhash.as_ref().is_some_and(|it| it.len() > 20));
    let (url, small) = (
        sent.url.clone().expect("done"),
        sent.preview_url.clone().expect("done"),
    );
    for (address, size) in [(&url, (800, 600)), (&small, (554, 415))] {
        let (status, bytes) = server.get(address).await?;
        assert_eq!(status, 200);
        let picture = image::load_from_memory(&bytes)?;
        assert_eq!((picture.width(), picture.height()), size);
    }
    assert_eq!(status(&server, &ann, &sent.id).await?, 200);
    assert_eq!(
        ann.client
            .send(&ShowMedia {
                id: sent.id.clone()
            })
            .await?,
        sent
    );

    let change = UpdateMedia {
        id: sent.id.clone(),
        thumbnail: Some(server.file("b.png", &png(64, 64))?),
        description: Some("A white wall".into()),
        focus: None,
    };
    let changed = ann.client.send(&change).await?;
    assert_eq!(changed.description.as_deref(), Some("A white wall"));
    let meta = changed.meta.expect("known");
    assert_eq!(
        (&meta["focus"]["x"], &meta["small"]["size"]),
        (&json!(-0.5), &json!("64x64"))
    );
    assert_eq!(changed.url, Some(url));
    server.work_off()?;
    assert_eq!(server.get(&small).await?.0, 404, "the old one is gone");

    ann.client
        .send(&DeleteMedia {
            id: sent.id.clone(),
        })
        .await?;
    server.work_off()?;
    let gone = ann.client.send(&ShowMedia { id: sent.id }).await;
    assert_eq!(refusal(gone), (404, "Record not found".into()));
    assert!(server.kept()?.is_empty());
    assert!(jobs::list(&mut server.tx()?, 9)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn what_somebody_has_sent_is_nobody_elses_business() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let id = server.upload(&ann, "a.png", &png(8, 8)).await?.id;
    let change = UpdateMedia {
        id: id.clone(),
        thumbnail: None,
        description: Some("Mine".into()),
        focus: None,
    };

    let shown = bob.client.send(&ShowMedia { id: id.clone() }).await;
    let changed = bob.client.send(&change).await;
    let deleted = bob.client.send(&DeleteMedia { id: id.clone() }).await;

    let not_found = (404, "Record not found".to_owned());
    assert_eq!(refusal(shown), not_found);
    assert_eq!(refusal(changed), not_found);
    assert_eq!(refusal(deleted), not_found);
    assert_eq!(ann.client.send(&ShowMedia { id }).await?.description, None);
    Ok(())
}

#[tokio::test]
async fn a_large_picture_is_worked_on_later_unless_one_wants_to_wait() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let large = photograph(2000, 1200);
    let request = CreateMedia {
        file: Some(server.file("a.jpg", &large)?),
        focus: Some("1,1".into()),
        ..CreateMedia::default()
    };
    let form = reqwest_form("file", &large);
    let answer = server
        .http
        .post(format!("{}/api/v2/media", server.url))
        .bearer_auth(&ann.token)
        .header("content-type", "multipart/form-data; boundary=b");
    assert_eq!(answer.body(form).send().await?.status(), 202);

    let sent = ann.client.send(&request).await?;

    assert_eq!((sent.url, sent.preview_url), (None, None));
    assert_eq!(sent.r#type, Open::Known(MediaKind::Image));
    assert_eq!(status(&server, &ann, &sent.id).await?, 206);
    let staged = server.kept()?;
    assert!(
        staged.len() == 2 && staged.iter().all(|it| it.starts_with("staged/")),
        "{staged:?}"
    );
    let address = format!("{}/media/{}", server.url, staged[0]);
    assert_eq!(
        server.get(&address).await?.0,
        404,
        "what was sent is not given out"
    );

    server.work_off()?;
    assert_eq!(status(&server, &ann, &sent.id).await?, 200);
    let done = ann.client.send(&ShowMedia { id: sent.id }).await?;
    assert!(done.url.is_some() && done.blurhash.is_some());
    let meta = done.meta.expect("known");
    assert_eq!(meta["original"]["size"], "2000x1200");
    assert_eq!(meta["focus"], json!({ "x": 1.0, "y": 1.0 }));
    assert!(!server.kept()?.iter().any(|it| it.starts_with("staged/")));

    let patient = CreateMediaV1 {
        file: request.file,
        ..CreateMediaV1::default()
    };
    assert!(ann.client.send(&patient).await?.url.is_some());
    Ok(())
}

/// A form by hand, with one file whose type is a lie.
fn reqwest_form(name: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "--b\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"a.mp3\"\r\n\
         content-type: audio/mpeg\r\n\r\n"
    );
    [head.as_bytes(), content, b"\r\n--b--\r\n"].concat()
}

#[tokio::test]
async fn what_its_owner_does_meanwhile_is_not_lost() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let large = photograph(2000, 1200);
    let (one, two) = (
        server.upload(&ann, "a.jpg", &large).await?,
        server.upload(&ann, "b.jpg", &large).await?,
    );
    let change = UpdateMedia {
        id: one.id.clone(),
        thumbnail: Some(server.file("b.png", &png(64, 64))?),
        description: Some("A hill".into()),
        focus: Some("0.5,0.5".into()),
    };
    let changed = ann.client.send(&change).await?;
    ann.client.send(&DeleteMedia { id: two.id }).await?;

    server.work_off()?;

    let done = ann.client.send(&ShowMedia { id: one.id }).await?;
    assert_eq!(done.preview_url, changed.preview_url);
    assert_eq!(done.description.as_deref(), Some("A hill"));
    let meta = done.meta.expect("known");
    assert_eq!(meta["small"]["size"], "64x64");
    assert_eq!(meta["original"]["size"], "2000x1200");
    server.advance(TimeDelta::hours(2));
    server.work_off()?;
    assert_eq!(server.kept()?.len(), 2, "{:?}", server.kept()?);
    Ok(())
}

#[tokio::test]
async fn what_is_no_picture_film_or_sound_is_refused() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let wrong_type = "Validation failed: File content type is invalid, File is invalid";
    let contents: [&[u8]; 5] = [
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\0\0\0\x18ftypheic\0\0\0\0heicmif1",
        b"just text",
        b"",
    ];
    for content in contents {
        // Whatever they are called.
        for name in ["a.png", "a.svg", "a.mp4"] {
            let request = CreateMedia {
                file: Some(server.file(name, content)?),
                ..CreateMedia::default()
            };
            assert_eq!(
                refusal(ann.client.send(&request).await),
                (422, wrong_type.into())
            );
        }
    }
    let nothing = ann.client.send(&CreateMedia::default()).await;
    assert_eq!(
        refusal(nothing),
        (422, "Validation failed: File can't be blank".into())
    );
    let wordy = CreateMedia {
        file: Some(server.file("a.png", &png(8, 8))?),
        description: Some("x".repeat(1501)),
        ..CreateMedia::default()
    };
    let too_long = "Validation failed: Description is too long (maximum is 1500 characters)";
    assert_eq!(
        refusal(ann.client.send(&wordy).await),
        (422, too_long.into())
    );
    let with_thumbnail = CreateMedia {
        file: Some(server.file("a.mp4", &film(64))?),
        thumbnail: Some(server.file("b.mp4", &film(64))?),
        ..CreateMedia::default()
    };
    let wrong_thumbnail =
        "Validation failed: Thumbnail content type is invalid, Thumbnail is invalid";
    assert_eq!(
        refusal(ann.client.send(&with_thumbnail).await),
        (422, wrong_thumbnail.into())
    );
    // A path means nothing to a server.
    let answer = server
        .http
        .post(format!("{}/api/v2/media", server.url))
        .bearer_auth(&ann.token)
        .header("content-type", "application/json")
        .body(json!({ "file": "/etc/passwd" }).to_string());
    assert_eq!(answer.send().await?.status(), 422);
    assert!(server.kept()?.is_empty());
    assert!(jobs::list(&mut server.tx()?, 9)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_file_may_come_in_json_too() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let request = CreateMedia {
        file: Some(crate::files::data_url(&png(8, 8)).into()),
        ..CreateMedia::default()
    };

    assert!(ann.client.send(&request).await?.url.is_some());
    Ok(())
}

#[tokio::test]
async fn bombs_and_broken_pictures_are_refused_or_fail_and_leave_nothing() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let said = async |name: &str, content: &[u8]| -> Result<(u16, String)> {
        let request = CreateMediaV1 {
            file: Some(server.file(name, content)?),
            ..CreateMediaV1::default()
        };
        Ok(refusal(ann.client.send(&request).await))
    };

    // The header says 60,000 by 60,000; there is nothing behind it.
    let mut huge = png(8, 8);
    huge[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let unsupported = "60000x60000 images are not supported".to_owned();
    assert_eq!(said("a.png", &huge).await?, (422, unsupported));
    let wide = animation(1300, 720, 1);
    let unsupported = "1300x720 images are not supported".to_owned();
    assert_eq!(said("a.gif", &wide).await?, (422, unsupported));
    // A picture and then zeros, more than there may be.
    let mut padded = png(8, 8);
    padded.resize(16 << 20, 0);
    let too_large = "Validation failed: File file size must be less than 16 MB, \
        File must be less than 16 MB";
    assert_eq!(said("a.png", &padded).await?, (422, too_large.into()));
    let half = noisy(64, 64);
    assert_eq!(
        said("a.png", &half[..half.len() / 2]).await?,
        (422, UNVERIFIED.into())
    );
    let half = animation(64, 64, 2);
    assert_eq!(
        said("a.gif", &half[..half.len() / 2]).await?,
        (422, UNVERIFIED.into())
    );

    let large = noisy(2000, 1200);
    let waiting = server
        .upload(&ann, "a.png", &large[..large.len() / 2])
        .await?;
    assert_eq!(status(&server, &ann, &waiting.id).await?, 206);
    server.work_off()?;
    let failed = ann.client.send(&ShowMedia { id: waiting.id }).await;
    let text = "Error processing thumbnail for uploaded media";
    assert_eq!(refusal(failed), (422, text.into()));
    assert!(server.kept()?.is_empty());
    assert!(jobs::list(&mut server.tx()?, 9)?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_little_that_becomes_much_is_taken_in_within_its_limits() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let flat = png(3600, 2400);
    assert!(flat.len() < 200_000);
    // Four megabytes of nothing, in a few bytes of metadata.
    let swollen = crate::files::with_profile(vec![0; 4 << 20]);
    assert!(swollen.len() < 50_000);
    assert!(server.upload(&ann, "b.png", &swollen).await?.url.is_some());

    let sent = server.upload(&ann, "a.png", &flat).await?;
    server.work_off()?;

    let done = ann.client.send(&ShowMedia { id: sent.id }).await?;
    let meta = done.meta.expect("known");
    let side = |name: &str| meta["original"][name].as_u64().expect("a number");
    assert!(side("width") * side("height") <= 3840 * 2160);
    assert!(side("width") * side("height") > 3600 * 2200);
    Ok(())
}

#[tokio::test]
async fn a_film_or_sound_is_kept_as_it_is_and_shown_by_a_picture_of_its_own() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let content = film(3000);
    let request = CreateMedia {
        file: Some(server.file("a.mp4", &content)?),
        thumbnail: Some(server.file("b.png", &png(1280, 720))?),
        ..CreateMedia::default()
    };

    let sent = ann.client.send(&request).await?;
    let sound = server.upload(&ann, "a.mp3", &sound()).await?;

    assert_eq!(sent.r#type, Open::Known(MediaKind::Video));
    assert_eq!(server.get(&sent.url.expect("done")).await?, (200, content));
    let meta = sent.meta.expect("of the picture");
    assert_eq!(
        (&meta["small"]["size"], &meta["original"]),
        (&json!("640x360"), &Value::Null)
    );
    assert!(sent.preview_url.is_some() && sent.blurhash.is_some());
    assert_eq!(sound.r#type, Open::Known(MediaKind::Audio));
    assert_eq!((sound.preview_url, sound.blurhash), (None, None));
    Ok(())
}

#[tokio::test]
async fn a_post_carries_what_is_its_authors_ready_and_free() -> Test {
    let server = Server::start().await?;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(server.upload(&ann, "a.png", &png(8, 8)).await?.id.parse()?);
    }
    let film: i64 = server.upload(&ann, "a.mp4", &film(64)).await?.id.parse()?;
    let waiting: i64 = server
        .upload(&ann, "b.jpg", &photograph(2000, 1200))
        .await?
        .id
        .parse()?;
    let check = |person: &Person, ids: &[i64]| -> Result<std::result::Result<Vec<i64>, String>> {
        let mut cx = server.app.write()?;
        let member = members::find(&mut cx, person.id)?.expect("there");
        cx.caller = Caller::Member(Box::new(member));
        let found = domain::media::check_attachable(&mut cx, ids);
        Ok(found
            .map(|it| it.iter().map(|it| it.id).collect())
            .map_err(|error| error.to_string()))
    };

    let order = [ids[2], ids[0], ids[1]];
    assert_eq!(check(&ann, &order)?, Ok(order.to_vec()));
    assert_eq!(check(&ann, &[])?, Ok(Vec::new()));
    assert_eq!(check(&ann, &[film])?, Ok(vec![film]));
    let too_many = "Cannot attach more than 4 files";
    assert_eq!(check(&ann, &ids)?, Err(too_many.into()));
    let missing = format!(
        "Media {} not found or already attached to another post",
        ids[0]
    );
    assert_eq!(check(&bob, &ids[..1])?, Err(missing.clone()));
    let mixed = "Cannot attach a video to a post that already contains images";
    assert_eq!(check(&ann, &[ids[0], film])?, Err(mixed.into()));
    let unready = "Cannot attach files that have not finished processing. Try again in a moment!";
    assert_eq!(check(&ann, &[waiting])?, Err(unready.into()));

    let request = PostStatus {
        media_ids: vec![ids[0].to_string()],
        ..PostStatus::default()
    };
    let status_id = ann.post(request).await?.id.parse()?;
    assert_eq!(check(&ann, &ids[..2])?, Err(missing));
    let mut cx = server.app.write()?;
    let member = members::find(&mut cx, ann.id)?.expect("there");
    cx.caller = Caller::Member(Box::new(member));
    let kept = domain::media::check_attachable_to(&mut cx, Some(status_id), &ids[..2])?;
    assert_eq!(kept.len(), 2);
    drop(cx);

    let id = ids[0].to_string();
    let deleted = ann.client.send(&DeleteMedia { id: id.clone() }).await;
    let in_use = "Media attachment is currently used by a status";
    assert_eq!(refusal(deleted), (422, in_use.into()));
    let shown = ann.client.send(&ShowMedia { id }).await;
    assert_eq!(refusal(shown), (404, "Record not found".into()));
    Ok(())
}

/// A post that carries these.
pub(crate) async fn post(by: &Person, media: &[&MediaAttachment]) -> Result<String> {
    let request = PostStatus {
        media_ids: media.iter().map(|it| it.id.clone()).collect(),
        ..PostStatus::default()
    };
    Ok(by.post(request).await?.id)
}

#[tokio::test]
async fn what_no_post_carries_goes_after_a_day_and_what_one_carries_stays() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let loose = server.upload(&ann, "a.png", &png(8, 8)).await?;
    let carried = server.upload(&ann, "a.png", &png(8, 8)).await?;
    post(&ann, &[&carried]).await?;
    let sweep = |after: TimeDelta| -> Test {
        server.advance(after);
        keep_schedules(&server.app)?;
        server.work_off()?;
        Ok(())
    };

    sweep(TimeDelta::hours(23))?;
    assert_eq!(status(&server, &ann, &loose.id).await?, 200);
    sweep(TimeDelta::hours(2))?;

    assert_eq!(status(&server, &ann, &loose.id).await?, 404);
    assert_eq!(server.get(&carried.url.expect("done")).await?.0, 200);
    assert_eq!(server.kept()?.len(), 2, "{:?}", server.kept()?);
    Ok(())
}

#[tokio::test]
async fn a_file_that_nothing_came_to_show_goes_after_an_hour() -> Test {
    let server = Server::start().await?;
    // As if the process had died after it had written the file.
    let file = server.change(|cx| domain::files::announce(cx, Folder::Avatars, "png"))?;
    let path = server.folder.path().join("media").join(&file);
    fs::create_dir_all(path.parent().expect("a folder"))?;
    fs::write(&path, png(8, 8))?;
    // Or while it was at it.
    let half = PathBuf::from(format!("{}#1", path.display()));
    fs::write(&half, "half")?;

    server.work_off()?;
    assert!(path.exists());
    server.advance(TimeDelta::hours(1));
    server.work_off()?;

    assert!(!path.exists() && !half.exists());
    Ok(())
}

#[tokio::test]
async fn a_job_that_is_done_twice_does_no_harm() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let sent = server
        .upload(&ann, "a.jpg", &photograph(2000, 1200))
        .await?;
    let media_id = sent.id.parse()?;
    server.work_off()?;
    let before = ann
        .client
        .send(&ShowMedia {
            id: sent.id.clone(),
        })
        .await?;

    server.change(|cx| Job::ProcessMedia { media_id }.leave(cx))?;
    server.work_off()?;

    assert_eq!(ann.client.send(&ShowMedia { id: sent.id }).await?, before);
    Ok(())
}

#[tokio::test]
async fn only_pixels_pass() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let script = b"<script>alert(1)</script>";
    // Both a picture and something else: a page, hidden behind the picture or in its metadata.
    let behind = [png(8, 8), script.to_vec()].concat();
    let upright = crate::files::with_exif(&photograph(40, 20), script);
    let moving = crate::files::with_comment(&animation(16, 16, 3), script);

    for (name, content, size) in [
        ("a.png", &behind, "8x8"),
        ("a.jpg", &upright, "20x40"),
        ("a.gif", &moving, "16x16"),
    ] {
        let sent = server.upload(&ann, name, content).await?;
        assert_eq!(
            sent.meta.expect("known")["original"]["size"],
            size,
            "{name}"
        );
        for address in [sent.url, sent.preview_url].into_iter().flatten() {
            let (_, bytes) = server.get(&address).await?;
            for hidden in [&script[..], b"Exif", b"GPS", b"Comment"] {
                let is_there = bytes.windows(hidden.len()).any(|it| it == hidden);
                assert!(!is_there, "{name}: {hidden:?}");
            }
            image::load_from_memory(&bytes)?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn an_animation_keeps_its_frames_and_goes_on_for_ever() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;

    let sent = server.upload(&ann, "a.gif", &animation(16, 12, 3)).await?;

    let (_, bytes) = server.get(&sent.url.expect("done")).await?;
    let mut decoder = gif::DecodeOptions::new().read_info(&bytes[..])?;
    let mut delays = Vec::new();
    while let Some(frame) = decoder.read_next_frame()? {
        delays.push(frame.delay);
    }
    assert_eq!(delays, [10, 20, 30]);
    assert_eq!(decoder.repeat(), gif::Repeat::Infinite);
    let preview = sent.preview_url.expect("of the first frame");
    assert!(preview.ends_with(".png"), "{preview}");
    Ok(())
}

#[tokio::test]
async fn photographs_become_jpeg_and_what_is_transparent_stays_so() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    let encoded = |picture: &image::DynamicImage, format| -> Result<Vec<u8>> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format)?;
        Ok(bytes.into_inner())
    };
    let opaque = RgbImage::from_pixel(9, 9, image::Rgb([200, 10, 10])).into();
    let clear = image::RgbaImage::from_pixel(9, 9, image::Rgba([200, 10, 10, 100])).into();

    for (picture, format, extension) in [
        (&opaque, ImageFormat::Jpeg, ".jpg"),
        (&opaque, ImageFormat::WebP, ".jpg"),
        (&opaque, ImageFormat::Png, ".png"),
        (&clear, ImageFormat::WebP, ".png"),
        (&clear, ImageFormat::Png, ".png"),
    ] {
        let sent = server.upload(&ann, "a", &encoded(picture, format)?).await?;
        let url = sent.url.expect("done");
        assert!(url.ends_with(extension), "{format:?} {url}");
        let (_, bytes) = server.get(&url).await?;
        let pixel = image::load_from_memory(&bytes)?
            .to_rgba8()
            .get_pixel(4, 4)
            .0;
        let expected = picture.to_rgba8().get_pixel(4, 4).0;
        for (is, should) in pixel.iter().zip(expected) {
            assert!(is.abs_diff(should) < 8, "{format:?} {pixel:?} {expected:?}");
        }
    }
    Ok(())
}

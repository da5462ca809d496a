//! Small pictures that short codes stand for.

use std::io::Cursor;

use api::{
    accounts::{LookUpAccount, UpdateCredentials},
    emojis::ListEmojis,
    entities::CustomEmoji,
    statuses::{NewPoll, PostStatus, ShowStatus},
};
use client::Client;
use domain::{Caller, Error, emojis, members};
use image::{Delay, DynamicImage, Frame, ImageFormat, RgbaImage, codecs::gif::GifEncoder};
use kumki_server::emojis::Picture;
use serde_json::json;

use crate::{
    people::Person,
    server::{Server, Test},
    statuses::says,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn picture(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| {
        let of = |it: u32| u8::try_from(it % 256).unwrap_or_default();
        image::Rgba([of(x), of(y), of(x * y), 255])
    })
}

fn written(width: u32, height: u32, format: ImageFormat) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let picture = DynamicImage::from(picture(width, height));
    picture.write_to(&mut Cursor::new(&mut bytes), format)?;
    Ok(bytes)
}

fn moving(frames: u32) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for number in 0..frames {
        let frame = picture(8 + number % 2, 8);
        let frame = image::imageops::resize(&frame, 8, 8, image::imageops::FilterType::Nearest);
        let delay = Delay::from_numer_denom_ms(100, 1);
        encoder.encode_frame(Frame::from_parts(frame, 0, 0, delay))?;
    }
    drop(encoder);
    Ok(bytes)
}

impl Server {
    fn add_emoji(&self, shortcode: &str, category: Option<&str>, picture: &[u8]) -> Result<()> {
        let (file, still) = Picture::read(picture)?.keep(&self.app)?;
        self.change(|cx| emojis::add(cx, shortcode, category, &file, &still).map(drop))
    }

    /// An emoji without pictures.
    fn add_words(&self, shortcode: &str) -> Result<()> {
        self.change(|cx| emojis::add(cx, shortcode, None, "emojis/a.png", "emojis/a.png").map(drop))
    }

    async fn fetch(&self, url: &str) -> Result<(u16, String, Vec<u8>)> {
        let answer = self.http.get(url).send().await?;
        let kind = answer.headers()["content-type"].to_str()?.to_owned();
        Ok((
            answer.status().as_u16(),
            kind,
            answer.bytes().await?.to_vec(),
        ))
    }
}

async fn list(server: &Server) -> Result<Vec<CustomEmoji>> {
    let stranger = Client::anonymous(&server.url)?;
    Ok(stranger.send(&ListEmojis {}).await?)
}

fn names(emojis: &[CustomEmoji]) -> Vec<&str> {
    emojis.iter().map(|it| it.shortcode.as_str()).collect()
}

#[tokio::test]
async fn emoji_are_listed_by_category_with_pictures_of_their_own() -> Test {
    let server = Server::start().await?;
    let png = written(32, 16, ImageFormat::Png)?;
    for (shortcode, category) in [
        ("zebra", Some("Animals")),
        ("apple", Some("Food")),
        ("plain", None),
        ("cat", Some("Animals")),
        ("off", Some("Animals")),
    ] {
        server.add_emoji(shortcode, category, &png)?;
    }
    server.change(|cx| emojis::disable(cx, "off"))?;

    let listed = list(&server).await?;

    assert_eq!(names(&listed), ["plain", "cat", "zebra", "apple"]);
    let categories: Vec<_> = listed.iter().map(|it| it.category.as_deref()).collect();
    let expected = [None, Some("Animals"), Some("Animals"), Some("Food")];
    assert_eq!(categories, expected);
    assert!(
        listed
            .iter()
            .all(|it| it.visible_in_picker && it.url == it.static_url)
    );
    let (status, kind, bytes) = server.fetch(&listed[0].url).await?;
    assert_eq!((status, kind.as_str()), (200, "image/png"));
    let shown = image::load_from_memory(&bytes)?;
    assert_eq!(shown.to_rgba8(), picture(32, 16));
    server.change(|cx| emojis::enable(cx, "off"))?;
    assert_eq!(list(&server).await?.len(), 5);
    Ok(())
}

#[tokio::test]
async fn what_moves_goes_on_moving_and_stands_still_besides() -> Test {
    let server = Server::start().await?;
    let gif = moving(3)?;
    server.add_emoji("moving", None, &gif)?;
    server.add_emoji("still", None, &moving(1)?)?;

    let listed = list(&server).await?;

    let (_, kind, bytes) = server.fetch(&listed[0].url).await?;
    assert_eq!((kind.as_str(), bytes), ("image/gif", gif));
    let (_, kind, bytes) = server.fetch(&listed[0].static_url).await?;
    assert_eq!(kind, "image/png");
    assert_eq!(image::load_from_memory(&bytes)?.width(), 8);
    assert_eq!(listed[1].url, listed[1].static_url);
    Ok(())
}

#[test]
fn pictures_that_are_too_much_are_refused() -> Test {
    let refused = |bytes: &[u8]| match Picture::read(bytes) {
        Err(error) => error.to_string(),
        Ok(_) => "taken".into(),
    };
    let no_picture = "Validation failed: Image is not a supported picture";

    assert_eq!(
        refused(&vec![0; (256 << 10) + 1]),
        "Validation failed: Image must be smaller than 256 KB"
    );
    assert_eq!(refused(b""), no_picture);
    assert_eq!(
        refused(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        no_picture
    );
    assert_eq!(
        refused(&written(16, 16, ImageFormat::Jpeg).unwrap_or_default()),
        no_picture
    );
    let flat = DynamicImage::new_luma8(1025, 8);
    let mut wide = Vec::new();
    flat.write_to(&mut Cursor::new(&mut wide), ImageFormat::Png)?;
    assert_eq!(refused(&wide), no_picture);
    let png = written(16, 16, ImageFormat::Png)?;
    assert_eq!(refused(&png[..png.len() / 2]), no_picture);
    let gif = moving(3)?;
    assert_eq!(refused(&gif[..gif.len() * 3 / 4]), no_picture);
    assert_eq!(refused(&png), "taken");
    assert_eq!(refused(&written(16, 16, ImageFormat::WebP)?), "taken");
    Ok(())
}

#[tokio::test]
async fn a_large_picture_is_made_small_and_keeps_its_shape() -> Test {
    let server = Server::start().await?;
    let flat = DynamicImage::new_rgb8(1000, 500);
    let mut png = Vec::new();
    flat.write_to(&mut Cursor::new(&mut png), ImageFormat::Png)?;
    server.add_emoji("large", None, &png)?;

    let (_, _, bytes) = server.fetch(&list(&server).await?[0].url).await?;

    let kept = image::load_from_memory(&bytes)?;
    assert_eq!((kept.width(), kept.height()), (256, 128));
    Ok(())
}

#[tokio::test]
async fn profiles_show_which_emoji_they_use() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    for shortcode in ["name", "note", "row", "value", "unused", "off"] {
        server.add_words(shortcode)?;
    }
    server.change(|cx| emojis::disable(cx, "off"))?;
    let update = UpdateCredentials {
        display_name: Some("Ann :name: :unknown:".into()),
        note: Some(":note: and :name: and :off: at 10:note:30".into()),
        fields_attributes: Some(json!([{ "name": ":row:", "value": "a :value:" }])),
        ..UpdateCredentials::default()
    };

    let own = ann.client.send(&update).await?.account;

    assert_eq!(names(&own.emojis), ["name", "note", "row", "value"]);
    assert_eq!(own.emojis[0].category, None);
    let acct = "ann".into();
    let seen = Client::anonymous(&server.url)?
        .send(&LookUpAccount { acct })
        .await?;
    assert_eq!(seen.emojis, own.emojis);
    Ok(())
}

#[tokio::test]
async fn emoji_belong_to_the_server_that_their_user_is_on() -> Test {
    let server = Server::start().await?;
    server.add_words("cat")?;
    let far = server.remote("far", "far.example")?;
    let farther = server.remote("farther", "farther.example")?;
    let mut tx = server.tx()?;
    for sql in [
        "INSERT INTO custom_emojis (shortcode, domain, file, static_file, is_disabled,
           visible_in_picker, created_at, updated_at)
         SELECT shortcode, 'far.example', 'https://far.example/cat.gif', 'emojis/cat.png',
           is_disabled, visible_in_picker, created_at, updated_at FROM custom_emojis",
        "UPDATE accounts SET display_name = ':cat:' WHERE domain IS NOT NULL",
    ] {
        store::testing::execute(&mut tx, sql)?;
    }
    tx.save()?;
    let stranger = Client::anonymous(&server.url)?;

    let ids = [far.id, farther.id].map(|it| it.to_string()).into();
    let shown = stranger
        .send(&api::accounts::ShowAccounts { id: ids })
        .await?;

    assert_eq!(shown[0].emojis[0].url, "https://far.example/cat.gif");
    assert!(shown[1].emojis.is_empty());
    assert_eq!(names(&list(&server).await?), ["cat"]);
    Ok(())
}

#[tokio::test]
async fn posts_and_polls_show_which_emoji_they_use() -> Test {
    let server = Server::start().await?;
    let ann = server.member("ann")?;
    for shortcode in ["text", "warning", "choice", "name"] {
        server.add_words(shortcode)?;
    }
    let post = PostStatus {
        spoiler_text: Some(":warning:".into()),
        poll: Some(NewPoll {
            options: vec![":choice: one".into(), "two".into()],
            expires_in: 3600,
            ..NewPoll::default()
        }),
        ..says("Hi :text: :choice :unknown:")
    };

    let id = ann.post(post).await?.id;
    let shown = ann.client.send(&ShowStatus { id }).await?;

    assert_eq!(names(&shown.emojis), ["text", "warning"]);
    let poll = shown.poll.expect("posted with one");
    assert_eq!(names(&poll.emojis), ["choice"]);
    Ok(())
}

#[tokio::test]
async fn a_removed_emoji_leaves_no_file_behind() -> Test {
    let server = Server::start().await?;
    let boss = server.staff("boss", "Admin")?;
    server.add_emoji("moving", None, &moving(2)?)?;
    let shown = list(&server).await?.remove(0);

    server.change(|cx| {
        let member = members::find(cx, boss.id)?.ok_or(Error::NotFound)?;
        cx.caller = Caller::Member(Box::new(member));
        emojis::disable(cx, "moving")?;
        emojis::disable(cx, "moving")?;
        emojis::enable(cx, "moving")?;
        emojis::remove(cx, "moving")
    })?;
    assert_eq!(server.work_off()?, 2);

    for url in [&shown.url, &shown.static_url] {
        assert_eq!(server.http.get(url).send().await?.status(), 404);
    }
    assert!(list(&server).await?.is_empty());
    let log = store::action_log::newest(&mut server.tx()?, 4)?;
    let log: Vec<_> = log
        .iter()
        .map(|it| (it.action.as_str(), it.target_type.as_str(), it.account_id))
        .collect();
    let by_boss = |action| (action, "CustomEmoji", Some(boss.id));
    let expected = [
        by_boss("destroy"),
        by_boss("enable"),
        by_boss("disable"),
        ("create", "CustomEmoji", None),
    ];
    assert_eq!(log, expected);
    Ok(())
}

#[tokio::test]
async fn only_who_may_changes_emoji_and_only_to_what_makes_sense() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?;
    let ann = server.member("ann")?;
    server.add_words("cat")?;
    let tries = |person: &Person| {
        server.change(|cx| {
            let member = members::find(cx, person.id)?.ok_or(Error::NotFound)?;
            cx.caller = Caller::Member(Box::new(member));
            let answers = [
                emojis::add(cx, "dog", None, "emojis/a.png", "emojis/a.png").map(drop),
                emojis::disable(cx, "cat"),
                emojis::remove(cx, "cat"),
                emojis::remove(cx, "unknown"),
            ];
            Ok(answers.map(|it| matches!(it, Err(Error::NotPermitted))))
        })
    };

    assert_eq!(tries(&ann)?, [true; 4]);
    assert_eq!(tries(&moderator)?, [true; 4]);
    for (shortcode, wrong) in [
        ("", "is invalid"),
        ("a", "is invalid"),
        ("a b", "is invalid"),
        (":cat:", "is invalid"),
        ("kätzchen", "is invalid"),
        ("cat", "has already been taken"),
        (&"a".repeat(129), "is too long (maximum is 128 characters)"),
    ] {
        let refused = server.add_words(shortcode).map_err(|it| it.to_string());
        let expected = format!("Validation failed: Shortcode {wrong}");
        assert_eq!(refused, Err(expected), "{shortcode}");
    }
    assert_eq!(names(&list(&server).await?), ["cat"]);
    Ok(())
}

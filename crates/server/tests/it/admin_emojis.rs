//! Changing the custom emoji by the API.

use api::{
    Upload,
    admin::emojis::{
        AdminEmoji, CreateEmoji, DeleteEmoji, DisableEmoji, EnableEmoji, GetEmoji, ListAdminEmojis,
        UpdateEmoji,
    },
    emojis::ListEmojis,
};
use client::Client;
use store::action_log;

use crate::{
    account_actions::refusal,
    files::png,
    server::{Server, Test},
};

fn of(shortcode: &str, image: Upload) -> CreateEmoji {
    CreateEmoji {
        shortcode: shortcode.into(),
        image: Some(image),
        ..CreateEmoji::default()
    }
}

async fn offered(client: &Client) -> Result<Vec<String>, client::Error> {
    let all = client.send(&ListEmojis {}).await?;
    Ok(all.into_iter().map(|it| it.shortcode).collect())
}

impl Server {
    async fn new_emoji(
        &self,
        by: &Client,
        shortcode: &str,
    ) -> Result<AdminEmoji, Box<dyn std::error::Error>> {
        let image = self.file(&format!("{shortcode}.png"), &png(32, 16))?;
        Ok(by.send(&of(shortcode, image)).await?)
    }
}

#[tokio::test]
async fn an_emoji_is_sent_as_a_picture_and_offered_to_members() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let image = server.file("cat.png", &png(32, 16))?;
    let wanted = CreateEmoji {
        category: Some("Animals".into()),
        ..of("cat", image)
    };

    let made = admin.send(&wanted).await?;

    assert_eq!(
        (&*made.shortcode, made.category.as_deref()),
        ("cat", Some("Animals"))
    );
    assert!(made.visible_in_picker && !made.disabled);
    assert_eq!(server.get(&made.url).await?.0, 200);
    assert_eq!(server.kept()?.len(), 1);
    assert_eq!(offered(&admin).await?, ["cat"]);
    let shown = admin
        .send(&GetEmoji {
            shortcode: "cat".into(),
        })
        .await?;
    assert_eq!(shown, made);
    let log = action_log::about(&mut server.tx()?, "CustomEmoji", made.id.parse()?)?;
    assert_eq!(log.len(), 1);
    Ok(())
}

#[tokio::test]
async fn an_emoji_is_hidden_switched_off_and_taken_away() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let made = server.new_emoji(&admin, "cat").await?;
    let shortcode = || "cat".to_owned();

    let hide = UpdateEmoji {
        shortcode: shortcode(),
        category: Some("Animals".into()),
        visible_in_picker: Some(false),
    };
    let hidden = admin.send(&hide).await?;
    assert_eq!(
        (hidden.category.as_deref(), hidden.visible_in_picker),
        (Some("Animals"), false)
    );
    assert!(offered(&admin).await?.is_empty());
    let show = UpdateEmoji {
        shortcode: shortcode(),
        category: Some(" ".into()),
        visible_in_picker: Some(true),
    };
    assert_eq!(admin.send(&show).await?, made);
    let off = admin
        .send(&DisableEmoji {
            shortcode: shortcode(),
        })
        .await?;
    assert!(off.disabled && offered(&admin).await?.is_empty());
    assert_eq!(admin.send(&ListAdminEmojis {}).await?, [off]);
    let on = admin
        .send(&EnableEmoji {
            shortcode: shortcode(),
        })
        .await?;
    assert!(!on.disabled && offered(&admin).await?.len() == 1);
    admin
        .send(&DeleteEmoji {
            shortcode: shortcode(),
        })
        .await?;
    let gone = refusal(
        admin
            .send(&GetEmoji {
                shortcode: shortcode(),
            })
            .await,
    );
    assert_eq!(gone, (404, "Record not found".into()));
    let log = action_log::about(&mut server.tx()?, "CustomEmoji", made.id.parse()?)?;
    let words: Vec<_> = log.iter().map(|it| &*it.action).collect();
    assert_eq!(
        words,
        ["create", "update", "update", "disable", "enable", "destroy"]
    );
    Ok(())
}

#[tokio::test]
async fn what_is_no_small_picture_with_a_free_short_code_is_refused_and_not_kept() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    server.new_emoji(&admin, "cat").await?;
    let kept = server.kept()?;
    let good = || server.file("good.png", &png(8, 8));
    let cases = [
        (of("cat", good()?), "Shortcode has already been taken"),
        (of("a-b", good()?), "Shortcode is invalid"),
        (
            CreateEmoji {
                shortcode: "dog".into(),
                ..CreateEmoji::default()
            },
            "Image can't be blank",
        ),
        (
            of("dog", server.file("dog.png", b"woof")?),
            "Image is not a supported picture",
        ),
        (
            of("dog", "data:image/png;base64,%".into()),
            "Image is invalid",
        ),
        (
            of("dog", server.file("big.png", &vec![0; 257 << 10])?),
            "Image must be smaller than 256 KB",
        ),
    ];

    for (emoji, text) in cases {
        let refused = refusal(admin.send(&emoji).await);
        assert_eq!(refused, (422, format!("Validation failed: {text}")));
    }
    assert_eq!(server.kept()?, kept);
    assert_eq!(admin.send(&ListAdminEmojis {}).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn who_may_not_add_emoji_does_not_get_a_picture_worked_on() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?.client;
    let not_allowed = (403, "This action is not allowed".to_owned());
    let image = server.file("cat.png", &png(8, 8))?;

    assert_eq!(
        refusal(moderator.send(&of("cat", image)).await),
        not_allowed
    );
    assert_eq!(
        refusal(moderator.send(&ListAdminEmojis {}).await),
        not_allowed
    );
    assert!(server.kept()?.is_empty());
    Ok(())
}

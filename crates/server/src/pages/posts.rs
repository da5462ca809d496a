//! The page of a post, with what it answers and what answers it, and the page for frames of other sites.

use api::{Open, entities};
use askama::Template;
use axum::response::Response;
use domain::{html, statuses, visibility};
use store::statuses::Status;
use url::form_urlencoded::byte_serialize;

use super::{
    profiles::{Seen, seen, shortened},
    public::{Framed, Place, go_to, in_path},
    shown::{Person, Post, name_of, plain},
};
use crate::{
    Error,
    entities::{id, status},
};

#[derive(Template)]
#[template(path = "pages/post.html")]
struct PostPage<'a> {
    site: &'a str,
    title: String,
    url: &'a str,
    oembed: String,
    author: Person,
    description: String,
    image: Option<String>,
    published: String,
    is_noindex: bool,
    ancestors: Vec<Post>,
    post: Post,
    descendants: Vec<Post>,
}

#[derive(Template)]
#[template(path = "pages/embed.html")]
struct EmbedPage<'a> {
    site: &'a str,
    title: String,
    post: Post,
}

/// A post of that account that strangers may see, and whether the account is limited.
fn find(
    place: &mut Place<'_>,
    name: &str,
    wanted: &str,
) -> Result<Result<(Status, bool), Response>, Error> {
    let (row, is_limited) = match seen(place, name)? {
        Seen::Account { row, is_limited } => (row, is_limited),
        Seen::Nothing(response) => return Ok(Err(response)),
    };
    let status = visibility::status(place.cx, id(wanted))?;
    if status.account_id != row.id {
        return Err(domain::Error::NotFound.into());
    }
    Ok(Ok((status, is_limited)))
}

pub(super) fn show(place: &mut Place<'_>, name: &str, wanted: &str) -> Result<Response, Error> {
    let (row, is_limited) = match find(place, name, wanted)? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let shown = status(place.cx, &row)?;
    if let Some(boosted) = &shown.reblog {
        let (name, id) = (&boosted.account.acct, &boosted.id);
        return Ok(go_to(&format!(
            "/@{}/{id}",
            in_path(name).replace("%40", "@")
        )));
    }
    let thread = statuses::thread(place.cx, row.id)?;
    let ancestors = crate::entities::statuses(place.cx, &thread.ancestors)?;
    let descendants = crate::entities::statuses(place.cx, &thread.descendants)?;
    let url = shown.url.clone().unwrap_or_default();
    let address: String = byte_serialize(url.as_bytes()).collect();
    let description = description(&shown);
    let mut post = Post::of(&place.site, &shown);
    post.is_main = true;
    let page = PostPage {
        site: &place.title,
        title: title(&shown, &description),
        url: &url,
        oembed: place
            .site
            .address(&format!("/api/oembed?url={address}&format=json")),
        author: post.author.clone(),
        image: image(&shown),
        published: shown
            .created_at
            .0
            .to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        is_noindex: is_limited || shown.account.noindex.unwrap_or_default(),
        ancestors: Post::of_all(&place.site, &ancestors),
        descendants: Post::of_all(&place.site, &descendants),
        description,
        post,
    };
    place.show(&page, Framed::Nobody)
}

pub(super) fn embed(place: &mut Place<'_>, name: &str, wanted: &str) -> Result<Response, Error> {
    let (row, _) = match find(place, name, wanted)? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    if row.reblog_of_id.is_some() {
        return Err(domain::Error::NotFound.into());
    }
    let shown = status(place.cx, &row)?;
    let page = EmbedPage {
        site: &place.title,
        title: title(&shown, &description(&shown)),
        post: Post::of(&place.site, &shown),
    };
    place.show(&page, Framed::Anybody)
}

fn title(status: &entities::Status, description: &str) -> String {
    format!("{}: “{description}”", name_of(&status.account))
}

/// What those see who only see a preview: the warning, if there is one, and nothing behind it.
fn description(status: &entities::Status) -> String {
    match status.spoiler_text.as_str() {
        "" => shortened(&html::to_text(
            status.content.as_deref().unwrap_or_default(),
        )),
        warning => plain(&format!("Content warning: {warning}")),
    }
}

/// A picture to be seen in a preview.
fn image(status: &entities::Status) -> Option<String> {
    if status.sensitive {
        return None;
    }
    let is_picture =
        |it: &&entities::MediaAttachment| it.r#type == Open::Known(entities::MediaKind::Image);
    let picture = status.media_attachments.iter().find(is_picture);
    picture.and_then(|it| it.preview_url.clone().or_else(|| it.url.clone()))
}

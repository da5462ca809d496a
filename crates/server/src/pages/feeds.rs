//! The newest public posts of an account or with a hashtag, for programs that read feeds.

use api::{
    Open,
    entities::{MediaAttachment, MediaKind, Status},
};
use askama::Template;
use axum::{
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS},
    },
    response::{IntoResponse, Response},
};
use domain::{html, statuses};
use store::{account_list::Window, timelines};

use super::{
    profiles::{PAGE, Seen, seen},
    public::{Place, in_path, written},
    shown::{name_of, web_address},
    tags,
};
use crate::{Error, entities::account, paging::leading_integer};

#[derive(Template)]
#[template(path = "feeds/feed.xml")]
struct Feed {
    title: String,
    description: String,
    url: String,
    image: Option<String>,
    built: Option<String>,
    items: Vec<Item>,
}

struct Item {
    url: String,
    published: String,
    html: String,
    media: Vec<File>,
    rating: &'static str,
    tags: Vec<String>,
}

struct File {
    url: String,
    kind: &'static str,
    description: Option<String>,
    preview: Option<String>,
}

pub(super) fn of_account(place: &mut Place<'_>, name: &str) -> Result<Response, Error> {
    let row = match seen(place, name)? {
        Seen::Account { row, .. } => row,
        Seen::Nothing(response) => return Ok(response),
    };
    let which = timelines::Profile {
        exclude_replies: true,
        exclude_reblogs: true,
        ..timelines::Profile::default()
    };
    let rows = statuses::of_account(place.cx, row.id, which, newest(place))?;
    let items = crate::entities::statuses(place.cx, &rows)?;
    let shown = account(place.cx, &row)?;
    let feed = Feed {
        title: for_xml(&name_of(&shown)),
        description: format!("Public posts from @{}@{}", row.username, place.site.domain),
        url: row.url,
        image: Some(shown.avatar),
        built: items.first().map(published),
        items: items.iter().map(item).collect(),
    };
    show(&feed)
}

pub(super) fn tag(place: &mut Place<'_>, name: &str) -> Result<Response, Error> {
    let tag = tags::find(place.cx, name)?;
    let rows = tags::posts_with(place.cx, &tag, newest(place))?;
    let items = crate::entities::statuses(place.cx, &rows)?;
    let feed = Feed {
        title: for_xml(&format!("#{}", tag.shown_name())),
        description: for_xml(&format!("Public posts tagged #{}", tag.shown_name())),
        url: place.site.address(&format!("/tags/{}", in_path(&tag.name))),
        image: None,
        built: items.first().map(published),
        items: items.iter().map(item).collect(),
    };
    show(&feed)
}

/// As many as are asked for, up to 200.
fn newest(place: &Place<'_>) -> Window {
    const MOST: i64 = 200;
    let asked = place.visit.text("limit").map(|it| leading_integer(&it));
    Window {
        max_id: None,
        since_id: None,
        min_id: None,
        limit: asked.filter(|it| *it > 0).map_or(PAGE, |it| it.min(MOST)),
    }
}

fn published(status: &Status) -> String {
    status.created_at.0.to_rfc2822()
}

fn item(status: &Status) -> Item {
    let mut html = String::new();
    if !status.spoiler_text.is_empty() {
        html.push_str("<p><strong>Content warning:</strong> ");
        html::escape(&mut html, &status.spoiler_text);
        html.push_str("</p><hr />");
    }
    html.push_str(status.content.as_deref().unwrap_or_default());
    for option in status.poll.iter().flat_map(|it| &it.options) {
        html.push_str("<p>○ ");
        html::escape(&mut html, &option.title);
        html.push_str("</p>");
    }
    Item {
        url: web_address(status.url.as_deref().unwrap_or_default()).to_owned(),
        published: published(status),
        html: for_xml(&html),
        media: status.media_attachments.iter().filter_map(file).collect(),
        rating: if status.sensitive {
            "adult"
        } else {
            "nonadult"
        },
        tags: status.tags.iter().map(|it| for_xml(&it.name)).collect(),
    }
}

fn file(medium: &MediaAttachment) -> Option<File> {
    Some(File {
        url: web_address(medium.url.as_deref()?).to_owned(),
        kind: match &medium.r#type {
            Open::Known(MediaKind::Image | MediaKind::Gifv) => "image",
            Open::Known(MediaKind::Video) => "video",
            Open::Known(MediaKind::Audio) => "audio",
            _ => return None,
        },
        description: medium.description.as_deref().map(for_xml),
        preview: medium.preview_url.clone(),
    })
}

/// XML has no way to write most control characters.
fn for_xml(text: &str) -> String {
    let fits = |it: &char| match it {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        it => !it.is_control(),
    };
    text.chars().filter(fits).collect()
}

fn show(feed: &Feed) -> Result<Response, Error> {
    let headers = [
        (
            CONTENT_TYPE,
            HeaderValue::from_static("application/rss+xml; charset=utf-8"),
        ),
        (
            CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=60"),
        ),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    Ok((headers, written(feed)?).into_response())
}

#[cfg(test)]
mod tests {
    use super::for_xml;

    #[test]
    fn what_xml_cannot_say_is_left_out() {
        assert_eq!(for_xml("a\u{1}b\nc\u{7f}\u{ffff}😀"), "ab\nc😀");
    }
}

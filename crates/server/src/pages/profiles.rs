//! The page of an account.

use api::entities::{self, Account};
use askama::Template;
use axum::{http::StatusCode, response::Response};
use domain::{
    Context, html, statuses,
    visibility::{self, Profile},
};
use store::{account_list::Window, accounts, timelines};

use super::{
    public::{Framed, Place, in_path},
    shown::{Person, Post, counted, name_of, plain},
};
use crate::{Error, entities::account};

/// How many posts a page has.
pub(super) const PAGE: i64 = 20;

#[derive(Template)]
#[template(path = "pages/profile.html")]
struct ProfilePage<'a> {
    site: &'a str,
    url: &'a str,
    feed: String,
    person: Person,
    header: Option<String>,
    /// For those who only see a preview.
    description: String,
    note: String,
    fields: Vec<entities::Field>,
    counts: String,
    /// Where else her posts are.
    tabs: Vec<(String, String)>,
    /// The account that this one goes on as.
    moved: Option<Person>,
    is_bot: bool,
    is_memorial: bool,
    is_noindex: bool,
    pinned: Vec<Post>,
    posts: Vec<Post>,
    older: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/limited.html")]
struct LimitedPage<'a> {
    site: &'a str,
    path: String,
}

/// What a page shows about an account, or the answer where it shows nothing.
pub(super) enum Seen {
    Account {
        row: Box<accounts::Account>,
        is_limited: bool,
    },
    Nothing(Response),
}

/// The account of this server, as far as strangers see it.
pub(super) fn seen(place: &mut Place<'_>, name: &str) -> Result<Seen, Error> {
    let (row, is_limited) = match visibility::profile(place.cx, name)? {
        Profile::Open(row) => (row, false),
        Profile::Limited(row) => (row, true),
        Profile::Suspended => {
            let text = "The moderators of this server have suspended it.";
            let refused = place.refuse(StatusCode::FORBIDDEN, "This account is suspended", text);
            return Ok(Seen::Nothing(refused?));
        }
        Profile::Gone => {
            let text = "It was deleted, with everything that belonged to it.";
            let refused = place.refuse(StatusCode::GONE, "This account is gone", text);
            return Ok(Seen::Nothing(refused?));
        }
    };
    Ok(Seen::Account {
        row: Box::new(row),
        is_limited,
    })
}

/// An account of another server that is not suspended; none where the domain is that of this one.
pub(super) fn elsewhere(
    cx: &mut Context,
    name: &str,
    domain: &str,
) -> Result<Option<accounts::Account>, Error> {
    let domain = domain::emails::domain_to_ascii(domain);
    if *domain == *cx.site.domain {
        return Ok(None);
    }
    let account = visibility::account_named(cx, name, Some(&domain))?;
    match account.suspended_at {
        None => Ok(Some(account)),
        Some(_) => Err(domain::Error::NotFound.into()),
    }
}

/// The part of a list that a page shows.
pub(super) fn window(place: &Place<'_>) -> Window {
    let older_than = place.visit.text("max_id").and_then(|it| it.parse().ok());
    Window {
        max_id: older_than,
        since_id: None,
        min_id: None,
        limit: PAGE,
    }
}

/// Where the older posts are, if there may be any.
pub(super) fn older(rows: &[store::statuses::Status], more: &str) -> Option<String> {
    let is_full = rows.len() as i64 == PAGE;
    let last = rows.last().filter(|_| is_full)?;
    Some(format!("?{more}max_id={}", last.id))
}

/// Which posts a profile shows.
pub(super) enum Tab {
    Posts,
    WithReplies,
    Media,
    Tagged(String),
}

impl Tab {
    /// What `/@name/segment` may mean, besides a post.
    pub(super) fn named(segment: &str) -> Option<Self> {
        match segment {
            "with_replies" => Some(Self::WithReplies),
            "media" => Some(Self::Media),
            _ => None,
        }
    }

    fn posts(&self, cx: &mut Context) -> Result<timelines::Profile, Error> {
        let tag_id = match self {
            Self::Tagged(name) => Some(domain::timelines::tag(cx, name)?),
            Self::Posts | Self::WithReplies | Self::Media => None,
        };
        Ok(timelines::Profile {
            only_media: matches!(self, Self::Media),
            exclude_replies: matches!(self, Self::Posts),
            exclude_reblogs: tag_id.is_some(),
            tag_id,
        })
    }
}

pub(super) fn show(place: &mut Place<'_>, name: &str, tab: &Tab) -> Result<Response, Error> {
    let (row, is_limited) = match seen(place, name)? {
        Seen::Account { row, is_limited } => (row, is_limited),
        Seen::Nothing(response) => return Ok(response),
    };
    let is_asked_for = place.visit.text("show").is_some();
    if is_limited && !is_asked_for {
        let page = LimitedPage {
            site: &place.title,
            path: format!("/@{}", in_path(&row.username)),
        };
        return place.show(&page, Framed::Nobody);
    }
    let shown = account(place.cx, &row)?;
    let window = window(place);
    let which = tab.posts(place.cx)?;
    let rows = statuses::of_account(place.cx, row.id, which, window)?;
    let posts = crate::entities::statuses(place.cx, &rows)?;
    let pinned = match (tab, window.max_id) {
        (Tab::Posts, None) => statuses::pinned(place.cx, row.id)?,
        _ => Vec::new(),
    };
    let pinned = crate::entities::statuses(place.cx, &pinned)?;
    let mut pinned = Post::of_all(&place.site, &pinned);
    for post in &mut pinned {
        post.is_pinned = true;
    }
    let more = if is_limited { "show=1&" } else { "" };
    let page = ProfilePage {
        site: &place.title,
        url: &row.url,
        feed: format!("{}.rss", row.url),
        person: Person::of(&place.site, &shown),
        header: row.header.is_some().then(|| shown.header.clone()),
        description: description(&shown),
        counts: counts(&shown),
        tabs: tabs(&row.username, is_limited),
        moved: shown.moved.as_ref().map(|it| Person::of(&place.site, it)),
        is_bot: shown.bot,
        is_memorial: row.memorial,
        is_noindex: is_limited || shown.noindex.unwrap_or_default(),
        note: shown.note,
        fields: shown.fields,
        posts: Post::of_all(&place.site, &posts),
        older: older(&rows, more),
        pinned,
    };
    place.show(&page, Framed::Nobody)
}

fn counts(account: &Account) -> String {
    [
        counted(account.statuses_count, "post", "posts"),
        counted(account.following_count, "following", "following"),
        counted(account.followers_count, "follower", "followers"),
        format!("joined on {}", account.created_at.0.format("%-d %b %Y")),
    ]
    .join(" · ")
}

fn tabs(name: &str, is_limited: bool) -> Vec<(String, String)> {
    let more = if is_limited { "?show=1" } else { "" };
    [
        ("", "Posts"),
        ("/with_replies", "Posts and answers"),
        ("/media", "Media"),
    ]
    .into_iter()
    .map(|(segment, text)| {
        (
            format!("/@{}{segment}{more}", in_path(name)),
            text.to_owned(),
        )
    })
    .collect()
}

/// What somebody says about herself, in one line.
fn description(account: &Account) -> String {
    let text = shortened(&html::to_text(&account.note));
    match text.is_empty() {
        true => format!("Posts of {}", name_of(account)),
        false => text,
    }
}

/// The beginning of a text, on one line.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 200;
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = plain(&words.join(" "));
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

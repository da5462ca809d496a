//! What a page is about, in its own words: for search engines, for other sites, and for people.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use serde_json::Value;
use store::cards::Content;
use url::Url;

use super::markup::Markup;
use crate::{html, languages};

const LONGEST_TITLE: usize = 500;
const LONGEST_TEXT: usize = 2000;
pub(super) const LONGEST_ADDRESS: usize = 2000;

/// What a page says about itself.
#[derive(Debug, Default)]
pub struct Page {
    /// Without its picture, which is still to be fetched.
    pub content: Content,
    /// Where the picture is.
    pub picture: Option<String>,
    /// The address that the page would rather be known by, of the same site.
    pub canonical: Option<String>,
    /// Where the site describes how to show the page inside others.
    pub oembed: Option<String>,
}

impl Page {
    /// Reads the HTML that an address has given. None where the page does not even have a title.
    pub fn read(url: &Url, html: &str) -> Option<Self> {
        let markup = Markup::read(html);
        let article = article(&markup.data).unwrap_or_default();
        let title = article.title.clone().or_else(|| {
            let said = markup.meta(&["og:title", "twitter:title"]);
            said.or(markup.title.as_deref()).map(str::to_owned)
        });
        let oembed = markup.link(|it| it.is("alternate") && it.kind == "application/json+oembed");
        let mut page = Self {
            canonical: canonical(url, &markup),
            oembed: oembed.and_then(|it| joined(url, it)),
            picture: picture(url, &markup, &article),
            content: described(url, &markup, &article),
        };
        page.content.title = tidy(&title.unwrap_or_default(), LONGEST_TITLE);
        add_player(&mut page.content, url, &markup);
        (page.is_something() || page.oembed.is_some()).then_some(page)
    }

    pub fn is_something(&self) -> bool {
        !self.content.title.is_empty()
    }

    /// Adds what the site says about how to show the page inside others, which wins.
    pub fn add_oembed(&mut self, url: &Url, said: &Value) {
        let content = &mut self.content;
        for (place, name, most) in [
            (&mut content.title, "title", LONGEST_TITLE),
            (&mut content.author_name, "author_name", LONGEST_TITLE),
            (&mut content.provider_name, "provider_name", LONGEST_TITLE),
        ] {
            let text = tidy(said[name].as_str().unwrap_or_default(), most);
            if !text.is_empty() {
                *place = text;
            }
        }
        let address = |name: &str| said[name].as_str().and_then(|it| joined(url, it));
        content.author_url = address("author_url").unwrap_or_default();
        if let Some(address) = address("provider_url") {
            content.provider_url = address;
        }
        self.picture = self.picture.take().or_else(|| address("thumbnail_url"));
        match said["type"].as_str() {
            Some("photo") => {
                if let Some(address) = address("url") {
                    content.kind = "photo".into();
                    content.embed_url.clone_from(&address);
                    (content.width, content.height) =
                        (pixels(&said["width"]), pixels(&said["height"]));
                    self.picture = Some(address);
                }
            }
            Some(kind @ ("video" | "rich")) => {
                let size = (pixels(&said["width"]), pixels(&said["height"]));
                let inside = Markup::read(said["html"].as_str().unwrap_or_default());
                let address = inside.frames.first().and_then(|it| secure(url, it));
                if let Some(address) = address {
                    show_inside(content, kind, &address, size);
                }
            }
            _ => (),
        }
    }
}

/// The first link in a post that leads to a page, and not to a person or a tag.
pub(super) fn first_link(html: &str) -> Option<String> {
    let mut links = links(html).into_iter();
    links.find_map(|(address, is_name)| (!is_name).then_some(address))
}

/// The links in a post, and of each whether it says that it leads to a person or a tag.
pub(crate) fn links(html: &str) -> Vec<(String, bool)> {
    let names = ["mention", "hashtag", "u-url", "h-card", "tag"];
    let anchors = Markup::read(html).anchors.into_iter();
    let web = anchors.filter(|(address, _)| is_web(address));
    let told = web.map(|(address, words)| {
        let is_name = words.split_whitespace().any(|it| names.contains(&it));
        (address, is_name)
    });
    told.collect()
}

fn is_web(address: &str) -> bool {
    let url = Url::parse(address);
    url.is_ok_and(|it| matches!(it.scheme(), "http" | "https") && it.host().is_some())
}

fn described(url: &Url, markup: &Markup, article: &Article) -> Content {
    let said = |own: &Option<String>, names: &[&str], most| {
        let text = own.as_deref().or_else(|| markup.meta(names));
        tidy(text.unwrap_or_default(), most)
    };
    let descriptions = ["og:description", "twitter:description", "description"];
    let published = ["article:published_time", "og:published_time"];
    let published = article.published.as_deref().or(markup.meta(&published));
    let language = article.language.as_deref().or(markup.language.as_deref());
    let language = language.or(markup.meta(&["og:locale"]));
    let is_article = article.is_one
        || markup
            .meta(&["og:type"])
            .is_some_and(|it| it.trim() == "article");
    Content {
        kind: "link".into(),
        description: said(&article.description, &descriptions, LONGEST_TEXT),
        author_name: said(
            &article.author,
            &["author", "og:author", "twitter:creator"],
            LONGEST_TITLE,
        ),
        author_url: article
            .author_url
            .as_deref()
            .and_then(|it| joined(url, it))
            .unwrap_or_default(),
        provider_name: said(
            &article.publisher,
            &["og:site_name", "application-name"],
            LONGEST_TITLE,
        ),
        image_description: said(&None, &["og:image:alt", "twitter:image:alt"], LONGEST_TEXT),
        language: language.and_then(known_language),
        published_at: published.and_then(moment),
        host: host(url),
        is_article,
        ..Content::default()
    }
}

/// Whose page it is.
pub(super) fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// A page that stands for others of its own site only: nobody speaks for another.
fn canonical(url: &Url, markup: &Markup) -> Option<String> {
    let said = markup
        .link(|it| it.is("canonical"))
        .or_else(|| markup.meta(&["og:url"]))?;
    let mut found = url.join(said.trim()).ok()?;
    found.set_fragment(None);
    let is_same_site = found.origin() == url.origin() && found.username().is_empty();
    let found = found.to_string();
    (is_same_site && found.len() <= LONGEST_ADDRESS).then_some(found)
}

fn picture(url: &Url, markup: &Markup, article: &Article) -> Option<String> {
    let said = markup.meta(&[
        "og:image:secure_url",
        "og:image",
        "og:image:url",
        "twitter:image",
    ]);
    joined(url, said.or(article.image.as_deref())?)
}

/// What a page says about how its film is shown inside others.
fn add_player(content: &mut Content, url: &Url, markup: &Markup) {
    let number = |name| {
        markup
            .meta(&[name])
            .and_then(|it| it.trim().parse::<i64>().ok())
    };
    let player = markup
        .meta(&["twitter:player"])
        .and_then(|it| secure(url, it));
    let size = number("twitter:player:width").zip(number("twitter:player:height"));
    if let (Some(address), Some((width, height))) = (player, size) {
        let size = (pixels(&width.into()), pixels(&height.into()));
        show_inside(content, "video", &address, size);
    }
}

/// Only as a frame, which keeps what is in it to itself.
fn show_inside(content: &mut Content, kind: &str, address: &str, (width, height): (i32, i32)) {
    if width == 0 || height == 0 {
        return;
    }
    let mut escaped = String::new();
    html::escape(&mut escaped, address);
    content.kind = kind.into();
    (content.width, content.height) = (width, height);
    content.html = format!(
        "<iframe src=\"{escaped}\" width=\"{width}\" height=\"{height}\" frameborder=\"0\" \
         allowfullscreen sandbox=\"allow-scripts allow-same-origin allow-popups \
         allow-popups-to-escape-sandbox allow-forms\"></iframe>"
    );
}

/// An address of the web, seen from a page.
fn joined(url: &Url, text: &str) -> Option<String> {
    let found = url.join(text.trim()).ok()?.to_string();
    (is_web(&found) && found.len() <= LONGEST_ADDRESS).then_some(found)
}

fn secure(url: &Url, text: &str) -> Option<String> {
    joined(url, text).filter(|it| it.starts_with("https://"))
}

/// Numbers come as texts, too.
fn pixels(said: &Value) -> i32 {
    let number = said.as_i64().or_else(|| said.as_str()?.trim().parse().ok());
    let number = number.filter(|it| (1..=10_000).contains(it));
    number
        .and_then(|it| i32::try_from(it).ok())
        .unwrap_or_default()
}

/// On one line, without tags and without what nobody sees.
fn tidy(text: &str, longest: usize) -> String {
    let plain = match text.contains('<') {
        true => html::to_text(&html::clean(text)),
        false => text.to_owned(),
    };
    let plain: String = plain
        .chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ").chars().take(longest).collect()
}

/// The part before the region of what may be `en_US`, `de-AT` or `pt`.
pub(crate) fn known_language(text: &str) -> Option<String> {
    let main = text.trim().split(['-', '_']).next()?.to_lowercase();
    languages::ALL
        .iter()
        .any(|(code, _)| *code == main)
        .then_some(main)
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let time = DateTime::parse_from_rfc3339(text).map(|it| it.to_utc());
    let day = || text.get(..10)?.parse::<NaiveDate>().ok();
    let moment = time
        .ok()
        .or_else(|| Some(day()?.and_time(NaiveTime::MIN).and_utc()))?;
    (1970..=2200).contains(&moment.year()).then_some(moment)
}

/// What a page tells machines about an article, as JSON-LD.
#[derive(Debug, Default)]
struct Article {
    is_one: bool,
    title: Option<String>,
    description: Option<String>,
    image: Option<String>,
    author: Option<String>,
    author_url: Option<String>,
    publisher: Option<String>,
    published: Option<String>,
    language: Option<String>,
}

const KINDS: [&str; 10] = [
    "Article",
    "AdvertiserContentArticle",
    "NewsArticle",
    "AnalysisNewsArticle",
    "AskPublicNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReportageNewsArticle",
    "ReviewNewsArticle",
    "BlogPosting",
];

fn article(data: &[String]) -> Option<Article> {
    data.iter().find_map(|text| {
        let said: Value = serde_json::from_str(text.trim()).ok()?;
        let all = said["@graph"].as_array().or(said.as_array());
        let found = match all {
            Some(all) => all.iter().find(|it| is_article(it))?,
            None => Some(&said).filter(|it| is_article(it))?,
        };
        Some(Article {
            is_one: true,
            title: text_of(&found["headline"]).or_else(|| text_of(&found["name"])),
            description: text_of(&found["description"]),
            image: text_of(&found["image"]).or_else(|| text_of(&first(&found["image"])["url"])),
            author: text_of(&found["author"]).or_else(|| text_of(&first(&found["author"])["name"])),
            author_url: text_of(&first(&found["author"])["url"]),
            publisher: text_of(&first(&found["publisher"])["name"]),
            published: text_of(&found["datePublished"]),
            language: text_of(&found["inLanguage"]),
        })
    })
}

fn is_article(it: &Value) -> bool {
    let is_kind = |it: &Value| it.as_str().is_some_and(|word| KINDS.contains(&word));
    match &it["@type"] {
        Value::Array(kinds) => kinds.iter().any(is_kind),
        kind => is_kind(kind),
    }
}

fn first(said: &Value) -> &Value {
    match said {
        Value::Array(list) => list.first().unwrap_or(&Value::Null),
        other => other,
    }
}

fn text_of(said: &Value) -> Option<String> {
    let text = first(said).as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

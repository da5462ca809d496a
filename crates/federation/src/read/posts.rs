//! Posts.

use chrono::{DateTime, Utc};
use domain::{
    arrivals::{File, NamedPicture, Poll},
    html,
};
use serde_json::Value;

use super::{POSTS, emojis::emojis};
use crate::json::{
    file, flag, is_any, is_public, is_same_host, list, name_under, names_under, number, page, text,
    time,
};

/// How much of a thing is looked at.
const MOST_NAMED: usize = 200;
const LONGEST_WARNING: usize = 10_000;
const LONGEST_OPTION: usize = 500;

/// A post as its own server shows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Post<'a> {
    pub(crate) document: &'a Value,
    pub(crate) uri: &'a str,
    pub(crate) author: &'a str,
}

impl<'a> Post<'a> {
    pub(crate) fn read(document: &'a Value) -> Option<Self> {
        if !is_any(document, &POSTS) {
            return None;
        }
        Some(Self {
            document,
            uri: text(document, "id")?,
            author: author(document)?,
        })
    }

    /// A vote is a message without content that names an option.
    pub(crate) fn vote(&self) -> Option<(&'a str, &'a str)> {
        let is_bare = self.document.get("content").is_none_or(Value::is_null);
        let title = text(self.document, "name").filter(|_| is_bare)?;
        Some((self.parent()?, title))
    }

    pub(crate) fn parent(&self) -> Option<&'a str> {
        name_under(self.document, "inReplyTo")
    }

    /// Where its own server lists what was answered to it.
    pub(crate) fn replies(&self) -> Option<&'a str> {
        name_under(self.document, "replies").filter(|it| is_same_host(it, self.uri))
    }

    /// The post that it quotes, in all the ways to say so.
    pub(crate) fn quoted(&self) -> Option<&'a str> {
        let keys = ["quote", "quoteUrl", "quoteUri", "_misskey_quote"];
        keys.iter().find_map(|it| name_under(self.document, it))
    }

    pub(crate) fn page(&self) -> Option<&'a str> {
        page(self.document)
    }

    pub(crate) fn is_for_all(&self) -> bool {
        names_under(self.document, "to").any(is_public)
    }

    pub(crate) fn is_for_all_quietly(&self) -> bool {
        names_under(self.document, "cc").any(is_public)
    }

    /// To whom it is sent.
    pub(crate) fn addressed(&self) -> Vec<&'a str> {
        let to = names_under(self.document, "to");
        to.chain(names_under(self.document, "cc"))
            .take(MOST_NAMED)
            .collect()
    }

    /// Whom it names.
    pub(crate) fn mentioned(&self) -> Vec<&'a str> {
        let tags = list(self.document, "tag").iter().take(MOST_NAMED);
        let mentions = tags.filter(|it| is_any(it, &["Mention"]));
        mentions.filter_map(|it| text(it, "href")).collect()
    }

    pub(crate) fn tags(&self) -> Vec<String> {
        let tags = list(self.document, "tag").iter().take(MOST_NAMED);
        let hashtags = tags.filter(|it| is_any(it, &["Hashtag"]));
        let names = hashtags.filter_map(|it| text(it, "name"));
        names
            .map(|it| it.trim_start_matches('#').to_owned())
            .collect()
    }

    /// Clean HTML. What is not made of words alone is told by its title and where it is.
    pub(crate) fn content(&self) -> String {
        let it = self.document;
        let content = text(it, "content").or_else(|| first_of(it, "contentMap"));
        let content = content.map(html::clean_post).unwrap_or_default();
        if is_any(it, &["Note", "Question"]) {
            return content;
        }
        let mut shown = String::new();
        if let Some(title) = text(it, "name").or_else(|| first_of(it, "nameMap")) {
            shown.push_str("<p><strong>");
            html::escape(&mut shown, &html::to_text(title));
            shown.push_str("</strong></p>");
        }
        shown.push_str(&content);
        if let Some(page) = self.page().filter(|_| !is_any(it, &["Article", "Page"])) {
            shown.push_str(&format!("<p>{}</p>", html::from_line(page)));
        }
        shown
    }

    /// What stands before the content. The summary of an article is none.
    pub(crate) fn warning(&self) -> String {
        let is_short = is_any(self.document, &["Note", "Question"]);
        let summary = text(self.document, "summary").filter(|_| is_short);
        let plain = summary.map(html::to_text).unwrap_or_default();
        plain.chars().take(LONGEST_WARNING).collect()
    }

    pub(crate) fn is_sensitive(&self) -> bool {
        flag(self.document, "sensitive")
    }

    /// What the content is written in, if only that is said.
    pub(crate) fn language(&self) -> Option<String> {
        let map = self.document.get("contentMap")?.as_object()?;
        let content = self.document.get("content");
        let of_content = map.iter().find(|(_, it)| Some(*it) == content);
        let (language, _) = of_content.or_else(|| map.iter().next())?;
        let main = language.split(['-', '_']).next().unwrap_or_default();
        let is_language = (2..=3).contains(&main.len())
            && language.len() <= 12
            && main.bytes().all(|it| it.is_ascii_lowercase());
        is_language.then(|| language.clone())
    }

    pub(crate) fn created_at(&self) -> Option<DateTime<Utc>> {
        time(self.document, "published")
    }

    pub(crate) fn edited_at(&self) -> Option<DateTime<Utc>> {
        time(self.document, "updated")
    }

    pub(crate) fn files(&self) -> Vec<File> {
        let it = self.document;
        let mut files: Vec<File> = list(it, "attachment")
            .iter()
            .filter_map(read_file)
            .collect();
        if is_any(it, &["Image", "Audio", "Video"]) && files.is_empty() {
            files.extend(read_file(it));
        }
        files
    }

    pub(crate) fn emojis(&self) -> Vec<NamedPicture> {
        emojis(self.document, self.uri)
    }

    pub(crate) fn poll(&self) -> Option<Poll> {
        let it = self.document;
        if !is_any(it, &["Question"]) {
            return None;
        }
        let (options, multiple) = match list(it, "anyOf") {
            [] => (list(it, "oneOf"), false),
            options => (options, true),
        };
        let options: Vec<(String, i64)> = options.iter().filter_map(option).collect();
        let votes: i64 = options.iter().map(|(_, votes)| votes).sum();
        let closed = it.get("closed").filter(|it| !it.is_null());
        let closed_at = time(it, "closed");
        Some(Poll {
            multiple,
            voters_count: number(it, "votersCount").unwrap_or(votes),
            expires_at: time(it, "endTime").or(closed_at),
            is_closed: closed.is_some_and(|it| it != &Value::Bool(false)),
            options,
        })
        .filter(|it| !it.options.is_empty())
    }

    /// Who may quote it, as far as it says.
    pub(crate) fn quote_policy(&self) -> &'static str {
        let policy = self.document.get("interactionPolicy");
        let rule = policy.and_then(|it| it.get("canQuote"));
        let Some(rule) = rule else { return "nobody" };
        let mut allowed = names_under(rule, "automaticApproval");
        match allowed.next() {
            Some(name) if is_public(name) => "public",
            Some(name) if name != self.author => "followers",
            _ => "nobody",
        }
    }
}

/// Of several, the one that is a person: a film also names the channel that it is shown in.
fn author(document: &Value) -> Option<&str> {
    let said = list(document, "attributedTo");
    let person = said.iter().find(|it| is_any(it, &["Person"]));
    crate::json::name(person.or_else(|| said.first())?)
}

fn first_of<'a>(document: &'a Value, key: &str) -> Option<&'a str> {
    document.get(key)?.as_object()?.values().next()?.as_str()
}

fn option(value: &Value) -> Option<(String, i64)> {
    let title = html::to_text(text(value, "name")?);
    let title: String = title.chars().take(LONGEST_OPTION).collect();
    let votes = value.get("replies").and_then(|it| number(it, "totalItems"));
    Some((title, votes.unwrap_or_default()))
}

fn read_file(value: &Value) -> Option<File> {
    if !is_any(value, &["Document", "Image", "Audio", "Video"]) {
        return None;
    }
    let url = best_link(value)?;
    let said = text(value, "mediaType").map(str::to_owned);
    let size = |key: &str| number(value, key).filter(|it| (1..1 << 16).contains(it));
    Some(File {
        content_type: said.unwrap_or_else(|| guessed(value, url).to_owned()),
        url: url.to_owned(),
        description: text(value, "summary")
            .or_else(|| text(value, "name"))
            .map(html::to_text)
            .filter(|it| !it.is_empty()),
        blurhash: text(value, "blurhash")
            .filter(|it| it.len() <= 100 && it.is_ascii())
            .map(str::to_owned),
        width: size("width"),
        height: size("height"),
        focus: focus(value),
    })
}

/// A film may come in several sizes, among links to pages.
fn best_link(value: &Value) -> Option<&str> {
    let links = list(value, "url").iter();
    let mut media = links.filter(|it| {
        let kind = text(it, "mediaType").unwrap_or_default();
        ["video/", "audio/", "image/"]
            .iter()
            .any(|it| kind.starts_with(it))
    });
    media
        .next()
        .and_then(|it| text(it, "href"))
        .or_else(|| file(value))
}

fn guessed(value: &Value, url: &str) -> &'static str {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let ending = path.rsplit('.').next().unwrap_or_default().to_lowercase();
    match ending.as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "ogg" | "oga" => "audio/ogg",
        _ if is_any(value, &["Image"]) => "image/jpeg",
        _ => "application/octet-stream",
    }
}

fn focus(value: &Value) -> Option<(f64, f64)> {
    let point = value.get("focalPoint")?.as_array()?;
    Some((point.first()?.as_f64()?, point.get(1)?.as_f64()?))
}

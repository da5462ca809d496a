//! Posts and people as pages show them, to somebody whom the server does not know.

use api::{
    Open,
    entities::{self, MediaAttachment, MediaKind, PollOption, PreviewCard, Status},
};
use askama::Template;
use chrono::{DateTime, Utc};
use domain::{Site, html};

/// Somebody's name, picture and page.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) name: String,
    /// `@name@domain`
    pub(super) handle: String,
    pub(super) url: String,
    pub(super) avatar: String,
}

impl Person {
    pub(super) fn of(site: &Site, account: &entities::Account) -> Self {
        let is_ours = !account.acct.contains('@');
        Self {
            name: name_of(account),
            handle: match is_ours {
                true => format!("@{}@{}", account.acct, site.domain),
                false => format!("@{}", account.acct),
            },
            url: match is_ours {
                true => format!("/@{}", account.acct),
                false => web_address(&account.url).to_owned(),
            },
            avatar: match is_file_of(site, &account.avatar) {
                true => account.avatar.clone(),
                false => site.address("/assets/avatar.png"),
            },
        }
    }
}

/// A name that is seen, and that leads the writing around it nowhere.
pub(super) fn name_of(account: &entities::Account) -> String {
    let name = plain(&account.display_name);
    match name.chars().all(|it| it.is_whitespace() || is_unseen(it)) {
        true => account.username.clone(),
        false => name,
    }
}

/// A text on one line, without what leads writing in another direction.
pub(super) fn plain(text: &str) -> String {
    let leads = |it: &char| matches!(it, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept = text.chars().filter(|it| !leads(it));
    kept.map(|it| if it.is_control() { ' ' } else { it })
        .collect()
}

fn is_unseen(it: char) -> bool {
    matches!(it, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
        | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// Addresses that run something are none.
pub(super) fn web_address(address: &str) -> &str {
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    if is_web { address } else { "" }
}

/// Files of other servers would tell those who looks at them.
fn is_file_of(site: &Site, address: &str) -> bool {
    let starts = |it: &str| {
        address
            .strip_prefix(it)
            .is_some_and(|it| it.starts_with('/'))
    };
    starts(&site.url) || starts(&site.media_url)
}

/// A post, with everything that it carries.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/post.html")]
pub(super) struct Post {
    pub(super) url: String,
    pub(super) author: Person,
    pub(super) boosted_by: Option<Person>,
    pub(super) is_pinned: bool,
    /// Whether the page is about this post.
    pub(super) is_main: bool,
    at: Moment,
    edited: Option<Moment>,
    language: Option<String>,
    warning: String,
    html: String,
    poll: Option<Poll>,
    media: Vec<Medium>,
    is_sensitive: bool,
    quote: Quoted,
    card: Option<Card>,
    /// How many answers, boosts and likes.
    counts: String,
}

/// `1 post`, `2 posts`
pub(super) fn counted(number: i64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[derive(Clone, Debug)]
pub(super) struct Moment {
    /// For programs.
    pub(super) iso: String,
    pub(super) text: String,
}

#[derive(Clone, Debug)]
enum Quoted {
    Nothing,
    /// May not be seen, or is gone.
    Hidden,
    Post(Box<Post>),
}

#[derive(Clone, Debug)]
struct Poll {
    options: Vec<Choice>,
    /// How many took part, and until when.
    text: String,
}

#[derive(Clone, Debug)]
struct Choice {
    title: String,
    /// None while that is hidden.
    percent: Option<i64>,
}

#[derive(Clone, Debug)]
struct Medium {
    kind: Kind,
    url: String,
    /// A small picture.
    preview: Option<String>,
    /// Width and height of that.
    size: Option<(i64, i64)>,
    description: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Image,
    Video,
    Audio,
    /// Only named, as it is elsewhere or not known.
    Link,
}

#[derive(Clone, Debug)]
struct Card {
    url: String,
    title: String,
    description: String,
}

impl Post {
    /// None where it boosts what is not to be seen.
    pub(super) fn of(site: &Site, status: &Status) -> Self {
        let Some(boosted) = &status.reblog else {
            return Self::itself(site, status);
        };
        Self {
            boosted_by: Some(Person::of(site, &status.account)),
            ..Self::itself(site, boosted)
        }
    }

    fn itself(site: &Site, status: &Status) -> Self {
        let is_ours = !status.account.acct.contains('@');
        let content = status.content.as_deref().unwrap_or_default();
        Self {
            url: match is_ours {
                true => format!("/@{}/{}", status.account.username, status.id),
                false => web_address(status.url.as_deref().unwrap_or_default()).to_owned(),
            },
            author: Person::of(site, &status.account),
            boosted_by: None,
            is_pinned: false,
            is_main: false,
            at: Moment::of(status.created_at.0),
            edited: status.edited_at.map(|it| Moment::of(it.0)),
            language: status.language.clone(),
            warning: status.spoiler_text.clone(),
            // Of what another server wrote, only the words.
            html: match is_ours {
                true => content.to_owned(),
                false => html::from_text(&html::to_text(content)),
            },
            poll: status.poll.as_ref().map(Poll::of),
            media: status
                .media_attachments
                .iter()
                .filter_map(|it| Medium::of(site, it))
                .collect(),
            is_sensitive: status.sensitive,
            quote: Quoted::of(site, status),
            card: status.card.as_ref().and_then(Card::of),
            counts: [
                counted(status.replies_count, "answer", "answers"),
                counted(status.reblogs_count, "boost", "boosts"),
                counted(status.favourites_count, "like", "likes"),
            ]
            .join(" · "),
        }
    }

    pub(super) fn of_all(site: &Site, statuses: &[Status]) -> Vec<Self> {
        statuses.iter().map(|it| Self::of(site, it)).collect()
    }
}

impl Moment {
    pub(super) fn of(at: DateTime<Utc>) -> Self {
        Self {
            iso: at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            text: at.format("%-d %b %Y, %H:%M UTC").to_string(),
        }
    }
}

impl Quoted {
    fn of(site: &Site, status: &Status) -> Self {
        let Some(quote) = &status.quote else {
            return Self::Nothing;
        };
        match &quote.quoted_status {
            Some(Some(quoted)) => Self::Post(Box::new(Post::itself(site, quoted))),
            // Inside another quote, where it is only named.
            None => Self::Nothing,
            Some(None) => Self::Hidden,
        }
    }
}

impl Poll {
    fn of(poll: &entities::Poll) -> Self {
        let voters = poll.voters_count.unwrap_or(poll.votes_count);
        let choice = |option: &PollOption| Choice {
            title: option.title.clone(),
            percent: option.votes_count.map(|it| 100 * it / voters.max(1)),
        };
        let until = match &poll.expires_at {
            Some(at) if poll.expired => format!(" · ended on {}", Moment::of(at.0).text),
            Some(at) => format!(" · ends on {}", Moment::of(at.0).text),
            None => String::new(),
        };
        Self {
            options: poll.options.iter().map(choice).collect(),
            text: counted(voters, "person", "people") + &until,
        }
    }
}

impl Medium {
    fn of(site: &Site, medium: &MediaAttachment) -> Option<Self> {
        let url = web_address(medium.url.as_deref()?);
        let kind = match &medium.r#type {
            _ if !is_file_of(site, url) => Kind::Link,
            Open::Known(MediaKind::Image) => Kind::Image,
            Open::Known(MediaKind::Video | MediaKind::Gifv) => Kind::Video,
            Open::Known(MediaKind::Audio) => Kind::Audio,
            _ => Kind::Link,
        };
        let preview = medium.preview_url.clone();
        let small = medium.meta.as_ref().map(|it| &it["small"]);
        let side = |name: &str| small.and_then(|it| it[name].as_i64()).filter(|it| *it > 0);
        let description = medium
            .description
            .clone()
            .filter(|it| !it.trim().is_empty());
        let otherwise = match kind {
            Kind::Image => "A picture without a description",
            Kind::Video => "A film without a description",
            Kind::Audio => "A sound without a description",
            Kind::Link => "A file",
        };
        Some(Self {
            kind,
            url: url.to_owned(),
            preview: preview.filter(|it| is_file_of(site, it)),
            size: side("width").zip(side("height")),
            description: description.unwrap_or_else(|| otherwise.to_owned()),
        })
        .filter(|it| !it.url.is_empty())
    }
}

impl Card {
    fn of(card: &PreviewCard) -> Option<Self> {
        let url = web_address(&card.url);
        let card = Self {
            url: url.to_owned(),
            title: card.title.clone(),
            description: card.description.clone(),
        };
        Some(card).filter(|it| !it.url.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::{plain, web_address};

    #[test]
    fn no_text_leads_the_writing_around_it() {
        assert_eq!(plain("a\u{202e}b\u{2066}c\nd"), "abc d");
        assert_eq!(plain("שלום 👩‍🚀"), "שלום 👩‍🚀");
    }

    #[test]
    fn only_addresses_of_the_web_are_linked_to() {
        assert_eq!(web_address("https://a.example/"), "https://a.example/");
        for wrong in ["javascript:alert(1)", "data:text/html,x", " https://a", ""] {
            assert_eq!(web_address(wrong), "");
        }
    }
}

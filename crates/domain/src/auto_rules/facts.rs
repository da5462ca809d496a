//! What rules look at.

use std::net::IpAddr;

use store::{accounts::Account, statuses::Status};
use url::Url;

use crate::{
    Context, cards, html,
    statuses::Wanted,
    text::{Piece, is_invisible, pieces},
};

/// Characters that are looked at; of a longer text only the beginning.
const LONGEST: usize = 10_000;

/// A post or a newcomer, as far as it needs no asking.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub account_id: i64,
    /// All that can be read.
    pub text: String,
    /// The hosts that its links lead to, where any rule looks at them.
    pub hosts: Vec<String>,
    /// Whether any of the links leads to a page, and not to a person or a tag.
    pub has_link: bool,
    pub is_local: bool,
    /// How long the author has been there, in seconds.
    pub age: i64,
    /// How many people it names.
    pub mentions: i64,
    pub has_media: bool,
    /// What a newcomer wants to be called.
    pub username: String,
}

/// What costs a look into tables, where some rule looks at it that all else fits.
#[derive(Clone, Debug, Default)]
pub struct Dear {
    /// Whether somebody is named, and nobody of them follows the author.
    pub is_to_strangers: bool,
    pub email_domain: Option<String>,
    /// Where the author was seen last, or the newcomer is now.
    pub ips: Vec<IpAddr>,
    /// What it has in common with a removed post, in percent.
    pub likeness: i64,
}

/// What of that is needed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    pub strangers: bool,
    pub email_domain: bool,
    pub ips: bool,
    pub likeness: bool,
}

/// A post that was just written or changed.
#[derive(Clone, Debug)]
pub(crate) struct Post<'a> {
    pub(crate) status: &'a Status,
    pub(crate) author: &'a Account,
    /// Whom it names, and to whom it is sent besides.
    pub(crate) named: Vec<&'a Account>,
    /// Of its poll.
    pub(crate) options: Vec<String>,
    pub(crate) has_media: bool,
}

impl<'a> Post<'a> {
    pub(crate) fn new(status: &'a Status, author: &'a Account, named: Vec<&'a Account>) -> Self {
        Self {
            status,
            author,
            named,
            options: Vec::new(),
            has_media: false,
        }
    }

    /// What a member has wanted it to be.
    pub(crate) fn with(self, wanted: &Wanted) -> Self {
        let poll = wanted.poll.as_ref();
        Self {
            options: poll.map(|it| it.options.clone()).unwrap_or_default(),
            has_media: !wanted.media_ids.is_empty(),
            ..self
        }
    }

    /// Whom it names, each once, the author aside.
    pub(super) fn others(&self) -> Vec<i64> {
        let ids = self.named.iter().map(|it| it.id);
        let mut ids: Vec<i64> = ids.filter(|it| *it != self.author.id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

impl Facts {
    /// Links take long to read, and so are only where that is asked for.
    pub(super) fn of_post(cx: &Context, post: &Post<'_>, with_links: bool) -> Self {
        let Post { status, author, .. } = post;
        let text = readable(&status.spoiler_text, &status.content, &post.options);
        let mut facts = Self {
            account_id: author.id,
            is_local: author.is_local(),
            age: (cx.now - author.created_at).num_seconds(),
            mentions: post.others().len() as i64,
            has_media: post.has_media,
            ..Self::default()
        };
        if with_links {
            facts.add_links(cx, post, &text);
        }
        Self { text, ..facts }
    }

    /// `reason` is why she wants to come.
    pub(super) fn of_sign_up(account: &Account, reason: &str, with_links: bool) -> Self {
        let mut facts = Self {
            account_id: account.id,
            is_local: true,
            username: account.username.clone(),
            ..Self::default()
        };
        if with_links {
            facts.add_written(reason);
        }
        Self {
            text: cut(reason),
            ..facts
        }
    }

    /// Of a text that nobody has posted yet.
    pub(super) fn of_text(text: &str) -> Self {
        let mut facts = Self::default();
        let names = pieces(text);
        let names = names.iter().filter(|it| matches!(it, Piece::Handle(_)));
        facts.mentions = names.count() as i64;
        facts.add_written(text);
        Self {
            text: cut(text),
            ..facts
        }
    }

    /// What says that it leads to a person counts as a link all the same, but where such people live.
    fn add_links(&mut self, cx: &Context, post: &Post<'_>, text: &str) {
        let named = post.named.iter().chain([&post.author]);
        let mut homes: Vec<&str> = named.filter_map(|it| it.domain.as_deref()).collect();
        let own = cx.site.domain.split(':').next().unwrap_or_default();
        homes.push(own);
        for (address, is_name) in cards::links(&post.status.content) {
            let Some(host) = host_of(&address) else {
                continue;
            };
            if !is_name || !homes.contains(&host.as_str()) {
                self.add_host(host);
            }
        }
        self.add_written(text);
    }

    fn add_written(&mut self, text: &str) {
        for piece in pieces(text) {
            if let Piece::Url(url) = piece
                && let Some(host) = host_of(url)
            {
                self.add_host(host);
            }
        }
    }

    fn add_host(&mut self, host: String) {
        self.has_link = true;
        if !self.hosts.contains(&host) {
            self.hosts.push(host);
        }
    }
}

fn host_of(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?;
    Some(host.trim_end_matches('.').to_owned())
}

/// The warning, the words and the options of a poll.
pub(super) fn readable(spoiler_text: &str, content: &str, options: &[String]) -> String {
    let mut text = spoiler_text.to_owned();
    for part in std::iter::once(&html::to_text(content)).chain(options) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(part);
    }
    cut(&text)
}

/// What nobody sees hides no word.
fn cut(text: &str) -> String {
    let seen = text.chars().filter(|it| !is_invisible(*it));
    seen.take(LONGEST).collect()
}

//! The text of a post: what in it is an address, a name or a tag, how long it counts, and its HTML.

use std::{collections::HashMap, sync::LazyLock};

use linkify::{LinkFinder, LinkKind};
use regex::Regex;
use store::accounts::Account;
use unicode_segmentation::UnicodeSegmentation;

use crate::{emails::domain_to_ascii, html::escape, tags};

/// How many characters an address counts as, however long it is.
pub const URL_LENGTH: usize = 23;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    /// An address of the web.
    Url(&'a str),
    /// `@name` or `@name@domain`
    Handle(Handle<'a>),
    /// `#name`
    Tag {
        written: &'a str,
        /// As it is compared.
        name: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle<'a> {
    pub username: &'a str,
    pub domain: Option<&'a str>,
    /// The whole, with its signs.
    pub written: &'a str,
}

/// Whom a handle means: the user name in lower case and the domain as it is kept.
pub type Name = (String, Option<String>);

impl Handle<'_> {
    /// Those of this server have no domain.
    pub fn name(&self, own_domain: &str) -> Name {
        let domain = self.domain.map(domain_to_ascii);
        (
            self.username.to_lowercase(),
            domain.filter(|it| it != own_domain),
        )
    }
}

/// A text as it is kept: without signs that only machines read, or that turn round what stands after
/// them.
pub fn clean(text: &str) -> String {
    let even = text.replace("\r\n", "\n").replace('\r', "\n");
    let is_kept = |it: &char| match it {
        '\n' | '\t' => true,
        '\u{202d}' | '\u{202e}' => false,
        it => !it.is_control(),
    };
    let kept: String = even.chars().filter(is_kept).collect();
    kept.trim().to_owned()
}

/// The same for a line that programs show between others: nothing in it may reach beyond it.
pub fn clean_line(text: &str) -> String {
    let is_kept = |it: &char| !matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let in_line = |it| if it == '\n' || it == '\t' { ' ' } else { it };
    let kept: String = clean(text).chars().filter(is_kept).map(in_line).collect();
    kept.trim().to_owned()
}

/// Whether there is nothing in a text that anybody could see.
pub fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|it| it.is_whitespace() || is_invisible(it))
}

/// Signs that leave no mark: those of no width, those that turn text round, and empty letters.
pub(crate) fn is_invisible(it: char) -> bool {
    matches!(
        it,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Takes a text apart. The pieces put together are the text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let mut start = 0;
    for link in finder.links(text) {
        let is_web = ["https://", "http://"].iter().any(|it| {
            link.as_str()
                .get(..it.len())
                .is_some_and(|own| own.eq_ignore_ascii_case(it))
        });
        if !is_web {
            continue;
        }
        // Who reads the address must see all of it.
        let url = link.as_str();
        let end = url.find(is_invisible).unwrap_or(url.len());
        let url = &url[..end];
        add_words(&mut pieces, text, start, link.start());
        pieces.push(Piece::Url(url));
        start = link.start() + end;
    }
    add_words(&mut pieces, text, start, text.len());
    pieces
}

static SIGNED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let handle = r"@(?<username>[A-Za-z0-9_]+(?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)(?:@(?<domain>[\p{L}\p{N}_]+(?:[.-]+[\p{L}\p{N}_]+)*(?::\d{1,5})?))?";
    let tag = r"[#＃](?<tag>[\p{L}\p{M}\p{N}_·・\u{200c}]+)";
    Regex::new(&format!("{handle}|{tag}")).ok()
});

/// Handles and tags between two addresses. What stands before one decides whether it is one.
fn add_words<'a>(pieces: &mut Vec<Piece<'a>>, text: &'a str, start: usize, end: usize) {
    let Some(signed) = &*SIGNED else {
        unreachable!("a test compiles it")
    };
    let mut done = start;
    let mut from = start;
    while let Some(found) = signed.captures_at(&text[..end], from) {
        let Some(whole) = found.get(0) else { break };
        from = whole.end();
        let before = text[..whole.start()].chars().next_back();
        let piece = match (found.name("username"), found.name("tag")) {
            (Some(username), _) if may_begin(before, &['=', '/']) => Some(Piece::Handle(Handle {
                username: username.as_str(),
                domain: found.name("domain").map(|it| it.as_str()),
                written: whole.as_str(),
            })),
            (_, Some(tag)) if may_begin(before, &['/', '&']) => {
                tags::normalize(tag.as_str()).map(|name| Piece::Tag {
                    written: tag.as_str(),
                    name,
                })
            }
            _ => None,
        };
        let Some(piece) = piece else { continue };
        if whole.start() > done {
            pieces.push(Piece::Text(&text[done..whole.start()]));
        }
        pieces.push(piece);
        done = whole.end();
    }
    if end > done {
        pieces.push(Piece::Text(&text[done..end]));
    }
}

fn may_begin(before: Option<char>, forbidden: &[char]) -> bool {
    before.is_none_or(|it| !it.is_alphanumeric() && it != '_' && !forbidden.contains(&it))
}

/// How long a text counts: an address is as long as any other, and a handle as its user name.
pub fn length(text: &str) -> usize {
    let length = |piece: &Piece<'_>| match piece {
        Piece::Text(text) => text.graphemes(true).count(),
        Piece::Url(_) => URL_LENGTH,
        Piece::Handle(handle) => handle.username.len() + 1,
        Piece::Tag { written, .. } => written.graphemes(true).count() + 1,
    };
    pieces(text).iter().map(length).sum()
}

/// The names in a text, each once, in the order of their first use.
pub fn names(pieces: &[Piece<'_>], own_domain: &str) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for piece in pieces {
        let Piece::Handle(handle) = piece else {
            continue;
        };
        let name = handle.name(own_domain);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The tags in a text, each once, as they are compared.
pub fn tag_names(pieces: &[Piece<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for piece in pieces {
        if let Piece::Tag { name, .. } = piece
            && !names.contains(name)
        {
            names.push(name.clone());
        }
    }
    names
}

/// The first address of the web in a text.
pub fn first_url<'a>(pieces: &[Piece<'a>]) -> Option<&'a str> {
    pieces.iter().find_map(|it| match it {
        Piece::Url(url) => Some(*url),
        _ => None,
    })
}

/// Who is behind the names, and where this server is.
pub struct Known<'a> {
    pub accounts: &'a HashMap<Name, Account>,
    pub own_domain: &'a str,
    pub own_url: &'a str,
}

/// Paragraphs and line breaks as in the text, links for addresses, known names and tags, and nothing
/// else as it seems.
pub fn to_html(text: &str, known: &Known<'_>) -> String {
    let text = text.replace("\r\n", "\n");
    let mut html = String::with_capacity(text.len() + 32);
    for paragraph in text.split("\n\n").map(|it| it.trim_matches('\n')) {
        if paragraph.trim().is_empty() {
            continue;
        }
        html.push_str("<p>");
        for piece in pieces(paragraph) {
            add_piece(&mut html, &piece, known);
        }
        html.push_str("</p>");
    }
    html
}

fn add_piece(html: &mut String, piece: &Piece<'_>, known: &Known<'_>) {
    match piece {
        Piece::Text(text) => add_lines(html, text),
        Piece::Url(url) => add_link(html, url),
        Piece::Handle(handle) => match known.accounts.get(&handle.name(known.own_domain)) {
            Some(account) => add_mention(html, account),
            None => escape(html, handle.written),
        },
        Piece::Tag { written, name } => {
            html.push_str("<a href=\"");
            escape(html, &format!("{}/tags/{name}", known.own_url));
            html.push_str("\" class=\"mention hashtag\" rel=\"tag\">#<span>");
            escape(html, written);
            html.push_str("</span></a>");
        }
    }
}

fn add_lines(html: &mut String, text: &str) {
    for (number, line) in text.split('\n').enumerate() {
        html.push_str(if number > 0 { "<br />" } else { "" });
        escape(html, line);
    }
}

fn add_mention(html: &mut String, account: &Account) {
    html.push_str("<span class=\"h-card\" translate=\"no\"><a href=\"");
    escape(html, &account.url);
    html.push_str("\" class=\"u-url mention\">@<span>");
    escape(html, &account.username);
    html.push_str("</span></a></span>");
}

/// Apps hide what stands in front of the name of the host, and what comes after thirty characters.
fn add_link(html: &mut String, url: &str) {
    const SHOWN: usize = 30;
    let hidden = ["https://www.", "http://www.", "https://", "http://"];
    let prefix = hidden
        .iter()
        .map(|it| it.len())
        .find(|length| {
            url.get(..*length)
                .is_some_and(|own| hidden.iter().any(|it| own.eq_ignore_ascii_case(it)))
        })
        .unwrap_or_default();
    let (prefix, rest) = url.split_at(prefix);
    let cut = rest
        .char_indices()
        .nth(SHOWN)
        .map_or(rest.len(), |(at, _)| at);
    let (shown, suffix) = rest.split_at(cut);
    html.push_str("<a href=\"");
    escape(html, url);
    html.push_str("\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\">");
    html.push_str("<span class=\"invisible\">");
    escape(html, prefix);
    html.push_str(if suffix.is_empty() {
        "</span><span class=\"\">"
    } else {
        "</span><span class=\"ellipsis\">"
    });
    escape(html, shown);
    html.push_str("</span><span class=\"invisible\">");
    escape(html, suffix);
    html.push_str("</span></a>");
}

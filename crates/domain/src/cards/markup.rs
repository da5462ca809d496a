//! The pieces of a page's HTML that say what it is about.
//!
//! The page is not built up as a tree: tags come one after the other, and only some of them count. So a
//! page nested a million deep costs no more than its length.

use std::{cell::RefCell, mem};

use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, CharacterTokens, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult,
        Tokenizer, TokenizerOpts,
        states::RawKind::{Rawtext, Rcdata, ScriptData},
    },
};

/// How many pieces of a kind count.
const MOST: usize = 500;

/// What was found, in the order of the page.
#[derive(Debug, Default)]
pub(super) struct Markup {
    /// What the page says its language is.
    pub(super) language: Option<String>,
    pub(super) title: Option<String>,
    /// Names or properties, in lower case, with what is said of them.
    pub(super) metas: Vec<(String, String)>,
    pub(super) links: Vec<Link>,
    /// Data for machines, as JSON.
    pub(super) data: Vec<String>,
    /// Addresses of pages inside this one.
    pub(super) frames: Vec<String>,
    /// What people are led to: addresses, with the classes and relations of the link.
    pub(super) anchors: Vec<(String, String)>,
}

#[derive(Debug)]
pub(super) struct Link {
    /// In lower case, with spaces between.
    pub(super) rel: String,
    pub(super) kind: String,
    pub(super) address: String,
}

impl Markup {
    pub(super) fn read(html: &str) -> Self {
        let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
        let pieces = BufferQueue::default();
        pieces.push_back(StrTendril::from(html));
        // It would stop for scripts to be run, which nobody does here.
        let _ = tokenizer.feed(&pieces);
        tokenizer.end();
        tokenizer.sink.0.into_inner().found
    }

    /// What is said first under one of these names that says anything.
    pub(super) fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let mut said = self.metas.iter().filter(|(it, _)| it == name);
            let text = said.find(|(_, text)| !text.trim().is_empty())?;
            Some(text.1.as_str())
        })
    }

    pub(super) fn link(&self, fits: impl Fn(&Link) -> bool) -> Option<&str> {
        let found = self.links.iter().find(|it| fits(it))?;
        Some(&found.address)
    }
}

impl Link {
    pub(super) fn is(&self, word: &str) -> bool {
        self.rel.split_whitespace().any(|it| it == word)
    }
}

/// Where text is at the moment that counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Elsewhere,
    Title,
    Data,
}

#[derive(Debug, Default)]
struct State {
    found: Markup,
    place: Place,
    text: String,
}

#[derive(Debug, Default)]
struct Sink(RefCell<State>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            TagToken(tag) if tag.kind == StartTag => state.begin(&tag),
            TagToken(tag) => {
                state.end(&tag.name);
                TokenSinkResult::Continue
            }
            CharacterTokens(text) => {
                if state.place != Place::Elsewhere {
                    state.text.push_str(&text);
                }
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

impl State {
    fn begin(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        match &*tag.name {
            "html" => {
                let said = attribute(tag, "lang");
                self.found.language = mem::take(&mut self.found.language).or(said);
            }
            "meta" => self.add_meta(tag),
            "link" => self.add_link(tag),
            "iframe" => {
                if let Some(address) = attribute(tag, "src") {
                    add(&mut self.found.frames, address);
                }
                return TokenSinkResult::RawData(Rawtext);
            }
            "a" => self.add_anchor(tag),
            "title" => {
                self.listen(Place::Title);
                return TokenSinkResult::RawData(Rcdata);
            }
            "textarea" => return TokenSinkResult::RawData(Rcdata),
            "script" => {
                let kind = attribute(tag, "type").unwrap_or_default();
                if kind.trim().eq_ignore_ascii_case("application/ld+json") {
                    self.listen(Place::Data);
                }
                return TokenSinkResult::RawData(ScriptData);
            }
            "style" | "xmp" | "noembed" | "noframes" => return TokenSinkResult::RawData(Rawtext),
            _ => (),
        }
        TokenSinkResult::Continue
    }

    fn listen(&mut self, place: Place) {
        self.place = place;
        self.text.clear();
    }

    fn end(&mut self, name: &str) {
        let text = mem::take(&mut self.text);
        match (mem::take(&mut self.place), name) {
            (Place::Title, "title") if self.found.title.is_none() => {
                self.found.title = Some(text);
            }
            (Place::Data, "script") => add(&mut self.found.data, text),
            _ => (),
        }
    }

    fn add_meta(&mut self, tag: &Tag) {
        let name = attribute(tag, "property").or_else(|| attribute(tag, "name"));
        if let (Some(name), Some(said)) = (name, attribute(tag, "content")) {
            add(&mut self.found.metas, (name.trim().to_lowercase(), said));
        }
    }

    fn add_link(&mut self, tag: &Tag) {
        let (rel, kind) = (attribute(tag, "rel"), attribute(tag, "type"));
        if let Some(address) = attribute(tag, "href") {
            let link = Link {
                rel: rel.unwrap_or_default().to_lowercase(),
                kind: kind.unwrap_or_default().trim().to_lowercase(),
                address,
            };
            add(&mut self.found.links, link);
        }
    }

    fn add_anchor(&mut self, tag: &Tag) {
        if let Some(address) = attribute(tag, "href") {
            let words = [attribute(tag, "class"), attribute(tag, "rel")];
            let words: Vec<String> = words.into_iter().flatten().collect();
            add(&mut self.found.anchors, (address, words.join(" ")));
        }
    }
}

fn add<T>(all: &mut Vec<T>, one: T) {
    if all.len() < MOST {
        all.push(one);
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    let found = tag.attrs.iter().find(|it| &*it.name.local == name)?;
    Some(found.value.to_string())
}

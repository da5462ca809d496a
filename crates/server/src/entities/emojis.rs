use std::collections::{BTreeSet, HashMap};

use api::entities::CustomEmoji;
use domain::{Context, Result, Site, emojis::shortcodes};
use store::emojis::{self, Emoji};

/// The custom emoji that some texts use, found with one statement however many texts there are, and
/// with none where none can be meant.
pub(crate) struct Emojis {
    site: Site,
    /// By short code and domain; this server's domain is empty.
    found: HashMap<(String, String), Emoji>,
}

impl Emojis {
    /// Each text comes with the domain that its short codes belong to; none is this server.
    pub(crate) fn load<'a>(
        cx: &mut Context,
        texts: impl IntoIterator<Item = (&'a str, Option<&'a str>)>,
    ) -> Result<Self> {
        let (mut codes, mut domains) = (BTreeSet::new(), BTreeSet::new());
        for (text, domain) in texts {
            let before = codes.len();
            codes.extend(shortcodes(text));
            if codes.len() > before {
                domains.insert(domain.unwrap_or_default());
            }
        }
        let (codes, domains) = (Vec::from_iter(codes), Vec::from_iter(domains));
        let found = match codes.is_empty() {
            true => Vec::new(),
            false => emojis::usable(&mut cx.tx, &codes, &domains)?,
        };
        let key = |it: &Emoji| (it.shortcode.clone(), it.domain.clone().unwrap_or_default());
        Ok(Self {
            site: cx.site.clone(),
            found: found.into_iter().map(|it| (key(&it), it)).collect(),
        })
    }

    /// Those that some of these texts use, each once, in the order in which they appear.
    pub(crate) fn of<'a>(
        &self,
        texts: impl IntoIterator<Item = &'a str>,
        domain: Option<&str>,
    ) -> Vec<CustomEmoji> {
        if self.found.is_empty() {
            return Vec::new();
        }
        let mut codes: Vec<&str> = Vec::new();
        for code in texts.into_iter().flat_map(shortcodes) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let domain = domain.unwrap_or_default();
        let found = codes.into_iter().filter_map(|code| {
            let key = (code.to_owned(), domain.to_owned());
            self.found.get(&key)
        });
        found.map(|it| custom_emoji(&self.site, it)).collect()
    }
}

pub(crate) fn custom_emoji(site: &Site, emoji: &Emoji) -> CustomEmoji {
    CustomEmoji {
        shortcode: emoji.shortcode.clone(),
        url: super::picture(site, &emoji.file),
        static_url: super::picture(site, &emoji.static_file),
        visible_in_picker: emoji.visible_in_picker,
        category: None,
    }
}

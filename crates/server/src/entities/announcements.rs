use std::collections::HashMap;

use api::{
    Timestamp,
    entities::{Announcement, Mention, Reaction, Status, StatusTag},
};
use domain::{
    Context, Result, Site,
    announcements::{self, Shown},
};
use store::accounts::Account;

use super::{Emojis, acct, picture, statuses};

/// Announcements in the order given.
pub(crate) fn announcements(cx: &mut Context, shown: Vec<Shown>) -> Result<Vec<Announcement>> {
    let texts = shown.iter().map(|it| (it.announcement.text.as_str(), None));
    let emojis = Emojis::load(cx, texts)?;
    let linked: Vec<_> = shown.iter().flat_map(|it| it.statuses.clone()).collect();
    let linked = statuses(cx, &linked)?.into_iter();
    let linked: HashMap<String, Status> = linked.map(|it| (it.id.clone(), it)).collect();
    let shown = shown
        .into_iter()
        .map(|it| announcement(&cx.site, &emojis, &linked, it));
    Ok(shown.collect())
}

fn announcement(
    site: &Site,
    emojis: &Emojis,
    linked: &HashMap<String, Status>,
    shown: Shown,
) -> Announcement {
    let kept = shown.announcement;
    let statuses = shown.statuses.iter();
    let tags = shown.tags.into_iter().map(|name| StatusTag {
        url: site.address(&format!("/tags/{name}")),
        name,
    });
    let reactions = shown.reactions.into_iter();
    Announcement {
        id: kept.id.to_string(),
        content: shown.html,
        starts_at: kept.starts_at.map(Timestamp),
        ends_at: kept.ends_at.map(Timestamp),
        all_day: kept.all_day,
        published_at: Timestamp(kept.published_at.unwrap_or(kept.updated_at)),
        updated_at: Timestamp(kept.updated_at),
        read: shown.is_read,
        mentions: shown.mentions.iter().map(mention).collect(),
        statuses: statuses
            .filter_map(|it| linked.get(&it.id.to_string()).cloned())
            .collect(),
        tags: tags.collect(),
        emojis: emojis.of([kept.text.as_str()], None),
        reactions: reactions.map(|it| reaction(site, it)).collect(),
    }
}

fn mention(account: &Account) -> Mention {
    Mention {
        id: account.id.to_string(),
        username: account.username.clone(),
        url: account.url.clone(),
        acct: acct(account),
    }
}

fn reaction(site: &Site, reaction: announcements::Reaction) -> Reaction {
    let emoji = reaction.emoji.as_ref();
    Reaction {
        name: reaction.name,
        count: reaction.count,
        me: reaction.is_mine,
        url: emoji.map(|it| picture(site, &it.file)),
        static_url: emoji.map(|it| picture(site, &it.static_file)),
    }
}

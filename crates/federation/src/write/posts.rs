//! Posts and boosts of this server.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::{Context, Result, Site, html::escape, news::status_uri};
use serde_json::{Value, json};
use store::{
    accounts::{self, Account},
    follow_requests, follows,
    media::{self, Media},
    mentions::{self, Mention},
    polls::{self, Poll},
    status_stats::{self, Stats},
    status_tags::{self, Tagged},
    statuses::{self, Status},
};
use url::form_urlencoded::byte_serialize;

use super::{
    audience::Audience,
    files::{Emojis, attachment},
    poll, time,
};
use crate::names::{self, PUBLIC};

/// What it takes to put some posts into words. A dozen statements, however many posts there are.
pub struct Posts {
    site: Site,
    now: DateTime<Utc>,
    /// Posts that are answered, boosted or quoted.
    others: HashMap<i64, Status>,
    accounts: HashMap<i64, Account>,
    mentions: HashMap<i64, Vec<Mention>>,
    /// Whom limited authors may still address: author, and whoever follows or wants to.
    close: HashSet<(i64, i64)>,
    media: HashMap<i64, Vec<Media>>,
    tags: HashMap<i64, Vec<Tagged>>,
    polls: HashMap<i64, Poll>,
    stats: HashMap<i64, Stats>,
    emojis: Emojis,
}

impl Posts {
    pub fn load(cx: &mut Context, rows: &[Status]) -> Result<Self> {
        let ids: Vec<i64> = rows.iter().map(|it| it.id).collect();
        let related = rows.iter().flat_map(|it| {
            [it.in_reply_to_id, it.reblog_of_id, it.quoted_id()]
                .into_iter()
                .flatten()
        });
        let related: Vec<i64> = related.collect();
        let others = match related.is_empty() {
            true => Vec::new(),
            false => statuses::find_many(&mut cx.tx, &related)?,
        };
        let all_mentions = mentions::of_statuses(&mut cx.tx, &ids)?;
        let people = rows.iter().chain(&others).map(|it| it.account_id);
        let people = people.chain(all_mentions.iter().map(|it| it.account_id));
        let people: HashSet<i64> = people.collect();
        let people: Vec<i64> = people.into_iter().collect();
        let accounts = accounts::find_many(&mut cx.tx, &people)?;
        let accounts: HashMap<i64, Account> = accounts.into_iter().map(|it| (it.id, it)).collect();
        let close = load_close(cx, rows, &accounts, &all_mentions)?;
        let polls = polls::of_statuses(&mut cx.tx, &ids)?;
        let polls: HashMap<i64, Poll> = polls.into_iter().map(|it| (it.status_id, it)).collect();
        let stats = status_stats::of(&mut cx.tx, &ids)?;
        let emojis = Emojis::load(cx, rows.iter().flat_map(|it| texts(it, polls.get(&it.id))))?;
        Ok(Self {
            site: cx.site.clone(),
            now: cx.now,
            others: others.into_iter().map(|it| (it.id, it)).collect(),
            accounts,
            mentions: grouped(all_mentions, |it| it.status_id),
            close,
            media: grouped(media::of_statuses(&mut cx.tx, &ids)?, |it| {
                it.status_id.unwrap_or_default()
            }),
            tags: grouped(status_tags::of_statuses(&mut cx.tx, &ids)?, |it| {
                it.status_id
            }),
            polls,
            stats: stats.into_iter().map(|it| (it.status_id, it)).collect(),
            emojis,
        })
    }

    /// A post: a note, or a question. None of what is no post of this server.
    pub fn object(&self, row: &Status) -> Option<Value> {
        let author = self.accounts.get(&row.account_id)?;
        let name = status_uri(row, author);
        let mut post = json!({
            "id": name,
            "type": "Note",
            "attributedTo": author.uri,
            "url": self.site.address(&format!("/@{}/{}", author.username, row.id)),
            "published": time(row.created_at),
            "summary": Some(&row.spoiler_text).filter(|it| !it.is_empty()),
            "content": self.content(row),
            "sensitive": row.sensitive || author.sensitized_at.is_some(),
            "inReplyTo": row.in_reply_to_id.and_then(|id| self.name_of_other(id)),
            "attachment": self.attachments(row),
            "tag": self.tag(row),
            "replies": { "id": names::replies(&name), "type": "Collection",
                "first": { "type": "CollectionPage", "partOf": names::replies(&name),
                    "next": format!("{}?page=true", names::replies(&name)), "items": [] } },
        });
        self.audience(row, author).address(&mut post);
        if let Some(language) = &row.language {
            post["contentMap"] = json!({ language: post["content"] });
            if !row.spoiler_text.is_empty() {
                post["summaryMap"] = json!({ language: post["summary"] });
            }
        }
        if let Some(at) = row.edited_at {
            post["updated"] = json!(time(at));
        }
        if let Some(poll) = self.polls.get(&row.id) {
            poll::ask(&mut post, poll, self.now);
        }
        self.add_reception(&mut post, row, &name);
        self.add_quote(&mut post, row, author);
        Some(post)
    }

    /// The making of a post, or a boost.
    pub fn created(&self, row: &Status) -> Option<Value> {
        let author = self.accounts.get(&row.account_id)?;
        let mut activity = match row.reblog_of_id {
            Some(boosted) => json!({
                "id": status_uri(row, author),
                "type": "Announce",
                "object": self.name_of_other(boosted)?,
            }),
            None => json!({
                "id": names::activity(&status_uri(row, author)),
                "type": "Create",
                "object": self.object(row)?,
            }),
        };
        activity["actor"] = json!(author.uri);
        activity["published"] = json!(time(row.created_at));
        self.audience(row, author).address(&mut activity);
        Some(activity)
    }

    /// The change of a post.
    pub fn changed(&self, row: &Status) -> Option<Value> {
        let author = self.accounts.get(&row.account_id)?;
        let mut activity = json!({
            "id": names::update(&status_uri(row, author), self.now),
            "type": "Update",
            "actor": author.uri,
            "published": time(self.now),
            "object": self.object(row)?,
        });
        self.audience(row, author).address(&mut activity);
        Some(activity)
    }

    fn name_of_other(&self, id: i64) -> Option<String> {
        let other = self.others.get(&id)?;
        let author = self.accounts.get(&other.account_id)?;
        Some(status_uri(other, author))
    }

    /// What a boost is about goes to its author too. Limited authors address only those whom they know.
    fn audience(&self, row: &Status, author: &Account) -> Audience {
        let boosted = row.reblog_of_id.and_then(|id| self.others.get(&id));
        let mentioned = self.mentions.get(&row.id).into_iter().flatten();
        let named = mentioned
            .map(|it| it.account_id)
            .chain(boosted.map(|it| it.account_id))
            .filter(|id| author.silenced_at.is_none() || self.close.contains(&(author.id, *id)));
        let named = named.filter_map(|id| self.accounts.get(&id));
        Audience::of(row, author, named.map(|it| it.uri.clone()).collect())
    }

    /// Those who do not know quotes get a link.
    fn content(&self, row: &Status) -> String {
        let mut content = row.content.clone();
        let quoted = row.quoted_id().and_then(|id| {
            let quoted = self.others.get(&id)?;
            let url = quoted.url.clone();
            url.or_else(|| self.name_of_other(id))
        });
        if let Some(url) = quoted {
            content.push_str("<p class=\"quote-inline\">RE: <a href=\"");
            escape(&mut content, &url);
            content.push_str("\">");
            escape(&mut content, &url);
            content.push_str("</a></p>");
        }
        content
    }

    fn attachments(&self, row: &Status) -> Vec<Value> {
        let media = self.media.get(&row.id).into_iter().flatten();
        media.filter_map(|it| attachment(&self.site, it)).collect()
    }

    /// Who is named, the tags, and the emoji.
    fn tag(&self, row: &Status) -> Vec<Value> {
        let mentioned = self.mentions.get(&row.id).into_iter().flatten();
        let named = mentioned
            .filter(|it| !it.is_silent)
            .filter_map(|it| self.accounts.get(&it.account_id));
        let mention = |account: &Account| {
            let domain = account.domain.as_deref().unwrap_or(&self.site.domain);
            let name = format!("@{}@{domain}", account.username);
            json!({ "type": "Mention", "href": account.uri, "name": name })
        };
        let tags = self.tags.get(&row.id).into_iter().flatten();
        let hashtag = |it: &Tagged| hashtag(&self.site, &it.name, it.display_name.as_deref());
        let emojis = self.emojis.of(texts(row, self.polls.get(&row.id)));
        named
            .map(mention)
            .chain(tags.map(hashtag))
            .chain(emojis)
            .collect()
    }

    /// How often it was liked and passed on: of posts for all, everybody may know.
    fn add_reception(&self, post: &mut Value, row: &Status, name: &str) {
        if !row.visibility.is_for_all() {
            return;
        }
        let stats = self.stats.get(&row.id).copied().unwrap_or_default();
        let counted =
            |id: String, count: i64| json!({ "id": id, "type": "Collection", "totalItems": count });
        post["likes"] = counted(names::likes(name), stats.favourites_count);
        post["shares"] = counted(names::shares(name), stats.reblogs_count);
    }

    /// What it quotes, and who may quote it.
    fn add_quote(&self, post: &mut Value, row: &Status, author: &Account) {
        if let Some(quoted) = row.quoted_id().and_then(|id| self.name_of_other(id)) {
            for word in ["quote", "quoteUri", "_misskey_quote"] {
                post[word] = json!(quoted);
            }
        }
        let allowed = match row.quote_policy.as_str() {
            "public" if row.visibility.is_for_all() => PUBLIC.to_owned(),
            "followers" if row.visibility.is_for_all() => names::followers(&author.uri),
            _ => author.uri.clone(),
        };
        post["interactionPolicy"] = json!({ "canQuote": { "automaticApproval": [allowed] } });
    }
}

/// A tag, with the page that shows its posts.
pub(super) fn hashtag(site: &Site, name: &str, shown: Option<&str>) -> Value {
    let segment: String = byte_serialize(name.as_bytes()).collect();
    json!({
        "type": "Hashtag",
        "href": site.address(&format!("/tags/{segment}")),
        "name": format!("#{}", shown.unwrap_or(name)),
    })
}

/// Where emoji may be.
fn texts<'a>(row: &'a Status, poll: Option<&'a Poll>) -> impl Iterator<Item = &'a str> {
    let own = [row.content.as_str(), row.spoiler_text.as_str()];
    own.into_iter()
        .chain(poll.into_iter().flat_map(poll::titles))
}

/// Of those whom limited authors name: who follows, or has asked to.
fn load_close(
    cx: &mut Context,
    rows: &[Status],
    accounts: &HashMap<i64, Account>,
    mentions: &[Mention],
) -> Result<HashSet<(i64, i64)>> {
    let mut close = HashSet::new();
    for row in rows {
        let author = accounts.get(&row.account_id);
        if author.is_none_or(|it| it.silenced_at.is_none()) {
            continue;
        }
        let named = mentions.iter().filter(|it| it.status_id == row.id);
        let named: Vec<i64> = named.map(|it| it.account_id).collect();
        let mut found = follows::followers_among(&mut cx.tx, row.account_id, &named)?;
        found.extend(follow_requests::among(&mut cx.tx, row.account_id, &named)?);
        close.extend(found.into_iter().map(|id| (row.account_id, id)));
    }
    Ok(close)
}

fn grouped<T>(list: Vec<T>, key: impl Fn(&T) -> i64) -> HashMap<i64, Vec<T>> {
    let mut groups: HashMap<i64, Vec<T>> = HashMap::new();
    for it in list {
        groups.entry(key(&it)).or_default().push(it);
    }
    groups
}

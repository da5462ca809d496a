//! Posts as the reader sees them, with nothing looked at that the made-up ones do not have.

use std::collections::{HashMap, HashSet};

use anyhow::{Context, Result};
use api::{
    Open, Timestamp,
    entities::{
        Account, MediaAttachment, MediaKind, Mention, QuoteApproval, Status, StatusApplication,
        StatusTag, Visibility,
    },
};
use domain::roles::Roles;
use store::{
    Tx,
    accounts::{self, Account as Person},
    applications::{self, Application},
    bookmarks, cards, conversation_mutes, favourites,
    media::{self, Media},
    mentions, polls,
    status_stats::{self, Stats},
    status_tags,
    statuses::{self, Status as Row},
    testing::posts_by_ids,
};

use crate::{
    common::{SITE, people::public_account},
    world::{READER, account_id},
};

/// Posts, in the order given.
pub(crate) fn statuses(tx: &mut Tx, rows: &[Row]) -> Result<Vec<Status>> {
    let whole = Whole::load(tx, rows)?;
    let shown = rows.iter().map(|row| {
        let mut status = whole.show(row)?;
        if let Some(id) = row.reblog_of_id {
            let boosted = whole.boosted.iter().find(|it| it.id == id);
            status.reblog = Some(Box::new(whole.show(boosted.context("it is there")?)?));
        }
        Ok(status)
    });
    shown.collect()
}

struct Whole {
    boosted: Vec<Row>,
    people: HashMap<i64, Person>,
    authors: HashMap<i64, Account>,
    stats: HashMap<i64, Stats>,
    media: HashMap<i64, Vec<Media>>,
    mentions: HashMap<i64, Vec<i64>>,
    tags: HashMap<i64, Vec<StatusTag>>,
    apps: Vec<Application>,
    favourited: HashSet<i64>,
    boosted_by_reader: HashSet<i64>,
    bookmarked: HashSet<i64>,
    muted: HashSet<i64>,
}

impl Whole {
    fn load(tx: &mut Tx, rows: &[Row]) -> Result<Self> {
        let boosted: Vec<i64> = rows.iter().filter_map(|it| it.reblog_of_id).collect();
        let boosted = posts_by_ids(tx, &boosted)?;
        let all: Vec<&Row> = rows.iter().chain(&boosted).collect();
        let ids: Vec<i64> = all.iter().map(|it| it.id).collect();
        let mut named: HashMap<i64, Vec<i64>> = HashMap::new();
        for it in mentions::of_statuses(tx, &ids)? {
            named.entry(it.status_id).or_default().push(it.account_id);
        }
        let (people, authors) = people(tx, &all, &named)?;
        let apps: Vec<i64> = all.iter().filter_map(|it| it.application_id).collect();
        let mut media: HashMap<i64, Vec<Media>> = HashMap::new();
        for it in media::of_statuses(tx, &ids)? {
            let of = it.status_id.unwrap_or_default();
            media.entry(of).or_default().push(it);
        }
        let mut tags: HashMap<i64, Vec<StatusTag>> = HashMap::new();
        for it in status_tags::of_statuses(tx, &ids)? {
            let url = format!("{SITE}/tags/{}", it.name);
            let tag = StatusTag { name: it.name, url };
            tags.entry(it.status_id).or_default().push(tag);
        }
        let stats = status_stats::of(tx, &ids)?;
        // The made-up posts have neither.
        cards::of_statuses(tx, &ids)?;
        polls::of_statuses(tx, &ids)?;
        let reader = account_id(READER);
        let conversations: Vec<i64> = all.iter().map(|it| it.conversation_id).collect();
        let muted = conversation_mutes::among(tx, reader, &conversations)?;
        Ok(Self {
            people,
            authors,
            stats: stats.into_iter().map(|it| (it.status_id, it)).collect(),
            media,
            mentions: named,
            tags,
            apps: applications::find_many(tx, &apps)?,
            favourited: HashSet::from_iter(favourites::among(tx, reader, &ids)?),
            boosted_by_reader: HashSet::from_iter(statuses::boosted_among(tx, reader, &ids)?),
            bookmarked: HashSet::from_iter(bookmarks::among(tx, reader, &ids)?),
            muted: HashSet::from_iter(muted),
            boosted,
        })
    }

    fn show(&self, row: &Row) -> Result<Status> {
        let author = self.people.get(&row.account_id).context("an author")?;
        let stats = self.stats.get(&row.id).copied().unwrap_or_default();
        let is_own = row.account_id == account_id(READER);
        let app = row.application_id;
        let app = app.and_then(|id| self.apps.iter().find(|it| it.id == id));
        let media = self.media.get(&row.id).into_iter().flatten();
        let (uri, url) = match (&row.uri, &row.url) {
            (Some(uri), url) => (uri.clone(), url.clone()),
            (None, _) => (
                format!("{SITE}/users/{}/statuses/{}", author.username, row.id),
                Some(format!("{SITE}/@{}/{}", author.username, row.id)),
            ),
        };
        Ok(Status {
            id: row.id.to_string(),
            created_at: Timestamp(row.created_at),
            in_reply_to_id: row.in_reply_to_id.map(|it| it.to_string()),
            in_reply_to_account_id: row.in_reply_to_account_id.map(|it| it.to_string()),
            sensitive: row.sensitive,
            spoiler_text: row.spoiler_text.clone(),
            visibility: Open::Known(visibility(row)),
            language: row.language.clone(),
            uri,
            url,
            replies_count: stats.replies_count,
            reblogs_count: stats.reblogs_count,
            favourites_count: stats.favourites_count,
            quotes_count: stats.quotes_count,
            edited_at: row.edited_at.map(Timestamp),
            favourited: Some(self.favourited.contains(&row.id)),
            reblogged: Some(self.boosted_by_reader.contains(&row.id)),
            muted: Some(self.muted.contains(&row.conversation_id)),
            bookmarked: Some(self.bookmarked.contains(&row.id)),
            pinned: is_own.then_some(false),
            content: Some(row.content.clone()),
            text: None,
            filtered: Some(Vec::new()),
            reblog: None,
            quote: None,
            quote_approval: Some(QuoteApproval {
                automatic: vec![row.quote_policy.clone()],
                manual: Vec::new(),
                current_user: "automatic".into(),
            }),
            application: app.map(|it| StatusApplication {
                name: it.name.clone(),
                website: it.website.clone(),
            }),
            account: self.authors.get(&row.account_id).context("one")?.clone(),
            media_attachments: media.map(attachment).collect(),
            mentions: self.mentions(row),
            tags: self.tags.get(&row.id).cloned().unwrap_or_default(),
            emojis: Vec::new(),
            card: None,
            poll: None,
        })
    }

    fn mentions(&self, row: &Row) -> Vec<Mention> {
        let ids = self.mentions.get(&row.id).into_iter().flatten();
        ids.filter_map(|id| self.people.get(id))
            .map(|it| Mention {
                id: it.id.to_string(),
                username: it.username.clone(),
                url: it.url.clone(),
                acct: it.handle(),
            })
            .collect()
    }
}

type People = (HashMap<i64, Person>, HashMap<i64, Account>);

fn people(tx: &mut Tx, rows: &[&Row], named: &HashMap<i64, Vec<i64>>) -> Result<People> {
    let authors: HashSet<i64> = rows.iter().map(|it| it.account_id).collect();
    let named = named.values().flatten().copied();
    let all: HashSet<i64> = authors.iter().copied().chain(named).collect();
    let all: Vec<i64> = all.into_iter().collect();
    let roles = Roles::load(tx)?;
    let (mut people, mut shown) = (HashMap::new(), HashMap::new());
    for (account, stats, user) in accounts::find_whole(tx, &all)? {
        if authors.contains(&account.id) {
            let power = user.map(|it| roles.power(it.role_id)).transpose()?;
            let stats = stats.unwrap_or_default();
            let whole = public_account(account.clone(), power.as_ref(), stats);
            shown.insert(account.id, whole);
        }
        people.insert(account.id, account);
    }
    Ok((people, shown))
}

fn visibility(row: &Row) -> Visibility {
    match row.visibility {
        statuses::Visibility::Public => Visibility::Public,
        statuses::Visibility::Unlisted => Visibility::Unlisted,
        statuses::Visibility::Private => Visibility::Private,
        statuses::Visibility::Direct => Visibility::Direct,
    }
}

fn attachment(kept: &Media) -> MediaAttachment {
    let address = |file: &String| format!("{SITE}/media/{file}");
    MediaAttachment {
        id: kept.id.to_string(),
        r#type: Open::Known(MediaKind::Image),
        url: kept.file.as_ref().map(address).or(kept.remote_url.clone()),
        preview_url: kept.preview.as_ref().map(address),
        remote_url: kept.remote_url.clone(),
        preview_remote_url: None,
        text_url: None,
        meta: Some(kept.meta.clone()),
        description: kept.description.clone(),
        blurhash: kept.blurhash.clone(),
    }
}

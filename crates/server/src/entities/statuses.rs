use std::collections::{HashMap, HashSet};

use api::{
    Open, Timestamp,
    entities::{
        self, FilterResult, Mention, Poll, Quote, QuoteApproval, Status, StatusApplication,
        StatusTag, Visibility,
    },
};
use domain::{
    Context, Result, Site,
    filters::{Filters, Matched},
    visibility,
};
use serde_json::Value;
use store::{
    accounts::{self, Account, Whole},
    applications::{self, Application},
    bookmarks, cards, conversation_mutes, favourites, follows,
    media::{self, Media},
    mentions, pins,
    polls::{self, Poll as PollRow},
    quotes::{self, Aversion, QuoteState},
    status_stats::{self, Stats},
    status_tags::{self, Tagged},
    statuses::{self, Status as Row},
    visible::{Place, Viewer},
};

use super::{Accounts, Emojis, acct, attachment, card, filter_results, poll, poll_titles, tag_url};

/// One post as the caller sees it.
pub(crate) fn status(cx: &mut Context, row: &Row) -> Result<Status> {
    let shown = statuses(cx, std::slice::from_ref(row))?.pop();
    shown.ok_or(domain::Error::NotFound)
}

/// Posts as the caller sees them, in the order given. A boost of what she may not see is left out.
pub(crate) fn statuses(cx: &mut Context, rows: &[Row]) -> Result<Vec<Status>> {
    let viewer = visibility::viewer(cx);
    statuses_as(cx, rows, viewer)
}

/// In the place of a member who has nothing to do with anybody. No account has this id.
pub(crate) const ANYBODY: i64 = 0;

/// Posts as members see them who have nothing to do with them: what many read alike.
pub(crate) fn statuses_for_anybody(cx: &mut Context, rows: &[Row]) -> Result<Vec<Status>> {
    let viewer = Viewer {
        account_id: Some(ANYBODY),
        now: cx.now,
    };
    statuses_as(cx, rows, viewer)
}

fn statuses_as(cx: &mut Context, rows: &[Row], viewer: Viewer) -> Result<Vec<Status>> {
    let loaded = Statuses::load(cx, rows, viewer)?;
    rows.iter()
        .filter_map(|it| loaded.whole(it).transpose())
        .collect()
}

/// What it takes to show some posts.
struct Statuses {
    viewer: Viewer,
    site: Site,
    /// Posts inside those that are shown: boosted and quoted ones that the viewer may see.
    inner: HashMap<i64, Row>,
    /// Quoted posts that are gone.
    gone: HashSet<i64>,
    /// Authors whom the viewer would rather not read.
    averse_to: HashMap<i64, Aversion>,
    accounts: HashMap<i64, Account>,
    shown_accounts: HashMap<i64, entities::Account>,
    stats: HashMap<i64, Stats>,
    media: HashMap<i64, Vec<Media>>,
    mentions: HashMap<i64, Vec<i64>>,
    tags: HashMap<i64, Vec<Tagged>>,
    polls: HashMap<i64, (PollRow, Vec<i64>)>,
    cards: HashMap<i64, cards::Card>,
    applications: HashMap<i64, Application>,
    marks: Option<Marks>,
    filters: Filters,
    emojis: Emojis,
}

/// What the viewer has done about the posts.
struct Marks {
    favourited: HashSet<i64>,
    boosted: HashSet<i64>,
    bookmarked: HashSet<i64>,
    pinned: HashSet<i64>,
    muted_conversations: HashSet<i64>,
    following: HashSet<i64>,
}

impl Statuses {
    fn load(cx: &mut Context, rows: &[Row], viewer: Viewer) -> Result<Self> {
        let (inner, gone) = load_inner(cx, rows, viewer)?;
        let all: Vec<&Row> = rows.iter().chain(inner.values()).collect();
        let ids: Vec<i64> = all.iter().map(|it| it.id).collect();
        let mut mentions: HashMap<i64, Vec<i64>> = HashMap::new();
        for mention in mentions::of_statuses(&mut cx.tx, &ids)? {
            if !mention.is_silent {
                let of = mentions.entry(mention.status_id).or_default();
                of.push(mention.account_id);
            }
        }
        let (accounts, shown_accounts) = load_accounts(cx, &all, &mentions)?;
        let app_ids: Vec<i64> = all.iter().filter_map(|it| it.application_id).collect();
        let applications = match app_ids.is_empty() {
            true => Vec::new(),
            false => applications::find_many(&mut cx.tx, &app_ids)?,
        };
        let mut media: HashMap<i64, Vec<Media>> = HashMap::new();
        for it in media::of_statuses(&mut cx.tx, &ids)? {
            media
                .entry(it.status_id.unwrap_or_default())
                .or_default()
                .push(it);
        }
        let mut tags: HashMap<i64, Vec<Tagged>> = HashMap::new();
        for it in status_tags::of_statuses(&mut cx.tx, &ids)? {
            tags.entry(it.status_id).or_default().push(it);
        }
        let stats = status_stats::of(&mut cx.tx, &ids)?;
        let cards = cards::of_statuses(&mut cx.tx, &ids)?;
        let polls = load_polls(cx, &ids, viewer)?;
        let texts = all.iter().flat_map(|row| {
            let author = accounts.get(&row.account_id);
            let domain = author.and_then(|it| it.domain.as_deref());
            let poll = polls.get(&row.id).map(|(it, _)| it);
            texts(row, poll).map(move |text| (text, domain))
        });
        Ok(Self {
            emojis: Emojis::load(cx, texts)?,
            viewer,
            site: cx.site.clone(),
            polls,
            marks: Marks::load(cx, &all, &ids, viewer)?,
            filters: Filters::of(cx)?,
            averse_to: load_aversions(cx, inner.values(), viewer)?,
            inner,
            gone,
            accounts,
            shown_accounts,
            stats: stats.into_iter().map(|it| (it.status_id, it)).collect(),
            media,
            mentions,
            tags,
            cards: cards.into_iter().collect(),
            applications: applications.into_iter().map(|it| (it.id, it)).collect(),
        })
    }

    /// A post with what is inside it; none where it boosts what the viewer may not see.
    fn whole(&self, row: &Row) -> Result<Option<Status>> {
        let mut status = self.show(row, true)?;
        if let Some(id) = row.reblog_of_id {
            let Some(boosted) = self.inner.get(&id) else {
                return Ok(None);
            };
            status.reblog = Some(Box::new(self.show(boosted, true)?));
        }
        Ok(Some(status))
    }

    fn show(&self, row: &Row, is_outermost: bool) -> Result<Status> {
        let missing = domain::Error::NotFound;
        let author = self.accounts.get(&row.account_id).ok_or(missing)?;
        let missing = domain::Error::NotFound;
        let account = self.shown_accounts.get(&row.account_id).ok_or(missing)?;
        let stats = self.stats.get(&row.id).copied().unwrap_or_default();
        let is_own = self.viewer.account_id == Some(row.account_id);
        let marks = self.marks.as_ref();
        let is_marked =
            |set: fn(&Marks) -> &HashSet<i64>| marks.map(|it| set(it).contains(&row.id));
        let media = self.media.get(&row.id).into_iter().flatten();
        let domain = author.domain.as_deref();
        let (uri, url) = self.addresses(row, author);
        Ok(Status {
            id: row.id.to_string(),
            created_at: Timestamp(row.created_at),
            in_reply_to_id: row.in_reply_to_id.map(|it| it.to_string()),
            in_reply_to_account_id: row.in_reply_to_account_id.map(|it| it.to_string()),
            sensitive: row.sensitive || (author.sensitized_at.is_some() && !is_own),
            spoiler_text: row.spoiler_text.clone(),
            visibility: Open::Known(shown_visibility(row.visibility)),
            language: row.language.clone(),
            uri,
            url,
            replies_count: stats.replies_count,
            reblogs_count: stats.reblogs_count,
            favourites_count: stats.favourites_count,
            quotes_count: stats.quotes_count,
            edited_at: row.edited_at.map(Timestamp),
            favourited: is_marked(|it| &it.favourited),
            reblogged: is_marked(|it| &it.boosted),
            muted: marks.map(|it| it.muted_conversations.contains(&row.conversation_id)),
            bookmarked: is_marked(|it| &it.bookmarked),
            pinned: is_marked(|it| &it.pinned).filter(|_| is_own && is_pinnable(row)),
            content: Some(row.content.clone()),
            text: None,
            filtered: marks.map(|_| self.filtered(row)),
            reblog: None,
            quote: self.quote(row, is_outermost)?,
            quote_approval: Some(self.quote_approval(row)),
            application: row
                .application_id
                .and_then(|id| self.applications.get(&id))
                .map(shown_application),
            account: account.clone(),
            media_attachments: media.map(|it| attachment(&self.site, it)).collect(),
            mentions: self.mentions(row),
            tags: self.tags(row),
            emojis: self.emojis.of(texts(row, None), domain),
            card: self.cards.get(&row.id).map(|it| card(&self.site, it)),
            poll: self.polls.get(&row.id).map(|(it, votes)| Poll {
                emojis: self.emojis.of(poll_titles(it), domain),
                ..poll(it, votes, self.viewer)
            }),
        })
    }

    /// The id in federation, and the page. Those of this server follow from author and id.
    fn addresses(&self, row: &Row, author: &Account) -> (String, Option<String>) {
        if let Some(uri) = &row.uri {
            return (uri.clone(), row.url.clone().or_else(|| Some(uri.clone())));
        }
        let (name, id) = (&author.username, row.id);
        let kind = if row.reblog_of_id.is_some() {
            "/activity"
        } else {
            ""
        };
        let uri = self
            .site
            .address(&format!("/users/{name}/statuses/{id}{kind}"));
        let url = self.site.address(&format!("/@{name}/{id}"));
        (uri, Some(url))
    }

    fn mentions(&self, row: &Row) -> Vec<Mention> {
        let ids = self.mentions.get(&row.id).into_iter().flatten();
        let mention = |account: &Account| Mention {
            id: account.id.to_string(),
            username: account.username.clone(),
            url: account.url.clone(),
            acct: acct(account),
        };
        ids.filter_map(|id| self.accounts.get(id))
            .map(mention)
            .collect()
    }

    /// A boost has the words of what it boosts.
    fn filtered(&self, row: &Row) -> Vec<FilterResult> {
        if self.filters.is_empty() {
            return Vec::new();
        }
        let boosted = row.reblog_of_id.and_then(|id| self.inner.get(&id));
        let proper = boosted.unwrap_or(row);
        let media = self.media.get(&proper.id).into_iter().flatten();
        let descriptions = media.filter_map(|it| it.description.as_deref());
        let poll = self.polls.get(&proper.id).map(|(poll, _)| &poll.options);
        let options = poll.and_then(Value::as_array).into_iter().flatten();
        let others = options.filter_map(Value::as_str).chain(descriptions);
        let (spoiler_text, content) = (&proper.spoiler_text, &proper.content);
        let post = Matched::new(row.id, row.reblog_of_id, spoiler_text, content, others);
        filter_results(&self.filters.matches(&post))
    }

    fn tags(&self, row: &Row) -> Vec<StatusTag> {
        let tags = self.tags.get(&row.id).into_iter().flatten();
        let tag = |it: &Tagged| StatusTag {
            name: it.display_name.as_ref().unwrap_or(&it.name).clone(),
            url: tag_url(&self.site, &it.name),
        };
        tags.map(tag).collect()
    }

    fn quote(&self, row: &Row, is_outermost: bool) -> Result<Option<Quote>> {
        let Some(state) = row.quote_state else {
            return Ok(None);
        };
        let quoted = row.quoted_id().and_then(|id| self.inner.get(&id));
        let state = match (state, quoted) {
            (QuoteState::Revoked, _) => state.word(),
            (QuoteState::Accepted, Some(quoted)) => match self.averse_to.get(&quoted.account_id) {
                None => state.word(),
                Some(Aversion::Blocked) => "blocked_account",
                Some(Aversion::BlockedDomain) => "blocked_domain",
                Some(Aversion::Muted) => "muted_account",
            },
            (QuoteState::Accepted, None) => match row.quote_of_id {
                Some(id) if !self.gone.contains(&id) => "unauthorized",
                _ => "deleted",
            },
        };
        let whole = quoted.map(|it| self.show(it, false).map(Box::new));
        Ok(Some(match is_outermost {
            true => Quote {
                state: state.into(),
                quoted_status: Some(whole.transpose()?),
                quoted_status_id: None,
            },
            false => Quote {
                state: state.into(),
                quoted_status: None,
                quoted_status_id: Some(quoted.map(|it| it.id.to_string())),
            },
        }))
    }

    fn quote_approval(&self, row: &Row) -> QuoteApproval {
        let is_own = self.viewer.account_id == Some(row.account_id);
        let follows = |marks: &Marks| marks.following.contains(&row.account_id);
        let may = match row.quote_policy.as_str() {
            _ if is_own => row.visibility != statuses::Visibility::Direct,
            "public" => self.viewer.account_id.is_some(),
            "followers" => self.marks.as_ref().is_some_and(follows),
            _ => false,
        };
        let automatic = [&row.quote_policy].into_iter().filter(|it| *it != "nobody");
        QuoteApproval {
            automatic: automatic.cloned().collect(),
            manual: Vec::new(),
            current_user: if may { "automatic" } else { "denied" }.into(),
        }
    }
}

/// Where emoji may be: in the text, the warning and the answers to choose from.
fn texts<'a>(row: &'a Row, poll: Option<&'a PollRow>) -> impl Iterator<Item = &'a str> {
    let own = [row.content.as_str(), row.spoiler_text.as_str()];
    own.into_iter()
        .chain(poll.into_iter().flat_map(poll_titles))
}

/// Boosted and quoted posts, as far as the viewer may see them, and those of the others that are gone.
fn load_inner(
    cx: &mut Context,
    rows: &[Row],
    viewer: Viewer,
) -> Result<(HashMap<i64, Row>, HashSet<i64>)> {
    let quoted_by = |rows: &[Row]| rows.iter().filter_map(Row::quoted_id).collect::<Vec<_>>();
    let mut wanted: Vec<i64> = rows.iter().filter_map(|it| it.reblog_of_id).collect();
    wanted.extend(quoted_by(rows));
    let mut inner: Vec<Row> = match wanted.is_empty() {
        true => Vec::new(),
        false => statuses::seen(&mut cx.tx, &wanted, viewer, Place::Alone)?,
    };
    let quoted_inside = quoted_by(&inner);
    if !quoted_inside.is_empty() {
        inner.extend(statuses::seen(
            &mut cx.tx,
            &quoted_inside,
            viewer,
            Place::Alone,
        )?);
    }
    let inner: HashMap<i64, Row> = inner.into_iter().map(|it| (it.id, it)).collect();
    let quoted = quoted_by(rows).into_iter().chain(quoted_inside);
    let unseen: Vec<i64> = quoted.filter(|id| !inner.contains_key(id)).collect();
    let gone = match unseen.is_empty() {
        true => Vec::new(),
        false => statuses::deleted_among(&mut cx.tx, &unseen)?,
    };
    Ok((inner, gone.into_iter().collect()))
}

/// Only quotes tell of it; posts that the viewer asked for otherwise are shown as they are.
fn load_aversions<'a>(
    cx: &mut Context,
    inner: impl Iterator<Item = &'a Row>,
    viewer: Viewer,
) -> Result<HashMap<i64, Aversion>> {
    let authors: Vec<i64> = inner.map(|it| it.account_id).collect();
    if authors.is_empty() {
        return Ok(HashMap::new());
    }
    let mut averse_to = HashMap::new();
    for (id, aversion) in quotes::averse_to(&mut cx.tx, viewer, &authors)? {
        averse_to.entry(id).or_insert(aversion);
    }
    Ok(averse_to)
}

type ShownAccounts = (HashMap<i64, Account>, HashMap<i64, entities::Account>);

/// Authors and those who are named; only authors are shown whole.
fn load_accounts(
    cx: &mut Context,
    rows: &[&Row],
    mentions: &HashMap<i64, Vec<i64>>,
) -> Result<ShownAccounts> {
    let authors: HashSet<i64> = rows.iter().map(|it| it.account_id).collect();
    let mut ids: Vec<i64> = authors.iter().copied().collect();
    ids.extend(
        mentions
            .values()
            .flatten()
            .filter(|id| !authors.contains(id)),
    );
    let mut kept = HashMap::new();
    let (mut users, mut stats) = (Vec::new(), Vec::new());
    let whole: Vec<Whole> = accounts::find_whole(&mut cx.tx, &ids)?;
    for (account, counted, user) in whole {
        users.extend(user);
        stats.extend(counted);
        kept.insert(account.id, account);
    }
    let loaded = Accounts::new(cx, kept.values(), users, stats)?;
    let mut shown = HashMap::new();
    for account in kept.values().filter(|it| authors.contains(&it.id)) {
        shown.insert(account.id, loaded.show(account)?);
    }
    Ok((kept, shown))
}

fn load_polls(
    cx: &mut Context,
    ids: &[i64],
    viewer: Viewer,
) -> Result<HashMap<i64, (PollRow, Vec<i64>)>> {
    let polls = polls::of_statuses(&mut cx.tx, ids)?;
    let poll_ids: Vec<i64> = polls.iter().map(|it| it.id).collect();
    let votes = match viewer.account_id {
        Some(id) if !poll_ids.is_empty() => polls::votes_of(&mut cx.tx, id, &poll_ids)?,
        _ => Vec::new(),
    };
    let votes_in = |poll: &PollRow| {
        let own = votes.iter().filter(|(id, _)| *id == poll.id);
        own.map(|(_, choice)| i64::from(*choice)).collect()
    };
    Ok(polls
        .into_iter()
        .map(|it| (it.status_id, (it.clone(), votes_in(&it))))
        .collect())
}

impl Marks {
    fn load(cx: &mut Context, rows: &[&Row], ids: &[i64], viewer: Viewer) -> Result<Option<Self>> {
        let Some(account_id) = viewer.account_id else {
            return Ok(None);
        };
        let tx = &mut cx.tx;
        let conversations: Vec<i64> = rows.iter().map(|it| it.conversation_id).collect();
        let own: Vec<i64> = rows
            .iter()
            .filter(|it| it.account_id == account_id)
            .map(|it| it.id)
            .collect();
        let pinned = match own.is_empty() {
            true => Vec::new(),
            false => pins::among(tx, account_id, &own)?,
        };
        let for_followers = rows.iter().filter(|it| it.quote_policy == "followers");
        let authors: Vec<i64> = for_followers.map(|it| it.account_id).collect();
        let following = match authors.is_empty() {
            true => Vec::new(),
            false => follows::following_among(tx, account_id, &authors)?,
        };
        let muted = conversation_mutes::among(tx, account_id, &conversations)?;
        Ok(Some(Self {
            favourited: favourites::among(tx, account_id, ids)?
                .into_iter()
                .collect(),
            boosted: statuses::boosted_among(tx, account_id, ids)?
                .into_iter()
                .collect(),
            bookmarked: bookmarks::among(tx, account_id, ids)?.into_iter().collect(),
            pinned: pinned.into_iter().collect(),
            muted_conversations: muted.into_iter().collect(),
            following: following.into_iter().collect(),
        }))
    }
}

fn is_pinnable(row: &Row) -> bool {
    row.reblog_of_id.is_none() && row.visibility != statuses::Visibility::Direct
}

fn shown_visibility(visibility: statuses::Visibility) -> Visibility {
    match visibility {
        statuses::Visibility::Public => Visibility::Public,
        statuses::Visibility::Unlisted => Visibility::Unlisted,
        statuses::Visibility::Private => Visibility::Private,
        statuses::Visibility::Direct => Visibility::Direct,
    }
}

fn shown_application(app: &Application) -> StatusApplication {
    StatusApplication {
        name: app.name.clone(),
        website: app.website.clone(),
    }
}

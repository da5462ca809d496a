use std::collections::HashMap;

use api::{
    Timestamp,
    entities::{Account, Quote, StatusEdit, StatusEditOption, StatusEditPoll},
};
use domain::{Context, Result, statuses::Version};

use super::{Emojis, accounts, attachment};

/// A post whose versions are to be shown.
pub(crate) struct Edited<'a> {
    pub(crate) author: i64,
    /// What it quotes, which is the same in all versions.
    pub(crate) quote: Option<Quote>,
    pub(crate) versions: &'a [Version],
}

/// The versions of each of some posts, in the order given.
pub(crate) fn status_edits(cx: &mut Context, posts: &[Edited<'_>]) -> Result<Vec<Vec<StatusEdit>>> {
    let editors = posts.iter().flat_map(|post| {
        let editors = post.versions.iter().map(|it| it.account_id);
        editors.chain([post.author])
    });
    let mut ids: Vec<i64> = editors.collect();
    ids.sort_unstable();
    ids.dedup();
    let editors = store::accounts::find_many(&mut cx.tx, &ids)?;
    let domains: HashMap<i64, Option<&str>> = editors
        .iter()
        .map(|it| (it.id, it.domain.as_deref()))
        .collect();
    let domain = |post: &Edited<'_>| domains.get(&post.author).copied().flatten();
    let all = posts.iter().flat_map(|post| {
        let domain = domain(post);
        let texts = post.versions.iter().flat_map(texts);
        texts.map(move |it| (it, domain))
    });
    let emojis = Emojis::load(cx, all)?;
    let shown = accounts(cx, &editors)?;
    let shown: HashMap<i64, Account> = editors.iter().map(|it| it.id).zip(shown).collect();
    let site = cx.site.clone();
    let show = |post: &Edited<'_>, version: &Version| {
        let media = version.media.iter().map(|it| attachment(&site, it));
        let editor = shown.get(&version.account_id).cloned();
        Ok(StatusEdit {
            content: version.content.clone(),
            spoiler_text: version.spoiler_text.clone(),
            sensitive: version.sensitive,
            created_at: Timestamp(version.created_at),
            account: editor.ok_or(domain::Error::NotFound)?,
            poll: version.poll_options.as_deref().map(poll),
            media_attachments: media.collect(),
            emojis: emojis.of(texts(version), domain(post)),
            quote: post.quote.clone(),
        })
    };
    let edits = |post: &Edited<'_>| post.versions.iter().map(|it| show(post, it)).collect();
    posts.iter().map(edits).collect()
}

/// Where emoji may be.
fn texts(version: &Version) -> impl Iterator<Item = &str> {
    let own = [version.content.as_str(), version.spoiler_text.as_str()];
    let options = version.poll_options.iter().flatten().map(String::as_str);
    own.into_iter().chain(options)
}

fn poll(titles: &[String]) -> StatusEditPoll {
    let option = |title: &String| StatusEditOption {
        title: title.clone(),
    };
    StatusEditPoll {
        options: titles.iter().map(option).collect(),
    }
}

use std::collections::HashMap;

use api::{
    Timestamp,
    entities::{Account, StatusEdit, StatusEditOption, StatusEditPoll},
};
use domain::{Context, Result, statuses::Version};
use store::statuses::Status as Row;

use super::{Emojis, accounts, attachment, status};

/// All versions of a post, in the order given.
pub(crate) fn status_edits(
    cx: &mut Context,
    row: &Row,
    versions: &[Version],
) -> Result<Vec<StatusEdit>> {
    // What it quotes is the same in all of them.
    let quote = status(cx, row)?.quote;
    let ids: Vec<i64> = versions.iter().map(|it| it.account_id).collect();
    let editors = store::accounts::find_many(&mut cx.tx, &ids)?;
    let author = editors.iter().find(|it| it.id == row.account_id);
    let domain = author.and_then(|it| it.domain.clone());
    let domain = domain.as_deref();
    let all = versions.iter().flat_map(texts).map(|it| (it, domain));
    let emojis = Emojis::load(cx, all)?;
    let shown = accounts(cx, &editors)?;
    let editors: HashMap<i64, Account> = editors.iter().map(|it| it.id).zip(shown).collect();
    let mut edits = Vec::with_capacity(versions.len());
    for version in versions {
        let media = version.media.iter().map(|it| attachment(&cx.site, it));
        let editor = editors.get(&version.account_id).cloned();
        edits.push(StatusEdit {
            content: version.content.clone(),
            spoiler_text: version.spoiler_text.clone(),
            sensitive: version.sensitive,
            created_at: Timestamp(version.created_at),
            account: editor.ok_or(domain::Error::NotFound)?,
            poll: version.poll_options.as_deref().map(poll),
            media_attachments: media.collect(),
            emojis: emojis.of(texts(version), domain),
            quote: quote.clone(),
        });
    }
    Ok(edits)
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

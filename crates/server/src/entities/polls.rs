use api::{
    Timestamp,
    entities::{Poll, PollOption},
};
use serde_json::Value;
use store::{polls, visible::Viewer};

pub(crate) fn poll(kept: &polls::Poll, own_votes: &[i64], viewer: Viewer) -> Poll {
    let is_over = kept.expires_at.is_some_and(|it| it <= viewer.now);
    let is_hidden = kept.hide_totals && !is_over;
    let tallies: Vec<i64> = list(&kept.tallies).filter_map(Value::as_i64).collect();
    let options = titles(kept).enumerate().map(|(number, title)| PollOption {
        title: title.to_owned(),
        votes_count: Some(tallies.get(number).copied().unwrap_or_default()).filter(|_| !is_hidden),
    });
    let is_member = viewer.account_id.is_some();
    let is_own = viewer.account_id == Some(kept.account_id);
    Poll {
        id: kept.id.to_string(),
        expires_at: kept.expires_at.map(Timestamp),
        expired: is_over,
        multiple: kept.multiple,
        votes_count: tallies.iter().sum(),
        voters_count: Some(kept.voters_count),
        options: options.collect(),
        emojis: Vec::new(),
        voted: is_member.then_some(is_own || !own_votes.is_empty()),
        own_votes: is_member.then(|| own_votes.to_vec()),
    }
}

/// What can be chosen.
pub(crate) fn titles(kept: &polls::Poll) -> impl Iterator<Item = &str> {
    list(&kept.options).map(|it| it.as_str().unwrap_or_default())
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

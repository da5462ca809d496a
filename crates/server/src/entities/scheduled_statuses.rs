use std::collections::HashMap;

use api::{
    Timestamp,
    entities::{MediaAttachment, ScheduledParams, ScheduledPoll, ScheduledStatus},
};
use domain::{
    Context, Result, scheduled_statuses as rules,
    statuses::{Wanted, WantedPoll},
};
use store::{media, scheduled_statuses::Scheduled};

use super::attachment;

pub(crate) fn scheduled_status(cx: &mut Context, row: &Scheduled) -> Result<ScheduledStatus> {
    let shown = scheduled_statuses(cx, std::slice::from_ref(row))?.pop();
    shown.ok_or(domain::Error::NotFound)
}

pub(crate) fn scheduled_statuses(
    cx: &mut Context,
    rows: &[Scheduled],
) -> Result<Vec<ScheduledStatus>> {
    let ids: Vec<i64> = rows.iter().map(|it| it.id).collect();
    let mut carried: HashMap<i64, Vec<MediaAttachment>> = HashMap::new();
    for media in media::of_scheduled(&mut cx.tx, &ids)? {
        let of = carried.entry(media.scheduled_status_id.unwrap_or_default());
        of.or_default().push(attachment(&cx.site, &media));
    }
    let mut shown = Vec::with_capacity(rows.len());
    for row in rows {
        shown.push(ScheduledStatus {
            id: row.id.to_string(),
            scheduled_at: Timestamp(row.scheduled_at),
            params: params(rules::wanted(row)?),
            media_attachments: carried.remove(&row.id).unwrap_or_default(),
        });
    }
    Ok(shown)
}

fn params(wanted: Wanted) -> ScheduledParams {
    let media_ids: Vec<String> = wanted.media_ids.iter().map(i64::to_string).collect();
    ScheduledParams {
        text: wanted.text,
        poll: wanted.poll.map(poll),
        media_ids: Some(media_ids).filter(|it| !it.is_empty()),
        sensitive: wanted.sensitive,
        spoiler_text: Some(wanted.spoiler_text).filter(|it| !it.is_empty()),
        visibility: wanted.visibility,
        in_reply_to_id: wanted.in_reply_to_id.map(|it| it.to_string()),
        language: wanted.language,
        application_id: wanted.application_id,
        quoted_status_id: wanted.quoted_status_id.map(|it| it.to_string()),
        quote_approval_policy: wanted.quote_policy,
        ..ScheduledParams::default()
    }
}

fn poll(wanted: WantedPoll) -> ScheduledPoll {
    ScheduledPoll {
        options: wanted.options,
        expires_in: wanted.expires_in,
        multiple: Some(wanted.multiple),
        hide_totals: Some(wanted.hide_totals),
    }
}

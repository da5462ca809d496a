use anyhow::{Result, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use domain::{
    Error,
    announcements::{self, Draft},
};
use store::announcements::Announcement;

use crate::{
    args::{AddAnnouncement, Place},
    open, output,
};

pub(crate) fn add(args: &AddAnnouncement) -> Result<()> {
    let app = open::for_command(&args.place)?;
    let mut cx = open::as_operator(&app)?;
    let draft = Draft {
        text: args.text.clone(),
        starts_at: args.starts_at,
        ends_at: args.ends_at,
        all_day: args.all_day,
        scheduled_at: args.publish_at,
    };
    let added = announcements::create(&mut cx, &draft)?;
    app.save(cx)?;
    Ok(output::print(&added.id.to_string())?)
}

pub(crate) fn list(place: &Place) -> Result<()> {
    let app = open::for_command(place)?;
    let mut cx = open::as_operator(&app)?;
    let all = announcements::all(&mut cx)?;
    if all.is_empty() {
        return Ok(output::print("nothing is announced")?);
    }
    let head = ["ID", "STATE", "SINCE", "STARTS", "ENDS", "TEXT"].map(str::to_owned);
    let mut rows = vec![head];
    rows.extend(all.iter().map(row));
    Ok(output::print(&output::table(&rows))?)
}

fn row(announcement: &Announcement) -> [String; 6] {
    let (state, at) = match (announcement.published_at, announcement.scheduled_at) {
        (Some(at), _) => ("published", Some(at)),
        (None, Some(at)) => ("waiting", Some(at)),
        (None, None) => ("taken down", None),
    };
    [
        announcement.id.to_string(),
        state.into(),
        time(at),
        time(announcement.starts_at),
        time(announcement.ends_at),
        announcement.text.replace('\n', " "),
    ]
}

fn time(at: Option<DateTime<Utc>>) -> String {
    at.map_or("-".into(), |it| {
        it.to_rfc3339_opts(SecondsFormat::Secs, true)
    })
}

pub(crate) fn remove(place: &Place, id: i64) -> Result<()> {
    let app = open::for_command(place)?;
    let mut cx = open::as_operator(&app)?;
    match announcements::remove(&mut cx, id) {
        Err(Error::NotFound) => bail!("there is no announcement {id}"),
        removed => removed?,
    }
    Ok(app.save(cx)?)
}

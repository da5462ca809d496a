//! How they post, and what they do with posts.

use anyhow::{Context as _, Result};
use chrono::{NaiveTime, SecondsFormat, TimeDelta};
use domain::{
    jobs::Job,
    media, polls, search,
    statuses::{self, Outcome, Wanted, WantedPoll},
};
use store::{
    accounts,
    statuses::{NewStatus, Visibility},
};

use super::Story;
use crate::demo::{
    marks::{Edit, Kind},
    posts::{Poll, Post},
};

impl Story<'_> {
    /// With its pictures, of which that is the first.
    pub(super) fn post(&mut self, post: &Post, picture: usize) -> Result<()> {
        let id = match post.by.contains('@') {
            true => self.hear(post)?,
            false => self.say(post, picture)?,
        };
        if !post.name.is_empty() {
            self.posts.insert(post.name, id);
        }
        Ok(())
    }

    fn say(&mut self, post: &Post, picture: usize) -> Result<i64> {
        self.become_member(post.by)?;
        let wanted = Wanted {
            text: post.text.into(),
            spoiler_text: post.warning.into(),
            visibility: Some(post.visibility.into()),
            language: Some(post.language.into()),
            in_reply_to_id: post.answers.map(|it| self.post_named(it)).transpose()?,
            quoted_status_id: post.quotes.map(|it| self.post_named(it)).transpose()?,
            media_ids: self.send_pictures(post, picture)?,
            poll: post.poll.as_ref().map(wanted_poll),
            ..Wanted::default()
        };
        let at = post.comes_in.map(|days| self.morning_in(days));
        let outcome = statuses::post_once(&mut self.cx, &wanted, at.as_deref(), None);
        let outcome = outcome.with_context(|| format!("{} cannot post: {}", post.by, post.text))?;
        Ok(match outcome {
            Outcome::Posted(status) => status.id,
            Outcome::Scheduled(scheduled) => scheduled.id,
        })
    }

    fn send_pictures(&mut self, post: &Post, first: usize) -> Result<Vec<i64>> {
        let pictures = self.kept.pictures.get(first..);
        let pictures = pictures.unwrap_or_default().iter();
        let sent = pictures.zip(post.pictures).map(|(made, (_, description))| {
            Ok(media::create(&mut self.cx, made, Some(description), None)?.id)
        });
        sent.collect()
    }

    /// At nine o'clock, so many days after the demo is made.
    fn morning_in(&self, days: i64) -> String {
        let midnight = self.end.date_naive().and_time(NaiveTime::MIN).and_utc();
        let at = midnight + TimeDelta::days(days) + TimeDelta::hours(9);
        at.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// What comes from another server, as it would be kept.
    fn hear(&mut self, post: &Post) -> Result<i64> {
        let author = self.find(post.by)?;
        let id = self.cx.new_id();
        let (uri, url) = (
            format!("{}/statuses/{id}", author.uri),
            format!("{}/{id}", author.url),
        );
        let new = NewStatus {
            id,
            uri: Some(&uri),
            url: Some(&url),
            account_id: author.id,
            content: post.text,
            text: "",
            spoiler_text: "",
            visibility: Visibility::Public,
            sensitive: false,
            language: Some(post.language),
            in_reply_to_id: None,
            in_reply_to_account_id: None,
            conversation_id: id,
            reblog_of_id: None,
            quote_of_id: None,
            quote_policy: "public",
            application_id: None,
            is_local: false,
            has_media: false,
            created_at: self.cx.now,
        };
        let now = self.cx.now;
        let status = store::statuses::add(&mut self.cx.tx, &new)?;
        accounts::count_statuses(&mut self.cx.tx, author.id, 1, Some(now))?;
        search::index(&mut self.cx, &status, post.text)?;
        Job::DeliverHome { status_id: id }.leave(&mut self.cx)?;
        Ok(id)
    }

    pub(super) fn mark(&mut self, kind: Kind, who: &str, post: &str) -> Result<()> {
        let id = self.post_named(post)?;
        self.become_member(who)?;
        let cx = &mut self.cx;
        let marked = match kind {
            Kind::Favourite => statuses::favourite(cx, id),
            Kind::Boost => statuses::boost(cx, id, None),
            Kind::Bookmark => statuses::bookmark(cx, id),
            Kind::Pin => statuses::pin(cx, id),
        };
        marked.with_context(|| format!("{who} cannot mark {post}"))?;
        Ok(())
    }

    pub(super) fn vote(&mut self, post: &str, by: &str, choices: &[usize]) -> Result<()> {
        let id = self.post_named(post)?;
        self.become_member(by)?;
        let poll = store::polls::of_statuses(&mut self.cx.tx, &[id])?.pop();
        let poll = poll.with_context(|| format!("{post} has no poll"))?;
        let choices: Vec<String> = choices.iter().map(usize::to_string).collect();
        polls::vote(&mut self.cx, poll.id, &choices)?;
        Ok(())
    }

    /// Everything but the text stays.
    pub(super) fn edit(&mut self, edit: &Edit) -> Result<()> {
        let id = self.post_named(edit.post)?;
        let status = store::statuses::find(&mut self.cx.tx, id)?;
        let status = status.with_context(|| format!("{} is gone", edit.post))?;
        self.become_member(edit.by)?;
        let carried = store::media::of_statuses(&mut self.cx.tx, &[id])?;
        let wanted = Wanted {
            text: edit.text.into(),
            spoiler_text: status.spoiler_text,
            sensitive: Some(status.sensitive),
            media_ids: carried.iter().map(|it| it.id).collect(),
            ..Wanted::default()
        };
        statuses::edit(&mut self.cx, id, &wanted, &[])?;
        Ok(())
    }

    pub(super) fn post_named(&self, name: &str) -> Result<i64> {
        let id = self.posts.get(name).copied();
        id.with_context(|| format!("the post {name} is not there yet"))
    }
}

fn wanted_poll(poll: &Poll) -> WantedPoll {
    WantedPoll {
        options: poll.options.iter().map(|it| (*it).into()).collect(),
        expires_in: TimeDelta::days(poll.days).num_seconds(),
        multiple: poll.is_for_several,
        hide_totals: false,
    }
}

//! Letting everything happen by the same rules as on any other server, with the clock set back.

mod bonds;
mod talk;

use std::{collections::HashMap, net::IpAddr};

use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use domain::{
    Caller, Context,
    accounts::{self, Wanted},
    announcements::{self, Draft},
    confirmation::{self, Outcome},
    jobs::{Doing, Job, Progress, SCHEDULES},
    members, notifications, profile,
    settings::Settings,
    sign_in,
    sign_up::{self, Appointed, NewPassword, Newcomer},
    trends,
};
use store::{
    accounts::{Account, NewAccount, ProfileChange},
    instances, jobs, presets, reports, rules,
};

use super::{
    Kept, PASSWORD,
    news::{Emoji, News},
    people::{MAIL, Person, Standing, Stranger},
    timeline::{Event, Timeline},
    trouble::{Complaint, Deed, PRESETS, RULES, What},
};

/// Tells it in one transaction, so that a demo is there from beginning to end or not at all.
pub(super) fn tell(mut cx: Context, timeline: Timeline, kept: &Kept) -> Result<()> {
    let end = cx.now;
    let beginning = timeline.first().map_or(end, |(at, _)| *at) - TimeDelta::hours(1);
    cx.now = beginning;
    let password = NewPassword::read(PASSWORD, &mut cx.chance)?;
    let presets = decide(&mut cx, &kept.emojis)?;
    let mut story = Story {
        cx,
        end,
        password,
        presets,
        kept,
        posts: HashMap::new(),
    };
    for (at, event) in timeline {
        story.cx.now = at;
        story.happen(&event)?;
        story.work_off()?;
    }
    story.cx.now = end;
    domain::site::settle(&mut story.cx)?;
    Ok(story.cx.tx.save()?)
}

const ABOUT: &str =
    "Nobody here is real, so **nobody can be hurt**: approve, warn and suspend as you like.

* Everybody has the same password.
* `kumki demo --fresh` begins anew.";

/// What the staff agreed on before anybody came.
fn decide(cx: &mut Context, emojis: &[Emoji]) -> Result<Vec<i64>> {
    let settings = [
        ("site_title", "Kumki demo"),
        (
            "site_short_description",
            "A small town of people who do not exist.",
        ),
        ("site_contact_username", "jonas"),
        ("site_contact_email", "jonas@mail.example"),
        ("registrations_mode", "approved"),
        ("require_invite_text", "true"),
        ("source_url", "https://git.example/kumki"),
        ("site_extended_description", ABOUT),
    ];
    for (name, value) in settings {
        Settings::set(cx, name, value)?;
    }
    let now = cx.now;
    for (text, hint) in RULES {
        rules::add(&mut cx.tx, text, hint, now)?;
    }
    for emoji in emojis {
        let (file, still) = (&emoji.file, &emoji.still);
        domain::emojis::add(cx, emoji.shortcode, emoji.category, file, still)?;
    }
    let added = PRESETS
        .iter()
        .map(|(title, text)| Ok(presets::add(&mut cx.tx, title, text, now)?.id));
    added.collect()
}

struct Story<'a> {
    cx: Context,
    end: DateTime<Utc>,
    /// Hashed once, because that takes long.
    password: NewPassword,
    presets: Vec<i64>,
    kept: &'a Kept,
    /// Ids by the names that the tables give them.
    posts: HashMap<&'static str, i64>,
}

impl Story<'_> {
    fn happen(&mut self, event: &Event) -> Result<()> {
        self.cx.caller = Caller::System;
        match event {
            Event::Appoint(person) => self.appoint(person),
            Event::SignUp(person, ip) => self.sign_up(person, *ip),
            Event::Confirm(person) => self.confirm(person),
            Event::Approve { name, by } => {
                let id = self.find(name)?.id;
                self.become_member(by)?;
                Ok(accounts::approve(&mut self.cx, id)?)
            }
            Event::Visit { name, ip } => self.visit(name, *ip),
            Event::Meet(stranger) => self.meet(stranger),
            Event::SuspendElsewhere(stranger) => {
                let account = self.find(&handle(stranger))?;
                let now = self.cx.now;
                let tx = &mut self.cx.tx;
                Ok(store::accounts::set_suspended_remotely(
                    tx, account.id, now,
                )?)
            }
            Event::Complain(complaint) => self.complain(complaint),
            Event::Do(deed) => self.act(deed),
            Event::Announce(news) => self.announce(news),
            Event::Bond(bond) => self.bind(bond),
            Event::Post { post, picture } => self.post(post, *picture),
            Event::Mark(kind, who, post) => self.mark(*kind, who, post),
            Event::Vote { post, by, choices } => self.vote(post, by, choices),
            Event::Edit(edit) => self.edit(edit),
            Event::Night => SCHEDULES
                .iter()
                .try_for_each(|it| Ok((it.run)(&mut self.cx)?)),
            Event::Evening => Ok(trends::leave(&mut self.cx)?),
        }
    }

    fn find(&mut self, handle: &str) -> Result<Account> {
        let (name, domain) = match handle.split_once('@') {
            Some((name, domain)) => (name, Some(domain)),
            None => (handle, None),
        };
        let found = store::accounts::find_by_handle(&mut self.cx.tx, name, domain)?;
        found.with_context(|| format!("{handle} is not there yet"))
    }

    fn become_member(&mut self, name: &str) -> Result<()> {
        let id = self.find(name)?.id;
        let member = members::find(&mut self.cx, id)?;
        let member = member.with_context(|| format!("{name} is no member"))?;
        self.cx.caller = Caller::Member(Box::new(member));
        Ok(())
    }

    fn appoint(&mut self, person: &Person) -> Result<()> {
        let appointed = Appointed {
            username: person.name,
            email: &email(person),
            password: self.password.clone(),
            is_confirmed: true,
            is_approved: true,
        };
        let (account, _) = sign_up::appoint(&mut self.cx, &appointed)?;
        if let Standing::Staff(role) = person.standing {
            members::give_role(&mut self.cx, account.id, Some(role))?;
        }
        self.introduce(person)
    }

    fn sign_up(&mut self, person: &Person, ip: IpAddr) -> Result<()> {
        let newcomer = Newcomer {
            username: person.name.into(),
            email: email(person),
            password: self.password.clone(),
            agreement: true,
            locale: Some("en".into()),
            reason: Some(person.reason.into()),
            invite_code: None,
        };
        let account = sign_up::sign_up(&mut self.cx, &newcomer, ip, None)?;
        // What writing the letter would do.
        confirmation::begin(&mut self.cx, account.id)?;
        Ok(())
    }

    fn confirm(&mut self, person: &Person) -> Result<()> {
        let id = self.find(person.name)?.id;
        let secret = confirmation::begin(&mut self.cx, id)?;
        if confirmation::confirm(&mut self.cx, &secret)? != Outcome::AwaitsApproval {
            bail!("{} need not be approved", person.name);
        }
        match person.standing {
            Standing::Member => self.introduce(person),
            _ => Ok(()),
        }
    }

    fn introduce(&mut self, person: &Person) -> Result<()> {
        self.become_member(person.name)?;
        let change = profile::Change {
            profile: ProfileChange {
                display_name: Some(person.display_name.into()),
                note: Some(person.note.into()),
                discoverable: Some(true),
                indexable: Some(true),
                ..ProfileChange::default()
            },
            ..profile::Change::default()
        };
        Ok(profile::change(&mut self.cx, &change)?)
    }

    /// Who cannot sign in stays away.
    fn visit(&mut self, name: &str, ip: IpAddr) -> Result<()> {
        let account = self.find(name)?;
        let member = members::find(&mut self.cx, account.id)?;
        match member.map(|it| it.standing()) {
            Some(domain::Standing::Good) => Ok(sign_in::see(&mut self.cx, account.id, ip)?),
            _ => Ok(()),
        }
    }

    fn meet(&mut self, stranger: &Stranger) -> Result<()> {
        let (domain, name) = (stranger.domain, stranger.name);
        let now = self.cx.now;
        let account = NewAccount {
            id: self.cx.new_id(),
            username: name,
            domain: Some(domain),
            uri: &format!("https://{domain}/users/{name}"),
            url: &format!("https://{domain}/@{name}"),
            display_name: stranger.display_name,
            note: stranger.note,
            kind: if name.contains("_bot_") {
                "Service"
            } else {
                "Person"
            },
            created_at: now,
        };
        instances::meet(&mut self.cx.tx, domain, now)?;
        store::accounts::add(&mut self.cx.tx, &account)?;
        Ok(())
    }

    fn complain(&mut self, complaint: &Complaint) -> Result<()> {
        let by = self.find(complaint.by)?.id;
        let about = self.find(complaint.about)?.id;
        let (category, comment) = (complaint.category, complaint.comment);
        let posts = complaint.posts.iter().map(|it| self.post_named(it));
        let posts = posts.collect::<Result<Vec<i64>>>()?;
        let now = self.cx.now;
        let report = reports::NewReport {
            status_ids: &posts,
            ..reports::NewReport::new(by, about, category, comment, now)
        };
        let report = reports::add(&mut self.cx.tx, &report)?;
        Ok(notifications::tell_of_report(&mut self.cx, report.id, by)?)
    }

    fn act(&mut self, deed: &Deed) -> Result<()> {
        let id = self.find(deed.about)?.id;
        self.become_member(deed.by)?;
        let cx = &mut self.cx;
        match &deed.what {
            What::Enable => accounts::enable(cx, id)?,
            What::Unsilence => accounts::unsilence(cx, id)?,
            What::Unsuspend => accounts::unsuspend(cx, id)?,
            What::Delete => accounts::delete(cx, id)?,
            What::Memorialize => accounts::memorialize(cx, id)?,
            What::Act {
                action,
                preset,
                text,
            } => {
                let answered = reports::unresolved_about(&mut cx.tx, id)?;
                let wanted = Wanted {
                    action: Ok(*action),
                    report_id: answered.first().map(|it| it.id),
                    preset_id: preset.map(|it| self.presets[it]),
                    text: (*text).into(),
                    is_told: true,
                    expires_at: None,
                    rule: None,
                };
                accounts::act(cx, id, wanted)?;
            }
        }
        Ok(())
    }

    fn announce(&mut self, news: &News) -> Result<()> {
        let midnight = self.cx.now.date_naive().and_time(NaiveTime::MIN).and_utc();
        let last = midnight + TimeDelta::days(news.days_ago);
        let day = news.is_about.map(|days| last + TimeDelta::days(days));
        let draft = Draft {
            text: news.text.into(),
            starts_at: day,
            ends_at: day,
            all_day: day.is_some(),
            scheduled_at: day.map(|_| last + TimeDelta::days(1)),
        };
        self.become_member(news.by)?;
        let id = announcements::create(&mut self.cx, &draft)?.id;
        for (name, emoji) in news.reactions {
            self.become_member(name)?;
            announcements::react(&mut self.cx, id, emoji)?;
        }
        Ok(())
    }

    /// Letters of the past have long been read.
    fn work_off(&mut self) -> Result<()> {
        const LEASE: &str = "demo";
        self.cx.caller = Caller::System;
        let now: DateTime<Utc> = self.cx.now;
        let until = now + TimeDelta::minutes(1);
        while let Some(row) = self.claim(LEASE, now, until)? {
            if let Doing::Steps(mut step) = Job::from_row(&row.name, &row.data)?.doing() {
                while step(&mut self.cx)? == Progress::More {}
            }
            jobs::complete(&mut self.cx.tx, row.id, LEASE)?;
        }
        // Nobody is connected yet.
        self.cx.events.clear();
        Ok(())
    }

    fn claim(
        &mut self,
        lease: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<jobs::Job>> {
        for lane in jobs::LANES {
            let claimed = jobs::claim(&mut self.cx.tx, lane, lease, now, until)?;
            if claimed.is_some() {
                return Ok(claimed);
            }
        }
        Ok(None)
    }
}

fn email(person: &Person) -> String {
    format!("{}@{MAIL}", person.name)
}

fn handle(stranger: &Stranger) -> String {
    format!("{}@{}", stranger.name, stranger.domain)
}

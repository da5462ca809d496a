use api::{
    admin::tags::AdminTag,
    entities::{FeaturedTag, Tag, TagDay},
};
use domain::{
    Caller, Context, Result, Site,
    settings::Settings,
    tags::{Week, begin_of},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use store::{accounts::Account, featured_tags, tag_follows, tags};

/// The signs that an address may have as they are.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Where the posts with a tag are, by its name as it is kept.
pub(crate) fn tag_url(site: &Site, name: &str) -> String {
    site.address(&format!("/tags/{}", utf8_percent_encode(name, PLAIN)))
}

pub(crate) fn tag(cx: &mut Context, kept: &tags::Tag) -> Result<Tag> {
    let url = tag_url(&cx.site, &kept.name);
    let reader = Reader::load(cx, &[kept.id])?;
    Ok(reader.show(kept, url))
}

pub(crate) fn tags(cx: &mut Context, kept: &[tags::Tag]) -> Result<Vec<Tag>> {
    let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
    let reader = Reader::load(cx, &ids)?;
    let show = |tag: &tags::Tag| reader.show(tag, tag_url(&cx.site, &tag.name));
    Ok(kept.iter().map(show).collect())
}

pub(crate) fn admin_tag(cx: &mut Context, kept: &tags::Tag) -> Result<AdminTag> {
    let shown = admin_tags(cx, std::slice::from_ref(kept))?.pop();
    shown.ok_or(domain::Error::NotFound)
}

/// With what was decided about them.
pub(crate) fn admin_tags(cx: &mut Context, kept: &[tags::Tag]) -> Result<Vec<AdminTag>> {
    let shown = tags(cx, kept)?;
    let settings = Settings::load(&mut cx.tx)?;
    let show = |(kept, tag): (&tags::Tag, Tag)| AdminTag {
        tag,
        trendable: Some(kept.trendable.unwrap_or(settings.trendable_by_default)),
        usable: Some(kept.is_usable()),
        requires_review: Some(kept.reviewed_at.is_none()),
        listable: Some(kept.is_listable()),
    };
    Ok(kept.iter().zip(shown).map(show).collect())
}

/// Without, for those who decide nothing about them.
pub(crate) fn plain_tag(tag: Tag) -> AdminTag {
    AdminTag {
        tag,
        trendable: None,
        usable: None,
        requires_review: None,
        listable: None,
    }
}

/// What it takes to show some tags to the caller.
struct Reader {
    week: Week,
    /// The tags that the caller follows, and those on her profile, if she is a member.
    chosen: Option<(Vec<i64>, Vec<i64>)>,
}

impl Reader {
    fn load(cx: &mut Context, ids: &[i64]) -> Result<Self> {
        let week = Week::of_tags(cx, ids)?;
        let chosen = match &cx.caller {
            Caller::Member(member) => {
                let reader = member.account.id;
                let followed = tag_follows::among(&mut cx.tx, reader, ids)?;
                let featured = featured_tags::among(&mut cx.tx, reader, ids)?;
                Some((followed, featured))
            }
            _ => None,
        };
        Ok(Self { week, chosen })
    }

    fn show(&self, kept: &tags::Tag, url: String) -> Tag {
        let chosen = self.chosen.as_ref();
        Tag {
            id: match kept.id {
                0 => String::new(),
                id => id.to_string(),
            },
            name: kept.shown_name().to_owned(),
            url,
            history: history(&self.week, kept.id),
            following: chosen.map(|(followed, _)| followed.contains(&kept.id)),
            featuring: chosen.map(|(_, featured)| featured.contains(&kept.id)),
        }
    }
}

/// How much a tag or a link was used from day to day.
pub(crate) fn history(week: &Week, thing_id: i64) -> Vec<TagDay> {
    let day = |it: store::uses::Day| TagDay {
        day: begin_of(it.day).to_string(),
        uses: it.uses.to_string(),
        accounts: it.accounts.to_string(),
    };
    week.days(thing_id).map(day).collect()
}

/// A tag on an account's profile; `name` is the tag's as it is kept.
pub(crate) fn featured_tag(
    account: &Account,
    kept: &featured_tags::FeaturedTag,
    name: &str,
) -> FeaturedTag {
    let last = kept.last_status_at;
    FeaturedTag {
        id: kept.id.to_string(),
        name: kept.name.clone(),
        url: format!(
            "{}/tagged/{}",
            account.url,
            utf8_percent_encode(name, PLAIN)
        ),
        statuses_count: kept.statuses_count.to_string(),
        last_status_at: last.map(|it| it.format("%Y-%m-%d").to_string()),
    }
}

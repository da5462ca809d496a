//! How other sites show a post.

use std::net::IpAddr;

use api::{entities::Oembed, oembed::ShowOembed};
use domain::{
    Context, Error as Rule, html,
    search::{Found, resolve},
};
use store::statuses::Status;

use crate::{Error, entities::status, paging::leading_integer, route::Answer};

const DEFAULT_WIDTH: i64 = 400;
/// Seconds.
const A_DAY: i64 = 24 * 60 * 60;

impl Answer for ShowOembed {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Oembed, Error> {
        let found = resolve(cx, self.url.trim())?;
        let Some(Found::Status(row)) = found.filter(is_for_sites) else {
            return Err(Rule::NotFound.into());
        };
        let shown = status(cx, &row)?;
        let author = &shown.account;
        let author_name = match author.display_name.as_str() {
            "" => author.username.clone(),
            name => name.to_owned(),
        };
        let width = size(self.maxwidth.as_deref()).unwrap_or(DEFAULT_WIDTH);
        let height = size(self.maxheight.as_deref());
        let address = cx
            .site
            .address(&format!("/@{}/{}/embed", author.username, row.id));
        Ok(Oembed {
            r#type: "rich".into(),
            version: "1.0".into(),
            title: format!("New status by {author_name}"),
            author_url: author.url.clone(),
            provider_name: cx.site.domain.to_string(),
            provider_url: cx.site.address("/"),
            cache_age: A_DAY,
            html: frame(&address, width, height),
            author_name,
            width,
            height,
        })
    }
}

fn is_for_sites(found: &Found) -> bool {
    let is_ours = |it: &Status| it.is_local && it.reblog_of_id.is_none();
    matches!(found, Found::Status(it) if is_ours(it) && it.visibility.is_for_all())
}

/// What is no number of pixels is as if not given.
fn size(text: Option<&str>) -> Option<i64> {
    const WIDEST: i64 = 10_000;
    let text = text.map(str::trim)?;
    let number = leading_integer(text).min(WIDEST);
    (number > 0 && !text.starts_with('-')).then_some(number)
}

/// The page in it runs no script and sends no forms.
fn frame(address: &str, width: i64, height: Option<i64>) -> String {
    let mut source = String::new();
    html::escape(&mut source, address);
    let height = height
        .map(|it| format!(" height=\"{it}\""))
        .unwrap_or_default();
    format!(
        "<iframe src=\"{source}\" class=\"mastodon-embed\" style=\"max-width: 100%; border: 0\" \
         width=\"{width}\"{height} sandbox=\"allow-popups allow-popups-to-escape-sandbox\" \
         allowfullscreen=\"allowfullscreen\" loading=\"lazy\"></iframe>"
    )
}

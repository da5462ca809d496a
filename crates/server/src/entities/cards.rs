use api::{
    Timestamp,
    entities::{PreviewCard, TrendsLink},
};
use domain::{Context, Result, Site, tags::Week};
use store::cards::Card;

use super::history;

/// With how much they were linked to of late.
pub(crate) fn trends_links(cx: &mut Context, kept: &[Card]) -> Result<Vec<TrendsLink>> {
    let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
    let week = Week::of_links(cx, &ids)?;
    let show = |it: &Card| TrendsLink {
        card: card(&cx.site, it),
        history: history(&week, it.id),
    };
    Ok(kept.iter().map(show).collect())
}

pub(crate) fn card(site: &Site, kept: &Card) -> PreviewCard {
    let image = kept.image.as_ref();
    PreviewCard {
        url: kept.url.clone(),
        title: kept.title.clone(),
        description: kept.description.clone(),
        language: kept.language.clone(),
        r#type: kept.kind.clone(),
        author_name: kept.author_name.clone(),
        author_url: kept.author_url.clone(),
        provider_name: kept.provider_name.clone(),
        provider_url: kept.provider_url.clone(),
        html: kept.html.clone(),
        width: kept.width.into(),
        height: kept.height.into(),
        image: image.map(|file| site.file(file)),
        image_description: kept.image_description.clone(),
        embed_url: kept.embed_url.clone(),
        blurhash: kept.blurhash.clone(),
        published_at: kept.published_at.map(Timestamp),
        authors: Vec::new(),
    }
}

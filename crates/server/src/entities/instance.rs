use api::entities::{
    AccountLimits, ApiVersions, Configuration, Contact, Icon, Instance, InstanceUrls, InstanceV1,
    LegacyConfiguration, LegacyUrls, MediaLimits, PollLimits, Registrations, Rule, Stats,
    StatusLimits, Thumbnail, TimelineAccess, TimelinesAccess, Translation, Usage, UsageUsers,
    Vapid,
};
use domain::{
    Context, Result, html, instance, profile,
    settings::{RegistrationsMode, Settings},
    statuses, tags, text,
};
use serde_json::Value;

use super::account;
use crate::media;

/// The Mastodon whose API this is, and which software answers.
pub(crate) const VERSION: &str =
    concat!("4.7.0 (compatible; Kumki ", env!("CARGO_PKG_VERSION"), ")");
/// Mastodon's own count of its API.
const API_VERSION: i32 = 12;

pub(crate) fn instance(cx: &mut Context, shown: instance::Instance) -> Result<Instance> {
    let contact = shown
        .contact
        .as_ref()
        .map(|it| account(cx, it))
        .transpose()?;
    let settings = shown.settings;
    Ok(Instance {
        domain: cx.site.domain.to_string(),
        title: settings.site_title.clone(),
        version: VERSION.into(),
        source_url: settings.source_url.clone(),
        description: settings.site_short_description.clone(),
        usage: Usage {
            users: UsageUsers {
                active_month: shown.active_month,
            },
        },
        thumbnail: Thumbnail {
            url: cx.site.address("/assets/header.png"),
            blurhash: None,
            versions: None,
            description: None,
        },
        icon: vec![Icon {
            src: cx.site.address("/assets/avatar.png"),
            size: "400x400".into(),
        }],
        languages: settings.languages.clone(),
        configuration: configuration(cx, &settings, shown.vapid_key),
        registrations: registrations(&settings),
        api_versions: Some(ApiVersions {
            mastodon: Some(API_VERSION),
            kumki: Some(1),
        }),
        wrapstodon: None,
        contact: Contact {
            email: settings.site_contact_email,
            account: contact,
        },
        rules: shown.rules.into_iter().map(rule).collect(),
    })
}

pub(crate) fn instance_v1(cx: &mut Context, shown: instance::Instance) -> Result<InstanceV1> {
    let contact = shown
        .contact
        .as_ref()
        .map(|it| account(cx, it))
        .transpose()?;
    let settings = shown.settings;
    Ok(InstanceV1 {
        uri: cx.site.domain.to_string(),
        title: settings.site_title,
        short_description: settings.site_short_description.clone(),
        description: settings.site_short_description,
        email: settings.site_contact_email,
        version: VERSION.into(),
        urls: LegacyUrls {
            streaming_api: streaming(cx),
        },
        stats: Stats {
            user_count: shown.members,
            status_count: shown.statuses,
            domain_count: shown.instances,
        },
        thumbnail: Some(cx.site.address("/assets/header.png")),
        languages: settings.languages,
        registrations: settings.registrations_mode != RegistrationsMode::None,
        approval_required: settings.registrations_mode == RegistrationsMode::Approved,
        invites_enabled: shown.invites_enabled,
        configuration: LegacyConfiguration {
            accounts: account_limits(),
            statuses: status_limits(),
            media_attachments: media_limits(),
            polls: poll_limits(),
        },
        contact_account: contact,
        rules: shown.rules.into_iter().map(rule).collect(),
    })
}

pub(crate) fn rule(rule: store::rules::Rule) -> Rule {
    let translations = match rule.translations {
        Value::Object(translations) => translations,
        _ => serde_json::Map::new(),
    };
    Rule {
        id: rule.id.to_string(),
        text: rule.text,
        hint: rule.hint,
        translations,
    }
}

fn registrations(settings: &Settings) -> Registrations {
    let mode = settings.registrations_mode;
    let message = settings.closed_registrations_message.as_str();
    let is_closed = mode == RegistrationsMode::None && !message.is_empty();
    Registrations {
        enabled: mode != RegistrationsMode::None,
        approval_required: mode == RegistrationsMode::Approved,
        reason_required: Some(mode == RegistrationsMode::Approved && settings.require_invite_text),
        message: is_closed.then(|| html::from_markdown(message)),
        min_age: None,
        url: None,
    }
}

fn configuration(cx: &Context, settings: &Settings, vapid_key: Option<String>) -> Configuration {
    Configuration {
        urls: urls(cx, settings),
        vapid: Vapid {
            public_key: vapid_key,
        },
        accounts: account_limits(),
        statuses: status_limits(),
        media_attachments: media_limits(),
        polls: poll_limits(),
        translation: Translation { enabled: false },
        timelines_access: Some(timelines_access()),
        limited_federation: cx.site.limited_federation,
    }
}

fn urls(cx: &Context, settings: &Settings) -> InstanceUrls {
    let has_terms = !settings.terms_of_service.is_empty();
    InstanceUrls {
        streaming: streaming(cx),
        status: Some(settings.status_page_url.clone()).filter(|it| !it.is_empty()),
        about: Some(cx.site.address("/about")),
        privacy_policy: Some(cx.site.address("/privacy-policy")),
        terms_of_service: has_terms.then(|| cx.site.address("/terms-of-service")),
    }
}

/// Nobody is kept from reading what is public.
fn timelines_access() -> TimelinesAccess {
    let public = || TimelineAccess {
        local: "public".into(),
        remote: "public".into(),
    };
    TimelinesAccess {
        live_feeds: public(),
        hashtag_feeds: public(),
        trending_link_feeds: public(),
    }
}

/// Where streams are: the same address, in the scheme of web sockets.
fn streaming(cx: &Context) -> String {
    cx.site.url.replacen("http", "ws", 1)
}

fn number(it: impl TryInto<i32>) -> i32 {
    it.try_into().unwrap_or(i32::MAX)
}

fn account_limits() -> AccountLimits {
    AccountLimits {
        max_featured_tags: number(tags::MOST_FEATURED),
        max_pinned_statuses: number(statuses::MOST_PINS),
        max_display_name_length: number(profile::LONGEST_NAME),
        max_note_length: number(profile::LONGEST_NOTE),
        max_profile_fields: number(profile::MOST_FIELDS),
        profile_field_name_limit: number(profile::LONGEST_FIELD),
        profile_field_value_limit: number(profile::LONGEST_FIELD),
    }
}

fn status_limits() -> StatusLimits {
    StatusLimits {
        max_characters: number(statuses::LONGEST),
        max_media_attachments: number(domain::media::MOST),
        characters_reserved_per_url: number(text::URL_LENGTH),
    }
}

fn media_limits() -> MediaLimits {
    let long = |it: u64| i64::try_from(it).unwrap_or(i64::MAX);
    let types = media::FORMATS.iter();
    MediaLimits {
        supported_mime_types: types.map(|it| it.content_type.to_owned()).collect(),
        description_limit: number(domain::media::LONGEST_DESCRIPTION),
        image_size_limit: long(media::LARGEST_PICTURE),
        image_matrix_limit: long(media::MOST_PIXELS),
        video_size_limit: long(media::LARGEST_FILM),
        // Films are not looked into; these are Mastodon's.
        video_frame_rate_limit: 120,
        video_matrix_limit: 8_294_400,
    }
}

fn poll_limits() -> PollLimits {
    PollLimits {
        max_options: number(statuses::MOST_OPTIONS),
        max_characters_per_option: number(statuses::LONGEST_OPTION),
        min_expiration: number(statuses::SHORTEST_POLL),
        max_expiration: number(statuses::LONGEST_POLL),
    }
}

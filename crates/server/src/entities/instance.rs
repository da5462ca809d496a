use api::entities::{
    AccountLimits, ApiVersions, Configuration, Contact, Icon, Instance, InstanceUrls, InstanceV1,
    LegacyConfiguration, LegacyUrls, MediaLimits, PollLimits, Registrations, Rule, Stats,
    StatusLimits, Thumbnail, Translation, Usage, UsageUsers, Vapid,
};
use domain::{
    Context, Result, html, instance, profile,
    settings::{RegistrationsMode, Settings},
};
use serde_json::Value;

use super::account;
use crate::media;

/// The Mastodon whose API this is, and which software answers.
const VERSION: &str = concat!("4.7.0 (compatible; Kumki ", env!("CARGO_PKG_VERSION"), ")");
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
        },
        icon: vec![Icon {
            src: cx.site.address("/assets/avatar.png"),
            size: "400x400".into(),
        }],
        languages: settings.languages.clone(),
        configuration: configuration(cx),
        registrations: registrations(&settings),
        api_versions: Some(ApiVersions {
            mastodon: Some(API_VERSION),
            kumki: Some(1),
        }),
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
        invites_enabled: false,
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
        message: is_closed.then(|| html::from_text(message)),
        min_age: None,
        url: None,
    }
}

fn configuration(cx: &Context) -> Configuration {
    Configuration {
        urls: InstanceUrls {
            streaming: streaming(cx),
            status: None,
            about: None,
            privacy_policy: None,
            terms_of_service: None,
        },
        vapid: Vapid { public_key: None },
        accounts: account_limits(),
        statuses: status_limits(),
        media_attachments: media_limits(),
        polls: poll_limits(),
        translation: Translation { enabled: false },
        timelines_access: None,
        limited_federation: false,
    }
}

/// Where streams are: the same address, in the scheme of web sockets.
fn streaming(cx: &Context) -> String {
    cx.site.url.replacen("http", "ws", 1)
}

fn account_limits() -> AccountLimits {
    let number = |it: usize| i32::try_from(it).unwrap_or(i32::MAX);
    AccountLimits {
        max_featured_tags: 10,
        max_pinned_statuses: 5,
        max_display_name_length: number(profile::LONGEST_NAME),
        max_note_length: number(profile::LONGEST_NOTE),
        max_profile_fields: number(profile::MOST_FIELDS),
        profile_field_name_limit: number(profile::LONGEST_FIELD),
        profile_field_value_limit: number(profile::LONGEST_FIELD),
    }
}

fn status_limits() -> StatusLimits {
    StatusLimits {
        max_characters: 500,
        max_media_attachments: 4,
        characters_reserved_per_url: 23,
    }
}

fn media_limits() -> MediaLimits {
    MediaLimits {
        supported_mime_types: media::KINDS.iter().map(|it| (*it).to_owned()).collect(),
        description_limit: 1500,
        image_size_limit: media::LARGEST as i64,
        image_matrix_limit: i64::from(media::WIDEST) * i64::from(media::WIDEST),
        video_size_limit: 0,
        video_frame_rate_limit: 0,
        video_matrix_limit: 0,
    }
}

fn poll_limits() -> PollLimits {
    PollLimits {
        max_options: 4,
        max_characters_per_option: 50,
        min_expiration: 300,
        max_expiration: 2_629_746,
    }
}

use api::{
    Timestamp,
    entities::{Activity, ExtendedDescription, Language, PrivacyPolicy, TermsOfService},
};
use domain::{
    activity::Week,
    instance::{Terms, Text},
};

pub(crate) fn description(text: Text) -> ExtendedDescription {
    ExtendedDescription {
        updated_at: text.updated_at.map(Timestamp),
        content: text.html,
    }
}

pub(crate) fn policy(text: Text) -> PrivacyPolicy {
    PrivacyPolicy {
        updated_at: text.updated_at.map(Timestamp),
        content: text.html,
    }
}

pub(crate) fn terms(terms: Terms) -> TermsOfService {
    TermsOfService {
        effective_date: terms.from.to_string(),
        effective: terms.is_in_effect,
        content: terms.html,
        succeeded_by: terms.until.map(|it| it.to_string()),
    }
}

pub(crate) fn activity(week: Week) -> Activity {
    Activity {
        week: week.start.timestamp().to_string(),
        statuses: week.statuses.to_string(),
        logins: week.logins.to_string(),
        registrations: week.registrations.to_string(),
    }
}

pub(crate) fn language((code, name): (&str, &str)) -> Language {
    Language {
        code: code.into(),
        name: name.into(),
    }
}

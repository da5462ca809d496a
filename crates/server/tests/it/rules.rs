//! Deciding what members agree to.

use std::collections::BTreeMap;

use api::{
    admin::rules::{CreateRule, DeleteRule, GetRule, ListAdminRules, RuleTranslation, UpdateRule},
    instance::ListRules,
    reports::CreateReport,
};
use client::Client;
use store::action_log;

use crate::{
    account_actions::refusal,
    reports::about,
    server::{Server, Test},
};

fn saying(text: &str) -> CreateRule {
    CreateRule {
        text: text.into(),
        ..CreateRule::default()
    }
}

fn in_language(language: &str, text: &str) -> Option<BTreeMap<String, RuleTranslation>> {
    let translation = RuleTranslation {
        text: text.into(),
        ..RuleTranslation::default()
    };
    Some(BTreeMap::from([(language.to_owned(), translation)]))
}

#[tokio::test]
async fn rules_are_read_by_everybody_in_the_order_of_their_priority() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let last = CreateRule {
        hint: Some("Also in the evening".into()),
        priority: Some(5),
        translations: in_language("de", "Sei freundlich"),
        ..saying("Be kind")
    };

    let kind = admin.send(&last).await?;
    let spam = admin.send(&saying("No spam")).await?;

    assert_eq!(admin.send(&ListAdminRules {}).await?, [spam, kind.clone()]);
    let shown = admin
        .send(&GetRule {
            id: kind.id.clone(),
        })
        .await?;
    assert_eq!(shown, kind);
    let public = Client::anonymous(&server.url)?.send(&ListRules {}).await?;
    let texts: Vec<_> = public.iter().map(|it| &*it.text).collect();
    assert_eq!(texts, ["No spam", "Be kind"]);
    assert_eq!(public[1].hint, "Also in the evening");
    assert_eq!(public[1].translations["de"]["text"], "Sei freundlich");
    Ok(())
}

#[tokio::test]
async fn a_rule_is_changed_in_part_and_given_up_and_each_time_it_is_written_down() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let wanted = CreateRule {
        hint: Some("Always".into()),
        translations: in_language("pt-BR", "Seja gentil"),
        ..saying("Be kind")
    };
    let made = admin.send(&wanted).await?;
    let update = UpdateRule {
        id: made.id.clone(),
        text: Some("Be kinder".into()),
        priority: Some(-1),
        ..UpdateRule::default()
    };

    let changed = admin.send(&update).await?;

    assert_eq!((&*changed.text, &*changed.hint), ("Be kinder", "Always"));
    assert_eq!(changed.priority, -1);
    assert_eq!(changed.translations, made.translations);
    let without = UpdateRule {
        id: made.id.clone(),
        translations: Some(BTreeMap::new()),
        ..UpdateRule::default()
    };
    assert!(admin.send(&without).await?.translations.is_empty());
    admin
        .send(&DeleteRule {
            id: made.id.clone(),
        })
        .await?;
    let again = admin
        .send(&DeleteRule {
            id: made.id.clone(),
        })
        .await;
    assert_eq!(refusal(again), (404, "Record not found".into()));
    assert!(admin.send(&ListAdminRules {}).await?.is_empty());
    let log = action_log::about(&mut server.tx()?, "Rule", made.id.parse()?)?;
    let words: Vec<_> = log.iter().map(|it| &*it.action).collect();
    assert_eq!(words, ["create", "update", "update", "destroy"]);
    Ok(())
}

#[tokio::test]
async fn a_report_goes_on_naming_a_rule_that_was_given_up() -> Test {
    let server = Server::start().await?;
    let owner = server.staff("owner", "Owner")?.client;
    let (ann, bob) = (server.member("ann")?, server.member("bob")?);
    let rule = owner.send(&saying("Be kind")).await?;
    let request = CreateReport {
        rule_ids: Some(vec![rule.id.clone()]),
        ..about(&bob)
    };
    let made = ann.client.send(&request).await?;

    owner.send(&DeleteRule { id: rule.id }).await?;

    let get = api::admin::reports::GetReport { id: made.id };
    assert_eq!(owner.send(&get).await?.body.rules[0].text, "Be kind");
    Ok(())
}

#[tokio::test]
async fn a_rule_without_words_or_with_strange_translations_is_refused() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let cases = [
        (saying(" "), "Text can't be blank"),
        (
            saying(&"ä".repeat(301)),
            "Text is too long (maximum is 300 characters)",
        ),
        (
            CreateRule {
                translations: in_language("Deutsch", "Sei freundlich"),
                ..saying("Be kind")
            },
            "Translations is invalid",
        ),
        (
            CreateRule {
                translations: in_language("de", ""),
                ..saying("Be kind")
            },
            "Translations is invalid",
        ),
    ];

    for (rule, text) in cases {
        let refused = refusal(admin.send(&rule).await);
        assert_eq!(refused, (422, format!("Validation failed: {text}")));
    }
    admin.send(&saying(&"ä".repeat(300))).await?;
    Ok(())
}

#[tokio::test]
async fn a_moderator_does_not_make_rules() -> Test {
    let server = Server::start().await?;
    let moderator = server.staff("mod", "Moderator")?.client;
    let not_allowed = (403, "This action is not allowed".to_owned());

    assert_eq!(refusal(moderator.send(&saying("Mine")).await), not_allowed);
    assert_eq!(
        refusal(moderator.send(&ListAdminRules {}).await),
        not_allowed
    );
    Ok(())
}

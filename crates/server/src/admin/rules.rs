use std::{collections::BTreeMap, net::IpAddr};

use api::{
    Empty,
    admin::rules::{
        AdminRule, CreateRule, DeleteRule, GetRule, ListAdminRules, RuleTranslation, UpdateRule,
    },
};
use domain::{
    Context,
    rules::{self, Change, Translation},
};
use store::rules::Rule;

use crate::{Error, entities::id, route::Answer};

impl Answer for ListAdminRules {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<AdminRule>, Error> {
        Ok(rules::all(cx)?.into_iter().map(show).collect())
    }
}

impl Answer for GetRule {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminRule, Error> {
        Ok(show(rules::get(cx, id(&self.id))?))
    }
}

impl Answer for CreateRule {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminRule, Error> {
        let change = Change {
            text: Some(self.text),
            hint: self.hint,
            priority: self.priority,
            translations: self.translations.map(translations),
        };
        Ok(show(rules::create(cx, &change)?))
    }
}

impl Answer for UpdateRule {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminRule, Error> {
        let change = Change {
            text: self.text,
            hint: self.hint,
            priority: self.priority,
            translations: self.translations.map(translations),
        };
        Ok(show(rules::change(cx, id(&self.id), &change)?))
    }
}

impl Answer for DeleteRule {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        rules::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

fn translations(sent: BTreeMap<String, RuleTranslation>) -> Vec<Translation> {
    let read = |(language, it): (String, RuleTranslation)| Translation {
        language,
        text: it.text,
        hint: it.hint,
    };
    sent.into_iter().map(read).collect()
}

fn show(rule: Rule) -> AdminRule {
    AdminRule {
        id: rule.id.to_string(),
        text: rule.text,
        hint: rule.hint,
        priority: rule.priority,
        translations: serde_json::from_value(rule.translations).unwrap_or_default(),
    }
}

use std::{collections::HashMap, net::IpAddr};

use api::{
    Empty, Open, Page, Timestamp,
    admin::auto_rules::{
        AdminAutomaticRule, AutomaticRuleConditions, AutomaticRuleMatch, AutomaticRuleTrial,
        AutomaticRuleTrialMatch, CreateAutomaticRule, DeleteAutomaticRule, GetAutomaticRule,
        ListAutomaticRuleMatches, ListAutomaticRules, TestAutomaticRule, UpdateAutomaticRule,
    },
};
use domain::{
    Context, Permission,
    auto_rules::{self, Asked, Conditions, Found, Wanted, WantedConditions},
};
use serde::Serialize;
use store::{accounts, auto_rule_matches::Match, auto_rules::AutoRule};

use super::{
    accounts::{given, moment},
    ip_blocks::SIZES,
};
use crate::{
    Error,
    entities::{id, word},
    paging::{cursor, page},
    route::Answer,
};

/// How many posts or members a rule is tried on.
const USUAL: i64 = 200;
/// Characters of what is shown of them.
const SHOWN: usize = 500;

/// The conditions of a request.
macro_rules! conditions {
    ($it:ident) => {
        WantedConditions {
            words: $it.words,
            pattern: $it.pattern,
            link_hosts: $it.link_hosts,
            account_younger_than: $it.account_younger_than,
            mentions_at_least: $it.mentions_at_least,
            only_to_strangers: $it.only_to_strangers,
            similar_to_removed: $it.similar_to_removed,
            email_domains: $it.email_domains,
            networks: $it.networks,
            origin: $it.origin.map(|it| it.to_text()),
            usernames: $it.usernames,
            has_media: $it.has_media,
            has_link: $it.has_link,
        }
    };
}

impl Answer for ListAutomaticRules {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<AdminAutomaticRule>, Error> {
        let kept = auto_rules::list(cx)?;
        show_all(cx, kept)
    }
}

impl Answer for GetAutomaticRule {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAutomaticRule, Error> {
        let kept = auto_rules::get(cx, id(&self.id))?;
        show(cx, kept)
    }
}

impl Answer for CreateAutomaticRule {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAutomaticRule, Error> {
        cx.moderator(Permission::ManageBlocks)?;
        let expires_at = moment("expires_at", "Expires at", &self.expires_at)?;
        let wanted = Wanted {
            name: Some(self.name),
            outcomes: Some(texts(&self.outcomes)),
            report_category: self.report_category.map(|it| it.to_text()),
            limit_for: self.limit_for,
            text: self.text,
            exempt_accounts: self.exempt_accounts,
            is_shadow: self.shadow,
            is_enabled: self.enabled,
            expires_at: Some(expires_at),
            conditions: conditions!(self),
        };
        let kept = auto_rules::create(cx, &self.subject.to_text(), wanted)?;
        show(cx, kept)
    }
}

impl Answer for UpdateAutomaticRule {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAutomaticRule, Error> {
        cx.moderator(Permission::ManageBlocks)?;
        let expires_at = moment("expires_at", "Expires at", &self.expires_at)?;
        let wanted = Wanted {
            name: self.name,
            outcomes: self.outcomes.map(|it| texts(&it)),
            report_category: self.report_category.map(|it| it.to_text()),
            limit_for: self.limit_for,
            text: self.text,
            exempt_accounts: self.exempt_accounts,
            is_shadow: self.shadow,
            is_enabled: self.enabled,
            expires_at: self.expires_at.is_some().then_some(expires_at),
            conditions: conditions!(self),
        };
        let kept = auto_rules::change(cx, id(&self.id), wanted)?;
        show(cx, kept)
    }
}

impl Answer for DeleteAutomaticRule {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        auto_rules::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

impl Answer for TestAutomaticRule {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AutomaticRuleTrial, Error> {
        let subject = self.subject.map(|it| it.to_text());
        let asked = Asked {
            rule_id: given(&self.rule_id).map(id),
            subject: subject.unwrap_or_else(|| "post".into()),
            limit: self.limit.unwrap_or(USUAL),
            text: self.text,
            conditions: conditions!(self),
        };
        let trial = auto_rules::test(cx, &asked)?;
        Ok(AutomaticRuleTrial {
            examined: trial.examined as i64,
            matches: trial.found.into_iter().map(found).collect(),
            text_matches: trial.text_matches,
        })
    }
}

impl Answer for ListAutomaticRuleMatches {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AutomaticRuleMatch>, Error> {
        cx.moderator(Permission::ManageReports)?;
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let kept = auto_rules::matches(cx, id(&self.id), window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let account_ids: Vec<i64> = kept.iter().map(|it| it.account_id).collect();
        let named = accounts::find_many(&mut cx.tx, &account_ids)?.into_iter();
        let named: HashMap<i64, String> = named.map(|it| (it.id, it.handle())).collect();
        let items = kept.into_iter().map(|it| show_match(it, &named)).collect();
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

fn texts<T: Serialize>(words: &[Open<T>]) -> Vec<String> {
    words.iter().map(Open::to_text).collect()
}

fn show(cx: &mut Context, kept: AutoRule) -> Result<AdminAutomaticRule, Error> {
    let shown = show_all(cx, vec![kept])?.pop();
    shown.ok_or(Error::Broken("a rule cannot be shown".into()))
}

fn show_all(cx: &mut Context, kept: Vec<AutoRule>) -> Result<Vec<AdminAutomaticRule>, Error> {
    let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
    let mut hits: HashMap<i64, i64> = HashMap::new();
    for (id, matches) in auto_rules::recent_hits(cx, &ids)? {
        *hits.entry(id).or_default() += matches;
    }
    let shown = kept.into_iter().map(|it| {
        let recent = hits.get(&it.id).copied().unwrap_or_default();
        show_one(it, recent)
    });
    Ok(shown.collect())
}

fn show_one(kept: AutoRule, hits_last_7_days: i64) -> AdminAutomaticRule {
    let outcomes = kept.outcomes();
    let exempt = kept.exempt_accounts();
    AdminAutomaticRule {
        id: kept.id.to_string(),
        subject: word(&kept.subject),
        conditions: show_conditions(auto_rules::conditions_of(&kept)),
        outcomes: outcomes.into_iter().map(word).collect(),
        report_category: word(&kept.report_category),
        limit_for: kept.limit_for,
        exempt_accounts: exempt.iter().map(i64::to_string).collect(),
        shadow: kept.is_shadow,
        enabled: kept.is_enabled,
        expires_at: kept.expires_at.map(Timestamp),
        hits: kept.hits,
        hits_last_7_days,
        last_hit_at: kept.last_hit_at.map(Timestamp),
        account_id: kept.account_id.map(|it| it.to_string()),
        created_at: Timestamp(kept.created_at),
        updated_at: Timestamp(kept.updated_at),
        name: kept.name,
        text: kept.text,
    }
}

fn show_conditions(kept: Conditions) -> AutomaticRuleConditions {
    AutomaticRuleConditions {
        words: kept.words,
        pattern: kept.pattern,
        link_hosts: kept.link_hosts,
        account_younger_than: kept.account_younger_than,
        mentions_at_least: kept.mentions_at_least,
        only_to_strangers: kept.only_to_strangers,
        similar_to_removed: kept.similar_to_removed,
        email_domains: kept.email_domains,
        networks: kept.networks,
        origin: kept.origin.map(|it| word(it.word())),
        usernames: kept.usernames,
        has_media: kept.has_media,
        has_link: kept.has_link,
    }
}

fn show_match(kept: Match, named: &HashMap<i64, String>) -> AutomaticRuleMatch {
    let as_text = |it: Option<i64>| it.map(|it| it.to_string());
    AutomaticRuleMatch {
        id: kept.id.to_string(),
        rule_id: kept.rule_id.to_string(),
        account_id: kept.account_id.to_string(),
        account: named.get(&kept.account_id).cloned().unwrap_or_default(),
        status_id: as_text(kept.status_id),
        shadow: kept.is_shadow,
        done: kept.done().into_iter().map(word).collect(),
        act_id: as_text(kept.act_id),
        limit_act_id: as_text(kept.limit_act_id),
        hold_act_id: as_text(kept.hold_act_id),
        report_id: as_text(kept.report_id),
        created_at: Timestamp(kept.created_at),
    }
}

fn found(it: Found) -> AutomaticRuleTrialMatch {
    AutomaticRuleTrialMatch {
        account_id: it.account.id.to_string(),
        account: it.account.handle(),
        status_id: it.status_id.map(|it| it.to_string()),
        text: it.text.chars().take(SHOWN).collect(),
        created_at: Timestamp(it.created_at),
    }
}

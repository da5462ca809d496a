//! What the server says about itself.

use std::net::IpAddr;

use api::{
    entities::{
        Activity, DomainBlock, ExtendedDescription, Instance, InstanceV1, Language, PrivacyPolicy,
        Rule, TermsOfService, TranslationLanguages,
    },
    instance::{
        ListLanguages, ListPeers, ListRules, ListTranslationLanguages, ShowActivity,
        ShowDomainBlocks, ShowExtendedDescription, ShowInstance, ShowInstanceV1, ShowPrivacyPolicy,
        ShowTermsOfService, ShowTermsOfServiceFrom,
    },
};
use domain::{Context, activity, instance, languages, servers};

use crate::{Error, entities, route::Answer};

impl Answer for ShowInstance {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Instance, Error> {
        let shown = instance::show(cx)?;
        Ok(entities::instance(cx, shown)?)
    }
}

impl Answer for ShowInstanceV1 {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<InstanceV1, Error> {
        let shown = instance::show(cx)?;
        Ok(entities::instance_v1(cx, shown)?)
    }
}

impl Answer for ListRules {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<Rule>, Error> {
        Ok(instance::rules(cx)?
            .into_iter()
            .map(entities::rule)
            .collect())
    }
}

impl Answer for ListPeers {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<String>, Error> {
        Ok(instance::peers(cx)?)
    }
}

impl Answer for ShowActivity {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<Activity>, Error> {
        let weeks = activity::list(cx)?.into_iter();
        Ok(weeks.map(entities::activity).collect())
    }
}

impl Answer for ShowDomainBlocks {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<DomainBlock>, Error> {
        let shown = servers::shown(cx)?.into_iter();
        Ok(shown.map(entities::domain_block).collect())
    }
}

impl Answer for ShowExtendedDescription {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<ExtendedDescription, Error> {
        Ok(entities::description(instance::extended_description(cx)?))
    }
}

impl Answer for ShowPrivacyPolicy {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<PrivacyPolicy, Error> {
        Ok(entities::policy(instance::privacy_policy(cx)?))
    }
}

impl Answer for ShowTermsOfService {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<TermsOfService, Error> {
        Ok(entities::terms(instance::terms_of_service(cx, None)?))
    }
}

impl Answer for ShowTermsOfServiceFrom {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<TermsOfService, Error> {
        let terms = instance::terms_of_service(cx, Some(&self.date))?;
        Ok(entities::terms(terms))
    }
}

impl Answer for ListLanguages {
    fn answer(self, _: &mut Context, _: IpAddr) -> Result<Vec<Language>, Error> {
        Ok(languages::ALL
            .iter()
            .copied()
            .map(entities::language)
            .collect())
    }
}

impl Answer for ListTranslationLanguages {
    fn answer(self, _: &mut Context, _: IpAddr) -> Result<TranslationLanguages, Error> {
        Ok(TranslationLanguages::default())
    }
}

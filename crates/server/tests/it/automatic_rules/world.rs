//! A server with an admin who makes rules.

use api::admin::{
    acts::{AdminAct, ListActs, RevertAct},
    auto_rules::{
        AdminAutomaticRule, AutomaticRuleMatch, AutomaticRuleOutcome, AutomaticRuleSubject,
        CreateAutomaticRule, GetAutomaticRule, ListAutomaticRuleMatches,
    },
    reports::{AdminReport, ListReports},
};
use client::Error;
use domain::Permission;

use crate::{people::Person, server::Server};

pub(super) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

pub(super) struct World {
    pub(super) server: Server,
    pub(super) admin: Person,
    pub(super) ann: Person,
}

/// A rule about posts, still without a condition.
pub(super) fn posts(outcomes: &[AutomaticRuleOutcome]) -> CreateAutomaticRule {
    CreateAutomaticRule {
        name: "Casinos".into(),
        subject: AutomaticRuleSubject::Post.into(),
        outcomes: outcomes.iter().copied().map(Into::into).collect(),
        ..CreateAutomaticRule::default()
    }
}

pub(super) fn words(words: &[&str]) -> Option<Vec<String>> {
    Some(words.iter().map(|it| (*it).to_owned()).collect())
}

impl World {
    pub(super) async fn new() -> Result<Self> {
        let server = Server::start().await?;
        Ok(Self {
            admin: server.staff("admin", "Admin")?,
            ann: server.member("ann")?,
            server,
        })
    }

    pub(super) async fn rule(&self, rule: &CreateAutomaticRule) -> Result<String> {
        Ok(self.admin.client.send(rule).await?.id)
    }

    pub(super) async fn shown(&self, id: &str) -> Result<AdminAutomaticRule> {
        let request = GetAutomaticRule { id: id.into() };
        Ok(self.admin.client.send(&request).await?)
    }

    /// Newest first.
    pub(super) async fn matches(&self, id: &str) -> Result<Vec<AutomaticRuleMatch>> {
        let request = ListAutomaticRuleMatches {
            id: id.into(),
            ..ListAutomaticRuleMatches::default()
        };
        Ok(self.admin.client.send(&request).await?.items)
    }

    /// The posts that a rule has met, oldest first.
    pub(super) async fn met(&self, id: &str) -> Result<Vec<String>> {
        let met = self.matches(id).await?.into_iter().rev();
        Ok(met.filter_map(|it| it.status_id).collect())
    }

    /// Those that are open, oldest first.
    pub(super) async fn reports(&self) -> Result<Vec<AdminReport>> {
        let page = self.admin.client.send(&ListReports::default()).await?;
        Ok(page.items.into_iter().rev().collect())
    }

    /// Newest first.
    pub(super) async fn log(&self) -> Result<Vec<AdminAct>> {
        Ok(self.admin.client.send(&ListActs::default()).await?.items)
    }

    pub(super) async fn revert(&self, act_id: &str) -> std::result::Result<AdminAct, Error> {
        let request = RevertAct { id: act_id.into() };
        self.admin.client.send(&request).await
    }

    /// A role that allows no more than these.
    pub(super) fn role(&self, name: &str, allowed: &[Permission]) -> Result<()> {
        let bits = allowed.iter().map(|it| it.bit()).sum();
        self.server.change(|cx| {
            store::roles::add(&mut cx.tx, name, 50, bits)?;
            Ok(())
        })
    }

    pub(super) fn is_limited(&self, id: i64) -> Result<bool> {
        let account = store::accounts::find(&mut self.server.tx()?, id)?;
        Ok(account.ok_or("no account")?.silenced_at.is_some())
    }
}

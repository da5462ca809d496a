//! A server that reads lists, and who keeps one.

use std::collections::BTreeMap;

use api::admin::{
    domain_allows::{AdminDomainAllow, ListDomainAllows},
    domain_blocks::{AdminDomainBlock, DomainBlockSeverity, ListDomainBlocks},
    domain_subscriptions::{
        AdminDomainSubscription, CheckDomainSubscription, CreateDomainSubscription,
        GetDomainSubscription, ListSubscriptionEntries, SubscriptionEntry, SubscriptionEntryState,
        UpdateDomainSubscription,
    },
};

use super::keeper::Keeper;
use crate::{people::Person, server::Server};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A server, who decides there, and who keeps a list.
pub(super) struct World {
    pub(super) server: Server,
    pub(super) admin: Person,
    pub(super) keeper: Keeper,
}

impl World {
    pub(super) async fn new() -> Result<Self> {
        let keeper = Keeper::new()?;
        let host = keeper.host();
        let server = Server::start_with(|options| {
            options.rate_limits = false;
            options.test_hosts = vec![host];
        })
        .await?;
        Ok(Self {
            admin: server.staff("admin", "Admin")?,
            server,
            keeper,
        })
    }

    /// A list that is trusted, or one that is not.
    pub(super) async fn read(&self, needs_review: bool) -> Result<String> {
        let request = CreateDomainSubscription {
            name: "Pests".into(),
            url: "https://lists.test/list".into(),
            needs_review: Some(needs_review),
            ..CreateDomainSubscription::default()
        };
        self.create(request).await
    }

    pub(super) async fn create(&self, request: CreateDomainSubscription) -> Result<String> {
        let id = self.admin.client.send(&request).await?.id;
        self.server.work_off()?;
        Ok(id)
    }

    /// The same by another address, which leads to the same.
    pub(super) async fn read_again(&self, query: &str, priority: i64) -> Result<String> {
        let request = CreateDomainSubscription {
            name: query.into(),
            url: format!("https://lists.test/list?{query}"),
            needs_review: Some(false),
            priority: Some(priority),
            ..CreateDomainSubscription::default()
        };
        self.create(request).await
    }

    pub(super) async fn check(&self, id: &str) -> Result<AdminDomainSubscription> {
        let check = CheckDomainSubscription { id: id.into() };
        self.admin.client.send(&check).await?;
        self.server.work_off()?;
        self.show(id).await
    }

    pub(super) async fn show(&self, id: &str) -> Result<AdminDomainSubscription> {
        let show = GetDomainSubscription { id: id.into() };
        Ok(self.admin.client.send(&show).await?)
    }

    pub(super) async fn change(&self, request: UpdateDomainSubscription) -> Result<()> {
        self.admin.client.send(&request).await?;
        self.server.work_off()?;
        Ok(())
    }

    pub(super) async fn entries(&self, id: &str) -> Result<BTreeMap<String, SubscriptionEntry>> {
        let list = ListSubscriptionEntries {
            id: id.into(),
            ..ListSubscriptionEntries::default()
        };
        let entries = self.admin.client.send(&list).await?.items.into_iter();
        Ok(entries.map(|it| (it.domain.clone(), it)).collect())
    }

    /// What has come of which entry, by the alphabet.
    pub(super) async fn states(&self, id: &str) -> Result<Vec<(String, SubscriptionEntryState)>> {
        let entries = self.entries(id).await?.into_iter();
        let known = entries.filter_map(|(domain, it)| Some((domain, it.state.known()?)));
        Ok(known.collect())
    }

    /// The rules that there are, by the alphabet.
    pub(super) async fn rules(&self) -> Result<Vec<(String, DomainBlockSeverity)>> {
        let rules = self.blocks().await?.into_iter();
        let mut rules: Vec<_> = rules
            .filter_map(|it| Some((it.domain, it.severity.known()?)))
            .collect();
        rules.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(rules)
    }

    pub(super) async fn blocks(&self) -> Result<Vec<AdminDomainBlock>> {
        let list = ListDomainBlocks::default();
        Ok(self.admin.client.send(&list).await?.items)
    }

    pub(super) async fn rule_for(&self, domain: &str) -> Result<AdminDomainBlock> {
        let mut rules = self.blocks().await?.into_iter();
        Ok(rules.find(|it| it.domain == domain).ok_or("no such rule")?)
    }

    pub(super) async fn allows(&self) -> Result<Vec<AdminDomainAllow>> {
        let list = ListDomainAllows::default();
        Ok(self.admin.client.send(&list).await?.items)
    }
}

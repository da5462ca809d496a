//! Two programs with two databases, in a network of their own: one on SQLite, and the other on PostgreSQL
//! where there is one.

use std::{fs, future::Future, net::TcpListener, time::Duration};

use anyhow::{Context, Result, bail};
use api::{
    accounts::ShowAccount,
    admin::{
        accounts::{AccountAction, ActOnAccount, UnsuspendAccount},
        domain_blocks::{CreateDomainBlock, DeleteDomainBlock, DomainBlockSeverity},
        reports::ListReports,
    },
    entities::{Account, Relationship, Status},
    follows::FollowAccount,
    notifications::ListNotifications,
    relationships::ListRelationships,
    reports::CreateReport,
    search::Search,
    statuses::PostStatus,
    timelines::HomeTimeline,
};
use client::Client;
use serde_json::json;

use crate::{place::Place, running::Running};

/// One of the two: somebody who lives there, and somebody who decides.
struct Side {
    name: &'static str,
    member: Client,
    moderator: Client,
    _server: Running,
    _place: Place,
}

impl Side {
    fn start(
        place: Place,
        name: &'static str,
        member: &str,
        port: u16,
        hosts: &str,
    ) -> Result<Self> {
        let file = place.folder().join("kumki.toml");
        fs::write(&file, hosts)?;
        let listen = format!("127.0.0.1:{port}");
        let mut serve = place.command(&["serve", "--listen", &listen, "--domain", name]);
        serve.arg("--config").arg(&file);
        let server = Running::start(serve)?;
        place.add(member, None)?;
        place.add("mira", Some("Owner"))?;
        Ok(Self {
            name,
            member: Client::new(&server.url, &place.token(member)?)?,
            moderator: Client::new(&server.url, &place.token("mira")?)?,
            _server: server,
            _place: place,
        })
    }

    /// Somebody of the other side, as this one knows her.
    async fn find(&self, handle: &str) -> Result<Account> {
        let search = Search {
            q: handle.into(),
            resolve: true,
            ..Search::default()
        };
        let found = self.member.send(&search).await?;
        found.accounts.into_iter().next().context("nobody is found")
    }

    async fn follow(&self, account: &Account) -> Result<()> {
        let follow = FollowAccount {
            id: account.id.clone(),
            ..FollowAccount::default()
        };
        self.member.send(&follow).await?;
        until("the follow is allowed", async || {
            Ok(self.with(account).await?.following)
        })
        .await
    }

    async fn with(&self, account: &Account) -> Result<Relationship> {
        let request = ListRelationships {
            id: vec![account.id.clone()],
            with_suspended: true,
        };
        let found = self.member.send(&request).await?;
        found.into_iter().next().context("no such account")
    }

    async fn post(&self, text: &str) -> Result<()> {
        let post = PostStatus {
            status: Some(text.into()),
            ..PostStatus::default()
        };
        self.member.send(&post).await?;
        Ok(())
    }

    async fn home(&self) -> Result<Vec<Status>> {
        Ok(self.member.send(&HomeTimeline::default()).await?.items)
    }

    async fn sees(&self, text: &str) -> Result<()> {
        until(text, async || {
            let home = self.home().await?;
            let mut texts = home.iter().filter_map(|it| it.content.as_deref());
            Ok(texts.any(|it| it.contains(text)))
        })
        .await
    }

    async fn is_suspended(&self, account: &Account) -> Result<bool> {
        let id = account.id.clone();
        let shown = self.member.send(&ShowAccount { id }).await?;
        Ok(shown.suspended == Some(true))
    }

    async fn act(&self, id: &str, action: AccountAction) -> Result<()> {
        let act: ActOnAccount = serde_json::from_value(json!({ "id": id, "type": action }))?;
        self.moderator.send(&act).await?;
        Ok(())
    }

    async fn report(&self, account: &Account, comment: &str) -> Result<()> {
        let report = CreateReport {
            account_id: account.id.clone(),
            comment: Some(comment.into()),
            forward: Some(true),
            ..CreateReport::default()
        };
        self.member.send(&report).await?;
        Ok(())
    }

    /// Whether the moderators have a report of another server.
    async fn has_report(&self, comment: &str, from: &str) -> Result<()> {
        until(comment, async || {
            let reports = self.moderator.send(&ListReports::default()).await?.items;
            let is_it = |it: &api::admin::reports::AdminReport| {
                it.comment == comment && it.account.domain.as_deref() == Some(from)
            };
            Ok(reports.iter().any(is_it))
        })
        .await
    }

    async fn cut_off(&self, domain: &str) -> Result<String> {
        let block = CreateDomainBlock {
            domain: domain.into(),
            severity: Some(DomainBlockSeverity::Suspend.into()),
            ..CreateDomainBlock::default()
        };
        Ok(self.moderator.send(&block).await?.id)
    }

    async fn own_id(&self, name: &str) -> Result<String> {
        Ok(self.find(&format!("@{name}@{}", self.name)).await?.id)
    }
}

async fn until<F: Future<Output = Result<bool>>>(what: &str, look: impl Fn() -> F) -> Result<()> {
    for _ in 0..600 {
        if look().await? {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bail!("still waiting for this: {what}")
}

fn two() -> Result<(Side, Side)> {
    let ports = [free_port()?, free_port()?];
    let hosts = format!(
        "[outgoing]\ntest_hosts = [\"near.test=127.0.0.1:{}\", \"far.test=127.0.0.1:{}\"]\n",
        ports[0], ports[1]
    );
    let near = Side::start(Place::with_sqlite()?, "near.test", "ann", ports[0], &hosts)?;
    let far = Side::start(Place::new()?, "far.test", "eve", ports[1], &hosts)?;
    Ok((near, far))
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

#[tokio::test]
async fn what_moderators_decide_on_one_server_is_seen_on_the_other() -> Result<()> {
    let (near, far) = two()?;
    let (eve, ann) = (
        near.find("@eve@far.test").await?,
        far.find("@ann@near.test").await?,
    );
    near.follow(&eve).await?;
    far.follow(&ann).await?;
    near.post("Hello from near").await?;
    far.post("Hello from far").await?;
    far.sees("Hello from near").await?;
    near.sees("Hello from far").await?;

    near.report(&eve, "Eve is rude").await?;
    far.has_report("Eve is rude", "near.test").await?;
    far.report(&ann, "Ann is loud").await?;
    near.has_report("Ann is loud", "far.test").await?;

    let id = far.own_id("eve").await?;
    far.act(&id, AccountAction::Suspend).await?;
    until("near knows of the suspension", async || {
        near.is_suspended(&eve).await
    })
    .await?;
    assert!(
        near.home()
            .await?
            .iter()
            .all(|it| it.account.acct != "eve@far.test")
    );
    far.moderator.send(&UnsuspendAccount { id }).await?;
    until("near knows of its end", async || {
        Ok(!near.is_suspended(&eve).await?)
    })
    .await?;
    Ok(())
}

#[tokio::test]
async fn a_server_that_is_cut_off_is_gone_at_once_and_comes_back_whole() -> Result<()> {
    let (near, far) = two()?;
    let (eve, ann) = (
        near.find("@eve@far.test").await?,
        far.find("@ann@near.test").await?,
    );
    near.follow(&eve).await?;
    far.follow(&ann).await?;
    far.post("Before").await?;
    near.sees("Before").await?;

    for (side, other, account) in [(&near, &far, &eve), (&far, &near, &ann)] {
        let id = side.cut_off(other.name).await?;
        until("the account is suspended", async || {
            side.is_suspended(account).await
        })
        .await?;
        until("the follows are cut", async || {
            let between = side.with(account).await?;
            Ok(!between.following && !between.followed_by)
        })
        .await?;
        let told = side.member.send(&ListNotifications::default()).await?.items;
        assert!(
            told.iter().any(|it| it.r#type == "severed_relationships"),
            "{told:?}"
        );
        other.post("Nobody hears this").await?;

        side.moderator.send(&DeleteDomainBlock { id }).await?;
        until("the account is back", async || {
            Ok(!side.is_suspended(account).await?)
        })
        .await?;
        until("the follows are back", async || {
            let between = side.with(account).await?;
            Ok(between.following && between.followed_by)
        })
        .await?;
        other.post(&format!("After that of {}", other.name)).await?;
        side.sees(&format!("After that of {}", other.name)).await?;
        let home = side.home().await?;
        let mut texts = home.iter().filter_map(|it| it.content.as_deref());
        assert!(!texts.any(|it| it.contains("Nobody hears this")));
    }
    Ok(())
}

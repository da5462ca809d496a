//! The demo, from outside.

mod home;

use std::{
    io::{BufRead, BufReader, Read},
    net::TcpListener,
    path::Path,
    process::{Child, ChildStdout, Stdio},
};

use anyhow::{Context, Result};
use api::{
    admin::accounts::{AccountStatus, AdminAccount, ListAccounts, Origin},
    announcements::ListAnnouncements,
    emojis::ListEmojis,
    instance::ShowInstance,
};
use client::Client;

use crate::{
    place::{PASSWORD, Place, bare, said},
    wait_for,
};

struct Demo {
    child: Child,
    /// Not to be closed while it still writes.
    out: BufReader<ChildStdout>,
    url: String,
    token: String,
}

impl Demo {
    fn start(folder: &Path, more: &[&str]) -> Result<Self> {
        let mut command = bare(&["demo", "--data"]);
        command.arg(folder).args(more);
        let piped = command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = piped.spawn()?;
        let out = BufReader::new(child.stdout.take().context("piped above")?);
        let mut demo = Self {
            child,
            out,
            url: String::new(),
            token: String::new(),
        };
        for line in demo.out.by_ref().lines() {
            let line = line?;
            if let Some((_, rest)) = line.split_once(" members at ") {
                demo.url = rest.split(',').next().unwrap_or_default().into();
            }
            if let Some(token) = line.strip_prefix("Token ") {
                demo.token = token.trim().into();
                break;
            }
        }
        Ok(demo)
    }

    fn client(&self) -> Result<Client> {
        Ok(Client::new(&self.url, &self.token)?)
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn list(
    client: &Client,
    status: Option<AccountStatus>,
    origin: Option<Origin>,
) -> Result<Vec<AdminAccount>> {
    let request = ListAccounts {
        status: status.map(Into::into),
        origin: origin.map(Into::into),
        limit: Some("200".into()),
        ..ListAccounts::default()
    };
    Ok(client.send(&request).await?.items)
}

#[tokio::test]
async fn the_demo_has_members_in_every_state() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let demo = Demo::start(folder.path(), &["--listen", "127.0.0.1:0"])?;
    let client = demo.client()?;

    let local = list(&client, None, Some(Origin::Local)).await?;
    let remote = list(&client, None, Some(Origin::Remote)).await?;

    assert!(local.len() >= 40, "{}", local.len());
    let mut domains: Vec<_> = remote.iter().filter_map(|it| it.domain.clone()).collect();
    domains.sort();
    domains.dedup();
    assert_eq!(
        domains,
        ["bargains.test", "harbour.example", "photos.example"]
    );
    let some = |is: fn(&AdminAccount) -> bool| local.iter().any(is);
    assert!(some(
        |it| it.approved == Some(false) && it.confirmed == Some(true)
    ));
    assert!(some(|it| it.confirmed == Some(false)));
    assert!(some(|it| it.disabled == Some(true) && !it.suspended));
    assert!(some(|it| it.silenced && !it.suspended));
    assert!(some(|it| it.sensitized));
    assert!(some(|it| it.suspended));
    assert!(some(|it| it.account.memorial == Some(true)));
    assert!(remote.iter().any(|it| it.suspended));
    assert!(remote.iter().any(|it| it.silenced));
    for status in [
        AccountStatus::Active,
        AccountStatus::Pending,
        AccountStatus::Disabled,
        AccountStatus::Silenced,
        AccountStatus::Suspended,
        AccountStatus::Sensitized,
    ] {
        let found = list(&client, Some(status), None).await?;
        assert!(!found.is_empty(), "{status:?}");
    }
    let mut roles: Vec<_> = local
        .iter()
        .filter_map(|it| it.role.as_ref())
        .map(|it| it.name.as_str())
        .filter(|it| !it.is_empty())
        .collect();
    roles.sort_unstable();
    assert_eq!(roles, ["Admin", "Moderator", "Moderator", "Owner"]);
    let waiting = |it: &&AdminAccount| it.approved == Some(false);
    assert!(
        local
            .iter()
            .filter(waiting)
            .all(|it| it.invite_request.is_some())
    );
    assert!(
        !client
            .send(&ShowInstance::default())
            .await?
            .rules
            .is_empty()
    );
    Ok(())
}

#[tokio::test]
async fn the_demo_has_news_and_emoji() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let demo = Demo::start(folder.path(), &["--listen", "127.0.0.1:0"])?;
    let client = demo.client()?;

    let news = client.send(&ListAnnouncements::default()).await?;
    let emojis = client.send(&ListEmojis {}).await?;

    assert_eq!(news.len(), 2);
    assert!(
        news.iter()
            .all(|it| !it.reactions.is_empty() && it.emojis.len() == 1)
    );
    assert_eq!(news[0].mentions[0].acct, "jonas");
    assert_eq!(emojis.len(), 3);
    assert!(emojis.iter().any(|it| it.url != it.static_url));
    let shown = client.send(&ShowInstance {}).await?;
    assert!(shown.configuration.vapid.public_key.is_some());
    Ok(())
}

#[tokio::test]
async fn one_seed_makes_one_community_and_it_stays() -> Result<()> {
    let (first, second) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let free = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
    let shown = |folder: &Path, more: &[&str]| {
        let args = [&["--listen", free.as_str()], more].concat();
        let demo = wait_for("the port is free again", || {
            Ok(Demo::start(folder, &args)
                .ok()
                .filter(|it| !it.token.is_empty()))
        });
        async {
            let demo = demo?;
            let accounts = list(&demo.client()?, None, None).await?;
            Ok::<_, anyhow::Error>(serde_json::to_string(&accounts)?)
        }
    };

    let made = shown(first.path(), &[]).await?;
    let made_elsewhere = shown(second.path(), &[]).await?;
    let another = shown(second.path(), &["--fresh", "--seed", "2"]).await?;

    assert!(made == made_elsewhere);
    assert!(made != another);
    let kept: Vec<AdminAccount> = serde_json::from_str(&shown(second.path(), &[]).await?)?;
    let another: Vec<AdminAccount> = serde_json::from_str(&another)?;
    let ids = |all: &[AdminAccount]| all.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&kept), ids(&another));
    Ok(())
}

#[test]
fn data_that_no_demo_made_is_left_alone() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().display().to_string();
    let email = "ann@mail.example";
    let create = [
        "accounts",
        "create",
        "ann",
        "--email",
        email,
        "--password",
        PASSWORD,
    ];
    said(bare(&create).args(["--data", &data]))?;

    let said = said(&mut bare(&["demo", "--fresh", "--data", &data]))?;

    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("has data that no demo made"), "{said:?}");
    let mut tx = store::Store::open(&folder.path().join("kumki.db"))?.read()?;
    assert!(store::users::find_by_email(&mut tx, email)?.is_some());
    Ok(())
}

#[test]
fn a_port_in_use_is_said() -> Result<()> {
    let place = Place::new()?;
    let taken = TcpListener::bind("127.0.0.1:0")?;
    let address = taken.local_addr()?.to_string();
    let data = place.folder().join("demo").display().to_string();

    let said = said(&mut bare(&["demo", "--data", &data, "--listen", &address]))?;

    assert_eq!(said.code, Some(1));
    assert!(
        said.err
            .contains(&format!("{address} cannot be listened on")),
        "{said:?}"
    );
    Ok(())
}

//! FediBlockHole, which keeps lists of blocked servers in step, as it comes from its package index.

use std::{fmt::Write as _, fs, path::Path, process::Stdio};

use anyhow::{Result, ensure};
use api::{
    Upload,
    admin::{
        acts::ListActs,
        domain_blocks::{AdminDomainBlock, DomainBlockSeverity, ListDomainBlocks},
        domain_lists::ImportDomainBlocks,
    },
};
use client::Client;

use crate::{
    place::said,
    programs::{Community, python},
};

const HEAD: &str = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n";
/// More than it is given on a page.
const KNOWN: usize = 130;

#[tokio::test]
async fn fediblockhole_brings_rules_into_step_and_then_finds_nothing_to_do() -> Result<()> {
    let community = Community::of(&[])?;
    let owner = community.place.owner(&community.url)?;
    let mut list = HEAD.to_owned();
    for number in 0..KNOWN {
        writeln!(list, "known{number}.example,silence,False,False,Ads,False")?;
    }
    let folder = community.place.folder();
    import(&owner, folder, &list).await?;
    let list = list.replace(
        "known7.example,silence,False",
        "known7.example,suspend,True",
    );
    let list = format!("{list}new.example,suspend,False,True,\"Ads, and more\",True\n");
    let config = configured(
        folder,
        &list,
        &community.url,
        &community.place.token("mira")?,
    )?;

    sync(&config, folder)?;

    let known = find(&owner, "known7.example").await?;
    ensure!(
        known.severity == DomainBlockSeverity::Suspend.into() && known.reject_media,
        "{known:?}"
    );
    let new = find(&owner, "new.example").await?;
    ensure!(
        new.severity == DomainBlockSeverity::Suspend.into() && new.reject_reports && new.obfuscate,
        "{new:?}"
    );
    ensure!(
        new.public_comment.as_deref() == Some("Ads, and more"),
        "{new:?}"
    );
    let acts = acts(&owner).await?;
    ensure!(acts == KNOWN + 2, "one is changed and one is new: {acts}");

    sync(&config, folder)?;

    ensure!(
        self::acts(&owner).await? == acts,
        "the second time changes nothing"
    );
    Ok(())
}

async fn import(owner: &Client, folder: &Path, list: &str) -> Result<()> {
    let file = folder.join("known.csv");
    fs::write(&file, list)?;
    let request = ImportDomainBlocks {
        data: Some(Upload::from(file.to_string_lossy().as_ref())),
        ..ImportDomainBlocks::default()
    };
    owner.send(&request).await?;
    Ok(())
}

/// Where the list is, and whom to bring it to.
fn configured(folder: &Path, list: &str, url: &str, token: &str) -> Result<String> {
    let file = folder.join("list.csv");
    fs::write(&file, list)?;
    let host = url.trim_start_matches("http://");
    let config = folder.join("fediblockhole.toml");
    fs::write(
        &config,
        format!(
            "import_fields = ['public_comment', 'reject_media', 'reject_reports', 'obfuscate']\n\
             blocklist_url_sources = [{{ url = 'file://{}', format = 'mastodon_csv' }}]\n\
             blocklist_instance_destinations = [{{ domain = '{host}', token = '{token}', scheme = 'http' \
             }}]\n",
            file.display()
        ),
    )?;
    Ok(config.display().to_string())
}

fn sync(config: &str, folder: &Path) -> Result<()> {
    let mut command = python()?;
    command.args(["-c", "from fediblockhole import main; main()", "-c", config]);
    let said = said(command.current_dir(folder).stdin(Stdio::null()))?;
    ensure!(said.code == Some(0), "{said:?}");
    Ok(())
}

async fn find(owner: &Client, domain: &str) -> Result<AdminDomainBlock> {
    let request = ListDomainBlocks {
        limit: Some("200".into()),
        ..ListDomainBlocks::default()
    };
    let all = owner.send(&request).await?.items;
    let found = all.into_iter().find(|it| it.domain == domain);
    found.ok_or_else(|| anyhow::anyhow!("{domain} is not there"))
}

/// How much was decided about servers.
async fn acts(owner: &Client) -> Result<usize> {
    let request = ListActs {
        target_type: Some("DomainBlock".into()),
        limit: Some("200".into()),
        ..ListActs::default()
    };
    Ok(owner.send(&request).await?.items.len())
}

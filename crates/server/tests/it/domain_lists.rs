//! Lists of servers as files.

use api::{
    Upload,
    admin::{
        batches::RevertBatch,
        domain_allows::ListDomainAllows,
        domain_blocks::{DomainBlockSeverity, ListDomainBlocks},
        domain_lists::{
            ExportDomainAllows, ExportDomainBlocks, ImportDomainAllows, ImportDomainBlocks,
            ImportedRow,
        },
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    account_actions::refusal,
    domain_blocks::block,
    server::{Server, Test},
};

use DomainBlockSeverity::{Noop, Silence, Suspend};

fn file(text: &str) -> Option<Upload> {
    let url = format!("data:text/csv;base64,{}", STANDARD.encode(text));
    Some(Upload(url))
}

fn blocks(text: &str) -> ImportDomainBlocks {
    ImportDomainBlocks {
        data: file(text),
        name: Some("shared.csv".into()),
        even_followed: false,
    }
}

/// The line of each row, and why it was passed over.
fn told(items: &[ImportedRow]) -> Vec<(u64, Option<&str>)> {
    let told = |it: &ImportedRow| (it.line, it.error.is_none());
    assert!(items.iter().all(|it| told(it).1 == it.done));
    items
        .iter()
        .map(|it| (it.line, it.error.as_deref()))
        .collect()
}

#[tokio::test]
async fn a_file_becomes_rules_and_what_is_wrong_is_said_line_by_line() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let ann = server.member("ann")?;
    let eve = server.remote("eve", "loved.example")?;
    server.change(|cx| {
        let now = cx.now;
        Ok(store::testing::follow(&mut cx.tx, ann.id, eve.id, now)?)
    })?;
    admin.send(&block("known.example", Silence)).await?;
    let text = "#domain,#severity,#reject_media,#public_comment\n\
                far.example,silence,true,Ads\n\
                below.known.example,suspend,,\n\
                loved.example,suspend,,\n\
                no name,suspend,,\n\
                odd.example,limit,,\n\
                FAR.example,noop,,\n";

    let tried = admin.preview(&blocks(text)).await?;
    assert_eq!(
        admin.send(&ListDomainBlocks::default()).await?.items.len(),
        1
    );
    let done = admin.send(&blocks(text)).await?;

    assert_eq!(tried.would_be.items, done.items);
    assert_eq!(
        told(&done.items),
        [
            (2, None),
            (3, Some("There is a rule for known.example already")),
            (4, Some("Members have 0 followers there and follow 1")),
            (
                5,
                Some("Validation failed: Domain is invalid, Domain is invalid")
            ),
            (
                6,
                Some("Validation failed: Severity is not included in the list")
            ),
            (7, Some("There is a rule for far.example already")),
        ]
    );
    let made = admin
        .send(&ListDomainBlocks::default())
        .await?
        .items
        .swap_remove(0);
    assert_eq!(
        (&*made.domain, made.severity),
        ("far.example", Silence.into())
    );
    assert!(made.reject_media && !made.reject_reports && !made.obfuscate);
    assert_eq!(made.public_comment.as_deref(), Some("Ads"));
    assert_eq!(
        made.private_comment.as_deref(),
        Some("Imported from shared.csv on 2026-11-22")
    );

    let loved = ImportDomainBlocks {
        even_followed: true,
        ..blocks("loved.example")
    };
    let loved = admin.send(&loved).await?;
    assert_eq!(loved.effects.follows_cut, 1);
    admin.send(&RevertBatch { id: done.id }).await?;
    admin.send(&RevertBatch { id: loved.id }).await?;
    let left = admin.send(&ListDomainBlocks::default()).await?.items;
    let left: Vec<_> = left.iter().map(|it| &*it.domain).collect();
    assert_eq!(left, ["known.example"]);
    Ok(())
}

#[tokio::test]
async fn what_is_written_is_read_again() -> Test {
    let (server, other) = (Server::start().await?, Server::start().await?);
    let admin = server.staff("admin", "Admin")?.client;
    let second = other.staff("admin", "Admin")?.client;
    let careful = api::admin::domain_blocks::CreateDomainBlock {
        reject_media: Some(true),
        public_comment: Some("Ads, \"all day\"".into()),
        private_comment: Some("see case 88".into()),
        obfuscate: Some(true),
        ..block("a.example", Noop)
    };
    for request in [
        careful,
        block("b.example", Suspend),
        block("quiet.example", Noop),
    ] {
        admin.send(&request).await?;
    }

    let written = admin.send(&ExportDomainBlocks {}).await?.csv;

    assert_eq!(
        written,
        "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n\
         a.example,noop,true,false,\"Ads, \"\"all day\"\"\",true\n\
         b.example,suspend,false,false,,false\n"
    );
    second.send(&blocks(&written)).await?;
    assert_eq!(second.send(&ExportDomainBlocks {}).await?.csv, written);
    Ok(())
}

#[tokio::test]
async fn allowed_servers_go_from_one_file_into_another() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let import = |text| ImportDomainAllows { data: file(text) };

    let done = admin
        .send(&import("#domain\nb.example\nA.example\na b\n"))
        .await?;
    let again = admin.send(&import("a.example")).await?;

    assert_eq!(
        admin.send(&ExportDomainAllows {}).await?.csv,
        "#domain\nb.example\na.example\n"
    );
    let wrong = "Validation failed: Domain is invalid, Domain is invalid";
    assert_eq!(told(&done.items), [(2, None), (3, None), (4, Some(wrong))]);
    assert_eq!(
        told(&again.items),
        [(1, Some("a.example is allowed already"))]
    );
    admin.send(&RevertBatch { id: done.id }).await?;
    let left = admin.send(&ListDomainAllows::default()).await?.items;
    assert_eq!(left, []);
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_none_is_refused() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let many = "a.example\n".repeat(20_001);

    for (text, wrong) in [
        ("", "can't be blank"),
        ("#domain,#severity\n\n", "can't be blank"),
        (&many, "contains more than 20000 rows"),
    ] {
        let (status, said) = refusal(admin.send(&blocks(text)).await);
        assert_eq!(status, 422);
        assert_eq!(said, format!("Validation failed: Data {wrong}"));
    }
    let none = ImportDomainBlocks::default();
    assert_eq!(refusal(admin.send(&none).await).0, 422);
    Ok(())
}

//! Rules of the gates as files.

use api::{
    Upload,
    admin::{
        batches::RevertBatch,
        email_domain_blocks::ListEmailDomainBlocks,
        gate_lists::{
            ExportEmailDomainBlocks, ExportIpBlocks, GateImportRow, ImportEmailDomainBlocks,
            ImportIpBlocks,
        },
        ip_blocks::{CreateIpBlock, IpBlockSeverity, ListIpBlocks},
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    account_actions::refusal,
    ip_blocks::block,
    server::{Server, Test},
};

fn file(text: &str) -> Option<Upload> {
    let url = format!("data:text/csv;base64,{}", STANDARD.encode(text));
    Some(Upload(url))
}

fn ips(text: &str) -> ImportIpBlocks {
    ImportIpBlocks {
        data: file(text),
        force: false,
    }
}

/// The line of each row, and why it was passed over.
fn told(items: &[GateImportRow]) -> Vec<(u64, Option<&str>)> {
    items
        .iter()
        .map(|it| (it.line, it.error.as_deref()))
        .collect()
}

#[tokio::test]
async fn a_file_becomes_rules_for_addresses_and_what_is_wrong_is_said_line_by_line() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let known = block("192.0.2.0/24", IpBlockSeverity::SignUpBlock);
    admin.send(&known).await?;
    let text = "#ip,#comment,#severity,#expires_at\n\
                203.0.113.9/24,Wave,SIGN_UP_BLOCK,2026-12-01T00:00:00Z\n\
                192.0.2.7/24,,no_access,\n\
                nowhere,,no_access,\n\
                2001:db8::/32,,silence,\n\
                198.51.100.1,,no_access,2026-11-01T00:00:00Z\n\
                198.51.100.2,,no_access,soon\n\
                127.0.0.1,,no_access,\n";

    let tried = admin.preview(&ips(text)).await?;
    assert_eq!(admin.send(&ListIpBlocks::default()).await?.items.len(), 1);
    let done = admin.send(&ips(text)).await?;

    assert_eq!(tried.would_be.items, done.items);
    assert_eq!(
        told(&done.items),
        [
            (2, None),
            (3, Some("Validation failed: Ip has already been taken")),
            (4, Some("Validation failed: Ip can't be blank")),
            (
                5,
                Some("Validation failed: Severity is not included in the list")
            ),
            (6, Some("It has ended at 2026-11-01T00:00:00Z")),
            (7, Some("soon is no time")),
            (
                8,
                Some("Validation failed: Ip holds your own address (to mean it, send force)")
            ),
        ]
    );
    let made = admin
        .send(&ListIpBlocks::default())
        .await?
        .items
        .swap_remove(0);
    assert_eq!((&*made.ip, &*made.comment), ("203.0.113.0/24", "Wave"));
    assert_eq!(made.severity, IpBlockSeverity::SignUpBlock.into());
    assert!(made.expires_at.is_some());
    admin.send(&RevertBatch { id: done.id }).await?;
    assert_eq!(admin.send(&ListIpBlocks::default()).await?.items.len(), 1);
    Ok(())
}

#[tokio::test]
async fn without_a_heading_each_line_is_a_network_that_is_shut_out() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;

    admin.send(&ips("203.0.113.0/24\n198.51.100.7\n")).await?;

    let made = admin.send(&ListIpBlocks::default()).await?.items;
    let no_access = IpBlockSeverity::NoAccess.into();
    assert!(made.len() == 2 && made.iter().all(|it| it.severity == no_access));
    let call = server.http.get(format!("{}/health", server.url));
    let answer = call
        .header("x-forwarded-for", "198.51.100.7")
        .send()
        .await?;
    assert_eq!(answer.status(), 403, "it holds at once");
    Ok(())
}

#[tokio::test]
async fn what_was_written_is_read_again() -> Test {
    let (server, other) = (Server::start().await?, Server::start().await?);
    let admin = server.staff("admin", "Admin")?.client;
    let second = other.staff("admin", "Admin")?.client;
    let short = CreateIpBlock {
        comment: Some("Ads, \"all day\"".into()),
        expires_in: Some("60".into()),
        ..block("2001:db8::/32", IpBlockSeverity::NoAccess)
    };
    admin.send(&short).await?;
    admin
        .send(&block(
            "192.0.2.0/24",
            IpBlockSeverity::SignUpRequiresApproval,
        ))
        .await?;
    let domains = ImportEmailDomainBlocks {
        data: file(
            "#domain,#allow_with_approval,#comment\njunk.example,false,Ads\nodd.example,true,\n",
        ),
    };
    admin.send(&domains).await?;

    let of_ips = admin.send(&ExportIpBlocks {}).await?.csv;
    let of_domains = admin.send(&ExportEmailDomainBlocks {}).await?.csv;

    assert_eq!(
        of_ips,
        "#ip,#severity,#comment,#expires_at\n\
         2001:db8::/32,no_access,\"Ads, \"\"all day\"\"\",2026-11-22T12:01:00+00:00\n\
         192.0.2.0/24,sign_up_requires_approval,,\n"
    );
    assert_eq!(
        of_domains,
        "#domain,#allow_with_approval,#comment,#expires_at\n\
         junk.example,false,Ads,\n\
         odd.example,true,,\n"
    );
    second.send(&ips(&of_ips)).await?;
    let again = ImportEmailDomainBlocks {
        data: file(&of_domains),
    };
    let done = second.send(&again).await?;
    assert_eq!(second.send(&ExportIpBlocks {}).await?.csv, of_ips);
    assert_eq!(
        second.send(&ExportEmailDomainBlocks {}).await?.csv,
        of_domains
    );
    let repeated = second.send(&again).await?;
    let taken = Some("Validation failed: Domain has already been taken");
    assert_eq!(told(&repeated.items), [(2, taken), (3, taken)]);
    second.send(&RevertBatch { id: done.id }).await?;
    let left = second.send(&ListEmailDomainBlocks::default()).await?.items;
    assert_eq!(left, []);
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_none_is_refused() -> Test {
    let server = Server::start().await?;
    let admin = server.staff("admin", "Admin")?.client;
    let many = "203.0.113.9\n".repeat(20_001);

    for (text, wrong) in [
        ("", "can't be blank"),
        ("#ip,#severity\n\n", "can't be blank"),
        (&many, "contains more than 20000 rows"),
    ] {
        let said = refusal(admin.send(&ips(text)).await);
        assert_eq!(said, (422, format!("Validation failed: Data {wrong}")));
    }
    Ok(())
}

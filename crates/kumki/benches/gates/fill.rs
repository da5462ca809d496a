//! Rules about networks and domains of e-mail, as a server has them that was abused for years.

use std::net::{IpAddr, Ipv4Addr};

use anyhow::{Context as _, Result};
use domain::gates::Network;
use server::App;
use store::{
    ip_blocks::{self, Terms},
    testing::{batch, count},
};

use crate::common::rows::settle;

pub(crate) const DOMAINS_PER_NETWORK: u64 = 5;

/// Fills an empty database. One that was filled before stays as it is.
pub(crate) fn fill(app: &App, rules: u64) -> Result<()> {
    app.store.migrate()?;
    let mut cx = app.write()?;
    if count(&mut cx.tx, "ip_blocks")? > 0 {
        return Ok(());
    }
    for number in 0..rules {
        let ip = network(number);
        let network = Network::read(&ip).context("a network")?;
        let terms = Terms {
            network: network.key(),
            ip,
            severity: severity(number).to_owned(),
            comment: "spam".into(),
            expires_at: None,
        };
        ip_blocks::add(&mut cx.tx, &terms, cx.now)?;
    }
    batch(&mut cx.tx, &domains(rules * DOMAINS_PER_NETWORK))?;
    cx.tx.save()?;
    Ok(settle(&app.store)?)
}

/// Networks of 16 addresses each, from `10.0.0.0` on.
fn network(number: u64) -> String {
    format!("{}/28", first_address(number))
}

fn first_address(number: u64) -> Ipv4Addr {
    let number = u32::try_from(number).unwrap_or_default();
    Ipv4Addr::from(0x0A00_0000 + number * 16)
}

/// An address that a rule about signing up stops.
pub(crate) fn address_in(number: u64) -> IpAddr {
    let number = number - number % 3;
    IpAddr::V4(Ipv4Addr::from(u32::from(first_address(number)) + 9))
}

/// Those that shut out are asked for with each request, the others when somebody signs up.
fn severity(number: u64) -> &'static str {
    match number % 3 {
        0 => "sign_up_block",
        1 => "sign_up_requires_approval",
        _ => "no_access",
    }
}

pub(crate) fn domain(number: u64) -> String {
    format!("spam{number}.example")
}

fn domains(count: u64) -> String {
    let last = count - 1;
    let (at, no) = ("'2024-01-01 00:00:00.000+00:00'", "FALSE");
    format!(
        "WITH RECURSIVE numbers (n) AS (SELECT CAST(0 AS BIGINT)
           UNION ALL SELECT n + 1 FROM numbers WHERE n < {last})
         INSERT INTO email_domain_blocks (domain, allow_with_approval, comment, created_at)
         SELECT 'spam' || n || '.example', {no}, 'spam', {at} FROM numbers"
    )
}

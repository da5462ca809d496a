//! masto.js and megalodon, as they come from their package index, against this server.

use anyhow::Result;

use crate::{programs::Community, trending::let_all_trend};

#[test]
fn masto_js_posts_reads_follows_searches_and_listens() -> Result<()> {
    run("masto.js")
}

#[test]
fn masto_js_keeps_the_gates_and_decides_what_trends() -> Result<()> {
    let community = Community::of(&["ann"])?;
    community.place.add("mira", Some("Owner"))?;
    let_all_trend(&community.place)?;
    community.node("masto-admin.js", &community.given(&["ann", "mira"])?)
}

#[test]
fn megalodon_recognises_the_server_and_signs_in_posts_reads_and_listens() -> Result<()> {
    run("megalodon.js")
}

fn run(script: &str) -> Result<()> {
    let names = ["ann", "bob"];
    let community = Community::of(&names)?;
    community.node(script, &community.given(&names)?)
}

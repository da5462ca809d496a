//! Every statement, on whichever database `TEST_POSTGRES` chooses.

// Cargo does not rename a crate for its own tests.
extern crate kumki_store as store;

mod account_list;
mod account_migrations;
mod account_search;
mod accounts;
mod action_log;
mod activity_names;
mod announcements;
mod appeals;
mod applications;
mod audience;
mod auto_rules;
mod cards;
mod conversations;
mod counters;
mod deliveries;
mod directory;
mod domain_allows;
mod domain_blocks;
mod domain_subscriptions;
mod email_blocks;
mod email_domain_blocks;
mod emojis;
mod filters;
mod follow_requests;
mod follows;
mod follows_aside;
mod health;
mod held_statuses;
mod home;
mod hosts;
mod idempotency;
mod instances;
mod invites;
mod ip_blocks;
mod jobs;
mod lists;
mod losses;
mod markers;
mod marks;
mod media;
mod migrations;
mod moderation_notes;
mod notification_groups;
mod notification_policy;
mod notification_requests;
mod notifications;
mod outbox;
mod plans;
mod plans_of_desk;
mod plans_of_exchange;
mod plans_of_gates;
mod plans_of_posts;
mod plans_of_servers;
mod plans_of_trends;
mod polls;
mod presets;
mod push;
mod quotes;
mod recount;
mod relationships;
mod relay;
mod relays;
mod reports;
mod roles;
mod rules;
mod scheduled_statuses;
mod search;
mod senders;
mod server_accounts;
mod server_counts;
mod sessions;
mod settings;
mod severances;
mod status_reviews;
mod statuses;
mod streaming;
mod strikes;
mod tags;
mod tallies;
mod threads;
mod timelines;
mod times;
mod tokens;
mod transactions;
mod trends;
mod user_ips;
mod username_blocks;
mod users;
mod visible;
mod webhooks;

use std::error::Error;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use store::{
    Result, Tx,
    accounts::{Account, NewAccount},
    action_log::{NewEntry, Recorded},
    applications::{Application, NewApplication},
    tokens::{NewToken, Token},
    users::{NewUser, User},
};

type Test = Result<(), Box<dyn Error>>;

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_348_800, 0).expect("in range")
}

/// That many hours after noon.
fn hour(hours: i64) -> DateTime<Utc> {
    noon() + TimeDelta::hours(hours)
}

/// `name`, or `name@domain`. Nothing but the handle and the id matters.
fn add_account(tx: &mut Tx, id: i64, handle: &str) -> Result<Account> {
    let (username, domain) = match handle.split_once('@') {
        Some((username, domain)) => (username, Some(domain)),
        None => (handle, None),
    };
    if let Some(domain) = domain {
        store::instances::meet(tx, domain, noon())?;
    }
    let uri = format!("https://{}/{id}", domain.unwrap_or("here.test"));
    let account = NewAccount {
        id,
        username,
        domain,
        uri: &uri,
        url: &uri,
        display_name: "",
        note: "",
        kind: "Person",
        created_at: noon(),
    };
    store::accounts::add(tx, &account)
}

/// A user who is confirmed and approved, and has no role.
fn member(account_id: i64, email: &str) -> NewUser<'_> {
    NewUser {
        account_id,
        email,
        password_hash: "$argon2id$",
        role_id: None,
        locale: None,
        approved: true,
        confirmed_at: Some(noon()),
        invite_request: None,
        application_id: None,
        invited_by_account_id: None,
        created_at: noon(),
    }
}

/// An account of this server with a user.
fn add_member(tx: &mut Tx, id: i64, username: &str) -> Result<User> {
    add_account(tx, id, username)?;
    store::users::add(tx, &member(id, &format!("{username}@mail.test")))
}

/// An act, for statements that want to see one.
fn act(tx: &mut Tx) -> Result<Recorded> {
    let entry = NewEntry {
        account_id: None,
        action: "suspend",
        target_type: "Account",
        target_id: Some(1),
        human_identifier: "ann",
        reason: None,
        report_id: None,
        target_account_id: None,
        expires_at: None,
        batch: None,
        reverts: None,
        effects: &json!({}),
        created_at: noon(),
    };
    store::action_log::add(tx, &entry)
}

fn add_application(tx: &mut Tx, client_id: &str) -> Result<Application> {
    let application = NewApplication {
        name: "An app",
        website: None,
        redirect_uris: &["https://app.test/back".into()],
        scopes: "read write",
        client_id,
        client_secret_hash: "hash",
        created_at: noon(),
    };
    store::applications::add(tx, &application)
}

fn add_token(tx: &mut Tx, hash: &str, app: i64, account: Option<i64>) -> Result<Token> {
    let token = NewToken {
        token_hash: hash,
        application_id: app,
        account_id: account,
        scopes: "read",
        created_at: noon(),
    };
    store::tokens::add(tx, &token)
}

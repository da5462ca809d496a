//! A client for any server that speaks the Mastodon admin API.
//!
//! Every endpoint is a type in [`api`], and one method sends them all:
//!
//! ```no_run
//! use kumki_client::{Client, api::admin::accounts::{AccountAction, ActOnAccount}};
//!
//! # async fn example() -> Result<(), kumki_client::Error> {
//! let client = Client::new("https://social.example", "the token")?;
//! client.send(&ActOnAccount::new("42", AccountAction::Silence)).await?;
//! # Ok(())
//! # }
//! ```
//!
//! Lists come in pages:
//!
//! ```no_run
//! use kumki_client::{Client, api::admin::accounts::ListAccounts};
//!
//! # async fn example(client: Client) -> Result<(), kumki_client::Error> {
//! let request = ListAccounts { by_domain: Some("spam.example".into()), ..Default::default() };
//! let mut pages = client.pages(&request);
//! while let Some(page) = pages.next().await {
//!     for account in page?.items {
//!         println!("{} {}", account.id, account.account.acct);
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Getting a token is in [`oauth`].

#![warn(missing_docs)]

pub mod oauth;

mod answer;
mod client;
mod error;
mod exchange;
mod form;
mod kumki;
mod pages;
mod patience;
mod query;

pub use api;
pub use client::{Builder, Client, Preview};
pub use error::Error;
pub use pages::{Pages, following};

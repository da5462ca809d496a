//! Whom a post is for, in the words of its document.

use std::collections::HashSet;

use serde_json::{Value, json};
use store::{
    accounts::Account,
    statuses::{Status, Visibility},
};

use crate::names::{self, PUBLIC};

/// Those who are addressed, and those who get a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Audience {
    pub(super) to: Vec<String>,
    pub(super) cc: Vec<String>,
}

impl Audience {
    /// Of a post. `named` are those whom it names.
    pub(super) fn of(status: &Status, author: &Account, named: Vec<String>) -> Self {
        let followers = names::followers(&author.uri);
        let public = PUBLIC.to_owned();
        let (to, mut cc, mut rest) = match status.visibility {
            Visibility::Public => (vec![public], vec![followers], named),
            Visibility::Unlisted => (vec![followers], vec![public], named),
            Visibility::Private => (vec![followers], Vec::new(), named),
            Visibility::Direct => (named, Vec::new(), Vec::new()),
        };
        let mut seen = HashSet::new();
        rest.retain(|it| seen.insert(it.clone()));
        cc.extend(rest);
        Self { to, cc }
    }

    /// Adds them to a document.
    pub(super) fn address(&self, document: &mut Value) {
        document["to"] = json!(self.to);
        document["cc"] = json!(self.cc);
    }
}

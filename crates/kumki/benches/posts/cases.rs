//! What is asked for.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::world::{COMMON, PROLIFIC, RARE, TAG, World, account_id};

pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// Where the server answers it.
    path: &'static str,
    /// Where the bare handler does: a path of its own, so that it has nothing to read.
    bare_path: &'static str,
    /// Where in the answer the list is.
    list: &'static str,
    /// How many at least are on the page.
    pub(crate) least: usize,
}

/// The reader's list is the first that was made.
pub(crate) const CASES: &[Case] = &[
    Case {
        name: "home",
        path: "/api/v1/timelines/home?limit=20",
        bare_path: "/home",
        list: "",
        least: 20,
    },
    Case {
        name: "public",
        path: "/api/v1/timelines/public?limit=20",
        bare_path: "/public",
        list: "",
        least: 20,
    },
    Case {
        name: "local",
        path: "/api/v1/timelines/public?local=true&limit=20",
        bare_path: "/local",
        list: "",
        least: 20,
    },
    Case {
        name: "tag",
        path: "/api/v1/timelines/tag/TAG?limit=20",
        bare_path: "/tag",
        list: "",
        least: 20,
    },
    Case {
        name: "list of 100 people",
        path: "/api/v1/timelines/list/1?limit=20",
        bare_path: "/list",
        list: "",
        least: 20,
    },
    Case {
        name: "posts of an account",
        path: "/api/v1/accounts/ACCOUNT/statuses?limit=20",
        bare_path: "/account",
        list: "",
        least: 20,
    },
    Case {
        name: "thread of 71",
        path: "/api/v1/statuses/THREAD/context",
        bare_path: "/thread/THREAD",
        list: "descendants",
        least: 60,
    },
    Case {
        name: "notifications",
        path: "/api/v1/notifications?limit=20",
        bare_path: "/notifications",
        list: "",
        least: 20,
    },
    Case {
        name: "grouped notifications",
        path: "/api/v2/notifications?limit=20",
        bare_path: "/groups",
        list: "notification_groups",
        least: 20,
    },
    Case {
        name: "search for a rare word",
        path: "/api/v2/search?type=statuses&limit=20&q=RARE",
        bare_path: "/rare",
        list: "statuses",
        least: 20,
    },
    Case {
        name: "search for a common word",
        path: "/api/v2/search?type=statuses&limit=20&q=COMMON",
        bare_path: "/common",
        list: "statuses",
        least: 20,
    },
];

impl Case {
    pub(crate) fn line(&self, world: &World) -> String {
        filled(self.path, world)
    }

    pub(crate) fn bare_line(&self, world: &World) -> String {
        filled(self.bare_path, world)
    }

    /// How many are on the page.
    pub(crate) fn count(&self, body: &[u8]) -> Result<usize> {
        let body: Value = serde_json::from_slice(body)?;
        let list = match self.list {
            "" => &body,
            name => &body[name],
        };
        Ok(list.as_array().context("a list")?.len())
    }
}

fn filled(path: &str, world: &World) -> String {
    let path = path
        .replace("TAG", TAG)
        .replace("ACCOUNT", &account_id(PROLIFIC).to_string())
        .replace("THREAD", &world.status_id(world.thread()).to_string())
        .replace("RARE", RARE)
        .replace("COMMON", COMMON);
    format!("GET {path}")
}

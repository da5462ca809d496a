//! What is asked for, once as parameters and once as the filter that they stand for.

use std::net::IpAddr;

use store::{
    account_list::{Filter, IpRange, Origin, Pattern, Status, Window},
    user_ips::to_bytes,
};

use crate::seed;

pub(crate) struct Case {
    pub(crate) name: &'static str,
    query: &'static str,
    pub(crate) filter: fn() -> Filter,
}

pub(crate) const SIZES: [i64; 2] = [50, 100];

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "no filter",
        query: "",
        filter: Filter::default,
    },
    Case {
        name: "local and active",
        query: "origin=local&status=active&",
        filter: || Filter {
            origin: Some(Origin::Local),
            status: Some(Status::Active),
            ..Filter::default()
        },
    },
    Case {
        name: "domain",
        query: "by_domain=d3.example&",
        filter: || Filter {
            domain: Some(seed::domain(3)),
            ..Filter::default()
        },
    },
    Case {
        name: "e-mail",
        query: "email=osprey&",
        filter: || Filter {
            email: Some(Pattern::starts_with(seed::RARE)),
            ..Filter::default()
        },
    },
    Case {
        name: "address",
        query: "ip=203.0.113.7&",
        filter: || Filter {
            ip: Some(IpRange {
                first: to_bytes(IpAddr::from(seed::RARE_IP)),
                last: to_bytes(IpAddr::from(seed::RARE_IP)),
            }),
            ..Filter::default()
        },
    },
    Case {
        name: "user name",
        query: "username=osprey&",
        filter: || Filter {
            username: Some(Pattern::starts_with(seed::RARE)),
            ..Filter::default()
        },
    },
];

impl Case {
    /// Where the server answers it.
    pub(crate) fn path(&self, size: i64) -> String {
        format!("GET /api/v2/admin/accounts?{}limit={size}", self.query)
    }

    /// Where the bare handler does: a path of its own, so that it has nothing to read.
    pub(crate) fn bare_path(&self, size: i64) -> String {
        format!("/{}/{size}", self.name.replace(' ', "-"))
    }

    pub(crate) fn window(size: i64) -> Window {
        Window {
            max_id: None,
            since_id: None,
            min_id: None,
            limit: size,
        }
    }
}

use std::{
    collections::{HashMap, HashSet},
    net::IpAddr,
};

use api::{
    Empty, Open, Page, Timestamp,
    admin::{
        domain_allows::AdminDomainAllow,
        domain_blocks::AdminDomainBlock,
        instances::{
            AdminInstance, Availability, ClearDeliveryErrors, GetInstance, InstanceCounts,
            InstanceOrder, InstanceReport, ListInstances, PurgeInstance, RestartDelivery,
            StopDelivery,
        },
    },
};
use domain::{
    Context, Permission, Violation, moderation_notes,
    numbers::in_words,
    servers::instances::{self, Report},
};
use store::{
    domain_allows, domain_blocks, hosts,
    instances::{Instance, Order, Place, Trouble, Wanted},
};

use super::{accounts::given, domain_allows as allows, notes};
use crate::{
    Error,
    entities::{admin_acts, admin_domain_block},
    paging::{Sizes, page_before, size},
    route::Answer,
};

const SIZES: Sizes = Sizes {
    default: 40,
    most: 200,
};

/// No server has a longer one.
const LONGEST_NAME: usize = 255;

impl Answer for ListInstances {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminInstance>, Error> {
        cx.moderator(Permission::ManageFederation)?;
        let Some(wanted) = wanted(&self)? else {
            return Ok(Page::empty());
        };
        let kept = instances::list(cx, &wanted)?;
        let last = kept.last().filter(|_| kept.len() as i64 == wanted.limit);
        let next = last.map(|it| ("after", format!("{},{}", it.accounts_count, it.domain)));
        let items = show(cx, kept)?;
        Ok(page_before(&cx.site, &self, items, next))
    }
}

/// None where nothing can be meant.
fn wanted(request: &ListInstances) -> Result<Option<Wanted>, Error> {
    let mut found = Vec::new();
    let trouble = match &request.availability {
        None | Some(Open::Known(Availability::Available)) => None,
        Some(Open::Known(Availability::Failing)) => Some(Trouble::Failing),
        Some(Open::Known(Availability::Unavailable)) => Some(Trouble::Unavailable),
        Some(Open::Unknown(text)) => {
            let violation = Violation::not_listed("availability", "Availability");
            found.extend((!text.is_empty()).then_some(violation));
            None
        }
    };
    let order = match &request.order {
        None | Some(Open::Known(InstanceOrder::Accounts)) => Order::Accounts,
        Some(Open::Known(InstanceOrder::Domain)) => Order::Domain,
        Some(Open::Unknown(text)) => {
            let violation = Violation::not_listed("order", "Order");
            found.extend((!text.is_empty()).then_some(violation));
            Order::Accounts
        }
    };
    if !found.is_empty() {
        return Err(domain::Error::Invalid(found).into());
    }
    let after = match given(&request.after) {
        None => None,
        Some(text) => match place(text) {
            Some(place) => Some(place),
            None => return Ok(None),
        },
    };
    let part = given(&request.by_domain).map(|it| it.trim().to_lowercase());
    if part.as_ref().is_some_and(|it| it.len() > LONGEST_NAME) {
        return Ok(None);
    }
    let limit = size(&request.limit, SIZES);
    Ok((limit > 0).then_some(Wanted {
        is_limited: request.limited,
        is_allowed: request.allowed,
        part_of_name: part,
        trouble,
        order,
        after,
        limit,
    }))
}

fn place(text: &str) -> Option<Place> {
    let (count, domain) = text.split_once(',')?;
    Some(Place {
        accounts_count: count.parse().ok()?,
        domain: domain.to_owned(),
    })
}

impl Answer for GetInstance {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<InstanceReport, Error> {
        let server = instances::get(cx, &self.domain)?;
        let report = instances::report(cx, &server, self.include_subdomains)?;
        let kept = moderation_notes::on_server(cx, &server.domain)?;
        let notes = notes::show(cx, &kept)?;
        let acts = match &report.entries {
            Some(entries) => Some(admin_acts(cx, entries)?),
            None => None,
        };
        Ok(InstanceReport {
            instance: show_one(cx, server)?,
            counts: counts(&report),
            failing_days: report.failing_days.iter().copied().map(in_words).collect(),
            unavailable_since: report.unavailable.map(|it| Timestamp(it.created_at)),
            delivery_stopped: report
                .unavailable
                .is_some_and(|it| it.next_try_at.is_none()),
            deliveries_waiting: report.waiting,
            acts,
            notes,
        })
    }
}

fn counts(report: &Report) -> InstanceCounts {
    let counts = report.counts;
    InstanceCounts {
        accounts: report.accounts,
        followers: counts.followers,
        following: counts.following,
        statuses: counts.statuses,
        reports: counts.reports,
        media_bytes: counts.media_bytes,
    }
}

impl Answer for ClearDeliveryErrors {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminInstance, Error> {
        let server = instances::clear_delivery_errors(cx, &self.domain)?;
        show_one(cx, server)
    }
}

impl Answer for StopDelivery {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminInstance, Error> {
        let server = instances::stop_delivery(cx, &self.domain)?;
        show_one(cx, server)
    }
}

impl Answer for RestartDelivery {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminInstance, Error> {
        let server = instances::restart_delivery(cx, &self.domain)?;
        show_one(cx, server)
    }
}

impl Answer for PurgeInstance {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        instances::purge(cx, &self.domain, self.include_subdomains)?;
        Ok(Empty {})
    }
}

fn show_one(cx: &mut Context, server: Instance) -> Result<AdminInstance, Error> {
    let shown = show(cx, vec![server])?.pop();
    Ok(shown.ok_or(domain::Error::NotFound)?)
}

/// With what is decided about each, and how it is reached.
fn show(cx: &mut Context, servers: Vec<Instance>) -> Result<Vec<AdminInstance>, Error> {
    let domains: Vec<String> = servers.iter().map(|it| it.domain.clone()).collect();
    let hosts: Vec<String> = servers
        .iter()
        .map(|it| it.delivery_host().to_owned())
        .collect();
    let blocks = domain_blocks::of_any(&mut cx.tx, &domains)?.into_iter();
    let blocks = blocks.map(|it| (it.domain.clone(), admin_domain_block(it)));
    let mut blocks: HashMap<String, AdminDomainBlock> = blocks.collect();
    let allows = domain_allows::of_any(&mut cx.tx, &domains)?.into_iter();
    let allows = allows.map(|it| (it.domain.clone(), allows::show(it)));
    let mut allows: HashMap<String, AdminDomainAllow> = allows.collect();
    let given_up = hosts::unavailable_among(&mut cx.tx, &hosts)?.into_iter();
    let given_up: HashSet<String> = given_up.map(|(host, _)| host).collect();
    let troubled = hosts::troubled_among(&mut cx.tx, &hosts)?;
    let troubled: HashSet<String> = troubled.into_iter().collect();
    let availability = |it: &Instance| match it.delivery_host() {
        host if given_up.contains(host) => Availability::Unavailable,
        host if troubled.contains(host) => Availability::Failing,
        _ => Availability::Available,
    };
    let mut shown = Vec::with_capacity(servers.len());
    for it in servers {
        shown.push(AdminInstance {
            availability: availability(&it).into(),
            block: blocks.remove(&it.domain),
            allow: allows.remove(&it.domain),
            accounts_count: it.accounts_count,
            created_at: Timestamp(it.created_at),
            domain: it.domain,
        });
    }
    Ok(shown)
}

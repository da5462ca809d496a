use std::net::IpAddr;

use api::{
    Empty, Page, Timestamp,
    admin::email_domain_blocks::{
        AdminEmailDomainBlock, AttemptsOnDay, CreateEmailDomainBlock,
        CreateEmailDomainBlockWithHosts, DeleteEmailDomainBlock, GetEmailDomainBlock,
        ListEmailDomainBlocks, ResolveEmailDomain, ResolvedEmailDomain, UpdateEmailDomainBlock,
    },
};
use domain::{
    Context, Permission,
    gates::{
        MailHosts,
        email_domain_blocks::{self, Change, History},
    },
    servers, tags,
};
use store::email_domain_blocks::EmailDomainBlock;

use super::{accounts::moment, ip_blocks::SIZES};
use crate::{
    Error,
    entities::id,
    paging::{cursor, page},
    route::Answer,
};

impl Answer for ListEmailDomainBlocks {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminEmailDomainBlock>, Error> {
        cx.moderator(Permission::ManageBlocks)?;
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let kept = email_domain_blocks::list(cx, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = show_all(cx, kept)?;
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for GetEmailDomainBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminEmailDomainBlock, Error> {
        let block = email_domain_blocks::get(cx, id(&self.id))?;
        show(cx, block)
    }
}

impl Answer for CreateEmailDomainBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminEmailDomainBlock, Error> {
        cx.moderator(Permission::ManageBlocks)?;
        let change = change(self.allow_with_approval, self.comment, &self.expires_at)?;
        let block = email_domain_blocks::create(cx, &self.domain, &change)?;
        show(cx, block)
    }
}

impl Answer for DeleteEmailDomainBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        email_domain_blocks::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

impl Answer for UpdateEmailDomainBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminEmailDomainBlock, Error> {
        let block = email_domain_blocks::get(cx, id(&self.id))?;
        let change = change(self.allow_with_approval, self.comment, &self.expires_at)?;
        let block = email_domain_blocks::update(cx, block.id, &change)?;
        show(cx, block)
    }
}

impl Answer for ResolveEmailDomain {
    fn asks_others(&self) -> bool {
        true
    }

    fn mail_domain(&self, cx: &mut Context) -> Result<Option<String>, Error> {
        cx.moderator(Permission::ManageBlocks)?;
        Ok(servers::normalize(&self.domain).ok())
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<ResolvedEmailDomain, Error> {
        cx.moderator(Permission::ManageBlocks)?;
        let domain = servers::normalize(&self.domain).map_err(domain::Error::Invalid)?;
        let found = cx.mail.clone();
        let found = found.unwrap_or_else(|| MailHosts::unknown(&domain));
        let mut hosts = found.exchanges.clone();
        hosts.push(domain.clone());
        let blocks = email_domain_blocks::rules_for(cx, &hosts)?;
        Ok(ResolvedEmailDomain {
            domain,
            hosts: found.exchanges,
            is_reachable: found.is_reachable,
            email_domain_blocks: show_all(cx, blocks)?,
        })
    }
}

impl Answer for CreateEmailDomainBlockWithHosts {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<AdminEmailDomainBlock>, Error> {
        cx.moderator(Permission::ManageBlocks)?;
        let change = change(self.allow_with_approval, self.comment, &self.expires_at)?;
        let blocks =
            email_domain_blocks::create_with_hosts(cx, &self.domain, &self.hosts, &change)?;
        show_all(cx, blocks)
    }
}

fn change(
    allow_with_approval: Option<bool>,
    comment: Option<String>,
    expires_at: &Option<String>,
) -> Result<Change, Error> {
    let end = moment("expires_at", "Expires at", expires_at)?;
    Ok(Change {
        allow_with_approval,
        comment,
        expires_at: expires_at.is_some().then_some(end),
    })
}

fn show(cx: &mut Context, block: EmailDomainBlock) -> Result<AdminEmailDomainBlock, Error> {
    let shown = show_all(cx, vec![block])?.pop();
    Ok(shown.ok_or(domain::Error::NotFound)?)
}

pub(super) fn show_all(
    cx: &mut Context,
    blocks: Vec<EmailDomainBlock>,
) -> Result<Vec<AdminEmailDomainBlock>, Error> {
    let ids: Vec<i64> = blocks.iter().map(|it| it.id).collect();
    let history = History::load(cx, &ids)?;
    let day = |it: store::email_domain_days::BlockDay| AttemptsOnDay {
        day: tags::begin_of(it.day).to_string(),
        accounts: it.addresses.to_string(),
        uses: it.uses.to_string(),
    };
    let show = |it: EmailDomainBlock| AdminEmailDomainBlock {
        history: history.days(it.id).map(day).collect(),
        id: it.id.to_string(),
        domain: it.domain,
        created_at: Timestamp(it.created_at),
        allow_with_approval: it.allow_with_approval,
        parent_id: it.parent_id.map(|it| it.to_string()),
        comment: it.comment,
        expires_at: it.expires_at.map(Timestamp),
        hits: it.hits,
        last_hit_at: it.last_hit_at.map(Timestamp),
    };
    Ok(blocks.into_iter().map(show).collect())
}

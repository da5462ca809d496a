use std::{collections::HashMap, net::IpAddr};

use api::{
    Empty, Linked, Open, Page,
    admin::domain_blocks::{
        AdminDomainBlock, CreateDomainBlock, DeleteDomainBlock, DomainBlockPreview,
        DomainBlockSeverity, DomainPolicy, GetDomainBlock, ListDomainBlocks, LookUpDomain,
        MemberLoss, PreviewDomainBlock, UpdateDomainBlock,
    },
};
use domain::{
    Context, Permission,
    servers::{
        self,
        blocks::{self, Change},
    },
};
use store::accounts;

use super::accounts::moment;
use crate::{
    Error,
    entities::{admin_domain_block, id},
    paging::{Sizes, cursor, page},
    route::Answer,
};

pub(super) const SIZES: Sizes = Sizes {
    default: 100,
    most: 500,
};

impl Answer for ListDomainBlocks {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Page<AdminDomainBlock>, Error> {
        cx.moderator(Permission::ManageFederation)?;
        let Some(window) = cursor!(self).window(SIZES) else {
            return Ok(Page::empty());
        };
        let kept = blocks::list(cx, window)?;
        let ids: Vec<i64> = kept.iter().map(|it| it.id).collect();
        let items = kept.into_iter().map(admin_domain_block).collect();
        Ok(page(&cx.site, &self, items, &ids, window))
    }
}

impl Answer for GetDomainBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminDomainBlock, Error> {
        Ok(admin_domain_block(blocks::get(cx, id(&self.id))?))
    }
}

impl Answer for CreateDomainBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminDomainBlock, Error> {
        cx.moderator(Permission::ManageFederation)?;
        let expires_at = moment("expires_at", "Expires at", &self.expires_at)?;
        let change = Change {
            severity: severity_word(self.severity),
            reject_media: self.reject_media,
            reject_reports: self.reject_reports,
            private_comment: self.private_comment,
            public_comment: self.public_comment,
            obfuscate: self.obfuscate,
            grace_days: self.grace_days,
            expires_at: Some(expires_at),
            subscription_id: None,
        };
        Ok(admin_domain_block(blocks::create(
            cx,
            &self.domain,
            &change,
        )?))
    }
}

impl Answer for UpdateDomainBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminDomainBlock, Error> {
        let block = blocks::get(cx, id(&self.id))?;
        let expires_at = moment("expires_at", "Expires at", &self.expires_at)?;
        let change = Change {
            severity: severity_word(self.severity),
            reject_media: self.reject_media,
            reject_reports: self.reject_reports,
            private_comment: self.private_comment,
            public_comment: self.public_comment,
            obfuscate: self.obfuscate,
            grace_days: self.grace_days,
            expires_at: self.expires_at.is_some().then_some(expires_at),
            subscription_id: None,
        };
        Ok(admin_domain_block(blocks::update(cx, block.id, &change)?))
    }
}

pub(super) fn severity_word(severity: Option<Open<DomainBlockSeverity>>) -> Option<String> {
    severity.map(|it| it.to_text())
}

impl Answer for DeleteDomainBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        blocks::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

impl Answer for LookUpDomain {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<DomainPolicy, Error> {
        let (domain, rule) = servers::look_up(cx, &self.domain)?;
        Ok(DomainPolicy {
            allowed: servers::is_allowed(cx, &domain)?,
            rule: rule.map(admin_domain_block),
            domain,
        })
    }
}

impl Answer for PreviewDomainBlock {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Linked<DomainBlockPreview>, Error> {
        let window = cursor!(self).part(SIZES);
        let (domain, totals, losses) = servers::preview(cx, &self.domain, window)?;
        let ids: Vec<i64> = losses.iter().map(|it| it.account_id).collect();
        let people = accounts::find_many(&mut cx.tx, &ids)?.into_iter();
        let mut names: HashMap<i64, String> = people.map(|it| (it.id, it.username)).collect();
        let show = |it: store::losses::Loss| MemberLoss {
            account_id: it.account_id.to_string(),
            username: names.remove(&it.account_id).unwrap_or_default(),
            followers_count: it.followers,
            following_count: it.following,
        };
        let members = losses.into_iter().map(show).collect();
        let Page { items, links } = page(&cx.site, &self, members, &ids, window);
        Ok(Linked {
            body: DomainBlockPreview {
                domain,
                accounts_count: totals.accounts,
                followers_count: totals.followers,
                following_count: totals.following,
                members_count: totals.members,
                members: items,
            },
            links,
        })
    }
}

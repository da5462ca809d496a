use api::{Timestamp, admin::domain_blocks::AdminDomainBlock, entities};
use domain::servers::{self, Shown};
use store::domain_blocks::DomainBlock;

use super::word;

pub(crate) fn admin_domain_block(block: DomainBlock) -> AdminDomainBlock {
    AdminDomainBlock {
        id: block.id.to_string(),
        digest: servers::digest(&block.domain),
        domain: block.domain,
        created_at: Timestamp(block.created_at),
        severity: word(&block.severity),
        reject_media: block.reject_media,
        reject_reports: block.reject_reports,
        private_comment: block.private_comment,
        public_comment: block.public_comment,
        obfuscate: block.obfuscate,
        expires_at: block.expires_at.map(Timestamp),
        deletion_due_at: block.deletion_due_at.map(Timestamp),
    }
}

pub(crate) fn domain_block(shown: Shown) -> entities::DomainBlock {
    entities::DomainBlock {
        domain: shown.domain,
        digest: shown.digest,
        severity: shown.severity,
        comment: shown.comment,
    }
}

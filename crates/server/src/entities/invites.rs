use api::{Timestamp, entities::Invite};
use domain::Context;
use store::invites;

pub(crate) fn invite(cx: &Context, kept: invites::Invite) -> Invite {
    Invite {
        available: kept.is_available(cx.now),
        id: kept.id.to_string(),
        code: kept.code,
        account_id: kept.account_id.to_string(),
        comment: kept.comment,
        autofollow: kept.autofollow,
        max_uses: kept.max_uses,
        uses: kept.uses,
        expires_at: kept.expires_at.map(Timestamp),
        created_at: Timestamp(kept.created_at),
    }
}

use api::{Timestamp, admin::webhooks::AdminWebhook};
use store::webhooks::Webhook;

pub(crate) fn admin_webhook(kept: &Webhook) -> AdminWebhook {
    AdminWebhook {
        id: kept.id.to_string(),
        url: kept.url.clone(),
        events: kept.events().into_iter().map(str::to_owned).collect(),
        enabled: kept.is_enabled,
        secret: kept.secret.clone(),
        template: kept.template.clone(),
        account_id: kept.account_id.map(|it| it.to_string()),
        last_told_at: kept.last_told_at.map(Timestamp),
        last_answer: kept.last_answer.clone(),
        created_at: Timestamp(kept.created_at),
        updated_at: Timestamp(kept.updated_at),
    }
}

use std::net::IpAddr;

use api::{
    Empty, Timestamp,
    admin::webhooks::{
        AdminWebhook, CreateWebhook, DeleteWebhook, DisableWebhook, EnableWebhook, GetWebhook,
        ListWebhooks, RotateWebhookSecret, TestWebhook, UpdateWebhook, WebhookTest,
    },
};
use domain::{
    Context,
    webhooks::{self, Wanted},
};

use super::accounts::given;
use crate::{
    Error,
    entities::{admin_webhook, id},
    route::Answer,
};

impl Answer for ListWebhooks {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<AdminWebhook>, Error> {
        Ok(webhooks::list(cx)?.iter().map(admin_webhook).collect())
    }
}

impl Answer for GetWebhook {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminWebhook, Error> {
        Ok(admin_webhook(&webhooks::get(cx, id(&self.id))?))
    }
}

impl Answer for CreateWebhook {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminWebhook, Error> {
        let wanted = Wanted {
            url: Some(self.url),
            events: Some(self.events),
            template: self.template,
        };
        let made = webhooks::create(cx, wanted, self.enabled.unwrap_or(true))?;
        Ok(admin_webhook(&made))
    }
}

impl Answer for UpdateWebhook {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminWebhook, Error> {
        let wanted = Wanted {
            url: self.url,
            events: self.events,
            template: self.template,
        };
        Ok(admin_webhook(&webhooks::change(cx, id(&self.id), wanted)?))
    }
}

impl Answer for DeleteWebhook {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        webhooks::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

impl Answer for EnableWebhook {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminWebhook, Error> {
        Ok(admin_webhook(&webhooks::set_enabled(
            cx,
            id(&self.id),
            true,
        )?))
    }
}

impl Answer for DisableWebhook {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminWebhook, Error> {
        Ok(admin_webhook(&webhooks::set_enabled(
            cx,
            id(&self.id),
            false,
        )?))
    }
}

impl Answer for RotateWebhookSecret {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminWebhook, Error> {
        Ok(admin_webhook(&webhooks::rotate_secret(cx, id(&self.id))?))
    }
}

impl Answer for TestWebhook {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<WebhookTest, Error> {
        let occasion = webhooks::test(cx, id(&self.id), given(&self.event))?;
        Ok(WebhookTest {
            event: occasion.word().to_owned(),
            queued_at: Timestamp(cx.now),
        })
    }
}

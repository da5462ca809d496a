//! Confirming one's address.

use std::net::IpAddr;

use api::{
    Empty,
    emails::{CheckConfirmation, ResendConfirmation},
};
use domain::{Context, confirmation, emails};

use crate::{Error, route::Answer};

impl Answer for ResendConfirmation {
    fn mail_domain(&self, _: &mut Context) -> Result<Option<String>, Error> {
        Ok(self.email.as_deref().and_then(emails::domain_in))
    }

    fn answer(self, cx: &mut Context, ip: IpAddr) -> Result<Empty, Error> {
        confirmation::resend(cx, self.email.as_deref(), ip)?;
        Ok(Empty {})
    }
}

impl Answer for CheckConfirmation {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<bool, Error> {
        Ok(cx.member()?.user.confirmed_at.is_some())
    }
}

//! Confirming one's address.

use std::net::IpAddr;

use api::{
    Empty,
    emails::{CheckConfirmation, ResendConfirmation},
};
use domain::{Context, confirmation};

use crate::{Error, route::Answer};

impl Answer for ResendConfirmation {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        confirmation::resend(cx, self.email.as_deref())?;
        Ok(Empty {})
    }
}

impl Answer for CheckConfirmation {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<bool, Error> {
        Ok(cx.member()?.user.confirmed_at.is_some())
    }
}

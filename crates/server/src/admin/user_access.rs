use std::net::IpAddr;

use api::admin::{
    accounts::AdminAccount,
    user_access::{
        ChangeEmail, ConfirmEmail, RemoveAvatar, RemoveHeader, RemoveSecondFactor,
        ResendConfirmationTo, ResetPassword,
    },
};
use domain::{Context, Permission, accounts, emails};

use super::accounts::shows_the_account;
use crate::{
    Error,
    entities::{admin_account, id},
    route::Answer,
};

shows_the_account! {
    ResendConfirmationTo: accounts::resend_confirmation,
    ResetPassword: accounts::reset_password,
    RemoveSecondFactor: accounts::remove_second_factor,
    RemoveAvatar: accounts::remove_avatar,
    RemoveHeader: accounts::remove_header,
}

impl Answer for ConfirmEmail {
    fn mail_domain(&self, cx: &mut Context) -> Result<Option<String>, Error> {
        Ok(accounts::mail_domain(cx, id(&self.id))?)
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAccount, Error> {
        let id = id(&self.id);
        accounts::confirm(cx, id)?;
        Ok(admin_account(cx, id)?)
    }
}

impl Answer for ChangeEmail {
    fn mail_domain(&self, cx: &mut Context) -> Result<Option<String>, Error> {
        cx.moderator(Permission::ManageUserAccess)?;
        Ok(emails::domain_in(&self.email))
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminAccount, Error> {
        let id = id(&self.id);
        accounts::change_email(cx, id, &self.email)?;
        Ok(admin_account(cx, id)?)
    }
}

//! Taking back what one has shown of oneself.

use std::net::IpAddr;

use api::{
    entities::CredentialAccount,
    profile::{RemoveAvatar, RemoveHeader},
};
use domain::{
    Context,
    profile::{self, Picture},
};

use crate::{Error, accounts::credentials, route::Answer};

impl Answer for RemoveAvatar {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<CredentialAccount, Error> {
        remove(cx, Picture::Avatar)
    }
}

impl Answer for RemoveHeader {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<CredentialAccount, Error> {
        remove(cx, Picture::Header)
    }
}

fn remove(cx: &mut Context, picture: Picture) -> Result<CredentialAccount, Error> {
    let id = cx.member()?.account.id;
    profile::remove_picture(cx, picture)?;
    credentials(cx, id)
}

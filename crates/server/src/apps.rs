//! Programs that act for members.

use std::net::IpAddr;

use api::{
    Scope,
    apps::{CreateApp, VerifyApp},
    entities::{Application, CredentialApplication},
};
use domain::{
    Context,
    apps::{self, NewApp},
};

use crate::{Error, authorize, entities::application, route::Answer};

impl Answer for CreateApp {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<CredentialApplication, Error> {
        let known: Vec<&str> = Scope::ALL.iter().map(|it| it.as_str()).collect();
        let uris = self
            .redirect_uris
            .iter()
            .flat_map(|it| it.split_whitespace());
        let app = NewApp {
            name: self.client_name,
            redirect_uris: uris.map(str::to_owned).collect(),
            scopes: self.scopes,
            website: self.website,
        };
        let (app, client_secret) = apps::create(cx, &app, &known)?;
        Ok(CredentialApplication {
            application: application(cx, &app)?,
            client_id: app.client_id,
            client_secret,
            client_secret_expires_at: 0,
        })
    }
}

impl Answer for VerifyApp {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Application, Error> {
        let token = authorize::token_of(&cx.caller).ok_or(Error::Unauthenticated)?;
        let id = token.application_id;
        let app = store::applications::find(&mut cx.tx, id)?.ok_or(domain::Error::NotFound)?;
        Ok(application(cx, &app)?)
    }
}

//! Who may come in.

use std::{net::IpAddr, panic::resume_unwind};

use api::Scope;
use axum::http::{Method, header::SEC_WEBSOCKET_PROTOCOL, request::Parts};
use domain::{
    Caller, Standing,
    streaming::{self, Stream},
};
use serde_json::{Map, Value};
use tokio::task::spawn_blocking;

use super::{refusal::Refusal, seats::Seat};
use crate::{App, Error, authorize, client_address, limits::Call, params};

/// A member in good standing, with a token that is good for something.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    pub(super) account_id: i64,
    pub(super) token_id: i64,
    pub(super) ip: IpAddr,
    scopes: String,
}

impl Reader {
    pub(super) fn may(&self, needed: Scope) -> bool {
        let has = |it: Scope| self.scopes.split(' ').any(|word| word == it.as_str());
        needed.accepted().any(has)
    }

    #[cfg(test)]
    pub(super) fn with_scopes(scopes: &str) -> Self {
        Self {
            account_id: 1,
            token_id: 1,
            ip: [127, 0, 0, 1].into(),
            scopes: scopes.to_owned(),
        }
    }
}

/// What came with a request.
pub(super) struct Visit {
    pub(super) fields: Map<String, Value>,
    secret: Option<String>,
    ip: IpAddr,
    path: String,
}

impl Visit {
    pub(super) fn read(app: &App, parts: &Parts) -> Result<Self, Refusal> {
        let query = parts.uri.query().unwrap_or_default();
        let fields = params::form(query.as_bytes()).map_err(Refusal::Broken)?;
        // Browsers cannot send headers of their own with a WebSocket; this one they can.
        let protocol = parts.headers.get(SEC_WEBSOCKET_PROTOCOL);
        let protocol = protocol.and_then(|it| it.to_str().ok()?.split(',').next());
        let secret = authorize::bearer(&parts.headers, &fields)
            .or_else(|| protocol.map(|it| it.trim().to_owned()));
        let trusted = &app.options.trusted_proxies;
        Ok(Self {
            fields,
            secret,
            ip: client_address::of(&parts.extensions, &parts.headers, trusted),
            path: parts.uri.path().to_owned(),
        })
    }

    /// Finds out who it is and gives her a seat.
    pub(super) async fn enter(&self, app: &App) -> Result<(Reader, Seat), Refusal> {
        let secret = self.secret.as_deref().ok_or(Refusal::NoToken)?;
        let reader = self.identify(app, secret).await?;
        self.slow_down(app, &reader)?;
        app.streams.open(app).await?;
        let seat = Seat::take(&app.streams, &reader)?;
        // From now on she is cut when she is frozen or shut out; she may have been since she was looked at.
        self.identify(app, secret).await?;
        if app.gate.shuts_out(self.ip, app.now()) {
            return Err(Refusal::Unavailable);
        }
        Ok((reader, seat))
    }

    async fn identify(&self, app: &App, secret: &str) -> Result<Reader, Refusal> {
        let (secret, ip) = (secret.to_owned(), self.ip);
        ask(app, move |app| identify(app, &secret, ip)).await
    }

    fn slow_down(&self, app: &App, reader: &Reader) -> Result<(), Refusal> {
        let call = Call {
            method: &Method::GET,
            path: &self.path,
            is_paged: false,
            ip: self.ip,
            member: Some(reader.account_id),
            token: Some(reader.token_id),
        };
        let allowance = match app.options.rate_limits {
            true => app.limits.count(&call, app.now()),
            false => None,
        };
        match allowance.is_some_and(|it| it.is_exceeded) {
            true => Err(Refusal::TooMany),
            false => Ok(()),
        }
    }
}

fn identify(app: &App, secret: &str, ip: IpAddr) -> Result<Reader, Refusal> {
    let mut cx = app.read()?;
    let Caller::Member(member) =
        authorize::identify(&mut cx, Some(secret)).map_err(Refusal::Broken)?
    else {
        return Err(Refusal::BadToken);
    };
    let is_good = member.standing() == Standing::Good;
    let account_id = member.account.id;
    let token = member.token.filter(|it| it.revoked_at.is_none() && is_good);
    let token = token.ok_or(Refusal::BadToken)?;
    Ok(Reader {
        account_id,
        token_id: token.id,
        ip,
        scopes: token.scopes,
    })
}

/// Lists are only for their owners.
pub(super) async fn may_watch(app: &App, reader: &Reader, stream: &Stream) -> Result<(), Refusal> {
    let Stream::List(list_id) = *stream else {
        return Ok(());
    };
    let account_id = reader.account_id;
    let is_own = ask(app, move |app| {
        Ok(streaming::owns_list(&mut app.read()?, account_id, list_id)?)
    });
    match is_own.await? {
        true => Ok(()),
        false => Err(Refusal::NotYourList),
    }
}

/// Asks the database, where nobody waits for it.
async fn ask<T: Send + 'static>(
    app: &App,
    question: impl FnOnce(&App) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let app = app.clone();
    match spawn_blocking(move || question(&app)).await {
        Ok(answer) => answer,
        Err(failure) if failure.is_panic() => resume_unwind(failure.into_panic()),
        Err(_) => Err(Refusal::Broken(Error::Busy)),
    }
}

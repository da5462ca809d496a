//! From a request to an answer: read, authorize, begin, answer, save.

use std::{net::IpAddr, panic::resume_unwind, sync::Arc};

use api::{Access, Endpoint, Loose, Reply};
use axum::{
    Router,
    body::Body,
    extract::{FromRequestParts, RawPathParams, Request, State},
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, VARY},
    },
    response::{IntoResponse, Response},
    routing::{MethodFilter, on},
};
use domain::{Caller, Context, sign_in};
use serde_json::{Map, Value};
use tokio::task::spawn_blocking;

use crate::{
    App, Error, authorize, client_address,
    limits::{Allowance, Call},
    params,
    reply::JSON,
    shape::Shapes,
};

/// How this server answers an endpoint. Endpoints without an answer do not compile.
///
/// Answers are not async, so that none waits for the network while its transaction is open.
pub(crate) trait Answer: Endpoint {
    /// How many bytes the body may have.
    const BODY_LIMIT: usize = 1 << 20;

    /// Whether [`prepare`](Self::prepare) takes so long that only a few may do it at the same time.
    const IS_HEAVY: bool = false;

    /// What takes long and needs no transaction, such as hashing a password. The token is good.
    fn prepare(&mut self, _: &App) -> Result<(), Error> {
        Ok(())
    }

    /// Whether to answer as if it had happened, and then not save it.
    fn is_dry_run(&self) -> bool {
        false
    }

    fn answer(self, cx: &mut Context, ip: IpAddr) -> Result<Self::Response, Error>;
}

/// Adds the route of one endpoint, with and without a slash at the end.
pub(crate) fn add<E: Answer>(router: Router<App>) -> Router<App> {
    let Ok(mut methods) = MethodFilter::try_from(E::METHOD) else {
        unreachable!("axum routes every method that the API uses")
    };
    // Rails takes either for a change.
    if E::METHOD == Method::PUT || E::METHOD == Method::PATCH {
        methods = MethodFilter::PUT.or(MethodFilter::PATCH);
    }
    let entry = Arc::new(Entry {
        access: E::ACCESS,
        is_read_only: E::METHOD == Method::GET,
        body_limit: E::BODY_LIMIT,
        headers: E::HEADERS,
        is_heavy: E::IS_HEAVY,
        shapes: Shapes::of::<E>(),
        read: read::<E>,
    });
    let handler = move |State(app): State<App>, request: Request| serve(app, entry, request);
    let slashed = format!("{}/", E::PATH);
    router
        .route(E::PATH, on(methods, handler.clone()))
        .route(&slashed, on(methods, handler))
}

/// An endpoint without its type, so that what follows is compiled once and not for each.
struct Entry {
    access: Access,
    is_read_only: bool,
    body_limit: usize,
    /// Fields that travel in headers.
    headers: &'static [(&'static str, &'static str)],
    is_heavy: bool,
    shapes: Shapes,
    read: Read,
}

type Read = fn(Map<String, Value>) -> Result<Box<dyn Asked>, Error>;

trait Asked: Send {
    fn prepare(&mut self, app: &App) -> Result<(), Error>;
    fn is_dry_run(&self) -> bool;
    fn answer(self: Box<Self>, cx: &mut Context, ip: IpAddr) -> Result<Answered, Error>;
}

type Answered = (HeaderMap, Vec<u8>);

struct Ask<E>(E);

impl<E: Answer> Asked for Ask<E> {
    fn prepare(&mut self, app: &App) -> Result<(), Error> {
        self.0.prepare(app)
    }

    fn is_dry_run(&self) -> bool {
        self.0.is_dry_run()
    }

    fn answer(self: Box<Self>, cx: &mut Context, ip: IpAddr) -> Result<Answered, Error> {
        let (headers, body) = self.0.answer(cx, ip)?.into_parts();
        let body = serde_json::to_vec(&body).map_err(|error| Error::Broken(error.to_string()))?;
        Ok((headers, body))
    }
}

fn read<E: Answer>(fields: Map<String, Value>) -> Result<Box<dyn Asked>, Error> {
    let request = E::deserialize(Loose(Value::Object(fields)));
    let request = request.map_err(|error| Error::Malformed(error.to_string()))?;
    Ok(Box::new(Ask(request)))
}

async fn serve(app: App, entry: Arc<Entry>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let path = RawPathParams::from_request_parts(&mut parts, &()).await;
    let mut fields = match params::read(path.ok(), &parts, body, entry.body_limit).await {
        Ok(fields) => fields,
        Err(error) => return error.into_response(),
    };
    for (field, header) in entry.headers {
        if let Some(Ok(text)) = parts.headers.get(*header).map(|it| it.to_str()) {
            fields.insert((*field).to_owned(), text.into());
        }
    }
    let turn = match app.turn(entry.is_heavy).await {
        Ok(turn) => turn,
        Err(error) => return error.into_response(),
    };
    let call = Received {
        ip: client_address::of(
            &parts.extensions,
            &parts.headers,
            &app.options.trusted_proxies,
        ),
        bearer: authorize::bearer(&parts.headers, &fields),
        method: parts.method,
        path: parts.uri.path().to_owned(),
        fields,
    };

    // Runs to its end even if the client hangs up.
    let work = spawn_blocking(move || {
        let _turn = turn;
        respond(&app, &entry, call)
    });
    work.await
        .unwrap_or_else(|failure| resume_unwind(failure.into_panic()))
}

/// A request as far as it was read.
struct Received {
    ip: IpAddr,
    bearer: Option<String>,
    method: Method,
    path: String,
    fields: Map<String, Value>,
}

fn respond(app: &App, entry: &Entry, call: Received) -> Response {
    let mut allowance = None;
    let answered = answer(app, entry, call, &mut allowance);
    let mut response = match answered {
        Ok((headers, body)) => {
            let mut response = (StatusCode::OK, headers, Body::from(body)).into_response();
            response.headers_mut().insert(CONTENT_TYPE, JSON);
            response
        }
        Err(error) => error.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(VARY, HeaderValue::from_static("Authorization, Origin"));
    if let Some(allowance) = allowance {
        allowance.write(headers);
    }
    response
}

/// One request is one transaction. Before one that writes, another looks whether it may: nobody who
/// may not keeps those waiting who may.
fn answer(
    app: &App,
    entry: &Entry,
    call: Received,
    allowance: &mut Option<Allowance>,
) -> Result<Answered, Error> {
    let mut cx = app.read()?;
    let bearer = call.bearer.as_deref();
    cx.caller = authorize::identify(&mut cx, bearer)?;
    slow_down(app, &cx, &call, allowance)?;
    authorize::admit(&cx.caller, entry.access)?;
    let mut asked = (entry.read)(entry.shapes.fit(call.fields))?;

    if entry.is_read_only {
        let answered = asked.answer(&mut cx, call.ip)?;
        note_presence(app, cx, call.ip)?;
        return Ok(answered);
    }
    let caller = cx.caller.clone();
    drop(cx);
    asked.prepare(app)?;
    let mut cx = app.write()?;
    // Somebody may have been frozen in the meantime.
    cx.caller = authorize::identify(&mut cx, bearer)?;
    authorize::admit(&cx.caller, entry.access)?;
    let is_dry_run = asked.is_dry_run();
    let answered = asked.answer(&mut cx, call.ip)?;
    if is_dry_run {
        return Ok(answered);
    }
    if let Some(id) = newly_present(&caller, &cx) {
        sign_in::see(&mut cx, id, call.ip)?;
        if let Some(token) = authorize::token_of(&caller) {
            store::tokens::set_used(&mut cx.tx, token.id, cx.now)?;
        }
    }
    app.save(cx)?;
    app.bell.notify_one();
    Ok(answered)
}

fn slow_down(
    app: &App,
    cx: &Context,
    call: &Received,
    allowance: &mut Option<Allowance>,
) -> Result<(), Error> {
    if !app.options.rate_limits {
        return Ok(());
    }
    let is_given = |name: &&str| call.fields.get(*name).is_some_and(|it| it != "");
    let counted = Call {
        method: &call.method,
        path: &call.path,
        is_paged: ["page", "min_id", "max_id", "since_id"]
            .iter()
            .any(is_given),
        ip: call.ip,
        member: match &cx.caller {
            Caller::Member(member) => Some(member.account.id),
            _ => None,
        },
        token: authorize::token_of(&cx.caller).map(|it| it.id),
    };
    *allowance = app.limits.count(&counted, cx.now);
    match allowance {
        Some(it) if it.is_exceeded => Err(Error::TooMany),
        _ => Ok(()),
    }
}

fn newly_present(caller: &Caller, cx: &Context) -> Option<i64> {
    match caller {
        Caller::Member(member) if sign_in::is_news(member, cx.now) => Some(member.account.id),
        _ => None,
    }
}

/// Once a day, a request that only reads is followed by a note that the member was here.
fn note_presence(app: &App, cx: Context, ip: IpAddr) -> Result<(), Error> {
    let Some(id) = newly_present(&cx.caller, &cx) else {
        return Ok(());
    };
    let token = authorize::token_of(&cx.caller).map(|it| it.id);
    drop(cx);
    let mut cx = app.write()?;
    sign_in::see(&mut cx, id, ip)?;
    if let Some(token) = token {
        store::tokens::set_used(&mut cx.tx, token, cx.now)?;
    }
    Ok(app.save(cx)?)
}

//! From a request to an answer: read, authorize, begin, answer, save.

use std::{net::IpAddr, panic::resume_unwind, sync::Arc};

use api::{Access, DRY_RUN, EFFECTS, Endpoint, Loose, Reply};
use axum::{
    Router,
    body::Body,
    extract::{FromRequestParts, RawPathParams, Request, State},
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
        header::{ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_TYPE, VARY},
        request::Parts,
    },
    response::{IntoResponse, Response},
    routing::{MethodFilter, on},
};
use domain::{Caller, Context, gates::count_hits};
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::task::spawn_blocking;

use crate::{
    App, Error, authorize, client_address,
    limits::{Allowance, Call},
    own_password,
    params::{self, Room},
    presence,
    reply::JSON,
    shape::Shapes,
    spool::Files,
};

/// How this server answers an endpoint. Endpoints without an answer do not compile.
///
/// Answers are not async, so that none waits for the network while its transaction is open.
pub(crate) trait Answer: Endpoint {
    /// How many bytes the body may have, but for files.
    const BODY_LIMIT: usize = BODY_LIMIT;

    /// How many bytes the files of a multipart form may have. They are kept on the disk meanwhile.
    const FILES_LIMIT: u64 = 0;

    /// Whether [`prepare`](Self::prepare) takes so long that only a few may do it at the same time.
    const IS_HEAVY: bool = false;

    /// Whether those who are nobody get the same for a while, so that it may be kept for them.
    const IS_FOR_ALL: bool = false;

    /// Since when nobody should ask for it any more, as RFC 9745 writes it.
    const DEPRECATED: Option<&'static str> = None;

    /// Whether the caller may ask for this, where that has to be known before what takes long is done.
    fn check(&self, _: &mut Context) -> Result<(), Error> {
        Ok(())
    }

    /// What the caller has to show besides the token: her password, where the token is not enough.
    fn password(&self) -> Option<&str> {
        None
    }

    /// What takes long and needs no transaction, such as hashing a password. The token is good.
    fn prepare(&mut self, _: &App, _: &mut Files) -> Result<(), Error> {
        Ok(())
    }

    /// Whether other servers are asked first, although nothing is changed. Then it is checked and prepared
    /// like what changes something.
    fn asks_others(&self) -> bool {
        false
    }

    /// The domain of an address that DNS is asked about first, if there is one.
    fn mail_domain(&self, _: &mut Context) -> Result<Option<String>, Error> {
        Ok(None)
    }

    /// Whether to answer as if it had happened, and then not save it.
    fn is_dry_run(&self) -> bool {
        false
    }

    fn answer(self, cx: &mut Context, ip: IpAddr) -> Result<Self::Response, Error>;

    /// Not all that went well is done.
    fn status(_: &Self::Response) -> StatusCode {
        StatusCode::OK
    }
}

/// How much anybody may send.
const BODY_LIMIT: usize = 1 << 20;

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
        is_open_door: authorize::is_open_door::<E>(),
        is_read_only: E::METHOD == Method::GET || E::ONLY_LOOKS,
        can_be_tried: E::can_be_tried(),
        headers: E::HEADERS,
        room: Room {
            body: E::BODY_LIMIT,
            files: E::FILES_LIMIT,
            names: E::FILES,
        },
        is_heavy: E::IS_HEAVY,
        is_for_all: E::IS_FOR_ALL,
        deprecated: E::DEPRECATED,
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
    /// Whether anybody may ask for it even in a limited federation.
    is_open_door: bool,
    is_read_only: bool,
    /// Whether it does nothing when a dry run is asked for.
    can_be_tried: bool,
    /// Fields that travel in headers.
    headers: &'static [(&'static str, &'static str)],
    room: Room,
    is_heavy: bool,
    is_for_all: bool,
    deprecated: Option<&'static str>,
    shapes: Shapes,
    read: Read,
}

/// For 15 seconds, and longer while it is asked for anew.
const KEPT: &str = "max-age=15, public, stale-while-revalidate=30, stale-if-error=86400";

impl Entry {
    /// Says what holds for this endpoint and not for most.
    fn describe(&self, response: &mut Response, is_nobody: bool) {
        let is_success = response.status().is_success();
        let headers = response.headers_mut();
        if self.is_for_all && is_nobody && is_success {
            headers.insert(CACHE_CONTROL, HeaderValue::from_static(KEPT));
        }
        if self
            .headers
            .iter()
            .any(|(_, name)| *name == ACCEPT_LANGUAGE)
        {
            let vary = HeaderValue::from_static("Authorization, Accept-Language, Origin");
            headers.insert(VARY, vary);
        }
        if let Some(since) = self.deprecated {
            headers.insert("deprecation", HeaderValue::from_static(since));
        }
    }
}

type Read = fn(Map<String, Value>) -> Result<Box<dyn Asked>, Error>;

trait Asked: Send {
    fn check(&self, cx: &mut Context) -> Result<(), Error>;
    fn password(&self) -> Option<&str>;
    fn prepare(&mut self, app: &App, files: &mut Files) -> Result<(), Error>;
    fn asks_others(&self) -> bool;
    fn mail_domain(&self, cx: &mut Context) -> Result<Option<String>, Error>;
    fn is_dry_run(&self) -> bool;
    fn answer(self: Box<Self>, cx: &mut Context, ip: IpAddr) -> Result<Answered, Error>;
}

type Answered = (StatusCode, HeaderMap, Vec<u8>);

struct Ask<E>(E);

impl<E: Answer> Asked for Ask<E> {
    fn check(&self, cx: &mut Context) -> Result<(), Error> {
        self.0.check(cx)
    }

    fn password(&self) -> Option<&str> {
        self.0.password()
    }

    fn prepare(&mut self, app: &App, files: &mut Files) -> Result<(), Error> {
        self.0.prepare(app, files)
    }

    fn asks_others(&self) -> bool {
        self.0.asks_others()
    }

    fn mail_domain(&self, cx: &mut Context) -> Result<Option<String>, Error> {
        self.0.mail_domain(cx)
    }

    fn is_dry_run(&self) -> bool {
        self.0.is_dry_run()
    }

    fn answer(self: Box<Self>, cx: &mut Context, ip: IpAddr) -> Result<Answered, Error> {
        let answer = self.0.answer(cx, ip)?;
        let status = E::status(&answer);
        let (headers, body) = answer.into_parts();
        let body = serde_json::to_vec(&body).map_err(|error| Error::Broken(error.to_string()))?;
        Ok((status, headers, body))
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
    let mut call = Received::new(&app, &parts);
    let is_welcome = match is_welcome(&app, &entry, &parts, &mut call).await {
        Ok(is_welcome) => is_welcome,
        Err(error) => return respond(Err(error), call.allowance),
    };
    let room = match is_welcome {
        true => entry.room,
        false => entry.room.for_anybody(),
    };
    let read = params::read(path.ok(), &parts, body, room, &mut call.files).await;
    call.fields = match read {
        Ok(fields) => fields,
        Err(error) => return error.into_response(),
    };
    for (field, header) in entry.headers {
        if let Some(Ok(text)) = parts.headers.get(*header).map(|it| it.to_str()) {
            call.fields.insert((*field).to_owned(), text.into());
        }
    }
    let turn = match app.turn(entry.is_heavy).await {
        Ok(turn) => turn,
        Err(error) => return error.into_response(),
    };
    call.bearer = authorize::bearer(&parts.headers, &call.fields);

    // Runs to its end even if the client hangs up.
    let work = spawn_blocking(move || {
        let _turn = turn;
        let answered = answer(&app, &entry, &mut call);
        let is_nobody = call.bearer.is_none();
        let mut response = respond(answered, call.allowance);
        entry.describe(&mut response, is_nobody);
        response
    });
    work.await
        .unwrap_or_else(|failure| resume_unwind(failure.into_panic()))
}

impl Room {
    /// Who is not known to be allowed more sends no more than to any other endpoint.
    fn for_anybody(self) -> Self {
        Self {
            body: self.body.min(BODY_LIMIT),
            files: 0,
            ..self
        }
    }
}

/// Whether the caller may send much, where that is possible at all: nobody fills the memory or the
/// disk who would be turned away. Who shows the token only in the body is not known yet.
async fn is_welcome(
    app: &App,
    entry: &Arc<Entry>,
    parts: &Parts,
    call: &mut Received,
) -> Result<bool, Error> {
    let takes_much = entry.room.body > BODY_LIMIT || entry.room.files > 0;
    if !takes_much {
        return Ok(false);
    }
    let bearer = authorize::bearer(&parts.headers, &params::query(parts)?);
    if bearer.is_none() {
        return Ok(false);
    }
    let (app, entry) = (app.clone(), entry.clone());
    let mut asked = Received {
        bearer,
        ..Received::new(&app, parts)
    };
    let work = spawn_blocking(move || {
        let admitted = admit(&app, &entry, &mut asked);
        (admitted.map(drop), asked.allowance)
    });
    let (admitted, allowance) = work
        .await
        .unwrap_or_else(|failure| resume_unwind(failure.into_panic()));
    call.allowance = allowance;
    call.is_counted = true;
    admitted.map(|()| true)
}

/// A request as far as it was read.
struct Received {
    ip: IpAddr,
    bearer: Option<String>,
    method: Method,
    path: String,
    fields: Map<String, Value>,
    files: Files,
    /// Whether it counts among the caller's already, and how many more there may be.
    is_counted: bool,
    allowance: Option<Allowance>,
}

impl Received {
    fn new(app: &App, parts: &Parts) -> Self {
        let proxies = &app.options.trusted_proxies;
        Self {
            ip: client_address::of(&parts.extensions, &parts.headers, proxies),
            bearer: None,
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            fields: Map::new(),
            files: Files::none(app.options.spool.clone()),
            is_counted: false,
            allowance: None,
        }
    }
}

fn respond(answered: Result<Answered, Error>, allowance: Option<Allowance>) -> Response {
    let mut response = match answered {
        Ok((status, headers, body)) => {
            let mut response = (status, headers, Body::from(body)).into_response();
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

/// Work that only looks, in the name of a caller who may ask for this.
fn admit(app: &App, entry: &Entry, call: &mut Received) -> Result<Context, Error> {
    let mut cx = app.read()?;
    cx.caller = authorize::identify(&mut cx, call.bearer.as_deref())?;
    slow_down(app, &cx, call)?;
    authorize::admit(&cx.caller, entry.access)?;
    if cx.site.limited_federation && !entry.is_open_door {
        authorize::admit_in_private(&cx.caller, entry.access)?;
    }
    Ok(cx)
}

/// One request is one transaction. Before one that writes, another looks whether it may: nobody who
/// may not keeps those waiting who may.
fn answer(app: &App, entry: &Entry, call: &mut Received) -> Result<Answered, Error> {
    let mut cx = admit(app, entry, call)?;
    let fields = std::mem::take(&mut call.fields);
    let is_trial = entry.can_be_tried && wants_dry_run(&fields);
    let mut asked = (entry.read)(entry.shapes.fit(fields))?;

    if entry.is_read_only {
        if asked.asks_others() {
            asked.check(&mut cx)?;
            let domain = asked.mail_domain(&mut cx)?;
            let caller = cx.caller.clone();
            drop(cx);
            let mail = domain.and_then(|it| app.dns.mail_hosts(&it));
            asked.prepare(app, &mut call.files)?;
            cx = app.read()?;
            (cx.caller, cx.mail) = (caller, mail);
        }
        let answered = asked.answer(&mut cx, call.ip)?;
        presence::note(app, cx, call.ip)?;
        return Ok(answered);
    }
    asked.check(&mut cx)?;
    let domain = asked.mail_domain(&mut cx)?;
    let caller = cx.caller.clone();
    drop(cx);
    if let (Some(password), Caller::Member(member)) = (asked.password(), &caller) {
        own_password::check(app, call.ip, member, password)?;
    }
    let mail = domain.and_then(|it| app.dns.mail_hosts(&it));
    asked.prepare(app, &mut call.files)?;
    let mut cx = app.write()?;
    cx.mail = mail;
    // Somebody may have been frozen in the meantime.
    cx.caller = authorize::identify(&mut cx, call.bearer.as_deref())?;
    authorize::admit(&cx.caller, entry.access)?;
    let is_dry_run = asked.is_dry_run() || is_trial;
    let answered = match asked.answer(&mut cx, call.ip) {
        Ok(answered) => answered,
        Err(error) => {
            count_refused(app, cx)?;
            return Err(error);
        }
    };
    if is_dry_run {
        return Ok(with_effects(&cx, answered));
    }
    count_hits(&mut cx)?;
    presence::note_with(&mut cx, &caller, call.ip)?;
    app.save(cx)?;
    app.bells.ring();
    Ok(answered)
}

/// Whom the gates have refused is counted, though nothing else is saved.
pub(crate) fn count_refused(app: &App, refused: Context) -> Result<(), Error> {
    let Context { tx, hits, .. } = refused;
    drop(tx);
    if hits.is_empty() {
        return Ok(());
    }
    let mut cx = app.write()?;
    cx.hits = hits;
    count_hits(&mut cx)?;
    Ok(app.save(cx)?)
}

/// In any of the ways in which a form can say yes.
fn wants_dry_run(fields: &Map<String, Value>) -> bool {
    let field = fields.get(DRY_RUN).cloned().map(Loose);
    field.is_some_and(|it| bool::deserialize(it).unwrap_or_default())
}

fn with_effects(cx: &Context, (status, mut headers, body): Answered) -> Answered {
    let effects = serde_json::to_string(&cx.done).unwrap_or_default();
    if let Ok(effects) = HeaderValue::from_str(&effects) {
        headers.insert(EFFECTS, effects);
    }
    (status, headers, body)
}

fn slow_down(app: &App, cx: &Context, call: &mut Received) -> Result<(), Error> {
    if !app.options.rate_limits || call.is_counted {
        return Ok(());
    }
    let is_given = |name: &&str| {
        let field = call.fields.get(*name);
        field.is_some_and(|it| !it.is_null() && it != "")
    };
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
    call.allowance = app.limits.count(&counted, cx.now);
    match call.allowance {
        Some(it) if it.is_exceeded => Err(Error::TooMany),
        _ => Ok(()),
    }
}

use std::{sync::Arc, time::Duration};

use api::{DRY_RUN, EFFECTS, Endpoint, Reply, split};
use http::{HeaderMap, HeaderValue, header};
use reqwest::{Request, redirect::Policy};
use serde_json::{Map, Value};
use tokio::sync::OnceCell;
use url::Url;

use crate::{
    Error, Pages,
    form::{self, Form},
    query,
};

/// Speaks to one server, with one token or with none.
///
/// Cloning is cheap, and clones share their connections. The token does not show in `{:?}`.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) http: reqwest::Client,
    pub(crate) base: Url,
    pub(crate) patience: Duration,
    pub(crate) is_kumki: Arc<OnceCell<bool>>,
    token: Option<HeaderValue>,
}

impl Client {
    /// For the server at `base`, such as `https://social.example`, in the name of the token's owner.
    pub fn new(base: &str, token: &str) -> Result<Self, Error> {
        Self::builder(base).token(token).build()
    }

    /// For what a server tells everybody.
    pub fn anonymous(base: &str) -> Result<Self, Error> {
        Self::builder(base).build()
    }

    /// For everything that can be chosen.
    pub fn builder(base: &str) -> Builder {
        Builder {
            base: base.to_owned(),
            token: None,
            user_agent: concat!("kumki-client/", env!("CARGO_PKG_VERSION")).to_owned(),
            timeout: Duration::from_secs(120),
            patience: Duration::from_secs(300),
        }
    }

    /// Asks, and waits for the answer.
    ///
    /// A server that is busy is asked again: after 429 when it says so; after 502, 503 and 504 a
    /// little later, if the request is a `GET`. Anything else may have been done already.
    ///
    /// A file that a field names is read from this machine, and sent with the request as a form.
    ///
    /// A request with a field that Mastodon would ignore, such as a dry run, is sent to Kumki only:
    /// the first such request asks the server what it is.
    pub async fn send<E: Endpoint>(&self, request: &E) -> Result<E::Response, Error> {
        let (path, fields) = split(request);
        if let Some(field) = E::BEYOND_MASTODON
            .iter()
            .find(|it| fields.contains_key(**it))
        {
            self.must_know(field).await?;
        }
        let form = form::of::<E>(&fields).await?;
        let request = self.request::<E>(&path, fields, form)?;
        let answer = self.ask(request).await?;
        let body = answer.json()?;
        Ok(E::Response::from_parts(&answer.headers, body))
    }

    /// Asks what an act of moderation would do, and has nothing done. Only Kumki can tell.
    ///
    /// What is no act of moderation is refused here, before it is sent.
    pub async fn preview<E: Endpoint>(&self, request: &E) -> Result<Preview<E::Response>, Error> {
        if !E::can_be_tried() {
            let text = format!("{} cannot be tried without being done", E::NAME.join(" "));
            return Err(Error::Malformed(text));
        }
        self.must_know(DRY_RUN).await?;
        let (path, mut fields) = split(request);
        fields.insert(DRY_RUN.into(), true.into());
        let form = form::of::<E>(&fields).await?;
        let request = self.request::<E>(&path, fields, form)?;
        let answer = self.ask(request).await?;
        let body = answer.json()?;
        let effects = answer.headers.get(EFFECTS).and_then(|it| it.to_str().ok());
        let effects = effects.and_then(|it| serde_json::from_str(it).ok());
        Ok(Preview {
            would_be: E::Response::from_parts(&answer.headers, body),
            effects: effects.unwrap_or_default(),
        })
    }

    /// Asks for a list, page by page.
    pub fn pages<'a, E: Endpoint>(&'a self, request: &'a E) -> Pages<'a, E> {
        Pages::new(self, request)
    }

    fn request<E: Endpoint>(
        &self,
        path: &str,
        mut fields: Map<String, Value>,
        form: Option<Form>,
    ) -> Result<Request, Error> {
        let in_headers: Vec<_> = E::HEADERS
            .iter()
            .filter_map(|(field, header)| Some((*header, fields.remove(*field)?)))
            .collect();
        let mut address = self.address(path)?;
        if !E::has_body() {
            query::add(&mut address, &fields);
        }
        let mut call = self.http.request(E::METHOD, address);
        for (header, value) in in_headers {
            call = call.header(header, value.as_str().unwrap_or_default());
        }
        if let Some(token) = &self.token {
            call = call.header(header::AUTHORIZATION, token);
        }
        call = match form {
            Some(form) => call
                .header(header::CONTENT_TYPE, form.content_type)
                .body(form.body),
            None if E::has_body() => call.json(&fields),
            None => call,
        };
        Ok(call.build()?)
    }

    /// Fails where an id would change what the path means, as `..` and nothing at all do.
    pub(crate) fn address(&self, path: &str) -> Result<Url, Error> {
        let whole = format!("{}{path}", self.base.path().trim_end_matches('/'));
        let mut address = self.base.clone();
        address.set_path(&whole);
        if address.path() != whole || whole.contains("//") || whole.ends_with('/') {
            return Err(Error::Malformed(format!(
                "{path} is not a path: an id is empty or dots"
            )));
        }
        Ok(address)
    }
}

/// What an act of moderation would do.
#[derive(Clone, Debug)]
pub struct Preview<T> {
    /// The answer, had it been done.
    pub would_be: T,
    /// What would have changed, counted: `acts` are entries of the log.
    pub effects: Map<String, Value>,
}

/// Chooses how a [`Client`] behaves.
#[derive(Clone)]
#[must_use]
pub struct Builder {
    base: String,
    token: Option<String>,
    user_agent: String,
    timeout: Duration,
    patience: Duration,
}

impl Builder {
    /// Whom to speak for.
    pub fn token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// What to be called; `kumki-client/VERSION` if not given.
    pub fn user_agent(mut self, name: &str) -> Self {
        name.clone_into(&mut self.user_agent);
        self
    }

    /// How long a single answer may take; two minutes if not given.
    pub fn timeout(mut self, longest: Duration) -> Self {
        self.timeout = longest;
        self
    }

    /// How long to wait, at most, when the server says when it will answer again; five minutes if
    /// not given. A server that asks for more has refused.
    pub fn patience(mut self, longest: Duration) -> Self {
        self.patience = longest;
        self
    }

    /// Fails if the address is not `http` or `https`, or the token does not fit into a header.
    pub fn build(self) -> Result<Client, Error> {
        let mut accept = HeaderMap::new();
        accept.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let http = reqwest::Client::builder()
            .user_agent(self.user_agent)
            .default_headers(accept)
            .redirect(Policy::none())
            .connect_timeout(Duration::from_secs(10))
            .timeout(self.timeout)
            .build()?;
        Ok(Client {
            http,
            base: parse_base(&self.base)?,
            patience: self.patience,
            is_kumki: Arc::default(),
            token: self.token.as_deref().map(bearer).transpose()?,
        })
    }
}

fn parse_base(base: &str) -> Result<Url, Error> {
    let not_a_server = || Error::Malformed(format!("{base:?} is not the address of a server"));
    let mut url = Url::parse(base).map_err(|_| not_a_server())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(not_a_server());
    }
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

fn bearer(token: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(&format!("Bearer {token}"))
        .map_err(|_| Error::Malformed("the token has characters that no token has".into()))?;
    value.set_sensitive(true);
    Ok(value)
}

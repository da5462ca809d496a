//! Getting a token from a member, and giving it back.
//!
//! ```no_run
//! use kumki_client::{Client, oauth::{OUT_OF_BAND, SignIn}};
//!
//! # fn ask_for_the_code() -> String { String::new() }
//! # async fn example() -> Result<(), kumki_client::Error> {
//! let anonymous = Client::anonymous("https://social.example")?;
//! let sign_in = SignIn::begin(&anonymous, "Night Watch", OUT_OF_BAND, "read admin:read").await?;
//! println!("Open {} and copy the code.", sign_in.address());
//! let grant = sign_in.finish(&anonymous, &ask_for_the_code()).await?;
//! let client = Client::new("https://social.example", &grant.access_token)?;
//! # Ok(())
//! # }
//! ```

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use rand::{TryRng, rngs::SysRng};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use url::Url;

use crate::{Client, Error};

/// As a redirect URI: the server shows the code, and the member copies it.
pub const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";

/// What an application proves itself with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct App {
    /// Its name in OAuth.
    pub client_id: String,
    /// The proof.
    pub client_secret: String,
}

/// What a member has granted.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct Grant {
    /// To be sent with requests.
    pub access_token: String,
    /// What it is good for, separated by spaces. Empty if the server did not say.
    #[serde(default)]
    pub scope: String,
}

/// An attempt to get a token: the authorization code flow, with PKCE.
pub struct SignIn {
    endpoints: Endpoints,
    app: App,
    redirect_uri: String,
    scopes: String,
    state: String,
    verifier: String,
}

impl SignIn {
    /// Registers an application of that name, whose tokens can be good for those scopes, separated by
    /// spaces.
    pub async fn begin(
        client: &Client,
        name: &str,
        redirect_uri: &str,
        scopes: &str,
    ) -> Result<Self, Error> {
        let endpoints = Endpoints::find(client).await?;
        // Not `CreateApp`: servers before 4.3, and others than Mastodon, know no list of redirect URIs.
        let app = [
            ("client_name", name),
            ("redirect_uris", redirect_uri),
            ("scopes", scopes),
        ];
        let app = post(client, client.address("/api/v1/apps")?, &app).await?;
        Ok(Self {
            endpoints,
            app,
            redirect_uri: redirect_uri.to_owned(),
            scopes: scopes.to_owned(),
            state: secret(),
            verifier: secret(),
        })
    }

    /// Where the member has to go.
    pub fn address(&self) -> String {
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&self.verifier));
        let mut address = self.endpoints.authorization.clone();
        address.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("client_id", &self.app.client_id),
            ("redirect_uri", &self.redirect_uri),
            ("scope", &self.scopes),
            ("state", &self.state),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        address.into()
    }

    /// What comes back with the code, if this attempt is where the code belongs.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// The application that was registered; [`revoke`] wants it.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Turns the code into a token. A code works once.
    pub async fn finish(&self, client: &Client, code: &str) -> Result<Grant, Error> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.redirect_uri),
            ("client_id", &self.app.client_id),
            ("client_secret", &self.app.client_secret),
            ("code_verifier", &self.verifier),
        ];
        post(client, self.endpoints.token.clone(), &fields).await
    }
}

/// Makes a token good for nothing.
pub async fn revoke(client: &Client, app: &App, token: &str) -> Result<(), Error> {
    let endpoints = Endpoints::find(client).await?;
    let fields = [
        ("client_id", app.client_id.as_str()),
        ("client_secret", &app.client_secret),
        ("token", token),
    ];
    let api::Empty {} = post(client, endpoints.revocation, &fields).await?;
    Ok(())
}

struct Endpoints {
    authorization: Url,
    token: Url,
    revocation: Url,
}

impl Endpoints {
    /// Where the server says, or where Mastodon has them if it does not say.
    async fn find(client: &Client) -> Result<Self, Error> {
        let said = Metadata::get(client).await?;
        let find = |said: Option<String>, usual: &str| match said {
            Some(address) => trusted(client, &address),
            None => client.address(usual),
        };
        Ok(Self {
            authorization: find(said.authorization_endpoint, "/oauth/authorize")?,
            token: find(said.token_endpoint, "/oauth/token")?,
            revocation: find(said.revocation_endpoint, "/oauth/revoke")?,
        })
    }
}

/// RFC 8414, as far as it is needed.
#[derive(Default, Deserialize)]
struct Metadata {
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    revocation_endpoint: Option<String>,
}

impl Metadata {
    /// Empty for servers that have none, such as Mastodon before 4.3.
    async fn get(client: &Client) -> Result<Self, Error> {
        let address = client.address("/.well-known/oauth-authorization-server")?;
        let answer = match client.ask(client.http.get(address).build()?).await {
            Err(Error::Redirected { .. }) => return Ok(Self::default()),
            answer => answer?,
        };
        Ok(answer.json().unwrap_or_default())
    }
}

/// Codes and secrets go there, so it must be the server itself, or be reached safely.
fn trusted(client: &Client, address: &str) -> Result<Url, Error> {
    let url = Url::parse(address).ok();
    url.filter(|it| it.scheme() == "https" || it.origin() == client.base.origin())
        .ok_or_else(|| Error::Malformed(format!("{address:?} is not a safe place to sign in")))
}

async fn post<T: DeserializeOwned>(
    client: &Client,
    address: Url,
    fields: &[(&str, &str)],
) -> Result<T, Error> {
    let request = client.http.post(address).form(fields).build()?;
    client.ask(request).await?.json()
}

/// 256 bits, in 43 characters that need no encoding.
fn secret() -> String {
    let mut bytes = [0; 32];
    SysRng
        .try_fill_bytes(&mut bytes)
        .expect("a system that runs has randomness");
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

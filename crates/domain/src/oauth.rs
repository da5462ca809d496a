//! Giving programs the right to act for members (OAuth 2).

use chrono::TimeDelta;
use store::{
    applications::{self, Application},
    push,
    tokens::{self, Code, NewToken, Token},
    users,
};

use crate::{Caller, Context, Error, Event, Result, apps::unique_words, members, secrets};

/// How long a code can be exchanged.
const CODE_LIFE: TimeDelta = TimeDelta::minutes(10);
const DEFAULT_SCOPE: &str = "read";

/// What OAuth has a word for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Missing(&'static str),
    TwoCredentials,
    InvalidClient,
    InvalidGrant,
    InvalidScope,
    InvalidRedirect,
    UnsupportedGrant,
    UnsupportedResponse,
    UnsupportedResponseMode,
    InvalidChallengeMethod,
    AccessDenied,
    NotYourToken,
}

impl Refusal {
    /// The word of the specification.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing(_) | Self::TwoCredentials => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidRedirect => "invalid_redirect_uri",
            Self::UnsupportedGrant => "unsupported_grant_type",
            Self::UnsupportedResponse => "unsupported_response_type",
            Self::UnsupportedResponseMode => "unsupported_response_mode",
            Self::InvalidChallengeMethod => "invalid_code_challenge_method",
            Self::AccessDenied => "access_denied",
            Self::NotYourToken => "unauthorized_client",
        }
    }

    pub fn description(self) -> String {
        let text = match self {
            Self::Missing(name) => return format!("Missing required parameter: {name}."),
            Self::TwoCredentials => {
                "The request utilizes more than one mechanism for authenticating the client."
            }
            Self::InvalidClient => {
                "Client authentication failed due to unknown client, no client authentication \
                 included, or unsupported authentication method."
            }
            Self::InvalidGrant => {
                "The provided authorization grant is invalid, expired, revoked, does not match the \
                 redirection URI used in the authorization request, or was issued to another client."
            }
            Self::InvalidScope => "The requested scope is invalid, unknown, or malformed.",
            Self::InvalidRedirect => "The redirect uri included is not valid.",
            Self::UnsupportedGrant => {
                "The authorization grant type is not supported by the authorization server."
            }
            Self::UnsupportedResponse => {
                "The authorization server does not support this response type."
            }
            Self::UnsupportedResponseMode => {
                "The authorization server does not support this response mode."
            }
            Self::InvalidChallengeMethod => "The code_challenge_method must be S256.",
            Self::AccessDenied => "The resource owner or authorization server denied the request.",
            Self::NotYourToken => "You are not authorized to revoke this token",
        };
        text.to_owned()
    }
}

fn refused<T>(refusal: Refusal) -> Result<T> {
    Err(Error::OAuth(refusal))
}

/// What a program asks a member for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub client_id: Option<String>,
    pub redirect_uri: Option<String>,
    pub response_type: Option<String>,
    pub response_mode: Option<String>,
    pub scope: Option<String>,
    pub code_challenge: Option<String>,
    pub code_challenge_method: Option<String>,
}

/// A request that makes sense.
#[derive(Clone, Debug)]
pub struct Consent {
    pub app: Application,
    pub redirect_uri: String,
    pub scopes: Vec<String>,
    code_challenge: Option<String>,
}

/// Looks at a request in the order that decides which error wins.
pub fn check(cx: &mut Context, request: &Request) -> Result<Consent> {
    let given = |text: &Option<String>| text.clone().filter(|it| !it.is_empty());
    let Some(client_id) = given(&request.client_id) else {
        return refused(Refusal::Missing("client_id"));
    };
    let Some(app) = applications::find_by_client_id(&mut cx.tx, &client_id)? else {
        return refused(Refusal::InvalidClient);
    };
    let wanted = given(&request.redirect_uri).unwrap_or_default();
    if !app.redirect_uris().any(|it| is_same_redirect(it, &wanted)) {
        return refused(Refusal::InvalidRedirect);
    }
    match given(&request.response_type).as_deref() {
        None => return refused(Refusal::Missing("response_type")),
        Some("code") => (),
        Some(_) => return refused(Refusal::UnsupportedResponse),
    }
    if !matches!(
        given(&request.response_mode).as_deref(),
        None | Some("query")
    ) {
        return refused(Refusal::UnsupportedResponseMode);
    }
    let scopes = scopes_within(&app, given(&request.scope).as_deref())?;
    let code_challenge = given(&request.code_challenge);
    if code_challenge.is_some() && given(&request.code_challenge_method).as_deref() != Some("S256")
    {
        return refused(Refusal::InvalidChallengeMethod);
    }
    Ok(Consent {
        app,
        redirect_uri: wanted,
        scopes,
        code_challenge,
    })
}

/// On loopback addresses the port may differ, because programs there take the one that is free.
fn is_same_redirect(registered: &str, wanted: &str) -> bool {
    registered == wanted || {
        let loopback = |uri: &str| {
            let rest = uri.strip_prefix("http://")?;
            let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
            let (host, port) = match host.rsplit_once(':') {
                Some((host, port)) if !port.contains(']') => (host, port),
                _ => (host, ""),
            };
            let is_loopback = host == "[::1]" || host == "127.0.0.1";
            let is_port = port.bytes().all(|it| it.is_ascii_digit());
            (is_loopback && is_port).then(|| (host.to_owned(), path.to_owned()))
        };
        loopback(registered).is_some_and(|it| loopback(wanted) == Some(it))
    }
}

/// The words asked for, if the program was registered with each of them to the letter.
fn scopes_within(app: &Application, wanted: Option<&str>) -> Result<Vec<String>> {
    let registered: Vec<&str> = app.scopes.split_whitespace().collect();
    let wanted = unique_words(wanted.unwrap_or(DEFAULT_SCOPE));
    if wanted.is_empty() || !wanted.iter().all(|it| registered.contains(it)) {
        return refused(Refusal::InvalidScope);
    }
    Ok(wanted.into_iter().map(str::to_owned).collect())
}

/// Whether the member has agreed to the same before, so that there is nothing to ask.
pub fn is_agreed(cx: &mut Context, consent: &Consent, account_id: i64) -> Result<bool> {
    let mut wanted = consent.scopes.clone();
    wanted.sort();
    let given = tokens::given(&mut cx.tx, consent.app.id, account_id)?;
    Ok(given.iter().any(|token| {
        let mut scopes: Vec<&str> = token.scopes.split_whitespace().collect();
        scopes.sort_unstable();
        scopes == wanted
    }))
}

/// The member agrees. The answer is the code for the program.
pub fn agree(cx: &mut Context, consent: &Consent, account_id: i64) -> Result<String> {
    let secret = secrets::make(&mut cx.chance);
    let code = Code {
        code_hash: secrets::hash(&secret),
        application_id: consent.app.id,
        account_id,
        redirect_uri: consent.redirect_uri.clone(),
        scopes: consent.scopes.join(" "),
        code_challenge: consent.code_challenge.clone(),
        expires_at: cx.now + CODE_LIFE,
    };
    tokens::add_code(&mut cx.tx, &code)?;
    Ok(secret)
}

/// A token, and the secret that stands for it.
#[derive(Clone, Debug)]
pub struct Given {
    pub token: Token,
    pub secret: String,
}

/// Exchanges a code for a token. The code is used up, also by a wrong try.
pub fn exchange(
    cx: &mut Context,
    app: &Application,
    code: &str,
    redirect_uri: &str,
    verifier: Option<&str>,
) -> Result<Option<Given>> {
    let Some(code) = tokens::take_code(&mut cx.tx, &secrets::hash(code))? else {
        return Ok(None);
    };
    let is_verified = match (&code.code_challenge, verifier) {
        (Some(challenge), Some(verifier)) => secrets::challenge_of(verifier) == *challenge,
        (None, None) => true,
        _ => false,
    };
    let is_good = code.expires_at > cx.now
        && code.application_id == app.id
        && code.redirect_uri == redirect_uri
        && is_verified;
    match is_good {
        true => give(cx, app.id, Some(code.account_id), &code.scopes).map(Some),
        false => Ok(None),
    }
}

/// A token for the program itself.
pub fn give_to_app(cx: &mut Context, app: &Application, scope: Option<&str>) -> Result<Given> {
    let scopes = scopes_within(app, scope)?.join(" ");
    give(cx, app.id, None, &scopes)
}

/// A token for a member whose password was found to be right.
pub fn give_to_member(
    cx: &mut Context,
    app: &Application,
    account_id: i64,
    scope: Option<&str>,
) -> Result<Given> {
    let scopes = scopes_within(app, scope)?.join(" ");
    let Some(member) = members::find(cx, account_id)? else {
        return refused(Refusal::InvalidGrant);
    };
    if member.account.memorial {
        return refused(Refusal::InvalidGrant);
    }
    give(cx, app.id, Some(account_id), &scopes)
}

/// A token for a newcomer, with all that the token of the program is good for.
pub fn give_to_newcomer(cx: &mut Context, account_id: i64) -> Result<Given> {
    let (application_id, scopes) = match &cx.caller {
        Caller::Application { token } => (token.application_id, token.scopes.clone()),
        Caller::Member(member) => match &member.token {
            Some(token) => (token.application_id, token.scopes.clone()),
            None => return Err(Error::NotPermitted),
        },
        Caller::Stranger | Caller::Visitor { .. } | Caller::System => {
            return Err(Error::NotPermitted);
        }
    };
    give(cx, application_id, Some(account_id), &scopes)
}

/// A token for the operator, who need not ask.
pub fn give_unasked(
    cx: &mut Context,
    application_id: i64,
    account_id: i64,
    scopes: &str,
) -> Result<Given> {
    users::find(&mut cx.tx, account_id)?.ok_or(Error::NotFound)?;
    give(cx, application_id, Some(account_id), scopes)
}

fn give(
    cx: &mut Context,
    application_id: i64,
    account_id: Option<i64>,
    scopes: &str,
) -> Result<Given> {
    let secret = secrets::make(&mut cx.chance);
    let new = NewToken {
        token_hash: &secrets::hash(&secret),
        application_id,
        account_id,
        scopes,
        created_at: cx.now,
    };
    let token = tokens::add(&mut cx.tx, &new)?;
    Ok(Given { token, secret })
}

/// Ends a token of the program. One that nobody knows has ended already.
pub fn revoke(cx: &mut Context, app: &Application, secret: &str) -> Result<()> {
    let Some(token) = tokens::find(&mut cx.tx, &secrets::hash(secret))? else {
        return Ok(());
    };
    if token.application_id != app.id {
        return refused(Refusal::NotYourToken);
    }
    let now = cx.now;
    push::remove(&mut cx.tx, token.id)?;
    tokens::revoke(&mut cx.tx, token.id, now)?;
    cx.events.push(Event::Revoked { token_id: token.id });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_same_redirect;

    #[test]
    fn only_the_port_of_a_loopback_address_may_differ() {
        assert!(is_same_redirect(
            "http://127.0.0.1/cb",
            "http://127.0.0.1:4711/cb"
        ));
        assert!(is_same_redirect("http://[::1]:1/cb", "http://[::1]:2/cb"));
        assert!(is_same_redirect(
            "https://a.example/cb",
            "https://a.example/cb"
        ));

        assert!(!is_same_redirect(
            "http://127.0.0.1/cb",
            "http://127.0.0.1:4711/other"
        ));
        assert!(!is_same_redirect(
            "http://a.example/cb",
            "http://a.example:81/cb"
        ));
        assert!(!is_same_redirect(
            "http://127.0.0.1/cb",
            "http://127.0.0.1:1@evil.example/cb"
        ));
        assert!(!is_same_redirect(
            "https://a.example/cb",
            "https://a.example/cb?next=evil"
        ));
    }
}

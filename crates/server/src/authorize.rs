//! Who calls, and whether the token is good for it.

use api::{Access, Endpoint, Scope};
use axum::http::{HeaderMap, Method, header::AUTHORIZATION};
use domain::{Caller, Context, Member, Standing, roles::Roles, secrets};
use serde_json::{Map, Value};
use store::tokens::{self, Token};

use crate::Error;

/// The token that came with a request: in the header, or else among the parameters.
pub(crate) fn bearer(headers: &HeaderMap, fields: &Map<String, Value>) -> Option<String> {
    let header = headers.get(AUTHORIZATION).and_then(|it| it.to_str().ok());
    let in_header = header.and_then(|it| {
        let (scheme, token) = it.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    let in_fields = || {
        ["access_token", "bearer_token"]
            .iter()
            .find_map(|it| fields.get(*it)?.as_str())
    };
    in_header
        .or_else(in_fields)
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
}

/// Who a token stands for. One that nobody knows is as good as none.
pub(crate) fn identify(cx: &mut Context, bearer: Option<&str>) -> Result<Caller, Error> {
    let Some(secret) = bearer else {
        return Ok(Caller::Stranger);
    };
    let Some((token, account, user)) = tokens::find_held(&mut cx.tx, &secrets::hash(secret))?
    else {
        return Ok(Caller::Stranger);
    };
    match (token.account_id, account, user) {
        (None, ..) => Ok(Caller::Application { token }),
        (Some(_), Some(account), Some(user)) => Ok(Caller::Member(Box::new(Member {
            power: Roles::load(&mut cx.tx)?.power(user.role_id)?,
            account,
            user,
            token: Some(token),
        }))),
        _ => Ok(Caller::Stranger),
    }
}

/// The order of the checks decides which error wins, and none of them tells whether a record exists.
pub(crate) fn admit(caller: &Caller, access: Access) -> Result<(), Error> {
    let standing = match caller {
        Caller::Member(member) => Some(member.standing()),
        _ => None,
    };
    let is_heard = matches!(access, Access::Concerned(_));
    if standing == Some(Standing::Suspended) && !is_heard {
        return Err(Error::BadStanding(Standing::Suspended));
    }
    if access.is_for_moderators() && standing.is_some_and(|it| it != Standing::Good) {
        return Err(Error::Refused(domain::Error::Forbidden));
    }
    if let Some(token) = token_of(caller) {
        is_live(token)?;
        is_in_scope(token, access)?;
    }
    match (access, caller, standing) {
        (Access::Public(_), ..) => Ok(()),
        // Mastodon says so here, and not that a token is needed.
        (
            Access::Moderator(_),
            Caller::Stranger | Caller::Application { .. } | Caller::Visitor { .. },
            _,
        ) => Err(Error::Refused(domain::Error::NotPermitted)),
        (_, Caller::Stranger, _) => Err(Error::Unauthenticated),
        (Access::Token(_), ..) => Ok(()),
        (_, Caller::Application { .. } | Caller::Visitor { .. }, _) => Err(Error::NoMember),
        (Access::Newcomer(_), ..) => Ok(()),
        (Access::Concerned(_), Caller::Member(member), _) if member.account.memorial => {
            Err(Error::BadStanding(Standing::Disabled))
        }
        (Access::Concerned(_), ..) => Ok(()),
        (Access::Leaving(_), _, Some(standing)) if standing.is_free() => Ok(()),
        (_, _, Some(standing)) if standing != Standing::Good => Err(Error::BadStanding(standing)),
        _ => Ok(()),
    }
}

pub(crate) fn token_of(caller: &Caller) -> Option<&Token> {
    match caller {
        Caller::Application { token } => Some(token),
        Caller::Member(member) => member.token.as_ref(),
        Caller::Stranger | Caller::Visitor { .. } | Caller::System => None,
    }
}

fn is_live(token: &Token) -> Result<(), Error> {
    match token.revoked_at {
        Some(_) => Err(Error::Revoked),
        None => Ok(()),
    }
}

fn is_in_scope(token: &Token, access: Access) -> Result<(), Error> {
    if access.scopes().is_empty() {
        return Ok(());
    }
    let has = |it: Scope| token.scopes.split(' ').any(|word| word == it.as_str());
    let is_enough = access.scopes().iter().flat_map(|it| it.accepted()).any(has);
    match is_enough {
        true => Ok(()),
        false => Err(Error::OutOfScope(access)),
    }
}

/// What anybody may ask for even where only members may look around.
const OPEN_DOORS: [(Method, &str); 3] = [
    (Method::POST, "/api/v1/apps"),
    (Method::POST, "/api/v1/accounts"),
    (Method::GET, "/api/v2/instance"),
];

/// Whether an endpoint stays open in a limited federation.
pub(crate) fn is_open_door<E: Endpoint>() -> bool {
    OPEN_DOORS.contains(&(E::METHOD, E::PATH))
}

/// In a limited federation, whoever is no member is turned away where anybody else would be let in.
pub(crate) fn admit_in_private(caller: &Caller, access: Access) -> Result<(), Error> {
    if !matches!(access, Access::Public(_) | Access::Token(_)) {
        return Ok(());
    }
    match caller {
        Caller::Member(member) if member.standing() == Standing::Good => Ok(()),
        Caller::Member(member) => Err(Error::BadStanding(member.standing())),
        _ => Err(Error::MembersOnly(
            "This method requires an authenticated user",
        )),
    }
}

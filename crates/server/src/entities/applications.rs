use api::entities::{Application, Token};
use domain::{Context, Result, oauth::Given, vapid};
use store::applications;

pub(crate) fn application(
    cx: &mut Context,
    app: &applications::Application,
) -> Result<Application> {
    let redirect_uris: Vec<String> = app.redirect_uris().map(str::to_owned).collect();
    Ok(Application {
        id: app.id.to_string(),
        name: app.name.clone(),
        website: app.website.clone(),
        scopes: app.scopes.split(' ').map(str::to_owned).collect(),
        redirect_uri: redirect_uris.join("\n"),
        redirect_uris,
        vapid_key: vapid::public_key(&mut cx.tx)?,
    })
}

pub(crate) fn token(given: Given) -> Token {
    Token {
        access_token: given.secret,
        token_type: "Bearer".into(),
        scope: given.token.scopes,
        created_at: given.token.created_at.timestamp(),
    }
}

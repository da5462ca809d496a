use api::entities::{Application, Token};
use domain::oauth::Given;
use store::applications;

pub(crate) fn application(app: &applications::Application) -> Application {
    let redirect_uris: Vec<String> = app.redirect_uris().map(str::to_owned).collect();
    Application {
        id: app.id.to_string(),
        name: app.name.clone(),
        website: app.website.clone(),
        scopes: app.scopes.split(' ').map(str::to_owned).collect(),
        redirect_uri: redirect_uris.join("\n"),
        redirect_uris,
        vapid_key: None,
    }
}

pub(crate) fn token(given: Given) -> Token {
    Token {
        access_token: given.secret,
        token_type: "Bearer".into(),
        scope: given.token.scopes,
        created_at: given.token.created_at.timestamp(),
    }
}

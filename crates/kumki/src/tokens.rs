use anyhow::{Context as _, Result, bail, ensure};
use domain::{
    Context,
    apps::{self, unique_words},
    oauth,
};
use server::known_scopes;
use store::accounts;

use crate::{args::CreateToken, nearest::nearest, open, output};

pub(crate) fn create(args: &CreateToken) -> Result<()> {
    let scopes = checked(&args.scopes)?;
    let app = open::for_command(&args.place)?;
    let mut cx = open::as_operator(&app)?;
    let token = give(&mut cx, &args.name, &args.app, &scopes)?;
    cx.tx.save()?;
    Ok(output::print(&token)?)
}

/// A token for a member, in the name of a program of the operator's.
pub(crate) fn give(cx: &mut Context, name: &str, app: &str, scopes: &str) -> Result<String> {
    let account = accounts::find_by_handle(&mut cx.tx, name, None)?;
    let account = account.with_context(|| format!("there is no member {name:?}"))?;
    let app = apps::of_operator(cx, app, scopes)?;
    let given = oauth::give_unasked(cx, app.id, account.id, scopes)?;
    Ok(given.secret)
}

fn checked(scopes: &str) -> Result<String> {
    let words = unique_words(scopes);
    ensure!(!words.is_empty(), "no scopes are named");
    let known = known_scopes();
    for word in &words {
        if known.contains(word) {
            continue;
        }
        match nearest(word, known.iter().copied()) {
            Some(meant) => bail!("unknown scope {word:?}; did you mean {meant:?}?"),
            None => bail!("unknown scope {word:?}; there are: {}", known.join(" ")),
        }
    }
    Ok(words.join(" "))
}

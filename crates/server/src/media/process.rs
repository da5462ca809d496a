//! What a job does with a large picture that was sent.

use domain::{
    Context, Error as Rule,
    media::{self, Made},
};

use super::intake::{FILE, check};
use crate::{App, Error, spool};

/// What became of it. Nothing of this happens in a transaction.
pub(crate) enum Processed {
    /// Somebody has taken it back, or another worker was faster.
    Gone,
    Made(Made),
    /// Nothing can be made of it, now or later.
    Hopeless,
}

impl Processed {
    pub(crate) fn save(&self, cx: &mut Context, media_id: i64) -> domain::Result<()> {
        match self {
            Self::Gone => Ok(()),
            Self::Made(made) => media::finish(cx, media_id, made),
            Self::Hopeless => media::fail(cx, media_id),
        }
    }
}

pub(crate) fn process(app: &App, media_id: i64) -> Result<Processed, Error> {
    let found = store::media::find(&mut app.read()?.tx, media_id)?;
    let Some(staged) = found
        .filter(|it| it.state == "waiting")
        .and_then(|it| it.file)
    else {
        return Ok(Processed::Gone);
    };
    let failed = |error: std::io::Error| Error::Broken(format!("the spool: {error}"));
    let file = spool::nameless(&app.options.spool).map_err(failed)?;
    let copy = file.try_clone().map_err(failed)?;
    if !app
        .options
        .media
        .fetch(&staged, copy)
        .map_err(Error::files)?
    {
        return Ok(Processed::Hopeless);
    }
    let _turn = app.turn_now()?;
    let made = check(file, FILE).and_then(|it| it.finish(app, None));
    match made {
        Ok(made) => Ok(Processed::Made(made)),
        Err(Error::Refused(Rule::Invalid(_) | Rule::Unprocessable(_))) => Ok(Processed::Hopeless),
        Err(error) => Err(error),
    }
}

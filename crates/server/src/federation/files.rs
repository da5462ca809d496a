//! Getting pictures, films and sounds of other servers. They are looked at and made anew as if a member
//! had sent them.

use std::{
    fs::File,
    io::{self, Read, Seek},
    sync::Arc,
};

use axum::http::{HeaderMap, Method};
use domain::{
    Error as Rule,
    arrivals::{self, Pictures},
    emojis::LARGEST,
    media::Made,
    servers,
};
use federation::names;
use url::Url;

use super::fetch::{Missed, judged, reason};
use crate::{
    App, Error, bridge,
    emojis::Picture,
    media,
    media::profile::{AVATAR, HEADER, Purpose},
    outgoing::Call,
    spool,
};

/// How many times an address leads to another.
const MOST_REDIRECTS: usize = 3;
/// How often something is tried that may work another time.
const MOST_TRIES: i32 = 5;

/// What a post carries. None if it cannot be had, or nobody wants it any more.
pub(crate) fn fetch_medium(app: &App, id: i64, attempts: i32) -> Result<Option<Made>, Missed> {
    let Some(medium) = arrivals::wanted_medium(&mut app.read()?, id)? else {
        return Ok(None);
    };
    let most = match medium.kind.as_str() {
        "image" => media::LARGEST_PICTURE,
        _ => media::LARGEST_FILM,
    };
    let address = medium.remote_url.unwrap_or_default();
    let got = download(app, &address, most);
    let made = got.and_then(|file| media::keep_file(app, file).map_err(hopeless));
    had(&address, made, attempts)
}

/// The pictures of an account: where they are, and the files that they were made into.
pub(crate) fn fetch_pictures(
    app: &App,
    account_id: i64,
    attempts: i32,
) -> Result<Option<(Pictures, Pictures)>, Missed> {
    let Some(from) = arrivals::wanted_pictures(&mut app.read()?, account_id)? else {
        return Ok(None);
    };
    let got = Pictures {
        avatar: fetch_picture(app, from.avatar.as_deref(), &AVATAR, attempts)?,
        header: fetch_picture(app, from.header.as_deref(), &HEADER, attempts)?,
    };
    Ok(Some((from, got)))
}

fn fetch_picture(
    app: &App,
    address: Option<&str>,
    purpose: &Purpose,
    attempts: i32,
) -> Result<Option<String>, Missed> {
    let Some(address) = address else {
        return Ok(None);
    };
    let got = download(app, address, media::LARGEST_PICTURE);
    let kept = got.and_then(|file| {
        let _turn = app.turn_now()?;
        let png = media::profile::shrink(&file, purpose).map_err(hopeless)?;
        Ok(media::profile::keep(app, Some(png), purpose)?)
    });
    Ok(had(address, kept, attempts)?.flatten())
}

/// An emoji that was fetched.
pub(crate) struct FetchedEmoji {
    pub(crate) from: String,
    pub(crate) file: String,
    /// The same, not animated.
    pub(crate) still: String,
}

/// The picture of an emoji: where it is, and the files that it was made into.
pub(crate) fn fetch_emoji(
    app: &App,
    id: i64,
    attempts: i32,
) -> Result<Option<FetchedEmoji>, Missed> {
    let Some(address) = arrivals::wanted_emoji(&mut app.read()?, id)? else {
        return Ok(None);
    };
    let got = download(app, &address, LARGEST as u64);
    let kept = got.and_then(|mut file| {
        let mut bytes = Vec::new();
        file.rewind().map_err(spool_failed)?;
        file.read_to_end(&mut bytes).map_err(spool_failed)?;
        let _turn = app.turn_now()?;
        let picture = Picture::read(&bytes).map_err(|it| hopeless(it.into()))?;
        Ok(picture.keep(app)?)
    });
    let kept = had(&address, kept, attempts)?;
    Ok(kept.map(|(file, still)| FetchedEmoji {
        from: address,
        file,
        still,
    }))
}

/// The picture of a page. None if it cannot be had: the page is shown without.
pub(crate) fn fetch_card_picture(
    app: &App,
    address: &str,
) -> Result<Option<media::CardPicture>, Missed> {
    let got = download(app, address, media::LARGEST_PICTURE);
    let kept = got.and_then(|file| {
        let _turn = app.turn_now()?;
        media::keep_card_picture(app, &file).map_err(hopeless)
    });
    had(address, kept, MOST_TRIES)
}

/// What could not be had at last is left as it is: that of one server is no concern of the other's
/// operator.
fn had<T>(address: &str, got: Result<T, Missed>, attempts: i32) -> Result<Option<T>, Missed> {
    match got {
        Ok(got) => Ok(Some(got)),
        Err(Missed::NotNow(why)) if attempts < MOST_TRIES => Err(Missed::NotNow(why)),
        Err(Missed::Never(why) | Missed::NotNow(why)) => {
            tracing::debug!("{address} cannot be had: {why}");
            Ok(None)
        }
        Err(broken) => Err(broken),
    }
}

/// Nothing can be made of it, now or later.
fn hopeless(error: Error) -> Missed {
    match error {
        Error::Refused(Rule::Invalid(_) | Rule::Unprocessable(_)) => {
            Missed::Never("it is nothing that could be shown".into())
        }
        error => Missed::Broken(error),
    }
}

/// What is at an address, in a file without a name.
fn download(app: &App, address: &str, most: u64) -> Result<File, Missed> {
    let url = Url::parse(address).map_err(|_| Missed::Never("it is no address".into()))?;
    let host = url.host_str().unwrap_or_default();
    let is_own = names::is_own(&app.site, address);
    if is_own || !servers::may_give_files(&mut app.read()?, host)? {
        return Err(Missed::Never("nothing is fetched from there".into()));
    }
    let file = spool::nameless(&app.options.spool).map_err(spool_failed)?;
    let copy = file.try_clone().map_err(spool_failed)?;
    let call = Call {
        method: Method::GET,
        url,
        headers: HeaderMap::new(),
        body: Vec::new(),
        redirects: MOST_REDIRECTS,
        most_bytes: usize::try_from(most).unwrap_or(usize::MAX),
    };
    let outgoing = Arc::clone(&app.outgoing);
    match bridge::wait(async move { outgoing.download(call, copy).await }).map_err(spool_failed)? {
        Ok(status) => judged(status).map(|()| file),
        Err(trouble) => Err(reason(&trouble)),
    }
}

fn spool_failed(error: io::Error) -> Error {
    Error::Broken(format!("the spool: {error}"))
}

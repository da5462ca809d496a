//! Pictures, films and sounds: sent by members, and given out.

mod animation;
mod cards;
mod intake;
mod kinds;
mod pictures;
mod process;
pub(crate) mod profile;
mod serve;
mod storage;

use std::{
    fs::File,
    io::{self, Write},
    net::IpAddr,
};

use api::{
    Empty, Upload,
    entities::MediaAttachment,
    media::{CreateMedia, CreateMediaV1, DeleteMedia, ShowMedia, UpdateMedia},
};
use axum::http::StatusCode;
use domain::{
    Context,
    media::{self, Made, Preview, Wanted},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    App, Error,
    entities::{attachment, id},
    media::intake::{Checked, FILE, Names, THUMBNAIL},
    route::Answer,
    spool::{self, Files},
};

pub(crate) use cards::{CardPicture, keep_card_picture};
pub(crate) use kinds::{FORMATS, LARGEST_FILM, LARGEST_PICTURE};
pub(crate) use pictures::MOST_PIXELS;
pub(crate) use process::process;
pub(crate) use serve::serve;
pub(crate) use storage::keep;
pub use storage::{Bucket, Storage, Trouble};

/// A film, a picture of it, and some text around them.
const FORM: u64 = LARGEST_FILM + LARGEST_PICTURE + (1 << 16);

impl Answer for CreateMedia {
    const FILES_LIMIT: u64 = FORM;

    fn prepare(&mut self, app: &App, files: &mut Files) -> Result<(), Error> {
        media::check_description(self.description.as_deref())?;
        let (file, thumbnail) = (self.file.take(), self.thumbnail.take());
        let made = take_in(app, files, file, thumbnail, Patience::Short)?;
        self.file = Some(travelling(&made)?);
        Ok(())
    }

    fn status(answer: &MediaAttachment) -> StatusCode {
        match answer.url {
            Some(_) => StatusCode::OK,
            None => StatusCode::ACCEPTED,
        }
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<MediaAttachment, Error> {
        let made: Made = arrived(self.file)?;
        let (description, focus) = (self.description.as_deref(), self.focus.as_deref());
        let media = media::create(cx, &made, description, focus)?;
        Ok(attachment(&cx.site, &media))
    }
}

impl Answer for CreateMediaV1 {
    const FILES_LIMIT: u64 = FORM;

    fn prepare(&mut self, app: &App, files: &mut Files) -> Result<(), Error> {
        media::check_description(self.description.as_deref())?;
        let (file, thumbnail) = (self.file.take(), self.thumbnail.take());
        let made = take_in(app, files, file, thumbnail, Patience::Long)?;
        self.file = Some(travelling(&made)?);
        Ok(())
    }

    fn answer(self, cx: &mut Context, ip: IpAddr) -> Result<MediaAttachment, Error> {
        let same = CreateMedia {
            file: self.file,
            thumbnail: self.thumbnail,
            description: self.description,
            focus: self.focus,
        };
        same.answer(cx, ip)
    }
}

/// How long the caller waits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Patience {
    Short,
    Long,
}

/// Takes in a picture that no request has brought, as if one had.
pub fn keep_picture(app: &App, bytes: &[u8]) -> Result<Made, Error> {
    let failed = |error: io::Error| Error::Broken(format!("the spool: {error}"));
    let mut file = spool::nameless(&app.options.spool).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    keep_file(app, file)
}

/// The same for whatever a post may carry.
pub(crate) fn keep_file(app: &App, file: File) -> Result<Made, Error> {
    let sent = intake::check(file, FILE)?;
    let _turn = match sent.is_picture() {
        true => app.turn_now()?,
        false => None,
    };
    sent.finish(app, None)
}

fn take_in(
    app: &App,
    files: &mut Files,
    file: Option<Upload>,
    thumbnail: Option<Upload>,
    patience: Patience,
) -> Result<Made, Error> {
    let sent = checked(files, file, FILE)?.ok_or_else(|| FILE.missing())?;
    let thumbnail = checked(files, thumbnail, THUMBNAIL)?;
    let is_later = patience == Patience::Short && sent.is_large();
    let is_heavy = thumbnail.is_some() || (sent.is_picture() && !is_later);
    let turn = is_heavy.then(|| app.turn_now()).transpose()?;
    let preview = thumbnail.map(|it| intake::preview(app, &it)).transpose()?;
    if is_later {
        drop(turn);
        return sent.stage(app, preview);
    }
    sent.finish(app, preview)
}

fn checked(
    files: &mut Files,
    text: Option<Upload>,
    names: Names,
) -> Result<Option<Checked>, Error> {
    let sent = files.take(names.field, text);
    let sent = sent.map_err(|wrong| wrong.or(names.wrong_type()))?;
    sent.map(|file| intake::check(file, names)).transpose()
}

/// In place of the file, for a request that travels on without it.
pub(crate) fn travelling(made: &impl Serialize) -> Result<Upload, Error> {
    let text = serde_json::to_string(made);
    text.map(Upload)
        .map_err(|error| Error::Broken(error.to_string()))
}

/// What [`travelling`] wrote. No file comes this far as it was sent.
pub(crate) fn arrived<T: DeserializeOwned>(upload: Option<Upload>) -> Result<T, Error> {
    let text = upload.map(|it| it.0).unwrap_or_default();
    serde_json::from_str(&text).map_err(|error| Error::Broken(error.to_string()))
}

impl Answer for ShowMedia {
    fn status(answer: &MediaAttachment) -> StatusCode {
        progress(answer)
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<MediaAttachment, Error> {
        let media = media::get(cx, id(&self.id))?;
        Ok(attachment(&cx.site, &media))
    }
}

impl Answer for UpdateMedia {
    const FILES_LIMIT: u64 = LARGEST_PICTURE + (1 << 16);

    fn prepare(&mut self, app: &App, files: &mut Files) -> Result<(), Error> {
        media::check_description(self.description.as_deref())?;
        let Some(sent) = checked(files, self.thumbnail.take(), THUMBNAIL)? else {
            return Ok(());
        };
        let _turn = app.turn_now()?;
        let preview = intake::preview(app, &sent)?;
        self.thumbnail = Some(travelling(&preview)?);
        Ok(())
    }

    fn status(answer: &MediaAttachment) -> StatusCode {
        progress(answer)
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<MediaAttachment, Error> {
        let preview: Option<Preview> = match self.thumbnail {
            Some(thumbnail) => Some(arrived(Some(thumbnail))?),
            None => None,
        };
        let wanted = Wanted {
            description: self.description,
            focus: self.focus,
            preview,
        };
        let media = media::change(cx, id(&self.id), &wanted)?;
        Ok(attachment(&cx.site, &media))
    }
}

fn progress(answer: &MediaAttachment) -> StatusCode {
    match answer.url {
        Some(_) => StatusCode::OK,
        None => StatusCode::PARTIAL_CONTENT,
    }
}

impl Answer for DeleteMedia {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        media::remove(cx, id(&self.id))?;
        Ok(Empty {})
    }
}

//! Pictures of pages that posts link to.

use std::fs::File;

use domain::{Violation, files::Folder};

use super::{
    intake::guarded,
    pictures::{Picture, SMALL_PIXELS},
    storage,
};
use crate::{App, Error};

pub(crate) struct CardPicture {
    pub(crate) file: String,
    pub(crate) blurhash: Option<String>,
    /// Width and height.
    pub(crate) size: (i32, i32),
}

/// Made small and anew, as everything that others give.
pub(crate) fn keep_card_picture(app: &App, sent: &File) -> Result<CardPicture, Error> {
    let made = guarded(|| {
        let picture = Picture::read(sent)?.shrunk(SMALL_PIXELS)?;
        let (bytes, format) = picture.encode()?;
        Ok((bytes, format, picture.blurhash(), picture.sides()))
    });
    let (bytes, format, blurhash, size) = made.map_err(|_| {
        let violation = Violation::invalid("image", "Image");
        Error::Refused(domain::Error::Invalid(vec![violation]))
    })?;
    Ok(CardPicture {
        file: storage::keep(app, bytes, Folder::Cards, format.extension)?,
        blurhash,
        size,
    })
}

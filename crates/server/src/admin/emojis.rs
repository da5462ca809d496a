use std::{fs::File, io::Read, net::IpAddr};

use api::{
    Empty,
    admin::emojis::{
        AdminEmoji, CreateEmoji, DeleteEmoji, DisableEmoji, EnableEmoji, GetEmoji, ListAdminEmojis,
        UpdateEmoji,
    },
};
use domain::{
    Context, Violation,
    emojis::{self, LARGEST},
};
use store::emojis::Emoji;

use crate::{
    App, Error,
    emojis::Picture,
    entities::picture,
    media::{arrived, travelling},
    route::Answer,
    spool::Files,
};

impl Answer for ListAdminEmojis {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<AdminEmoji>, Error> {
        let all = emojis::all(cx)?;
        Ok(all.into_iter().map(|it| show(cx, it)).collect())
    }
}

impl Answer for GetEmoji {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminEmoji, Error> {
        let emoji = emojis::get(cx, &self.shortcode)?;
        Ok(show(cx, emoji))
    }
}

impl Answer for CreateEmoji {
    /// More than is taken, so that who sends a little too much is told so.
    const FILES_LIMIT: u64 = 4 * LARGEST as u64;
    const IS_HEAVY: bool = true;

    fn check(&self, cx: &mut Context) -> Result<(), Error> {
        Ok(emojis::check(cx, &self.shortcode)?)
    }

    /// The names of the files that it was put into take the place of the picture.
    fn prepare(&mut self, app: &App, files: &mut Files) -> Result<(), Error> {
        let sent = files.take("image", self.image.take());
        let sent = sent.map_err(|wrong| wrong.or(refused(Violation::invalid("image", "Image"))))?;
        let sent = sent.ok_or_else(|| refused(Violation::blank("image", "Image")))?;
        let names = Picture::read(&content(sent)?)?.keep(app)?;
        self.image = Some(travelling(&names)?);
        Ok(())
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminEmoji, Error> {
        let (file, still): (String, String) = arrived(self.image)?;
        let category = self.category.as_deref();
        let emoji = emojis::add(cx, &self.shortcode, category, &file, &still)?;
        Ok(show(cx, emoji))
    }
}

impl Answer for UpdateEmoji {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminEmoji, Error> {
        let (category, is_visible) = (self.category.as_deref(), self.visible_in_picker);
        let emoji = emojis::change(cx, &self.shortcode, category, is_visible)?;
        Ok(show(cx, emoji))
    }
}

impl Answer for EnableEmoji {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminEmoji, Error> {
        emojis::enable(cx, &self.shortcode)?;
        let emoji = emojis::get(cx, &self.shortcode)?;
        Ok(show(cx, emoji))
    }
}

impl Answer for DisableEmoji {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<AdminEmoji, Error> {
        emojis::disable(cx, &self.shortcode)?;
        let emoji = emojis::get(cx, &self.shortcode)?;
        Ok(show(cx, emoji))
    }
}

impl Answer for DeleteEmoji {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Empty, Error> {
        emojis::remove(cx, &self.shortcode)?;
        Ok(Empty {})
    }
}

/// One byte more than is taken at most, which is enough to see that it is too much.
fn content(sent: File) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let read = sent.take(LARGEST as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| Error::Broken(format!("the spool: {error}")))?;
    Ok(bytes)
}

fn refused(violation: Violation) -> Error {
    domain::Error::Invalid(vec![violation]).into()
}

fn show(cx: &Context, emoji: Emoji) -> AdminEmoji {
    AdminEmoji {
        id: emoji.id.to_string(),
        url: picture(&cx.site, &emoji.file),
        static_url: picture(&cx.site, &emoji.static_file),
        shortcode: emoji.shortcode,
        category: emoji.category,
        visible_in_picker: emoji.visible_in_picker,
        disabled: emoji.is_disabled,
    }
}

//! Small pictures that short codes stand for.

mod picture;

use std::net::IpAddr;

use api::{emojis::ListEmojis, entities::CustomEmoji};
use domain::{Context, emojis};

use crate::{Error, entities::custom_emoji, route::Answer};

pub use picture::Picture;

impl Answer for ListEmojis {
    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<Vec<CustomEmoji>, Error> {
        let listed = emojis::listed(cx)?;
        let show = |it: &store::emojis::Emoji| CustomEmoji {
            category: it.category.clone(),
            ..custom_emoji(&cx.site, it)
        };
        Ok(listed.iter().map(show).collect())
    }
}

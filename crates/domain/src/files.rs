//! Files, which no transaction undoes: pictures, films and sounds beside the database.
//!
//! Before one is written, its removal is left for an hour later; the transaction that shows it takes
//! that back. So whatever is written and then not shown, because a request was refused or a process
//! died in between, goes away by itself.

use chrono::TimeDelta;

use crate::{Context, Result, jobs::Job, secrets};

/// Longer than any request takes that writes one.
const GRACE: TimeDelta = TimeDelta::hours(1);

/// Where files of one purpose are. The name of a file begins with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    Avatars,
    Headers,
    /// What posts carry.
    Media,
    /// Small pictures of that.
    Previews,
    Emojis,
    /// Pictures of pages that posts link to.
    Cards,
    /// What was sent and is yet to be worked on; nobody is given it.
    Staged,
}

impl Folder {
    pub const ALL: [Self; 7] = [
        Self::Avatars,
        Self::Headers,
        Self::Media,
        Self::Previews,
        Self::Emojis,
        Self::Cards,
        Self::Staged,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Avatars => "avatars",
            Self::Headers => "headers",
            Self::Media => "files",
            Self::Previews => "previews",
            Self::Emojis => "emojis",
            Self::Cards => "cards",
            Self::Staged => "staged",
        }
    }

    /// The folder that a name leads into, if it is one that this server gives.
    pub fn of(file: &str) -> Option<Self> {
        let (word, rest) = file.split_once('/')?;
        let (stem, extension) = rest.split_once('.')?;
        let is_plain = |it: &str| {
            let is_fine = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
            !it.is_empty() && it.bytes().all(is_fine)
        };
        let folder = Self::ALL.into_iter().find(|it| it.word() == word);
        folder.filter(|_| is_plain(stem) && is_plain(extension))
    }
}

/// A name for a file that is about to be written. Nobody can guess it.
pub fn announce(cx: &mut Context, folder: Folder, extension: &str) -> Result<String> {
    let stem = secrets::make(&mut cx.chance);
    let file = format!("{}/{stem}.{extension}", folder.word());
    let due = cx.now + GRACE;
    Job::RemoveFile { file: file.clone() }.leave_for(cx, due)?;
    Ok(file)
}

/// The file is shown from now on, and stays.
pub fn keep(cx: &mut Context, file: &str) -> Result<()> {
    Job::RemoveFile { file: file.into() }.take_back(cx)
}

/// Nothing shows the file any more.
pub fn give_up(cx: &mut Context, file: &str) -> Result<()> {
    Job::RemoveFile { file: file.into() }.leave(cx)
}

#[cfg(test)]
mod tests {
    use super::Folder;

    #[test]
    fn only_names_that_this_server_gives_lead_anywhere() {
        assert_eq!(Folder::of("avatars/a-B_9.png"), Some(Folder::Avatars));
        assert_eq!(Folder::of("files/a.mp4"), Some(Folder::Media));
        for wrong in [
            "",
            "avatars",
            "avatars/",
            "avatars/.png",
            "avatars/a",
            "avatars/a.",
            "other/a.png",
            "avatars/../kumki.db",
            "avatars/a/b.png",
            "/avatars/a.png",
            "avatars/a.b.png",
            "avatars/ä.png",
            "avatars/a.png\0",
        ] {
            assert_eq!(Folder::of(wrong), None, "{wrong:?}");
        }
    }
}

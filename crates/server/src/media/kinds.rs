//! What files may be, told by what is in them and not by what is said of them.

/// Something that is taken in and given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Format {
    pub(crate) kind: Kind,
    pub(crate) content_type: &'static str,
    pub(crate) extension: &'static str,
    /// Other words for it, of which [`infer`] says one.
    also: &'static [&'static str],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Picture,
    Animation,
    Film,
    Sound,
}

impl Kind {
    /// Mastodon's word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Picture | Self::Animation => "image",
            Self::Film => "video",
            Self::Sound => "audio",
        }
    }

    pub(crate) fn is_picture(self) -> bool {
        matches!(self, Self::Picture | Self::Animation)
    }

    /// The most bytes, and how one says that.
    pub(crate) fn limit(self) -> (u64, &'static str) {
        match self.is_picture() {
            true => (LARGEST_PICTURE, "16 MB"),
            false => (LARGEST_FILM, "99 MB"),
        }
    }
}

pub(crate) const LARGEST_PICTURE: u64 = 16 << 20;
/// Of sounds too.
pub(crate) const LARGEST_FILM: u64 = 99 << 20;

const fn format(
    kind: Kind,
    content_type: &'static str,
    extension: &'static str,
    also: &'static [&'static str],
) -> Format {
    Format {
        kind,
        content_type,
        extension,
        also,
    }
}

pub(crate) const PNG: Format = format(Kind::Picture, "image/png", "png", &[]);
pub(crate) const JPEG: Format = format(Kind::Picture, "image/jpeg", "jpg", &[]);
const WEBP: Format = format(Kind::Picture, "image/webp", "webp", &[]);
pub(crate) const GIF: Format = format(Kind::Animation, "image/gif", "gif", &[]);

pub(crate) const FORMATS: [Format; 13] = [
    JPEG,
    PNG,
    GIF,
    WEBP,
    format(Kind::Film, "video/webm", "webm", &[]),
    format(Kind::Film, "video/mp4", "mp4", &["video/x-m4v"]),
    format(Kind::Film, "video/quicktime", "mov", &[]),
    format(Kind::Sound, "audio/mpeg", "mp3", &[]),
    format(Kind::Sound, "audio/ogg", "ogg", &["audio/opus"]),
    format(Kind::Sound, "audio/wav", "wav", &["audio/x-wav"]),
    format(Kind::Sound, "audio/flac", "flac", &["audio/x-flac"]),
    format(Kind::Sound, "audio/aac", "aac", &[]),
    format(Kind::Sound, "audio/mp4", "m4a", &["audio/m4a"]),
];

/// How much of a file it takes to tell.
pub(crate) const HEAD: usize = 512;

/// What it is, as its first bytes say.
pub(crate) fn recognise(head: &[u8]) -> Option<Format> {
    let word = infer::get(head)?.mime_type();
    let is_meant = |it: &Format| it.content_type == word || it.also.contains(&word);
    FORMATS.into_iter().find(is_meant)
}

/// What a file of ours is given out as; none for what is not given out.
pub(crate) fn content_type(file: &str) -> Option<&'static str> {
    let (_, extension) = file.rsplit_once('.')?;
    let format = FORMATS.into_iter().find(|it| it.extension == extension)?;
    Some(format.content_type)
}

#[cfg(test)]
mod tests {
    use super::{FORMATS, recognise};

    fn word(head: &[u8]) -> Option<&'static str> {
        recognise(head).map(|it| it.content_type)
    }

    #[test]
    fn what_is_taken_in_is_told_by_its_first_bytes() {
        let webm = [
            b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm".to_vec(),
            vec![0; 256],
        ]
        .concat();
        let cases: [(&[u8], &str); 10] = [
            (b"\x89PNG\r\n\x1a\n", "image/png"),
            (b"\xff\xd8\xff\xe0", "image/jpeg"),
            (b"GIF89a", "image/gif"),
            (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
            (b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav"),
            (b"\0\0\0\x20ftypisom\0\0\0\0", "video/mp4"),
            (b"\0\0\0\x14ftypqt  \0\0\0\0", "video/quicktime"),
            (b"\0\0\0\x20ftypM4A \0\0\0\0", "audio/mp4"),
            (b"ID3\x04\0\0", "audio/mpeg"),
            (&webm, "video/webm"),
        ];
        for (head, expected) in cases {
            assert_eq!(word(head), Some(expected));
        }
    }

    #[test]
    fn everything_else_is_refused() {
        let refused: [&[u8]; 9] = [
            b"",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            b"<!DOCTYPE html><script>",
            b"\0\0\0\x18ftypheic\0\0\0\0heicmif1",
            b"\0\0\0\x18ftypavif\0\0\0\0avifmif1",
            b"%PDF-1.7",
            b"PK\x03\x04",
            b"MZ\x90\0",
            b"\0\0\x01\0\x01\0",
        ];
        for head in refused {
            assert_eq!(word(head), None, "{head:?}");
        }
    }

    #[test]
    fn no_two_formats_share_an_extension() {
        for one in FORMATS {
            let same = FORMATS.iter().filter(|it| it.extension == one.extension);
            assert_eq!(same.count(), 1, "{}", one.extension);
        }
    }
}

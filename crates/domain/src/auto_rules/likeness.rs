//! How much the words of two texts have in common.
//!
//! A text is the set of its pairs of neighbouring words. Of that set, the smallest number is kept that
//! each of some ways of numbering pairs gives. Two texts have as many of these in common as of their
//! pairs, more or less: so texts are compared that nobody keeps.

use unicode_segmentation::UnicodeSegmentation;
use url::Url;

use super::text::fold;
use crate::text::{Piece, pieces};

const NUMBERS: usize = 64;
/// What has fewer words is like much that is meant well.
const FEWEST_WORDS: usize = 4;
/// Of a longer text only the beginning counts.
const MOST_WORDS: usize = 400;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Print([u16; NUMBERS]);

impl Print {
    /// None of what is too short. Whom it names does not count, and of a link only where it leads: that is
    /// what differs in what is sent to many.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let words = words(text);
        if words.len() < FEWEST_WORDS {
            return None;
        }
        let mut least = [u64::MAX; NUMBERS];
        for pair in words.windows(2) {
            let hash = hash(&pair[0], &pair[1]);
            for (number, least) in (1..).zip(&mut least) {
                *least = (*least).min(mixed(hash ^ mixed(number)));
            }
        }
        Some(Self(least.map(|it| it as u16)))
    }

    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut print = Self([0; NUMBERS]);
        if bytes.len() != 2 * NUMBERS {
            return None;
        }
        for (number, pair) in print.0.iter_mut().zip(bytes.chunks_exact(2)) {
            *number = u16::from_be_bytes([pair[0], pair[1]]);
        }
        Some(print)
    }

    pub(crate) fn to_bytes(self) -> Vec<u8> {
        self.0.iter().flat_map(|it| it.to_be_bytes()).collect()
    }

    /// In percent.
    pub(crate) fn likeness(&self, other: &Self) -> i64 {
        let pairs = self.0.iter().zip(&other.0);
        let same = pairs.filter(|(one, other)| one == other).count();
        (same * 100 / NUMBERS) as i64
    }
}

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for piece in pieces(text) {
        match piece {
            Piece::Handle(_) => (),
            Piece::Url(url) => {
                let url = Url::parse(url).ok();
                let host = url.as_ref().and_then(Url::host_str);
                words.extend(host.map(str::to_owned));
            }
            Piece::Text(text) => {
                let folded = fold(text);
                words.extend(folded.unicode_words().map(str::to_owned));
            }
            Piece::Tag { name, .. } => words.push(name),
        }
        if words.len() >= MOST_WORDS {
            break;
        }
    }
    words.truncate(MOST_WORDS);
    words
}

/// The same in every version and on every machine, for it is kept.
fn hash(one: &str, other: &str) -> u64 {
    let bytes = one.bytes().chain([0]).chain(other.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn mixed(number: u64) -> u64 {
    let it = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    it ^ (it >> 31)
}

#[cfg(test)]
mod tests {
    use super::Print;

    const SPAM: &str = "@ann@near.test Buy cheap pills and win a prize today at \
                        https://pills.example/?ref=1 before all of them are gone for good #pills";

    fn likeness(one: &str, other: &str) -> i64 {
        let print = |text| Print::of(text).expect("long enough");
        print(one).likeness(&print(other))
    }

    #[test]
    fn what_is_sent_to_many_is_the_same_for_each_of_them() {
        let other = "@bob Buy CHEAP pills, and win a prize today at https://pills.example/x2 \
                     before all of them are gone for good! #Pills";

        assert_eq!(likeness(SPAM, other), 100);
    }

    #[test]
    fn likeness_falls_with_each_word_that_differs() {
        let near = SPAM.replace("cheap", "fine");
        let far = near
            .replace("prize today", "car tonight")
            .replace("gone", "sold");
        let else_ = "The heron stands in the brook below the willow and waits for nothing at all";

        assert!((70..=95).contains(&likeness(SPAM, &near)));
        assert!((30..=75).contains(&likeness(SPAM, &far)));
        assert!(likeness(SPAM, &far) < likeness(SPAM, &near));
        assert!(likeness(SPAM, else_) < 10);
    }

    #[test]
    fn what_is_short_is_like_nothing() {
        for short in [
            "",
            "Hi!",
            "good morning all",
            "@ann @bob @eve https://a.example/ yes",
        ] {
            assert_eq!(Print::of(short), None, "{short}");
        }
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let print = Print::of(SPAM).expect("long enough");

        assert_eq!(Print::read(&print.to_bytes()), Some(print));
        assert_eq!(Print::read(&[1, 2]), None);
    }
}

//! The words of a text, as they are kept in the index and looked for in it.
//!
//! Neither database takes texts apart here: they would do it differently. What is kept are words in
//! lower case without accents, emoji, and, of scripts that put no spaces between words, each two
//! neighbouring letters. Single letters of scripts in which one is a word are kept beside them.

use std::{collections::BTreeSet, sync::LazyLock};

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use regex::Regex;

/// What is kept of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// In the order of the text.
    pub(crate) sequence: Vec<String>,
    pub(crate) singles: BTreeSet<String>,
}

/// Something that a text contains or does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words that follow each other.
    Phrase(Vec<String>),
    /// A letter that is a word of its own.
    Single(String),
}

/// Of a longer text only the beginning is found.
const MOST_WORDS: usize = 2000;
/// Of a longer word only the beginning counts.
const LONGEST_WORD: usize = 64;

impl Words {
    pub fn of(text: &str) -> Self {
        let mut words = Self::default();
        for run in runs(&even(text)) {
            if words.sequence.len() >= MOST_WORDS {
                break;
            }
            match run {
                Run::Word(word) => words.sequence.push(word),
                Run::Dense(letters) => {
                    let singles = letters.iter().filter(|it| is_word_alone(**it));
                    words.singles.extend(singles.map(char::to_string));
                    if let [letter] = letters.as_slice() {
                        words.singles.insert(letter.to_string());
                    }
                    words.sequence.extend(pairs(&letters));
                }
            }
        }
        words.sequence.truncate(MOST_WORDS);
        words
    }

    pub fn is_empty(&self) -> bool {
        self.sequence.is_empty()
    }
}

/// What a text must contain that contains this one.
pub fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut phrase = Vec::new();
    for run in runs(&even(text)).take(MOST_WORDS) {
        match run {
            Run::Word(word) => phrase.push(word),
            Run::Dense(letters) => match letters.as_slice() {
                // In the text it may have neighbours.
                [letter] => {
                    end(&mut parts, &mut phrase);
                    parts.push(Part::Single(letter.to_string()));
                }
                letters => phrase.extend(pairs(letters)),
            },
        }
    }
    end(&mut parts, &mut phrase);
    parts
}

fn end(parts: &mut Vec<Part>, phrase: &mut Vec<String>) {
    if !phrase.is_empty() {
        parts.push(Part::Phrase(std::mem::take(phrase)));
    }
}

enum Run {
    Word(String),
    /// Letters of a script without spaces.
    Dense(Vec<char>),
}

/// Two signs of a flag, an emoji, letters without spaces, or a word. `ー` lengthens a syllable.
static RUN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let dense = r"\p{Han}\p{Hiragana}\p{Katakana}ー\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}";
    let word = format!(r"[[\p{{L}}\p{{M}}\p{{N}}]--[{dense}]]+");
    Regex::new(&format!(
        r"(?<sign>\p{{RI}}{{2}}|\p{{So}})|(?<dense>[{dense}]+)|(?<word>{word})"
    ))
    .ok()
});

fn runs(even: &str) -> impl Iterator<Item = Run> {
    let Some(run) = &*RUN else {
        unreachable!("a test compiles it")
    };
    run.captures_iter(even).filter_map(|found| {
        if let Some(dense) = found.name("dense") {
            return Some(Run::Dense(dense.as_str().chars().collect()));
        }
        let word = found.name("sign").or_else(|| found.name("word"))?;
        Some(Run::Word(
            word.as_str().chars().take(LONGEST_WORD).collect(),
        ))
    })
}

fn pairs(letters: &[char]) -> Vec<String> {
    match letters {
        [letter] => vec![letter.to_string()],
        letters => letters.windows(2).map(String::from_iter).collect(),
    }
}

/// Chinese and Korean write whole words with one letter.
fn is_word_alone(letter: char) -> bool {
    static ALONE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^[\p{Han}\p{Hangul}]$").ok());
    let mut bytes = [0; 4];
    let text = letter.encode_utf8(&mut bytes);
    ALONE.as_ref().is_some_and(|it| it.is_match(text))
}

/// The same text for all spellings that are to be found by each other.
pub fn even(text: &str) -> String {
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    let mut even = String::with_capacity(apart.len());
    let mut base = ' ';
    for letter in apart.chars().filter(|it| !is_unseen(*it)) {
        let is_sign = ('\u{300}'..='\u{36f}').contains(&letter);
        if is_sign && has_loose_signs(base) {
            continue;
        }
        for lower in letter.to_lowercase() {
            if !is_sign {
                base = lower;
            }
            // The lower case of `İ` has a sign of its own.
            let is_loose = ('\u{300}'..='\u{36f}').contains(&lower) && has_loose_signs(base);
            match plain(lower) {
                _ if is_loose => (),
                Some(letters) => even.push_str(letters),
                None => even.push(lower),
            }
        }
    }
    let even = ComposingNormalizerBorrowed::new_nfc().normalize(&even);
    even.into_owned()
}

/// Latin and Greek letters are themselves without their signs. In other scripts a sign makes another
/// letter, but for `ё`, of which most write `е`.
fn has_loose_signs(base: char) -> bool {
    matches!(base, 'a'..='z' | 'A'..='Z' | 'α'..='ω' | 'Α'..='Ω' | 'е' | 'Е')
}

/// Letters that others write with those of the alphabet.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ĸ' => "k",
        'ŋ' => "n",
        'ς' => "σ",
        _ => return None,
    })
}

/// What leads writing or joins letters and is not seen, what chooses the look of an emoji, and the
/// vowels that Hebrew and Arabic leave out.
fn is_unseen(it: char) -> bool {
    matches!(it,
        '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{20e3}' | '\u{e0000}'..='\u{e007f}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' | '\u{640}'
        | '\u{64b}'..='\u{65f}' | '\u{670}')
}

#[cfg(test)]
mod tests {
    use super::{Part, Words, parts};

    fn words(text: &str) -> String {
        Words::of(text).sequence.join(" ")
    }

    #[test]
    fn spellings_of_a_word_are_one_word() {
        for (text, kept) in [
            ("Straße STRASSE straße", "strasse strasse strasse"),
            ("İstanbul ISTANBUL ıstanbul", "istanbul istanbul istanbul"),
            ("café CAFÉ cafe\u{301}", "cafe cafe cafe"),
            ("Łódź Ærø", "lodz aero"),
            ("ΣΟΦΟΣ σοφός", "σοφοσ σοφοσ"),
            ("Ёлка ёлка елка Йод", "елка елка елка йод"),
            ("Ｆｕｌｌ ﬁne", "full fine"),
            ("e-mail don't #Rust @ann", "e mail don t rust ann"),
            ("snake_case a.b/c", "snake case a b c"),
            ("هَلْ می\u{200c}خواهم", "هل میخواهم"),
            ("हिन्दी", "हिन्दी"),
            ("so\u{ad}ft \u{202e}evil", "soft evil"),
        ] {
            assert_eq!(words(text), kept, "{text}");
        }
    }

    #[test]
    fn emoji_are_words() {
        assert_eq!(words("Hi😀😀 👍🏽 ❤️"), "hi 😀 😀 👍 ❤");
        assert_eq!(words("🇩🇪🇫🇷 👩‍🚀"), "🇩🇪 🇫🇷 👩 🚀");
    }

    #[test]
    fn letters_without_spaces_go_in_pairs() {
        assert_eq!(words("東京都go"), "東京 京都 go");
        assert_eq!(words("ｶﾞﾗｽ と猫"), "ガラ ラス と猫");
        assert_eq!(words("고양이 가"), "고양 양이 가");
        let singles = Words::of("東京の가ら").singles;
        assert_eq!(singles.into_iter().collect::<String>(), "京東가");
    }

    #[test]
    fn what_is_looked_for_may_stand_within_more() {
        let phrase = |words: &[&str]| Part::Phrase(words.iter().map(|it| (*it).into()).collect());
        assert_eq!(parts("Don't"), [phrase(&["don", "t"])]);
        assert_eq!(parts("京都"), [phrase(&["京都"])]);
        assert_eq!(
            parts("ab猫c"),
            [phrase(&["ab"]), Part::Single("猫".into()), phrase(&["c"])]
        );
        for nothing in ["", " ", "-!?", "\u{200d}", "\0"] {
            assert_eq!(parts(nothing), [], "{nothing:?}");
        }
    }

    #[test]
    fn no_text_is_too_long() {
        let words = Words::of(&"ab ".repeat(9000));
        assert_eq!(words.sequence.len(), 2000);
        let word = &Words::of(&"x".repeat(9000)).sequence[0];
        assert_eq!(word.len(), 64);
        assert!(Words::of(&"京".repeat(9000)).sequence.len() <= 2000);
    }
}

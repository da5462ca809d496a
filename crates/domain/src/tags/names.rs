//! What a hashtag may be called, and which spellings are the same tag.
//!
//! The rules are Mastodon's, whose servers must agree with this one about what is a tag.

use icu_normalizer::ComposingNormalizerBorrowed;

/// In characters, so that a name fits into an index. As long as a post.
pub const LONGEST: usize = 500;

/// Besides letters and digits: the underscore, two dots that stand between words where spaces do
/// not, and the sign that keeps Persian letters apart.
const SEPARATORS: [char; 4] = ['_', '\u{b7}', '\u{30fb}', '\u{200c}'];

/// Whether a text, without a sign before it, is the name of a tag as it stands.
///
/// It needs a letter, or a separator that has something on both sides: numbers alone are no tag.
pub fn is_name(text: &str) -> bool {
    let letters: Vec<char> = text.chars().take(LONGEST + 1).collect();
    if letters.len() > LONGEST {
        return false;
    }
    let is_plain = letters.iter().all(|it| is_word(*it));
    if is_plain && letters.iter().any(|it| it.is_alphabetic()) {
        return true;
    }
    let [first, inner @ .., last] = letters.as_slice() else {
        return false;
    };
    let fits = |it: &char| is_word(*it) || SEPARATORS.contains(it);
    let holds = |it: &char| it.is_alphabetic() || SEPARATORS.contains(it);
    is_word(*first) && is_word(*last) && inner.iter().all(fits) && inner.iter().any(holds)
}

/// The name under which all spellings of a tag are kept: `#Straße`, `STRASSE` with an eszett, and
/// full-width letters are one. `None` if nothing is left that is a name.
pub fn normalize(name: &str) -> Option<String> {
    // Nothing that is longer becomes short enough, and reading on takes time.
    if name.chars().nth(4 * LONGEST).is_some() {
        return None;
    }
    let even = ComposingNormalizerBorrowed::new_nfkc().normalize(name);
    let lower = even.to_lowercase();
    let name: String = lower
        .chars()
        .map(unaccented)
        .filter(|it| stays(*it))
        .collect();
    is_name(&name).then_some(name)
}

/// The spelling that people see: what was written, without what no tag has.
pub fn display(name: &str) -> String {
    name.chars().filter(|it| stays(*it)).collect()
}

fn stays(it: char) -> bool {
    let is_thai_sign = ('\u{e47}'..='\u{e4e}').contains(&it);
    it.is_alphabetic() || is_digit(it) || is_thai_sign || SEPARATORS.contains(&it)
}

/// Letters, marks, digits, and what joins words like the underscore does.
pub(crate) fn is_word(it: char) -> bool {
    let joins_letters = matches!(it, '\u{200c}' | '\u{200d}');
    !joins_letters && regex_syntax::is_word_character(it)
}

/// Not fractions and the like, which are numbers too.
fn is_digit(it: char) -> bool {
    it.is_numeric() && is_word(it)
}

/// Only Latin letters, in lower case: in other scripts the sign makes another letter.
fn unaccented(it: char) -> char {
    match it {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ð' | 'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ĵ' => 'j',
        'ķ' | 'ĸ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ŉ' | 'ŋ' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ſ' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, display, is_name, normalize};

    #[test]
    fn spellings_of_one_tag_are_one_name() {
        for (written, kept) in [
            ("#Caturday", "caturday"),
            ("Ｃａｔｕｒｄａｙ", "caturday"),
            ("SÃO_PAULO", "sao_paulo"),
            ("sa\u{303}o", "sao"),
            ("Łódź", "lodz"),
            ("İstanbul", "istanbul"),
            ("Straße", "straße"),
            ("Й", "й"),
            ("ΣΟΦΟΣ", "σοφος"),
            ("foo-bar!", "foobar"),
            ("l\u{b7}l", "l\u{b7}l"),
            ("ハッシュ\u{30fb}タグ", "ハッシュ\u{30fb}タグ"),
            ("ﾊｯｼｭ", "ハッシュ"),
            ("เก่ง", "เก่ง"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ] {
            assert_eq!(normalize(written).as_deref(), Some(kept), "{written}");
        }
    }

    #[test]
    fn what_is_no_name_is_no_tag() {
        for wrong in ["", "#", "_", "12", "2026", "½", "😀", "_\u{b7}", "--", " "] {
            assert_eq!(normalize(wrong), None, "{wrong}");
            assert!(!is_name(wrong), "{wrong}");
        }
        for wrong in ["foo bar", "a-b", "#a", "a\u{b7}", "\u{b7}a", "a.b"] {
            assert!(!is_name(wrong), "{wrong}");
        }
        for right in ["a", "1a", "a1", "1_1", "___", "2\u{b7}2", "_a", "Ünï"] {
            assert!(is_name(right), "{right}");
        }
    }

    #[test]
    fn a_name_is_no_longer_than_an_index_can_hold() {
        assert!(is_name(&"ä".repeat(LONGEST)));
        assert!(!is_name(&"ä".repeat(LONGEST + 1)));
        assert_eq!(normalize(&"ä".repeat(LONGEST + 1)), None);
        // One character that becomes eighteen.
        assert_eq!(normalize(&"\u{fdfa}".repeat(LONGEST)), None);
    }

    #[test]
    fn the_spelling_that_people_see_has_capitals_and_accents() {
        assert_eq!(display("#GardenDay!"), "GardenDay");
        assert_eq!(display("Łódź"), "Łódź");
    }
}

//! Words and expressions, and where they are in a text.

use regex::{Regex, RegexBuilder};
use regex_syntax::{
    ParserBuilder,
    hir::{Hir, HirKind},
};
use store::search::even;

use crate::{tags::is_word, text::is_invisible};

/// How much memory an expression may take, compiled, in bytes.
const LARGEST: usize = 128 << 10;
/// And what finds it in a hurry, while it does.
const LARGEST_HURRY: usize = 512 << 10;
const DEEPEST: u32 = 50;
/// Shorter pieces are in most texts.
const SHORTEST_PIECE: usize = 3;
const MOST_PIECES: usize = 20;

/// The same for all spellings that are to be found by each other, with one space between words.
pub(super) fn fold(text: &str) -> String {
    let even = even(text);
    let mut folded = String::with_capacity(even.len());
    for letter in even.chars().filter(|it| !is_invisible(*it)) {
        match letter.is_whitespace() {
            true if folded.ends_with(' ') => (),
            true => folded.push(' '),
            false => folded.push(letter),
        }
    }
    folded
}

/// A letter that goes on: a word is not over where one stands beside it. Of scripts without spaces,
/// nobody can tell.
fn goes_on(letter: char) -> bool {
    let is_dense = matches!(letter,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}'
        | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}');
    !is_dense && is_word(letter)
}

/// Whether what is at that place of a folded text is whole, and no part of a word.
pub(super) fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let found = &text[start..end];
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let is_cut = |inner: Option<char>, outer: Option<char>| {
        inner.is_some_and(goes_on) && outer.is_some_and(goes_on)
    };
    !is_cut(found.chars().next(), before) && !is_cut(found.chars().next_back(), after)
}

/// An expression that takes no longer for a longer text than its length. None where it is none, or
/// where it is too large.
pub(super) fn compile(pattern: &str) -> Option<Regex> {
    let built = RegexBuilder::new(pattern)
        .case_insensitive(true)
        .size_limit(LARGEST)
        .dfa_size_limit(LARGEST_HURRY)
        .nest_limit(DEEPEST)
        .build();
    built.ok()
}

/// Pieces, in small letters, of which one is in every text that an expression fits. None where there
/// are no such: then it has to be tried on every text.
pub(super) fn pieces_of(pattern: &str) -> Option<Vec<String>> {
    let mut parser = ParserBuilder::new().nest_limit(DEEPEST).build();
    needed(&parser.parse(pattern).ok()?)
}

fn needed(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            // Only these letters are the same in all ways of writing and folding them.
            let runs = literal.0.split(|it| !it.is_ascii_alphanumeric());
            let longest = runs.max_by_key(|it| it.len())?;
            let piece = str::from_utf8(longest).ok()?.to_ascii_lowercase();
            (piece.len() >= SHORTEST_PIECE).then(|| vec![piece])
        }
        HirKind::Capture(capture) => needed(&capture.sub),
        HirKind::Repetition(repeated) if repeated.min > 0 => needed(&repeated.sub),
        HirKind::Concat(parts) => {
            let found = parts.iter().filter_map(needed);
            found.max_by_key(|pieces| pieces.iter().map(String::len).min())
        }
        HirKind::Alternation(parts) => {
            let all: Option<Vec<_>> = parts.iter().map(needed).collect();
            let pieces: Vec<String> = all?.into_iter().flatten().collect();
            (pieces.len() <= MOST_PIECES).then_some(pieces)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{compile, fold, is_whole, pieces_of};

    fn has(word: &str, text: &str) -> bool {
        let (word, text) = (fold(word), fold(text));
        let mut found = text.match_indices(&word);
        found.any(|(at, found)| is_whole(&text, at, at + found.len()))
    }

    #[test]
    fn whole_words_are_found_in_every_spelling() {
        for (word, text, expected) in [
            ("casino", "The CASINO.", true),
            ("casino", "casinos", false),
            ("casino", "ca\u{200b}si\u{ad}no", true),
            ("casino", "ｃａｓｉｎｏ", true),
            ("café", "CAFE\u{301}", true),
            ("cafe", "Café!", true),
            ("free money", "free \n money", true),
            ("free money", "free moneys", false),
            ("猫", "黒猫です", true),
            ("casino", "オンラインcasinoで", true),
            ("c++", "c++11", true),
            ("#win", "x#win", true),
            ("straße", "STRASSE", true),
        ] {
            assert_eq!(has(word, text), expected, "{word} {text}");
        }
    }

    #[test]
    fn an_expression_that_would_grow_without_end_is_none() {
        for wrong in ["(", "a{1000000}", "(a{100}){100}", r"(\w{50}){50}", "(?z)"] {
            assert!(compile(wrong).is_none(), "{wrong}");
        }
        let deep = format!("{}a{}", "(".repeat(100), ")".repeat(100));
        assert!(compile(&deep).is_none());
        assert!(compile(r"\bcasino-\d{2,4}\b").is_some_and(|it| it.is_match("Casino-77 ")));
        assert!(compile("(?-i)Casino").is_some_and(|it| !it.is_match("casino")));
    }

    #[test]
    fn the_pieces_of_an_expression_are_in_all_that_it_fits() {
        let pieces = |pattern| pieces_of(pattern).map(|it| it.join(" "));
        for (pattern, expected) in [
            ("Casino", Some("casino")),
            (r"\bwin\w+ money\b", Some("money")),
            ("(viagra|cialis)+ now", Some("viagra cialis")),
            ("(viagra|x)", None),
            (r"\d+", None),
            ("(casino)?", None),
            ("(?i)casino", None),
            ("é", None),
            ("a.*b", None),
        ] {
            assert_eq!(pieces(pattern).as_deref(), expected, "{pattern}");
        }
    }
}

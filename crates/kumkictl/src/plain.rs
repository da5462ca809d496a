//! Text of strangers, made harmless for a terminal.

/// In one line, without characters that move the cursor, change colors or turn text around.
pub(crate) fn line(text: &str) -> String {
    let text = text.trim();
    let harmless = text.chars().filter_map(|it| match it {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        it if it.is_control() || turns_text_around(it) => None,
        it => Some(it),
    });
    harmless.collect()
}

/// A name could otherwise show as another, or swap what stands in the columns beside it.
fn turns_text_around(it: char) -> bool {
    matches!(it, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

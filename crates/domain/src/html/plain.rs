/// What people read in clean HTML: no tags, a line break for `<br>`, an empty line between paragraphs.
pub fn to_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with('<') { '>' } else { ';' };
        let Some(to) = rest.find(end) else {
            break;
        };
        let (piece, after) = rest.split_at(to + 1);
        rest = after;
        match end {
            '>' => text.push_str(space_for(piece, after)),
            _ => match character(&piece[1..to]) {
                Some(it) => text.push(it),
                None => {
                    // It may only have looked like a character.
                    text.push('&');
                    rest = &html[html.len() - after.len() - piece.len() + 1..];
                }
            },
        }
    }
    text.push_str(rest);
    text
}

/// What a tag looks like to somebody who reads.
fn space_for(tag: &str, after: &str) -> &'static str {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|it: char| !it.is_ascii_alphanumeric());
    let name = end.map_or(name, |end| &name[..end]).to_ascii_lowercase();
    let is_end = tag.starts_with("</");
    match name.as_str() {
        "br" => "\n",
        "li" if is_end => "\n",
        "p" | "ul" | "ol" | "blockquote" | "pre" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
            if is_end && !after.is_empty() =>
        {
            "\n\n"
        }
        _ => "",
    }
}

/// The character that a name or a number between `&` and `;` stands for.
fn character(name: &str) -> Option<char> {
    let number = |digits: &str, radix| {
        let number = u32::from_str_radix(digits, radix).ok()?;
        // No database keeps the first of all characters.
        char::from_u32(number).filter(|it| *it != '\0')
    };
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => match name.strip_prefix('#')? {
            hex if hex.starts_with(['x', 'X']) => number(&hex[1..], 16),
            digits => number(digits, 10),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::to_text;

    #[test]
    fn what_is_read_is_left() {
        for (html, text) in [
            ("<p>One<br />two</p><p>three</p>", "One\ntwo\n\nthree"),
            (
                "a &lt;b&gt; &amp;amp; &#39;c&#x27; &quot;",
                "a <b> &amp; 'c' \"",
            ),
            ("AT&T; &unknown; 1 & 2; &&amp;", "AT&T; &unknown; 1 & 2; &&"),
            (
                "<a href=\"https://a.example/\"><span class=\"invisible\">https://</span>a.example</a>",
                "https://a.example",
            ),
            ("plain", "plain"),
            ("broken <b", "broken <b"),
            ("broken &amp", "broken &amp"),
            ("&", "&"),
            ("", ""),
        ] {
            assert_eq!(to_text(html), text, "{html}");
        }
    }
}

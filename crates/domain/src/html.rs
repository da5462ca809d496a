//! Texts of people as HTML.

mod clean;
mod markdown;
mod plain;

use linkify::{LinkFinder, LinkKind};

pub use clean::{clean, clean_post};
pub use markdown::from_markdown;
pub use plain::to_text;

/// Paragraphs and line breaks as in the text, addresses of the web as links, nothing else as it seems.
pub fn from_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut html = String::new();
    for paragraph in text
        .split("\n\n")
        .map(str::trim)
        .filter(|it| !it.is_empty())
    {
        html.push_str("<p>");
        for (number, line) in paragraph.lines().enumerate() {
            html.push_str(if number > 0 { "<br />" } else { "" });
            add_line(&mut html, line);
        }
        html.push_str("</p>");
    }
    html
}

/// One line, without a paragraph around it.
pub fn from_line(text: &str) -> String {
    let mut html = String::new();
    add_line(&mut html, text);
    html
}

fn add_line(html: &mut String, line: &str) {
    // Most lines have no address, and looking for one takes longer than all the rest.
    if !line.contains("://") {
        return escape(html, line);
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    for span in finder.spans(line) {
        let text = span.as_str();
        let is_web = text.starts_with("https://") || text.starts_with("http://");
        if span.kind().is_none() || !is_web {
            escape(html, text);
            continue;
        }
        html.push_str("<a href=\"");
        escape(html, text);
        html.push_str("\" rel=\"nofollow noopener noreferrer\" target=\"_blank\">");
        escape(html, text);
        html.push_str("</a>");
    }
}

/// Adds a text so that it stays a text.
pub fn escape(html: &mut String, mut text: &str) {
    let is_special = |it: u8| matches!(it, b'&' | b'<' | b'>' | b'"' | b'\'');
    while let Some(at) = text.bytes().position(is_special) {
        html.push_str(&text[..at]);
        html.push_str(match text.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        text = &text[at + 1..];
    }
    html.push_str(text);
}

#[cfg(test)]
mod tests {
    use super::from_text;

    #[test]
    fn text_stays_text() {
        let html = from_text("<script>alert('x')</script>\nline two\n\nhttps://a.example/?b=\"c\"");

        assert_eq!(
            html,
            "<p>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;<br />line two</p>\
             <p><a href=\"https://a.example/?b=\" rel=\"nofollow noopener noreferrer\" \
             target=\"_blank\">https://a.example/?b=</a>&quot;c&quot;</p>"
        );
        assert_eq!(
            from_text("javascript:alert(1)"),
            "<p>javascript:alert(1)</p>"
        );
    }
}

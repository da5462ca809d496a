//! Plain text as HTML.

use std::fmt::Write;

use linkify::{LinkFinder, LinkKind};

/// Paragraphs and line breaks as in the text, addresses of the web as links, nothing else as it seems.
pub(crate) fn from_text(text: &str) -> String {
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
pub(crate) fn from_line(text: &str) -> String {
    let mut html = String::new();
    add_line(&mut html, text);
    html
}

fn add_line(html: &mut String, line: &str) {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    for span in finder.spans(line) {
        let text = escape(span.as_str());
        let is_web = span.as_str().starts_with("https://") || span.as_str().starts_with("http://");
        // Writing to a string does not fail.
        let _ = match span.kind() {
            Some(_) if is_web => write!(
                html,
                r#"<a href="{text}" rel="nofollow noopener noreferrer" target="_blank">{text}</a>"#
            ),
            _ => write!(html, "{text}"),
        };
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
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

//! What the staff writes in Markdown.

use pulldown_cmark::{Options, Parser, html::push_html};

use super::clean::clean;

/// Markdown as HTML. Tags in the text are kept as far as they are harmless, pictures are not.
pub fn from_markdown(text: &str) -> String {
    let extras = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut html = String::new();
    push_html(&mut html, Parser::new_ext(text, extras));
    clean(&html)
}

#[cfg(test)]
mod tests {
    use super::from_markdown;

    #[test]
    fn markdown_becomes_html() {
        let html = from_markdown("## Who we are\n\nA *small* town. Write to <mailto:a@b.example>.");

        assert_eq!(
            html,
            "<h2>Who we are</h2>\n<p>A <em>small</em> town. Write to \
             <a href=\"mailto:a@b.example\" target=\"_blank\" rel=\"nofollow noopener noreferrer\">\
             mailto:a@b.example</a>.</p>\n"
        );
    }

    #[test]
    fn nothing_that_runs_or_loads_something_gets_through() {
        let html = from_markdown(
            "<script>alert(1)</script><b onclick=\"x()\" style=\"color: red\">bold</b>\n\n\
             [link](javascript:alert(1)) ![picture](https://evil.example/x.png)\n\n\
             <iframe src=\"https://evil.example\"></iframe>",
        );

        for part in [
            "script",
            "onclick",
            "style",
            "img",
            "iframe",
            "evil.example",
        ] {
            assert!(!html.contains(part), "{part}: {html}");
        }
        assert!(html.contains("<b>bold</b>"), "{html}");
    }
}

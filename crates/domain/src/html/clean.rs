//! Taking out of HTML what may do harm.

use std::sync::LazyLock;

use ammonia::Builder;

/// Making one takes longer than using it.
static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        // A picture tells its server who looks at it.
        .rm_tags(["img", "map", "area"])
        .url_schemes(["http", "https", "mailto"].into())
        .set_tag_attribute_value("a", "target", "_blank")
        .link_rel(Some("nofollow noopener noreferrer"));
    builder
});

/// Leaves what says something, and nothing that runs or loads something.
pub fn clean(html: &str) -> String {
    BUILDER.clean(html).to_string()
}

/// Posts may say besides what a part of them is: a mention, a tag, a part of an address that nobody
/// needs to read.
static POSTS: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .add_tags([
            "a",
            "b",
            "blockquote",
            "br",
            "code",
            "del",
            "em",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "i",
            "li",
            "ol",
            "p",
            "pre",
            "rp",
            "rt",
            "ruby",
            "s",
            "span",
            "strong",
            "sub",
            "sup",
            "u",
            "ul",
        ])
        .clean_content_tags(["script", "style", "template", "title"].into())
        .add_tag_attributes("a", ["href", "translate"])
        .add_tag_attributes("span", ["translate"])
        .add_tag_attributes("ol", ["start", "reversed"])
        .add_tag_attributes("li", ["value"])
        .add_allowed_classes("a", CLASSES)
        .add_allowed_classes("span", CLASSES)
        .add_allowed_classes("p", ["quote-inline"])
        .url_schemes(
            [
                "http", "https", "mailto", "xmpp", "gemini", "gopher", "magnet",
            ]
            .into(),
        )
        .set_tag_attribute_value("a", "target", "_blank")
        .link_rel(Some("nofollow noopener noreferrer"));
    builder
});

const CLASSES: [&str; 8] = [
    "mention",
    "hashtag",
    "ellipsis",
    "invisible",
    "h-card",
    "u-url",
    "p-name",
    "quote-inline",
];

/// What other servers send as a post, or as a text about somebody.
pub fn clean_post(html: &str) -> String {
    POSTS.clean(html).to_string()
}

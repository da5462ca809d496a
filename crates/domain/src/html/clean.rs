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

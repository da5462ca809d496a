//! What moderators do, in words for those to whom it is done.

/// What was done, as a headline and in a sentence or two.
pub(crate) fn measure(action: &str) -> (&'static str, &'static str) {
    match action {
        "disable" => (
            "Your account is frozen",
            "You cannot use it for now. Others still see your profile and your posts.",
        ),
        "mark_statuses_as_sensitive" => (
            "Posts of yours are marked as sensitive",
            "The pictures and videos in them are hidden behind a click.",
        ),
        "delete_statuses" => (
            "Posts of yours are deleted",
            "Nobody can see them any more.",
        ),
        "sensitive" => (
            "Your media are marked as sensitive",
            "From now on, all pictures and videos in your posts are hidden behind a click.",
        ),
        "silence" => (
            "Your account is limited",
            "You can go on using it, but only people who follow you see your posts unasked.",
        ),
        "suspend" => (
            "Your account is suspended",
            "You can no longer use it, and others cannot see your profile and your posts. Your data \
             is kept for 30 days, so that this can be taken back, and then deleted.",
        ),
        _ => ("A warning from the moderators", ""),
    }
}

/// What a report was about, before the rules that it named, if any. `other` says nothing.
pub(crate) fn reason(category: &str, names_rules: bool) -> Option<&'static str> {
    match category {
        "spam" => Some("spam"),
        "legal" => Some("the law"),
        "violation" if names_rules => Some("these rules of the server"),
        "violation" => Some("the rules of the server"),
        _ => None,
    }
}

//! What members decide about each other and about what they see, and what the server tells them.

use diesel::table;

table! {
    use diesel::sql_types::{BigInt, Bool, Json, Nullable, Text};
    use crate::time::Instant;

    follows (id) {
        id -> BigInt,
        account_id -> BigInt,
        target_account_id -> BigInt,
        shows_reblogs -> Bool,
        notifies -> Bool,
        languages -> Nullable<Json>,
        uri -> Nullable<Text>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Json, Nullable, Text};
    use crate::time::Instant;

    follow_requests (id) {
        id -> BigInt,
        account_id -> BigInt,
        target_account_id -> BigInt,
        shows_reblogs -> Bool,
        notifies -> Bool,
        languages -> Nullable<Json>,
        uri -> Nullable<Text>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::time::Instant;

    blocks (id) {
        id -> BigInt,
        account_id -> BigInt,
        target_account_id -> BigInt,
        uri -> Nullable<Text>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable};
    use crate::time::Instant;

    mutes (id) {
        id -> BigInt,
        account_id -> BigInt,
        target_account_id -> BigInt,
        hides_notifications -> Bool,
        expires_at -> Nullable<Instant>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::time::Instant;

    user_domain_blocks (id) {
        id -> BigInt,
        account_id -> BigInt,
        domain -> Text,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};

    account_names (account_id, rest) {
        account_id -> BigInt,
        rest -> Text,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::time::Instant;

    account_notes (account_id, target_account_id) {
        account_id -> BigInt,
        target_account_id -> BigInt,
        comment -> Text,
        updated_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt};
    use crate::time::Instant;

    endorsements (id) {
        id -> BigInt,
        account_id -> BigInt,
        target_account_id -> BigInt,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::time::Instant;

    featured_tags (id) {
        id -> BigInt,
        account_id -> BigInt,
        tag_id -> BigInt,
        name -> Text,
        statuses_count -> BigInt,
        last_status_at -> Nullable<Instant>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt};
    use crate::time::Instant;

    tag_follows (id) {
        id -> BigInt,
        account_id -> BigInt,
        tag_id -> BigInt,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Text};
    use crate::time::Instant;

    lists (id) {
        id -> BigInt,
        account_id -> BigInt,
        title -> Text,
        replies_policy -> Text,
        is_exclusive -> Bool,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt};

    list_accounts (list_id, account_id) {
        list_id -> BigInt,
        account_id -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt};

    dismissed_suggestions (account_id, target_account_id) {
        account_id -> BigInt,
        target_account_id -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer, Text};
    use crate::time::Instant;

    markers (account_id, timeline) {
        account_id -> BigInt,
        timeline -> Text,
        last_read_id -> BigInt,
        version -> Integer,
        updated_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Json, Nullable, Text};
    use crate::time::Instant;

    filters (id) {
        id -> BigInt,
        account_id -> BigInt,
        title -> Text,
        contexts -> Json,
        action -> Text,
        expires_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Text};

    filter_keywords (id) {
        id -> BigInt,
        filter_id -> BigInt,
        keyword -> Text,
        whole_word -> Bool,
    }
}

table! {
    use diesel::sql_types::{BigInt};

    filter_statuses (id) {
        id -> BigInt,
        filter_id -> BigInt,
        status_id -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt};

    home_items (account_id, status_id) {
        account_id -> BigInt,
        status_id -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};

    notification_policies (account_id) {
        account_id -> BigInt,
        for_not_following -> Text,
        for_not_followers -> Text,
        for_new_accounts -> Text,
        for_private_mentions -> Text,
        for_limited_accounts -> Text,
        for_bots -> Text,
    }
}

table! {
    use diesel::sql_types::{BigInt};

    notification_permissions (account_id, from_account_id) {
        account_id -> BigInt,
        from_account_id -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable};
    use crate::time::Instant;

    notification_requests (id) {
        id -> BigInt,
        account_id -> BigInt,
        from_account_id -> BigInt,
        last_status_id -> Nullable<BigInt>,
        notifications_count -> BigInt,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Json, Text};
    use crate::time::Instant;

    push_subscriptions (id) {
        id -> BigInt,
        account_id -> BigInt,
        access_token_id -> BigInt,
        endpoint -> Text,
        key_p256dh -> Text,
        key_auth -> Text,
        is_standard -> Bool,
        policy -> Text,
        alerts -> Json,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Text};
    use crate::time::Instant;

    severances (id) {
        id -> BigInt,
        kind -> Text,
        target_name -> Text,
        is_purged -> Bool,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt};
    use crate::time::Instant;

    account_severances (id) {
        id -> BigInt,
        severance_id -> BigInt,
        account_id -> BigInt,
        followers_count -> BigInt,
        following_count -> BigInt,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::time::Instant;

    custom_emojis (id) {
        id -> BigInt,
        shortcode -> Text,
        domain -> Nullable<Text>,
        file -> Text,
        static_file -> Text,
        category -> Nullable<Text>,
        is_disabled -> Bool,
        visible_in_picker -> Bool,
        created_at -> Instant,
        updated_at -> Instant,
        uri -> Nullable<Text>,
        remote_url -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::time::Instant;

    announcements (id) {
        id -> BigInt,
        text -> Text,
        all_day -> Bool,
        starts_at -> Nullable<Instant>,
        ends_at -> Nullable<Instant>,
        scheduled_at -> Nullable<Instant>,
        published_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt};

    announcement_reads (announcement_id, account_id) {
        announcement_id -> BigInt,
        account_id -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::time::Instant;

    announcement_reactions (id) {
        id -> BigInt,
        announcement_id -> BigInt,
        account_id -> BigInt,
        name -> Text,
        created_at -> Instant,
    }
}

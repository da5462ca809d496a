//! Posts and what hangs on them.

use diesel::table;

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::time::Instant;

    statuses (id) {
        id -> BigInt,
        uri -> Nullable<Text>,
        url -> Nullable<Text>,
        account_id -> BigInt,
        content -> Text,
        text -> Text,
        spoiler_text -> Text,
        visibility -> Text,
        sensitive -> Bool,
        language -> Nullable<Text>,
        in_reply_to_id -> Nullable<BigInt>,
        in_reply_to_account_id -> Nullable<BigInt>,
        conversation_id -> BigInt,
        reblog_of_id -> Nullable<BigInt>,
        quote_of_id -> Nullable<BigInt>,
        quote_state -> Nullable<Text>,
        quote_policy -> Text,
        application_id -> Nullable<BigInt>,
        is_local -> Bool,
        is_listed -> Bool,
        has_media -> Bool,
        trendable -> Nullable<Bool>,
        edited_at -> Nullable<Instant>,
        deleted_at -> Nullable<Instant>,
        held_at -> Nullable<Instant>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt};

    status_stats (status_id) {
        status_id -> BigInt,
        replies_count -> BigInt,
        reblogs_count -> BigInt,
        favourites_count -> BigInt,
        quotes_count -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Json, Nullable, Text};
    use crate::time::Instant;

    status_edits (id) {
        id -> BigInt,
        status_id -> BigInt,
        account_id -> Nullable<BigInt>,
        content -> Text,
        text -> Text,
        spoiler_text -> Text,
        sensitive -> Bool,
        media -> Json,
        poll_options -> Nullable<Json>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool};

    mentions (status_id, account_id) {
        status_id -> BigInt,
        account_id -> BigInt,
        is_silent -> Bool,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::time::Instant;

    tags (id) {
        id -> BigInt,
        name -> Text,
        display_name -> Nullable<Text>,
        usable -> Nullable<Bool>,
        trendable -> Nullable<Bool>,
        listable -> Nullable<Bool>,
        reviewed_at -> Nullable<Instant>,
        requested_review_at -> Nullable<Instant>,
        last_status_at -> Nullable<Instant>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt};

    status_tags (tag_id, status_id) {
        tag_id -> BigInt,
        status_id -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer};

    tag_days (tag_id, day) {
        tag_id -> BigInt,
        day -> Integer,
        uses -> BigInt,
        accounts -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer};

    tag_accounts (tag_id, day, account_id) {
        tag_id -> BigInt,
        day -> Integer,
        account_id -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use crate::time::Instant;

    preview_cards (id) {
        id -> BigInt,
        url -> Text,
        title -> Text,
        description -> Text,
        kind -> Text,
        author_name -> Text,
        author_url -> Text,
        author_account_id -> Nullable<BigInt>,
        provider_name -> Text,
        provider_url -> Text,
        html -> Text,
        width -> Integer,
        height -> Integer,
        image -> Nullable<Text>,
        image_description -> Text,
        blurhash -> Nullable<Text>,
        embed_url -> Text,
        language -> Nullable<Text>,
        published_at -> Nullable<Instant>,
        fetched_at -> Nullable<Instant>,
        host -> Text,
        is_article -> Bool,
        trendable -> Nullable<Bool>,
        same_as_id -> Nullable<BigInt>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool};

    status_cards (card_id, status_id) {
        card_id -> BigInt,
        status_id -> BigInt,
        is_waiting -> Bool,
    }
}

table! {
    use diesel::sql_types::{BigInt, Json};
    use crate::time::Instant;

    scheduled_statuses (id) {
        id -> BigInt,
        account_id -> BigInt,
        scheduled_at -> Instant,
        params -> Json,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer, Json, Nullable, Text};
    use crate::time::Instant;

    media_attachments (id) {
        id -> BigInt,
        account_id -> BigInt,
        status_id -> Nullable<BigInt>,
        scheduled_status_id -> Nullable<BigInt>,
        position -> Integer,
        kind -> Text,
        state -> Text,
        file -> Nullable<Text>,
        preview -> Nullable<Text>,
        remote_url -> Nullable<Text>,
        content_type -> Text,
        size -> BigInt,
        description -> Nullable<Text>,
        blurhash -> Nullable<Text>,
        meta -> Json,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Json, Nullable};
    use crate::time::Instant;

    polls (id) {
        id -> BigInt,
        status_id -> BigInt,
        account_id -> BigInt,
        options -> Json,
        tallies -> Json,
        multiple -> Bool,
        hide_totals -> Bool,
        voters_count -> BigInt,
        expires_at -> Nullable<Instant>,
        is_closed -> Bool,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer};
    use crate::time::Instant;

    poll_votes (poll_id, account_id, choice) {
        poll_id -> BigInt,
        account_id -> BigInt,
        choice -> Integer,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt};
    use crate::time::Instant;

    favourites (id) {
        id -> BigInt,
        account_id -> BigInt,
        status_id -> BigInt,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt};
    use crate::time::Instant;

    bookmarks (id) {
        id -> BigInt,
        account_id -> BigInt,
        status_id -> BigInt,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt};
    use crate::time::Instant;

    status_pins (id) {
        id -> BigInt,
        account_id -> BigInt,
        status_id -> BigInt,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt};

    conversation_mutes (account_id, conversation_id) {
        account_id -> BigInt,
        conversation_id -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Json, Nullable, Text};

    account_conversations (id) {
        id -> BigInt,
        account_id -> BigInt,
        conversation_id -> BigInt,
        participants -> Json,
        participants_key -> Text,
        last_status_id -> Nullable<BigInt>,
        is_unread -> Bool,
    }
}

table! {
    use diesel::sql_types::{BigInt};

    conversation_statuses (account_conversation_id, status_id) {
        account_conversation_id -> BigInt,
        status_id -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::time::Instant;

    idempotency_keys (account_id, key_hash) {
        account_id -> BigInt,
        key_hash -> Text,
        status_id -> Nullable<BigInt>,
        scheduled_status_id -> Nullable<BigInt>,
        created_at -> Instant,
    }
}

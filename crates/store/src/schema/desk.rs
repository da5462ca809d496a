//! What moderators work with.

use diesel::table;

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::time::Instant;

    appeals (id) {
        id -> BigInt,
        strike_id -> BigInt,
        account_id -> BigInt,
        text -> Text,
        approved_at -> Nullable<Instant>,
        approved_by_account_id -> Nullable<BigInt>,
        rejected_at -> Nullable<Instant>,
        rejected_by_account_id -> Nullable<BigInt>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::time::Instant;

    moderation_notes (id) {
        id -> BigInt,
        account_id -> Nullable<BigInt>,
        target_account_id -> Nullable<BigInt>,
        report_id -> Nullable<BigInt>,
        domain -> Nullable<Text>,
        text -> Text,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use crate::time::Instant;

    invites (id) {
        id -> BigInt,
        account_id -> BigInt,
        code -> Text,
        comment -> Text,
        autofollow -> Bool,
        max_uses -> Nullable<Integer>,
        uses -> Integer,
        expires_at -> Nullable<Instant>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Json, Nullable, Text};
    use crate::time::Instant;

    webhooks (id) {
        id -> BigInt,
        account_id -> Nullable<BigInt>,
        url -> Text,
        events -> Json,
        secret -> Text,
        template -> Nullable<Text>,
        is_enabled -> Bool,
        last_told_at -> Nullable<Instant>,
        last_answer -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::time::Instant;

    timed_acts (account_id, action) {
        account_id -> BigInt,
        action -> Text,
        act_id -> BigInt,
        expires_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable};
    use crate::time::Instant;

    status_reviews (status_id) {
        status_id -> BigInt,
        account_id -> Nullable<BigInt>,
        edited_at -> Nullable<Instant>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable};
    use crate::time::Instant;

    held_statuses (status_id) {
        status_id -> BigInt,
        account_id -> BigInt,
        is_local -> Bool,
        auto_rule_id -> Nullable<BigInt>,
        act_id -> BigInt,
        was_published -> Bool,
        was_edited -> Bool,
        is_news -> Bool,
        is_unheard -> Bool,
        is_waiting -> Bool,
        created_at -> Instant,
    }
}

//! Other servers: what is decided about them, how they are reached, and what goes to and fro.

use diesel::table;

table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Json, Nullable, Text};
    use crate::time::Instant;

    domain_subscriptions (id) {
        id -> BigInt,
        name -> Text,
        url -> Text,
        kind -> Text,
        format -> Text,
        priority -> Integer,
        is_enabled -> Bool,
        needs_review -> Bool,
        retracts -> Bool,
        severity -> Nullable<Text>,
        excludes -> Json,
        etag -> Nullable<Text>,
        last_modified -> Nullable<Text>,
        checked_at -> Nullable<Instant>,
        changed_at -> Nullable<Instant>,
        next_at -> Instant,
        last_error -> Nullable<Text>,
        failures -> Integer,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    use crate::time::Instant;

    domain_blocks (id) {
        id -> BigInt,
        domain -> Text,
        severity -> Text,
        reject_media -> Bool,
        reject_reports -> Bool,
        private_comment -> Nullable<Text>,
        public_comment -> Nullable<Text>,
        obfuscate -> Bool,
        grace_days -> Integer,
        subscription_id -> Nullable<BigInt>,
        act_id -> Nullable<BigInt>,
        deletion_due_at -> Nullable<Instant>,
        expires_at -> Nullable<Instant>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::time::Instant;

    domain_allows (id) {
        id -> BigInt,
        domain -> Text,
        subscription_id -> Nullable<BigInt>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::time::Instant;

    domain_subscription_entries (id) {
        id -> BigInt,
        subscription_id -> BigInt,
        domain -> Text,
        severity -> Text,
        reject_media -> Bool,
        reject_reports -> Bool,
        public_comment -> Nullable<Text>,
        obfuscate -> Bool,
        state -> Text,
        is_listed -> Bool,
        is_approved -> Bool,
        note -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::time::Instant;

    relays (id) {
        id -> BigInt,
        inbox -> Text,
        state -> Text,
        follow_uri -> Nullable<Text>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Json, Nullable, Text};
    use crate::time::Instant;

    follows_aside (account_id, target_account_id) {
        account_id -> BigInt,
        target_account_id -> BigInt,
        suspended_account_id -> BigInt,
        follow_id -> BigInt,
        shows_reblogs -> Bool,
        notifies -> Bool,
        languages -> Nullable<Json>,
        uri -> Nullable<Text>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{Integer, Text};

    delivery_failures (host, day) {
        host -> Text,
        day -> Integer,
    }
}

table! {
    use diesel::sql_types::{Nullable, Text};
    use crate::time::Instant;

    unavailable_hosts (host) {
        host -> Text,
        next_try_at -> Nullable<Instant>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::time::Instant;

    actors (account_id) {
        account_id -> BigInt,
        inbox -> Text,
        shared_inbox -> Nullable<Text>,
        outbox -> Nullable<Text>,
        followers -> Nullable<Text>,
        following -> Nullable<Text>,
        featured -> Nullable<Text>,
        key_id -> Text,
        public_key -> Text,
        avatar_url -> Nullable<Text>,
        header_url -> Nullable<Text>,
        fetched_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::time::Instant;

    account_keys (account_id) {
        account_id -> BigInt,
        private_key -> Text,
        public_key -> Text,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};

    account_aliases (account_id, uri) {
        account_id -> BigInt,
        uri -> Text,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable};
    use crate::time::Instant;

    account_migrations (account_id) {
        account_id -> BigInt,
        target_account_id -> Nullable<BigInt>,
        followers_count -> BigInt,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::time::Instant;

    outgoing (id) {
        id -> BigInt,
        account_id -> Nullable<BigInt>,
        activity -> Text,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer, Nullable, Text};
    use crate::time::Instant;

    outbox (id) {
        id -> BigInt,
        outgoing_id -> BigInt,
        inbox -> Text,
        host -> Text,
        attempts -> Integer,
        run_at -> Instant,
        lease -> Nullable<Text>,
        lease_until -> Nullable<Instant>,
        last_error -> Nullable<Text>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::Text;
    use crate::time::Instant;

    seen_activities (uri) {
        uri -> Text,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::Text;
    use crate::time::Instant;

    tombstones (uri) {
        uri -> Text,
        created_at -> Instant,
    }
}

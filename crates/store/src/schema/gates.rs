//! Who is not let in, and who does not become a member.

use diesel::table;

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::time::Instant;

    ip_blocks (id) {
        id -> BigInt,
        ip -> Text,
        network -> Text,
        severity -> Text,
        comment -> Text,
        expires_at -> Nullable<Instant>,
        hits -> BigInt,
        last_hit_at -> Nullable<Instant>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::time::Instant;

    email_domain_blocks (id) {
        id -> BigInt,
        domain -> Text,
        parent_id -> Nullable<BigInt>,
        allow_with_approval -> Bool,
        comment -> Text,
        expires_at -> Nullable<Instant>,
        hits -> BigInt,
        last_hit_at -> Nullable<Instant>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer};

    email_domain_block_days (block_id, day) {
        block_id -> BigInt,
        day -> Integer,
        uses -> BigInt,
        addresses -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary, Integer};

    email_domain_block_addresses (block_id, day, ip) {
        block_id -> BigInt,
        day -> Integer,
        ip -> Binary,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::time::Instant;

    canonical_email_blocks (id) {
        id -> BigInt,
        canonical_email_hash -> Text,
        reference_account_id -> Nullable<BigInt>,
        created_at -> Instant,
        hits -> BigInt,
        last_hit_at -> Nullable<Instant>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Text};
    use crate::time::Instant;

    username_blocks (id) {
        id -> BigInt,
        username -> Text,
        folded -> Text,
        comparison -> Text,
        allow_with_approval -> Bool,
        created_at -> Instant,
    }
}

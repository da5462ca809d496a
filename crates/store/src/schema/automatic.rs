//! What moderators have decided beforehand.

use diesel::table;

table! {
    use diesel::sql_types::{BigInt, Bool, Json, Nullable, Text};
    use crate::time::Instant;

    auto_rules (id) {
        id -> BigInt,
        name -> Text,
        subject -> Text,
        conditions -> Json,
        outcomes -> Json,
        report_category -> Text,
        limit_for -> Nullable<BigInt>,
        text -> Text,
        exempt_accounts -> Json,
        is_shadow -> Bool,
        is_enabled -> Bool,
        expires_at -> Nullable<Instant>,
        hits -> BigInt,
        last_hit_at -> Nullable<Instant>,
        account_id -> Nullable<BigInt>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer};

    auto_rule_days (rule_id, day) {
        rule_id -> BigInt,
        day -> Integer,
        matches -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Json, Nullable};
    use crate::time::Instant;

    auto_rule_matches (id) {
        id -> BigInt,
        rule_id -> BigInt,
        account_id -> BigInt,
        status_id -> Nullable<BigInt>,
        is_shadow -> Bool,
        done -> Json,
        act_id -> Nullable<BigInt>,
        limit_act_id -> Nullable<BigInt>,
        hold_act_id -> Nullable<BigInt>,
        report_id -> Nullable<BigInt>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::Binary;
    use crate::time::Instant;

    removed_texts (print) {
        print -> Binary,
        removed_at -> Instant,
    }
}

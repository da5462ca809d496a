//! Accounts, access, moderation and the work of the server.

use diesel::table;

table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Text};

    roles (id) {
        id -> BigInt,
        name -> Text,
        color -> Text,
        highlighted -> Bool,
        position -> Integer,
        permissions -> BigInt,
        require_2fa -> Bool,
        collection_limit -> Integer,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::time::Instant;

    instances (domain) {
        domain -> Text,
        created_at -> Instant,
        accounts_count -> BigInt,
        host -> Nullable<Text>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Json, Nullable, Text};
    use crate::time::Instant;

    accounts (id) {
        id -> BigInt,
        username -> Text,
        username_lower -> Text,
        domain -> Nullable<Text>,
        uri -> Text,
        url -> Text,
        display_name -> Text,
        display_name_lower -> Text,
        note -> Text,
        fields -> Json,
        kind -> Text,
        locked -> Bool,
        discoverable -> Nullable<Bool>,
        indexable -> Bool,
        hide_collections -> Nullable<Bool>,
        avatar -> Nullable<Text>,
        avatar_description -> Text,
        header -> Nullable<Text>,
        header_description -> Text,
        memorial -> Bool,
        silenced_at -> Nullable<Instant>,
        sensitized_at -> Nullable<Instant>,
        suspended_at -> Nullable<Instant>,
        suspension_origin -> Nullable<Text>,
        deletion_due_at -> Nullable<Instant>,
        purged_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
        moved_to_account_id -> Nullable<BigInt>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable};
    use crate::time::Instant;

    account_stats (account_id) {
        account_id -> BigInt,
        followers_count -> BigInt,
        following_count -> BigInt,
        statuses_count -> BigInt,
        last_status_at -> Nullable<Instant>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Json, Nullable, Text};
    use crate::time::Instant;

    applications (id) {
        id -> BigInt,
        name -> Text,
        website -> Nullable<Text>,
        redirect_uris -> Json,
        scopes -> Text,
        client_id -> Text,
        client_secret_hash -> Text,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Json, Nullable, Text};
    use crate::time::Instant;

    users (account_id) {
        account_id -> BigInt,
        email -> Text,
        unconfirmed_email -> Nullable<Text>,
        password_hash -> Text,
        role_id -> Nullable<BigInt>,
        locale -> Nullable<Text>,
        approved -> Bool,
        disabled -> Bool,
        confirmed_at -> Nullable<Instant>,
        confirmation_hash -> Nullable<Text>,
        confirmation_sent_at -> Nullable<Instant>,
        second_factor_at -> Nullable<Instant>,
        invite_request -> Nullable<Text>,
        application_id -> Nullable<BigInt>,
        invited_by_account_id -> Nullable<BigInt>,
        settings -> Json,
        seen_at -> Nullable<Instant>,
        created_at -> Instant,
        invite_id -> Nullable<BigInt>,
        password_reset_hash -> Nullable<Text>,
        password_reset_sent_at -> Nullable<Instant>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Binary};
    use crate::time::Instant;

    user_ips (account_id, ip) {
        account_id -> BigInt,
        ip -> Binary,
        used_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::time::Instant;

    sessions (token_hash) {
        token_hash -> Text,
        account_id -> BigInt,
        created_at -> Instant,
        used_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::time::Instant;

    authorization_codes (code_hash) {
        code_hash -> Text,
        application_id -> BigInt,
        account_id -> BigInt,
        redirect_uri -> Text,
        scopes -> Text,
        code_challenge -> Nullable<Text>,
        expires_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Nullable, Text};
    use crate::time::Instant;

    access_tokens (id) {
        id -> BigInt,
        token_hash -> Text,
        application_id -> BigInt,
        account_id -> Nullable<BigInt>,
        scopes -> Text,
        created_at -> Instant,
        used_at -> Nullable<Instant>,
        revoked_at -> Nullable<Instant>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};
    use crate::time::Instant;

    warning_presets (id) {
        id -> BigInt,
        title -> Text,
        text -> Text,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Integer, Json, Nullable, Text};
    use crate::time::Instant;

    reports (id) {
        id -> BigInt,
        account_id -> BigInt,
        target_account_id -> BigInt,
        category -> Text,
        comment -> Text,
        status_ids -> Json,
        rule_ids -> Json,
        action_taken_at -> Nullable<Instant>,
        action_taken_by_account_id -> Nullable<BigInt>,
        assigned_account_id -> Nullable<BigInt>,
        created_at -> Instant,
        updated_at -> Instant,
        forwarded -> Nullable<Bool>,
        uri -> Nullable<Text>,
        application_id -> Nullable<BigInt>,
        version -> Integer,
        auto_rule_id -> Nullable<BigInt>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Json, Nullable, Text};
    use crate::time::Instant;

    strikes (id) {
        id -> BigInt,
        account_id -> Nullable<BigInt>,
        target_account_id -> BigInt,
        action -> Text,
        text -> Text,
        report_id -> Nullable<BigInt>,
        status_ids -> Nullable<Json>,
        overruled_at -> Nullable<Instant>,
        created_at -> Instant,
        act_id -> Nullable<BigInt>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Json, Nullable, Text};
    use crate::time::Instant;

    action_log (id) {
        id -> BigInt,
        account_id -> Nullable<BigInt>,
        action -> Text,
        target_type -> Text,
        target_id -> Nullable<BigInt>,
        human_identifier -> Text,
        reason -> Nullable<Text>,
        report_id -> Nullable<BigInt>,
        expires_at -> Nullable<Instant>,
        batch -> Nullable<BigInt>,
        reverts -> Nullable<BigInt>,
        effects -> Json,
        created_at -> Instant,
        target_account_id -> Nullable<BigInt>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::time::Instant;

    notifications (id) {
        id -> BigInt,
        account_id -> BigInt,
        from_account_id -> BigInt,
        kind -> Text,
        strike_id -> Nullable<BigInt>,
        created_at -> Instant,
        status_id -> Nullable<BigInt>,
        report_id -> Nullable<BigInt>,
        severance_id -> Nullable<BigInt>,
        group_key -> Nullable<Text>,
        is_filtered -> Bool,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer, Json, Nullable, Text};
    use crate::time::Instant;

    rules (id) {
        id -> BigInt,
        text -> Text,
        hint -> Text,
        priority -> Integer,
        translations -> Json,
        deleted_at -> Nullable<Instant>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{Json, Nullable, Text};
    use crate::time::Instant;

    settings (name) {
        name -> Text,
        value -> Json,
        updated_at -> Nullable<Instant>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};

    counters (name) {
        name -> Text,
        value -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer, Json, Nullable, Text};
    use crate::time::Instant;

    jobs (id) {
        id -> BigInt,
        name -> Text,
        key -> Nullable<Text>,
        data -> Json,
        run_at -> Nullable<Instant>,
        attempts -> Integer,
        lease -> Nullable<Text>,
        lease_until -> Nullable<Instant>,
        last_error -> Nullable<Text>,
        created_at -> Instant,
        lane -> Integer,
    }
}

table! {
    use diesel::sql_types::{Text};
    use crate::time::Instant;

    schedules (name) {
        name -> Text,
        next_at -> Instant,
    }
}

//! What trends, how much it is used, and what was decided about it.

use diesel::table;

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable, Text};
    use crate::time::Instant;

    publishers (id) {
        id -> BigInt,
        domain -> Text,
        trendable -> Nullable<Bool>,
        reviewed_at -> Nullable<Instant>,
        requested_review_at -> Nullable<Instant>,
        created_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Nullable};
    use crate::time::Instant;

    author_reviews (account_id) {
        account_id -> BigInt,
        trendable -> Nullable<Bool>,
        reviewed_at -> Nullable<Instant>,
        requested_review_at -> Nullable<Instant>,
    }
}

table! {
    use diesel::sql_types::{BigInt, Json};

    decisions (act_id) {
        act_id -> BigInt,
        past -> Json,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer};

    card_days (card_id, day) {
        card_id -> BigInt,
        day -> Integer,
        uses -> BigInt,
        accounts -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer};

    card_accounts (card_id, day, account_id) {
        card_id -> BigInt,
        day -> Integer,
        account_id -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Text};

    trends_due (kind, thing_id) {
        kind -> Text,
        thing_id -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Bool, Double, Integer, Nullable, Text};
    use crate::time::Instant;

    trends (kind, thing_id) {
        kind -> Text,
        thing_id -> BigInt,
        account_id -> Nullable<BigInt>,
        language -> Text,
        score -> Nullable<Double>,
        rank -> Nullable<Integer>,
        allowed -> Bool,
        is_best -> Bool,
        peak -> Double,
        peak_at -> Instant,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer, Text};

    tallies (kind, scope, day, part) {
        kind -> Text,
        scope -> Text,
        part -> Text,
        day -> Integer,
        amount -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer, Text};

    tally_log (id) {
        id -> BigInt,
        kind -> Text,
        scope -> Text,
        part -> Text,
        day -> Integer,
        amount -> BigInt,
    }
}

table! {
    use diesel::sql_types::{BigInt, Integer};

    logins (day, account_id) {
        day -> Integer,
        account_id -> BigInt,
    }
}

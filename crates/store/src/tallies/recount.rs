//! What counting the rows gives: to find out whether what is kept is right, and to begin anew.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{BigInt, Integer, Text},
};

use super::{Kind, NO_DAY, with_sums};
use crate::{Result, Tx, on};

/// A number that is not what counting gives.
#[derive(Clone, Debug, PartialEq, Eq, QueryableByName)]
pub struct Drift {
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = Text)]
    pub scope: String,
    #[diesel(sql_type = Text)]
    pub part: String,
    #[diesel(sql_type = Integer)]
    pub day: i32,
    #[diesel(sql_type = BigInt)]
    pub kept: i64,
    #[diesel(sql_type = BigInt)]
    pub counted: i64,
}

/// All numbers of a kind that are wrong. Takes as long as counting all of it does.
pub fn drift(tx: &mut Tx, kind: Kind) -> Result<Vec<Drift>> {
    let Some(counting) = counting(kind, &Words::of(tx)) else {
        return Ok(Vec::new());
    };
    let word = kind.word();
    let query = format!(
        "SELECT '{word}' AS kind, scope, part, CAST(day AS INTEGER) AS day, CAST(sum(kept) AS BIGINT) AS kept,
           CAST(sum(counted) AS BIGINT) AS counted
         FROM (
           SELECT scope, part, day, amount AS kept, 0 AS counted FROM tallies WHERE kind = '{word}'
           UNION ALL
           SELECT scope, part, day, amount, 0 FROM ({}) written WHERE kind = '{word}'
           UNION ALL
           SELECT scope, part, day, 0, amount FROM ({}) counted
         ) both_sides
         GROUP BY scope, part, day HAVING sum(kept) <> sum(counted) ORDER BY scope, part, day",
        with_sums("tally_log", "TRUE"),
        with_sums(&format!("({counting}) found"), "TRUE"),
    );
    on!(tx, conn => sql_query(query).load(conn))
}

/// Makes all numbers of a kind what counting gives. In a transaction that has [begun](begin) for it.
pub fn rebuild(tx: &mut Tx, kind: Kind) -> Result<()> {
    let Some(counting) = counting(kind, &Words::of(tx)) else {
        return Ok(());
    };
    let word = kind.word();
    let fill = format!(
        "INSERT INTO tallies (kind, scope, part, day, amount)
         SELECT kind, scope, part, day, CAST(sum(amount) AS BIGINT) FROM ({}) counted
         GROUP BY kind, scope, part, day",
        with_sums(&format!("({counting}) found"), "TRUE"),
    );
    for query in [
        format!("DELETE FROM tally_log WHERE kind = '{word}'"),
        format!("DELETE FROM tallies WHERE kind = '{word}'"),
        fill,
    ] {
        on!(&mut *tx, conn => sql_query(query).execute(conn))?;
    }
    Ok(())
}

/// Sees to it that all that follows in this transaction is about one moment, and that nobody adds up
/// meanwhile. Others may go on writing. To be done before anything else.
pub fn begin(tx: &mut Tx) -> Result<()> {
    if let Tx::Postgres(conn) = tx {
        for query in [
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
            "SET LOCAL statement_timeout = 0",
            "LOCK TABLE tallies IN EXCLUSIVE MODE",
        ] {
            sql_query(query).execute(&mut **conn)?;
        }
    }
    Ok(())
}

/// What the two databases say differently.
struct Words {
    is_sqlite: bool,
}

impl Words {
    fn of(tx: &Tx) -> Self {
        Self {
            is_sqlite: matches!(tx, Tx::Sqlite(_)),
        }
    }

    fn day(&self, column: &str) -> String {
        match self.is_sqlite {
            true => format!("(unixepoch({column}) / 86400)"),
            false => format!("tally_day({column})"),
        }
    }

    fn month(&self, column: &str) -> String {
        match self.is_sqlite {
            true => {
                format!("((strftime('%Y', {column}) - 1970) * 12 + strftime('%m', {column}) - 1)")
            }
            false => format!("tally_month({column})"),
        }
    }
}

/// A statement with the columns `kind`, `scope`, `part`, `day` and `amount`; none for what cannot be counted.
fn counting(kind: Kind, words: &Words) -> Option<String> {
    const POST_DAY: &str = "post.id / 65536 / 86400000";
    const POSTS: &str = "statuses post JOIN accounts author ON author.id = post.account_id WHERE post.deleted_at IS NULL";
    const TAGGED: &str = "status_tags tagged JOIN statuses post ON post.id = tagged.status_id \
        JOIN accounts author ON author.id = post.account_id WHERE post.deleted_at IS NULL";
    const SERVER: &str = "coalesce(author.domain, '')";
    const LANGUAGE: &str = "coalesce(post.language, 'und')";
    const TAG: &str = "CAST(tagged.tag_id AS TEXT)";
    let day = |column| words.day(column);
    let or_never = |at: String| format!("coalesce({at}, {NO_DAY})");
    let users =
        |scope: &str, part: &str, at: String| rows(kind, scope, part, &at, "1", "users member");
    Some(match kind {
        Kind::Interactions => return None,
        Kind::Users => users(
            "''",
            "coalesce(CAST(member.application_id AS TEXT), '')",
            day("member.created_at"),
        ),
        Kind::Seen => users(
            "''",
            "coalesce(member.locale, '')",
            or_never(day("member.seen_at")),
        ),
        Kind::Cohorts => users(
            &format!("CAST({} AS TEXT)", day("member.created_at")),
            "''",
            or_never(day("member.seen_at")),
        ),
        Kind::CohortMonths => users(
            &format!("CAST({} AS TEXT)", words.month("member.created_at")),
            "''",
            or_never(words.month("member.seen_at")),
        ),
        Kind::OpenedReports => rows(kind, "''", "''", &day("created_at"), "1", "reports"),
        Kind::ResolvedReports => {
            let resolved = "reports WHERE action_taken_at IS NOT NULL";
            rows(kind, "''", "''", &day("action_taken_at"), "1", resolved)
        }
        Kind::Posts => rows(kind, "''", SERVER, POST_DAY, "1", POSTS),
        Kind::Languages => {
            let own = format!("{POSTS} AND post.reblog_of_id IS NULL");
            rows(kind, SERVER, LANGUAGE, POST_DAY, "1", &own)
        }
        Kind::TagServers => rows(kind, TAG, SERVER, POST_DAY, "1", TAGGED),
        Kind::TagLanguages => rows(kind, TAG, LANGUAGE, POST_DAY, "1", TAGGED),
        Kind::Accounts => {
            let at = day("author.created_at");
            rows(kind, "''", SERVER, &at, "1", "accounts author")
        }
        Kind::Media => {
            let kept = "media_attachments medium JOIN accounts author ON author.id = medium.account_id \
                WHERE medium.file IS NOT NULL AND medium.size <> 0";
            rows(
                kind,
                "''",
                SERVER,
                &day("medium.created_at"),
                "medium.size",
                kept,
            )
        }
        Kind::Reports => {
            let about =
                "reports report JOIN accounts author ON author.id = report.target_account_id";
            rows(kind, "''", SERVER, &day("report.created_at"), "1", about)
        }
        Kind::Follows | Kind::Followers | Kind::Followed => follows(kind, &day("bond.created_at")),
    })
}

fn follows(kind: Kind, day: &str) -> String {
    let whose = match kind {
        Kind::Followers => "account_id",
        _ => "target_account_id",
    };
    let bonds = format!(
        "follows bond JOIN accounts author ON author.id = bond.{whose} WHERE author.domain IS NOT NULL"
    );
    match kind {
        Kind::Followed => rows(
            kind,
            "author.domain",
            "CAST(author.id AS TEXT)",
            "0",
            "1",
            &bonds,
        ),
        _ => rows(kind, "''", "author.domain", day, "1", &bonds),
    }
}

fn rows(kind: Kind, scope: &str, part: &str, day: &str, amount: &str, from: &str) -> String {
    let amount = match amount {
        "1" => "count(*)".to_owned(),
        column => format!("sum({column})"),
    };
    format!(
        "SELECT '{}' AS kind, {scope} AS scope, {part} AS part, {day} AS day, {amount} AS amount
         FROM {from} GROUP BY 2, 3, 4",
        kind.word(),
    )
}

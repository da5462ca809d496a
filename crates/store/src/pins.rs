//! Posts that stand first on their author's profile.

crate::marks::marks!(status_pins);

pub fn count(tx: &mut Tx, account_id: i64) -> Result<i64> {
    let query = status_pins::table.filter(status_pins::account_id.eq(account_id));
    on!(tx, conn => query.count().get_result(conn))
}

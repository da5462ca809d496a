//! Posts that accounts like.

crate::marks::marks!(favourites);

/// A page of those who like a post, latest first, as the ids of favourites and of accounts.
pub fn of_status(tx: &mut Tx, status_id: i64, window: Window) -> Result<Vec<(i64, i64)>> {
    let mut page: Vec<(i64, i64)> = on!(tx, conn => {
        let mut query = favourites::table
            .filter(favourites::status_id.eq(status_id))
            .select((favourites::id, favourites::account_id))
            .into_boxed();
        if let Some(id) = window.max_id {
            query = query.filter(favourites::id.lt(id));
        }
        if let Some(id) = window.min_id.or(window.since_id) {
            query = query.filter(favourites::id.gt(id));
        }
        query = match window.min_id {
            Some(_) => query.order(favourites::id.asc()),
            None => query.order(favourites::id.desc()),
        };
        query.limit(window.limit).load(conn)
    })?;
    if window.min_id.is_some() {
        page.reverse();
    }
    Ok(page)
}

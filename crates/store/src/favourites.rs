//! Posts that accounts like.

crate::marks::marks!(favourites);

/// A page of those who like a post, latest first, as the ids of favourites and of accounts.
pub fn of_status(tx: &mut Tx, status_id: i64, window: Window) -> Result<Vec<(i64, i64)>> {
    let page: Vec<(i64, i64)> = page!(
        tx,
        window,
        favourites::id,
        favourites::table
            .filter(favourites::status_id.eq(status_id))
            .select((favourites::id, favourites::account_id))
    );
    Ok(page)
}

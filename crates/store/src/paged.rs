//! Pages of lists that are sorted by an id, newest first.

/// Adds a window by id to a boxed query, runs it, and turns a page that was walked upwards. What is
/// asked for besides may depend on values: `|it| …` makes the narrower query of the boxed one.
macro_rules! page {
    ($tx:expr, $window:expr, $id:expr, $query:expr) => {
        $crate::paged::page!($tx, $window, $id, $query, |it| it)
    };
    ($tx:expr, $window:expr, $id:expr, $query:expr, |$it:ident| $narrow:expr) => {{
        let window: $crate::account_list::Window = $window;
        let mut page = $crate::on!($tx, conn => {
            let $it = $query.into_boxed();
            let mut query = $narrow;
            if let Some(id) = window.max_id {
                query = query.filter($id.lt(id));
            }
            if let Some(id) = window.min_id.or(window.since_id) {
                query = query.filter($id.gt(id));
            }
            query = match window.min_id {
                Some(_) => query.order($id.asc()),
                None => query.order($id.desc()),
            };
            query.limit(window.limit).load(conn)
        })?;
        if window.min_id.is_some() {
            page.reverse();
        }
        page
    }};
}
pub(crate) use page;

//! People who want to be found.

use store::{
    account_list::Slice,
    directory::{self, Wanted},
};

use crate::{Context, Result, visibility};

/// Who comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Who posted last.
    Active,
    /// Who came last.
    New,
}

/// Accounts by their ids.
pub fn list(cx: &mut Context, order: Order, is_local: bool, slice: Slice) -> Result<Vec<i64>> {
    let wanted = Wanted {
        is_local,
        viewer: visibility::viewer(cx),
    };
    Ok(match order {
        Order::Active => directory::most_active(&mut cx.tx, wanted, slice)?,
        Order::New => directory::newest(&mut cx.tx, wanted, slice)?,
    })
}

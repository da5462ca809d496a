//! Getting what was answered to posts of other servers that somebody here has come upon.

use super::{
    fetch::{Errands, Missed},
    listed::listed,
};
use crate::App;

/// How much of one conversation. What answers an answer is not asked for.
const MOST: usize = 20;

/// Keeps the answers that the post's own server has itself. Others stand in its word alone.
pub(crate) fn fetch_replies(app: &App, address: &str) -> Result<(), Missed> {
    let mut errands = Errands::new(app);
    errands.world.is_without_replies = true;
    listed(&mut errands, address, MOST).map(drop)
}

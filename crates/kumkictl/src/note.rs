use std::io::{self, Write};

use crate::plain;

/// Tells whoever watches. What a script wants to read goes to stdout.
pub(crate) fn say(text: &str) {
    // Nobody is left to be told that stderr is closed.
    let _ = writeln!(io::stderr(), "{}", plain::line(text));
}

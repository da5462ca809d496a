//! Answers for standard output. A reader who has gone away is an error like any other here.

use std::io::{self, Write};

pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", text.trim_end_matches('\n'))?;
    out.flush()
}

/// Columns as wide as what is in them; the last may be as long as it likes.
pub(crate) fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut text = String::new();
    for row in rows {
        let cells = widths.iter().zip(row);
        let line: Vec<String> = cells.map(|(width, it)| format!("{it:width$}")).collect();
        text += line.join("  ").trim_end();
        text.push('\n');
    }
    text
}

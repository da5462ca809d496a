//! Comma-separated values, as RFC 4180 has them.

use crate::sheet::Sheet;

pub(crate) fn text(sheet: &Sheet) -> String {
    let lines = std::iter::once(&sheet.headings).chain(&sheet.rows);
    let lines = lines.map(|texts| {
        let cells: Vec<String> = texts.iter().map(|it| cell(it)).collect();
        cells.join(",")
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn cell(text: &str) -> String {
    // A spreadsheet would run a name that begins like a formula.
    let is_formula = text.starts_with(['=', '+', '-', '@']) && text.parse::<f64>().is_err();
    let text = match is_formula {
        true => format!("'{text}"),
        false => text.to_owned(),
    };
    match text.contains([',', '"']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

//! How many bytes, for people.

const UNITS: [&str; 7] = ["Bytes", "KB", "MB", "GB", "TB", "PB", "EB"];

/// `1.21 KB`: three digits, without zeros at the end.
pub(super) fn in_bytes(bytes: i64) -> String {
    let mut unit = 0;
    let mut size: u64 = 1;
    let amount = u64::try_from(bytes).unwrap_or_default();
    while amount / size >= 1024 && unit + 1 < UNITS.len() {
        size *= 1024;
        unit += 1;
    }
    match (amount, unit) {
        (1, _) => "1 Byte".to_owned(),
        (_, 0) => format!("{amount} Bytes"),
        _ => format!("{} {}", three_digits(amount, size), UNITS[unit]),
    }
}

/// The quotient, of which three digits count.
fn three_digits(amount: u64, size: u64) -> String {
    let (amount, size) = (u128::from(amount), u128::from(size));
    let whole = amount / size;
    let (places, scale) = match whole {
        0..10 => (2, 100),
        10..100 => (1, 10),
        100..1000 => (0, 1),
        // Of four digits the last is a zero.
        _ => return ((amount + 5 * size) / (10 * size) * 10).to_string(),
    };
    let rounded = (2 * amount * scale + size) / (2 * size);
    let text = format!(
        "{}.{:0places$}",
        rounded / scale,
        rounded % scale,
        places = places
    );
    match places {
        0 => rounded.to_string(),
        _ => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_bytes;

    #[test]
    fn sizes_have_three_digits() {
        for (bytes, text) in [
            (0, "0 Bytes"),
            (1, "1 Byte"),
            (999, "999 Bytes"),
            (1024, "1 KB"),
            (1234, "1.21 KB"),
            (1536, "1.5 KB"),
            (10_239, "10 KB"),
            (102_399, "100 KB"),
            (1_047_552, "1020 KB"),
            (1_048_575, "1020 KB"),
            (1_972_544, "1.88 MB"),
            (14_924_935, "14.2 MB"),
            (49_581_359_907, "46.2 GB"),
            (837_837_315_424, "780 GB"),
            (i64::MAX, "8 EB"),
        ] {
            assert_eq!(in_bytes(bytes), text, "{bytes}");
        }
    }
}

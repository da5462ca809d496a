/// The candidate that was probably meant, if any is close.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let close = |it: &&str| distance(word, it) <= (word.chars().count() / 3).clamp(1, 3);
    let candidates = candidates.into_iter().filter(close);
    candidates.min_by_key(|it| distance(word, it))
}

/// How many letters have to be put in, taken away or changed.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (deleted, letter) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = deleted + 1;
        for (column, other) in to.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn what_was_probably_meant_is_found() {
        let words = ["listen", "domain", "mail.smtp_url"];

        assert_eq!(nearest("lisen", words), Some("listen"));
        assert_eq!(nearest("mail.smtp_uri", words), Some("mail.smtp_url"));
        assert_eq!(nearest("colour", words), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}

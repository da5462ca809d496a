//! Languages by name, as Mastodon calls them.

use crate::languages::ALL;

/// The name of a language in English, by its code alone; regions count.
pub fn language_name(code: &str) -> Option<&'static str> {
    let mut all = OTHERS.iter().chain(ALL);
    all.find(|(known, _)| *known == code).map(|(_, name)| *name)
}

/// Those without a code of two letters, and those that go by another name here.
#[rustfmt::skip]
const OTHERS: &[(&str, &str)] = &[
    ("bh", "Bihari"), ("cu", "Old Church Slavonic"), ("ku", "Kurmanji (Kurdish)"),
    ("mn-Mong", "Traditional Mongolian"), ("ms-Arab", "Jawi Malay"), ("pi", "Pāli"), ("sl", "Slovenian"),
    ("zh-CN", "Chinese (China)"), ("zh-HK", "Chinese (Hong Kong)"), ("zh-TW", "Chinese (Taiwan)"),
    ("zh-YUE", "Cantonese"), ("ast", "Asturian"), ("chr", "Cherokee"), ("ckb", "Sorani (Kurdish)"),
    ("cnr", "Montenegrin"), ("csb", "Kashubian"), ("gsw", "Swiss German"), ("jbo", "Lojban"), ("kab", "Kabyle"),
    ("ldn", "Láadan"), ("lfn", "Lingua Franca Nova"), ("lzz", "Lazuri"), ("moh", "Mohawk"), ("nds", "Low German"),
    ("ota", "Ottoman Turkish"), ("pdc", "Pennsylvania Dutch"), ("sco", "Scots"), ("sma", "Southern Sami"),
    ("smj", "Lule Sami"), ("szl", "Silesian"), ("tok", "Toki Pona"), ("vai", "Vai"), ("xal", "Kalmyk"),
    ("xmf", "Mingrelian"), ("zba", "Balaibalan"), ("zgh", "Standard Moroccan Tamazight"),
    ("nan-TW", "Hokkien (Taiwan)"),
];

#[cfg(test)]
mod tests {
    use super::language_name;

    #[test]
    fn languages_have_names_and_regions_may_not() {
        for (code, name) in [
            ("en", Some("English")),
            ("sl", Some("Slovenian")),
            ("zh-TW", Some("Chinese (Taiwan)")),
            ("en-GB", None),
            ("und", None),
            ("EN", None),
        ] {
            assert_eq!(language_name(code), name, "{code}");
        }
    }
}

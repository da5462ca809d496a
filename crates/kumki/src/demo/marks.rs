//! What they do with each other's posts.

/// A post, and who does it, in this order.
pub(super) type Mark = (&'static str, &'static [&'static str]);

#[rustfmt::skip]
const FAVOURITES: &[Mark] = &[
    ("swifts", &["birgit", "lin", "jonas", "caoimhe", "quentin"]),
    ("river", &["lin", "birgit", "isadora", "jonas", "kalinda", "amara"]),
    ("envelope", &["kalinda", "birgit"]),
    ("bathtub", &["jaap", "lubomir", "jonas"]),
    ("ferns_in_tub", &["rosalind", "lin"]),
    ("knock", &["kalinda", "ulrike", "oona", "rosalind", "jonas", "maelle"]),
    ("door", &["isadora"]),
    ("dust", &["isadora", "farid", "teo", "wanjiru"]),
    ("kokkiri", &["maelle", "yusuf", "kalinda"]),
    ("standing", &["jonas", "mira", "beatriz", "vikram", "teo"]),
    ("thursday", &["teo", "rosalind", "jonas"]),
    ("warp", &["ulrike", "oona", "isadora", "lin"]),
    ("winner", &["amara", "pilar"]),
    ("glaze", &["amara", "hamza", "isadora"]),
    ("wheel", &["arvid", "tomasz"]),
    ("capacitor", &["xiomara", "arvid", "nikolai"]),
    ("honey", &["farid", "birgit", "hamza", "quentin"]),
    ("red_build", &["mira", "arvid", "lubomir", "teo"]),
    ("rule14", &["nikolai", "rosalind"]),
    ("cloth", &["ulrike", "isadora", "oona", "jonas", "beatriz"]),
    ("soup", &["pilar", "ulrike", "amara", "dario", "jonas"]),
    ("ten_bowls", &["hamza", "amara"]),
    ("mittens", &["yusuf", "greta_l"]),
    ("seal", &["wanjiru", "pilar", "sunniva"]),
    ("feeder", &["oona", "quentin", "caoimhe"]),
    ("saturn", &["pilar", "vikram", "xiomara", "lin", "jonas"]),
    ("line7", &["teo", "beatriz", "jaap"]),
    ("fern", &["lin", "quentin", "birgit"]),
    ("week", &["quentin"]),
    ("ships", &["greta_l", "jonas"]),
    ("ten_degrees", &["sunniva", "wanjiru"]),
    ("hawk", &["oona"]),
    ("heron", &["greta_l", "jonas", "tomasz"]),
    ("jeong", &["greta_l", "yusuf", "maelle", "pilar"]),
    ("pretend", &["farid", "kalinda"]),
    ("dull", &["lubomir", "nikolai", "jaap"]),
    ("lesson6", &["oona", "eun_ji"]),
    ("rulebook", &["kalinda", "nikolai"]),
    ("island", &["lubomir", "greta_l"]),
    ("ola", &["birgit", "tomasz", "lin", "jonas", "amara", "farid", "oona"]),
    ("poetry", &["eun_ji", "farid"]),
    ("forgets", &["kalinda", "maelle"]),
    ("back", &["lin", "sunniva", "teo"]),
    ("no_spam", &["mira", "lin", "birgit", "teo", "pilar"]),
    ("quiet_hour", &["pilar", "lin"]),
    ("view", &["isadora", "mira", "arvid", "caoimhe", "kalinda", "vikram"]),
    ("early_shift", &["jonas", "mira", "lin", "kalinda", "oona"]),
    ("reports", &["jonas", "rosalind", "pilar", "mira"]),
    ("what_lin_says", &["lin", "greta_l"]),
    ("slides", &["jonas", "lin", "mira"]),
    ("tips", &["arvid", "sunniva"]),
    ("calendar", &["greta_l", "zelda_m", "amara", "sunniva"]),
    ("backups", &["jonas", "lubomir", "arvid"]),
    ("questions", &["rosalind", "lin", "beatriz"]),
];

#[rustfmt::skip]
const BOOSTS: &[Mark] = &[
    ("river", &["lin", "isadora"]),
    ("knock", &["kalinda", "jonas"]),
    ("honey", &["farid"]),
    ("saturn", &["xiomara"]),
    ("line7", &["teo"]),
    ("view", &["mira", "caoimhe"]),
    ("slides", &["jonas", "lin"]),
    ("ships", &["greta_l"]),
    ("quiet_hour", &["lin", "mira"]),
    ("capacitor", &["arvid"]),
    ("soup", &["amara"]),
    ("cloth", &["ulrike", "lin"]),
    ("ola", &["birgit", "jonas"]),
    ("tips", &["arvid"]),
    ("calendar", &["zelda_m"]),
    ("forgets", &["kalinda"]),
    ("questions", &["lin", "rosalind"]),
];

/// Nobody but themselves knows of these.
const BOOKMARKS: &[Mark] = &[
    ("capacitor", &["jonas", "arvid"]),
    ("reports", &["jonas"]),
    ("slides", &["jonas", "lin"]),
    ("soup", &["jonas", "dario", "beatriz"]),
    ("jeong", &["jonas"]),
    ("island", &["greta_l"]),
    ("calendar", &["amara"]),
];

/// By their authors, for their profiles.
const PINS: &[Mark] = &[
    ("reports", &["lin"]),
    ("view", &["jonas"]),
    ("knock", &["isadora"]),
    ("fern", &["quentin"]),
];

/// A post with a poll, and who chooses what, by number from 0.
pub(super) type Vote = (&'static str, &'static [(&'static str, &'static [usize])]);

#[rustfmt::skip]
pub(super) const VOTES: &[Vote] = &[
    ("quiet_hour", &[("lin", &[0]), ("pilar", &[0]), ("dario", &[1]), ("wanjiru", &[2]), ("hamza", &[0]), ("oona", &[2])]),
    ("naming", &[("jonas", &[1]), ("teo", &[1]), ("rosalind", &[2]), ("lin", &[1]), ("isadora", &[3]), ("oona", &[1])]),
    ("rule14", &[("nikolai", &[2]), ("rosalind", &[0]), ("kalinda", &[1]), ("jonas", &[0])]),
    ("marking", &[("sunniva", &[3]), ("kalinda", &[0, 2]), ("lin", &[2]), ("lubomir", &[0, 1])]),
];

/// Somebody changes a post of hers so many minutes later.
pub(super) struct Edit {
    pub(super) by: &'static str,
    pub(super) post: &'static str,
    pub(super) minutes: i64,
    pub(super) text: &'static str,
}

#[rustfmt::skip]
pub(super) const EDITS: &[Edit] = &[
    Edit { by: "teo", post: "slides", minutes: 180, text: "Slides of my talk on moderating small places are done. The summary: know their names, write down why, sleep before you suspend. Now with the second page, thank you all for noticing. #moderation" },
    Edit { by: "hamza", post: "soup", minutes: 45, text: "Lentil soup for twelve, again, because the pot does not know any other number. Recipe: onions until you doubt them, lentils until you believe them, lemon until somebody says stop. Salt. I forgot to write salt. #recipes" },
    Edit { by: "hamza", post: "soup", minutes: 70, text: "Lentil soup for twelve, again, because the pot does not know any other number. Recipe: onions until you doubt them, lentils until you believe them, lemon until somebody says stop. Salt. I forgot to write salt. And cumin. #recipes" },
    Edit { by: "lin", post: "reports", minutes: 240, text: "A word about reports: you need not be sure, and you need not be polite. Tell us, and we look. Nobody is told who it was, not even the moderators' cats." },
    Edit { by: "jonas", post: "view", minutes: 20, text: "My desk has a view. It is of another desk, but behind that one there is this, when somebody has cleaned the window. #elephants" },
];

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Favourite,
    Boost,
    Bookmark,
    Pin,
}

/// Each kind with its table, and after how many minutes the first does it, and each one after her.
pub(super) const MARKS: &[(Kind, &[Mark], i64, usize)] = &[
    (Kind::Favourite, FAVOURITES, 4, 11),
    (Kind::Boost, BOOSTS, 9, 17),
    (Kind::Bookmark, BOOKMARKS, 14, 19),
    (Kind::Pin, PINS, 30, 1),
];

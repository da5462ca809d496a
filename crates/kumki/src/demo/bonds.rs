//! What they have decided about each other, and how they like to read.

/// Somebody, and whom she follows: members by their names, others as `name@domain`.
pub(super) type Follows = (&'static str, &'static [&'static str]);

#[rustfmt::skip]
pub(super) const FOLLOWS: &[Follows] = &[
    ("mira", &["jonas", "lin", "teo", "lubomir"]),
    ("jonas", &[
        "mira", "lin", "teo", "amara", "birgit", "farid", "greta_l", "hamza", "isadora", "kalinda", "lubomir", "maelle", "opal",
        "rosalind", "sunniva", "tomasz", "vikram", "zelda_m", "arvid", "beatriz", "agnes@harbour.example", "lens@photos.example",
    ]),
    ("lin", &["mira", "jonas", "teo", "amara", "birgit", "quentin", "vikram", "rosalind", "opal"]),
    ("teo", &["jonas", "lin", "tomasz", "kalinda"]),
    ("amara", &["lin", "ulrike", "isadora", "oona", "hamza", "jonas"]),
    ("birgit", &["jonas", "quentin", "oona", "maelle", "vikram", "opal"]),
    ("caoimhe", &["sunniva", "wanjiru", "jonas"]),
    ("dario", &["tomasz", "arvid", "hamza"]),
    ("eun_ji", &["kalinda", "maelle", "yusuf"]),
    ("farid", &["maelle", "pilar", "xiomara", "jonas"]),
    ("greta_l", &["sunniva", "xiomara", "jonas", "agnes@harbour.example"]),
    ("hamza", &["amara", "ulrike", "pilar"]),
    ("isadora", &["kalinda", "oona", "amara", "jonas"]),
    ("jaap", &["vikram", "rosalind"]),
    ("kalinda", &["isadora", "rosalind", "teo", "eun_ji", "jonas"]),
    ("lubomir", &["xiomara", "arvid", "mira"]),
    ("maelle", &["farid", "birgit", "eun_ji"]),
    ("nikolai", &["zelda_m", "rosalind"]),
    ("oona", &["birgit", "yusuf", "isadora", "amara"]),
    ("pilar", &["hamza", "farid", "jonas", "lin"]),
    ("quentin", &["lin"]),
    ("rosalind", &["lubomir", "kalinda", "lin", "jonas"]),
    ("sunniva", &["greta_l", "caoimhe"]),
    ("tomasz", &["teo", "beatriz"]),
    ("ulrike", &["amara", "hamza"]),
    ("vikram", &["lens@photos.example", "isadora", "birgit"]),
    ("wanjiru", &["caoimhe"]),
    ("xiomara", &["lubomir", "greta_l", "farid"]),
    ("yusuf", &["oona", "eun_ji"]),
    ("zelda_m", &["nikolai", "rosalind", "kalinda", "jonas"]),
    ("arvid", &["jonas", "mira", "lubomir"]),
    ("beatriz", &["jonas", "tomasz", "birgit", "lin"]),
    ("second_try", &["sunniva", "lin"]),
    ("loud_larry", &["amara"]),
];

/// Those whom the moderators have silenced have to ask, even where others do not.
pub(super) const ASKS: &[Follows] = &[("parrot_bot", &["wanjiru", "jonas"])];

/// Who wants to be asked, and whom she has let follow her. The others wait.
pub(super) const LOCKED: &[Follows] = &[
    ("pilar", &["farid", "hamza"]),
    ("sunniva", &["greta_l", "caoimhe", "jonas"]),
];

/// Who wants to be told of every post of whom.
pub(super) const BELLS: &[Follows] = &[("jonas", &["lin"]), ("teo", &["tomasz"])];

/// How many days ago somebody blocked somebody.
pub(super) const BLOCKS: &[(i64, &str, &str)] = &[
    (36, "pilar", "old_spite"),
    (6, "sunniva", "harry_b"),
    (12, "kalinda", "parrot_bot"),
];

pub(super) const MUTES: &[Follows] = &[("rosalind", &["gadget_deals"]), ("oona", &["loud_larry"])];

pub(super) const RECOMMENDS: &[Follows] = &[("jonas", &["lin", "isadora"]), ("teo", &["tomasz"])];

/// Somebody, a name for a list, and who is on it.
pub(super) type List = (&'static str, &'static str, &'static [&'static str]);

#[rustfmt::skip]
pub(super) const LISTS: &[List] = &[
    ("jonas", "Makers", &["amara", "isadora", "lubomir", "zelda_m"]),
    ("jonas", "Colleagues", &["mira", "lin", "teo", "arvid"]),
    ("teo", "Rails", &["tomasz"]),
];

/// Somebody, a name for a filter, what it does, where, and the words that it looks for.
pub(super) type Filter = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

#[rustfmt::skip]
pub(super) const FILTERS: &[Filter] = &[
    ("jonas", "Not before I have read it", "warn", &["home", "public", "thread"], &["chapter seven", "chapter nine"]),
    ("jonas", "Bargains", "hide", &["home", "notifications", "public"], &["best price", "today only"]),
    ("birgit", "Großbuchstaben", "hide", &["public"], &["LARRY", "SHARE BEFORE"]),
];

/// Somebody and the tags that she follows.
pub(super) const TAGS: &[Follows] = &[
    ("jonas", &["introductions", "elephants", "chess"]),
    ("lin", &["introductions", "kumki"]),
    ("birgit", &["birds"]),
];

/// Somebody and the tags that her profile shows.
pub(super) const SHOWN_TAGS: &[Follows] = &[
    ("jonas", &["kumki", "behindthescenes"]),
    ("birgit", &["birds"]),
    ("amara", &["weaving"]),
];

/// Somebody, about whom, and what nobody else reads.
pub(super) type Note = (&'static str, &'static str, &'static str);

#[rustfmt::skip]
pub(super) const NOTES: &[Note] = &[
    ("jonas", "arvid", "Colleague. Bring coffee, check the sourdough."),
    ("jonas", "parrot_bot", "Lin has spoken with the person behind it. Wait for the new version until Sunday."),
    ("lin", "second_try", "Came back well. Give time."),
];

/// Somebody decides something.
pub(super) enum Bond {
    Follow(&'static str, &'static str),
    Lock(&'static str),
    LetIn(&'static str, &'static str),
    Bell(&'static str, &'static str),
    Block(&'static str, &'static str),
    Mute(&'static str, &'static str),
    Recommend(&'static str, &'static str),
    FollowTag(&'static str, &'static str),
    ShowTag(&'static str, &'static str),
    List(&'static List),
    Filter(&'static Filter),
    Note(&'static Note),
}

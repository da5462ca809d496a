//! Who takes part.

/// Where everybody gets mail. The domain is one that nobody can have.
pub(super) const MAIL: &str = "mail.example";

/// Somebody of this server.
pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) display_name: &'static str,
    /// How many days ago she signed up.
    pub(super) joined: i64,
    pub(super) note: &'static str,
    /// What she wrote when asking to join.
    pub(super) reason: &'static str,
    pub(super) standing: Standing,
}

/// How far somebody has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Staff(&'static str),
    Member,
    Pending,
    Unconfirmed,
}

const fn staff(
    name: &'static str,
    display_name: &'static str,
    joined: i64,
    role: &'static str,
    note: &'static str,
) -> Person {
    Person {
        name,
        display_name,
        joined,
        note,
        reason: "",
        standing: Standing::Staff(role),
    }
}

const fn member(
    name: &'static str,
    display_name: &'static str,
    joined: i64,
    note: &'static str,
    reason: &'static str,
) -> Person {
    Person {
        name,
        display_name,
        joined,
        note,
        reason,
        standing: Standing::Member,
    }
}

const fn pending(name: &'static str, joined: i64, reason: &'static str) -> Person {
    Person {
        name,
        display_name: "",
        joined,
        note: "",
        reason,
        standing: Standing::Pending,
    }
}

const fn unconfirmed(name: &'static str, joined: i64, reason: &'static str) -> Person {
    Person {
        standing: Standing::Unconfirmed,
        ..pending(name, joined, reason)
    }
}

/// Those who came first stand first.
#[rustfmt::skip]
pub(super) const PEOPLE: &[Person] = &[
    staff("mira", "Mira Okafor", 72, "Owner", "I pay for the server and fix what breaks."),
    staff("jonas", "Jonas Lindqvist", 72, "Admin", "Here to help. Ask me about anything, day or night (rather day)."),
    staff("lin", "Lin Zhao", 71, "Moderator", "Moderator, gardener, early riser."),
    staff("teo", "Teo Marchetti", 68, "Moderator", "I read the reports on weekdays. Trains otherwise."),

    member("opal", "Opal Whitfield", 67, "Swifts, mostly. 41 years of notebooks about them.", "I keep notes about swifts and would like to read other people's."),
    member("amara", "Amara Diallo", 66, "Weaver. Patterns, looms, and far too much yarn.", "Lin told me about this place. I would like to show what I weave."),
    member("birgit", "Birgit Sommer", 65, "Retired teacher in the Harz. Birds and bread.", "I am looking for a friendly place without advertising."),
    member("caoimhe", "Caoimhe Byrne", 63, "Sea swimmer. It is never too cold.", "Friends of mine are here already, from our swimming club."),
    member("dario", "Dario Fontana", 61, "Bicycles, repaired and ridden.", "I run a repair workshop and want to share what we learn."),
    member("eun_ji", "박은지 Eun-ji", 60, "Translating between three languages, badly in all of them.", "I translate poetry, and saw that many readers are here."),
    member("farid", "Farid", 58, "Astronomy from a balcony in the middle of town.", "Stargazing on a small budget. I write mostly in English and French."),
    member("greta_l", "Greta Lund", 57, "Choir, second alto. Also: maps.", "Somebody from my choir sent me the address."),
    member("hamza", "Hamza Yilmaz", 55, "Cooks for twelve, lives alone.", "I would like to swap recipes and nothing else."),
    member("isadora", "Isadora Campos", 53, "Illustrator. Commissions are closed until spring.", "I draw picture books and am looking for people who do too."),
    member("jaap", "Jaap de Wit", 52, "Water levels and what they do to us.", "Hydrologist. I used to write elsewhere and am moving."),
    member("kalinda", "Kalinda Rao", 50, "Two dogs, one novel, no time.", "I write. Amara said that you are kind people."),
    member("lubomir", "Ľubomír", 48, "Old computers in good hands.", "I restore computers of the eighties and document it."),
    member("maelle", "Maëlle Garnier", 47, "Beekeeper on the roof of a library.", "Librarian and beekeeper, French and English."),
    member("nikolai", "Nikolai", 45, "Chess by post. Yes, by post.", "To find people for correspondence chess."),
    member("oona", "Oona Virtanen", 44, "Knits through every meeting.", "Found you by way of Birgit's posts about birds."),
    member("pilar", "Pilar Ortega", 42, "Night nurse. Asleep when you are not.", "I would like to read something calm after work."),
    member("quentin", "Quentin", 40, "Ferns.", "Ferns."),
    member("rosalind", "Rosalind Achebe", 38, "Mathematics teacher, collector of bad proofs.", "I teach, and would like to talk with other teachers."),
    member("sunniva", "Sunniva Dahl", 36, "Fiddle and fjords.", "I play folk music and am looking for others."),
    member("tomasz", "Tomasz Wójcik", 33, "Trams of Europe, one at a time.", "Teo wrote about trams. That is all it took."),
    member("ulrike", "Ulrike Brandt", 31, "Potter. Everything I own has a thumbprint.", "I make pottery and would like to show it."),
    member("vikram", "Vikram Shah", 28, "Monsoon photographs.", "Photographer, mostly weather."),
    member("wanjiru", "Wanjiru Kamau", 24, "Runs long, writes short.", "Running club of Nakuru, and short stories."),
    member("xiomara", "Xiomara Peña", 21, "Radio amateur.", "I am looking for other radio amateurs."),
    member("yusuf", "Yusuf Demir", 17, "Learning Finnish for no reason at all.", "Oona and I share a language class."),
    member("zelda_m", "Zelda Moreau", 12, "Board games, rules first.", "I design board games and would like to have them tested."),
    member("arvid", "Arvid Holm", 9, "Sourdough and software.", "Jonas is a colleague of mine and sent me."),
    member("beatriz", "Beatriz Nunes", 5, "New here. Be patient with me.", "I left another site and would like to try a smaller one."),

    // Those who have met the moderators.
    member("gadget_deals", "Gadget Deals", 30, "Best prices on chargers and cases. Message me.", "I like technology and want to share good finds."),
    member("truth_now", "The Truth NOW", 41, "What they do not want you to read.", "I care about the news."),
    member("night_shot", "Night Shot", 37, "Figure photography. Adults only.", "I am a photographer."),
    member("brushwork", "Brushwork", 34, "Life drawing, every Tuesday.", "I draw from life and show the results."),
    member("harry_b", "Harry B.", 29, "Opinions are my own, and loud.", "To discuss politics."),
    member("coin_oracle", "Coin Oracle", 27, "Turn 100 into 10,000. Ask me how.", "Interested in economics."),
    member("free_followers", "Followers 4 U", 26, "Real people, real fast.", "I love communities!!!"),
    member("old_spite", "Spite", 39, "You know what you did.", "A friend invited me."),
    member("parrot_bot", "Parrot", 23, "Says what you say.", "I am building a small bot that answers people."),
    member("lost_keys", "Frida Lost Her Keys", 46, "Locked out of most things.", "To follow Kalinda's novel."),
    member("second_try", "Second Try", 43, "I have read the rules now.", "Drumming, mostly."),
    member("loud_larry", "Larry", 32, "CAPS LOCK IS A LIFESTYLE.", "I have a lot to say."),

    pending("noor", 4, "I keep an allotment next to Lin's and have heard a lot about you. I would post about vegetables."),
    pending("etienne_p", 3, "Bonjour! Maëlle et moi travaillons dans la même bibliothèque."),
    pending("sasha_reads", 3, "I review children's books and am looking for a place without an algorithm."),
    pending("marek_77", 2, "Tram driver. Tomasz said that this is the right place for me, and I believe him in everything but trams."),
    pending("ines_weaves", 2, "Amara taught me to weave. I would like to show her what became of it."),
    pending("just_looking", 2, "dont know yet, just looking around"),
    pending("seo_wizard", 2, "Increase your ranking! We place your links on 500 high quality sites. Contact us for prices."),
    pending("casino_royal_88", 1, "I love online games and bonuses. Best casino 2x first deposit, see my profile."),
    pending("crypto_anna", 1, "Hello dear, I am Anna and I trade crypto with great success and want to share my method."),
    pending("pills_direct", 1, "Great community. I offer medicine without prescription, discreet shipping."),

    unconfirmed("typo_tim", 5, "I would like to follow the choir people."),
    unconfirmed("forgetful_jo", 3, "Gardening and podcasts."),
    unconfirmed("maybe_later", 1, "A colleague recommended the server."),
];

/// Somebody of another server.
pub(super) struct Stranger {
    pub(super) name: &'static str,
    pub(super) domain: &'static str,
    pub(super) display_name: &'static str,
    /// How many days ago this server met her.
    pub(super) met: i64,
    /// HTML, as it comes from there.
    pub(super) note: &'static str,
    /// Whether her own server has suspended her since.
    pub(super) is_suspended_there: bool,
}

const fn stranger(
    name: &'static str,
    domain: &'static str,
    display_name: &'static str,
    met: i64,
    note: &'static str,
) -> Stranger {
    Stranger {
        name,
        domain,
        display_name,
        met,
        note,
        is_suspended_there: false,
    }
}

const fn suspended_there(stranger: Stranger) -> Stranger {
    Stranger {
        is_suspended_there: true,
        ..stranger
    }
}

const HARBOUR: &str = "harbour.example";
const PHOTOS: &str = "photos.example";
const BARGAINS: &str = "bargains.test";

#[rustfmt::skip]
pub(super) const STRANGERS: &[Stranger] = &[
    stranger("agnes", HARBOUR, "Agnes at the Harbour", 64, "<p>Ships in, ships out.</p>"),
    stranger("bo", HARBOUR, "Bo", 59, "<p>Night watch.</p>"),
    stranger("captain", HARBOUR, "The Captain", 54, "<p>Retired. Mostly.</p>"),
    suspended_there(stranger("smuggler", HARBOUR, "Nothing to Declare", 49, "<p>Psst.</p>")),
    stranger("lens", PHOTOS, "Through a Lens", 51, "<p>Black and white.</p>"),
    stranger("darkroom", PHOTOS, "Darkroom", 35, "<p>Film, developed at home.</p>"),
    stranger("unfiltered", PHOTOS, "Unfiltered", 25, "<p>Everything, as it is.</p>"),
    stranger("bargain_bot_1", BARGAINS, "Bargain Bot", 20, "<p>Deals, deals, deals.</p>"),
    stranger("bargain_bot_2", BARGAINS, "Bargain Bot II", 19, "<p>More deals.</p>"),
    stranger("bargain_bot_3", BARGAINS, "Bargain Bot III", 18, "<p>Even more deals.</p>"),
];

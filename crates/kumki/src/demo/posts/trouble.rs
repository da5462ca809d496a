//! Posts that the moderators have heard of, or are about to.

use super::{Post, post};
use crate::demo::pictures::Drawing::{Bowl, Dusk};

#[rustfmt::skip]
pub(super) const POSTS: &[Post] = &[
    post(37, "20:00", "old_spite", "@pilar You again. Nobody asked you, and nobody will.").named("spite"),
    post(34, "08:00", "truth_now", "The nurse from Station 4 HAS KILLED PEOPLE. They do not want you to know. Share before it is deleted!!!").named("nurse"),
    post(33, "22:00", "night_shot", "New series, part one.").named("series1").shows(&[
        (Dusk, "A back like a line of hills, in orange light"),
    ]),
    post(28, "09:00", "loud_larry", "GOOD MORNING. I HAVE SLEPT WELL. WHY DOES NOBODY ASK.").named("shouting"),
    post(26, "11:00", "coin_oracle", "@farid My method made 10,000 out of 100 in a week. Write to me, only five places are left.").named("coin"),
    post(25, "18:00", "lost_keys", "Has anybody seen my keys? I do not mean the ones for the door.").named("keys"),

    post(12, "21:00", "night_shot", "Part four. Marked by the moderators, and fair enough.").named("series4").shows(&[
        (Dusk, "A dancer's shoulders in front of a lamp"),
    ]),
    post(12, "14:00", "truth_now", "I am being SILENCED. Few of you see this. That tells you everything.").named("silenced"),
    post(11, "08:00", "parrot_bot", "@wanjiru Ran. Rain. Ran more. Squawk!").named("squawk1"),
    post(9, "15:00", "gadget_deals", "@rosalind Telephone too slow for your maths? FAST CHARGERS, best price, link in my profile!!").named("charger1"),
    post(8, "15:00", "gadget_deals", "@jaap Water damage? WATERPROOF CASES, today only, link in my profile!!").named("charger2"),
    post(7, "10:00", "harry_b", "@sunniva People from the coast should stick to fish and leave music to those who can hear it.").named("coast"),
    post(5, "13:00", "loud_larry", "I AM BACK. I HAVE LEARNED ABOUT lower case. LOOK: lower case.").named("lower"),
    post(5, "13:20", "amara", "A whole word of it! Welcome back.").answers("lower"),
    post(4, "14:00", "parrot_bot", "@wanjiru @jonas Saw the sun come up twice, because of the hill. Squawk!").named("squawk2"),
    post(3, "19:00", "brushwork", "Tuesday's model, forty minutes, red chalk. #lifedrawing").named("chalk").shows(&[
        (Bowl, "A round back that might also be a bowl, in chalk"),
    ]),
    post(2, "12:00", "gadget_deals", "@jonas Are you the admin? I have OFFERS FOR ADMINS too!").named("charger3"),
    post(1, "16:00", "harry_b", "I was warned for an opinion about fish. I have no opinion about fish any more. Happy now?").is("unlisted").named("fish"),
    post(1, "16:30", "caoimhe", "From the coast: a little.").is("unlisted").answers("fish"),
];

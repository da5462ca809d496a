//! What those say who keep the place going, and what is said to them.

use super::{Post, post};
use crate::demo::pictures::Drawing::{Dusk, Herd};

#[rustfmt::skip]
pub(super) const POSTS: &[Post] = &[
    post(40, "15:00", "opal", "The swifts left this morning. They do not say goodbye either, and they always come back. #birds").named("swifts"),
    post(13, "12:00", "mira", "The server has a fan again. It had one before, but you will have noticed the difference in the room if you live in that room. #behindthescenes"),
    post(12, "09:00", "jonas", "Two weeks with nearly no spam. I am not superstitious, I only knock on the desk, the door and Teo. #behindthescenes").named("no_spam"),
    post(12, "09:30", "mira", "@jonas You have said it aloud. The queue heard you.").answers("no_spam"),
    post(12, "10:10", "birgit", "@jonas Danke für eure Arbeit, man merkt sie daran, dass man nichts merkt.").speaks("de").answers("no_spam"),

    post(11, "09:00", "jonas", "Shall the local timeline get a quiet hour on Sundays, without boosts? You decide, I only count.").named("quiet_hour").asks(3, &["Yes", "No", "I am asleep then anyway"]),
    post(11, "09:20", "pilar", "@jonas As somebody who is asleep at all the wrong times: yes.").answers("quiet_hour"),
    post(11, "10:00", "dario", "@jonas No, Sunday is when I read everything.").answers("quiet_hour"),

    post(9, "08:30", "jonas", "My desk has a view. It is of another desk, but behind that one there is this. #elephants").named("view").shows(&[
        (Dusk, "An evening sky and a low sun above dark hills"),
    ]),
    post(9, "08:50", "isadora", "May I draw that? With an elephant at the other desk, obviously. @jonas").answers("view").named("may_i"),
    post(9, "09:05", "jonas", "@isadora Only if she takes the early shift.").answers("may_i"),
    post(7, "19:00", "isadora", "The early shift. #illustration").quotes("view").named("early_shift").shows(&[
        (Herd, "Drawing: four elephants in line for one coffee machine"),
    ]),

    post(8, "10:00", "lin", "A word about reports: you need not be sure, and you need not be polite. Tell us, and we look. Nobody is told who it was.").named("reports"),
    post(8, "10:20", "rosalind", "Worth saying again before every school holiday.").quotes("reports"),
    post(8, "11:00", "jonas", "What Lin says. We would rather look ten times at nothing than not at all.").quotes("reports").named("what_lin_says"),

    post(6, "10:00", "teo", "Slides of my talk on moderating small places are done. The summary: know their names, write down why, sleep before you suspend. #moderation").named("slides"),
    post(5, "09:00", "jonas", "Ett litet tips på svenska också: den som är ny säger hej under #introductions, och vi andra svarar. :hello:").speaks("sv").named("tips"),
    post(4, "09:10", "arvid", "@jonas Fika på fredag? Jag tar med det som blev av surdegen.").speaks("sv").named("fika"),
    post(4, "09:25", "jonas", "@arvid Alltid. Ta med felsökaren också.").speaks("sv").answers("fika"),

    post(5, "20:00", "lin", "@jonas @teo Two open reports about the same account, one about a parrot. Do you take the parrot?").is("direct").named("parrot_case"),
    post(5, "20:10", "jonas", "@lin I take the parrot. @teo takes the day off, he has been awake since the trams started.").is("direct").answers("parrot_case"),
    post(3, "12:00", "beatriz", "@jonas Where do I change the language of my posts? I have looked everywhere, I think twice.").is("direct").named("where"),
    post(3, "12:10", "jonas", "@beatriz Preferences, then Posting. It hides well. Ask whenever you like.").is("direct").answers("where"),
    post(2, "18:20", "wanjiru", "@jonas That bot still answers people who blocked me. I have reported it, only so that you know it is getting strange.").is("direct"),

    post(2, "11:00", "jonas", "Market in two weeks, barn at the end of the month, test game on Saturday. Somebody should put this place into a calendar. It should not be me, I once missed my own birthday. #kumki").named("calendar"),
    post(2, "11:15", "greta_l", "@jonas I draw maps of places. A calendar is a map of time. Give me a week.").answers("calendar").named("map_of_time"),
    post(2, "11:30", "jonas", "@greta_l You are on. :peanut:").answers("map_of_time"),

    post(1, "09:00", "mira", "Backups: made, moved, and for once also read back. You may all break something now. #behindthescenes").named("backups"),
    post(1, "17:00", "jonas", "Tomorrow we answer your questions about the rules, all of them, in the open. Bring the awkward ones. #kumki").named("questions"),
    post(1, "18:00", "jonas", "The questions about the rules that we were asked, and what we said, all in one thread. #kumki").comes_in(2),
    post(1, "18:05", "teo", "Trams of the week. If this appears, I am on one. #trams").comes_in(3),

    // Enough of them to trend, for whoever looks on the day after.
    post(1, "19:40", "amara", "The night market opens at eight, and my stall is the one that leans. #nightmarket").named("market"),
    post(1, "20:05", "hamza", "Came for one lemon, left with a samovar. #nightmarket"),
    post(1, "20:20", "kalinda", "The dogs have been given three sausages by three people who each believe they were the only one. #nightmarket"),
    post(1, "20:45", "tomasz", "Somebody sells tram tickets of 1987. Valid for one journey, into the past only. #nightmarket"),
    post(1, "21:10", "ulrike", "Sold the ugly bowl! To somebody who asked for the ugly bowl. #nightmarket"),
    post(1, "21:30", "oona", "Knitted half a sleeve in the queue for tea. #nightmarket"),
    post(1, "22:00", "arvid", "The last loaf went to a heron. We did not argue. #nightmarket"),
    post(1, "22:40", "lin", "Lights out, chairs up. Same place on the last Friday. #nightmarket"),
];

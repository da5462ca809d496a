//! Books, languages, music, and everything that is said for its own sake.

use super::{Post, post};
use crate::demo::pictures::Drawing::Comb;

#[rustfmt::skip]
pub(super) const POSTS: &[Post] = &[
    post(13, "19:00", "nikolai", "Ход двадцать третий отправлен обычной почтой. Соперник из Лиссабона думает уже вторую неделю, и я его понимаю. #шахматы #chess").speaks("ru").named("move23"),
    post(12, "12:00", "eun_ji", "Today's word that does not translate: 정. The warmth that grows between people who have complained about the same bus for years.").named("jeong"),
    post(12, "12:30", "greta_l", "Our whole choir is built of that and two keys.").answers("jeong"),
    post(12, "12:45", "hamza", "Türkçede buna hatır diyoruz, bir de yanında kahve var.").speaks("tr").answers("jeong"),

    post(10, "10:30", "kalinda", "She did it. Chapter seven, last line. I have been waiting for two years for her to do it.").warns("The end of chapter seven").named("chapter7"),
    post(10, "11:00", "rosalind", "I knew it from the umbrella.").warns("The end of chapter seven").answers("chapter7"),

    post(9, "09:00", "maelle", "Question du lundi à la bibliothèque : quel livre avez-vous fait semblant d'avoir lu ?").speaks("fr").named("pretend"),
    post(9, "09:20", "farid", "Celui dont je parle le plus.").speaks("fr").answers("pretend"),
    post(9, "09:45", "teo", "The code of conduct of my first server. Then I became a moderator.").answers("pretend"),

    post(8, "19:30", "sunniva", "New tune, old tuning, borrowed barn. Who comes to the session at the end of the month? It is for followers first, the barn is small.").is("private").named("barn"),
    post(8, "20:00", "greta_l", "@sunniva Second alto reporting.").answers("barn").is("private"),

    post(7, "18:00", "rosalind", "Bad proof of the week: all natural numbers are interesting, because the first dull one would be interesting. A pupil asked how dull it was allowed to be. #mathematics").named("dull"),
    post(7, "18:20", "lubomir", "17 984. I have met it.").answers("dull"),

    post(6, "20:00", "yusuf", "Kuudes oppitunti: osaan nyt kysyä tietä. En osaa vielä ymmärtää vastausta. #suomi").speaks("fi").named("lesson6"),
    post(6, "20:10", "oona", "@yusuf Niin me muutkin. Kukaan ei vastaa.").speaks("fi").answers("lesson6"),

    post(5, "16:00", "zelda_m", "A rule book is a story in which you are told what you will do. I will take no questions. #boardgames").named("rulebook"),
    post(5, "16:30", "kalinda", "I have a question.").answers("rulebook"),

    post(4, "10:00", "xiomara", "Anoche, en veinte metros, hablé con alguien en una isla que no está en mi mapa. El mapa es de mi abuela. #radio").speaks("es").named("island"),
    post(4, "10:30", "greta_l", "As keeper of maps: I need to see this map.").answers("island").named("map"),
    post(4, "10:50", "xiomara", "@greta_l Es tuyo el domingo, con café.").speaks("es").answers("map"),

    post(3, "10:15", "beatriz", "Olá! New here, still finding the buttons. I like old kitchens, slow trains and people who answer letters. #introductions").speaks("pt").named("ola"),
    post(3, "10:30", "birgit", "Herzlich willkommen! Hier wird auf Briefe geantwortet.").speaks("de").answers("ola"),
    post(3, "10:35", "tomasz", "Slow trains! You will be fine here. So will the trains.").answers("ola"),
    post(3, "10:50", "nikolai", "Letters, you say. Do you play chess?").answers("ola").named("letters"),
    post(3, "11:20", "beatriz", "@nikolai Badly, but with stamps.").answers("letters"),

    post(2, "13:30", "maelle", "The bees have found the poetry shelf. We leave the window open now. #bees").named("poetry").shows(&[
        (Comb, "Some cells of a honeycomb, drawn on the back of a library card"),
    ]),
    post(2, "21:45", "pilar", "Quiet night so far. I should not have written that.").is("private").named("quiet"),
    post(1, "10:00", "eun_ji", "Translated a poem about an elephant that forgets one thing. It does not say which. Neither do I, now, in three languages. #poetry #elephants").named("forgets"),
    post(1, "12:20", "second_try", "I drum on Tuesdays again. Thank you for having me back, I have not forgotten that either.").named("back"),
    post(1, "12:40", "lin", "It is good to hear you.").answers("back"),
];

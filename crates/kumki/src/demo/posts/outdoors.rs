//! What they see and where they go.

use super::{Post, post};
use crate::demo::pictures::Drawing::{Dusk, Fern, Rain, Stars, Tracks};

#[rustfmt::skip]
pub(super) const POSTS: &[Post] = &[
    post(12, "05:30", "caoimhe", "Nine degrees, flat as a plate, and a seal who thought we were furniture. #seaswimming").named("seal"),
    post(12, "05:50", "wanjiru", "Ran. Rain. Ran more.").answers("seal"),

    post(11, "06:40", "birgit", "Heute früh am Futterhaus: drei Kleiber, ein Buntspecht, und der Sperber, der das alles auch gesehen hat. #birds #vögel").speaks("de").named("feeder"),
    post(11, "07:10", "quentin", "Under the feeder: one fern, unimpressed.").answers("feeder"),

    post(11, "22:40", "farid", "Saturn, from a balcony, between two street lamps and a neighbour's laundry. It has rings. I checked. #astronomy #stargazing").named("saturn").shows(&[
        (Stars, "Black sky with many small stars; one of them is a little larger and slightly oval"),
    ]),
    post(11, "23:05", "pilar", "From the hospital roof it has rings too. Thank you for telling me where to look.").answers("saturn"),

    post(10, "08:00", "tomasz", "Linia 7, wagon z 1967 roku, jeszcze jeździ i jeszcze dzwoni. #trams #tramwaje").speaks("pl").named("line7").shows(&[
        (Tracks, "Tory tramwajowe zbiegające się na horyzoncie"),
    ]),
    post(10, "08:15", "teo", "That bell! I would cross three borders for that bell. #trams").answers("line7").named("bell"),
    post(10, "08:30", "tomasz", "@teo Only two, and I have the timetable.").answers("bell"),

    post(9, "13:00", "jaap", "Het water staat dertig centimeter hoger dan vorig jaar om deze tijd. Nog geen reden tot zorg, wel een reden tot meten. #water").speaks("nl").named("water"),
    post(9, "17:30", "sunniva", "Fela og fjorden har avtalt å møtes klokka seks. Jeg bare spiller. #folkemusikk").speaks("nb").named("fiddle"),

    post(7, "12:10", "quentin", "#FernFriday, on whatever day it is.").named("fern").shows(&[
        (Fern, "A single fern frond, half unrolled"),
    ]),
    post(7, "12:30", "lin", "I have moved the whole week around it.").answers("fern").named("week"),

    post(6, "05:45", "wanjiru", "Forty kilometres. Saw the sun come up twice, because of the hill. #running").named("forty"),
    post(6, "14:20", "agnes@harbour.example", "<p>Three ships in, one out, and a heron who directs all of it.</p>").named("ships"),
    post(6, "15:00", "greta_l", "A heron with a timetable! May I put it on the map of the harbour? It would be the only officer on it.").answers("ships"),

    post(4, "21:30", "lens@photos.example", "<p>Fog, and the idea of a bridge.</p>").named("fog"),
    post(4, "07:20", "caoimhe", "Ten degrees! Practically soup. #seaswimming").named("ten_degrees").shows(&[
        (Dusk, "The sun rises behind dark hills, seen from the water"),
    ]),
    post(3, "06:10", "birgit", "The sparrowhawk is back. The nuthatches have opinions. #birds").named("hawk"),
    post(3, "22:15", "farid", "Clouds. I have therefore cleaned the telescope, the balcony and the neighbour's telescope. #stargazing"),
    post(2, "06:00", "agnes@harbour.example", "<p>The heron has been promoted.</p>").named("heron"),
    post(2, "16:40", "vikram", "The first dry day in three weeks. I do not know what to photograph. #monsoon").named("dry").shows(&[
        (Rain, "A window, and behind it no rain at all, although one would think so"),
    ]),
    post(1, "05:40", "wanjiru", "Ten kilometres, one short story. The story was longer. #running #writing"),
    post(1, "21:00", "bo@harbour.example", "<p>Night watch. Nothing happened, and I have it in writing.</p>"),
];

//! What they make.

use super::{Post, post};
use crate::demo::pictures::Drawing::{Bowl, Comb, Loom};

#[rustfmt::skip]
pub(super) const POSTS: &[Post] = &[
    post(13, "10:00", "amara", "Eleven metres of warp, 480 threads, one cat. We begin. #weaving").named("warp").shows(&[
        (Loom, "A loom seen from above, threads in ochre and blue, the beginning of a zigzag"),
    ]),
    post(13, "10:12", "oona", "Which of the three is going to win?").answers("warp").named("winner"),
    post(13, "10:20", "amara", "@oona The cat has 60 threads and is still going.").answers("winner"),

    post(12, "07:15", "ulrike", "Neue Glasur, alte Schale. Der Daumenabdruck bleibt. #keramik #pottery").speaks("de").named("glaze").shows(&[
        (Bowl, "Eine flache Schale mit graublauer Glasur, am Rand ein deutlicher Daumenabdruck"),
    ]),
    post(12, "07:45", "hamza", "A bowl like that wants soup. I can be there in four hours.").answers("glaze"),

    post(11, "16:20", "dario", "Ruota storta, raggi nuovi, due caffè. Adesso gira come se non fosse successo niente. #biciclette").speaks("it").named("wheel"),
    post(11, "16:50", "lubomir", "Two coffees for one wheel is a fair rate. Boards take four.").answers("wheel").is("unlisted"),

    post(9, "21:10", "lubomir", "The 1984 machine boots again. It was a capacitor, it is always a capacitor. Notes with every measurement are coming, for whoever has the same board in the attic. #retrocomputing").named("capacitor"),
    post(9, "21:30", "xiomara", "Was it the big one beside the coil? I have two of those radios' worth of trouble. #radio").answers("capacitor").named("coil"),
    post(9, "21:55", "lubomir", "@xiomara Presne tá. Pošlem ti fotku.").speaks("sk").answers("coil"),

    post(8, "08:00", "maelle", "Première récolte sur le toit de la bibliothèque : onze kilos, et un seul lecteur piqué. #abeilles #bees").speaks("fr").named("honey").shows(&[
        (Comb, "Un rayon de miel tenu à contre-jour, presque toutes les cellules sont pleines"),
    ]),
    post(8, "08:35", "farid", "Le lecteur piqué demande si le livre peut être prolongé d'une semaine.").speaks("fr").answers("honey").named("sting"),
    post(8, "09:00", "maelle", "@farid Accordé. Avec un pot de miel.").speaks("fr").answers("sting"),

    post(7, "06:30", "arvid", "Starter is awake, oven is on, build is red. Two out of three. #sourdough").named("starter"),
    post(7, "06:45", "jonas", "@arvid The build is red because of the starter. I have read the log.").answers("starter").named("red_build"),
    post(7, "07:00", "arvid", "It was warm in the server room!").answers("red_build"),

    post(6, "12:00", "zelda_m", "Rule 14 of the new game now fits on one line. It took me a month. Who would test it on Saturday? #boardgames").named("rule14").asks(3, &["I would", "Only as the villain", "I read the rules for fun"]),
    post(6, "12:40", "nikolai", "By post? Then I can be there in March.").answers("rule14"),

    post(4, "15:00", "amara", "Done. The cat got the last metre. Everything else goes to the market in two weeks. #weaving").named("cloth").shows(&[
        (Loom, "A folded cloth with a zigzag of ochre and blue"),
        (Loom, "The same cloth from near by, one single cat hair woven in"),
    ]),
    post(4, "15:30", "isadora", "The hair is what makes it a signed work.").answers("cloth"),

    post(3, "18:45", "hamza", "Lentil soup for twelve, again, because the pot does not know any other number. Recipe: onions until you doubt them, lentils until you believe them, lemon until somebody says stop. #recipes").named("soup"),
    post(3, "19:10", "pilar", "I read this at the end of a shift and forgive you everything.").answers("soup").is("unlisted"),
    post(2, "09:40", "ulrike", "Ten bowls for Hamza's soup. He asked for twelve. Two had other plans in the kiln. #pottery").quotes("soup").named("ten_bowls").shows(&[
        (Bowl, "One of the ten bowls, with a thumbprint at the rim"),
    ]),
    post(1, "20:15", "oona", "Neuloin koko kokouksen läpi. Lapaset ovat valmiit, päätökset eivät. #neulonta").speaks("fi").named("mittens"),
];

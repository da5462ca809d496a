//! What has brought them together.

use super::{Post, post};
use crate::demo::pictures::Drawing::{Dusk, Herd, Rain};

#[rustfmt::skip]
pub(super) const POSTS: &[Post] = &[
    post(13, "07:40", "vikram", "Four of them came down to the river before the rain did. I had one dry sleeve left, and it went to the lens. #elephants #monsoon").named("river").shows(&[
        (Herd, "Four elephants in a row at the edge of a brown river, the smallest between the legs of the largest"),
        (Rain, "The same river an hour later, grey with rain"),
    ]),
    post(13, "07:58", "lin", "The little one has found out what the others are for :kumki:").answers("river"),
    post(13, "08:20", "birgit", "Ist das die Herde vom letzten Jahr? Die mit dem eingerissenen Ohr kommt mir bekannt vor.").speaks("de").answers("river").named("ear"),
    post(13, "09:05", "vikram", "@birgit The very same! We call her Aunt Envelope.").answers("ear").named("envelope"),
    post(13, "09:30", "kalinda", "I am putting Aunt Envelope into the novel, and nobody can stop me.").answers("envelope"),

    post(12, "18:10", "rosalind", "For next week's lesson: an elephant drinks 150 litres a day, a bathtub holds 150 litres. How many elephants fit into my bathtub? Wrong answers are the better ones. #mathematics #elephants").named("bathtub"),
    post(12, "18:31", "jaap", "One, but the water level becomes interesting.").answers("bathtub"),
    post(12, "18:44", "quentin", "None. The ferns are in the bathtub.").answers("bathtub").named("ferns_in_tub"),
    post(12, "19:02", "rosalind", "@quentin This is why I ask here and not at school.").answers("ferns_in_tub"),

    post(10, "20:00", "isadora", "Page eleven of the picture book: the elephant has learned to knock. The door has not learned to stay. #illustration").named("knock").shows(&[
        (Herd, "Drawing: elephants in a polite line; the house, the door and its hinges are outside of the picture"),
    ]),
    post(10, "20:25", "oona", "My niece wants to know whether the door is all right.").answers("knock").named("door"),
    post(10, "20:40", "isadora", "@oona Page twelve. It is the hero of page twelve.").answers("door"),

    post(8, "17:00", "kalinda", "The elephant in chapter nine needs a name. You have two days, and I have promised my editor to obey.").named("naming").asks(2, &["Marigold", "Thursday", "Old Postbox", "Her Patience"]),
    post(8, "17:20", "teo", "Thursday. Elephants are never a Monday, and never quite a weekend.").answers("naming"),
    post(6, "18:30", "kalinda", "Chapter nine stars an elephant named Thursday. My editor has asked who you people are. #writing").quotes("naming").named("thursday"),

    post(5, "06:50", "vikram", "Dusk, and the dust that they make of it. #elephants").named("dust").shows(&[
        (Dusk, "An orange sky and a low sun behind dark hills that might be elephants"),
    ]),
    post(5, "11:15", "eun_ji", "한국어로 '코끼리'는 코가 길다는 뜻이에요. 이름이 벌써 그림이죠? #elephants").speaks("ko").named("kokkiri"),
    post(5, "11:40", "yusuf", "Suomeksi norsu. Lyhyt sana isolle eläimelle. #elephants").speaks("fi").answers("kokkiri"),
    post(5, "12:05", "maelle", "En français, « éléphant » prend deux accents et toute la place sur la page.").speaks("fr").answers("kokkiri"),

    post(2, "19:30", "rosalind", "What do you listen to while marking forty tests?").named("marking").asks_for_several(5, &["The rain", "Sunniva's fiddle", "A trumpeting elephant", "My own sighs"]),
    post(1, "08:05", "lin", "Every morning somebody asks what a kumki is. A trained elephant that stands between the wild one and the trouble, and mostly just by standing there. Good morning from the moderators :kumki: #kumki").named("standing"),
    post(1, "08:30", "beatriz", "I had wondered and did not dare to ask. Obrigada! #kumki").answers("standing"),
];

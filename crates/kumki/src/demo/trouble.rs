//! What went wrong between them, and what the moderators did about it.

use domain::accounts::Action;

/// What members agree to: the rule, and a hint.
#[rustfmt::skip]
pub(super) const RULES: &[(&str, &str)] = &[
    ("Be kind", "Disagree with what people say, not with who they are."),
    ("No advertising", "Showing what you have made is fine; selling what others have made is not."),
    ("Mark what not everybody wants to see", "Nudity, violence and spoilers go behind a warning."),
    ("No lies about people", "If you would not say it to their face with proof in hand, do not post it."),
];

/// Words that the moderators have prepared: a title, and what the member reads.
#[rustfmt::skip]
pub(super) const PRESETS: &[(&str, &str)] = &[
    ("Advertising", "Our members have agreed to do without advertising, and so have you (rule 2)."),
    ("Unmarked media", "Some of your pictures should have been marked as sensitive (rule 3)."),
    ("Tone", "The way you talk to people here is hurting them (rule 1)."),
];

/// Somebody tells the moderators about somebody.
pub(super) struct Complaint {
    pub(super) days_ago: i64,
    pub(super) by: &'static str,
    pub(super) about: &'static str,
    /// `spam`, `legal`, `violation` or `other`.
    pub(super) category: &'static str,
    pub(super) comment: &'static str,
    /// The posts that she shows them, by their names.
    pub(super) posts: &'static [&'static str],
}

const fn complaint(
    days_ago: i64,
    by: &'static str,
    about: &'static str,
    category: &'static str,
    comment: &'static str,
) -> Complaint {
    Complaint {
        days_ago,
        by,
        about,
        category,
        comment,
        posts: &[],
    }
}

impl Complaint {
    const fn shows(self, posts: &'static [&'static str]) -> Self {
        Self { posts, ..self }
    }
}

/// Those about whom nothing was done since are open.
#[rustfmt::skip]
pub(super) const COMPLAINTS: &[Complaint] = &[
    complaint(36, "pilar", "old_spite", "violation", "Follows me from post to post with insults.").shows(&["spite"]),
    complaint(33, "birgit", "truth_now", "violation", "Names a nurse of our town as a murderer. It is not true.").shows(&["nurse"]),
    complaint(31, "oona", "night_shot", "violation", "Beautiful pictures, but my children look over my shoulder.").shows(&["series1"]),
    complaint(27, "amara", "loud_larry", "other", "Is he all right? He shouts at everybody.").shows(&["shouting"]),
    complaint(25, "farid", "coin_oracle", "spam", "Wrote to me three times about some coin.").shows(&["coin"]),
    complaint(25, "hamza", "coin_oracle", "spam", "A scam, I am fairly sure."),
    complaint(22, "kalinda", "free_followers", "spam", "Sells followers."),
    complaint(17, "agnes@harbour.example", "bargain_bot_1@bargains.test", "spam", "Floods the harbour too."),
    complaint(15, "caoimhe", "unfiltered@photos.example", "violation", "Pictures of an accident, without a warning."),
    complaint(8, "rosalind", "gadget_deals", "spam", "Answers every post about telephones with a link to a shop.").shows(&["charger1"]),
    complaint(7, "jaap", "gadget_deals", "spam", "Again.").shows(&["charger1", "charger2"]),
    complaint(6, "sunniva", "harry_b", "violation", "He calls people from the coast names.").shows(&["coast"]),
    complaint(4, "greta_l", "bargain_bot_3@bargains.test", "spam", "This one got away, I think."),
    complaint(3, "wanjiru", "parrot_bot", "other", "It repeats my posts to people whom I have blocked.").shows(&["squawk1", "squawk2"]),
    complaint(2, "ulrike", "brushwork", "violation", "Nudes without a warning. Good ones, though.").shows(&["chalk"]),
    complaint(1, "captain@harbour.example", "dario", "other", "Owes me a bicycle."),
];

/// A moderator does something about somebody.
pub(super) struct Deed {
    pub(super) days_ago: i64,
    pub(super) by: &'static str,
    pub(super) about: &'static str,
    pub(super) what: What,
}

pub(super) enum What {
    Act {
        action: Action,
        /// Which of the prepared words, counted from 0.
        preset: Option<usize>,
        text: &'static str,
    },
    Enable,
    Unsilence,
    Unsuspend,
    /// Deletes the data of a suspended account.
    Delete,
    Memorialize,
}

const fn act(
    days_ago: i64,
    by: &'static str,
    about: &'static str,
    action: Action,
    preset: Option<usize>,
    text: &'static str,
) -> Deed {
    let what = What::Act {
        action,
        preset,
        text,
    };
    Deed {
        days_ago,
        by,
        about,
        what,
    }
}

const fn deed(days_ago: i64, by: &'static str, about: &'static str, what: What) -> Deed {
    Deed {
        days_ago,
        by,
        about,
        what,
    }
}

/// Nobody was suspended longer ago than data is kept.
#[rustfmt::skip]
pub(super) const DEEDS: &[Deed] = &[
    act(40, "teo", "second_try", Action::Silence, Some(2), ""),
    act(35, "lin", "old_spite", Action::Warn, Some(2), "Please leave Pilar alone."),
    act(32, "teo", "truth_now", Action::Silence, None, "What you wrote about a nurse is not true. Few will see your posts from now on."),
    deed(31, "jonas", "second_try", What::Unsilence),
    act(30, "lin", "night_shot", Action::Sensitize, Some(1), "All of your media is marked from now on."),
    act(28, "lin", "old_spite", Action::Suspend, None, "You were warned, and went on."),
    act(26, "teo", "loud_larry", Action::Warn, None, "Could you try without caps lock? Some of us use screen readers."),
    act(24, "teo", "coin_oracle", Action::Suspend, Some(0), "Fraud has no place here."),
    act(23, "jonas", "lost_keys", Action::Disable, None, "Somebody else seems to have your password. Write to us, and we open the door again."),
    act(21, "lin", "free_followers", Action::Suspend, Some(0), ""),
    deed(20, "jonas", "free_followers", What::Delete),
    deed(20, "jonas", "opal", What::Memorialize),
    act(16, "lin", "bargain_bot_1@bargains.test", Action::Suspend, None, ""),
    act(16, "lin", "bargain_bot_2@bargains.test", Action::Suspend, None, ""),
    act(14, "teo", "unfiltered@photos.example", Action::Silence, None, ""),
    act(13, "teo", "loud_larry", Action::Disable, None, "Take a week off."),
    act(11, "teo", "vikram", Action::Suspend, None, "Spam from several accounts."),
    deed(11, "mira", "vikram", What::Unsuspend),
    act(10, "lin", "parrot_bot", Action::Silence, None, "Bots are welcome when they say that they are bots, and wait to be spoken to."),
    deed(6, "teo", "loud_larry", What::Enable),
    act(5, "lin", "harry_b", Action::Warn, Some(2), ""),
    act(3, "teo", "truth_now", Action::Disable, None, "Until you take down the list of addresses."),
    act(2, "lin", "darkroom@photos.example", Action::Sensitize, None, ""),
];

//! What becomes of somebody who asks to join, as a table.

use crate::settings::RegistrationsMode;

/// What a rule does to a newcomer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// She waits until somebody has looked at her.
    Approval,
    /// She is refused.
    Refusal,
}

/// What she comes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invited {
    No,
    /// With a code that is good for nothing.
    InVain,
    /// By somebody who may do so.
    Yes,
    /// By somebody whose guests need no approval.
    PastApproval,
}

/// What is known of her. Of several rules of a kind, the strictest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    pub mode: RegistrationsMode,
    pub invited: Invited,
    /// For where she comes from.
    pub ip: Option<Strength>,
    /// For the name that she wants.
    pub username: Option<Strength>,
    /// For the domain of her address.
    pub email_domain: Option<Strength>,
    /// For that domain and all hosts that take its mail in, where DNS was asked.
    pub mail_hosts: Option<Strength>,
    /// Whether the address itself is blocked.
    pub is_email_blocked: bool,
    /// Whether there is anything that could take in her mail.
    pub is_reachable: bool,
}

impl Facts {
    /// Of somebody whom no rule is about, on an open server.
    pub const FINE: Self = Self {
        mode: RegistrationsMode::Open,
        invited: Invited::No,
        ip: None,
        username: None,
        email_domain: None,
        mail_hosts: None,
        is_email_blocked: false,
        is_reachable: true,
    };
}

/// Why an answer is no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    UsernameReserved,
    EmailDisallowed,
    EmailTaken,
    EmailUnreachable,
    InviteInvalid,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Without a word why.
    Forbidden,
    Refused(Vec<Wrong>),
    Pending,
    AtOnce,
}

use Strength::{Approval, Refusal};

pub fn decide(facts: &Facts) -> Verdict {
    if is_closed(facts) || facts.ip == Some(Refusal) {
        return Verdict::Forbidden;
    }
    let wrong = wrongs(facts);
    if !wrong.is_empty() {
        return Verdict::Refused(wrong);
    }
    let passes = facts.mode == RegistrationsMode::Open || facts.invited == Invited::PastApproval;
    match passes && !needs_approval(facts) {
        true => Verdict::AtOnce,
        false => Verdict::Pending,
    }
}

fn is_closed(facts: &Facts) -> bool {
    facts.mode == RegistrationsMode::None && facts.invited == Invited::No
}

/// What is wrong, in the order in which it is said. Whoever was invited is trusted with her address, but
/// not with who takes in its mail.
fn wrongs(facts: &Facts) -> Vec<Wrong> {
    let is_guest = matches!(facts.invited, Invited::Yes | Invited::PastApproval);
    let is_disallowed =
        (facts.email_domain == Some(Refusal) && !is_guest) || facts.mail_hosts == Some(Refusal);
    let all = [
        (facts.username == Some(Refusal), Wrong::UsernameReserved),
        (is_disallowed, Wrong::EmailDisallowed),
        (facts.is_email_blocked && !is_guest, Wrong::EmailTaken),
        (!facts.is_reachable, Wrong::EmailUnreachable),
        (facts.invited == Invited::InVain, Wrong::InviteInvalid),
    ];
    let wrong = all.into_iter().filter(|(is_so, _)| *is_so);
    wrong.map(|(_, wrong)| wrong).collect()
}

/// Whether any rule wants somebody to look at her. No invite helps against that.
fn needs_approval(facts: &Facts) -> bool {
    let rules = [
        facts.ip,
        facts.username,
        facts.email_domain,
        facts.mail_hosts,
    ];
    rules.contains(&Some(Approval))
}

#[cfg(test)]
mod tests {
    use super::{
        Facts, Invited,
        Strength::{Approval, Refusal},
        Verdict::{self, AtOnce, Forbidden, Pending},
        Wrong, decide,
    };
    use crate::settings::RegistrationsMode;

    const FINE: Facts = Facts::FINE;

    fn refused(wrong: &[Wrong]) -> Verdict {
        Verdict::Refused(wrong.to_vec())
    }

    #[test]
    fn the_mode_and_the_invite_decide_where_no_rule_does() {
        use Invited::{InVain, No, PastApproval, Yes};
        use RegistrationsMode::{Approved, None, Open};

        for (mode, invited, verdict) in [
            (Open, No, AtOnce),
            (Open, Yes, AtOnce),
            (Open, PastApproval, AtOnce),
            (Approved, No, Pending),
            (Approved, Yes, Pending),
            (Approved, PastApproval, AtOnce),
            (Open, InVain, refused(&[Wrong::InviteInvalid])),
            (None, InVain, refused(&[Wrong::InviteInvalid])),
            (None, No, Forbidden),
            (None, Yes, Pending),
            (None, PastApproval, AtOnce),
        ] {
            let facts = Facts {
                mode,
                invited,
                ..FINE
            };
            assert_eq!(decide(&facts), verdict, "{facts:?}");
        }
    }

    #[test]
    fn rules_that_refuse_do_so_and_invites_help_against_some() {
        let ip = Facts {
            ip: Some(Refusal),
            ..FINE
        };
        let name = Facts {
            username: Some(Refusal),
            ..FINE
        };
        let domain = Facts {
            email_domain: Some(Refusal),
            ..FINE
        };
        let hosts = Facts {
            mail_hosts: Some(Refusal),
            ..FINE
        };
        let email = Facts {
            is_email_blocked: true,
            ..FINE
        };
        let nowhere = Facts {
            is_reachable: false,
            ..FINE
        };

        for (facts, verdict, with_invite) in [
            (ip, Forbidden, Forbidden),
            (
                name,
                refused(&[Wrong::UsernameReserved]),
                refused(&[Wrong::UsernameReserved]),
            ),
            (domain, refused(&[Wrong::EmailDisallowed]), AtOnce),
            (
                hosts,
                refused(&[Wrong::EmailDisallowed]),
                refused(&[Wrong::EmailDisallowed]),
            ),
            (email, refused(&[Wrong::EmailTaken]), AtOnce),
            (
                nowhere,
                refused(&[Wrong::EmailUnreachable]),
                refused(&[Wrong::EmailUnreachable]),
            ),
        ] {
            assert_eq!(decide(&facts), verdict, "{facts:?}");
            let guest = Facts {
                invited: Invited::PastApproval,
                ..facts
            };
            assert_eq!(decide(&guest), with_invite, "{guest:?}");
        }
    }

    #[test]
    fn one_rule_that_wants_a_look_is_enough_whatever_the_mode_and_the_invite() {
        let ip = Facts {
            ip: Some(Approval),
            ..FINE
        };
        let name = Facts {
            username: Some(Approval),
            ..FINE
        };
        let domain = Facts {
            email_domain: Some(Approval),
            ..FINE
        };
        let hosts = Facts {
            mail_hosts: Some(Approval),
            ..FINE
        };

        for facts in [ip, name, domain, hosts] {
            assert_eq!(decide(&facts), Pending, "{facts:?}");
            let guest = Facts {
                invited: Invited::PastApproval,
                ..facts
            };
            assert_eq!(decide(&guest), Pending, "{guest:?}");
        }
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_and_nothing_where_the_door_is_shut() {
        let bad = Facts {
            username: Some(Refusal),
            email_domain: Some(Refusal),
            mail_hosts: Some(Refusal),
            is_email_blocked: true,
            is_reachable: false,
            ..FINE
        };
        let all = [
            Wrong::UsernameReserved,
            Wrong::EmailDisallowed,
            Wrong::EmailTaken,
            Wrong::EmailUnreachable,
        ];

        assert_eq!(decide(&bad), refused(&all));
        let closed = Facts {
            mode: RegistrationsMode::None,
            ..bad
        };
        assert_eq!(decide(&closed), Forbidden);
        let shut_out = Facts {
            ip: Some(Refusal),
            ..bad
        };
        assert_eq!(decide(&shut_out), Forbidden);
    }
}

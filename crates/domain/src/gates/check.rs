//! Finding out what the rules say of somebody.

use std::net::IpAddr;

use store::{
    accounts::Account,
    email_blocks::{self, EmailBlock},
    email_domain_blocks::EmailDomainBlock,
    ip_blocks::IpBlock,
    user_ips,
    username_blocks::UsernameBlock,
};

use super::{
    Facts, Hit, Invited, Strength, Verdict, Wrong, decide, email_domain_blocks,
    ip_blocks::{self, Severity},
    username_blocks,
};
use crate::{Context, Result, Violation, emails, invites, settings::RegistrationsMode, usernames};

/// The rules that somebody meets.
#[derive(Clone, Debug, Default)]
pub struct Met {
    pub ips: Vec<IpBlock>,
    pub usernames: Vec<UsernameBlock>,
    /// For the domain of the address.
    pub email_domains: Vec<EmailDomainBlock>,
    /// For that and for all hosts that take its mail in, where DNS was asked.
    pub mail_hosts: Vec<EmailDomainBlock>,
    pub email: Option<EmailBlock>,
    pub is_unreachable: bool,
}

/// Who asks to join, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub struct Applicant<'a> {
    pub mode: RegistrationsMode,
    pub invited: Invited,
    /// All that she was seen at.
    pub ips: &'a [IpAddr],
    /// One that can be had at all.
    pub username: Option<&'a str>,
    /// As it would be kept.
    pub email: Option<&'a str>,
}

/// What would become of her, and the rules that say so.
pub fn judge(cx: &mut Context, applicant: &Applicant<'_>) -> Result<(Verdict, Met)> {
    let met = meet(cx, applicant)?;
    let facts = Facts {
        mode: applicant.mode,
        invited: applicant.invited,
        ip: met.ip_strength(),
        username: met.username_strength(),
        email_domain: strictest(&met.email_domains),
        mail_hosts: strictest(&met.mail_hosts),
        is_email_blocked: met.email.is_some(),
        is_reachable: !met.is_unreachable,
    };
    Ok((decide(&facts), met))
}

fn meet(cx: &mut Context, applicant: &Applicant<'_>) -> Result<Met> {
    let mut met = Met::default();
    if !applicant.ips.is_empty() {
        met.ips = ip_blocks::holding(cx, applicant.ips)?;
    }
    if let Some(username) = applicant.username {
        met.usernames = username_blocks::holding(cx, username)?;
    }
    if let Some(email) = applicant.email {
        let domain = emails::domain_of(email).to_owned();
        let asked = cx.mail.clone().filter(|it| it.domain == domain);
        if let Some(asked) = asked {
            let mut hosts = asked.exchanges;
            hosts.push(domain.clone());
            met.mail_hosts = email_domain_blocks::holding(cx, &hosts)?;
            met.is_unreachable = !asked.is_reachable;
        }
        met.email_domains = email_domain_blocks::holding(cx, &[domain])?;
        let hash = emails::canonical_hash(email);
        met.email = email_blocks::find_by_hash(&mut cx.tx, &hash)?;
    }
    Ok(met)
}

/// What is wrong with an address that somebody changes hers to. Whoever is trusted with it may have any,
/// but not with any host that takes in its mail.
pub(crate) fn address_wrongs(
    cx: &mut Context,
    email: &str,
    ip: Option<IpAddr>,
    is_trusted: bool,
) -> Result<(Vec<Violation>, bool)> {
    let applicant = Applicant {
        mode: RegistrationsMode::Open,
        invited: match is_trusted {
            true => Invited::Yes,
            false => Invited::No,
        },
        ips: &[],
        username: None,
        email: Some(email),
    };
    let (verdict, met) = judge(cx, &applicant)?;
    met.note(cx, ip);
    Ok(match verdict {
        Verdict::Refused(wrong) => (wrong.into_iter().map(Violation::from).collect(), false),
        verdict => (Vec::new(), verdict == Verdict::Pending),
    })
}

/// Whether somebody has to look at a newcomer who has confirmed her address by now: any rule is enough.
pub(crate) fn must_wait(cx: &mut Context, account: &Account, email: &str) -> Result<bool> {
    let seen = user_ips::of_many(&mut cx.tx, &[account.id])?;
    let seen: Vec<IpAddr> = seen.iter().map(|it| it.ip).collect();
    let applicant = Applicant {
        mode: RegistrationsMode::Open,
        invited: Invited::No,
        ips: &seen,
        username: Some(&account.username),
        email: Some(email),
    };
    Ok(judge(cx, &applicant)?.0 != Verdict::AtOnce)
}

impl Met {
    fn ip_strength(&self) -> Option<Strength> {
        let strength = |it: &IpBlock| match Severity::named(&it.severity)? {
            Severity::SignUpRequiresApproval => Some(Strength::Approval),
            Severity::SignUpBlock => Some(Strength::Refusal),
            // Nobody comes this far.
            Severity::NoAccess => None,
        };
        self.ips.iter().filter_map(strength).max()
    }

    fn username_strength(&self) -> Option<Strength> {
        let all = self.usernames.iter();
        all.map(|it| strength(it.allow_with_approval)).max()
    }

    /// Notes which rules have stopped somebody, or made her wait.
    pub(crate) fn note(&self, cx: &mut Context, ip: Option<IpAddr>) {
        let ips = self.ips.iter().map(|it| Hit::Ip(it.id));
        let domains = self.email_domains.iter().chain(&self.mail_hosts);
        let domains = domains.map(|it| Hit::EmailDomain(it.id, ip));
        let email = self.email.iter().map(|it| Hit::Email(it.id));
        for hit in ips.chain(domains).chain(email) {
            if !cx.hits.contains(&hit) {
                cx.hits.push(hit);
            }
        }
    }
}

fn strictest(blocks: &[EmailDomainBlock]) -> Option<Strength> {
    let all = blocks.iter();
    all.map(|it| strength(it.allow_with_approval)).max()
}

fn strength(allow_with_approval: bool) -> Strength {
    match allow_with_approval {
        true => Strength::Approval,
        false => Strength::Refusal,
    }
}

impl From<Wrong> for Violation {
    fn from(wrong: Wrong) -> Self {
        match wrong {
            Wrong::UsernameReserved => usernames::reserved(),
            Wrong::EmailDisallowed => emails::disallowed(),
            Wrong::EmailTaken => emails::taken(),
            Wrong::EmailUnreachable => emails::unreachable(),
            Wrong::InviteInvalid => invites::invalid_code(),
        }
    }
}

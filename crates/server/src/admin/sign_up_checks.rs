use std::net::IpAddr;

use api::admin::sign_up_checks::{CheckSignUp, SignUpCheck, SignUpVerdict};
use domain::{
    Context, emails,
    gates::{Met, Verdict, sign_up_checks},
};

use super::{
    accounts::given, canonical_email_blocks, email_domain_blocks, ip_blocks, username_blocks,
};
use crate::{Error, route::Answer};

impl Answer for CheckSignUp {
    fn mail_domain(&self, cx: &mut Context) -> Result<Option<String>, Error> {
        sign_up_checks::may_check(cx)?;
        Ok(given(&self.email).and_then(emails::domain_in))
    }

    fn answer(self, cx: &mut Context, _: IpAddr) -> Result<SignUpCheck, Error> {
        let asked = sign_up_checks::Asked {
            ip: given(&self.ip),
            email: given(&self.email),
            username: given(&self.username),
            invite_code: given(&self.invite_code),
        };
        let checked = sign_up_checks::check(cx, &asked)?;
        let verdict = match &checked.verdict {
            _ if checked.is_shut_out => SignUpVerdict::NoAccess,
            Verdict::Forbidden => SignUpVerdict::Forbidden,
            _ if !checked.violations.is_empty() => SignUpVerdict::Refused,
            Verdict::Refused(_) => SignUpVerdict::Refused,
            Verdict::Pending => SignUpVerdict::Pending,
            Verdict::AtOnce => SignUpVerdict::Approved,
        };
        let violations = checked.violations.iter();
        let errors = violations.map(|it| format!("{} {}", it.name, it.message));
        let Met {
            ips,
            usernames,
            email_domains,
            mail_hosts,
            email,
            ..
        } = checked.met;
        let mut domains = email_domains;
        domains.extend(mail_hosts);
        domains.sort_unstable_by_key(|it| it.id);
        domains.dedup_by_key(|it| it.id);
        Ok(SignUpCheck {
            verdict,
            errors: errors.collect(),
            mail_hosts: cx.mail.take().map(|it| it.exchanges).unwrap_or_default(),
            ip_blocks: ips.into_iter().map(ip_blocks::show).collect(),
            email_domain_blocks: email_domain_blocks::show_all(cx, domains)?,
            canonical_email_blocks: email
                .into_iter()
                .map(canonical_email_blocks::show)
                .collect(),
            username_blocks: usernames.into_iter().map(username_blocks::show).collect(),
        })
    }
}

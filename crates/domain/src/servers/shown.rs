//! What is shown in public of the servers that are not trusted.

use sha2::{Digest, Sha256};
use store::domain_blocks::{self, DomainBlock};

use super::Severity;
use crate::{
    Caller, Context, Error, Result,
    secrets::hex,
    settings::{Audience, Settings},
};

/// A rule as it is shown in public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Perhaps with stars in it.
    pub domain: String,
    /// Of the whole name.
    pub digest: String,
    pub severity: String,
    pub comment: Option<String>,
}

/// The rules that limit or suspend, by severity and name. Nobody is told that there is such a list who
/// may not see it.
pub fn shown(cx: &mut Context) -> Result<Vec<Shown>> {
    let settings = Settings::load(&mut cx.tx)?;
    if !is_among(cx, settings.show_domain_blocks) {
        return Err(Error::NotFound);
    }
    let with_reasons = is_among(cx, settings.show_domain_blocks_rationale);
    let mut blocks = domain_blocks::all(&mut cx.tx)?;
    blocks.retain(|it| Severity::of(it) != Severity::Noop);
    blocks
        .sort_by(|one, other| (&one.severity, &one.domain).cmp(&(&other.severity, &other.domain)));
    let show = |it: DomainBlock| Shown {
        digest: digest(&it.domain),
        domain: match it.obfuscate {
            true => obfuscate(&it.domain),
            false => it.domain,
        },
        severity: it.severity,
        comment: it.public_comment.filter(|_| with_reasons),
    };
    Ok(blocks.into_iter().map(show).collect())
}

fn is_among(cx: &Context, audience: Audience) -> bool {
    match audience {
        Audience::Disabled => false,
        Audience::Users => {
            matches!(&cx.caller, Caller::Member(it) if it.standing().is_free())
        }
        Audience::All => true,
    }
}

/// By which who knows a name finds it among those that are not shown whole.
pub fn digest(domain: &str) -> String {
    hex(&Sha256::digest(domain))
}

/// Leaves a quarter at each end, and the dots.
fn obfuscate(domain: &str) -> String {
    let length = domain.len();
    let shown = length / 4;
    let is_hidden = |at: usize| at > shown && at + shown < length;
    let characters = domain.char_indices();
    let shade = |(at, it): (usize, char)| if it != '.' && is_hidden(at) { '*' } else { it };
    characters.map(shade).collect()
}

#[cfg(test)]
mod tests {
    use super::{digest, obfuscate};

    #[test]
    fn a_part_of_the_name_is_hidden() {
        for (name, shown) in [
            ("spam.example", "spam.****ple"),
            ("media.spam.example", "media.****.***mple"),
            ("ab.cd", "ab.*d"),
            ("", ""),
        ] {
            assert_eq!(obfuscate(name), shown);
        }
    }

    #[test]
    fn the_digest_is_that_of_the_whole_name() {
        let hash = "8bb6634ad532175e1c706063fd69b452bf51917f61150b14da6500c018cf8df4";
        assert_eq!(digest("spam.example"), hash);
    }
}

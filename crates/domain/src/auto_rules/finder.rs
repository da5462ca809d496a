//! All rules about posts, or about newcomers, ready to be looked for at once.
//!
//! Words and pieces of expressions of all rules are found in one pass over a text, and hosts by looking
//! each and those above it up. What is left is a few comparisons for each rule.

use std::{collections::HashMap, net::IpAddr};

use aho_corasick::AhoCorasick;
use chrono::{DateTime, Utc};
use regex::Regex;
use store::auto_rules::AutoRule;

use super::{
    Conditions, Dear, Facts, Needs, Origin, Outcome, Subject,
    text::{compile, fold, is_whole, pieces_of},
};
use crate::{Error, Result, gates::Network, servers::suffixes};

/// What of a rule was found in passing.
const WORD: u8 = 1;
const PIECE: u8 = 2;
const HOST: u8 = 4;

/// A rule as it is looked for.
#[derive(Debug)]
pub struct Rule {
    pub id: i64,
    pub name: String,
    pub outcomes: Vec<Outcome>,
    pub is_shadow: bool,
    pub report_category: String,
    pub limit_for: Option<i64>,
    pub text: String,
    /// Who has made it.
    pub account_id: Option<i64>,
    conditions: Conditions,
    exempt_accounts: Vec<i64>,
    expires_at: Option<DateTime<Utc>>,
    /// What has to be found in passing.
    passing: u8,
    pattern: Option<Regex>,
    usernames: Option<Regex>,
    networks: Vec<Network>,
}

/// A text that is looked for.
struct Word {
    /// The places of the rules that it is for, and what it is for each.
    of: Vec<(usize, u8)>,
}

#[derive(Default)]
pub struct Finder {
    rules: Vec<Rule>,
    words: Vec<Word>,
    /// Finds the words by their places. None if there are none.
    found_by: Option<AhoCorasick>,
    hosts: HashMap<String, Vec<usize>>,
    reads_links: bool,
}

impl Finder {
    /// Rules that are not about that, or switched off, are left out.
    pub fn new(subject: Subject, kept: &[AutoRule]) -> Result<Self> {
        let about = kept.iter().filter(|it| it.subject == subject.word());
        let rules = about.filter(|it| it.is_enabled).filter_map(Rule::read);
        let mut finder = Self {
            rules: rules.collect(),
            ..Self::default()
        };
        finder.gather()?;
        Ok(finder)
    }

    fn gather(&mut self) -> Result<()> {
        let mut words: HashMap<String, Vec<(usize, u8)>> = HashMap::new();
        for (place, rule) in self.rules.iter_mut().enumerate() {
            let conditions = &rule.conditions;
            for word in &conditions.words {
                rule.passing |= WORD;
                words.entry(fold(word)).or_default().push((place, WORD));
            }
            let pieces = conditions.pattern.as_deref().and_then(pieces_of);
            for piece in pieces.into_iter().flatten() {
                rule.passing |= PIECE;
                words.entry(piece).or_default().push((place, PIECE));
            }
            for host in &conditions.link_hosts {
                rule.passing |= HOST;
                self.hosts.entry(host.clone()).or_default().push(place);
            }
            self.reads_links |= conditions.has_link || !conditions.link_hosts.is_empty();
        }
        if words.is_empty() {
            return Ok(());
        }
        let (texts, of): (Vec<_>, Vec<_>) = words.into_iter().unzip();
        let finder = AhoCorasick::new(&texts);
        self.found_by = Some(finder.map_err(|_| Error::Internal("words are too many"))?);
        self.words = of.into_iter().map(|of| Word { of }).collect();
        Ok(())
    }

    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Whether any rule looks at links.
    pub fn reads_links(&self) -> bool {
        self.reads_links
    }

    /// The rules that something meets, in the order in which they were made. What costs more is asked for
    /// once, and only where all else fits some rule that wants to know it.
    pub fn meeting(
        &self,
        facts: &Facts,
        now: DateTime<Utc>,
        ask: impl FnOnce(Needs) -> Result<Dear>,
    ) -> Result<Vec<&Rule>> {
        let passing = self.found_in_passing(facts);
        let rules = self.rules.iter().zip(passing);
        let fits = rules.filter(|(rule, found)| {
            found & rule.passing == rule.passing && rule.is_alive(now) && rule.fits(facts)
        });
        let mut fitting: Vec<&Rule> = fits.map(|(rule, _)| rule).collect();
        let needs = fitting
            .iter()
            .fold(Needs::default(), |needs, it| it.needs(needs));
        if needs != Needs::default() {
            let dear = ask(needs)?;
            fitting.retain(|it| it.holds(&dear));
        }
        Ok(fitting)
    }

    /// Of each rule, what of it was found.
    fn found_in_passing(&self, facts: &Facts) -> Vec<u8> {
        let mut found = vec![0; self.rules.len()];
        if let Some(finder) = &self.found_by {
            let text = fold(&facts.text);
            for it in finder.find_overlapping_iter(&text) {
                let word = &self.words[it.pattern().as_usize()];
                let is_whole = is_whole(&text, it.start(), it.end());
                for (place, kind) in &word.of {
                    if is_whole || *kind == PIECE {
                        found[*place] |= kind;
                    }
                }
            }
        }
        let hosts = facts.hosts.iter().flat_map(|it| suffixes(it));
        for places in hosts.filter_map(|it| self.hosts.get(&it)) {
            places.iter().for_each(|place| found[*place] |= HOST);
        }
        found
    }
}

impl Rule {
    /// None of what an older or newer version understands in another way.
    fn read(kept: &AutoRule) -> Option<Self> {
        let conditions: Conditions = serde_json::from_value(kept.conditions.clone()).ok()?;
        let compiled = |pattern: &Option<String>| match pattern {
            Some(it) => compile(it).map(Some),
            None => Some(None),
        };
        let outcomes = kept.outcomes();
        Some(Self {
            id: kept.id,
            name: kept.name.clone(),
            outcomes: outcomes.into_iter().filter_map(Outcome::named).collect(),
            is_shadow: kept.is_shadow,
            report_category: kept.report_category.clone(),
            limit_for: kept.limit_for,
            text: kept.text.clone(),
            account_id: kept.account_id,
            exempt_accounts: kept.exempt_accounts(),
            expires_at: kept.expires_at,
            passing: 0,
            pattern: compiled(&conditions.pattern)?,
            usernames: compiled(&conditions.usernames)?,
            networks: conditions
                .networks
                .iter()
                .filter_map(|it| Network::read(it))
                .collect(),
            conditions,
        })
    }

    /// As the log names it.
    pub(super) fn words(&self) -> String {
        format!("Automatic rule {}: {}", self.id, self.name)
    }

    fn is_alive(&self, now: DateTime<Utc>) -> bool {
        self.expires_at.is_none_or(|at| at > now)
    }

    /// Whether all holds that needs no asking, apart from what is found in passing.
    fn fits(&self, facts: &Facts) -> bool {
        let wanted = &self.conditions;
        let fits_pattern = |pattern: &Option<Regex>, text: &str| {
            let pattern = pattern.as_ref();
            pattern.is_none_or(|it| it.is_match(text))
        };
        wanted
            .origin
            .is_none_or(|it| (it == Origin::Local) == facts.is_local)
            && wanted.account_younger_than.is_none_or(|it| facts.age < it)
            && wanted
                .mentions_at_least
                .is_none_or(|it| facts.mentions >= it)
            && (!wanted.only_to_strangers || facts.mentions > 0)
            && (!wanted.has_media || facts.has_media)
            && (!wanted.has_link || facts.has_link)
            && !self.exempt_accounts.contains(&facts.account_id)
            && fits_pattern(&self.usernames, &facts.username)
            && fits_pattern(&self.pattern, &facts.text)
    }

    fn needs(&self, others: Needs) -> Needs {
        let wanted = &self.conditions;
        Needs {
            strangers: others.strangers || wanted.only_to_strangers,
            email_domain: others.email_domain || !wanted.email_domains.is_empty(),
            ips: others.ips || !self.networks.is_empty(),
            likeness: others.likeness || wanted.similar_to_removed.is_some(),
        }
    }

    fn holds(&self, dear: &Dear) -> bool {
        let wanted = &self.conditions;
        let is_from = |ip: &IpAddr| self.networks.iter().any(|it| it.contains(*ip));
        let is_at = |domain: &String| {
            let above = suffixes(domain);
            above.iter().any(|it| wanted.email_domains.contains(it))
        };
        (!wanted.only_to_strangers || dear.is_to_strangers)
            && (wanted.email_domains.is_empty() || dear.email_domain.as_ref().is_some_and(is_at))
            && (self.networks.is_empty() || dear.ips.iter().any(is_from))
            && wanted
                .similar_to_removed
                .is_none_or(|it| dear.likeness >= it)
    }
}

#[cfg(test)]
mod tests;

//! All rules at once find what each of them finds alone.

use chrono::{DateTime, TimeDelta};
use regex::Regex;
use serde_json::json;
use store::{auto_rules::AutoRule, search::even};

use super::{Conditions, Dear, Facts, Finder, Needs, Origin, Subject};
use crate::{Chance, auto_rules::text::compile, gates::Network};

fn rule(id: i64, conditions: &Conditions) -> AutoRule {
    let conditions = serde_json::to_value(conditions).expect("written down");
    let mut rule = AutoRule::tried("post", conditions, &[]);
    rule.id = id;
    rule
}

fn met(finder: &Finder, facts: &Facts, dear: &Dear) -> Vec<i64> {
    let now = DateTime::UNIX_EPOCH;
    let met = finder.meeting(facts, now, |_| Ok(dear.clone()));
    met.expect("nothing fails").iter().map(|it| it.id).collect()
}

/// Looked at one by one, in the plainest way there is. Its expression was made before, for that takes long.
fn holds((wanted, pattern): &(Conditions, Option<Regex>), facts: &Facts, dear: &Dear) -> bool {
    let text: String = even(&facts.text);
    let text: Vec<&str> = text.split(|it: char| !it.is_alphanumeric()).collect();
    let has = |word: &String| text.contains(&even(word).as_str());
    let below = |names: &[String], name: &str| {
        let is_above = |it: &String| name == it || name.ends_with(&format!(".{it}"));
        names.iter().any(is_above)
    };
    let is_in = |network: &String| {
        let network = Network::read(network).expect("a network");
        dear.ips.iter().any(|it| network.contains(*it))
    };
    (wanted.words.is_empty() || wanted.words.iter().any(has))
        && pattern.as_ref().is_none_or(|it| it.is_match(&facts.text))
        && (wanted.link_hosts.is_empty()
            || facts.hosts.iter().any(|it| below(&wanted.link_hosts, it)))
        && wanted.account_younger_than.is_none_or(|it| facts.age < it)
        && wanted
            .mentions_at_least
            .is_none_or(|it| facts.mentions >= it)
        && (!wanted.only_to_strangers || (facts.mentions > 0 && dear.is_to_strangers))
        && wanted
            .similar_to_removed
            .is_none_or(|it| dear.likeness >= it)
        && (wanted.email_domains.is_empty()
            || dear
                .email_domain
                .as_ref()
                .is_some_and(|it| below(&wanted.email_domains, it)))
        && (wanted.networks.is_empty() || wanted.networks.iter().any(is_in))
        && wanted
            .origin
            .is_none_or(|it| (it == Origin::Local) == facts.is_local)
        && (!wanted.has_media || facts.has_media)
        && (!wanted.has_link || facts.has_link)
}

/// Things are drawn from small stocks, so that rules and posts meet.
struct Draw(Chance);

impl Draw {
    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.0.below(of.len() as u32) as usize].clone()
    }

    fn is(&mut self, in_ten: u32) -> bool {
        self.0.below(10) < in_ten
    }

    fn some(&mut self, in_ten: u32, of: &[&str]) -> Vec<String> {
        let is_drawn = self.is(in_ten);
        let drawn = |draw: &mut Self| (0..2).map(|_| draw.one(of).to_owned()).collect();
        match is_drawn {
            true => drawn(self),
            false => Vec::new(),
        }
    }

    fn conditions(&mut self) -> Conditions {
        let patterns = [
            "casi?no",
            "(win|lose)ner",
            r"\d{3}",
            "prize|money",
            "^Buy",
            "(?-i)CASINO",
        ];
        let number = |draw: &mut Self, of: &[i64]| draw.is(2).then(|| draw.one(of));
        Conditions {
            words: self.some(4, &["casino", "money", "Prize", "café", "buy"]),
            pattern: self.is(3).then(|| self.one(&patterns).to_owned()),
            link_hosts: self.some(2, &["evil.test", "a.evil.test", "fine.test"]),
            account_younger_than: number(self, &[10, 1000]),
            mentions_at_least: number(self, &[1, 3]),
            only_to_strangers: self.is(1),
            similar_to_removed: number(self, &[50, 80]),
            email_domains: self.some(1, &["junk.test", "mail.test"]),
            networks: self.some(1, &["192.0.2.0/24", "2001:db8::/32", "198.51.100.7"]),
            origin: self
                .is(2)
                .then(|| self.one(&[Origin::Local, Origin::Remote])),
            usernames: None,
            has_media: self.is(1),
            has_link: self.is(1),
        }
    }

    fn facts(&mut self) -> (Facts, Dear) {
        let words = [
            "casino",
            "CASINO",
            "casinos",
            "money",
            "prize",
            "Cafe\u{301}",
            "Buy",
            "winner",
            "123",
            "losener",
            "heron",
            "buy!",
        ];
        let text: Vec<&str> = (0..5).map(|_| self.one(&words)).collect();
        let hosts = self.some(
            5,
            &["evil.test", "b.a.evil.test", "notevil.test", "fine.test"],
        );
        let ips = ["192.0.2.9", "2001:db8::1", "198.51.100.7", "203.0.113.1"];
        let facts = Facts {
            text: text.join(" "),
            has_link: !hosts.is_empty(),
            hosts,
            is_local: self.is(5),
            age: self.one(&[5, 500, 5000]),
            mentions: self.one(&[0, 1, 2, 5]),
            has_media: self.is(5),
            ..Facts::default()
        };
        let domains = [
            Some("x.junk.test".to_owned()),
            Some("mail.test".into()),
            None,
        ];
        let dear = Dear {
            is_to_strangers: facts.mentions > 0 && self.is(5),
            email_domain: self.one(&domains),
            ips: vec![self.one(&ips).parse().expect("an address")],
            likeness: self.one(&[0, 60, 90]),
        };
        (facts, dear)
    }
}

#[test]
fn all_rules_at_once_find_what_each_finds_alone() {
    let mut draw = Draw(Chance::seeded(7));
    let mut found = 0;
    for _ in 0..10 {
        let all = (0..60).map(|_| {
            let wanted = draw.conditions();
            let pattern = wanted.pattern.as_deref();
            let pattern = pattern.map(|it| compile(it).expect(it));
            (wanted, pattern)
        });
        let all: Vec<(Conditions, Option<Regex>)> = all.collect();
        let kept = (1..).zip(&all).map(|(id, (it, _))| rule(id, it));
        let kept: Vec<AutoRule> = kept.collect();
        let finder = Finder::new(Subject::Post, &kept).expect("few");
        for _ in 0..50 {
            let (facts, dear) = draw.facts();
            let alone = (1..).zip(&all).filter(|(_, it)| holds(it, &facts, &dear));
            let alone: Vec<i64> = alone.map(|(id, _)| id).collect();

            assert_eq!(met(&finder, &facts, &dear), alone, "{facts:?} {dear:?}");
            found += alone.len();
        }
    }
    assert!(found > 1000, "they meet");
}

#[test]
fn what_costs_more_is_asked_only_where_all_else_fits() {
    let wanted = Conditions {
        words: vec!["casino".into()],
        only_to_strangers: true,
        networks: vec!["192.0.2.0/24".into()],
        ..Conditions::default()
    };
    let finder = Finder::new(Subject::Post, &[rule(1, &wanted)]).expect("few");
    let about = |text: &str, mentions| Facts {
        text: text.into(),
        mentions,
        ..Facts::default()
    };
    let now = DateTime::UNIX_EPOCH;

    for facts in [about("a heron", 1), about("casino", 0)] {
        let met = finder.meeting(&facts, now, |_| unreachable!("nothing is asked"));
        assert!(met.expect("nothing fails").is_empty());
    }
    let mut asked = Needs::default();
    let met = finder.meeting(&about("a casino", 1), now, |needs| {
        asked = needs;
        Ok(Dear::default())
    });
    assert!(met.expect("nothing fails").is_empty());
    let needs = Needs {
        strangers: true,
        ips: true,
        ..Needs::default()
    };
    assert_eq!(asked, needs);
}

#[test]
fn rules_end_are_switched_off_and_spare_some() {
    let wanted = Conditions {
        words: vec!["casino".into()],
        ..Conditions::default()
    };
    let now = DateTime::UNIX_EPOCH;
    let plain = rule(1, &wanted);
    let mut off = rule(2, &wanted);
    off.is_enabled = false;
    let mut over = rule(3, &wanted);
    over.expires_at = Some(now);
    let mut lasting = rule(4, &wanted);
    lasting.expires_at = Some(now + TimeDelta::seconds(1));
    let sparing = AutoRule::tried("post", json!({ "words": ["casino"] }), &[7]);
    let about_newcomers = AutoRule::tried("sign_up", json!({ "words": ["casino"] }), &[]);
    let odd = AutoRule::tried("post", json!({ "pattern": "(" }), &[]);
    let all = [plain, off, over, lasting, sparing, about_newcomers, odd];
    let finder = Finder::new(Subject::Post, &all).expect("few");
    let by = |account_id| Facts {
        account_id,
        text: "casino".into(),
        ..Facts::default()
    };

    assert_eq!(met(&finder, &by(7), &Dear::default()), [1, 4]);
    assert_eq!(met(&finder, &by(8), &Dear::default()), [1, 4, 0]);
}

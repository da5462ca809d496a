//! Which servers a rule is about, of those that accounts are known of.

use store::instances;

use super::host_of;
use crate::{Context, Result};

/// The domains that accounts are known of, so that those below a name are found without a look at all.
pub(crate) struct Known(Vec<(String, String)>);

impl Known {
    pub(crate) fn load(cx: &mut Context) -> Result<Self> {
        let domains = instances::with_accounts(&mut cx.tx)?.into_iter();
        let with_key = |domain: String| Some((key(&host_of(&domain)?), domain));
        let mut known: Vec<_> = domains.filter_map(with_key).collect();
        known.sort_unstable();
        Ok(Self(known))
    }

    /// Those that are the name itself, with any port, or below it.
    pub(crate) fn below(&self, name: &str) -> Vec<String> {
        let key = key(name);
        let first = self.0.partition_point(|(it, _)| *it < key);
        let known = self.0[first..].iter();
        let is_below = |it: &str| {
            it.strip_prefix(&key)
                .is_some_and(|it| it.is_empty() || it.starts_with('.'))
        };
        // What only begins alike, such as `far-away` after `far`, stands between the two.
        known
            .take_while(|(it, _)| it.starts_with(&key))
            .filter(|(it, _)| is_below(it))
            .map(|(_, domain)| domain.clone())
            .collect()
    }

    /// Those that are the name itself, with any port.
    pub(crate) fn same(&self, name: &str) -> Vec<String> {
        let key = key(name);
        let first = self.0.partition_point(|(it, _)| *it < key);
        let same = self.0[first..].iter().take_while(|(it, _)| *it == key);
        same.map(|(_, domain)| domain.clone()).collect()
    }
}

/// The labels of a name from right to left, so that a name stands before those below it.
fn key(name: &str) -> String {
    let labels: Vec<&str> = name.rsplit('.').collect();
    labels.join(".")
}

#[cfg(test)]
mod tests {
    use super::{Known, key};

    #[test]
    fn a_rule_is_about_a_name_and_what_is_below_it() {
        let names = [
            "far.test",
            "a.far.test",
            "b.a.far.test",
            "far-away.test",
            "notfar.test",
            "far.test:3000",
            "x.far-away.test",
            "test.far",
        ];
        let host = |it: &str| it.split(':').next().map(key).unwrap_or_default();
        let mut known: Vec<_> = names.iter().map(|it| (host(it), it.to_string())).collect();
        known.sort_unstable();
        let known = Known(known);

        let mut below = known.below("far.test");
        below.sort_unstable();
        assert_eq!(
            below,
            ["a.far.test", "b.a.far.test", "far.test", "far.test:3000"]
        );
        assert_eq!(known.same("far.test"), ["far.test", "far.test:3000"]);
        assert_eq!(known.below("test").len(), 7);
        assert!(known.below("near.test").is_empty());
    }
}

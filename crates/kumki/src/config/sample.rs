use std::fmt::Write;

use super::keys::{Key, sections, variable};

/// Every key with its explanation, and with the value that it has without being there.
pub(crate) fn sample() -> String {
    let mut text = String::from(
        "# Everything that can be decided about a Kumki server, with what holds if nothing is said\n\
         # (or with an example where that is nothing at all). Take away the # before what you want to\n\
         # decide. Flags and variables of the environment win over this file.\n",
    );
    for section in sections() {
        if let Some(name) = section.name {
            let _ = write!(text, "\n# {}\n[{name}]\n", section.text);
        }
        for key in section.keys {
            explain(&mut text, &key);
        }
    }
    text
}

fn explain(text: &mut String, key: &Key) {
    text.push('\n');
    for line in key.text.lines() {
        let _ = writeln!(text, "# {line}");
    }
    let name = key.path.rsplit('.').next().unwrap_or(&key.path);
    let _ = writeln!(text, "# ({})", variable(&key.path));
    // What JSON writes for texts, numbers and lists is TOML too.
    let _ = writeln!(text, "#{name} = {}", key.value);
}

#[cfg(test)]
mod tests {
    use super::sample;
    use crate::config::{Config, keys::all_paths};

    #[test]
    fn the_sample_names_every_key_with_its_default() {
        let uncommented: String = sample()
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(rest) if !rest.starts_with(' ') => format!("{rest}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        let table: ::config::Map<String, ::config::Value> = ::config::Source::collect(
            &::config::File::from_str(&uncommented, ::config::FileFormat::Toml),
        )
        .expect("it is TOML");

        let mut named = Vec::new();
        for (key, value) in table {
            match value.into_table() {
                Ok(inner) => named.extend(inner.into_keys().map(|it| format!("{key}.{it}"))),
                Err(_) => named.push(key),
            }
        }
        let mut known = all_paths();
        named.sort();
        known.sort();
        assert_eq!(named, known);
        assert!(sample().contains(&format!("#listen = \"{}\"", Config::default().listen)));
    }
}

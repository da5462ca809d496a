//! Putting the configuration together: flags before the environment before the file.

use std::{env, path::PathBuf};

use ::config::{ConfigError, File, FileFormat, Source, Value, ValueKind};
use anyhow::{Context, Result, bail};

use super::{
    Config,
    keys::{Key, all_paths, meant, not_known, sections, variable},
};
use crate::args::{Place, Serve};

/// What was typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    file: Option<PathBuf>,
    /// A key, and the value that its flag has.
    flags: Vec<(&'static str, String)>,
}

impl From<&Place> for Given {
    fn from(place: &Place) -> Self {
        let data = place.data.as_ref().map(|it| it.display().to_string());
        let flags = [
            ("data", data),
            ("database_url", place.database_url.clone()),
            ("domain", place.domain.clone()),
        ];
        let given = flags.into_iter().filter_map(|(key, it)| Some((key, it?)));
        Self {
            file: place.config.clone(),
            flags: given.collect(),
        }
    }
}

impl From<&Serve> for Given {
    fn from(serve: &Serve) -> Self {
        let mut given = Self::from(&serve.place);
        if let Some(listen) = serve.listen {
            given.flags.push(("listen", listen.to_string()));
        }
        if serve.limited_federation {
            given.flags.push(("limited_federation", true.to_string()));
        }
        given
    }
}

pub(crate) fn load(given: impl Into<Given>) -> Result<Config> {
    let mut given = given.into();
    if given.file.is_none() {
        given.file = env::var_os("KUMKI_CONFIG")
            .filter(|it| !it.is_empty())
            .map(PathBuf::from);
    }
    combine(&given, |name| env::var(name).ok())
}

fn combine(given: &Given, variables: impl Fn(&str) -> Option<String>) -> Result<Config> {
    let mut builder = ::config::Config::builder();
    if let Some(path) = &given.file {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        let file = File::from_str(&text, FileFormat::Toml);
        check_file(&path.display().to_string(), &file)?;
        builder = builder.add_source(Named(path.display().to_string(), text));
    }
    for key in sections().into_iter().flat_map(|it| it.keys) {
        let name = variable(&key.path);
        // What is set to nothing is as good as not set.
        if let Some(text) = variables(&name).filter(|it| !it.is_empty()) {
            let value = Value::new(Some(&name), value_of(&key, &text));
            builder = builder.set_override(&key.path, value)?;
        }
    }
    for (key, text) in &given.flags {
        let flag = format!("--{}", key.replace('_', "-"));
        builder = builder.set_override(key, Value::new(Some(&flag), text.clone()))?;
    }
    let config: Config = builder.build()?.try_deserialize()?;
    config.options()?;
    Ok(config)
}

/// In variables, commas separate the values of a list.
fn value_of(key: &Key, text: &str) -> ValueKind {
    if !key.is_list {
        return ValueKind::String(text.to_owned());
    }
    let items = text.split(',').map(str::trim).filter(|it| !it.is_empty());
    ValueKind::Array(items.map(Value::from).collect())
}

/// A file whose values know where they come from, so that what is wrong with one can say so.
#[derive(Clone, Debug)]
struct Named(String, String);

impl Source for Named {
    fn clone_into_box(&self) -> Box<dyn Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<::config::Map<String, Value>, ConfigError> {
        let Self(name, text) = self;
        let table = File::from_str(text, FileFormat::Toml).collect()?;
        let named = |(key, it): (String, Value)| (key, with_origin(name, it));
        Ok(table.into_iter().map(named).collect())
    }
}

fn with_origin(name: &String, value: Value) -> Value {
    let kind = match value.kind {
        ValueKind::Table(table) => {
            let named = |(key, it): (String, Value)| (key, with_origin(name, it));
            ValueKind::Table(table.into_iter().map(named).collect())
        }
        ValueKind::Array(items) => {
            ValueKind::Array(items.into_iter().map(|it| with_origin(name, it)).collect())
        }
        kind => kind,
    };
    Value::new(Some(name), kind)
}

/// Whether it is TOML, and every key in it is one.
fn check_file(name: &str, file: &impl Source) -> Result<()> {
    let table = match file.collect() {
        Ok(table) => table,
        Err(error) => bail!("{name}: {}", without_text(&error.to_string())),
    };
    let known = all_paths();
    let mut found = Vec::new();
    for (key, value) in table {
        match value.kind {
            ValueKind::Table(inner) => found.extend(inner.keys().map(|it| format!("{key}.{it}"))),
            _ => found.push(key),
        }
    }
    found.retain(|it| !known.contains(it));
    found.sort();
    match found.is_empty() {
        true => Ok(()),
        false => {
            let lines: Vec<String> = found
                .iter()
                .map(|it| not_known("key", it, meant(it, &known)))
                .map(|it| format!("{name}: {it}"))
                .collect();
            bail!("{}", lines.join("\n"))
        }
    }
}

/// The parser quotes the line that it stumbled over, which may hold a password.
fn without_text(message: &str) -> String {
    let is_quoted = |line: &&str| line.contains('|');
    let lines = message.lines().filter(|it| !is_quoted(it));
    lines.collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use anyhow::Result;

    use super::{Config, Given, combine};

    fn nothing(_: &str) -> Option<String> {
        None
    }

    fn with_file(folder: &Path, text: &str) -> Result<Given> {
        let file = folder.join("kumki.toml");
        fs::write(&file, text)?;
        Ok(Given {
            file: Some(file),
            flags: Vec::new(),
        })
    }

    fn problem(text: &str) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let given = with_file(folder.path(), text).expect("a file");
        let error = combine(&given, nothing).expect_err("something is wrong with it");
        format!("{error:#}").replace(&format!("{}/", folder.path().display()), "")
    }

    #[test]
    fn flags_win_over_variables_and_those_over_the_file() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let text = "listen = '127.0.0.1:1'\ndomain = 'a.example'\n[jobs]\nworkers = 7";
        let mut given = with_file(folder.path(), text)?;
        let variables = |name: &str| match name {
            "KUMKI_LISTEN" => Some("127.0.0.1:2".to_owned()),
            "KUMKI_DOMAIN" => Some("b.example".to_owned()),
            "KUMKI_HTTP__TRUSTED_PROXIES" => Some("10.0.0.0/8, 192.0.2.1".to_owned()),
            "KUMKI_OAUTH__PASSWORD_GRANT" => Some("false".to_owned()),
            "KUMKI_LIMITED_FEDERATION" => Some("true".to_owned()),
            "KUMKI_LOG__LEVEL" => Some(String::new()),
            _ => None,
        };
        given.flags.push(("listen", "127.0.0.1:3".to_owned()));

        let config = combine(&given, variables)?;

        assert_eq!(config.listen.port(), 3);
        assert_eq!(config.domain.as_deref(), Some("b.example"));
        assert_eq!(config.jobs.workers, 7);
        assert_eq!(config.http.trusted_proxies, ["10.0.0.0/8", "192.0.2.1"]);
        assert!(!config.oauth.password_grant);
        assert!(config.limited_federation);
        assert_eq!(config.log.level, Config::default().log.level);
        Ok(())
    }

    #[test]
    fn a_mistake_is_named_with_its_file_and_its_key() {
        assert_eq!(
            problem("lisen = '127.0.0.1:1'\n[mail]\nsmtp_uri = 'smtp://x'"),
            "kumki.toml: unknown key \"lisen\"; did you mean \"listen\"?\n\
             kumki.toml: unknown key \"mail.smtp_uri\"; did you mean \"mail.smtp_url\"?"
        );
        assert_eq!(
            problem("workers = 3"),
            "kumki.toml: unknown key \"workers\"; did you mean \"jobs.workers\"?"
        );
        let wrong_type = problem("[jobs]\nworkers = 'many'");
        assert!(wrong_type.contains("jobs.workers"), "{wrong_type}");
        assert!(wrong_type.contains("kumki.toml"), "{wrong_type}");
        assert_eq!(
            problem("[http]\ntrusted_proxies = ['nowhere']"),
            "http.trusted_proxies: \"nowhere\" is no network"
        );
        let listen = problem("listen = 'here'");
        assert!(listen.contains("listen"), "{listen}");
    }

    #[test]
    fn a_secret_is_not_shown() {
        let broken = problem("[mail]\nsmtp_url = 'smtp://me:tiger@mail.example");
        assert!(broken.starts_with("kumki.toml"), "{broken}");
        assert!(!broken.contains("tiger"), "{broken}");

        let given = Given {
            file: None,
            flags: vec![(
                "database_url",
                "postgres://me:tiger@db.example/kumki".into(),
            )],
        };
        let config = combine(&given, nothing).expect("it is right");
        assert!(!format!("{config:?}").contains("tiger"));
    }
}

//! What the compiler and clippy cannot see.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::workspace;

/// Who may import whom among our own, and what a crate must not know besides.
///
/// Tests may import anything.
const IMPORTS: [Imports; 8] = [
    Imports::of("api", &[], &["axum", "clap", "diesel", "reqwest", "tokio"]),
    Imports::of("client", &["api"], &["clap"]),
    Imports::of("kumkictl", &["api", "client"], &[]),
    Imports::of("store", &[], &["axum", "http", "tokio"]),
    Imports::of(
        "domain",
        &["store"],
        &["axum", "diesel", "http", "reqwest", "tokio"],
    ),
    Imports::of("federation", &["domain", "store"], &[]),
    Imports::of("server", &["api", "domain", "federation", "store"], &[]),
    Imports::of("kumki", &["domain", "server", "store"], &[]),
];

/// The most lines that a file of a crate has, tests aside.
const LINES: usize = 500;

/// Files that may be longer, with the reason.
const LONGER: [(&str, &str); 0] = [];

/// In two parts, so that they are not found here.
const WORDS: [(&str, &str, &str); 7] = [
    ("crates", ".io", "names the host of a package registry"),
    ("pypi", ".org", "names the host of a package registry"),
    (
        "python",
        "hosted.org",
        "names the host of a package registry",
    ),
    ("npm", "js.org", "names the host of a package registry"),
    (
        "../",
        "shared",
        "names a folder that is not part of the project",
    ),
    ("todo", "!(", "is not finished"),
    ("unimplemented", "!(", "is not finished"),
];

/// Beside the workspace's manifest, but not ours, or not written by hand.
const SKIPPED: [&str; 7] = [
    ".git",
    ".venv",
    "Cargo.lock",
    "data",
    "node_modules",
    "target",
    "venv",
];

/// The only file that writes to the action log.
const DOOR: &str = "crates/domain/src/acts.rs";

struct Imports {
    name: &'static str,
    own: &'static [&'static str],
    forbidden: &'static [&'static str],
}

impl Imports {
    const fn of(
        name: &'static str,
        own: &'static [&'static str],
        forbidden: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            own,
            forbidden,
        }
    }
}

pub(crate) fn run() -> Result<ExitCode> {
    let mut findings = imports(&workspace::metadata()?)?;
    findings.extend(migrations()?);
    for file in files(workspace::root())? {
        // Pictures and the like are not text.
        if let Ok(text) = fs::read_to_string(&file) {
            findings.extend(in_file(&relative(&file), &text));
        }
    }

    for finding in &findings {
        println!("{finding}");
    }
    println!("tidy: {} findings", findings.len());
    match findings.is_empty() {
        true => Ok(ExitCode::SUCCESS),
        false => Ok(ExitCode::FAILURE),
    }
}

fn imports(metadata: &Value) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let manifest = Path::new(package["manifest_path"].as_str().unwrap_or_default());
        if !manifest.starts_with(workspace::root().join("crates")) {
            continue;
        }
        let text = fs::read_to_string(manifest)?;
        let name = short(package["name"].as_str().unwrap_or_default());
        let Some(rule) = IMPORTS.iter().find(|it| it.name == name) else {
            findings.push(format!(
                "{}:1: {name} is not in the import table",
                relative(manifest)
            ));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let other = dependency["name"].as_str().unwrap_or_default();
            let is_ours = dependency["path"].is_string();
            let is_allowed = match is_ours {
                true => rule.own.contains(&short(other)),
                false => !rule.forbidden.contains(&other),
            };
            if dependency["kind"] != "dev" && !is_allowed {
                let written = dependency["rename"].as_str().unwrap_or(other);
                let line = line_of(&text, written);
                let manifest = relative(manifest);
                findings.push(format!(
                    "{manifest}:{line}: {name} must not import {written}"
                ));
            }
        }
    }
    Ok(findings)
}

/// Our crates have a longer name for the world.
fn short(name: &str) -> &str {
    name.strip_prefix("kumki-").unwrap_or(name)
}

fn line_of(manifest: &str, dependency: &str) -> usize {
    let is_it = |line: &str| {
        let rest = line.strip_prefix(dependency);
        rest.is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
    };
    manifest.lines().position(is_it).map_or(1, |it| it + 1)
}

fn migrations() -> Result<Vec<String>> {
    let folder = workspace::root().join("crates/store/migrations");
    let names = |engine: &str| -> Result<BTreeSet<String>> {
        let entries = fs::read_dir(folder.join(engine)).context("migrations are missing")?;
        let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        Ok(entries
            .map(|entry| entry.map(name))
            .collect::<Result<_, _>>()?)
    };
    let (sqlite, postgres) = (names("sqlite")?, names("postgres")?);
    let lacks = |engine: &'static str| {
        move |name: &String| format!("crates/store/migrations/{engine}/{name}:1: does not exist")
    };
    let missing = postgres.difference(&sqlite).map(lacks("sqlite"));
    Ok(missing
        .chain(sqlite.difference(&postgres).map(lacks("postgres")))
        .collect())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if SKIPPED.contains(&relative(&entry.path()).as_str()) {
            continue;
        }
        if kind.is_dir() {
            files.extend(self::files(&entry.path())?);
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

fn relative(file: &Path) -> String {
    let file = file.strip_prefix(workspace::root()).unwrap_or(file);
    file.display().to_string()
}

fn in_file(file: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let is_rust = file.ends_with(".rs");
    let is_test = file.contains("/tests/");
    if file.ends_with("/mod.rs") {
        findings.push(format!(
            "{file}:1: belongs one folder up, under the folder's name"
        ));
    }
    let lines = text.lines().count();
    let may_be_longer = LONGER.iter().any(|(longer, _)| *longer == file);
    let is_source = is_rust && file.starts_with("crates/") && file.contains("/src/");
    if is_source && lines > LINES && !may_be_longer {
        findings.push(format!(
            "{file}:{LINES}: has {lines} lines; split it by idea"
        ));
    }

    for (number, line) in (1..).zip(text.lines()) {
        for (begin, end, why) in WORDS {
            let is_macro = end == "!(";
            if line.contains(&[begin, end].concat()) && (is_rust || !is_macro) {
                findings.push(format!("{file}:{number}: {why}: {begin}{end}"));
            }
        }
        let is_code = is_rust && !line.trim_start().starts_with("//");
        let logs = is_code && line.contains("action_log::add");
        if logs && file.starts_with("crates/") && !is_test && file != DOOR {
            findings.push(format!(
                "{file}:{number}: writes to the action log past domain::acts"
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::in_file;

    #[test]
    fn acts_are_written_down_by_one_file_only() {
        let text = "fn act() {\n    action_log::add(tx, &entry)?;\n}";

        let found = in_file("crates/domain/src/reports.rs", text);
        assert_eq!(
            found,
            ["crates/domain/src/reports.rs:2: writes to the action log past domain::acts"]
        );
        assert!(in_file("crates/domain/src/acts.rs", text).is_empty());
        assert!(in_file("crates/store/tests/it/jobs.rs", text).is_empty());
    }

    #[test]
    fn long_files_are_found() {
        let text = "//\n".repeat(501);

        assert_eq!(in_file("crates/api/src/lib.rs", &text).len(), 1);
        assert!(in_file("crates/api/tests/it/main.rs", &text).is_empty());
    }
}

//! What has to pass before a change is taken. All of it is tried, so that one run tells everything.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::{test, tidy, workspace};

pub(crate) fn run() -> Result<ExitCode> {
    let clippy = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    let doc = [
        "doc",
        "--workspace",
        "--no-deps",
        "--document-private-items",
    ];
    let steps: [(&str, &dyn Fn() -> Result<bool>); 4] = [
        ("fmt", &|| {
            passes(workspace::cargo().args(["fmt", "--all", "--check"]))
        }),
        ("tidy", &|| Ok(tidy::run()? == ExitCode::SUCCESS)),
        ("clippy", &|| passes(workspace::cargo().args(clippy))),
        ("doc", &|| {
            passes(
                workspace::cargo()
                    .args(doc)
                    .env("RUSTDOCFLAGS", "-Dwarnings"),
            )
        }),
    ];
    let mut failed = Vec::new();
    for (name, step) in steps {
        println!("== {name}");
        if !step()? {
            failed.push(name);
        }
    }

    println!("== test");
    let totals = test::both(&test::Options::default())?;
    if !failed.is_empty() {
        println!("failed besides the tests: {}", failed.join(", "));
    }
    println!("{totals}");
    match failed.is_empty() {
        true => Ok(totals.exit_code()),
        false => Ok(ExitCode::FAILURE),
    }
}

fn passes(command: &mut Command) -> Result<bool> {
    Ok(command.status()?.success())
}

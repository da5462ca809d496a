//! What the people who work on Kumki run: `cargo xtask <task>`, one file for each task.

mod chromium;
mod ci;
mod node;
mod postgres;
mod python;
mod test;
mod tidy;
mod workspace;

use std::{env, process::ExitCode};

use anyhow::Result;

const USAGE: &str = "\
Usage: cargo xtask <task>

  test [--sqlite | --postgres] [--no-python] [-- ARGS]
          run all tests, on SQLite and on PostgreSQL; ARGS go to cargo test
  tidy    look for what the compiler and clippy cannot see
  ci      everything that has to pass before a change is taken";

fn main() -> Result<ExitCode> {
    let args: Vec<String> = env::args().skip(1).collect();
    let (task, args) = match args.split_first() {
        Some((task, args)) => (task.as_str(), args),
        None => ("help", [].as_slice()),
    };
    match task {
        "test" => test::run(args),
        "tidy" => tidy::run(),
        "ci" => ci::run(),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        _ => anyhow::bail!("there is no task {task:?}\n\n{USAGE}"),
    }
}

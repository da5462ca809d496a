//! `kumkictl`: every endpoint of the admin API as a command, for any server that speaks it.

mod address;
mod answer;
mod callback;
mod columns;
mod command_line;
mod config;
mod csv;
mod endpoints;
mod failure;
mod fields;
mod json;
mod login;
mod note;
mod plain;
mod servers;
mod sheet;
mod table;
mod view;

use std::process::ExitCode;

use clap::ArgMatches;

use endpoints::Entry;
use view::View;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let entries = endpoints::all();
    let matches = command_line::root(&entries).get_matches();
    match run(&entries, &matches).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failure::report(&error),
    }
}

async fn run(entries: &[Entry], matches: &ArgMatches) -> anyhow::Result<()> {
    let (name, leaf) = command_line::leaf(matches);
    let view = View::new(leaf);
    match name.as_slice() {
        ["login"] => login::run(leaf).await,
        ["logout"] => servers::log_out(leaf).await,
        ["servers"] | ["servers", "list"] => servers::list(&view),
        ["servers", "use"] => servers::use_by_default(leaf),
        ["completions"] => command_line::completions(entries, leaf),
        _ => {
            let Some(entry) = entries.iter().find(|entry| entry.name == name) else {
                unreachable!("clap accepts only the commands it was given")
            };
            let client = servers::client(leaf)?;
            let answer = (entry.run)(&client, leaf).await?;
            view.show(&answer)
        }
    }
}

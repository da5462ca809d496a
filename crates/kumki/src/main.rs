//! What the operator types: serving, and looking after what is served.

mod accounts;
mod announcements;
mod args;
mod check;
mod config;
mod demo;
mod doctor;
mod emojis;
mod jobs;
mod logging;
mod migrate;
mod nearest;
mod open;
mod output;
mod serve;
mod settings;
mod site;
mod tokens;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use anyhow::Result;
use clap::Parser;

use args::{Accounts, Announcements, Cli, Command, Config, Emojis, Jobs, Settings, Tokens};
use mimalloc::MiMalloc;

/// A page of accounts is some thousand small texts: the system's allocator takes a fifth of its time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let failed = match run(Cli::parse().command) {
        Ok(code) => return code,
        Err(error) => error,
    };
    // Whoever reads the answers has seen enough.
    let is_broken_pipe = failed
        .downcast_ref::<io::Error>()
        .is_some_and(|it| it.kind() == io::ErrorKind::BrokenPipe);
    if is_broken_pipe {
        return ExitCode::SUCCESS;
    }
    // Nothing is left to be done if this cannot be said either.
    let _ = writeln!(io::stderr(), "kumki: {failed:#}");
    ExitCode::FAILURE
}

fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Serve(args) => serve::run(&args)?,
        Command::Demo(args) => demo::run(&args)?,
        Command::Migrate { place } => migrate::run(&place)?,
        Command::Accounts(Accounts::Create(args)) => accounts::create(&args)?,
        Command::Tokens(Tokens::Create(args)) => tokens::create(&args)?,
        Command::Config(Config::Check { place }) => check::run(&place)?,
        Command::Config(Config::Sample) => output::print(&config::sample())?,
        Command::Jobs(Jobs::List { place }) => jobs::list(&place)?,
        Command::Jobs(Jobs::Retry { id, place }) => jobs::retry(&place, id)?,
        Command::Settings(Settings::List { place }) => settings::list(&place)?,
        Command::Settings(Settings::Set { name, value, place }) => {
            settings::set(&place, &name, &value)?;
        }
        Command::Settings(Settings::Unset { name, place }) => settings::unset(&place, &name)?,
        Command::Announcements(Announcements::Add(args)) => announcements::add(&args)?,
        Command::Announcements(Announcements::List { place }) => announcements::list(&place)?,
        Command::Announcements(Announcements::Remove { id, place }) => {
            announcements::remove(&place, id)?;
        }
        Command::Emojis(Emojis::Add(args)) => emojis::add(&args)?,
        Command::Emojis(Emojis::List { place }) => emojis::list(&place)?,
        Command::Emojis(Emojis::Disable { shortcode, place }) => {
            emojis::change(&place, &shortcode, domain::emojis::disable)?;
        }
        Command::Emojis(Emojis::Enable { shortcode, place }) => {
            emojis::change(&place, &shortcode, domain::emojis::enable)?;
        }
        Command::Emojis(Emojis::Remove { shortcode, place }) => {
            emojis::change(&place, &shortcode, domain::emojis::remove)?;
        }
        Command::Doctor(args) => return doctor::run(&args),
    }
    Ok(ExitCode::SUCCESS)
}

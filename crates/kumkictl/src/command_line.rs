//! What can be typed, as a whole.

use std::io::{self, Write};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use crate::endpoints::Entry;

/// Ids of our own options start with a sign that no field of a request can start with.
pub(crate) const SERVER: &str = ":server";
pub(crate) const JSON: &str = ":json";
pub(crate) const CSV: &str = ":csv";
pub(crate) const JSONL: &str = ":jsonl";
pub(crate) const ALL: &str = ":all";
pub(crate) const TRY: &str = ":try";

pub(crate) fn root(entries: &[Entry]) -> Command {
    let root = Command::new("kumkictl")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Moderate any server that speaks the Mastodon admin API.")
        .after_help(
            "Begin with `kumkictl login SERVER`. Without it, KUMKICTL_URL and KUMKICTL_TOKEN say where to.\n\
             Answers go to stdout, everything else to stderr.\n\
             Exit status: 0 done, 1 the server refused, 2 it could not be asked.",
        )
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(for_all_commands())
        .subcommands([login(), logout(), servers(), completions_command()]);
    let root = entries.iter().fold(root, |root, entry| {
        add(root, entry.name, entry.command.clone())
    });
    root.mut_subcommands(describe_group)
}

/// The words of the command that was given, and what was given to it.
pub(crate) fn leaf(matches: &ArgMatches) -> (Vec<&str>, &ArgMatches) {
    let (mut name, mut leaf) = (Vec::new(), matches);
    while let Some((word, below)) = leaf.subcommand() {
        name.push(word);
        leaf = below;
    }
    (name, leaf)
}

pub(crate) fn completions(entries: &[Entry], matches: &ArgMatches) -> anyhow::Result<()> {
    let Some(&shell) = matches.get_one::<Shell>("shell") else {
        unreachable!("clap requires it")
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut root(entries), "kumkictl", &mut script);
    Ok(io::stdout().write_all(&script)?)
}

/// Puts a command under the groups that its name spells.
fn add(parent: Command, name: &[&'static str], command: Command) -> Command {
    let [group, rest @ ..] = name else {
        return parent;
    };
    if rest.is_empty() {
        return parent.subcommand(command);
    }
    let parent = match parent.find_subcommand(group) {
        Some(_) => parent,
        None => parent.subcommand(
            Command::new(*group)
                .subcommand_required(true)
                .arg_required_else_help(true)
                .disable_help_subcommand(true),
        ),
    };
    parent.mut_subcommand(*group, |group| add(group, rest, command))
}

/// A group is described by what is in it.
fn describe_group(command: Command) -> Command {
    if command.get_about().is_some() {
        return command;
    }
    let words: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let about = words.join(", ");
    command.about(about).mut_subcommands(describe_group)
}

fn for_all_commands() -> [Arg; 4] {
    let option = |id, name| {
        Arg::new(id)
            .long(name)
            .global(true)
            .help_heading("Everywhere")
    };
    [
        option(SERVER, "server")
            .value_name("NAME")
            .help("Ask this server, of those that `kumkictl servers` lists."),
        option(JSON, "json")
            .action(ArgAction::SetTrue)
            .help("Answer with JSON."),
        option(CSV, "csv")
            .action(ArgAction::SetTrue)
            .conflicts_with(JSON)
            .help("Answer with comma-separated values."),
        option(JSONL, "jsonl")
            .action(ArgAction::SetTrue)
            .conflicts_with_all([JSON, CSV])
            .help("Answer with JSON, an item on each line."),
    ]
}

fn login() -> Command {
    Command::new("login")
        .about("Sign in to a server, and use it from now on.")
        .arg(
            Arg::new("address")
                .value_name("SERVER")
                .required(true)
                .help("The domain of the server, or its address."),
        )
        .arg(
            Arg::new("name")
                .long("name")
                .help("What to call it here; its domain if not given."),
        )
        .arg(
            Arg::new("scopes")
                .long("scopes")
                .default_value("read admin:read admin:write")
                .help("What the token may be used for."),
        )
        .arg(
            Arg::new("no-browser")
                .long("no-browser")
                .action(ArgAction::SetTrue)
                .help("Show the address to open, and ask for the code."),
        )
        .arg(
            Arg::new("token")
                .long("token")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["no-browser"])
                .help("Read a token from stdin instead."),
        )
}

fn logout() -> Command {
    Command::new("logout")
        .about("Make the token of a server useless, and forget it.")
        .arg(
            Arg::new("name")
                .value_name("NAME")
                .help("Which; the one in use if not given."),
        )
        .arg(
            Arg::new("forget")
                .long("forget")
                .action(ArgAction::SetTrue)
                .help("Only forget it, without telling the server."),
        )
}

fn servers() -> Command {
    Command::new("servers")
        .about("List the servers that one is signed in to, or choose one.")
        .disable_help_subcommand(true)
        .subcommand(Command::new("list").about("List them; * marks the one in use."))
        .subcommand(
            Command::new("use")
                .about("Ask this server from now on.")
                .arg(Arg::new("name").value_name("NAME").required(true)),
        )
}

fn completions_command() -> Command {
    Command::new("completions")
        .about("Write a script that completes commands in a shell.")
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(value_parser!(Shell)),
        )
}

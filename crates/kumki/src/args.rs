//! What can be typed.

use std::{net::SocketAddr, path::PathBuf};

use chrono::{DateTime, Utc};
use clap::{Args, Parser, Subcommand};

/// A Mastodon-compatible server whose moderators can do everything by API.
#[derive(Debug, Parser)]
#[command(version, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Answer requests and do jobs, until SIGTERM or ctrl-c; a second one stops at once
    Serve(Serve),
    /// Make a small community with work waiting for its moderators, and serve it
    Demo(Demo),
    /// Bring the tables up to date, and say what was done
    Migrate {
        #[command(flatten)]
        place: Place,
    },
    /// Members of this server
    #[command(subcommand)]
    Accounts(Accounts),
    /// Access tokens
    #[command(subcommand)]
    Tokens(Tokens),
    /// The configuration
    #[command(subcommand)]
    Config(Config),
    /// Work that is left for later
    #[command(subcommand)]
    Jobs(Jobs),
    /// What the staff has decided about the server
    #[command(subcommand)]
    Settings(Settings),
    /// What the staff tells all members
    #[command(subcommand)]
    Announcements(Announcements),
    /// Small pictures that short codes stand for
    #[command(subcommand)]
    Emojis(Emojis),
    /// Look whether everything is well; exits with 1 when something is not
    Doctor(Doctor),
}

#[derive(Args, Debug)]
pub(crate) struct Doctor {
    /// Put right what can be: numbers that do not count what there is
    #[arg(long)]
    pub(crate) repair: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// Where everything is. A flag wins over the environment, and that over the file.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct Place {
    /// Folder with the database, pictures and letters [env: KUMKI_DATA]
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// A PostgreSQL database in place of the one in the folder [env: KUMKI_DATABASE_URL]
    #[arg(long, value_name = "URL")]
    pub(crate) database_url: Option<String>,
    /// The part behind the @ of the members [env: KUMKI_DOMAIN]
    #[arg(long, value_name = "NAME")]
    pub(crate) domain: Option<String>,
    /// A TOML file with all of this; see `kumki config sample` [env: KUMKI_CONFIG]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Serve {
    /// Where to wait for requests [env: KUMKI_LISTEN]
    #[arg(long, value_name = "ADDR:PORT")]
    pub(crate) listen: Option<SocketAddr>,
    /// Have no exchange but with servers that are allowed by name [env: KUMKI_LIMITED_FEDERATION]
    #[arg(long)]
    pub(crate) limited_federation: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// Folder for the community; one that is there is served as it is
    #[arg(
        long,
        value_name = "DIR",
        env = "KUMKI_DATA",
        default_value = "data/demo"
    )]
    pub(crate) data: PathBuf,
    /// Where to wait for requests; 127.0.0.1:3000, or the next port that is free
    #[arg(long, value_name = "ADDR:PORT", env = "KUMKI_LISTEN")]
    pub(crate) listen: Option<SocketAddr>,
    /// Throw away the community that is there, and make a new one
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Another number makes another community
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Accounts {
    /// Add a member
    Create(CreateAccount),
}

#[derive(Args, Debug)]
pub(crate) struct CreateAccount {
    /// The user name, without the domain
    pub(crate) name: String,
    /// The e-mail address
    #[arg(long)]
    pub(crate) email: String,
    /// The password; - reads it from the first line of standard input
    #[arg(long, env = "KUMKI_PASSWORD", hide_env_values = true)]
    pub(crate) password: String,
    /// The role: Owner, Admin, Moderator, or another that there is
    #[arg(long)]
    pub(crate) role: Option<String>,
    /// The address needs no confirmation
    #[arg(long)]
    pub(crate) confirmed: bool,
    /// The sign-up needs no approval
    #[arg(long)]
    pub(crate) approved: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Tokens {
    /// Make a token for a member, and print it and nothing else
    Create(CreateToken),
}

#[derive(Args, Debug)]
pub(crate) struct CreateToken {
    /// The member's user name
    pub(crate) name: String,
    /// What the token is good for, separated by spaces
    #[arg(long)]
    pub(crate) scopes: String,
    /// What the program is called that uses the token
    #[arg(long, default_value = "kumki tokens")]
    pub(crate) app: String,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Config {
    /// Look for mistakes, and print what is in effect
    Check {
        #[command(flatten)]
        place: Place,
    },
    /// Print a file with every key explained
    Sample,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Jobs {
    /// List what is to be done, and what was given up
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Try again what was given up
    Retry {
        /// The id, as in the list
        id: i64,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Settings {
    /// List every setting with its value
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Decide
    Set {
        name: String,
        /// Text, or JSON; - reads it from standard input
        value: String,
        #[command(flatten)]
        place: Place,
    },
    /// Go back to the default
    Unset {
        name: String,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Announcements {
    /// Announce something, at once or later, and print its id
    Add(AddAnnouncement),
    /// List what is announced, and what is to be
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Take one away
    Remove {
        /// The id, as in the list
        id: i64,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Args, Debug)]
pub(crate) struct AddAnnouncement {
    /// What members read
    pub(crate) text: String,
    /// When it is to be published, 2026-12-01T18:00:00Z, if not at once
    #[arg(long, value_name = "TIME")]
    pub(crate) publish_at: Option<DateTime<Utc>>,
    /// When what is announced begins
    #[arg(long, value_name = "TIME", requires = "ends_at")]
    pub(crate) starts_at: Option<DateTime<Utc>>,
    /// When what is announced is over, and the announcement goes away
    #[arg(long, value_name = "TIME", requires = "starts_at")]
    pub(crate) ends_at: Option<DateTime<Utc>>,
    /// Only the days of these matter
    #[arg(long)]
    pub(crate) all_day: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Emojis {
    /// Add one
    Add(AddEmoji),
    /// List those of this server
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Let its short code stay text from now on
    Disable {
        /// Without colons
        shortcode: String,
        #[command(flatten)]
        place: Place,
    },
    /// Let it be used again
    Enable {
        /// Without colons
        shortcode: String,
        #[command(flatten)]
        place: Place,
    },
    /// Take one away, with its picture
    Remove {
        /// Without colons
        shortcode: String,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Args, Debug)]
pub(crate) struct AddEmoji {
    /// Letters, digits and underscores, without colons
    pub(crate) shortcode: String,
    /// PNG, GIF or WebP, 256 KB at most
    pub(crate) file: PathBuf,
    /// What it is offered among
    #[arg(long, value_name = "NAME")]
    pub(crate) category: Option<String>,
    #[command(flatten)]
    pub(crate) place: Place,
}

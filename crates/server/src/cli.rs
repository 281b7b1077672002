//! The command line.

use crate::config::Options;
use clap::{Args, Parser, Subcommand, ValueEnum};
use rust_decimal::Decimal;
use std::path::PathBuf;

/// One GraphQL API for organizations that teach, sell what they teach, and run their own people's training.
#[derive(Debug, Parser)]
#[command(name = "volmify", version, propagate_version = true)]
pub struct Cli {
    /// TOML file with settings, named like the flags with underscores [default: ./volmify.toml if there is one]
    #[arg(long, env = "VOLMIFY_CONFIG", global = true)]
    pub config: Option<PathBuf>,
    /// What is given on the command line or in the environment.
    #[command(flatten)]
    pub options: Options,
    /// What to do; without one, serve.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the binary can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Bring the database up to date and answer requests (also without any command)
    Serve,
    /// Send mail and do timed work only
    Worker,
    /// Bring the database up to date and print the steps that were applied
    Migrate,
    /// Add people and organizations: the demo (`--demo`) or what a JSON file says; twice is as good as once
    Seed {
        /// JSON file to add instead of the demo
        #[arg(long)]
        file: Option<PathBuf>,
        /// Fill an empty database with made-up rows for measuring: 1 is 100 organizations, 0.01 is one
        #[arg(long, conflicts_with_all = ["file", "json"])]
        scale: Option<Decimal>,
        /// Print ids and session tokens as JSON
        #[arg(long)]
        json: bool,
    },
    /// Import courses of another platform as drafts; the same package again changes nothing
    Import(Import),
    /// Print the GraphQL schema; needs no database
    Schema,
    /// Check what the server needs; exit code 1 when something fails
    Doctor {
        /// Print the checks as JSON
        #[arg(long)]
        json: bool,
    },
    /// Ask the server on the listen address whether it is ready; exit code 1 when it is not
    Health,
    /// Look after the books
    Ledger {
        /// What to do.
        #[command(subcommand)]
        command: LedgerCommand,
    },
    /// Appoint platform operators
    Operator {
        /// What to do.
        #[command(subcommand)]
        command: OperatorCommand,
    },
}

/// What can be done about the books.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Compare every account and transaction with what was posted; exit code 1 when something differs
    Verify {
        /// Print what was found as JSON
        #[arg(long)]
        json: bool,
    },
}

/// What can be done about platform operators.
#[derive(Debug, Subcommand)]
pub enum OperatorCommand {
    /// Make a user a platform operator
    Add {
        /// The user's e-mail address
        email: String,
    },
}

/// What to import, and for whom.
#[derive(Debug, Args)]
pub struct Import {
    /// What wrote the package
    pub format: ImportFormat,
    /// The package: an archive (.tar.gz, .zip, .imscc), an unpacked folder, or a file with questions
    pub path: PathBuf,
    /// The organization that gets the courses, by its slug
    #[arg(long)]
    pub organization: String,
    /// The employee who is responsible for them, by e-mail address; they need the right to write courses. The owner of the
    /// organization who has been there longest, if not given
    #[arg(long)]
    pub author: Option<String>,
    /// Do everything, say what would come of it, and take it back
    #[arg(long)]
    pub dry_run: bool,
    /// Print the result as JSON, with everything that was skipped
    #[arg(long)]
    pub json: bool,
}

/// A format of packages.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ImportFormat {
    /// Open edX: an exported course
    Olx,
    /// Moodle: questions as text
    Gift,
    /// IMS Common Cartridge 1.0 to 1.3, as Canvas and others export it
    CommonCartridge,
}

//! One module per command that is more than a line.

mod import;
mod ledger;
mod operator;
mod output;
mod probe;
mod schema;
mod seed;
mod serve;
mod signals;
mod worker;

use crate::{
    cli::{Cli, Command, LedgerCommand, OperatorCommand},
    config::{Options, Settings},
    doctor, logging, setup,
};
use output::print;
use std::{fmt::Write, process::ExitCode};

/// Does what the command line asks for.
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let Cli {
        config,
        options,
        command,
    } = cli;
    let command = command.unwrap_or(Command::Serve);
    if matches!(command, Command::Schema) {
        return schema::print_schema();
    }
    let asks_for_demo = options.demo == Some(true);
    let settings = Settings::resolve(options.or(Options::from_file(config.as_deref())?))?;
    logging::start(&settings)?;
    setup::install_tls_provider();
    match command {
        Command::Serve => Box::pin(serve::serve(settings)).await?,
        Command::Worker => worker::work(settings).await?,
        Command::Migrate => migrate(&settings).await?,
        Command::Seed {
            scale: Some(scale), ..
        } => Box::pin(seed::scale(&settings, scale)).await?,
        Command::Seed {
            file,
            json,
            scale: None,
        } => {
            let what = seed::choose(file.as_deref(), asks_for_demo)?;
            Box::pin(seed::seed(&settings, what, json)).await?;
        }
        Command::Import(what) => return Box::pin(import::import(&settings, what)).await,
        Command::Schema => {}
        Command::Doctor { json } => {
            let report = Box::pin(doctor::examine(&settings)).await;
            print(&if json { report.to_json()? } else { report.to_text() })?;
            return Ok(if report.has_failed() {
                ExitCode::FAILURE
            } else {
                ExitCode::SUCCESS
            });
        }
        Command::Health => return probe::ask(settings.listen).await,
        Command::Ledger {
            command: LedgerCommand::Verify { json },
        } => {
            return Ok(if ledger::verify(&settings, json).await? {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            });
        }
        Command::Operator {
            command: OperatorCommand::Add { email },
        } => operator::add(&settings, &email).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn migrate(settings: &Settings) -> anyhow::Result<()> {
    let applied = setup::migrate(settings).await?;
    let mut text = String::new();
    for step in &applied {
        let _infallible = writeln!(text, "applied {step}");
    }
    if applied.is_empty() {
        text += "nothing to apply, the database is up to date\n";
    }
    print(&text)
}

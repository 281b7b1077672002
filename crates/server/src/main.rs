//! The binary `volmify`.

use clap::Parser;
use server::Cli;
use std::{io::Write, process::ExitCode, time::Duration};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let ended = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| {
            let ended = runtime.block_on(Box::pin(server::run(cli)));
            // What was cut off must not keep the process alive.
            runtime.shutdown_timeout(Duration::from_secs(1));
            ended
        });
    match ended {
        Ok(code) => code,
        Err(error) => {
            // Nowhere is left to complain about standard error.
            let _nobody_reads_it = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

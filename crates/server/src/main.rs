//! The binary `volmify`.

use clap::Parser;
use server::Cli;
use std::{io::Write, process::ExitCode, time::Duration};

/// A request makes thousands of small allocations and frees them together. With this allocator requests took the server a tenth to a
/// third less time on the processor than with the system's (`docs/performance.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Fields inside each other are resolved inside each other on one stack. In a debug build each of the 32 levels that `max_nesting` allows
/// takes up to 300 KB. The system gives a thread only as much of its stack as it has used.
const STACK_BYTES: usize = 32 * 1024 * 1024;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let ended = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK_BYTES)
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

//! What was measured, for the screen and for `bench/RESULTS.md`.

use super::{load::Turn, operations::Operation};
use crate::server::Statements;
use std::fmt::{Display, Formatter, Result, Write};

/// One turn of each.
pub(super) struct Round {
    pub(super) ours: Turn,
    pub(super) limit: Turn,
}

/// An operation in all rounds.
pub(super) struct Compared {
    pub(super) operation: &'static Operation,
    pub(super) rounds: Vec<Round>,
    pub(super) statements: Statements,
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

impl Compared {
    fn ours(&self, of: fn(&Turn) -> f64) -> f64 {
        median(self.rounds.iter().map(|round| of(&round.ours)))
    }

    fn limit(&self, of: fn(&Turn) -> f64) -> f64 {
        median(self.rounds.iter().map(|round| of(&round.limit)))
    }

    /// The median of the rounds' ratios, not the ratio of medians: what disturbs a round disturbs both of its turns.
    fn ratio(&self) -> f64 {
        median(
            self.rounds
                .iter()
                .map(|round| round.ours.per_second / round.limit.per_second),
        )
    }

    fn row(&self) -> String {
        format!(
            "| {} {} | {:.0} | {:.0} | **{:.2}** | {:.2} | {:.1} / {:.1} | {:.1} / {:.1} | {:.3} / {:.3} | {:.3} / {:.3} | {:.1} |",
            self.operation.name,
            self.operation.what,
            self.ours(|turn| turn.per_second),
            self.limit(|turn| turn.per_second),
            self.ratio(),
            self.operation.target,
            self.ours(|turn| turn.p50),
            self.limit(|turn| turn.p50),
            self.ours(|turn| turn.p99),
            self.limit(|turn| turn.p99),
            self.ours(|turn| turn.server),
            self.limit(|turn| turn.server),
            self.ours(|turn| turn.database),
            self.limit(|turn| turn.database),
            self.statements.per_request(),
        )
    }
}

impl Display for Compared {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let ratios: Vec<String> = self
            .rounds
            .iter()
            .map(|round| format!("{:.2}", round.ours.per_second / round.limit.per_second))
            .collect();
        write!(
            f,
            "{} {:<38} {:>6.0} of {:>6.0} /s = {:.2} ({})  p50 {:.1} / {:.1} ms  p99 {:.1} / {:.1} ms  \
             server {:.3} / {:.3} ms  database {:.3} / {:.3} ms  {:.1} statements",
            self.operation.name,
            self.operation.what,
            self.ours(|turn| turn.per_second),
            self.limit(|turn| turn.per_second),
            self.ratio(),
            ratios.join(" "),
            self.ours(|turn| turn.p50),
            self.limit(|turn| turn.p50),
            self.ours(|turn| turn.p99),
            self.limit(|turn| turn.p99),
            self.ours(|turn| turn.server),
            self.limit(|turn| turn.server),
            self.ours(|turn| turn.database),
            self.limit(|turn| turn.database),
            self.statements.per_request(),
        )
    }
}

/// Everything.
pub(super) struct Report {
    scale: String,
    database: String,
    connections: usize,
    compared: Vec<Compared>,
    tail: String,
}

impl Report {
    pub(super) const fn new(scale: String, database: String, connections: usize) -> Self {
        Self {
            scale,
            database,
            connections,
            compared: Vec::new(),
            tail: String::new(),
        }
    }

    pub(super) fn add(&mut self, compared: Compared) {
        self.compared.push(compared);
    }

    pub(super) fn growth(&mut self, grown: &[(String, Turn)]) {
        self.tail.push_str(
            "| Our server lists | p50 ms | server CPU ms | database CPU ms |\n| --- | ---: | ---: | ---: |\n",
        );
        for (what, turn) in grown {
            let _infallible = writeln!(
                self.tail,
                "| {what} | {:.2} | {:.3} | {:.3} |",
                turn.p50, turn.server, turn.database
            );
        }
    }

    pub(super) fn memory(&mut self, ours: u64, limit: u64) {
        let mib = |kib: u64| kib / 1_024;
        let _infallible = write!(
            self.tail,
            "\nResident memory after all of this: our server {} MiB, the limit {} MiB.",
            mib(ours),
            mib(limit)
        );
    }

    /// What is known after the last operation.
    pub(super) fn tail(&self) -> &str {
        &self.tail
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let rounds = self.compared.first().map_or(0, |compared| compared.rounds.len());
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        writeln!(f, "# Results\n")?;
        writeln!(
            f,
            "Written by `just bench`. {cores} cores for database, server and load together; {}; scale {}; {} connections; \
             {rounds} rounds in which both servers had their turns.\n",
            self.database, self.scale, self.connections
        )?;
        writeln!(
            f,
            "*Limit*: one SQL statement by hand for each operation, the same JSON. Ratio: the median of the rounds' ratios \
             of throughput. Pairs are ours / limit, medians of the rounds. CPU is that of one request, of the server's \
             process and of the database's.\n"
        )?;
        writeln!(
            f,
            "| Operation | ours /s | limit /s | ratio | wanted | p50 ms | p99 ms | server CPU ms | database CPU ms | statements |"
        )?;
        writeln!(
            f,
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
        )?;
        for compared in &self.compared {
            writeln!(f, "{}", compared.row())?;
        }
        writeln!(f, "\n{}", self.tail)
    }
}

//! What the system counts of processes; only Linux tells.

use anyhow::Context;
use std::time::Duration;

/// In how many parts the system divides a second of the processor.
const TICKS: u32 = 100;

/// The time that a process has had on the processors so far.
pub(crate) fn cpu(id: u32) -> anyhow::Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))
        .context("the time of a process is read from /proc, which only Linux has")?;
    // The name in parentheses may contain anything.
    let (_, fields) = stat.rsplit_once(')').context("no stat")?;
    let mut fields = fields.split_whitespace().skip(11).map(str::parse::<u32>);
    let (user, system) = (
        fields.next().context("no utime")??,
        fields.next().context("no stime")??,
    );
    Ok(Duration::from_secs((user + system).into()) / TICKS)
}

/// The same of several together; those that have ended count nothing.
pub(crate) fn cpu_of_all(ids: &[u32]) -> Duration {
    ids.iter().filter_map(|id| cpu(*id).ok()).sum()
}

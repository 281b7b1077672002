//! What was found, for people and for machines.

use serde::Serialize;
use std::fmt::Write;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// It works, and somebody should look at it.
    Warn,
    /// It does not work.
    Fail,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// What.
    pub name: &'static str,
    /// How it ended.
    pub verdict: Verdict,
    /// What was found.
    pub found: String,
    /// What to do, where something is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

/// Everything that was looked at.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// In the order in which things depend on each other.
    pub checks: Vec<Check>,
}

impl Report {
    pub(super) fn add(
        &mut self,
        name: &'static str,
        verdict: Verdict,
        found: impl Into<String>,
        advice: Option<&str>,
    ) {
        self.checks.push(Check {
            name,
            verdict,
            found: found.into(),
            advice: advice.map(ToOwned::to_owned),
        });
    }

    /// Whether something does not work.
    pub fn has_failed(&self) -> bool {
        self.checks.iter().any(|check| check.verdict == Verdict::Fail)
    }

    /// One line per check, and one more for each piece of advice.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for check in &self.checks {
            let verdict = match check.verdict {
                Verdict::Ok => "ok  ",
                Verdict::Warn => "warn",
                Verdict::Fail => "FAIL",
            };
            let _infallible = writeln!(text, "{verdict}  {:<11} {}", check.name, check.found);
            if let Some(advice) = &check.advice {
                let _infallible = writeln!(text, "      {:<11} → {advice}", "");
            }
        }
        text
    }

    /// The same for machines.
    pub fn to_json(&self) -> anyhow::Result<String> {
        Ok(format!("{}\n", serde_json::to_string_pretty(self)?))
    }
}

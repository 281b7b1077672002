//! Errors and refusals in words, for terminals and log lines.

use anyhow::anyhow;
use kernel::Problem;
use std::{error::Error, fmt::Write};
use store::Failure;

/// An error with its causes on one line.
pub(crate) fn chain(error: &(dyn Error + 'static)) -> String {
    let causes: Vec<String> = anyhow::Chain::new(error).map(ToString::to_string).collect();
    causes.join(": ")
}

/// What a command refused, with every problem.
pub(crate) fn explained(failure: Failure) -> anyhow::Error {
    match failure {
        Failure::Refused(problems) => {
            let problems: Vec<String> = problems.iter().map(in_words).collect();
            anyhow!("refused: {}", problems.join("; "))
        }
        Failure::NotFound(field) => anyhow!("`{field}`: nothing found"),
        failure @ (Failure::Forbidden(_)
        | Failure::Unauthenticated
        | Failure::Store(_)
        | Failure::Defect(_)) => failure.into(),
    }
}

/// One problem in words.
pub(crate) fn in_words(problem: &Problem) -> String {
    let mut text = match problem.field.as_slice() {
        [] => problem.code.meaning().to_owned(),
        field => format!("`{}`: {}", field.join("."), problem.code.meaning()),
    };
    for (name, value) in &problem.params {
        let _infallible = write!(text, " ({name}: {value})");
    }
    text
}

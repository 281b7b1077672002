//! What became of a command: done, refused with reasons, or failed.

use async_graphql::{Error, Result};
use graph::{UserErrors, fault, forbidden, unauthenticated};
use kernel::{Code, Problem};
use store::Failure;

/// What a payload is made of: the result, or the reasons of the refusal.
pub(crate) type Outcome<T> = std::result::Result<T, UserErrors>;

/// Sorts failures: what the user can correct becomes data, everything else an error with a code.
pub(crate) fn settle<T>(result: std::result::Result<T, Failure>) -> Result<Outcome<T>> {
    match result {
        Ok(done) => Ok(Ok(done)),
        Err(Failure::Refused(problems)) => Ok(Err(problems.into_iter().map(Into::into).collect())),
        Err(Failure::NotFound(field)) => Ok(Err(vec![Problem::at(field, Code::NotFound).into()])),
        Err(Failure::Forbidden(action)) => Err(forbidden(action)),
        Err(Failure::Unauthenticated) => Err(unauthenticated()),
        Err(Failure::Store(error)) => Err(fault(error)),
        Err(Failure::Defect(what)) => Err(Error::new(format!("defect: {what}"))),
    }
}

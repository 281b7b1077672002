//! From what a client sent to what a command takes.

use async_graphql::{ID, MaybeUndefined};
use graph::{CurrencyCode, Decimal};
use kernel::{Code, IdError, Patch, Problem, Problems, TypedId, within};
use people::SalaryInput;

/// Reads an id of the wanted type.
pub(crate) fn parse_id<I: TypedId>(field: &'static str, id: &ID) -> Result<I, Problem> {
    I::parse(id).map_err(|error| match error {
        IdError::WrongType { expected, .. } => {
            Problem::at(field, Code::WrongIdType).with("expected", expected)
        }
        IdError::Malformed { expected } => Problem::at(field, Code::InvalidFormat).with("expected", expected),
    })
}

/// Reads the ids of a list, all of them or none.
pub(crate) fn parse_ids<I: TypedId>(field: &'static str, ids: &[ID]) -> Result<Vec<I>, Vec<Problem>> {
    let mut problems = Problems::default();
    let mut read = Vec::with_capacity(ids.len());
    for (place, id) in ids.iter().enumerate() {
        let id = parse_id::<I>(field, id).map_err(|mut problem| {
            problem.field.clear();
            within(field, place, problem)
        });
        read.extend(problems.take(id));
    }
    problems.into_result()?;
    Ok(read)
}

/// Reads an id that need not be there.
pub(crate) fn optional_id<I: TypedId>(field: &'static str, id: Option<&ID>) -> Result<Option<I>, Problem> {
    id.map(|id| parse_id(field, id)).transpose()
}

/// Absent = keep, null = clear, value = set.
pub(crate) fn patch<T, U>(value: MaybeUndefined<T>, convert: impl FnOnce(T) -> U) -> Patch<U> {
    match value {
        MaybeUndefined::Undefined => Patch::Keep,
        MaybeUndefined::Null => Patch::Clear,
        MaybeUndefined::Value(value) => Patch::Set(convert(value)),
    }
}

/// An amount as it came.
pub(crate) fn money(amount: Decimal, currency: CurrencyCode) -> SalaryInput {
    SalaryInput {
        amount: amount.0,
        currency: currency.0,
    }
}

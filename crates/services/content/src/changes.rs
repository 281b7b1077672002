//! What an update changes: told to the row, and to the event log as before and after.

use kernel::{Code, Patch, Problem, Problems};
use sea_orm::ActiveValue::{self, Set};
use serde::Serialize;
use serde_json::{Map, Value, json};
use store::NewEvent;

/// The fields that an update really changes.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    before: Map<String, Value>,
    after: Map<String, Value>,
}

impl Changes {
    /// Notes a new value and gives it back, if there is one and it differs.
    pub(crate) fn note<T: PartialEq + Serialize>(
        &mut self,
        name: &str,
        old: &T,
        new: Option<T>,
    ) -> Option<T> {
        self.note_as(name, old, new, |value| json!(value))
    }

    /// The same for a value that is written into the log in a form of its own, such as an id.
    pub(crate) fn note_as<T: PartialEq>(
        &mut self,
        name: &str,
        old: &T,
        new: Option<T>,
        form: impl Fn(&T) -> Value,
    ) -> Option<T> {
        let new = new.filter(|new| new != old)?;
        self.before.insert(name.to_owned(), form(old));
        self.after.insert(name.to_owned(), form(&new));
        Some(new)
    }

    /// Whether nothing changes.
    pub(crate) fn is_empty(&self) -> bool {
        self.after.is_empty()
    }

    /// Adds the changes to an event.
    pub(crate) fn tell(self, event: NewEvent) -> NewEvent {
        event
            .before(Value::Object(self.before))
            .after(Value::Object(self.after))
    }
}

/// Changes a column, if there is a new value for it.
pub(crate) fn put<T: Into<sea_orm::Value>>(column: &mut ActiveValue<T>, new: Option<T>) {
    if let Some(new) = new {
        *column = Set(new);
    }
}

/// The new value of a field that cannot be empty.
pub(crate) fn checked<T, U>(
    problems: &mut Problems,
    field: &'static str,
    patch: Patch<T>,
    check: impl FnOnce(T) -> Result<U, Problem>,
) -> Option<U> {
    match patch {
        Patch::Keep => None,
        Patch::Clear => {
            problems.add(Problem::at(field, Code::Required));
            None
        }
        Patch::Set(value) => problems.take(check(value)),
    }
}

/// The new value of a field that may be empty; a value that turns out empty clears it.
pub(crate) fn nullable<T, U>(
    problems: &mut Problems,
    patch: Patch<T>,
    check: impl FnOnce(T) -> Result<Option<U>, Problem>,
) -> Option<Option<U>> {
    problems
        .take(patch.try_map(check))
        .and_then(Patch::changed)
        .map(Option::flatten)
}

/// Whether the row is still the one that the client has seen.
pub(crate) fn unchanged_since(expected: Option<i32>, current: i32) -> Result<(), Problem> {
    match expected {
        Some(expected) if expected != current => {
            Err(Problem::at("expectedVersion", Code::VersionConflict).with("currentVersion", current))
        }
        Some(_) | None => Ok(()),
    }
}

/// A whole number between two bounds.
pub(crate) fn within(field: &'static str, value: i32, min: i32, max: i32) -> Result<i32, Problem> {
    if (min..=max).contains(&value) {
        Ok(value)
    } else {
        Err(Problem::at(field, Code::OutOfRange)
            .with("min", min)
            .with("max", max))
    }
}

//! What an update changed, for the event that records it.

use entities::event::EventAction;
use kernel::{Code, Patch, Problem, TypedId};
use serde_json::{Map, Value};
use store::NewEvent;

/// The changed fields before and after.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    before: Map<String, Value>,
    after: Map<String, Value>,
}

impl Changes {
    /// Notes a field if it was given a value that differs, and says which.
    pub(crate) fn differing<T>(&mut self, field: &str, old: &T, new: Option<T>) -> Option<T>
    where
        T: Clone + PartialEq + Into<Value>,
    {
        let new = new.filter(|new| new != old)?;
        self.before.insert(field.to_owned(), old.clone().into());
        self.after.insert(field.to_owned(), new.clone().into());
        Some(new)
    }

    /// Whether nothing changed.
    pub(crate) fn is_empty(&self) -> bool {
        self.after.is_empty()
    }

    /// The event that tells of the changes.
    pub(crate) fn event(self, action: EventAction, subject: impl TypedId) -> NewEvent {
        NewEvent::new(action, subject)
            .before(self.before.into())
            .after(self.after.into())
    }
}

/// The new value of a field that cannot be empty.
pub(crate) fn required<T, U>(
    field: &'static str,
    patch: Patch<T>,
    check: impl FnOnce(T) -> Result<U, Problem>,
) -> Result<Option<U>, Problem> {
    match patch {
        Patch::Keep => Ok(None),
        Patch::Clear => Err(Problem::at(field, Code::Required)),
        Patch::Set(value) => check(value).map(Some),
    }
}

/// The new value of a field that can be empty; a text without anything in it empties it too.
pub(crate) fn optional<T, U>(
    patch: Patch<T>,
    check: impl FnOnce(T) -> Result<Option<U>, Problem>,
) -> Result<Patch<U>, Problem> {
    match patch {
        Patch::Keep => Ok(Patch::Keep),
        Patch::Clear => Ok(Patch::Clear),
        Patch::Set(value) => Ok(check(value)?.map_or(Patch::Clear, Patch::Set)),
    }
}

//! What an update says about one field: leave it, clear it, or set it.

/// Absent = keep, null = clear, value = set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// The field was not mentioned.
    #[default]
    Keep,
    /// The field was set to null.
    Clear,
    /// The field was given a value.
    Set(T),
}

impl<T> Patch<T> {
    /// Changes the value, if there is one, by something that may fail.
    pub fn try_map<U, E>(self, f: impl FnOnce(T) -> Result<U, E>) -> Result<Patch<U>, E> {
        Ok(match self {
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
            Self::Set(value) => Patch::Set(f(value)?),
        })
    }

    /// The new value of a nullable field, or nothing where it stays as it is.
    pub fn changed(self) -> Option<Option<T>> {
        match self {
            Self::Keep => None,
            Self::Clear => Some(None),
            Self::Set(value) => Some(Some(value)),
        }
    }
}

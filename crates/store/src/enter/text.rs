//! The texts of the statements by which organizations are entered. They are long, and the same each time but for their values, so each
//! is written once.

use super::Brings;
use crate::{
    Engine,
    postgres::{Kept, name_of},
};
use sea_orm::{DbBackend, Statement, Value, Values};
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

/// What the text depends on: the database, whose session or which user it is about, what it brings, and the names in the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Shape {
    engine: Engine,
    asks: Asks,
    brings: Brings,
    names: [&'static str; 3],
}

/// About whom it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Asks {
    /// Whoever has a session, and about no organization.
    Session,
    /// Whoever has a session, in an organization.
    SessionAt,
    /// A user.
    User,
    /// Nobody.
    Nobody,
}

static TEXTS: LazyLock<RwLock<HashMap<Shape, Known>>> = LazyLock::new(RwLock::default);

/// A text, and a name that stands for it.
#[derive(Clone)]
struct Known {
    name: Arc<str>,
    text: Arc<str>,
}

/// The statement of a shape with its values. Builds without optimization, such as those of tests, compare it with what is built.
pub(super) fn statement(
    engine: Engine,
    asks: Asks,
    brings: Brings,
    names: [&'static str; 3],
    values: Vec<Value>,
    build: impl FnOnce(DbBackend) -> Statement,
) -> Kept {
    let shape = Shape {
        engine,
        asks,
        brings,
        names,
    };
    let known = find(&shape);
    let Known { name, text } = match known {
        Some(known) if !cfg!(debug_assertions) => known,
        known => {
            let statement = build(engine.backend());
            debug_assert_eq!(statement.values, Some(Values(values.clone())), "{shape:?}");
            let known = known.unwrap_or_else(|| keep(shape, &statement.sql));
            debug_assert_eq!(statement.sql, *known.text, "{shape:?}");
            known
        }
    };
    Kept { name, text, values }
}

fn find(shape: &Shape) -> Option<Known> {
    let texts = TEXTS.read().unwrap_or_else(PoisonError::into_inner);
    texts.get(shape).cloned()
}

fn keep(shape: Shape, text: &str) -> Known {
    let known = Known {
        name: name_of(text),
        text: text.into(),
    };
    let mut texts = TEXTS.write().unwrap_or_else(PoisonError::into_inner);
    texts.insert(shape, known.clone());
    known
}

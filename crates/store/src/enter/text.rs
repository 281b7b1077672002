//! The texts of the statements by which organizations are entered. They are long, and the same each time but for their values, so each
//! is written once.

use super::Brings;
use crate::Engine;
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

static TEXTS: LazyLock<RwLock<HashMap<Shape, Arc<str>>>> = LazyLock::new(RwLock::default);

/// The statement of a shape with its values. Builds without optimization, such as those of tests, compare it with what is built.
pub(super) fn statement(
    engine: Engine,
    asks: Asks,
    brings: Brings,
    names: [&'static str; 3],
    values: Vec<Value>,
    build: impl FnOnce(DbBackend) -> Statement,
) -> Statement {
    let backend = engine.backend();
    let shape = Shape {
        engine,
        asks,
        brings,
        names,
    };
    let known = find(&shape);
    if let Some(text) = &known
        && !cfg!(debug_assertions)
    {
        return Statement::from_sql_and_values(backend, &**text, values);
    }
    let statement = build(backend);
    debug_assert_eq!(statement.values, Some(Values(values)), "{shape:?}");
    match known {
        Some(text) => debug_assert_eq!(statement.sql, *text, "{shape:?}"),
        None => keep(shape, &statement.sql),
    }
    statement
}

fn find(shape: &Shape) -> Option<Arc<str>> {
    let texts = TEXTS.read().unwrap_or_else(PoisonError::into_inner);
    texts.get(shape).cloned()
}

fn keep(shape: Shape, text: &str) {
    let mut texts = TEXTS.write().unwrap_or_else(PoisonError::into_inner);
    texts.insert(shape, text.into());
}

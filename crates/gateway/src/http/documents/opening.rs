//! How an operation opens: its first field, known before the operation is executed.

use super::{DocumentHash, Documents};
use crate::http::operation::chosen;
use async_graphql::{
    Request, Value,
    parser::types::{OperationType, Selection},
};
use std::collections::HashMap;

/// The first field of a query, and those of its arguments that are texts.
#[derive(Debug)]
pub struct Opening {
    /// The name of the field.
    pub field: String,
    /// Its arguments by name.
    pub texts: HashMap<String, String>,
}

impl Documents {
    /// How a query opens whose document was seen before. Nothing is known of others, and nothing is said about whether the
    /// operation will be executed.
    pub fn opening(&self, request: &Request) -> Option<Opening> {
        let document = self.cache.get(match request.extensions.get("persistedQuery") {
            Some(named) if request.query.is_empty() => super::named_hash(named).ok()?,
            Some(_) | None => DocumentHash::of(&request.query),
        })?;
        let operation = chosen(&document.parsed.operations, request.operation_name.as_deref())?;
        if operation.node.ty != OperationType::Query {
            return None;
        }
        let first = operation.node.selection_set.node.items.first()?;
        let Selection::Field(field) = &first.node else {
            return None;
        };
        let texts = field.node.arguments.iter().filter_map(|(name, written)| {
            let given = written
                .node
                .clone()
                .into_const_with(|variable| request.variables.get(&variable).cloned().ok_or(()));
            match given {
                Ok(Value::String(text)) => Some((name.node.to_string(), text)),
                Ok(_) | Err(()) => None,
            }
        });
        Some(Opening {
            field: field.node.name.node.to_string(),
            texts: texts.collect(),
        })
    }
}

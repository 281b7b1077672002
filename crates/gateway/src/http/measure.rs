//! How much work a document stands for, with fragments spread out.

mod cost;

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned, ServerResult,
    parser::types::{
        ExecutableDocument, Field, FragmentDefinition, FragmentSpread, InlineFragment, OperationDefinition,
        OperationType, Selection, SelectionSet,
    },
};

use self::cost::Cost;
use super::{Limits, errors};

/// Refuses a document with an operation or a fragment beyond the limits. Each fragment is measured once however often it is spread, so
/// the time is linear in the size of the document, not in what it expands to.
pub(super) fn check(document: &ExecutableDocument, limits: &Limits) -> ServerResult<()> {
    let definitions = document.operations.iter().len() + document.fragments.len();
    at_most(
        "definitions",
        definitions,
        limits.max_definitions,
        "operations and fragments",
    )?;
    let mut measure = Measure {
        fragments: &document.fragments,
        known: HashMap::new(),
        limits,
    };
    let mut largest = Cost::default();
    for (name, fragment) in &document.fragments {
        largest = largest.max(measure.fragment(name, fragment, 1)?);
    }
    for (_, operation) in document.operations.iter() {
        largest = largest.max(measure.operation(operation)?);
    }
    if limits.max_introspections == 0 && largest.schemas > 0 {
        return Err(errors::coded(
            "This server does not answer introspection: `__schema` and `__type` are switched off.",
            errors::VALIDATION_FAILED,
        ));
    }
    for (limit, measured, max, what) in [
        (
            "nesting",
            largest.nesting,
            limits.max_nesting,
            "selection sets inside each other",
        ),
        (
            "depth",
            largest.depth,
            limits.max_depth,
            "fields inside each other",
        ),
        ("fields", largest.fields, limits.max_fields, "fields"),
        ("aliases", largest.aliases, limits.max_aliases, "aliases"),
        (
            "directives",
            largest.directives,
            limits.max_directives,
            "directives",
        ),
        (
            "introspections",
            largest.schemas,
            limits.max_introspections,
            "selections of `__schema` or `__type`",
        ),
        (
            "introspectionLists",
            largest.introspection,
            limits.max_introspection_lists,
            "lists inside each other in its introspection",
        ),
    ] {
        at_most(limit, measured, max, what)?;
    }
    Ok(())
}

fn at_most(limit: &str, measured: usize, max: usize, what: &str) -> ServerResult<()> {
    if measured > max {
        return Err(errors::limit_exceeded(limit, max, what));
    }
    Ok(())
}

struct Measure<'d> {
    fragments: &'d HashMap<Name, Positioned<FragmentDefinition>>,
    /// Nothing for a fragment that is being measured: meeting it again is a cycle.
    known: HashMap<&'d str, Option<Cost>>,
    limits: &'d Limits,
}

impl<'d> Measure<'d> {
    fn operation(&mut self, operation: &'d Positioned<OperationDefinition>) -> ServerResult<Cost> {
        let node = &operation.node;
        let cost = self.set(&node.selection_set.node, 1)?;
        match node.ty {
            OperationType::Mutation => at_most(
                "mutationFields",
                cost.roots,
                self.limits.max_mutation_fields,
                "fields in a mutation",
            )?,
            OperationType::Subscription if cost.roots > 1 => {
                let mut error = errors::coded(
                    "A subscription must select exactly one field.",
                    errors::VALIDATION_FAILED,
                );
                error.locations.push(operation.pos);
                return Err(error);
            }
            OperationType::Query | OperationType::Subscription => {}
        }
        let variables = node.variable_definitions.iter();
        let on_variables: usize = variables.map(|variable| variable.node.directives.len()).sum();
        Ok(cost.with_directives(node.directives.len() + on_variables))
    }

    /// `level` counts the selection sets around this one on the way taken here, and bounds the recursion.
    fn set(&mut self, set: &'d SelectionSet, level: usize) -> ServerResult<Cost> {
        at_most(
            "nesting",
            level,
            self.limits.max_nesting,
            "selection sets inside each other",
        )?;
        let mut cost = Cost::default();
        for selection in &set.items {
            cost = cost.and(match &selection.node {
                Selection::Field(field) => self.field(&field.node, level)?,
                Selection::InlineFragment(inline) => self.inline(&inline.node, level)?,
                Selection::FragmentSpread(spread) => self.spread(spread, level)?,
            });
        }
        cost.nesting += 1;
        Ok(cost)
    }

    fn field(&mut self, field: &'d Field, level: usize) -> ServerResult<Cost> {
        let below = if field.selection_set.node.items.is_empty() {
            Cost::default()
        } else {
            self.set(&field.selection_set.node, level + 1)?
        };
        let name = field.name.node.as_str();
        let list = matches!(
            name,
            "types" | "fields" | "inputFields" | "args" | "interfaces" | "possibleTypes" | "enumValues"
        );
        let lists = below.lists + usize::from(list);
        let is_schema = matches!(name, "__schema" | "__type");
        let introspection = if is_schema { lists } else { below.introspection };
        Ok(Cost {
            fields: below.fields.saturating_add(1),
            aliases: below.aliases.saturating_add(usize::from(field.alias.is_some())),
            roots: 1,
            depth: below.depth + 1,
            lists,
            schemas: below.schemas.saturating_add(usize::from(is_schema)),
            introspection,
            ..below.with_directives(field.directives.len())
        })
    }

    fn inline(&mut self, inline: &'d InlineFragment, level: usize) -> ServerResult<Cost> {
        let cost = self.set(&inline.selection_set.node, level + 1)?;
        Ok(cost.with_directives(inline.directives.len()))
    }

    fn spread(&mut self, spread: &'d Positioned<FragmentSpread>, level: usize) -> ServerResult<Cost> {
        let name = &spread.node.fragment_name.node;
        let directives = spread.node.directives.len();
        let Some(fragment) = self.fragments.get(name) else {
            return Ok(Cost::default().with_directives(directives));
        };
        let cost = self.fragment(name, fragment, level + 1).map_err(|mut error| {
            if error.locations.is_empty() {
                error.locations.push(spread.pos);
            }
            error
        })?;
        Ok(cost.with_directives(directives))
    }

    fn fragment(
        &mut self,
        name: &'d Name,
        fragment: &'d Positioned<FragmentDefinition>,
        level: usize,
    ) -> ServerResult<Cost> {
        match self.known.get(name.as_str()) {
            Some(Some(cost)) => return Ok(*cost),
            Some(None) => {
                return Err(errors::coded(
                    format!("Fragment \"{name}\" spreads itself."),
                    errors::VALIDATION_FAILED,
                ));
            }
            None => {}
        }
        self.known.insert(name, None);
        let cost = self
            .set(&fragment.node.selection_set.node, level)?
            .with_directives(fragment.node.directives.len());
        self.known.insert(name, Some(cost));
        Ok(cost)
    }
}

//! How large the answer to an introspection is. The schema is walked as the execution will walk it, without making anything of it, and
//! no further than a limit: what tools ask for, and what would be a million values, differ by what the schema has in which place.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned, Variables,
    parser::types::{
        ExecutableDocument, Field, FragmentDefinition, OperationDefinition, Selection, SelectionSet,
    },
    registry::{MetaDirective, MetaField, MetaInputValue, MetaType, MetaTypeName, Registry},
};

/// The values of the answer that are found below `__schema` and `__type`; one more than `max`, where there are more than that. The
/// document has no fragment that spreads itself.
pub(super) fn values(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
    registry: &Registry,
    max: usize,
) -> usize {
    let mut walk = Walk {
        registry,
        fragments: &document.fragments,
        operation,
        variables,
        left: max,
    };
    match walk.set(&operation.selection_set.node, Part::Root) {
        Some(()) => max - walk.left,
        None => max.saturating_add(1),
    }
}

/// Where in the schema a selection stands.
#[derive(Clone, Copy)]
enum Part<'s> {
    Root,
    Schema,
    /// As it is written, such as `[Course!]!`.
    Type(&'s str),
    Field(&'s MetaField),
    Input(&'s MetaInputValue),
    Value,
    Directive(&'s MetaDirective),
}

struct Walk<'s> {
    registry: &'s Registry,
    fragments: &'s HashMap<Name, Positioned<FragmentDefinition>>,
    operation: &'s OperationDefinition,
    variables: &'s Variables,
    left: usize,
}

/// Nothing, where more is found than there may be.
type Walked = Option<()>;

impl<'s> Walk<'s> {
    fn set(&mut self, set: &'s SelectionSet, part: Part<'s>) -> Walked {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => self.field(&field.node, part)?,
                Selection::InlineFragment(inline) => self.set(&inline.node.selection_set.node, part)?,
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.fragments.get(&spread.node.fragment_name.node) {
                        self.set(&fragment.node.selection_set.node, part)?;
                    }
                }
            }
        }
        Some(())
    }

    fn field(&mut self, field: &'s Field, part: Part<'s>) -> Walked {
        let name = field.name.node.as_str();
        let registry = self.registry;
        if let Part::Root = part {
            return match name {
                "__schema" => self.each([Part::Schema], field),
                "__type" => self.each(self.named(field).map(Part::Type), field),
                _not_introspection => Some(()),
            };
        }
        self.left = self.left.checked_sub(1)?;
        match (part, name) {
            (Part::Schema, "types") => self.each(registry.types.keys().map(|name| Part::Type(name)), field),
            (Part::Schema, "directives") => {
                self.each(registry.directives.values().map(Part::Directive), field)
            }
            (Part::Schema, "queryType") => self.each([Part::Type(&registry.query_type)], field),
            (Part::Schema, "mutationType") => {
                self.each(registry.mutation_type.as_deref().map(Part::Type), field)
            }
            (Part::Schema, "subscriptionType") => {
                self.each(registry.subscription_type.as_deref().map(Part::Type), field)
            }
            (Part::Type(written), _) => self.below_type(written, field),
            (Part::Field(of), "args") => self.each(of.args.values().map(Part::Input), field),
            (Part::Directive(of), "args") => self.each(of.args.values().map(Part::Input), field),
            (Part::Field(of), "type") => self.each([Part::Type(&of.ty)], field),
            (Part::Input(of), "type") => self.each([Part::Type(&of.ty)], field),
            (
                Part::Root
                | Part::Schema
                | Part::Field(_)
                | Part::Input(_)
                | Part::Value
                | Part::Directive(_),
                _,
            ) => Some(()),
        }
    }

    fn below_type(&mut self, written: &'s str, field: &'s Field) -> Walked {
        let name = field.name.node.as_str();
        let definition = match MetaTypeName::create(written) {
            MetaTypeName::List(inner) | MetaTypeName::NonNull(inner) => {
                return match name {
                    "ofType" => self.each([Part::Type(inner)], field),
                    _of_what_has_no_name => Some(()),
                };
            }
            MetaTypeName::Named(named) => self.registry.types.get(named),
        };
        let names = |name: &'s String| Part::Type(name);
        match (name, definition) {
            ("fields", Some(MetaType::Object { fields, .. } | MetaType::Interface { fields, .. })) => {
                self.each(fields.values().map(Part::Field), field)
            }
            ("inputFields", Some(MetaType::InputObject { input_fields, .. })) => {
                self.each(input_fields.values().map(Part::Input), field)
            }
            ("enumValues", Some(MetaType::Enum { enum_values, .. })) => {
                self.each(enum_values.values().map(|_value| Part::Value), field)
            }
            (
                "possibleTypes",
                Some(MetaType::Interface { possible_types, .. } | MetaType::Union { possible_types, .. }),
            ) => self.each(possible_types.iter().map(names), field),
            ("interfaces", Some(_)) => {
                let interfaces = self.registry.implements.get(written);
                self.each(interfaces.into_iter().flatten().map(names), field)
            }
            _plain => Some(()),
        }
    }

    fn each(&mut self, parts: impl IntoIterator<Item = Part<'s>>, field: &'s Field) -> Walked {
        for part in parts {
            self.set(&field.selection_set.node, part)?;
        }
        Some(())
    }

    /// The type that `__type` asks for, if there is one.
    fn named(&self, field: &Field) -> Option<&'s str> {
        let given = field.get_argument("name")?.node.clone();
        let given = given.into_const_with(|variable| {
            let sent = self.variables.get(&variable);
            let mut definitions = self.operation.variable_definitions.iter();
            let declared = definitions.find(|definition| definition.node.name.node == variable);
            let value = sent.or_else(|| declared?.node.default_value());
            value.cloned().ok_or(())
        });
        let async_graphql::Value::String(name) = given.ok()? else {
            return None;
        };
        self.registry
            .types
            .get_key_value(&name)
            .map(|(name, _)| name.as_str())
    }
}

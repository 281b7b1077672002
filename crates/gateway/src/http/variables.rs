//! Whether the variables of a request fit their declarations.
//!
//! async-graphql looks at a variable only where an argument uses it: what is missing it reports from within execution, and a type it
//! does not know makes it panic. The specification wants both known before.

use async_graphql::{
    Pos, ServerError, ServerResult, Value, Variables,
    parser::types::{BaseType, DocumentOperations, OperationDefinition, Type, VariableDefinition},
    registry::{MetaInputValue, MetaType, Registry},
};
use kernel::ErrorKind;

use super::errors;

/// Refuses declarations with types that do not exist.
pub(super) fn check_declarations(operations: &DocumentOperations, registry: &Registry) -> ServerResult<()> {
    let declarations = operations
        .iter()
        .flat_map(|(_, operation)| &operation.node.variable_definitions);
    for declaration in declarations {
        let name = innermost(&declaration.node.var_type.node);
        if !registry.types.contains_key(name) {
            let message = format!("Unknown type \"{name}\".");
            let mut error = errors::coded(message, errors::VALIDATION_FAILED);
            error.locations.push(declaration.node.var_type.pos);
            return Err(error);
        }
    }
    Ok(())
}

/// Refuses values that are missing or do not fit. Values are not repeated in the message: they may be secret.
pub(super) fn check_values(
    operation: &OperationDefinition,
    variables: &Variables,
    registry: &Registry,
) -> ServerResult<()> {
    for declaration in &operation.variable_definitions {
        let definition = &declaration.node;
        let given = variables.get(definition.name.node.as_str());
        if let Some(problem) = misfit(definition, given, registry) {
            return Err(refuse(definition, declaration.pos, &problem));
        }
    }
    Ok(())
}

/// Gives the variables that were not sent their default values. async-graphql does so for arguments, and not for `@skip` and `@include`.
pub(super) fn fill(operation: &OperationDefinition, variables: &mut Variables) {
    for declaration in &operation.variable_definitions {
        let definition = &declaration.node;
        if let Some(default) = definition.default_value()
            && !variables.contains_key(&definition.name.node)
        {
            variables.insert(definition.name.node.clone(), default.clone());
        }
    }
}

fn refuse(definition: &VariableDefinition, position: Pos, problem: &str) -> ServerError {
    let name = &definition.name.node;
    let mut error = errors::coded(
        format!("Variable \"${name}\" {problem}."),
        ErrorKind::BadUserInput.code(),
    );
    error.locations.push(position);
    errors::set(&mut error, "variable", name.as_str());
    error
}

fn misfit(definition: &VariableDefinition, given: Option<&Value>, registry: &Registry) -> Option<String> {
    let expected = &definition.var_type.node;
    match given {
        Some(Value::Null) if !expected.nullable => Some(format!("of type \"{expected}\" must not be null")),
        Some(value) => coerce(registry, expected, value).map(Misfit::describe),
        None if expected.nullable || definition.default_value.is_some() => None,
        None => Some(format!("of required type \"{expected}\" was not provided")),
    }
}

/// A value inside a variable that does not fit, and where it is; the path is collected from the inside out.
struct Misfit {
    path: Vec<String>,
    problem: String,
}

impl Misfit {
    fn new(problem: String) -> Self {
        Self {
            path: Vec::new(),
            problem,
        }
    }

    fn below(mut self, segment: impl ToString) -> Self {
        self.path.push(segment.to_string());
        self
    }

    fn describe(self) -> String {
        let Self { mut path, problem } = self;
        if path.is_empty() {
            return format!("has an invalid value: {problem}");
        }
        path.reverse();
        format!("has an invalid value at \"{}\": {problem}", path.join("."))
    }
}

fn coerce(registry: &Registry, expected: &Type, value: &Value) -> Option<Misfit> {
    if *value == Value::Null {
        return (!expected.nullable)
            .then(|| Misfit::new(format!("expected type \"{expected}\", found null")));
    }
    match (&expected.base, value) {
        (BaseType::List(item), Value::List(items)) => {
            let mut values = items.iter().enumerate();
            values.find_map(|(index, value)| Some(coerce(registry, item, value)?.below(index)))
        }
        (BaseType::List(item), single) => coerce(registry, item, single),
        (BaseType::Named(name), value) => named(registry, registry.types.get(name.as_str())?, value),
    }
}

fn named(registry: &Registry, expected: &MetaType, value: &Value) -> Option<Misfit> {
    let mismatch = || Misfit::new(format!("expected type \"{}\"", expected.name()));
    match expected {
        MetaType::Scalar { is_valid, .. } => {
            let valid = is_valid.as_ref().is_none_or(|is_valid| is_valid(value));
            (!valid).then(mismatch)
        }
        MetaType::Enum { enum_values, .. } => {
            let known = match value {
                Value::String(name) => enum_values.contains_key(name),
                Value::Enum(name) => enum_values.contains_key(name.as_str()),
                Value::Null
                | Value::Number(_)
                | Value::Boolean(_)
                | Value::Binary(_)
                | Value::List(_)
                | Value::Object(_) => false,
            };
            (!known).then(mismatch)
        }
        MetaType::InputObject {
            input_fields, oneof, ..
        } => {
            let Value::Object(given) = value else {
                return Some(mismatch());
            };
            if let Some(unknown) = given
                .keys()
                .find(|name| !input_fields.contains_key(name.as_str()))
            {
                let problem = format!("\"{}\" has no such field", expected.name());
                return Some(Misfit::new(problem).below(unknown));
            }
            if *oneof && (given.len() != 1 || given.values().any(|value| *value == Value::Null)) {
                let problem = format!("\"{}\" takes exactly one field", expected.name());
                return Some(Misfit::new(problem));
            }
            let mut fields = input_fields.values();
            fields.find_map(|field| {
                let misfit = input_field(registry, field, given.get(field.name.as_str()))?;
                Some(misfit.below(&field.name))
            })
        }
        MetaType::Object { .. } | MetaType::Interface { .. } | MetaType::Union { .. } => None,
    }
}

fn input_field(registry: &Registry, field: &MetaInputValue, given: Option<&Value>) -> Option<Misfit> {
    let expected = Type::new(&field.ty)?;
    match given {
        Some(value) => coerce(registry, &expected, value),
        None if expected.nullable || field.default_value.is_some() => None,
        None => Some(Misfit::new("a value is required".to_owned())),
    }
}

fn innermost(declared: &Type) -> &str {
    match &declared.base {
        BaseType::Named(name) => name,
        BaseType::List(item) => innermost(item),
    }
}

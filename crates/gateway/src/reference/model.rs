//! The schema as its pages show it.

use super::uses;
use async_graphql::{
    Positioned, Value,
    parser::{
        Error, parse_schema,
        types::{
            ConstDirective, EnumValueDefinition, FieldDefinition, InputValueDefinition, Type, TypeDefinition,
            TypeKind, TypeSystemDefinition,
        },
    },
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Types that the specification gives every server; they have no page.
const BUILT_IN: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];

/// Every type, by its name.
pub(super) struct Reference {
    entries: BTreeMap<String, Entry>,
}

/// A type.
#[derive(Serialize)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) description: String,
    /// Where a scalar is specified.
    pub(super) specified_by: Option<String>,
    /// Whether exactly one field of an input is given.
    pub(super) one_of: bool,
    /// The interfaces it implements.
    pub(super) implements: Vec<String>,
    /// What it may be, if it is an interface or a union.
    pub(super) possible: Vec<String>,
    /// Fields, or the values of an enum.
    pub(super) members: Vec<Member>,
    /// Where it is used.
    pub(super) uses: Vec<uses::Use>,
}

/// What a type is.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Query,
    Mutation,
    Subscription,
    Object,
    Interface,
    Union,
    Enum,
    Input,
    Scalar,
}

/// A field, an argument, a field of an input, or the value of an enum.
#[derive(Serialize)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) description: String,
    /// None for the value of an enum.
    pub(super) of: Option<TypeRef>,
    pub(super) default: Option<String>,
    pub(super) arguments: Vec<Member>,
    /// Why it is not to be used any more.
    pub(super) deprecated: Option<String>,
}

/// A type as it is written, cut where the link is: `[`, `UserError`, `!]!`.
#[derive(Serialize)]
pub(super) struct TypeRef {
    pub(super) before: String,
    pub(super) name: String,
    pub(super) after: String,
    /// Whether it has a page.
    pub(super) linked: bool,
}

impl Reference {
    /// Reads a schema.
    pub(super) fn of(sdl: &str) -> Result<Self, Error> {
        let document = parse_schema(sdl)?;
        let mut entries: BTreeMap<String, Entry> = document
            .definitions
            .into_iter()
            .filter_map(|definition| match definition {
                TypeSystemDefinition::Type(definition) => Some(definition.node),
                TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
            })
            .filter(|definition| !BUILT_IN.contains(&definition.name.node.as_str()))
            .map(|definition| (definition.name.node.to_string(), Entry::of(definition)))
            .collect();
        uses::connect(&mut entries);
        Ok(Self { entries })
    }

    pub(super) fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.get(name)
    }

    /// All types in the order of their names.
    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }
}

impl Entry {
    fn of(definition: TypeDefinition) -> Self {
        let name = definition.name.node.to_string();
        let directives = definition.directives;
        let mut entry = Self {
            kind: Kind::Object,
            description: text(definition.description),
            specified_by: argument(&directives, "specifiedBy", "url"),
            one_of: directives
                .iter()
                .any(|directive| directive.node.name.node == "oneOf"),
            implements: Vec::new(),
            possible: Vec::new(),
            members: Vec::new(),
            uses: Vec::new(),
            name,
        };
        match definition.kind {
            TypeKind::Scalar => entry.kind = Kind::Scalar,
            TypeKind::Object(object) => {
                entry.kind = match entry.name.as_str() {
                    "Query" => Kind::Query,
                    "Mutation" => Kind::Mutation,
                    "Subscription" => Kind::Subscription,
                    _ => Kind::Object,
                };
                entry.implements = names(object.implements);
                entry.members = object.fields.into_iter().map(Member::field).collect();
            }
            TypeKind::Interface(interface) => {
                entry.kind = Kind::Interface;
                entry.implements = names(interface.implements);
                entry.members = interface.fields.into_iter().map(Member::field).collect();
            }
            TypeKind::Union(union) => {
                entry.kind = Kind::Union;
                entry.possible = names(union.members);
            }
            TypeKind::Enum(values) => {
                entry.kind = Kind::Enum;
                entry.members = values.values.into_iter().map(Member::value).collect();
            }
            TypeKind::InputObject(input) => {
                entry.kind = Kind::Input;
                entry.members = input.fields.into_iter().map(Member::input).collect();
            }
        }
        entry
    }
}

impl Member {
    fn field(field: Positioned<FieldDefinition>) -> Self {
        let FieldDefinition {
            description,
            name,
            arguments,
            ty,
            directives,
        } = field.node;
        Self {
            name: name.node.to_string(),
            description: text(description),
            of: Some(TypeRef::of(&ty.node)),
            default: None,
            arguments: arguments.into_iter().map(Self::input).collect(),
            deprecated: deprecation(&directives),
        }
    }

    fn input(input: Positioned<InputValueDefinition>) -> Self {
        let InputValueDefinition {
            description,
            name,
            ty,
            default_value,
            directives,
        } = input.node;
        Self {
            name: name.node.to_string(),
            description: text(description),
            of: Some(TypeRef::of(&ty.node)),
            default: default_value.map(|value| value.node.to_string()),
            arguments: Vec::new(),
            deprecated: deprecation(&directives),
        }
    }

    fn value(value: Positioned<EnumValueDefinition>) -> Self {
        let EnumValueDefinition {
            description,
            value,
            directives,
        } = value.node;
        Self {
            name: value.node.to_string(),
            description: text(description),
            of: None,
            default: None,
            arguments: Vec::new(),
            deprecated: deprecation(&directives),
        }
    }
}

impl TypeRef {
    fn of(written: &Type) -> Self {
        let written = written.to_string();
        let name = written.trim_matches(['[', ']', '!']).to_owned();
        let before = written.chars().take_while(|sign| *sign == '[').collect();
        let after = written
            .chars()
            .skip_while(|sign| !matches!(sign, ']' | '!'))
            .collect();
        Self {
            before,
            linked: !BUILT_IN.contains(&name.as_str()),
            name,
            after,
        }
    }
}

fn text(description: Option<Positioned<String>>) -> String {
    description.map(|text| text.node).unwrap_or_default()
}

fn names(names: Vec<Positioned<async_graphql::Name>>) -> Vec<String> {
    names.into_iter().map(|name| name.node.to_string()).collect()
}

fn argument(directives: &[Positioned<ConstDirective>], directive: &str, name: &str) -> Option<String> {
    let found = directives
        .iter()
        .find(|found| found.node.name.node == directive)?;
    let value = &found.node.get_argument(name)?.node;
    Some(if let Value::String(text) = value {
        text.clone()
    } else {
        value.to_string()
    })
}

fn deprecation(directives: &[Positioned<ConstDirective>]) -> Option<String> {
    let deprecated = directives
        .iter()
        .any(|found| found.node.name.node == "deprecated");
    deprecated.then(|| {
        argument(directives, "deprecated", "reason").unwrap_or_else(|| "No longer supported".to_owned())
    })
}

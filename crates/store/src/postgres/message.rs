//! Messages of several statements: a transaction begins with the rows it is about and with its first statement, and ends with its
//! last one.
//!
//! PostgreSQL takes several statements in one message only as text. So those that come with others are prepared by a name on each
//! connection, and executed by it, with their values written into the message. A text is written between quotation marks with
//! those in it doubled, which is all there is to it: connections are opened with `standard_conforming_strings`.

use super::wire::Wire;
use crate::session::View;
use kernel::TypedId;
use sea_orm::{DbBackend, Statement, Value, sea_query::ArrayType};
use std::{
    fmt::Write,
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

/// One snapshot for a whole request: what an actor may see and what is there to be seen are of the same moment.
pub(crate) const READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Each statement sees what was committed before it.
pub(crate) const WRITING: &str = "BEGIN";

/// A statement whose text is kept, and stands for itself by a name.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    /// The same for the same text in every server, so that a connection that several of them share cannot mistake it.
    pub(crate) name: Arc<str>,
    pub(crate) text: Arc<str>,
    pub(crate) values: Vec<Value>,
}

impl Kept {
    /// A statement by a name that follows from its text and the types of its values.
    pub(crate) fn new(statement: Statement) -> Self {
        let values = statement.values.map(|values| values.0).unwrap_or_default();
        let types: Vec<_> = values.iter().map(type_of).collect();
        Self {
            name: name_of(&(&statement.sql, types)),
            text: statement.sql.into(),
            values,
        }
    }

    /// The statement, to be sent by itself.
    pub(crate) fn statement(self, backend: DbBackend) -> Statement {
        Statement::from_sql_and_values(backend, &*self.text, self.values)
    }
}

/// A name that stands for a text, or for whatever a text is kept under.
pub(crate) fn name_of(text: &(impl Hash + ?Sized)) -> Arc<str> {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("volmify_{:016x}", hasher.finish()).into()
}

/// How a transaction begins that is about certain rows.
pub(super) fn beginning(how: &str, view: View) -> String {
    let mut message = how.to_owned();
    // Neither can hold anything but letters, digits and hyphens.
    match view {
        View::Global => {}
        View::Organization(organization) => {
            message.push_str("; SET LOCAL volmify.organization = '");
            let _written = write!(message, "{}'", organization.uuid());
        }
        View::Across(why) => {
            message.push_str("; SET LOCAL volmify.across = '");
            message.push_str(why.name());
            message.push('\'');
        }
    }
    message
}

/// A statement with its values written as text, to be sent together with others.
#[derive(Clone, Debug)]
pub(super) struct Written {
    kept: Kept,
    /// The types of the values, as they would be told if these were sent as parameters: not every place lets PostgreSQL infer them.
    types: String,
    values: String,
}

impl Written {
    /// A statement with its values. Nothing, where one of these cannot be written.
    pub(super) fn new(kept: Kept) -> Result<Self, Kept> {
        let (mut types, mut values) = (String::new(), String::with_capacity(512));
        for (place, value) in kept.values.iter().enumerate() {
            let before = if place == 0 { "(" } else { ", " };
            types.push_str(before);
            values.push_str(before);
            let (Some(name), Some(())) = (type_of(value), write_value(&mut values, value)) else {
                return Err(kept);
            };
            types.push_str(name);
        }
        if !kept.values.is_empty() {
            types.push(')');
            values.push(')');
        }
        Ok(Self { kept, types, values })
    }

    pub(super) const fn kept(&self) -> &Kept {
        &self.kept
    }

    pub(super) fn into_kept(self) -> Kept {
        self.kept
    }
}

/// The executions of statements, one after the other. Those that the connection does not know are prepared before.
pub(super) fn executions(wire: &Wire, statements: &[Written]) -> String {
    let mut message = String::with_capacity(1024);
    for (place, Written { kept, types, .. }) in statements.iter().enumerate() {
        let before = statements.iter().take(place);
        if !wire.knows(kept) && before.map(Written::kept).all(|other| other.name != kept.name) {
            let _written = write!(message, "PREPARE {}{types} AS {}; ", kept.name, kept.text);
        }
    }
    for (place, Written { kept, values, .. }) in statements.iter().enumerate() {
        let between = if place > 0 { "; " } else { "" };
        let _written = write!(message, "{between}EXECUTE {}{values}", kept.name);
    }
    message
}

/// What PostgreSQL calls the type of a value that can be written.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is not written here is sent as a parameter"
)]
const fn type_of(value: &Value) -> Option<&'static str> {
    match value {
        Value::Uuid(_) => Some("uuid"),
        Value::BigInt(_) | Value::BigUnsigned(_) => Some("bigint"),
        Value::Int(_) => Some("integer"),
        Value::Bool(_) => Some("boolean"),
        Value::Bytes(_) => Some("bytea"),
        Value::ChronoDateTimeUtc(_) => Some("timestamptz"),
        Value::ChronoDate(_) => Some("date"),
        Value::String(_) => Some("text"),
        Value::Json(_) => Some("jsonb"),
        Value::Array(ArrayType::Uuid, _) => Some("uuid[]"),
        _ => None,
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is not written here is sent as a parameter"
)]
fn write_value(message: &mut String, value: &Value) -> Option<()> {
    match value {
        Value::Uuid(Some(id)) => write!(message, "'{id}'").ok(),
        Value::BigInt(Some(number)) => write!(message, "'{number}'").ok(),
        Value::Int(Some(number)) => write!(message, "'{number}'").ok(),
        Value::BigUnsigned(Some(number)) => write!(message, "'{number}'").ok(),
        Value::Bool(Some(truth)) => write!(message, "'{truth}'").ok(),
        Value::Bytes(Some(bytes)) => {
            message.push_str("'\\x");
            for byte in bytes {
                write!(message, "{byte:02x}").ok()?;
            }
            message.push('\'');
            Some(())
        }
        Value::ChronoDateTimeUtc(Some(moment)) => {
            write!(message, "'{}'", moment.format("%Y-%m-%d %H:%M:%S%.6f+00")).ok()
        }
        Value::ChronoDate(Some(date)) => write!(message, "'{}'", date.format("%Y-%m-%d")).ok(),
        Value::String(Some(text)) => write_text(message, text),
        Value::Json(Some(json)) => write_text(message, &json.to_string()),
        // Without anything in it that would have to be put between quotation marks.
        Value::Array(ArrayType::Uuid, Some(ids)) => write_ids(message, ids),
        Value::Uuid(None)
        | Value::BigInt(None)
        | Value::BigUnsigned(None)
        | Value::Int(None)
        | Value::Bool(None)
        | Value::Bytes(None)
        | Value::ChronoDateTimeUtc(None)
        | Value::ChronoDate(None)
        | Value::String(None)
        | Value::Json(None) => {
            message.push_str("NULL");
            Some(())
        }
        _ => None,
    }
}

fn write_ids(message: &mut String, ids: &[Value]) -> Option<()> {
    message.push_str("'{");
    for (place, id) in ids.iter().enumerate() {
        if place > 0 {
            message.push(',');
        }
        let Value::Uuid(Some(id)) = id else { return None };
        write!(message, "{id}").ok()?;
    }
    message.push_str("}'");
    Some(())
}

fn write_text(message: &mut String, text: &str) -> Option<()> {
    // It would end the message.
    if text.contains('\0') {
        return None;
    }
    message.push('\'');
    for (place, part) in text.split('\'').enumerate() {
        if place > 0 {
            message.push_str("''");
        }
        message.push_str(part);
    }
    message.push('\'');
    Some(())
}

#[cfg(test)]
mod tests {
    use super::write_value;
    use sea_orm::{Value, sea_query::ArrayType};
    use serde_json::json;
    use uuid::Uuid;

    fn written(value: impl Into<Value>) -> Option<String> {
        let mut message = String::new();
        write_value(&mut message, &value.into()).map(|()| message)
    }

    #[test]
    fn a_text_cannot_leave_its_quotation_marks() {
        for (text, expected) in [
            ("", "''"),
            ("plain", "'plain'"),
            ("'", "''''"),
            ("it's; DROP TABLE event; --", "'it''s; DROP TABLE event; --'"),
            ("\\'", "'\\'''"),
        ] {
            assert_eq!(written(text).as_deref(), Some(expected));
        }
        assert_eq!(written("\0"), None);
        assert_eq!(
            written(json!({ "a": "it's \0" })).as_deref(),
            Some(r#"'{"a":"it''s \u0000"}'"#)
        );
        assert_eq!(written(None::<String>).as_deref(), Some("NULL"));
        assert_eq!(
            written(None::<chrono::DateTime<chrono::Utc>>).as_deref(),
            Some("NULL")
        );
        assert_eq!(written(vec![0_u8, 255]).as_deref(), Some(r"'\x00ff'"));
        assert_eq!(written(-1_i64).as_deref(), Some("'-1'"));
        assert_eq!(written(1_u64).as_deref(), Some("'1'"));
        assert_eq!(written(-1_i32).as_deref(), Some("'-1'"));
        assert_eq!(written(true).as_deref(), Some("'true'"));
        let ids = |ids: [u128; 2]| {
            let ids = ids.map(|id| Value::from(Uuid::from_u128(id)));
            Value::Array(ArrayType::Uuid, Some(Box::new(ids.to_vec())))
        };
        assert_eq!(
            written(ids([1, 2])).as_deref(),
            Some("'{00000000-0000-0000-0000-000000000001,00000000-0000-0000-0000-000000000002}'")
        );
        assert_eq!(written(0.5), None);
    }
}

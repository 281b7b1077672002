//! Parts of an answer that are JSON already.
//!
//! An answer is a tree of maps and lists until it is written, and building and taking down the tree of a long list costs more than
//! writing it. So [rows](super::Row) become JSON at once. In the tree such a part is a [`Value::Binary`], which no field has otherwise
//! and no client can send.

use async_graphql::{Name, Value};

/// Belongs to the data of a request whose answer may have parts that are JSON already: it is written with [`write_json`], and no two
/// selections of the document have to be merged in one object.
#[derive(Clone, Copy, Debug)]
pub struct AnswerInText;

/// An object with these fields as JSON. Nothing, if one of them is missing or is a tree: what is in a tree may have to be put in order.
pub(super) fn object<'k, 'v>(fields: impl Iterator<Item = (&'k Name, &'v Option<Value>)>) -> Option<Value> {
    let mut out = Vec::with_capacity(256);
    out.push(b'{');
    for (key, value) in fields {
        let value = value.as_ref().filter(|value| is_leaf(value))?;
        if out.len() > 1 {
            out.push(b',');
        }
        // A name has nothing that would have to be escaped.
        out.push(b'"');
        out.extend_from_slice(key.as_bytes());
        out.extend_from_slice(b"\":");
        write_json(value, &mut out).ok()?;
    }
    out.push(b'}');
    Some(Value::Binary(out.into()))
}

fn is_leaf(value: &Value) -> bool {
    match value {
        Value::Object(_) => false,
        Value::List(items) => items.iter().all(is_leaf),
        Value::Null
        | Value::Number(_)
        | Value::String(_)
        | Value::Boolean(_)
        | Value::Enum(_)
        | Value::Binary(_) => true,
    }
}

/// Appends an answer, or a part of it, as JSON.
pub fn write_json(value: &Value, out: &mut Vec<u8>) -> serde_json::Result<()> {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Boolean(true) => out.extend_from_slice(b"true"),
        Value::Boolean(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => serde_json::to_writer(out, number)?,
        Value::String(text) => serde_json::to_writer(out, text)?,
        Value::Enum(name) => serde_json::to_writer(out, name.as_str())?,
        Value::Binary(json) => out.extend_from_slice(json),
        Value::List(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                write_json(item, out)?;
            }
            out.push(b']');
        }
        Value::Object(fields) => {
            out.push(b'{');
            for (index, (key, value)) in fields.iter().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                serde_json::to_writer(&mut *out, key.as_str())?;
                out.push(b':');
                write_json(value, out)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

/// Makes trees of the parts that are JSON already, for whoever has to change something within.
pub fn unfold(value: &mut Value) -> serde_json::Result<()> {
    match value {
        Value::Binary(json) => *value = serde_json::from_slice(json)?,
        Value::List(items) => items.iter_mut().try_for_each(unfold)?,
        Value::Object(fields) => fields.values_mut().try_for_each(unfold)?,
        Value::Null | Value::Number(_) | Value::String(_) | Value::Boolean(_) | Value::Enum(_) => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::{Number, value};

    fn json(value: &Value) -> String {
        let mut out = Vec::new();
        write_json(value, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn fields() -> Vec<(Name, Option<Value>)> {
        vec![
            (
                Name::new("text"),
                Some(Value::String("a \"b\"\n\u{1}ü".to_owned())),
            ),
            (Name::new("none"), Some(Value::Null)),
            (Name::new("kind"), Some(Value::Enum(Name::new("OPEN")))),
            (Name::new("count"), Some(Value::Number(Number::from(-3)))),
            (Name::new("flags"), Some(value!([true, false]))),
        ]
    }

    fn written(fields: &[(Name, Option<Value>)]) -> Option<Value> {
        object(fields.iter().map(|(key, value)| (key, value)))
    }

    #[test]
    fn what_is_written_early_is_what_would_be_written_late() {
        let mut fields = fields();
        let inner = written(&fields).unwrap();
        fields.push((Name::new("inner"), Some(Value::List(vec![inner, Value::Null]))));
        let mut early = written(&fields).unwrap();
        let text = json(&early);
        unfold(&mut early).unwrap();
        assert_eq!(text, serde_json::to_string(&early).unwrap());
        assert_eq!(text, json(&early));
        assert!(text.starts_with(
            r#"{"text":"a \"b\"\n\u0001ü","none":null,"kind":"OPEN","count":-3,"flags":[true,false],"#
        ));
    }

    #[test]
    fn what_may_have_to_be_changed_is_not_written_early() {
        let with = |value| written(&[(Name::new("a"), value)]);
        assert!(with(None).is_none());
        assert!(with(Some(value!({ "b": 1 }))).is_none());
        assert!(with(Some(value!([{ "b": 1 }]))).is_none());
        assert_eq!(json(&written(&[]).unwrap()), "{}");
    }
}

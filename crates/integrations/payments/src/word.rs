//! What may be taken from a message: it is stored and looked up, and said in logs.

use serde_json::Value;

/// No id of ours or of a provider is longer.
const LONGEST: usize = 200;

/// Whether a text is an id or a code: short and printable.
pub(crate) fn is_word(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Whether databases can store a message. None stores the character zero, not even in JSON.
pub(crate) fn is_storable(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => !text.contains('\0'),
        Value::Array(items) => items.iter().all(is_storable),
        Value::Object(fields) => fields
            .iter()
            .all(|(name, value)| !name.contains('\0') && is_storable(value)),
    }
}

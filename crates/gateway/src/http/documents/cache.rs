//! Parsed documents, as many as fit.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::{ValidationResult, parser::types::ExecutableDocument};

use super::{DocumentHash, repeated::Plan};

/// Bytes of text in one generation. What is parsed takes some ten times as much.
const MAX_BYTES: usize = 1024 * 1024;

/// What even the shortest document costs, in the same measure.
const LEAST_BYTES: usize = 256;

/// Validations that are remembered of one document.
const MAX_VALIDATIONS: usize = 32;

/// A document that was parsed and measured.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) text: String,
    pub(super) parsed: ExecutableDocument,
    /// How its operation is repeated.
    pub(super) plan: Option<Plan>,
    validated: Mutex<HashMap<DocumentHash, ValidationResult>>,
}

impl Document {
    /// What validation said to the same operation with the same variables.
    pub(super) fn validated(&self, usage: DocumentHash) -> Option<ValidationResult> {
        let validated = self.validated.lock().unwrap_or_else(PoisonError::into_inner);
        validated.get(&usage).copied()
    }

    pub(super) fn keep_validated(&self, usage: DocumentHash, result: ValidationResult) {
        let mut validated = self.validated.lock().unwrap_or_else(PoisonError::into_inner);
        if validated.len() >= MAX_VALIDATIONS {
            validated.clear();
        }
        validated.insert(usage, result);
    }
}

/// Two generations: what is used moves into the young one; when that is full, the old one is forgotten. So memory is bounded, whatever
/// anybody sends, and what is asked for again and again stays.
#[derive(Debug, Default)]
pub(super) struct Cache(Mutex<Generations>);

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<DocumentHash, Arc<Document>>,
    old: HashMap<DocumentHash, Arc<Document>>,
    bytes: usize,
}

impl Cache {
    pub(super) fn get(&self, hash: DocumentHash) -> Option<Arc<Document>> {
        let mut generations = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(document) = generations.young.get(&hash) {
            return Some(Arc::clone(document));
        }
        let document = generations.old.remove(&hash)?;
        generations.put(hash, Arc::clone(&document));
        Some(document)
    }

    pub(super) fn keep(
        &self,
        hash: DocumentHash,
        text: &str,
        parsed: &ExecutableDocument,
        plan: Option<Plan>,
    ) -> Arc<Document> {
        let document = Arc::new(Document {
            text: text.to_owned(),
            parsed: parsed.clone(),
            plan,
            validated: Mutex::default(),
        });
        let mut generations = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        generations.put(hash, Arc::clone(&document));
        document
    }
}

impl Generations {
    fn put(&mut self, hash: DocumentHash, document: Arc<Document>) {
        let bytes = document.text.len() + LEAST_BYTES;
        if self.bytes + bytes > MAX_BYTES {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        if self.young.insert(hash, document).is_none() {
            self.bytes += bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_memory_is_bounded() {
        let cache = Cache::default();
        let parsed = async_graphql::parser::parse_query("{ a }").unwrap();
        let used = DocumentHash::of("used");
        cache.keep(used, "used", &parsed, None);
        for number in 0..1_000 {
            let text = format!("{number:010000}");
            cache.keep(DocumentHash::of(&text), &text, &parsed, None);
            assert!(cache.get(used).is_some());
        }
        let generations = cache.0.lock().unwrap();
        let bytes = |all: &HashMap<_, Arc<Document>>| all.values().map(|one| one.text.len()).sum::<usize>();
        assert!(bytes(&generations.young) + bytes(&generations.old) <= 2 * MAX_BYTES);
        assert!(generations.old.len() > 50, "{}", generations.old.len());
    }
}

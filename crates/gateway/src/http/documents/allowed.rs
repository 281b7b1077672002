//! The list of documents a server may be confined to.

use std::{collections::HashMap, fs, path::Path};

use serde::Deserialize;

use super::DocumentHash;

/// Documents by their hashes.
#[derive(Debug, Default)]
pub struct AllowedDocuments(HashMap<DocumentHash, String>);

/// The two forms in which build tools write the list.
#[derive(Deserialize)]
#[serde(untagged)]
enum Manifest {
    /// As Apollo's tools write it.
    Apollo { operations: Vec<Operation> },
    /// Hashes and texts, as graphql-codegen and Relay write them.
    Plain(HashMap<String, String>),
}

#[derive(Deserialize)]
struct Operation {
    id: String,
    body: String,
}

impl AllowedDocuments {
    /// Reads a folder of `.graphql` files, each one document, or a JSON manifest of hashes and documents.
    ///
    /// # Errors
    ///
    /// Why the list cannot be used, for the operator who named it.
    pub fn load(path: &Path) -> Result<Self, String> {
        let found = if path.is_dir() {
            Self::folder(path)
        } else {
            Self::manifest(path)
        };
        let found = found.map_err(|cause| format!("{}: {cause}", path.display()))?;
        if found.0.is_empty() {
            return Err(format!("{} holds no documents", path.display()));
        }
        Ok(found)
    }

    fn folder(path: &Path) -> Result<Self, String> {
        let mut documents = HashMap::new();
        for entry in fs::read_dir(path).map_err(|error| error.to_string())? {
            let file = entry.map_err(|error| error.to_string())?.path();
            if file.extension().is_some_and(|extension| extension == "graphql") {
                let text =
                    fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
                documents.insert(DocumentHash::of(&text), text);
            }
        }
        Ok(Self(documents))
    }

    fn manifest(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
        let entries = match serde_json::from_str(&text) {
            Ok(Manifest::Apollo { operations }) => {
                operations.into_iter().map(|one| (one.id, one.body)).collect()
            }
            Ok(Manifest::Plain(entries)) => entries,
            Err(_) => return Err("this is no JSON object of hashes and documents".to_owned()),
        };
        let mut documents = HashMap::new();
        for (id, text) in entries {
            let hash = DocumentHash::of(&text);
            // A hash that is not the document's would let one document run under another's name.
            if DocumentHash::parse(id.strip_prefix("sha256:").unwrap_or(&id)) != Some(hash) {
                return Err(format!("`{id}` is not the SHA-256 of its document"));
            }
            documents.insert(hash, text);
        }
        Ok(Self(documents))
    }

    pub(super) fn text(&self, hash: DocumentHash) -> Option<&str> {
        self.0.get(&hash).map(String::as_str)
    }
}

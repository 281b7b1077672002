//! Proofs of the kind `eddsa-jcs-2022`: the document and what is said about the proof, each in its canonical form (RFC 8785) and
//! hashed, are signed together.

use crate::{CredentialError, key::SigningKey};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

type Object = Map<String, Value>;

const CONTEXT: &str = "@context";
const PROOF: &str = "proof";
const VALUE: &str = "proofValue";

/// Adds a proof to a document.
pub(crate) fn sign(document: &mut Object, key: &SigningKey, created: &str) -> Result<(), CredentialError> {
    let mut proof = Object::new();
    for (name, value) in [
        ("type", "DataIntegrityProof"),
        ("cryptosuite", "eddsa-jcs-2022"),
        ("created", created),
        ("verificationMethod", &key.method()),
        ("proofPurpose", "assertionMethod"),
    ] {
        proof.insert(name.to_owned(), json!(value));
    }
    if let Some(context) = document.get(CONTEXT) {
        proof.insert(CONTEXT.to_owned(), context.clone());
    }
    let value = key.sign(&message(document, &proof)?);
    proof.insert(VALUE.to_owned(), json!(value));
    document.insert(PROOF.to_owned(), Value::Object(proof));
    Ok(())
}

/// Whether a document has a proof by this key, and nothing in it was changed since.
pub(crate) fn is_proved(document: &Object, key: &SigningKey) -> bool {
    let mut document = document.clone();
    let Some(Value::Object(mut proof)) = document.remove(PROOF) else {
        return false;
    };
    let Some(Value::String(value)) = proof.remove(VALUE) else {
        return false;
    };
    let says = |name: &str, expected: &str| proof.get(name).and_then(Value::as_str) == Some(expected);
    let is_ours = says("type", "DataIntegrityProof")
        && says("cryptosuite", "eddsa-jcs-2022")
        && says("proofPurpose", "assertionMethod")
        && says("verificationMethod", &key.method())
        && proof.get(CONTEXT) == document.get(CONTEXT);
    is_ours && message(&document, &proof).is_ok_and(|message| key.has_signed(&message, &value))
}

/// What is signed: the hash of the proof's options, then the hash of the document.
fn message(document: &Object, options: &Object) -> Result<Vec<u8>, CredentialError> {
    let mut message = Vec::with_capacity(64);
    for part in [options, document] {
        message.extend(Sha256::digest(serde_json_canonicalizer::to_vec(part)?));
    }
    Ok(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of <https://www.w3.org/TR/vc-di-eddsa/#representation-eddsa-jcs-2022>.
    #[test]
    fn the_example_of_the_standard_comes_to_its_signature() {
        let secret = bs58::decode("3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")
            .into_vec()
            .unwrap();
        let key = SigningKey::of_seed(secret[2..].try_into().unwrap()).unwrap();
        let document = json!({
            "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
            "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
            "type": ["VerifiableCredential", "AlumniCredential"],
            "name": "Alumni Credential",
            "description": "A minimum viable example of an Alumni Credential.",
            "issuer": "https://vc.example/issuers/5678",
            "validFrom": "2023-01-01T00:00:00Z",
            "credentialSubject": { "id": "did:example:abcdefgh", "alumniOf": "The School of Examples" }
        });
        let mut document = document.as_object().unwrap().clone();
        sign(&mut document, &key, "2023-02-24T23:36:38Z").unwrap();
        assert_eq!(
            document["proof"]["proofValue"],
            "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"
        );
        assert!(is_proved(&document, &key));
    }
}

//! The credential itself.

use crate::{CredentialError, Keys, proof};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};
use url::Url;
use uuid::Uuid;

/// A credential longer than this is none of ours.
const LONGEST: usize = 32_768;

/// What a certificate says.
#[derive(Clone, Debug)]
pub struct Achieved<'a> {
    /// The organization that issued it.
    pub organization: Uuid,
    /// Its name.
    pub organization_name: &'a str,
    /// The code by which the certificate is verified.
    pub code: &'a str,
    /// Where it is verified.
    pub address: &'a Url,
    /// The holder's name.
    pub holder: &'a str,
    /// The course that was completed.
    pub course: Uuid,
    /// The course's title.
    pub title: &'a str,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// From when on it is no longer valid.
    pub expires_at: Option<DateTime<Utc>>,
}

impl Achieved<'_> {
    /// The signed credential as JSON. The same certificate always gives the same text.
    pub fn signed(&self, keys: &Keys) -> Result<String, CredentialError> {
        let key = keys.of(self.organization)?;
        let moment = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let issued = moment(self.issued_at);
        let mut document = Map::new();
        for (name, value) in [
            (
                "@context",
                json!([
                    "https://www.w3.org/ns/credentials/v2",
                    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
                ]),
            ),
            ("id", json!(self.address.as_str())),
            ("type", json!(["VerifiableCredential", "OpenBadgeCredential"])),
            ("name", json!(self.title)),
            (
                "issuer",
                json!({ "id": key.did(), "type": ["Profile"], "name": self.organization_name }),
            ),
            ("validFrom", json!(issued)),
            (
                "credentialSubject",
                json!({
                    "type": ["AchievementSubject"],
                    "identifier": [{
                        "type": "IdentityObject",
                        "identityType": "name",
                        "identityHash": self.holder,
                        "hashed": false,
                    }],
                    "achievement": {
                        "id": format!("urn:uuid:{}", self.course),
                        "type": ["Achievement"],
                        "achievementType": "Course",
                        "name": self.title,
                        "description": self.title,
                        "criteria": {
                            "narrative": "Every lesson that the course requires was completed, and every quiz that it requires was passed.",
                        },
                    },
                }),
            ),
        ] {
            document.insert(name.to_owned(), value);
        }
        if let Some(expires_at) = self.expires_at {
            document.insert("validUntil".to_owned(), json!(moment(expires_at)));
        }
        proof::sign(&mut document, &key, &issued)?;
        Ok(serde_json::to_string(&document)?)
    }
}

/// A credential that somebody presents.
#[derive(Clone, Debug)]
pub struct Credential(Map<String, Value>);

impl Credential {
    /// Reads it. None for a text that is no credential.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        match serde_json::from_str(text) {
            Ok(Value::Object(document)) => Some(Self(document)),
            Ok(_) | Err(_) => None,
        }
    }

    /// The code of the certificate that it says it is.
    pub fn code(&self) -> Option<&str> {
        let (_, code) = self.0.get("id")?.as_str()?.rsplit_once("/certificates/")?;
        Some(code)
    }

    /// Whether the organization has signed it, and nothing was changed since.
    pub fn is_signed_by(&self, organization: Uuid, keys: &Keys) -> Result<bool, CredentialError> {
        Ok(proof::is_proved(&self.0, &keys.of(organization)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(keys: &Keys) -> String {
        let address = Url::parse("https://volmify.example/certificates/9K2QX-0V7MB-T4RHE-6ZC1D").unwrap();
        let achieved = Achieved {
            organization: Uuid::from_u128(1),
            organization_name: "Alpenglow Academy",
            code: "9K2QX-0V7MB-T4RHE-6ZC1D",
            address: &address,
            holder: "Marko Žnidaršič",
            course: Uuid::from_u128(2),
            title: "Rust for \"Finance\"",
            issued_at: "2026-03-16T10:00:00.123456Z".parse().unwrap(),
            expires_at: Some("2027-03-16T23:00:00Z".parse().unwrap()),
        };
        achieved.signed(keys).unwrap()
    }

    #[test]
    fn what_was_signed_is_recognised_and_what_was_changed_is_not() {
        let keys = Keys::new([7; 32]);
        let text = signed(&keys);
        assert_eq!(text, signed(&keys), "the same certificate gives the same text");
        let credential = Credential::parse(&text).unwrap();
        assert_eq!(credential.code(), Some("9K2QX-0V7MB-T4RHE-6ZC1D"));
        assert!(credential.is_signed_by(Uuid::from_u128(1), &keys).unwrap());
        assert!(!credential.is_signed_by(Uuid::from_u128(2), &keys).unwrap());
        assert!(
            !credential
                .is_signed_by(Uuid::from_u128(1), &Keys::new([8; 32]))
                .unwrap()
        );
        for (what, with) in [
            ("Marko", "Mirko"),
            ("2027-03-16", "2037-03-16"),
            ("6ZC1D\"", "6ZC1E\""),
            ("eddsa-jcs-2022", "eddsa-rdfc-2022"),
            ("assertionMethod", "authentication"),
            ("\"hashed\":false", "\"hashed\":true"),
        ] {
            assert!(text.contains(what));
            let changed = Credential::parse(&text.replace(what, with)).unwrap();
            assert!(
                !changed.is_signed_by(Uuid::from_u128(1), &keys).unwrap(),
                "{what}"
            );
        }
        // Another order and other spaces are the same document.
        let value: Value = serde_json::from_str(&text).unwrap();
        let pretty = Credential::parse(&serde_json::to_string_pretty(&value).unwrap()).unwrap();
        assert!(pretty.is_signed_by(Uuid::from_u128(1), &keys).unwrap());
    }

    #[test]
    fn what_is_no_credential_is_none() {
        for text in [
            "",
            "[]",
            "7",
            "{",
            &format!("{{\"id\":\"{}\"}}", "x".repeat(LONGEST)),
        ] {
            assert!(Credential::parse(text).is_none());
        }
        let keys = Keys::new([7; 32]);
        for text in [
            "{}",
            r#"{"id":7}"#,
            r#"{"id":"https://x/certificates/A","proof":[]}"#,
            r#"{"id":"A","proof":{"proofValue":"z"}}"#,
        ] {
            let credential = Credential::parse(text).unwrap();
            assert!(!credential.is_signed_by(Uuid::nil(), &keys).unwrap());
        }
        let deep = "[".repeat(20_000);
        assert!(Credential::parse(&deep).is_none());
    }
}

//! Typed ids: a UUIDv7 in the database, `member_01j…` on the wire.
//!
//! The text form follows the TypeID specification: a prefix that names the type, an underscore, 26 characters of
//! base 32. Two ids of different types are different Rust types, so they cannot be exchanged by accident.

use crate::{Clock, Random};
use std::str::FromStr;
use typeid_suffix::prelude::TypeIdSuffix;
use uuid::Uuid;

/// Why a text is not an id of the wanted type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// It is an id, but of something else.
    #[error("expected an id that starts with `{expected}_`, got one that starts with `{found}_`")]
    WrongType {
        /// The prefix that was wanted.
        expected: &'static str,
        /// The prefix that was given.
        found: String,
    },
    /// It is not an id at all.
    #[error("expected an id like `{expected}_01j…`")]
    Malformed {
        /// The prefix that was wanted.
        expected: &'static str,
    },
}

/// What all typed ids have in common.
pub trait TypedId: Copy + Eq + std::hash::Hash + Send + Sync + 'static {
    /// The word in front of the underscore.
    const PREFIX: &'static str;
    /// Wraps a stored value.
    fn from_uuid(uuid: Uuid) -> Self;
    /// The stored value.
    fn uuid(self) -> Uuid;

    /// A new id, ordered by the clock's time.
    fn generate(clock: &dyn Clock, random: &dyn Random) -> Self {
        let mut bytes = [0; 10];
        random.fill(&mut bytes);
        let millis = u64::try_from(clock.now().timestamp_millis()).unwrap_or_default();
        Self::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
    }

    /// Reads the text form.
    fn parse(text: &str) -> Result<Self, IdError> {
        let malformed = IdError::Malformed {
            expected: Self::PREFIX,
        };
        let Some((prefix, suffix)) = text.rsplit_once('_') else {
            return Err(malformed);
        };
        let Ok(suffix) = TypeIdSuffix::from_str(suffix) else {
            return Err(malformed);
        };
        if prefix == Self::PREFIX {
            return Ok(Self::from_uuid(suffix.to_uuid()));
        }
        let looks_like_prefix =
            prefix.len() <= 40 && prefix.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if looks_like_prefix && !prefix.is_empty() {
            return Err(IdError::WrongType {
                expected: Self::PREFIX,
                found: prefix.to_owned(),
            });
        }
        Err(malformed)
    }
}

/// The type part of an id's text form, whatever the type.
pub fn prefix_of(text: &str) -> Option<&str> {
    let (prefix, suffix) = text.rsplit_once('_')?;
    TypeIdSuffix::from_str(suffix).ok().map(|_| prefix)
}

/// The stored value of an id, whatever its type.
pub fn uuid_of(text: &str) -> Option<Uuid> {
    let (_, suffix) = text.rsplit_once('_')?;
    TypeIdSuffix::from_str(suffix).ok().map(|suffix| suffix.to_uuid())
}

/// The text form of an id whose type is known only by its prefix.
pub fn text_form(prefix: &str, uuid: Uuid) -> String {
    format!("{prefix}_{}", TypeIdSuffix::from(uuid))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl TypedId for $name {
            const PREFIX: &'static str = $prefix;
            fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }
            fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}_{}", $prefix, TypeIdSuffix::from(self.0))
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl From<$name> for sea_orm::Value {
            fn from(id: $name) -> Self {
                id.0.into()
            }
        }

        impl sea_orm::TryGetable for $name {
            fn try_get_by<I: sea_orm::ColIdx>(
                row: &sea_orm::QueryResult,
                index: I,
            ) -> Result<Self, sea_orm::TryGetError> {
                Uuid::try_get_by(row, index).map(Self)
            }
        }

        impl sea_orm::sea_query::ValueType for $name {
            fn try_from(value: sea_orm::Value) -> Result<Self, sea_orm::sea_query::ValueTypeErr> {
                <Uuid as sea_orm::sea_query::ValueType>::try_from(value).map(Self)
            }
            fn type_name() -> String {
                stringify!($name).to_owned()
            }
            fn array_type() -> sea_orm::sea_query::ArrayType {
                sea_orm::sea_query::ArrayType::Uuid
            }
            fn column_type() -> sea_orm::ColumnType {
                sea_orm::ColumnType::Uuid
            }
        }

        impl sea_orm::sea_query::Nullable for $name {
            fn null() -> sea_orm::Value {
                <Uuid as sea_orm::sea_query::Nullable>::null()
            }
        }

        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

ids! {
    /// A person with a login, the same in every organization.
    UserId = "user";
    /// One way a user can prove who they are, such as a password.
    AccountId = "account";
    /// One signed-in device.
    SessionId = "session";
    /// A one-time token that is sent by e-mail.
    EmailTokenId = "email_token";
    /// One try to sign in, successful or not.
    LoginAttemptId = "login_attempt";
    /// A main or job profile of a user.
    ProfileId = "profile";
    /// A tenant.
    OrganizationId = "organization";
    /// A user's membership of an organization.
    MemberId = "member";
    /// A member's employment in the same organization.
    EmployeeId = "employee";
    /// An invitation to become a member.
    MemberInvitationId = "member_invitation";
    /// An invitation to become an employee.
    EmployeeInvitationId = "employee_invitation";
    /// A single permission given to a member beyond their role.
    PermissionGrantId = "permission_grant";
    /// One entry of the event log.
    EventId = "event";
    /// Work that an event causes outside its transaction, such as a mail.
    DeliveryId = "delivery";
    /// One request to the server.
    RequestId = "request";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SeededRandom, TestClock};
    use chrono::DateTime;

    fn member() -> MemberId {
        MemberId::generate(&TestClock::at(DateTime::UNIX_EPOCH), &SeededRandom::new(1))
    }

    #[test]
    fn text_form_is_read_back() {
        let id = member();
        assert!(id.to_string().starts_with("member_"));
        assert_eq!(MemberId::parse(&id.to_string()), Ok(id));
    }

    #[test]
    fn another_type_is_named() {
        let text = member().to_string();
        assert_eq!(
            UserId::parse(&text),
            Err(IdError::WrongType {
                expected: "user",
                found: "member".to_owned()
            })
        );
        assert_eq!(
            MemberInvitationId::parse(&text).map_err(|e| e.to_string()),
            Err(
                "expected an id that starts with `member_invitation_`, got one that starts with `member_`"
                    .to_owned()
            )
        );
    }

    #[test]
    fn rubbish_is_malformed() {
        for text in [
            "",
            "_",
            "member",
            "member_",
            "member_zzz",
            "\u{1F600}_x",
            "1",
            "member_01j\0",
        ] {
            assert_eq!(
                MemberId::parse(text),
                Err(IdError::Malformed { expected: "member" }),
                "{text:?}"
            );
        }
    }
}

//! Payloads: the changed object and the reasons of a refusal, never both.

/// Declares a payload with one object.
macro_rules! payload {
    ($($(#[$doc:meta])* $name:ident { $(#[$field_doc:meta])* $field:ident: $type:ty })*) => {$(
        $(#[$doc])*
        #[derive(Debug, async_graphql::SimpleObject)]
        pub struct $name {
            $(#[$field_doc])*
            pub $field: Option<$type>,
            /// Why nothing was changed; empty after a success.
            pub user_errors: graph::UserErrors,
        }

        impl From<$crate::base::Outcome<$type>> for $name {
            fn from(outcome: $crate::base::Outcome<$type>) -> Self {
                match outcome {
                    Ok(done) => Self { $field: Some(done), user_errors: Vec::new() },
                    Err(user_errors) => Self { $field: None, user_errors },
                }
            }
        }
    )*};
}
pub(crate) use payload;

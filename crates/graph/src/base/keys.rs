//! Short ways to register what is loaded in batches.

/// Keys that lead to one row each.
macro_rules! keys {
    ($($(#[$doc:meta])* $key:ident($id:ty) -> $model:ty, by $read:path, $column:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) struct $key(pub(crate) $id);

        impl $crate::base::Key<store::OrgScope> for $key {
            type Value = $model;
            async fn load(
                scope: &store::OrgScope,
                keys: Vec<Self>,
            ) -> Result<std::collections::HashMap<Self, Self::Value>, store::StoreError> {
                let key_of: fn(&$model) -> $id = $column;
                let rows = $read(scope, keys.into_iter().map(|key| key.0).collect()).await?;
                Ok(rows.into_iter().map(|row| (Self(key_of(&row)), row)).collect())
            }
        }
    )*};
}
pub(crate) use keys;

/// Keys that lead to the rows of a list each, in the order they are read. A key without rows leads to nothing.
macro_rules! list_keys {
    ($($(#[$doc:meta])* $key:ident($id:ty) -> [$model:ty], by $read:path, $row:ident => $column:expr, $value:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) struct $key(pub(crate) $id);

        impl $crate::base::Key<store::OrgScope> for $key {
            type Value = Vec<$model>;
            async fn load(
                scope: &store::OrgScope,
                keys: Vec<Self>,
            ) -> Result<std::collections::HashMap<Self, Self::Value>, store::StoreError> {
                let mut lists: std::collections::HashMap<Self, Self::Value> = std::collections::HashMap::new();
                for $row in $read(scope, keys.into_iter().map(|key| key.0).collect()).await? {
                    let key: Option<$id> = $column;
                    let value: Option<$model> = $value;
                    if let (Some(key), Some(value)) = (key, value) {
                        lists.entry(Self(key)).or_default().push(value);
                    }
                }
                Ok(lists)
            }
        }
    )*};
}
pub(crate) use list_keys;

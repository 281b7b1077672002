//! What several tables share in the form of their columns.

/// An enum that is stored under the name that clients see.
macro_rules! stored_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $value:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, sea_orm::EnumIter, sea_orm::DeriveActiveEnum,
            serde::Serialize, serde::Deserialize)]
        #[sea_orm(rs_type = "String", db_type = "String(StringLen::None)")]
        pub enum $name {
            $($(#[$vdoc])* #[sea_orm(string_value = $value)] #[serde(rename = $value)] $variant,)*
        }

        impl $name {
            /// The name that is stored and shown.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $value,)* }
            }

            /// Every value, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
        }
    };
}

/// A reference to one row of another table.
macro_rules! belongs_to {
    ($($variant:ident: $column:ident -> $target:path, $key:ident;)*) => {
        /// What this table refers to.
        #[derive(Clone, Copy, Debug, sea_orm::EnumIter)]
        pub enum Relation {
            $(#[doc = concat!("Through `", stringify!($column), "`.")] $variant,)*
        }

        impl sea_orm::RelationTrait for Relation {
            fn def(&self) -> sea_orm::RelationDef {
                match self {
                    $(Self::$variant => {
                        use $target as target;
                        Entity::belongs_to(target::Entity)
                            .from(Column::$column)
                            .to(target::Column::$key)
                            .into()
                    })*
                }
            }
        }
    };
}

pub(crate) use {belongs_to, stored_enum};

//! What the code says about the tables: every entity, once. The tests on ownership and on parity go through this list,
//! and fail when the database has a table that is not in it.

use authz::{Global, Owned};
use entities::{
    account, delivery, email_token, employee, employee_invitation, event, job_profile, login_attempt, member,
    member_invitation, organization, permission_grant, profile, session, throttle, user,
};
use kernel::{OrganizationId, SystemClock, SystemRandom, TypedId};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, ColumnType, EntityTrait, Iden, Iterable, PrimaryKeyToColumn,
};
use std::collections::BTreeMap;

/// One entity.
pub(crate) struct Declared {
    pub(crate) table: String,
    /// Type and nullability by column.
    pub(crate) columns: BTreeMap<String, (ColumnType, bool)>,
    pub(crate) primary_key: Vec<String>,
    /// The column that `authz` takes for the row's own id.
    pub(crate) id: String,
    /// The column that `authz` takes for the organization, where the table is owned.
    pub(crate) organization: Option<String>,
    /// Whether placing a row in an organization sets that column.
    pub(crate) is_placed: bool,
}

/// Every table that belongs to an organization. An entity that has no policy does not compile here.
pub(crate) fn owned() -> Vec<Declared> {
    vec![
        of_organization::<organization::Entity>(),
        of_organization::<member::Entity>(),
        of_organization::<employee::Entity>(),
        of_organization::<member_invitation::Entity>(),
        of_organization::<employee_invitation::Entity>(),
        of_organization::<permission_grant::Entity>(),
        of_organization::<event::Entity>(),
    ]
}

/// Every table that belongs to none.
pub(crate) fn global() -> Vec<Declared> {
    vec![
        of_nobody::<user::Entity>(),
        of_nobody::<account::Entity>(),
        of_nobody::<session::Entity>(),
        of_nobody::<email_token::Entity>(),
        of_nobody::<login_attempt::Entity>(),
        of_nobody::<throttle::Entity>(),
        of_nobody::<profile::Entity>(),
        of_nobody::<job_profile::Entity>(),
        of_nobody::<delivery::Entity>(),
    ]
}

fn of_organization<E: Owned>() -> Declared {
    let organization = OrganizationId::generate(&SystemClock, &SystemRandom);
    let mut row = <E::ActiveModel as ActiveModelTrait>::default();
    E::place(&mut row, organization);
    let placed = row.get(E::ORGANIZATION);
    Declared {
        organization: Some(E::ORGANIZATION.unquoted().to_owned()),
        is_placed: placed == ActiveValue::Set(organization.uuid().into()),
        ..describe::<E>(E::ID)
    }
}

fn of_nobody<E: Global>() -> Declared {
    describe::<E>(E::ID)
}

fn describe<E: EntityTrait>(id: E::Column) -> Declared {
    let column = |column: E::Column| {
        let definition = column.def();
        let kind = definition.get_column_type().clone();
        (column.unquoted().to_owned(), (kind, definition.is_null()))
    };
    Declared {
        table: E::default().table_name().to_owned(),
        columns: E::Column::iter().map(column).collect(),
        primary_key: E::PrimaryKey::iter()
            .map(|key| key.into_column().unquoted().to_owned())
            .collect(),
        id: id.unquoted().to_owned(),
        organization: None,
        is_placed: false,
    }
}

//! What the code says about the tables: every entity, once. The tests on ownership and on parity go through this list,
//! and fail when the database has a table that is not in it.

use authz::{Global, Owned};
use entities::{
    account, attribution, category, certificate, chapter, course, course_import, course_mentor,
    course_prerequisite, course_rating, course_tag, course_text, delivery, dispute, early_unlock, earning,
    email_token, employee, employee_invitation, enrollment, event, fee_schedule, file, gift_card,
    gift_card_use, idempotency_key, job_profile, ledger_account, ledger_posting, ledger_transaction, lesson,
    lesson_content, lesson_progress, login_attempt, member, member_invitation, member_invitation_course,
    offer, offer_use, order, order_discount, order_line, organization, payment, payment_event, payout,
    payout_run, permission_grant, platform_secret, point_balance, point_entry, price, product, profile, quiz,
    quiz_answer, quiz_attempt, quiz_key, quiz_option, quiz_question, refund, refund_line, refund_tender,
    revenue, session, tag, tax_rate, throttle, user, variant, webhook_delivery, webhook_endpoint,
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
        of_organization::<member_invitation_course::Entity>(),
        of_organization::<employee_invitation::Entity>(),
        of_organization::<permission_grant::Entity>(),
        of_organization::<event::Entity>(),
        of_organization::<category::Entity>(),
        of_organization::<tag::Entity>(),
        of_organization::<course::Entity>(),
        of_organization::<course_tag::Entity>(),
        of_organization::<course_text::Entity>(),
        of_organization::<course_import::Entity>(),
        of_organization::<course_mentor::Entity>(),
        of_organization::<course_prerequisite::Entity>(),
        of_organization::<chapter::Entity>(),
        of_organization::<lesson::Entity>(),
        of_organization::<lesson_content::Entity>(),
        of_organization::<file::Entity>(),
        of_organization::<quiz::Entity>(),
        of_organization::<quiz_question::Entity>(),
        of_organization::<quiz_option::Entity>(),
        of_organization::<quiz_key::Entity>(),
        of_organization::<enrollment::Entity>(),
        of_organization::<lesson_progress::Entity>(),
        of_organization::<quiz_attempt::Entity>(),
        of_organization::<quiz_answer::Entity>(),
        of_organization::<certificate::Entity>(),
        of_organization::<point_balance::Entity>(),
        of_organization::<point_entry::Entity>(),
        of_organization::<early_unlock::Entity>(),
        of_organization::<course_rating::Entity>(),
        of_organization::<product::Entity>(),
        of_organization::<variant::Entity>(),
        of_organization::<price::Entity>(),
        of_organization::<offer::Entity>(),
        of_organization::<tax_rate::Entity>(),
        of_organization::<gift_card::Entity>(),
        of_organization::<order::Entity>(),
        of_organization::<order_line::Entity>(),
        of_organization::<order_discount::Entity>(),
        of_organization::<offer_use::Entity>(),
        of_organization::<gift_card_use::Entity>(),
        of_organization::<payment::Entity>(),
        of_organization::<payment_event::Entity>(),
        of_organization::<dispute::Entity>(),
        of_organization::<refund::Entity>(),
        of_organization::<refund_line::Entity>(),
        of_organization::<refund_tender::Entity>(),
        of_organization::<fee_schedule::Entity>(),
        of_organization::<attribution::Entity>(),
        of_organization::<revenue::Entity>(),
        of_organization::<payout_run::Entity>(),
        of_organization::<payout::Entity>(),
        of_organization::<earning::Entity>(),
        of_organization::<ledger_account::Entity>(),
        of_organization::<ledger_transaction::Entity>(),
        of_organization::<ledger_posting::Entity>(),
        of_organization::<idempotency_key::Entity>(),
        of_organization::<webhook_endpoint::Entity>(),
        of_organization::<webhook_delivery::Entity>(),
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
        of_nobody::<platform_secret::Entity>(),
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

//! Writing a new organization with its owner.

use super::{Draft, Owner, slug_taken};
use crate::{member::Joining, person};
use authz::{Actor, actions::FoundOrganization};
use entities::{
    employee::{self, CompensationType, EmployeeStatus, WorkRole},
    event::EventAction,
    member::AccessRole,
    organization::{self, TaxRounding},
    user,
};
use kernel::{Code, Problem, RequestId};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{CrossOrganization, Failure, Granted, NewEvent, OrgTx, Store};

pub(super) async fn establish(
    store: &Store,
    actor: &Actor,
    request: Option<RequestId>,
    draft: &Draft,
    slug: &str,
) -> Result<organization::Model, Failure> {
    let given = (draft.clone(), slug.to_owned());
    store
        .write_new(actor, request, move |tx| {
            let (draft, slug) = given.clone();
            Box::pin(write(tx, draft, slug))
        })
        .await
}

async fn write(tx: &OrgTx, draft: Draft, slug: String) -> Result<organization::Model, Failure> {
    let Draft {
        name,
        description,
        plan,
        theme,
        locale,
        currency,
        time_zone,
        is_public,
        owner,
    } = draft;
    let owner = find(tx, owner).await?;
    let founded = tx
        .found(organization::ActiveModel {
            id: Set(tx.organization()),
            slug: Set(slug),
            name: Set(name),
            description: Set(description),
            logo: Set(None),
            plan: Set(plan),
            theme: Set(theme),
            locale: Set(locale),
            currency: Set(currency.code().to_owned()),
            time_zone: Set(time_zone),
            is_public: Set(is_public),
            members_may_leave: Set(true),
            support_refund_limit_minor: Set(None),
            tax_rounding: Set(TaxRounding::Line),
            books_closed_through: Set(None),
            books_closed_before: Set(None),
            points_per_minute: Set(None),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        })
        .await
        .map_err(|failure| failure.when_taken("slug", slug_taken))?;
    tx.emit(
        NewEvent::new(EventAction::OrganizationCreated, founded.id).after(json!({
            "name": founded.name,
            "slug": founded.slug,
            "plan": founded.plan,
            "currency": founded.currency,
            "ownerUserId": owner.id.to_string(),
        })),
    )
    .await?;
    employ(tx, &founded, &owner).await?;
    Ok(founded.clone())
}

async fn find(tx: &OrgTx, owner: Owner) -> Result<user::Model, Failure> {
    match owner {
        Owner::User(id) => person::user(tx, CrossOrganization::Founding, id).await,
        Owner::Address(key) => tx
            .find_unscoped::<user::Entity>(CrossOrganization::Founding)
            .filter(user::Column::EmailKey.eq(key))
            .filter(user::Column::EmailVerifiedAt.is_not_null())
            .one()
            .await?
            .ok_or_else(|| Problem::at("ownerEmail", Code::OwnerNotFound).into()),
    }
}

async fn employ(
    tx: &OrgTx,
    founded: &Granted<FoundOrganization>,
    owner: &user::Model,
) -> Result<(), Failure> {
    let joining = Joining {
        user: owner.id,
        profile: person::main_profile(tx, CrossOrganization::Founding, owner.id).await?,
        display_name: owner.full_name(),
        access_role: AccessRole::Owner,
        invited_by: None,
    };
    let member = joining.enter(tx, founded).await?;
    tx.create_from::<FoundOrganization, employee::Entity>(
        founded,
        employee::ActiveModel {
            id: Set(tx.new_id()),
            organization_id: Set(tx.organization()),
            member_id: Set(member.id),
            job_profile_id: Set(None),
            role: Set(WorkRole::Admin),
            professional_display_name: Set(owner.full_name()),
            compensation_type: Set(CompensationType::Commission),
            salary_minor: Set(None),
            salary_currency: Set(None),
            status: Set(EmployeeStatus::Active),
            starts_on: Set(None),
            hired_at: Set(tx.now()),
            terminated_at: Set(None),
            termination_reason: Set(None),
            invited_by_employee_id: Set(None),
            version: Set(1),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        },
    )
    .await?;
    Ok(())
}

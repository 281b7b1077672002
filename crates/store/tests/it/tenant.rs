//! An organization with its owner, and rows for it. Planted past the store, so that a test can have what no command
//! would write.

use authz::{Actor, SignedIn};
use chrono::{DateTime, Utc};
use entities::{
    employee::{self, CompensationType, EmployeeStatus, WorkRole},
    event::{self, Capacity, EventAction},
    member::{self, AccessRole, CustomerType, MemberStatus},
    organization::{self, Plan, Theme},
    permission_grant::{self, Permission, PermissionScope},
};
use kernel::{EmployeeId, MemberId, OrganizationId, SystemClock, SystemRandom, TypedId};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, ModelTrait,
    TransactionTrait,
};

use crate::{database::START, person::Person, planted::Planted};

/// An id that nobody has.
pub(crate) fn id<I: TypedId>() -> I {
    I::generate(&SystemClock, &SystemRandom)
}

fn start() -> DateTime<Utc> {
    START.parse().unwrap()
}

/// Writes a row as it is.
#[expect(
    clippy::disallowed_methods,
    reason = "a test plants what no command would write"
)]
pub(crate) async fn plant<M>(connection: &impl ConnectionTrait, row: M) -> Result<(), DbErr>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity> + ActiveModelBehavior,
{
    M::Entity::insert(row.into_active_model())
        .exec_without_returning(connection)
        .await
        .map(|_done| ())
}

/// An organization and the person who owns and runs it.
#[derive(Clone, Debug)]
pub(crate) struct Tenant {
    pub(crate) id: OrganizationId,
    pub(crate) slug: &'static str,
    pub(crate) owner: Person,
    pub(crate) member: MemberId,
    pub(crate) employee: EmployeeId,
    /// What the organization teaches, sells and earns.
    pub(crate) rows: Planted,
}

impl Tenant {
    /// An organization with at least one row in every table that belongs to organizations.
    pub(crate) async fn plant<C: ConnectionTrait + TransactionTrait>(
        connection: &C,
        slug: &'static str,
    ) -> Self {
        let (organization, owner, member, employee) = (id(), Person::new(), id(), id());
        let tenant = Self {
            id: organization,
            slug,
            rows: Planted::new(organization, slug, owner.user, member, employee, start()),
            owner,
            member,
            employee,
        };
        tenant.owner.plant(connection).await;
        plant(connection, tenant.organization(tenant.id)).await.unwrap();
        let mut member = tenant.member_of(&tenant.owner);
        member.id = tenant.member;
        plant(connection, member).await.unwrap();
        let mut employee = tenant.employee_of(tenant.member);
        employee.id = tenant.employee;
        plant(connection, employee).await.unwrap();
        plant(connection, tenant.member_invitation()).await.unwrap();
        plant(connection, tenant.employee_invitation()).await.unwrap();
        plant(connection, tenant.grant(Permission::ViewAuditLog))
            .await
            .unwrap();
        plant(connection, tenant.event()).await.unwrap();
        tenant.rows.plant(connection).await.unwrap();
        tenant
    }

    /// The owner, signed in.
    pub(crate) fn actor(&self) -> Actor {
        Actor::User(SignedIn {
            user: self.owner.user,
            session: id(),
            email_key: self.owner.user().email_key,
            email_verified: true,
            is_operator: false,
            impersonator: None,
        })
    }

    pub(crate) fn organization(&self, id: OrganizationId) -> organization::Model {
        organization::Model {
            id,
            slug: if id == self.id {
                self.slug.to_owned()
            } else {
                id.to_string()
            },
            name: self.slug.to_owned(),
            description: None,
            logo: None,
            plan: Plan::Free,
            theme: Theme::Default,
            locale: "en".to_owned(),
            currency: "EUR".to_owned(),
            time_zone: "Europe/Vienna".to_owned(),
            is_public: false,
            members_may_leave: true,
            support_refund_limit_minor: None,
            tax_rounding: entities::organization::TaxRounding::Line,
            books_closed_through: None,
            books_closed_before: None,
            points_per_minute: None,
            version: 1,
            created_at: start(),
            updated_at: start(),
        }
    }

    pub(crate) fn member_of(&self, person: &Person) -> member::Model {
        member::Model {
            id: id(),
            organization_id: self.id,
            user_id: person.user,
            profile_id: person.profile,
            display_name: format!("{} of {}", person.user, self.slug),
            access_role: AccessRole::Owner,
            status: MemberStatus::Active,
            customer_type: CustomerType::Regular,
            joined_at: start(),
            left_at: None,
            suspended_at: None,
            suspended_reason: None,
            removed_at: None,
            removed_reason: None,
            invited_by_employee_id: None,
            version: 1,
            created_at: start(),
            updated_at: start(),
        }
    }

    pub(crate) fn employee_of(&self, member: MemberId) -> employee::Model {
        employee::Model {
            id: id(),
            organization_id: self.id,
            member_id: member,
            job_profile_id: None,
            role: WorkRole::Admin,
            professional_display_name: format!("Employee of {}", self.slug),
            compensation_type: CompensationType::Commission,
            salary_minor: None,
            salary_currency: None,
            status: EmployeeStatus::Active,
            starts_on: None,
            hired_at: start(),
            terminated_at: None,
            termination_reason: None,
            invited_by_employee_id: None,
            version: 1,
            created_at: start(),
            updated_at: start(),
        }
    }

    pub(crate) fn grant(&self, permission: Permission) -> permission_grant::Model {
        permission_grant::Model {
            id: id(),
            organization_id: self.id,
            member_id: self.member,
            permission,
            scope: PermissionScope::All,
            granted_by_member_id: self.member,
            created_at: start(),
        }
    }

    pub(crate) fn event(&self) -> event::Model {
        event::Model {
            id: id(),
            organization_id: Some(self.id),
            actor_user_id: Some(self.owner.user),
            impersonator_user_id: None,
            capacity: Capacity::Employee,
            action: EventAction::OrganizationUpdated,
            subject_type: "organization".to_owned(),
            subject_id: self.id.uuid(),
            before: None,
            after: Some(serde_json::json!({ "name": self.slug })),
            request_id: None,
            occurred_at: start(),
            position: None,
        }
    }
}

//! Users, organizations, members and employees.

use super::{Maker, Size, maker::small};
use entities::{
    account::{self, AccountProvider},
    employee::{self, CompensationType, EmployeeStatus, WorkRole},
    fee_schedule::{self, RefundedFeeBearer},
    member::{self, AccessRole, CustomerType, MemberStatus},
    organization::{self, Plan, Theme},
    profile::{self, ProfileKind},
    user,
};
use kernel::{EmployeeId, FeeScheduleId, MemberId, OrganizationId, ProfileId, UserId};
use store::Store;

/// A user with their main profile.
#[derive(Clone, Copy)]
pub(super) struct Person {
    user: UserId,
    profile: ProfileId,
}

/// An organization with its people.
pub(super) struct House {
    pub(super) id: OrganizationId,
    pub(super) owner: UserId,
    pub(super) members: Vec<MemberId>,
    pub(super) employees: Vec<EmployeeId>,
}

/// Everybody, with one password, at `user1@scale.example` and so on.
pub(super) async fn users(
    store: &Store,
    maker: &mut Maker,
    size: Size,
    password_hash: &str,
) -> anyhow::Result<Vec<Person>> {
    let mut people = Vec::new();
    let (mut users, mut accounts, mut profiles) = (Vec::new(), Vec::new(), Vec::new());
    for number in 1..=size.users() {
        let user = user(maker, number);
        let profile = profile::Model {
            id: maker.id(),
            user_id: user.id,
            kind: ProfileKind::Main,
            display_name: format!("Person {number}"),
            about: None,
            created_at: maker.now(),
            updated_at: maker.now(),
        };
        accounts.push(account::Model {
            id: maker.id(),
            user_id: user.id,
            provider: AccountProvider::Password,
            provider_account_id: user.id.to_string(),
            password_hash: Some(password_hash.to_owned()),
            created_at: maker.now(),
            updated_at: maker.now(),
        });
        people.push(Person {
            user: user.id,
            profile: profile.id,
        });
        users.push(user);
        profiles.push(profile);
    }
    let fill = store.fill(None).await?;
    fill.rows::<user::Entity>(users).await?;
    fill.rows::<account::Entity>(accounts).await?;
    fill.rows::<profile::Entity>(profiles).await?;
    fill.commit().await?;
    Ok(people)
}

fn user(maker: &mut Maker, number: u64) -> user::Model {
    let email = format!("user{number}@scale.example");
    user::Model {
        id: maker.id(),
        email_key: email.clone(),
        email,
        email_verified_at: Some(maker.now()),
        first_name: "Person".to_owned(),
        last_name: Some(number.to_string()),
        username: None,
        username_key: None,
        phone_number: None,
        designation: None,
        bio: None,
        social_website: None,
        social_github: None,
        social_facebook: None,
        social_twitter: None,
        social_linkedin: None,
        image_url: None,
        avatar: None,
        locale: None,
        time_zone: None,
        platform_role: None,
        banned_at: None,
        ban_reason: None,
        ban_expires_at: None,
        version: 1,
        created_at: maker.now(),
        updated_at: maker.now(),
    }
}

/// An organization `scale-1` and so on, public, in euros.
pub(super) async fn organization(
    store: &Store,
    maker: &mut Maker,
    size: Size,
    number: u64,
    users: &[Person],
) -> anyhow::Result<House> {
    let id: OrganizationId = maker.id();
    let row = organization::Model {
        id,
        slug: format!("scale-{}", number + 1),
        name: format!("Organization {}", number + 1),
        description: None,
        logo: None,
        plan: Plan::Pro,
        theme: Theme::Default,
        locale: "en".to_owned(),
        currency: "EUR".to_owned(),
        time_zone: "Europe/Ljubljana".to_owned(),
        is_public: true,
        members_may_leave: true,
        support_refund_limit_minor: None,
        tax_rounding: entities::organization::TaxRounding::Line,
        books_closed_through: None,
        books_closed_before: None,
        points_per_minute: None,
        version: 1,
        created_at: maker.now(),
        updated_at: maker.now(),
    };
    let first = number * (Size::MEMBERS / 2);
    let people = (0..Size::MEMBERS).filter_map(|index| {
        let place = usize::try_from((first + index) % size.users()).ok()?;
        users.get(place).copied()
    });
    let members: Vec<_> = (0..)
        .zip(people)
        .map(|(index, person)| member(maker, id, index, person))
        .collect();
    let employees: Vec<_> = (0..Size::EMPLOYEES)
        .zip(&members)
        .map(|(index, member)| employee(maker, index, member))
        .collect();
    let owner = members
        .first()
        .map(|member| member.user_id)
        .ok_or_else(|| anyhow::anyhow!("an organization without members"))?;
    let fees = fee_schedule::Model {
        id: maker.id::<FeeScheduleId>(),
        organization_id: id,
        platform_fee_ppm: 50_000,
        processing_fee_ppm: 30_000,
        withholding_ppm: 80_000,
        refunded_fee_bearer: RefundedFeeBearer::Organization,
        valid_from: maker.now(),
        set_by_user_id: owner,
        created_at: maker.now(),
    };
    let house = House {
        id,
        owner,
        members: members.iter().map(|member| member.id).collect(),
        employees: employees.iter().map(|employee| employee.id).collect(),
    };
    let fill = store.fill(Some(id)).await?;
    fill.rows::<organization::Entity>(vec![row]).await?;
    fill.rows::<member::Entity>(members).await?;
    fill.rows::<employee::Entity>(employees).await?;
    fill.rows::<fee_schedule::Entity>(vec![fees]).await?;
    fill.commit().await?;
    Ok(house)
}

fn member(maker: &mut Maker, organization: OrganizationId, index: u64, person: Person) -> member::Model {
    let id = maker.id();
    member::Model {
        id,
        organization_id: organization,
        user_id: person.user,
        profile_id: person.profile,
        display_name: format!("Member {}", index + 1),
        access_role: match index {
            0 => AccessRole::Owner,
            1..Size::EMPLOYEES => AccessRole::Employee,
            _ => AccessRole::Member,
        },
        status: if index % 20 == 19 {
            MemberStatus::Suspended
        } else {
            MemberStatus::Active
        },
        customer_type: CustomerType::Regular,
        joined_at: maker.now(),
        left_at: None,
        suspended_at: (index % 20 == 19).then(|| maker.now()),
        suspended_reason: None,
        removed_at: None,
        removed_reason: None,
        invited_by_employee_id: None,
        version: 1,
        created_at: maker.now(),
        updated_at: maker.now(),
    }
}

fn employee(maker: &mut Maker, index: u64, member: &member::Model) -> employee::Model {
    employee::Model {
        id: maker.id(),
        organization_id: member.organization_id,
        member_id: member.id,
        job_profile_id: None,
        role: if index == 0 {
            WorkRole::Admin
        } else {
            WorkRole::Creator
        },
        professional_display_name: format!("Maker {}", small(index + 1)),
        compensation_type: CompensationType::Commission,
        salary_minor: None,
        salary_currency: None,
        status: EmployeeStatus::Active,
        starts_on: None,
        hired_at: maker.now(),
        terminated_at: None,
        termination_reason: None,
        invited_by_employee_id: None,
        version: 1,
        created_at: maker.now(),
        updated_at: maker.now(),
    }
}

//! A reference across organizations cannot be stored, whatever a command forgot to check.

use crate::{
    database::TestDatabase,
    person::Person,
    tenant::{Tenant, id, plant},
};
use authz::actions::FoundOrganization;
use entities::{employee, organization};
use sea_orm::{ActiveModelTrait, DbErr, IntoActiveModel};
use store::{Failure, StoreError};

fn refused(outcome: Result<(), DbErr>, what: &str) {
    let error = outcome.expect_err(what);
    let text = error.to_string().to_lowercase();
    assert!(
        text.contains("foreign key constraint"),
        "{what} was refused for another reason: {error}"
    );
}

#[tokio::test]
async fn an_employee_is_not_a_member_of_another_organization() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let (here, there) = (
        Tenant::plant(&raw, "here").await,
        Tenant::plant(&raw, "there").await,
    );

    refused(
        plant(&raw, here.employee_of(there.member)).await,
        "an employee whose member is elsewhere",
    );
    // The same row with a member of its own organization is fine, so the refusal was about the member.
    let person = Person::new();
    person.plant(&raw).await;
    let member = here.member_of(&person);
    plant(&raw, member.clone()).await.unwrap();
    plant(&raw, here.employee_of(member.id)).await.unwrap();
}

#[tokio::test]
async fn no_other_reference_leads_elsewhere_either() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let (here, there) = (
        Tenant::plant(&raw, "here").await,
        Tenant::plant(&raw, "there").await,
    );
    let person = Person::new();
    person.plant(&raw).await;

    let mut member = here.member_of(&person);
    member.invited_by_employee_id = Some(there.employee);
    refused(plant(&raw, member).await, "a member invited from elsewhere");

    let mut invitation = here.member_invitation();
    invitation.invited_by_employee_id = there.employee;
    refused(plant(&raw, invitation).await, "an invitation sent from elsewhere");

    let mut invitation = here.employee_invitation();
    invitation.promoted_member_id = Some(there.member);
    refused(plant(&raw, invitation).await, "a promotion of a member elsewhere");

    let mut grant = here.grant(entities::permission_grant::Permission::ManageTax);
    grant.member_id = there.member;
    refused(plant(&raw, grant).await, "a grant to a member elsewhere");

    // A member's profile is a profile of the same person.
    let other = Person::new();
    other.plant(&raw).await;
    let mut member = here.member_of(&person);
    member.profile_id = other.profile;
    refused(plant(&raw, member).await, "a member with somebody else's profile");
}

/// The connections of the store check references too: SQLite checks none unless each connection asks for it.
#[tokio::test]
async fn the_store_refuses_it_as_well() {
    let database = TestDatabase::new().await;
    let raw = database.raw().await;
    let there = Tenant::plant(&raw, "there").await;
    let template = there.clone();

    let outcome = database
        .store()
        .await
        .write_new(&there.actor(), None, move |tx| {
            let template = template.clone();
            Box::pin(async move {
                let row: organization::Model = template.organization(id());
                let founded = tx.found(row.into_active_model().reset_all()).await?;
                let row = template.employee_of(template.member).into_active_model();
                // The store puts the row into the new organization; its member stays where it is.
                tx.create_from::<FoundOrganization, employee::Entity>(&founded, row.reset_all())
                    .await?;
                Ok(())
            })
        })
        .await;
    let Err(Failure::Store(StoreError::Database(error))) = outcome else {
        panic!("the employee was stored: {outcome:?}");
    };
    refused(Err(error), "an employee whose member is elsewhere");
}

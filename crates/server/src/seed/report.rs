//! What a seed left behind, for scripts: ids by the names of the file.

use super::{Seed, cast::Cast, organization::by_slug};
use entities::{employee, employee_invitation, member, member_invitation};
use kernel::OrganizationId;
use sea_orm::ColumnTrait;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use store::{CrossOrganization, Store};

/// Ids of everything in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SeedReport {
    /// By address.
    pub users: BTreeMap<String, UserReport>,
    /// By slug.
    pub organizations: BTreeMap<String, OrganizationReport>,
}

/// One user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserReport {
    /// The user's id.
    pub id: String,
    /// The token of a new session, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_token: Option<String>,
}

/// One organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationReport {
    /// The organization's id.
    pub id: String,
    /// Member ids by address.
    pub members: BTreeMap<String, String>,
    /// Employee ids by address.
    pub employees: BTreeMap<String, String>,
    /// Ids of member invitations by address, the last of each.
    pub member_invitations: BTreeMap<String, String>,
    /// Ids of employee invitations by address, the last of each.
    pub employee_invitations: BTreeMap<String, String>,
}

/// Reads what is there of a file.
pub(super) async fn report(store: &Store, cast: &Cast, seed: &Seed) -> anyhow::Result<SeedReport> {
    let users = cast.everybody().map(|(email, user)| {
        let user = UserReport {
            id: user.id.to_string(),
            session_token: None,
        };
        (email.to_owned(), user)
    });
    let mut report = SeedReport {
        users: users.collect(),
        organizations: BTreeMap::new(),
    };
    for organization in &seed.organizations {
        if let Some(row) = by_slug(store, &organization.slug).await? {
            let people = people_of(store, cast, row.id).await?;
            report.organizations.insert(organization.slug.clone(), people);
        }
    }
    Ok(report)
}

async fn people_of(store: &Store, cast: &Cast, id: OrganizationId) -> anyhow::Result<OrganizationReport> {
    let across = store.across(CrossOrganization::CommandLine);
    let emails = cast.by_id();
    let members = across
        .find::<member::Entity>()
        .filter(member::Column::OrganizationId.eq(id))
        .all()
        .await?;
    let members: HashMap<_, _> = members
        .into_iter()
        .filter_map(|member| Some((member.id, (*emails.get(&member.user_id)?).to_owned())))
        .collect();
    let employees = across
        .find::<employee::Entity>()
        .filter(employee::Column::OrganizationId.eq(id))
        .all()
        .await?;
    // In the order of their ids, so that of several the last stays.
    let invited = across
        .find::<member_invitation::Entity>()
        .filter(member_invitation::Column::OrganizationId.eq(id))
        .order_by(member_invitation::Column::Id, sea_orm::Order::Asc)
        .all()
        .await?;
    let recruited = across
        .find::<employee_invitation::Entity>()
        .filter(employee_invitation::Column::OrganizationId.eq(id))
        .order_by(employee_invitation::Column::Id, sea_orm::Order::Asc)
        .all()
        .await?;
    Ok(OrganizationReport {
        id: id.to_string(),
        employees: employees
            .into_iter()
            .filter_map(|employee| Some((members.get(&employee.member_id)?.clone(), employee.id.to_string())))
            .collect(),
        members: members
            .into_iter()
            .map(|(id, email)| (email, id.to_string()))
            .collect(),
        member_invitations: invited
            .into_iter()
            .map(|row| (row.email, row.id.to_string()))
            .collect(),
        employee_invitations: recruited
            .into_iter()
            .map(|row| (row.email, row.id.to_string()))
            .collect(),
    })
}

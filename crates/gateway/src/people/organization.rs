//! Founding and changing organizations.

use super::employee_invitation::MoneyInput;
use crate::base::{in_organization, money, parse_id, patch, payload, settle, view_after};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Result};
use futures::FutureExt;
use graph::{
    CurrencyCode, LanguageTag, Organization, Plan, RequestContext, TaxRounding, Theme, unauthenticated,
};
use kernel::{OrganizationId, Patch};
use people::{founding::NewOrganization, organization};
use store::Target;

/// A new organization.
#[derive(InputObject)]
pub struct CreateOrganizationInput {
    /// The name it shows; 1 to 100 characters.
    pub name: String,
    /// Its name in addresses: lower-case letters, digits and single hyphens. Made from the name if not given.
    pub slug: Option<String>,
    /// A few words about it.
    pub description: Option<String>,
    /// What it subscribes to; `FREE` if not given.
    pub plan: Option<Plan>,
    /// The colours of its pages; `DEFAULT` if not given.
    pub theme: Option<Theme>,
    /// Its default language; `en` if not given.
    pub locale: Option<LanguageTag>,
    /// The currency of its books and salaries; `EUR` if not given. It cannot be changed later.
    pub currency: Option<CurrencyCode>,
    /// IANA time zone; `UTC` if not given.
    pub time_zone: Option<String>,
    /// Whether people who are not members can see that it exists; `false` if not given.
    pub is_public: Option<bool>,
    /// The verified address of the person who will own it. Only platform operators may name somebody else.
    pub owner_email: Option<String>,
}

/// What changes in an organization. A field that is absent stays as it is.
#[derive(InputObject)]
pub struct UpdateOrganizationInput {
    /// The organization.
    pub id: ID,
    /// The name it shows.
    pub name: MaybeUndefined<String>,
    /// Its name in addresses. Links with the old one no longer work.
    pub slug: MaybeUndefined<String>,
    /// A few words about it; null clears it.
    pub description: MaybeUndefined<String>,
    /// The colours of its pages.
    pub theme: MaybeUndefined<Theme>,
    /// Its default language.
    pub locale: MaybeUndefined<LanguageTag>,
    /// IANA time zone.
    pub time_zone: MaybeUndefined<String>,
    /// Whether people who are not members can see that it exists.
    pub is_public: MaybeUndefined<bool>,
    /// Whether members can leave by themselves.
    pub members_may_leave: MaybeUndefined<bool>,
    /// How much members with MANAGE_SUPPORT may refund of one order without asking, in the organization's currency;
    /// null means nothing. What goes beyond it waits for somebody with ISSUE_REFUNDS.
    pub support_refund_limit: MaybeUndefined<MoneyInput>,
    /// Where the tax of orders to come is rounded. Orders that were placed keep theirs.
    pub tax_rounding: MaybeUndefined<TaxRounding>,
    /// The version you have seen; the change is refused if somebody else was faster.
    pub expected_version: Option<i32>,
}

payload! {
    /// The new organization.
    CreateOrganizationPayload {
        /// The organization; you are a member of it if you own it.
        organization: Organization
    }
    /// The changed organization.
    UpdateOrganizationPayload {
        /// The organization.
        organization: Organization
    }
}

pub(super) async fn create(
    ctx: &Context<'_>,
    input: CreateOrganizationInput,
) -> Result<CreateOrganizationPayload> {
    let CreateOrganizationInput {
        name,
        slug,
        description,
        plan,
        theme,
        locale,
        currency,
        time_zone,
        is_public,
        owner_email,
    } = input;
    let request = RequestContext::of(ctx)?;
    request.user().ok_or_else(unauthenticated)?;
    let new = NewOrganization {
        name,
        slug,
        description,
        plan: plan.map(Into::into),
        theme: theme.map(Into::into),
        locale: locale.map(|tag| tag.0),
        currency: currency.map(|code| code.0),
        time_zone,
        is_public,
        owner_email,
    };
    let founded = people::founding::found(&request.store, &request.actor, Some(request.request), new).await;
    Ok(match settle(founded)? {
        Ok(row) => Ok(Organization::of(view_after(&request, row.id)).await?),
        Err(refused) => Err(refused),
    }
    .into())
}

pub(super) async fn update(
    ctx: &Context<'_>,
    input: UpdateOrganizationInput,
) -> Result<UpdateOrganizationPayload> {
    let UpdateOrganizationInput {
        id,
        name,
        slug,
        description,
        theme,
        locale,
        time_zone,
        is_public,
        members_may_leave,
        support_refund_limit,
        tax_rounding,
        expected_version,
    } = input;
    let request = RequestContext::of(ctx)?;
    let id = parse_id::<OrganizationId>("id", &id);
    let change = organization::UpdateOrganization {
        name: patch(name, |name| name),
        slug: patch(slug, |slug| slug),
        description: patch(description, |text| text),
        logo: Patch::Keep,
        theme: patch(theme, Into::into),
        locale: patch(locale, |tag| tag.0),
        time_zone: patch(time_zone, |zone| zone),
        is_public: patch(is_public, |yes| yes),
        members_may_leave: patch(members_may_leave, |yes| yes),
        support_refund_limit: patch(support_refund_limit, |limit| money(limit.amount, limit.currency)),
        tax_rounding: patch(tax_rounding, Into::into),
        expected_version,
    };
    let target = id.clone().map(|id| Target::organization("id", id));
    let done = in_organization(&request, target, |tx| {
        organization::update_organization(tx, tx.organization(), change.clone()).boxed()
    })
    .await?;
    Ok(match done {
        Ok(row) => Ok(Organization::of(view_after(&request, row.id)).await?),
        Err(refused) => Err(refused),
    }
    .into())
}

//! Changing an organization's name, settings and appearance. Its plan and currency do not change here.

use crate::{
    changes::{Changes, checked, put, unchanged_since},
    founding::{checked_slug, slug_taken},
    salary::{self, SalaryInput},
};
use authz::actions;
use entities::{
    event::EventAction,
    organization::{self, TaxRounding, Theme},
};
use kernel::{Currency, LanguageTag, OrganizationId, Patch, Problems, TextLimits, TimeZone, line, paragraph};
use sea_orm::ActiveValue::Set;
use store::{Failure, NewEvent, OrgTx};

/// New settings of an organization.
#[derive(Clone, Debug, Default)]
pub struct UpdateOrganization {
    /// The name it shows.
    pub name: Patch<String>,
    /// Its name in addresses. Links with the old one end.
    pub slug: Patch<String>,
    /// A few words about it.
    pub description: Patch<String>,
    /// The name of an uploaded picture.
    pub logo: Patch<String>,
    /// Colours.
    pub theme: Patch<Theme>,
    /// Default language, BCP 47.
    pub locale: Patch<String>,
    /// IANA time zone.
    pub time_zone: Patch<String>,
    /// Whether people who are not members can see that it exists.
    pub is_public: Patch<bool>,
    /// Whether members can leave by themselves.
    pub members_may_leave: Patch<bool>,
    /// How much support may give back of one order without asking, in the organization's currency.
    pub support_refund_limit: Patch<SalaryInput>,
    /// Where the tax of orders to come is rounded.
    pub tax_rounding: Patch<TaxRounding>,
    /// The version that the client has seen; a newer one is not overwritten.
    pub expected_version: Option<i32>,
}

/// Changes an organization's settings. Refuses with `SLUG_TAKEN`, `SLUG_RESERVED`, `VERSION_CONFLICT`.
pub async fn update_organization(
    tx: &OrgTx,
    id: OrganizationId,
    input: UpdateOrganization,
) -> Result<organization::Model, Failure> {
    let UpdateOrganization {
        name,
        slug,
        description,
        logo,
        theme,
        locale,
        time_zone,
        is_public,
        members_may_leave,
        support_refund_limit,
        tax_rounding,
        expected_version,
    } = input;
    let granted = tx.load_for::<actions::UpdateOrganization>("id", id).await?;
    let mut problems = Problems::default();
    let name = checked(&mut problems, "name", name, |text| {
        line("name", &text, TextLimits::NAME)
    });
    let slug = checked(&mut problems, "slug", slug, |text| checked_slug("slug", &text));
    let description = problems
        .take(description.try_map(|text| paragraph("description", &text, TextLimits::PARAGRAPH)))
        .and_then(Patch::changed)
        .map(Option::flatten);
    let theme = checked(&mut problems, "theme", theme, Ok);
    let locale = checked(&mut problems, "locale", locale, |text| {
        LanguageTag::parse("locale", &text).map(LanguageTag::into_string)
    });
    let time_zone = checked(&mut problems, "timeZone", time_zone, |text| {
        TimeZone::parse("timeZone", &text).map(TimeZone::into_string)
    });
    let is_public = checked(&mut problems, "isPublic", is_public, Ok);
    let members_may_leave = checked(&mut problems, "membersMayLeave", members_may_leave, Ok);
    let currency =
        Currency::parse(&granted.currency).ok_or(Failure::Defect("an organization has no known currency"))?;
    let support_refund_limit = problems
        .take(support_refund_limit.try_map(|limit| salary::amount("supportRefundLimit", limit, currency)))
        .and_then(Patch::changed)
        .map(|limit| limit.map(|limit| limit.minor));
    let tax_rounding = checked(&mut problems, "taxRounding", tax_rounding, Ok);
    problems.into_result()?;
    unchanged_since(expected_version, granted.version)?;

    let mut changes = Changes::default();
    let name = changes.note("name", &granted.name, name);
    let slug = changes.note("slug", &granted.slug, slug);
    let description = changes.note("description", &granted.description, description);
    let logo = changes.note("logo", &granted.logo, logo.changed());
    let theme = changes.note("theme", &granted.theme, theme);
    let locale = changes.note("locale", &granted.locale, locale);
    let time_zone = changes.note("timeZone", &granted.time_zone, time_zone);
    let is_public = changes.note("isPublic", &granted.is_public, is_public);
    let members_may_leave = changes.note("membersMayLeave", &granted.members_may_leave, members_may_leave);
    let support_refund_limit = changes.note(
        "supportRefundLimitMinor",
        &granted.support_refund_limit_minor,
        support_refund_limit,
    );
    let tax_rounding = changes.note("taxRounding", &granted.tax_rounding, tax_rounding);
    if changes.is_empty() {
        return Ok(granted.clone());
    }
    let version = granted.version + 1;
    let updated = tx
        .update(granted, |row| {
            put(&mut row.name, name);
            put(&mut row.slug, slug);
            put(&mut row.description, description);
            put(&mut row.logo, logo);
            put(&mut row.theme, theme);
            put(&mut row.locale, locale);
            put(&mut row.time_zone, time_zone);
            put(&mut row.is_public, is_public);
            put(&mut row.members_may_leave, members_may_leave);
            put(&mut row.support_refund_limit_minor, support_refund_limit);
            put(&mut row.tax_rounding, tax_rounding);
            row.version = Set(version);
            row.updated_at = Set(tx.now());
        })
        .await
        .map_err(|error| Failure::from(error).when_taken("slug", slug_taken))?;
    tx.emit(changes.tell(NewEvent::new(EventAction::OrganizationUpdated, updated.id)))
        .await?;
    Ok(updated)
}

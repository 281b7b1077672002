//! Making and changing offers.

use super::run::on;
use crate::{
    base::{optional_id, patch, payload},
    people::MoneyInput,
};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Result};
use commerce::offer as commands;
use entities::{offer, organization};
use futures::FutureExt;
use graph::{DateTime, Decimal, Offer};
use kernel::{OfferId, OrganizationId, ProductId};

/// A new offer. It takes off either a percentage or an amount.
#[derive(InputObject)]
pub struct CreateOfferInput {
    /// The organization.
    pub organization_id: ID,
    /// The name shown to customers.
    pub name: String,
    /// The code by which it is asked for: 3 to 40 letters, digits, `-` and `_`; capital and small letters are the same.
    /// Not given: the offer applies to every cart by itself.
    pub code: Option<String>,
    /// The part of the price it takes off, in percent: above 0, up to 100, at most four decimals.
    pub percent: Option<Decimal>,
    /// The amount it takes off all lines together. Such an offer counts only for carts in its currency.
    pub amount: Option<MoneyInput>,
    /// The only product it is for; all, if not given.
    pub product_id: Option<ID>,
    /// Of the offers with the same word here only the one that takes off most counts.
    pub exclusive_group: Option<String>,
    /// The order in which offers are applied, smallest first; behind all others, if not given.
    pub position: Option<i32>,
    /// From when on it can be used; now, if not given.
    pub starts_at: Option<DateTime>,
    /// Until when it can be used, exclusive; for ever, if not given.
    pub ends_at: Option<DateTime>,
    /// How many orders may use it; any number, if not given.
    pub max_uses: Option<i32>,
    /// How many orders of one member may use it; any number, if not given.
    pub max_uses_per_member: Option<i32>,
}

/// What changes in an offer. A field that is absent stays as it is; so does what it takes off, because another discount
/// is another offer.
#[derive(InputObject)]
pub struct UpdateOfferInput {
    /// The offer.
    pub id: ID,
    /// The name shown to customers.
    pub name: MaybeUndefined<String>,
    /// Of the offers with the same word here only the one that takes off most counts; null: it stacks with every other.
    pub exclusive_group: MaybeUndefined<String>,
    /// The order in which offers are applied, smallest first.
    pub position: MaybeUndefined<i32>,
    /// Until when it can be used, exclusive; null: for ever.
    pub ends_at: MaybeUndefined<DateTime>,
    /// How many orders may use it, those that did included; null: any number.
    pub max_uses: MaybeUndefined<i32>,
    /// How many orders of one member may use it; null: any number.
    pub max_uses_per_member: MaybeUndefined<i32>,
    /// The version you have seen; the change is refused if somebody else was faster.
    pub expected_version: Option<i32>,
}

/// Switching an offer on again.
#[derive(InputObject)]
pub struct ActivateOfferInput {
    /// The offer.
    pub id: ID,
}

/// Switching an offer off.
#[derive(InputObject)]
pub struct DeactivateOfferInput {
    /// The offer.
    pub id: ID,
}

payload! {
    /// The new offer.
    CreateOfferPayload {
        /// The offer.
        offer: Offer
    }
    /// The changed offer.
    UpdateOfferPayload {
        /// The offer.
        offer: Offer
    }
    /// The offer that is switched on.
    ActivateOfferPayload {
        /// The offer.
        offer: Offer
    }
    /// The offer that is switched off.
    DeactivateOfferPayload {
        /// The offer.
        offer: Offer
    }
}

pub(super) async fn create(ctx: &Context<'_>, input: CreateOfferInput) -> Result<CreateOfferPayload> {
    let CreateOfferInput {
        organization_id,
        name,
        code,
        percent,
        amount,
        product_id,
        exclusive_group,
        position,
        starts_at,
        ends_at,
        max_uses,
        max_uses_per_member,
    } = input;
    let new =
        optional_id::<ProductId>("productId", product_id.as_ref()).map(|product_id| commands::CreateOffer {
            name,
            code,
            percent: percent.map(|percent| percent.0),
            amount: amount.map(MoneyInput::into_commerce),
            product_id,
            exclusive_group,
            position,
            starts_at: starts_at.map(|at| at.0),
            ends_at: ends_at.map(|at| at.0),
            max_uses,
            max_uses_per_member,
        });
    let done = on::<organization::Entity, OrganizationId, _, _, _>(
        ctx,
        ("organizationId", &organization_id),
        false,
        |tx, _| {
            let new = new.clone();
            async move { commands::create_offer(tx, new?).await }.boxed()
        },
        Offer::new,
    );
    Ok(done.await?.into())
}

pub(super) async fn update(ctx: &Context<'_>, input: UpdateOfferInput) -> Result<UpdateOfferPayload> {
    let UpdateOfferInput {
        id,
        name,
        exclusive_group,
        position,
        ends_at,
        max_uses,
        max_uses_per_member,
        expected_version,
    } = input;
    let change = commands::UpdateOffer {
        name: patch(name, |text| text),
        exclusive_group: patch(exclusive_group, |text| text),
        position: patch(position, |number| number),
        ends_at: patch(ends_at, |at| at.0),
        max_uses: patch(max_uses, |number| number),
        max_uses_per_member: patch(max_uses_per_member, |number| number),
        expected_version,
    };
    let done = on::<offer::Entity, OfferId, _, _, _>(
        ctx,
        ("id", &id),
        false,
        |tx, id| commands::update_offer(tx, id, change.clone()).boxed(),
        Offer::new,
    );
    Ok(done.await?.into())
}

pub(super) async fn activate(ctx: &Context<'_>, input: ActivateOfferInput) -> Result<ActivateOfferPayload> {
    let ActivateOfferInput { id } = input;
    let done = on::<offer::Entity, OfferId, _, _, _>(
        ctx,
        ("id", &id),
        false,
        |tx, id| commands::set_offer_active(tx, id, true).boxed(),
        Offer::new,
    );
    Ok(done.await?.into())
}

pub(super) async fn deactivate(
    ctx: &Context<'_>,
    input: DeactivateOfferInput,
) -> Result<DeactivateOfferPayload> {
    let DeactivateOfferInput { id } = input;
    let done = on::<offer::Entity, OfferId, _, _, _>(
        ctx,
        ("id", &id),
        false,
        |tx, id| commands::set_offer_active(tx, id, false).boxed(),
        Offer::new,
    );
    Ok(done.await?.into())
}

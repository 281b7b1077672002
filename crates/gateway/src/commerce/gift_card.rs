//! Issuing gift cards and switching them off and on.

use super::run::on;
use crate::{
    base::{Outcome, payload},
    people::MoneyInput,
};
use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use commerce::gift_card::{self as commands, Issued};
use entities::{gift_card, organization};
use futures::FutureExt;
use graph::{DateTime, GiftCard, GiftCardKind, UserErrors};
use kernel::{GiftCardId, OrganizationId};

/// A new gift card.
#[derive(InputObject)]
pub struct IssueGiftCardInput {
    /// The organization.
    pub organization_id: ID,
    /// Whether it is given away or was paid for outside the platform.
    pub kind: GiftCardKind,
    /// What is on it.
    pub amount: MoneyInput,
    /// When it ends; never, if not given.
    pub expires_at: Option<DateTime>,
    /// What it is issued for; the people who issue cards read it.
    pub note: Option<String>,
    /// A key of your own for this card: the same request again with the same key issues nothing and gives the same card.
    pub idempotency_key: String,
    /// Answers what would be issued, without issuing it and without a code.
    #[graphql(default)]
    pub dry_run: bool,
}

/// Switching a gift card on or off.
#[derive(InputObject)]
pub struct SetGiftCardActiveInput {
    /// The gift card.
    pub id: ID,
    /// Whether it can be used.
    pub is_active: bool,
}

/// The gift card that was issued.
#[derive(Debug, SimpleObject)]
pub struct IssueGiftCardPayload {
    /// The gift card.
    pub gift_card: Option<GiftCard>,
    /// The code to pay with. It is shown here only and only once: afterwards nobody can find it out, because just its
    /// hash is stored. Null when the same idempotency key issued the card before, and in a dry run; if the first answer
    /// was lost, switch the card off and issue another.
    pub code: Option<String>,
    /// Why nothing was changed; empty after a success.
    pub user_errors: UserErrors,
}

payload! {
    /// The changed gift card.
    SetGiftCardActivePayload {
        /// The gift card.
        gift_card: GiftCard
    }
}

pub(super) async fn issue(ctx: &Context<'_>, input: IssueGiftCardInput) -> Result<IssueGiftCardPayload> {
    let IssueGiftCardInput {
        organization_id,
        kind,
        amount,
        expires_at,
        note,
        idempotency_key,
        dry_run,
    } = input;
    let new = commands::IssueGiftCard {
        kind: kind.into(),
        amount: amount.into_commerce(),
        expires_at: expires_at.map(|at| at.0),
        note,
        idempotency_key,
    };
    let done: Outcome<(GiftCard, Option<String>)> = on::<organization::Entity, OrganizationId, _, _, _>(
        ctx,
        ("organizationId", &organization_id),
        dry_run,
        |tx, _| commands::issue_gift_card(tx, new.clone()).boxed(),
        |view, Issued { card, code }| (GiftCard::new(view, card), code.map(|code| code.reveal())),
    )
    .await?;
    Ok(match done {
        Ok((gift_card, code)) => IssueGiftCardPayload {
            gift_card: Some(gift_card),
            code: code.filter(|_code| !dry_run),
            user_errors: Vec::new(),
        },
        Err(user_errors) => IssueGiftCardPayload {
            gift_card: None,
            code: None,
            user_errors,
        },
    })
}

pub(super) async fn set_active(
    ctx: &Context<'_>,
    input: SetGiftCardActiveInput,
) -> Result<SetGiftCardActivePayload> {
    let SetGiftCardActiveInput { id, is_active } = input;
    let done = on::<gift_card::Entity, GiftCardId, _, _, _>(
        ctx,
        ("id", &id),
        false,
        |tx, id| commands::set_gift_card_active(tx, id, is_active).boxed(),
        GiftCard::new,
    );
    Ok(done.await?.into())
}

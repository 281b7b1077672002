//! Issuing a gift card.

use super::GiftCardCode;
use crate::{actor, amount::MoneyInput, changes::incomplete, window};
use authz::actions;
use chrono::{DateTime, Utc};
use entities::{
    event::EventAction,
    gift_card::{self, Column, GiftCardKind},
};
use kernel::{GiftCardId, Problems, TextLimits, optional_line};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde_json::json;
use store::{Failure, NewEvent, OrgTx};

/// A new gift card.
#[derive(Clone, Debug)]
pub struct IssueGiftCard {
    /// Whether it is given away or was paid for outside the platform.
    pub kind: GiftCardKind,
    /// What is on it.
    pub amount: MoneyInput,
    /// When it ends; none: never.
    pub expires_at: Option<DateTime<Utc>>,
    /// What it is issued for.
    pub note: Option<String>,
    /// The client's key for issuing it once.
    pub idempotency_key: String,
}

/// A gift card, and its code where it was made just now. It cannot be had again: only its hash is stored.
#[derive(Clone, Debug)]
pub struct Issued {
    /// The card.
    pub card: gift_card::Model,
    /// The code; none, if the card was issued before under the same key.
    pub code: Option<GiftCardCode>,
}

/// Issues a gift card with a code that nobody can guess, and posts that the organization owes what is on it.
///
/// Refuses with `EMPLOYEE_REQUIRED`, `IDEMPOTENCY_CONFLICT`, `IN_THE_PAST` and the reasons of amounts.
pub async fn issue_gift_card(tx: &OrgTx, input: IssueGiftCard) -> Result<Issued, Failure> {
    let granted = tx
        .load_for::<actions::IssueGiftCard>("organizationId", tx.organization())
        .await?;
    let by = actor::employee(tx)?;
    let IssueGiftCard {
        kind,
        amount,
        expires_at,
        note,
        idempotency_key,
    } = input;
    let id = tx.new_id::<GiftCardId>();
    let asked = json!({
        "kind": kind,
        "amount": amount.amount.normalize().to_string(),
        "currency": amount.currency,
        "expiresAt": expires_at.map(crate::moment),
        "note": note,
    });
    if let Some(before) = tx.once("issueGiftCard", &idempotency_key, &asked, id).await? {
        let card = tx.find::<gift_card::Entity>().filter(Column::Id.eq(before));
        let card = card.one().await?.ok_or(Failure::NotFound("idempotencyKey"))?;
        return Ok(Issued { card, code: None });
    }
    let mut problems = Problems::default();
    let amount = problems.take(amount.check("amount", 1));
    let expires_at = expires_at.map(|at| window::future(tx, "expiresAt", at));
    let expires_at = problems.take(expires_at.transpose());
    let note = note.map_or(Ok(None), |text| optional_line("note", &text, TextLimits::LINE));
    let note = problems.take(note);
    problems.into_result()?;
    let (Some(amount), Some(expires_at), Some(note)) = (amount, expires_at, note) else {
        return Err(incomplete());
    };

    let code = GiftCardCode::generate(tx.random());
    let row = gift_card::ActiveModel {
        id: Set(id),
        organization_id: Set(tx.organization()),
        code_hash: Set(code.hash()),
        code_ending: Set(code.ending()),
        kind: Set(kind),
        currency: Set(amount.currency.code().to_owned()),
        initial_minor: Set(amount.minor),
        balance_minor: Set(amount.minor),
        issued_by_employee_id: Set(by),
        expires_at: Set(expires_at),
        is_active: Set(true),
        note: Set(note),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let card = tx
        .create_from::<actions::IssueGiftCard, gift_card::Entity>(&granted, row)
        .await?;
    finance::gift_card::issued(tx, &granted, &card).await?;
    tx.emit(NewEvent::new(EventAction::GiftCardIssued, card.id).after(json!({
        "kind": card.kind,
        "amount": amount.to_decimal().to_string(),
        "currency": card.currency,
        "codeEnding": card.code_ending,
        "expiresAt": card.expires_at.map(crate::moment),
        "note": card.note,
    })))
    .await?;
    Ok(Issued {
        card,
        code: Some(code),
    })
}

//! Gift cards in the books: what is on them is owed to whoever holds them (rule m8).

use crate::posting::{NewTransaction, Side, Source, post};
use authz::actions::IssueGiftCard;
use entities::{
    gift_card::{self, GiftCardKind},
    ledger_account::AccountCode,
    ledger_transaction::TransactionKind,
};
use store::{Failure, Granted, OrgTx};

/// Posts what a new gift card is worth. One that was given away costs the organization its value; one that was sold
/// stands against what its buyer has paid outside the platform.
pub async fn issued(
    tx: &OrgTx,
    because: &Granted<IssueGiftCard>,
    card: &gift_card::Model,
) -> Result<(), Failure> {
    let against = match card.kind {
        GiftCardKind::Promotional => AccountCode::Promotion,
        GiftCardKind::Purchased => AccountCode::GiftCardSales,
    };
    let transaction = NewTransaction {
        kind: TransactionKind::GiftCardIssued,
        source: Source::of(card.id),
        currency: card.currency.clone(),
        occurred_at: tx.now(),
        sides: vec![
            Side::debit(against, card.initial_minor),
            Side::debit(AccountCode::GiftCards, -card.initial_minor),
        ],
    };
    post(tx, because, transaction).await?;
    Ok(())
}
